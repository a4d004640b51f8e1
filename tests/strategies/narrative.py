"""Strategies for pieces of record text under their headings."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.narrative import NarrativeRecord
from tests.strategies import common
from tests.strategies.what_matters import OBSERVATION_STATUSES

narratives: SearchStrategy[NarrativeRecord] = common.records(
    NarrativeRecord,
    status=st.sampled_from(OBSERVATION_STATUSES),
    heading=common.concepts("urn:oid:2.16.578.1.12.4.1.1.9141"),
    words=common.texts,
    _when=common.one_of_these(written_at=common.datetimes(), written_during=common.periods()),
    recorded_at=common.maybe(common.instants()),
    writers=common.some(common.references("Practitioner", "PractitionerRole", "Organization")),
    about=common.some(common.references("Goal", "Condition")),
    encounter=common.maybe(common.references("Encounter")),
    notes=common.some(common.notes()),
)
