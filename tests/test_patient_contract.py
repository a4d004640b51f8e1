"""Plans: the laws, the kinds, the safety notice, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import CAREPLAN_TYPE, PERSONNUMMER, PLAN_KIND
from mappings.errors import MappingError
from mappings.fhir.values import Identifier
from mappings.patient_contract import (
    FIELDS,
    ContractRecord,
    PlanKind,
    Revision,
    contract_from_fhir,
    contract_to_fhir,
)
from mappings.safety_notice import SafetyNotice, SafetyTopic
from tests.laws import Law
from tests.strategies.patient_contract import contracts

LAW: Final = Law(
    kind=ContractRecord,
    records=contracts,
    to_fhir=contract_to_fhir,
    from_fhir=contract_from_fhir,
    fields=FIELDS,
    derived={
        "safety": ("CarePlan.extension[]",),
        "revision": ("CarePlan.extension[]",),
    },
)
PLAN: Final = ContractRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    kind=PlanKind.SIP,
    status="active",
    intent="plan",
)


def test_a_plan_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_plan_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_plan_goes() -> None:
    LAW.hold_fields()


@pytest.mark.parametrize("kind", list(PlanKind)[:8])
def test_the_kinds_of_rivta_have_the_code_system_of_rivta(kind: PlanKind) -> None:
    made: Any = contract_to_fhir(replace(PLAN, kind=kind))
    assert made["category"] == [{"coding": [{"system": CAREPLAN_TYPE, "code": kind.value}]}]


def test_a_patient_contract_has_our_own_kind_and_claims_no_profile() -> None:
    made: Any = contract_to_fhir(replace(PLAN, kind=PlanKind.PATIENTKONTRAKT))
    assert made["category"] == [{"coding": [{"system": PLAN_KIND, "code": "patientkontrakt"}]}]
    assert "meta" not in made


def test_a_kind_that_nobody_knows_is_refused_with_what_would_be_accepted() -> None:
    made: Any = contract_to_fhir(PLAN)
    made["category"][0]["coding"][0]["code"] = "MIN-PLAN"
    with pytest.raises(MappingError, match="SIP, SPLPTLRV"):
        contract_from_fhir(made)


@pytest.mark.parametrize("name", ["status", "intent", "subject"])
def test_a_plan_without_what_r4_asks_for_is_refused(name: str) -> None:
    made: Any = contract_to_fhir(PLAN)
    del made[name]
    with pytest.raises(MappingError, match=rf"CarePlan\.{name}"):
        contract_from_fhir(made)


def test_a_revision_that_says_nothing_is_refused() -> None:
    with pytest.raises(MappingError, match=r"plan\.revision"):
        contract_to_fhir(replace(PLAN, revision=Revision()))


def test_an_activity_described_in_place_is_no_commitment_of_ours() -> None:
    made: Any = contract_to_fhir(PLAN)
    made["activity"] = [{"detail": {"status": "scheduled", "description": "Städ"}}]
    assert contract_from_fhir(made).commitments == ()


def test_a_safety_notice_holds_codes_and_no_content() -> None:
    notice = SafetyNotice(sent_at="2024-05-01", topics=(SafetyTopic.MEDICINES,))
    made: Any = contract_to_fhir(replace(PLAN, safety=notice))
    assert made["extension"][0]["extension"] == [
        {"url": "sent", "valueDateTime": "2024-05-01"},
        {"url": "topic", "valueCode": "medicines"},
    ]


def test_a_safety_notice_without_its_date_is_refused() -> None:
    made: Any = contract_to_fhir(replace(PLAN, safety=SafetyNotice(sent_at="2024-05-01")))
    made["extension"][0]["extension"] = []
    with pytest.raises(MappingError, match="valueDateTime"):
        contract_from_fhir(made)
