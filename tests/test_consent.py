"""Consent and reservations: the laws, and what is no consent to share."""

from typing import Any, Final

import pytest

from mappings.codes.systems import PERSONNUMMER
from mappings.consent import (
    FIELDS,
    ConsentRecord,
    Provision,
    consent_from_fhir,
    consent_to_fhir,
)
from mappings.errors import MappingError
from mappings.fhir.values import Identifier
from tests.laws import Law
from tests.strategies.consent import consents

LAW: Final = Law(
    kind=ConsentRecord,
    records=consents,
    to_fhir=consent_to_fhir,
    from_fhir=consent_from_fhir,
    fields=FIELDS,
)
AGREED: Final = ConsentRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    status="active",
    provision=Provision.PERMIT,
    policy="https://lagen.nu/2017:30#K16P4",
)


def test_a_consent_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_consent_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_consent_goes() -> None:
    LAW.hold_fields()


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
