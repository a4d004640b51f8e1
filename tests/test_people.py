"""The person and relatives: the laws, profiles, protection, and what is refused."""

from dataclasses import replace
from typing import Any, Final, cast

import pytest

from mappings.codes.systems import (
    FNR,
    HNR,
    NO_MIDDLE_NAME,
    PERSONNUMMER,
    SE_MIDDLE_NAME,
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    V3_ROLE_CODE,
)
from mappings.errors import MappingError
from mappings.fhir.values import Address, Coding, Concept, ContactPoint, Identifier, Name
from mappings.people import (
    FIELDS,
    RELATIVE_FIELDS,
    PersonRecord,
    RelativeRecord,
    person_from_fhir,
    person_to_fhir,
    relative_from_fhir,
    relative_to_fhir,
)
from tests.laws import Law
from tests.strategies.people import persons, relatives

_BY_COUNTRY: Final = (
    *("Patient.identifier[]", "Patient.meta.profile", "Patient.name[].extension"),
    *("Patient.address[].extension", "Patient.address[]._district"),
)
PERSON: Final = Law(
    kind=PersonRecord,
    records=persons,
    to_fhir=person_to_fhir,
    from_fhir=person_from_fhir,
    fields=FIELDS,
    derived={
        "person": _BY_COUNTRY,
        "identifiers": _BY_COUNTRY,
        "names": ("Patient.meta.profile",),
        "marital_status": ("Patient.meta.profile",),
    },
    alternatives=(("deceased", "deceased_at"),),
)
_RELATIVE_BY_COUNTRY: Final = tuple(
    path.replace("Patient", "RelatedPerson") for path in _BY_COUNTRY
)
RELATIVE: Final = Law(
    kind=RelativeRecord,
    records=relatives,
    to_fhir=relative_to_fhir,
    from_fhir=relative_from_fhir,
    fields=RELATIVE_FIELDS,
    derived={
        "person": _RELATIVE_BY_COUNTRY[1:],
        "identifiers": _RELATIVE_BY_COUNTRY,
        "relationships": ("RelatedPerson.meta.profile",),
    },
)
LAWS: Final = pytest.mark.parametrize("law", [PERSON, RELATIVE], ids=["person", "relative"])

SWEDE: Final = PersonRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="195009072553"),
    names=(Name(family="Testsson", given=("Test",), middle="Mellan"),),
)
NORWEGIAN: Final = replace(SWEDE, person=Identifier(system=FNR, value="13116900216"))
MARKED: Final = Coding(system=SE_SECURITY_LABEL, code="sekretessmarkering")


@LAWS
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@LAWS
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@LAWS
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


def _profiles(record: PersonRecord) -> list[str] | None:
    made: Any = person_to_fhir(record)
    return cast("list[str] | None", made.get("meta", {}).get("profile"))


def _extension_urls(record: PersonRecord) -> list[str]:
    names: Any = person_to_fhir(record).get("name")
    return [extension["url"] for extension in names[0]["extension"]]


def test_a_middle_name_stands_where_the_country_of_the_person_has_it() -> None:
    assert _extension_urls(SWEDE) == [SE_MIDDLE_NAME]
    assert _extension_urls(NORWEGIAN) == [NO_MIDDLE_NAME]
    stranger = replace(SWEDE, person=Identifier(system="https://example.org/local", value="1"))
    assert not {SE_MIDDLE_NAME, NO_MIDDLE_NAME} & {*_extension_urls(stranger)}


def test_the_identifier_a_person_is_matched_by_is_the_official_one() -> None:
    other = Identifier(system="https://example.org/journal", value="7")
    made = person_to_fhir(replace(SWEDE, identifiers=(other,)))
    used = {each.get("value"): each.get("use") for each in made.get("identifier") or ()}
    assert used == {"1": None, "195009072553": "official", "7": None}


