"""Staff and units: the laws, and that nobody's care is written into them."""

import json
from dataclasses import replace
from typing import Any, Final, cast

import pytest

from mappings.codes.systems import ENH, HPR, HSA_ID, PERSONNUMMER
from mappings.fhir.values import Coding, Concept, Identifier, Name
from mappings.staff import (
    FIELDS,
    NOBODY,
    UNIT_FIELDS,
    StaffRecord,
    UnitRecord,
    staff_from_fhir,
    staff_to_fhir,
    unit_from_fhir,
    unit_to_fhir,
)
from tests.laws import Law
from tests.strategies.staff import staff, units

_WHO: Final = ("PractitionerRole.contained", "PractitionerRole.practitioner")
STAFF: Final = Law(
    kind=StaffRecord,
    records=staff,
    to_fhir=staff_to_fhir,
    from_fhir=staff_from_fhir,
    fields=FIELDS,
    derived={
        "names": _WHO,
        "identifiers": (*_WHO, "PractitionerRole.meta.profile"),
        "organization": (
            "PractitionerRole.meta.profile",
            "PractitionerRole.contained.name.extension",
        ),
    },
    unwritten=frozenset({"person"}),
)
UNIT: Final = Law(
    kind=UnitRecord,
    records=units,
    to_fhir=unit_to_fhir,
    from_fhir=unit_from_fhir,
    fields=UNIT_FIELDS,
    derived=dict.fromkeys(
        ("identifiers", "part_of", "types"),
        ("Organization.meta.profile", "Organization.address[]"),
    ),
    unwritten=frozenset({"person"}),
)
LAWS: Final = pytest.mark.parametrize("law", [STAFF, UNIT], ids=["staff", "unit"])

PATIENT: Final = Identifier(system=PERSONNUMMER, value="191212121212")
NURSE: Final = StaffRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PATIENT,
    identifiers=(Identifier(system=HSA_ID, value="SE2321000016-0001"),),
    names=(Name(family="Testsson", given=("Test",), prefix="Dr"),),
)
UNIT_RECORD: Final = UnitRecord(id=NURSE.id, person=PATIENT, name="Hemtjänst Norr")


@LAWS
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@LAWS
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@LAWS
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


@pytest.mark.parametrize("made", [staff_to_fhir(NURSE), unit_to_fhir(UNIT_RECORD)])
def test_whose_document_named_somebody_is_not_written(made: object) -> None:
    assert PATIENT.value not in json.dumps(made)


def test_staff_and_units_are_about_nobody_when_they_are_read() -> None:
    assert staff_from_fhir(staff_to_fhir(NURSE)) == replace(NURSE, person=NOBODY)
    assert unit_from_fhir(unit_to_fhir(UNIT_RECORD)) == replace(UNIT_RECORD, person=NOBODY)


def test_the_reference_to_a_contained_practitioner_can_be_matched_without_opening_it() -> None:
    assert staff_to_fhir(NURSE).get("practitioner") == {
        "reference": "#practitioner",
        "type": "Practitioner",
        "identifier": {"system": HSA_ID, "value": "SE2321000016-0001"},
        "display": "Dr Test Testsson",
    }


def test_somebody_whom_the_source_does_not_name_is_a_role_alone() -> None:
    role = staff_to_fhir(StaffRecord(id=NURSE.id, person=NOBODY, roles=(Concept(text="lege"),)))
    assert "contained" not in role
    assert "practitioner" not in role


def test_a_practitioner_elsewhere_is_read_from_what_the_reference_says() -> None:
    found = staff_from_fhir(
        {
            "resourceType": "PractitionerRole",
            "identifier": [{"system": "https://example.org", "value": "1"}],
            "contained": [{"resourceType": "Organization", "id": "unit"}],
            "practitioner": {
                "reference": "Practitioner/7",
                "identifier": {"system": HPR, "value": "9144900"},
                "display": "Test Testsen",
            },
        }
    )
    assert found.identifiers == (Identifier(system=HPR, value="9144900"),)
    assert found.names == (Name(text="Test Testsen"),)


def _profile(record: UnitRecord) -> list[str] | None:
    made: Any = unit_to_fhir(record)
    return cast("list[str] | None", made.get("meta", {}).get("profile"))


def test_a_unit_claims_a_profile_only_when_each_of_its_rules_is_known_to_hold() -> None:
    swedish = replace(UNIT_RECORD, identifiers=NURSE.identifiers)
    norwegian = replace(UNIT_RECORD, identifiers=(Identifier(system=ENH, value="983658776"),))
    level = Coding(system="urn:oid:2.16.578.1.12.4.1.1.8628", code="1")
    typed = (Concept(codings=(level,)),)
    assert _profile(UNIT_RECORD) is None
    assert _profile(swedish) == [
        "http://hl7.se/fhir/ig/base/StructureDefinition/SEBaseOrganization"
    ]
    assert _profile(replace(swedish, types=typed)) is None
    assert _profile(replace(swedish, identifiers=NURSE.identifiers * 2)) is None
    assert _profile(norwegian) == ["http://hl7.no/fhir/StructureDefinition/no-basis-Organization"]
    assert _profile(replace(norwegian, types=typed)) is None
    assert _profile(replace(norwegian, types=(Concept(text="sykehjem"),))) is not None
