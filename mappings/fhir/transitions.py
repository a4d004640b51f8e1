"""Changes of status that are rare enough to be looked at; R4 forbids none of them.

CarePlan    draft → active ⇄ on-hold → completed or revoked
Goal        proposed → planned, accepted → active ⇄ on-hold → completed or cancelled
any         → entered-in-error, and from there nowhere
A goal that is completed is not in progress, and what somebody found is final: another content is
`amended` or `corrected`. https://hl7.org/fhir/R4/request.html#statemachine
"""

from collections.abc import Mapping
from typing import Any, Final

from mappings.codes.systems import GOAL_ACHIEVEMENT
from mappings.fhir.lifecycle import status_of

_ENDED: Final[frozenset[str]] = frozenset()
_STARTED: Final = frozenset({"active", "on-hold", "cancelled"})
_NEXT: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "CarePlan": {
        "draft": frozenset({"active", "on-hold", "revoked"}),
        "active": frozenset({"on-hold", "completed", "revoked"}),
        "on-hold": frozenset({"active", "completed", "revoked"}),
        "completed": _ENDED,
        "revoked": _ENDED,
    },
    "Goal": {
        "proposed": _STARTED - {"on-hold"} | {"planned", "accepted", "rejected"},
        "planned": _STARTED | {"accepted"},
        "accepted": _STARTED,
        "active": frozenset({"on-hold", "completed", "cancelled"}),
        "on-hold": frozenset({"active", "completed", "cancelled"}),
        "completed": _ENDED,
        "cancelled": _ENDED,
        "rejected": _ENDED,
    },
}
_WRONG: Final = "entered-in-error"
_IN_PROGRESS: Final = frozenset({"in-progress", "improving", "worsening", "no-change"})
_SAID: Final = ("value", "component", "dataAbsentReason", "code")


def is_unusual(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether somebody should look at what became of a record's status; it is no error."""
    kind = str(after.get("resourceType"))
    old, new = status_of(before), status_of(after)
    if kind == "Observation" and old == new == "final":
        return _content(before) != _content(after)
    if kind == "Goal" and new == "completed" and _is_in_progress(after):
        return old != new or not _is_in_progress(before)
    if old is None or new is None or new in {old, _WRONG}:
        return False
    return old == _WRONG or new not in _NEXT.get(kind, {}).get(old, {new})


def _is_in_progress(goal: Mapping[str, Any]) -> bool:
    codings = (goal.get("achievementStatus") or {}).get("coding") or ()
    return any(
        each.get("system") == GOAL_ACHIEVEMENT and each.get("code") in _IN_PROGRESS
        for each in codings
    )


def _content(observation: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in observation.items() if name.startswith(_SAID)}
