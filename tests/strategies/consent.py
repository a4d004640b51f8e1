"""Strategies for consent and reservations."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.consent import Actor, ConsentRecord, Provision
from tests.strategies import common

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
