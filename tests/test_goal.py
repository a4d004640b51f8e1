"""Goal: the laws, targets and levels of attainment, and what is refused."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest

from mappings.codes.systems import (
    FNR,
    GOAL_ACCEPTANCE,
    GOAL_ATTAINMENT,
    GOAL_RELATIONSHIP,
    GOAL_VOICE,
)
from mappings.errors import MappingError
from mappings.fhir.attainment import AttainmentLevel
from mappings.fhir.values import Concept, Identifier, Quantity, Reference
from mappings.goal import (
    FIELDS,
    GoalRecord,
    RelatedGoal,
    Target,
    Voice,
    goal_from_fhir,
    goal_to_fhir,
)
from tests.laws import Law
from tests.shared_data import shared
from tests.strategies.goal import goals

LAW = Law(
    kind=GoalRecord,
    records=goals,
    to_fhir=goal_to_fhir,
    from_fhir=goal_from_fhir,
    fields=FIELDS,
    derived={"words": ("Goal.target[].measure.text",)},
)
WALK: Final = GoalRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=FNR, value="13116900216"),
    words="Gå til butikken selv",
    voice=Voice.PERSON,
    status="active",
)


def test_a_goal_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_goal_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_goal_goes() -> None:
    LAW.hold_fields()


def test_a_target_without_a_measure_is_measured_by_the_words_of_the_goal() -> None:
    """gol-1: a detail needs a measure."""
    made = goal_to_fhir(replace(WALK, targets=(Target(text="uten rullator", due="2024-06"),)))
    assert made.get("target") == [
        {
            "measure": {"text": "Gå til butikken selv"},
            "detailString": "uten rullator",
            "dueDate": "2024-06",
        }
    ]


def test_a_target_with_a_date_only_needs_no_measure() -> None:
    made = goal_to_fhir(replace(WALK, targets=(Target(due="2024-06-01"),)))
    assert made.get("target") == [{"dueDate": "2024-06-01"}]


def test_a_target_keeps_the_digits_of_its_amount() -> None:
    weight = Target(measure=Concept(text="vekt"), quantity=Quantity(value=Decimal("72.50")))
    made = goal_to_fhir(replace(WALK, targets=(weight,)))
    assert str((made.get("target") or [{}])[0].get("detailQuantity")) == str(
        {"value": Decimal("72.50")}
    )


def test_what_the_source_does_not_say_of_a_goal_is_not_there() -> None:
    assert set(goal_to_fhir(WALK)) == {
        *("resourceType", "identifier", "lifecycleStatus", "category", "description", "subject"),
    }


def test_levels_of_attainment_are_read_as_the_guide_once_wrote_them() -> None:
    """Its examples are older than its profile: the words of a level were called text."""
    path = shared("hl7", "pco", "Goal-pcoGoalWalkDogExample.json")
    example = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    example["identifier"] = [{"system": "https://example.org", "value": "1"}]
    example["subject"] = goal_to_fhir(WALK)["subject"]
    example["category"].append({"coding": [{"system": GOAL_VOICE, "code": "person"}]})
    levels = goal_from_fhir(example).attainment
    assert [level.score for level in levels] == [2, 1, 0, -1, -2]
    assert levels[0].words == "Walk dog outside three times a week"


def test_a_level_beyond_the_scale_is_refused() -> None:
    with pytest.raises(MappingError):
        goal_to_fhir(replace(WALK, attainment=(AttainmentLevel(words="?", score=3),)))


def _extended(url: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"extension": [{"url": url, "extension": [*parts]}]}


_LA: Final = {"system": "http://loinc.org", "code": "LA34482-2"}
_SOMEBODY: Final = {"url": "individual", "valueReference": {"display": "?"}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"description": None}, "words"),
        ({"description": {"coding": [{"code": "1"}]}}, "words"),
        ({"lifecycleStatus": None}, "status"),
        ({"category": None}, "voice"),
        ({"category": [{"coding": [{"system": GOAL_VOICE, "code": "family"}]}]}, "voice"),
        (
            _extended(GOAL_ACCEPTANCE, {"url": "status", "valueCode": "agree"}),
            "acceptances.individual",
        ),
        (_extended(GOAL_ACCEPTANCE, _SOMEBODY), "acceptances.answer"),
        (
            _extended(GOAL_ACCEPTANCE, _SOMEBODY, {"url": "status", "valueCode": "maybe"}),
            "acceptances.answer",
        ),
        (_extended(GOAL_ATTAINMENT), "attainment.words"),
        (_extended(GOAL_RELATIONSHIP), "related.kind"),
        (
            _extended(GOAL_RELATIONSHIP, {"url": "type", "valueCodeableConcept": {"text": "?"}}),
            "related.goal",
        ),
    ],
)
def test_what_is_not_known_of_a_goal_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**goal_to_fhir(WALK), **change}
    with pytest.raises(MappingError) as refused:
        goal_from_fhir(broken)
    assert refused.value.path == FIELDS[field]


def test_a_level_of_an_answer_that_the_list_leaves_out_is_refused() -> None:
    words = {"url": "progressText", "valueString": "?"}
    level = {"url": "level", "valueCoding": _LA}
    broken: Any = {**goal_to_fhir(WALK), **_extended(GOAL_ATTAINMENT, words, level)}
    with pytest.raises(MappingError) as refused:
        goal_from_fhir(broken)
    assert "LA34481-4" in refused.value.expected


@pytest.mark.parametrize("element", ["identifier", "subject"])
def test_a_goal_of_nobody_or_without_a_name_of_its_own_is_refused(element: str) -> None:
    broken: Any = {**goal_to_fhir(WALK), element: None}
    with pytest.raises(MappingError) as refused:
        goal_from_fhir(broken)
    assert refused.value.path == f"Goal.{element}"


def test_a_goal_says_which_one_it_replaces() -> None:
    older = RelatedGoal(kind=Concept(text="replacement"), goal=Reference(display="Gå til kirken"))
    assert goal_from_fhir(goal_to_fhir(replace(WALK, related=(older,)))).related == (older,)
