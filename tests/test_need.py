"""Needs: the laws, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import PERSONNUMMER
from mappings.errors import MappingError
from mappings.fhir.values import Concept, Identifier
from mappings.need import FIELDS, NeedRecord, need_from_fhir, need_to_fhir
from tests.laws import Law
from tests.strategies.need import needs

LAW: Final = Law(
    kind=NeedRecord,
    records=needs,
    to_fhir=need_to_fhir,
    from_fhir=need_from_fhir,
    fields=FIELDS,
)
LONELY: Final = NeedRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    what=Concept(text="Känner sig ensam"),
)


def test_a_need_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_need_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_need_goes() -> None:
    LAW.hold_fields()


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
