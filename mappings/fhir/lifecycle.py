"""How a resource ends, is withdrawn, or loses its content: one table per FHIR R4 type.

`ended` is for what a newer version of a document no longer holds: it was right and is over.
`withdrawn` is for what was wrong from the start (a cancelled message): entered-in-error, never
revoked. `emptied` also takes the words and values away, when they are about another person.
"""

from collections.abc import Mapping
from typing import Any, Final

from mappings.codes.systems import (
    BASE,
    DATA_ABSENT,
    DATA_ABSENT_REASON,
    STATUS_REASON,
    STATUS_REASON_CODE,
)

_CODE: Final = "absent-from-new-version"
_WRONG: Final = "entered-in-error"
_VERIFICATION: Final = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ABSENT: Final = {"coding": [{"system": STATUS_REASON_CODE, "code": _CODE}]}
STATUS: Final[Mapping[str, str]] = {"Goal": "lifecycleStatus"}
_ENDED: Final[Mapping[str, str]] = {
    "Goal": "cancelled",
    "ServiceRequest": "revoked",
    "Task": "cancelled",
    "Appointment": "cancelled",
    "CarePlan": "revoked",
    "CareTeam": "inactive",
    "Consent": "inactive",
    "List": "retired",
    "DocumentReference": "superseded",
}
_REASON: Final[Mapping[str, tuple[str, Any]]] = {
    "Goal": ("statusReason", f"{STATUS_REASON_CODE}#{_CODE}"),  # a string in R4
    "Task": ("statusReason", ABSENT),
    "Appointment": ("cancelationReason", ABSENT),
}
_WITHDRAWN: Final = frozenset(
    {"CarePlan", "Goal", "Observation", "ServiceRequest", "Task", "Appointment", "Encounter"}
    | {"CareTeam", "List", "DocumentReference", "Consent"}
)
_FINAL: Final = frozenset(
    {"completed", "cancelled", "revoked", "entered-in-error", "rejected"}
    | {"inactive", "retired", "superseded"}
)
# What a resource keeps when its content must go: what it is, whose conversation, and what R4 asks.
_KEPT: Final = frozenset(
    {"resourceType", "id", "meta", "identifier", "subject", "patient", "status", "lifecycleStatus"}
    | {"intent", "code", "scope", "category", "class", "participant", "mode", "contained"}
)


def status_of(resource: Mapping[str, Any]) -> str | None:
    """The status code of a resource, whatever its element is called.

    A Condition has two; of those only that it was wrong is a status like the others'.
    """
    if resource.get("resourceType") == "Condition":
        return _WRONG if _is_wrong(resource) else None
    found = resource.get(STATUS.get(str(resource.get("resourceType")), "status"))
    return found if isinstance(found, str) else None


def ended(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource as over; unchanged where its kind never ends or it is over already.

    What somebody said and what was measured stay as they are: a later silence takes nothing back.
    """
    kind = str(resource.get("resourceType"))
    if kind not in _ENDED or status_of(resource) in _FINAL:
        return dict(resource)
    changed = {**resource, STATUS.get(kind, "status"): _ENDED[kind]}
    if kind in _REASON:
        element, reason_given = _REASON[kind]
        return {**changed, element: reason_given}
    reason = {"url": STATUS_REASON, "valueCodeableConcept": ABSENT}
    changed["extension"] = [*changed.get("extension", ()), reason]
    return changed


def withdrawn(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource as entered in error; people and organisations stay untouched."""
    kind = str(resource.get("resourceType"))
    if kind == "Condition":
        changed = {name: value for name, value in resource.items() if name != "clinicalStatus"}
        return changed | {"verificationStatus": _condition_in_error()}
    if kind not in _WITHDRAWN:
        return dict(resource)
    changed = {**resource, STATUS.get(kind, "status"): "entered-in-error"}
    return _with_times(changed, "unknown") if kind == "Appointment" else changed


def emptied(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource entered in error, and without words, values, notes and attachments."""
    kind = str(resource.get("resourceType"))
    if kind not in _WITHDRAWN and kind != "Condition":
        return dict(resource)
    changed = withdrawn(resource)
    kept = {name: value for name, value in changed.items() if name in _KEPT}
    kept |= _REQUIRED.get(kind, {})
    if kind == "Condition":
        kept["verificationStatus"] = _condition_in_error()
    if "code" in kept:
        kept["code"] = _without_words(kept["code"])
    if "meta" in kept:
        # A profile asks for the very values that are gone.
        meta = {name: each for name, each in kept.pop("meta").items() if name != "profile"}
        kept |= {"meta": meta} if meta else {}
    return _with_times(kept, "error") if kind == "Appointment" else kept


def _with_times(appointment: dict[str, Any], reason: str) -> dict[str, Any]:
    """app-3: an appointment in this status has start and end, if only to say that they are not."""
    absent = {"extension": [{"url": DATA_ABSENT, "valueCode": reason}]}
    missing = [name for name in ("start", "end") if not {name, f"_{name}"} & appointment.keys()]
    return appointment | {f"_{name}": absent for name in missing}


def is_active(resource: Mapping[str, Any]) -> bool:
    """Whether somebody may still act on it."""
    return status_of(resource) not in _FINAL


def is_withdrawn(resource: Mapping[str, Any]) -> bool:
    """Whether somebody said that it was wrong from the start."""
    return status_of(resource) == _WRONG


def _condition_in_error() -> dict[str, Any]:
    return {"coding": [{"system": _VERIFICATION, "code": _WRONG}]}


def _is_wrong(condition: Mapping[str, Any]) -> bool:
    codings = (condition.get("verificationStatus") or {}).get("coding") or ()
    return any(
        (each.get("system"), each.get("code")) == (_VERIFICATION, _WRONG) for each in codings
    )


def _without_words(concept: Mapping[str, Any]) -> dict[str, Any]:
    """Only the codes: a text may be somebody's words."""
    codings = [
        {name: value for name, value in coding.items() if name != "display"}
        for coding in concept.get("coding") or ()
    ]
    coded = [coding for coding in codings if coding]
    return {"coding": coded} if coded else _ABSENT_CONCEPT


_ABSENT_CONCEPT: Final = {
    "extension": [{"url": DATA_ABSENT, "valueCode": "error"}],
}
_REQUIRED: Final[Mapping[str, dict[str, Any]]] = {
    "Goal": {"description": _ABSENT_CONCEPT},
    "Observation": {
        "dataAbsentReason": {"coding": [{"system": DATA_ABSENT_REASON, "code": "error"}]}
    },
    "DocumentReference": {
        "content": [
            {"attachment": {"extension": [{"url": DATA_ABSENT, "valueCode": "error"}]}},
        ]
    },
    "Consent": {"policy": [{"uri": f"{BASE}/policy/withdrawn"}]},
}
