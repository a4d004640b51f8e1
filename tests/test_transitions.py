"""Which changes of status are shown to somebody, while none is stopped."""

from typing import Any

import pytest

from mappings.codes.systems import GOAL_ACHIEVEMENT
from mappings.fhir.transitions import is_unusual


def plan(status: str) -> dict[str, Any]:
    return {"resourceType": "CarePlan", "status": status}


def goal(status: str, achievement: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"resourceType": "Goal", "lifecycleStatus": status}
    if achievement is None:
        return made
    return {
        **made,
        "achievementStatus": {"coding": [{"system": GOAL_ACHIEVEMENT, "code": achievement}]},
    }


def found(status: str, **value: object) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": status, **value}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (plan("draft"), plan("active")),
        (plan("active"), plan("on-hold")),
        (plan("on-hold"), plan("active")),
        (plan("active"), plan("revoked")),
        (plan("completed"), plan("entered-in-error")),
        (plan("unknown"), plan("active")),
        (plan("active"), plan("active")),
        (goal("proposed"), goal("planned")),
        (goal("planned"), goal("accepted")),
        (goal("accepted"), goal("active")),
        (goal("on-hold"), goal("completed")),
        (goal("active"), goal("completed", "achieved")),
        (goal("completed", "improving"), goal("completed", "worsening")),
        (found("preliminary", valueString="a"), found("final", valueString="b")),
        (found("final", valueString="a"), found("amended", valueString="b")),
        (found("final", valueString="a"), found("final", valueString="a", note=[{"text": "x"}])),
        ({"resourceType": "Task", "status": "failed"}, {"resourceType": "Task", "status": "ready"}),
    ],
)
def test_what_happens_every_day_is_not_pointed_out(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert not is_unusual(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (plan("completed"), plan("active")),
        (plan("revoked"), plan("active")),
        (plan("draft"), plan("completed")),
        (plan("entered-in-error"), plan("active")),
        (goal("cancelled"), goal("active")),
        (goal("proposed"), goal("completed")),
        (goal("rejected"), goal("active")),
        (goal("active", "improving"), goal("completed", "improving")),
        (goal("completed", "achieved"), goal("completed", "no-change")),
        (found("final", valueString="a"), found("final", valueQuantity={"value": 1})),
        (
            {"resourceType": "Task", "status": "entered-in-error"},
            {"resourceType": "Task", "status": "x"},
        ),
    ],
)
def test_what_is_rare_is_pointed_out(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert is_unusual(before, after)