def test_a_person_from_elsewhere_is_matched_by_the_first_identifier_not_ours() -> None:
    found = person_from_fhir(
        {
            "resourceType": "Patient",
            "identifier": [
                {"system": "https://viktigt.example/fhir/id/0123456789ab", "value": "x"},
                {"system": FNR, "value": "13116900216"},
            ],
        }
    )
    assert found.person == NORWEGIAN.person


def test_a_person_without_any_identifier_is_refused() -> None:
    with pytest.raises(MappingError, match=r"Patient\.identifier"):
        person_from_fhir({"resourceType": "Patient"})


def test_a_person_known_by_our_identifier_alone_is_refused() -> None:
    with pytest.raises(MappingError, match=r"Patient\.subject"):
        person_from_fhir(
            {
                "resourceType": "Patient",
                "identifier": [
                    {"system": "https://viktigt.example/fhir/id/0123456789ab", "value": "x"}
                ],
            }
        )


def test_a_profile_is_claimed_only_when_each_of_its_rules_is_known_to_hold() -> None:
    assert _profiles(SWEDE) == ["http://hl7.se/fhir/ig/base/StructureDefinition/SEBasePatient"]
    assert _profiles(replace(SWEDE, names=SWEDE.names * 2)) is None
    assert _profiles(replace(SWEDE, marital_status=Concept(text="gift"))) is None
    second = Identifier(system=PERSONNUMMER, value="196101182803")
    assert _profiles(replace(SWEDE, identifiers=(SWEDE.person, second))) is None
    assert _profiles(NORWEGIAN) == ["http://hl7.no/fhir/StructureDefinition/no-basis-Patient"]
    assert _profiles(replace(NORWEGIAN, person=Identifier(system=HNR, value="H-1"))) is None


def test_a_relative_claims_no_profile_whose_value_sets_we_do_not_hold() -> None:
    kinship = Coding(system="http://hl7.no/fhir/CodeSystem/no-basis-family-relation", code="far")
    common = RelativeRecord(id=NORWEGIAN.id, person=NORWEGIAN.person)
    plain = replace(
        common, relationships=(Concept(codings=(Coding(system=V3_ROLE_CODE, code="FTH"),)),)
    )
    bound = replace(common, relationships=(Concept(codings=(kinship,)),))
    assert relative_to_fhir(plain).get("meta")
    assert "meta" not in relative_to_fhir(bound)
    assert "meta" not in relative_to_fhir(replace(plain, person=SWEDE.person))


def test_protected_identity_is_written_in_both_systems() -> None:
    made: Any = person_to_fhir(replace(SWEDE, labels=(MARKED,)))
    labels = [(each["system"], each["code"]) for each in made["meta"]["security"]]
    assert labels == [
        (SE_SECURITY_LABEL, "sekretessmarkering"),
        (SE_SECURITY_LABEL_OLD, "sekretessmarkering"),
    ]


def test_protected_identity_is_read_from_either_system() -> None:
    old = replace(MARKED, system=SE_SECURITY_LABEL_OLD)
    made = person_to_fhir(SWEDE)
    made["meta"] = {"security": [{"system": old.system, "code": old.code}]}
    assert set(person_from_fhir(made).labels) == {MARKED, old}


def test_nobody_is_alive_and_has_died() -> None:
    with pytest.raises(MappingError, match="deceased"):
        person_to_fhir(replace(SWEDE, deceased=False, deceased_at="2024-05-01"))


def test_the_municipality_of_a_norwegian_address_stands_with_its_district() -> None:
    record = replace(NORWEGIAN, addresses=(Address(municipality="3428"),))
    address: Any = person_to_fhir(record).get("address")
    assert address[0]["_district"]["extension"][0]["valueCoding"] == {
        "system": "urn:oid:2.16.578.1.12.4.1.1.3402",
        "code": "3428",
    }


def test_a_contact_point_of_unknown_kind_says_so() -> None:
    record = replace(SWEDE, contact_points=(ContactPoint(value="08-123 456"),))
    made: Any = person_to_fhir(record)
    assert made["telecom"][0]["_system"]["extension"][0]["valueCode"] == "unknown"
    assert person_from_fhir(made).contact_points == record.contact_points
