"""Strategies for what stands around a plan: needs, stays, consent and attestations."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.consent import Actor, ConsentRecord, Provision
from mappings.fhir.values import Coding
from mappings.need import NeedRecord
from mappings.provenance import AttestationRecord, Stand
from mappings.stay import Event, StayRecord
from tests.strategies import common

_PEOPLE = ("Practitioner", "PractitionerRole", "Patient", "RelatedPerson")

_standing = st.one_of(
    st.fixed_dictionaries(
        {
            "clinical_status": common.maybe(st.sampled_from(("active", "inactive", "resolved"))),
            "verification_status": common.maybe(
                st.sampled_from(("unconfirmed", "confirmed", "refuted"))
            ),
        }
    ),
    st.just({"verification_status": "entered-in-error"}),
)
needs: SearchStrategy[NeedRecord] = common.records(
    NeedRecord,
    what=common.concepts(),
    _standing=_standing,
    recorded_on=common.maybe(common.datetimes()),
    recorder=common.maybe(common.references(*_PEOPLE)),
    asserter=common.maybe(common.references(*_PEOPLE)),
    encounter=common.maybe(common.references("Encounter")),
    notes=common.some(common.notes()),
)

events: SearchStrategy[Event] = st.builds(
    Event,
    what=common.concepts(),
    at=common.maybe(common.datetimes()),
    estimated=st.booleans(),
)
ENCOUNTER_STATUSES = (
    *("planned", "arrived", "triaged", "in-progress", "onleave"),
    *("finished", "cancelled", "entered-in-error", "unknown"),
)
stays: SearchStrategy[StayRecord] = common.records(
    StayRecord,
    status=st.sampled_from(ENCOUNTER_STATUSES),
    kind=common.codings().filter(lambda coding: coding != Coding()),
    period=common.maybe(common.periods()),
    events=common.some(events, sizes=(0, 1, 2, 3)),
    provider=common.maybe(common.references("Organization")),
    types=common.some(common.concepts()),
    reasons=common.some(common.concepts()),
    part_of=common.maybe(common.references("Encounter")),
    admitted_from=common.maybe(common.concepts()),
    discharged_to=common.maybe(common.concepts()),
    notes=common.some(common.notes()),
)

actors: SearchStrategy[Actor] = st.builds(
    Actor,
    role=common.concepts(),
    reference=common.references("Organization", "Practitioner", "RelatedPerson"),
)
consents: SearchStrategy[ConsentRecord] = common.records(
    ConsentRecord,
    status=st.sampled_from(
        ("draft", "proposed", "active", "rejected", "inactive", "entered-in-error")
    ),
    provision=st.sampled_from(Provision),
    policy=common.uris,
    categories=common.some(common.concepts()),
    given_at=common.maybe(common.datetimes()),
    given_by=common.some(common.references("Patient", "RelatedPerson")),
    organizations=common.some(common.references("Organization")),
    period=common.maybe(common.periods()),
    actors=common.some(actors),
    about=common.some(common.references("CarePlan")),
    words=common.maybe(common.texts),
    withdrawn_at=common.maybe(common.datetimes()),
    withdrawn_by=common.maybe(common.references("Patient", "RelatedPerson")),
    notes=common.some(common.notes()),
)

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
