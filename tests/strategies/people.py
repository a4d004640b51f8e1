"""Strategies for the person and relatives."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.systems import (
    FNR,
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    SNOMED,
)
from mappings.fhir.labels import with_both_systems
from mappings.fhir.naming import SE_ADDRESS_TYPES
from mappings.fhir.values import Address, Coding, Concept, Identifier, Name
from mappings.people import PersonRecord, RelativeRecord
from tests.strategies import common

GENDERS = ("male", "female", "other", "unknown")

names: SearchStrategy[Name] = st.builds(
    Name,
    family=common.maybe(common.lines),
    given=common.some(common.lines),
    middle=common.maybe(common.lines),
    text=common.maybe(common.lines),
    prefix=common.maybe(common.lines),
).filter(lambda name: name != Name())
_swedish_types = st.builds(
    lambda code, text: Concept(codings=(Coding(system=SNOMED, code=code),), text=text),
    st.sampled_from(sorted(SE_ADDRESS_TYPES)),
    common.maybe(common.lines),
)


def addresses(*uses: str) -> SearchStrategy[Address]:
    return st.builds(
        Address,
        lines=common.some(common.lines),
        postal_code=common.maybe(st.integers(1000, 99999).map(str)),
        city=common.maybe(common.lines),
        district=common.maybe(common.lines),
        country=common.maybe(st.sampled_from(("SE", "NO", "Sverige"))),
        municipality=common.maybe(st.integers(101, 5999).map("{:04}".format)),
        use=common.maybe(st.sampled_from(uses or ("home", "work", "temp", "old", "billing"))),
        type=common.maybe(st.one_of(_swedish_types, common.concepts())),
        text=common.maybe(common.texts),
    ).filter(lambda address: address != Address())


_protected: SearchStrategy[Coding] = st.builds(
    Coding,
    system=st.sampled_from((SE_SECURITY_LABEL, SE_SECURITY_LABEL_OLD)),
    code=st.sampled_from(("sekretessmarkering", "skyddadFolkbokforing", "protected-information")),
)
_numbers: SearchStrategy[Identifier] = st.one_of(
    common.source_ids,
    st.just(Identifier(system=FNR, value="26812297073")),
)
_HUMAN: dict[str, SearchStrategy[Any]] = {
    "identifiers": common.some(_numbers),
    "names": common.some(names),
    "birth_date": common.maybe(common.dates()),
    "gender": common.maybe(st.sampled_from(GENDERS)),
    "addresses": common.some(addresses()),
    "contact_points": common.some(common.contact_points),
}


def _matched(person: PersonRecord) -> PersonRecord:
    """A person's identifiers hold the one they are matched by; protection has both systems."""
    return replace(
        person,
        identifiers=(person.person, *dict.fromkeys(person.identifiers)),
        labels=with_both_systems(person.labels),
    )


persons: SearchStrategy[PersonRecord] = common.records(
    PersonRecord,
    **_HUMAN | {"labels": common.some(st.one_of(common.labels, _protected))},
    marital_status=common.maybe(common.concepts()),
    languages=common.some(common.concepts()),
    interpreter_needed=common.maybe(st.booleans()),
    lives_alone=common.maybe(st.booleans()),
    _death=common.one_of_these(deceased=st.booleans(), deceased_at=common.datetimes()),
    managing_organization=common.maybe(common.references("Organization")),
    practitioners=common.some(common.references("Practitioner", "PractitionerRole")),
).map(_matched)
relatives: SearchStrategy[RelativeRecord] = common.records(
    RelativeRecord,
    **_HUMAN,
    relationships=common.some(common.concepts()),
    period=common.maybe(common.periods()),
    informed=common.maybe(st.booleans()),
)
