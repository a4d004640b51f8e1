"""Support needs and assessments: the laws, what a score is and is not, and what is refused."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from mappings.codes.systems import (
    DATA_ABSENT_REASON,
    ICF,
    ICF_QUALIFIER,
    IPLOS_SCORE,
    ORDINAL_VALUE,
    PERSONNUMMER,
    QUALIFIER_SLOT,
    SUPPORT_PREFERENCE,
)
from mappings.errors import MappingError
from mappings.fhir.values import Coding, Concept, Identifier
from mappings.support_need import (
    ASSESSMENT_FIELDS,
    FIELDS,
    AssessmentRecord,
    Qualifier,
    Scale,
    Score,
    Support,
    SupportNeedRecord,
    assessment_from_fhir,
    assessment_to_fhir,
    support_need_from_fhir,
    support_need_to_fhir,
)
from tests.laws import Law
from tests.strategies.support_need import assessments, support_needs

SUPPORT_NEED: Final = Law(
    kind=SupportNeedRecord,
    records=support_needs,
    to_fhir=support_need_to_fhir,
    from_fhir=support_need_from_fhir,
    fields=FIELDS,
    derived={"words": ("Observation.component.code",)},
)
_ORDINAL: Final = f"valueCodeableConcept.coding.extension.where(url='{ORDINAL_VALUE}')"
ASSESSMENT: Final = Law(
    kind=AssessmentRecord,
    records=assessments,
    to_fhir=assessment_to_fhir,
    from_fhir=assessment_from_fhir,
    fields=ASSESSMENT_FIELDS,
    derived={
        "scale": (
            "Observation.valueCodeableConcept",
            "Observation.component[].valueCodeableConcept",
            "Observation.dataAbsentReason",
            "Observation.component[].dataAbsentReason",
        ),
        "scores": (f"Observation.{_ORDINAL}", f"Observation.component.{_ORDINAL}"),
    },
    alternatives=(("assessed_at", "assessed_during"),),
)
BOTH: Final = pytest.mark.parametrize("law", [SUPPORT_NEED, ASSESSMENT])

WALKING: Final = AssessmentRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    status="final",
    what=Concept(codings=(Coding(system=ICF, code="d450"),), text="Gå"),
    scale=Scale.ICF,
    scores=(Score(code="2"),),
)
WANTED: Final = SupportNeedRecord(
    id=WALKING.id, person=WALKING.person, status="final", support=Support.SOME_SUPPORT
)


@BOTH
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@BOTH
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@BOTH
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


@pytest.mark.parametrize("code", list("01234"))
def test_an_icf_score_from_0_to_4_carries_its_place_in_the_order(code: str) -> None:
    made = assessment_to_fhir(replace(WALKING, scores=(Score(code=code),)))
    assert made.get("valueCodeableConcept") == {
        "coding": [
            {
                "system": ICF_QUALIFIER,
                "code": code,
                "extension": [{"url": ORDINAL_VALUE, "valueDecimal": Decimal(code)}],
            }
        ]
    }


@pytest.mark.parametrize("code", ["8", "9"])
def test_not_specified_and_not_applicable_in_icf_are_codes_without_a_place(code: str) -> None:
    made = assessment_to_fhir(replace(WALKING, scores=(Score(code=code),)))
    assert made.get("valueCodeableConcept") == {"coding": [{"system": ICF_QUALIFIER, "code": code}]}


def test_not_relevant_in_iplos_is_a_reason_and_never_the_worst_score() -> None:
    unasked = replace(WALKING, scale=Scale.IPLOS, scores=(Score(code="9"),))
    made = assessment_to_fhir(unasked)
    assert assessment_from_fhir(made) == unasked
    assert "valueCodeableConcept" not in made
    assert made.get("dataAbsentReason") == {
        "coding": [{"system": DATA_ABSENT_REASON, "code": "not-applicable"}]
    }


def test_an_iplos_score_has_no_number_to_reckon_with() -> None:
    made = assessment_to_fhir(replace(WALKING, scale=Scale.IPLOS, scores=(Score(code="5"),)))
    assert made.get("valueCodeableConcept") == {"coding": [{"system": IPLOS_SCORE, "code": "5"}]}


def test_what_somebody_does_and_could_do_are_two_components() -> None:
    scores = (
        Score(code="3", qualifier=Qualifier.PERFORMANCE),
        Score(code="1", qualifier=Qualifier.CAPACITY),
    )
    made = assessment_to_fhir(replace(WALKING, scores=scores))
    assert [part["code"] for part in made.get("component") or ()] == [
        {"coding": [{"system": QUALIFIER_SLOT, "code": "performance"}]},
        {"coding": [{"system": QUALIFIER_SLOT, "code": "capacity"}]},
    ]
    assert "valueCodeableConcept" not in made


def test_the_persons_own_sentence_stands_beside_the_choice() -> None:
    made = support_need_to_fhir(replace(WANTED, words="Bara med duschen"))
    assert made.get("valueCodeableConcept") == {
        "coding": [{"system": SUPPORT_PREFERENCE, "code": "some-support"}]
    }
    assert [part.get("valueString") for part in made.get("component") or ()] == ["Bara med duschen"]


def test_other_parts_of_a_support_need_are_not_taken_for_its_words() -> None:
    other = {"code": {"text": "fråga 2"}, "valueString": "vet inte"}
    made: Any = {**support_need_to_fhir(WANTED), "component": [other]}
    assert support_need_from_fhir(made).words is None


def test_a_part_without_value_and_reason_has_no_score() -> None:
    slot = {"code": {"coding": [{"system": QUALIFIER_SLOT, "code": "capacity"}]}}
    broken: Any = {**assessment_to_fhir(WALKING), "component": [slot]}
    with pytest.raises(MappingError) as refused:
        assessment_from_fhir(broken)
    assert refused.value.path == ASSESSMENT_FIELDS["scores.qualified"]


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("code", ["", "6", "-1", "2.5", "total"])
def test_a_score_that_the_scale_does_not_have_is_refused(scale: Scale, code: str) -> None:
    with pytest.raises(MappingError) as refused:
        assessment_to_fhir(replace(WALKING, scale=scale, scores=(Score(code=code),)))
    assert refused.value.path == ASSESSMENT_FIELDS["scores"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"code": None}, "what"),
        ({"category": []}, "scale"),
        ({"valueCodeableConcept": {"coding": [{"system": IPLOS_SCORE, "code": "2"}]}}, "scores"),
        ({"valueCodeableConcept": {"coding": [{"system": ICF_QUALIFIER, "code": "7"}]}}, "scores"),
        (
            {"valueCodeableConcept": None, "dataAbsentReason": {"text": "?"}},
            "scores.absent",
        ),
        ({"component": [{"code": {"text": "?"}}]}, "scores.qualified"),
        (
            {
                "component": [
                    {
                        "code": {"text": "?"},
                        "valueCodeableConcept": {
                            "coding": [{"system": ICF_QUALIFIER, "code": "1"}]
                        },
                    }
                ]
            },
            "scores.qualifier",
        ),
    ],
)
def test_what_is_not_known_of_an_assessment_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**assessment_to_fhir(WALKING), **change}
    with pytest.raises(MappingError) as refused:
        assessment_from_fhir(broken)
    assert refused.value.path == ASSESSMENT_FIELDS[field]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"valueCodeableConcept": None}, "support"),
        ({"valueCodeableConcept": {"coding": [{"code": "some-support"}]}}, "support"),
    ],
)
def test_what_is_not_known_of_a_support_need_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**support_need_to_fhir(WANTED), **change}
    with pytest.raises(MappingError) as refused:
        support_need_from_fhir(broken)
    assert refused.value.path == FIELDS[field]
