"""Follow-ups: the laws, whose score it is, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import LOINC, PERSONNUMMER
from mappings.errors import MappingError
from mappings.fhir.values import Identifier, Reference
from mappings.follow_up import (
    FIELDS,
    FollowUpRecord,
    follow_up_from_fhir,
    follow_up_to_fhir,
)
from tests.laws import Law
from tests.strategies.follow_up import follow_ups

_CODE: Final = "Observation.code.coding"
_SURVEY: Final = "Observation.category.coding"
LAW: Final = Law(
    kind=FollowUpRecord,
    records=follow_ups,
    to_fhir=follow_up_to_fhir,
    from_fhir=follow_up_from_fhir,
    fields=FIELDS,
    derived={
        "attainment": (_CODE, _SURVEY, "Observation.valueCodeableConcept"),
        "performers": (_CODE,),
    },
    alternatives=(("words", "result", "attainment"), ("looked_at", "looked_during")),
)
PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")
SCORED: Final = FollowUpRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PERSON,
    status="final",
    about=(Reference(type="Goal", identifier=Identifier(system="https://example.org", value="2")),),
    attainment=1,
)


def test_a_follow_up_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_follow_up_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_follow_up_goes() -> None:
    LAW.hold_fields()


@pytest.mark.parametrize(
    ("raters", "code"),
    [
        ((), "107332-9"),
        (("Patient",), "107334-5"),
        (("RelatedPerson", "RelatedPerson"), "107331-1"),
        (("Practitioner", "PractitionerRole"), "107333-7"),
        (("Patient", "Practitioner"), "107332-9"),
        (("Organization",), "107332-9"),
        ((None,), "107332-9"),
    ],
)
def test_a_score_is_coded_by_who_gave_it(raters: tuple[str | None, ...], code: str) -> None:
    scored = replace(SCORED, performers=tuple(Reference(type=each, display="N") for each in raters))
    coding = follow_up_to_fhir(scored)["code"].get("coding") or []
    assert coding[1:] == [{"system": LOINC, "code": code}]


def test_an_attainment_score_is_an_answer_and_never_a_number() -> None:
    assert follow_up_to_fhir(SCORED).get("valueCodeableConcept") == {
        "coding": [{"system": LOINC, "code": "LA34480-6", "display": "Better than expected"}]
    }


def test_a_score_beyond_the_scale_is_refused() -> None:
    with pytest.raises(MappingError) as refused:
        follow_up_to_fhir(replace(SCORED, attainment=3))
    assert refused.value.path == FIELDS["attainment"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        (
            {"valueCodeableConcept": {"coding": [{"system": LOINC, "code": "LA34482-2"}]}},
            "attainment",
        ),
        ({"valueCodeableConcept": None}, "attainment"),
    ],
)
def test_what_is_not_known_of_a_follow_up_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**follow_up_to_fhir(SCORED), **change}
    with pytest.raises(MappingError) as refused:
        follow_up_from_fhir(broken)
    assert refused.value.path == FIELDS[field]
