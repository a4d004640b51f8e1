"""Needs, stays and consent: the laws, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import ESTIMATED, PERSONNUMMER
from mappings.consent import (
    FIELDS as CONSENT_FIELDS,
)
from mappings.consent import (
    ConsentRecord,
    Provision,
    consent_from_fhir,
    consent_to_fhir,
)
from mappings.errors import MappingError
from mappings.fhir.values import Coding, Concept, Identifier, Period
from mappings.need import FIELDS as NEED_FIELDS
from mappings.need import NeedRecord, need_from_fhir, need_to_fhir
from mappings.stay import FIELDS as STAY_FIELDS
from mappings.stay import Event, StayRecord, stay_from_fhir, stay_to_fhir
from tests.laws import Law
from tests.strategies.around import consents, needs, stays

NEED: Final = Law(
    kind=NeedRecord,
    records=needs,
    to_fhir=need_to_fhir,
    from_fhir=need_from_fhir,
    fields=NEED_FIELDS,
)
STAY: Final = Law(
    kind=StayRecord,
    records=stays,
    to_fhir=stay_to_fhir,
    from_fhir=stay_from_fhir,
    fields=STAY_FIELDS,
)
CONSENT: Final = Law(
    kind=ConsentRecord,
    records=consents,
    to_fhir=consent_to_fhir,
    from_fhir=consent_from_fhir,
    fields=CONSENT_FIELDS,
)
LAWS: Final = pytest.mark.parametrize("law", [NEED, STAY, CONSENT], ids=["need", "stay", "consent"])

SOMEBODY: Final[dict[str, Any]] = {
    "id": Identifier(system="https://example.org", value="1"),
    "person": Identifier(system=PERSONNUMMER, value="191212121212"),
}
LONELY: Final = NeedRecord(**SOMEBODY, what=Concept(text="Känner sig ensam"))
ADMITTED: Final = StayRecord(
    **SOMEBODY,
    status="in-progress",
    kind=Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="IMP"),
    period=Period(start="2024-05-01T10:00:00+02:00"),
)
AGREED: Final = ConsentRecord(
    **SOMEBODY,
    status="active",
    provision=Provision.PERMIT,
    policy="https://lagen.nu/2017:30#K16P4",
)


@LAWS
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@LAWS
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@LAWS
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


def test_a_need_is_a_need_and_has_no_status_that_the_source_did_not_give() -> None:
    made: Any = need_to_fhir(LONELY)
    codes = [each["coding"][0]["code"] for each in made["category"]]
    assert codes == ["problem-list-item", "need"]
    assert not {"clinicalStatus", "verificationStatus"} & {*made}


def test_what_was_entered_in_error_has_no_clinical_status() -> None:
    wrong = replace(LONELY, verification_status="entered-in-error", clinical_status="active")
    with pytest.raises(MappingError, match="con-5"):
        need_to_fhir(wrong)


def test_a_need_for_nothing_is_refused() -> None:
    made: Any = need_to_fhir(LONELY)
    del made["code"]
    with pytest.raises(MappingError, match=r"Condition\.code"):
        need_from_fhir(made)


def test_an_estimated_time_is_marked_and_never_part_of_the_period() -> None:
    ready = Event(what=Concept(text="Utskrivningsklar"), at="2024-05-09", estimated=True)
    made: Any = stay_to_fhir(replace(ADMITTED, events=(ready,)))
    assert made["period"] == {"start": "2024-05-01T10:00:00+02:00"}
    assert made["extension"][0]["extension"][1:] == [
        {"url": "at", "valueDateTime": "2024-05-09"},
        {"url": ESTIMATED, "valueBoolean": True},
    ]


@pytest.mark.parametrize("name", ["status", "class"])
def test_a_stay_without_what_r4_asks_for_is_refused(name: str) -> None:
    made: Any = stay_to_fhir(ADMITTED)
    del made[name]
    with pytest.raises(MappingError, match=rf"Encounter\.{name}"):
        stay_from_fhir(made)


def test_an_event_of_a_stay_that_is_nothing_is_refused() -> None:
    made: Any = stay_to_fhir(replace(ADMITTED, events=(Event(what=Concept(text="x")),)))
    made["extension"][0]["extension"] = []
    with pytest.raises(MappingError, match="what"):
        stay_from_fhir(made)


def test_a_consent_to_share_says_whose_it_is_and_what_it_rests_on() -> None:
    made: Any = consent_to_fhir(AGREED)
    assert made["scope"]["coding"][0]["code"] == "patient-privacy"
    assert made["category"] == [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}]
    assert made["policy"] == [{"uri": AGREED.policy}]
    assert made["patient"]["identifier"]["value"] == "191212121212"


def test_a_consent_to_something_else_is_no_consent_to_share() -> None:
    made: Any = consent_to_fhir(AGREED)
    made["scope"]["coding"][0]["code"] = "research"
    with pytest.raises(MappingError, match=r"Consent\.scope"):
        consent_from_fhir(made)


@pytest.mark.parametrize(
    "limit", [{"provision": [{"type": "deny"}]}, {"purpose": [{"code": "TREAT"}]}]
)
def test_a_consent_with_a_limit_that_is_not_understood_is_refused(limit: dict[str, Any]) -> None:
    made: Any = consent_to_fhir(AGREED)
    made["provision"] |= limit
    with pytest.raises(MappingError, match=r"Consent\.provision"):
        consent_from_fhir(made)


@pytest.mark.parametrize("name", ["status", "policy", "patient", "provision"])
def test_a_consent_without_what_makes_it_one_is_refused(name: str) -> None:
    made: Any = consent_to_fhir(AGREED)
    del made[name]
    with pytest.raises(MappingError):
        consent_from_fhir(made)


def test_an_actor_without_a_role_is_refused() -> None:
    made: Any = consent_to_fhir(AGREED)
    made["provision"]["actor"] = [{"reference": {"display": "fastlege"}}]
    with pytest.raises(MappingError, match="role"):
        consent_from_fhir(made)
