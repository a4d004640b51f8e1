"""Strategies for attestations."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.provenance import AttestationRecord, Stand
from tests.strategies import common

_PEOPLE = ("Practitioner", "PractitionerRole", "Patient", "RelatedPerson")

attestations: SearchStrategy[AttestationRecord] = common.records(
    AttestationRecord,
    target=common.references("CarePlan", "Goal", "Observation"),
    stand=st.sampled_from(Stand),
    who=common.references(*_PEOPLE, "Organization"),
    on_behalf_of=common.maybe(common.references("Organization", "Patient")),
    _when=common.one_of_these(occurred_at=common.datetimes(), occurred_during=common.periods()),
    recorded=common.instants(),
    agrees=st.booleans(),
    reason=common.maybe(common.concepts()),
    words=common.maybe(common.texts),
)
