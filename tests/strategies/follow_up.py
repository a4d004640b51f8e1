"""Strategies for follow-ups: in words, as a code, or as a goal attainment score."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.follow_up import FollowUpRecord
from tests.strategies import common
from tests.strategies.what_matters import OBSERVATION_STATUSES

_WHO = ("Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization")

follow_ups: SearchStrategy[FollowUpRecord] = common.records(
    FollowUpRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    about=common.at_least_one(common.references("Goal", "CarePlan", "ServiceRequest")),
    _found=common.one_of_these(
        words=common.texts, result=common.concepts(), attainment=st.integers(-2, 2)
    ),
    _when=common.one_of_these(looked_at=common.datetimes(), looked_during=common.periods()),
    recorded_at=common.maybe(common.instants()),
    performers=common.some(common.references(*_WHO)),
    notes=common.some(common.notes()),
)
