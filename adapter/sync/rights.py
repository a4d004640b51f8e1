"""Who may change what: one table per resource type.

owner    only the side that answers for the record; another side's change is a proposal
shared   either side
append   either side may add an item; what stands there is the owner's to change or to take away
A signed record is its author's (patientdatalagen 2008:355, 3 kap. 14 §); what two authorities keep
together, such as who does what in a coordinated plan, is shared.
"""

from collections.abc import Mapping
from typing import Any, Final

from adapter.sync.units import element_of
from adapter.values import Right
from mappings.fhir import lifecycle

EVERY: Final = "*"
# Resource type → unit of meaning → right. What is not named is the owner's.
RIGHTS: Final[Mapping[str, Mapping[str, Right]]] = {
    "CarePlan": {"activity": Right.SHARED, "note": Right.APPEND},
    "Goal": {"note": Right.APPEND},
    "ServiceRequest": {"note": Right.APPEND},
    "Appointment": {EVERY: Right.SHARED},
}
# These say that somebody's record was wrong or is over: only its owner may say so.
_OWNER_ONLY: Final = frozenset({"entered-in-error", "revoked"})
_ENDS: Final = frozenset({"cancelled", "revoked", "entered-in-error"})


def right_of(kind: str, unit: str, more: Mapping[str, Right]) -> Right:
    """The right to change a unit; `more` is what a route says of `Type.unit` or `Type`."""
    element = element_of(unit)
    for name in (f"{kind}.{element}", kind):
        if name in more:
            return more[name]
    table = RIGHTS.get(kind, {})
    return table.get(element) or table.get(EVERY) or Right.OWNER


def is_owner_only(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a copy came to say what only the owner may say of the whole record."""
    status = lifecycle.status_of(after)
    return status in _OWNER_ONLY and status != lifecycle.status_of(before)


def has_ended(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a copy was cancelled, revoked or taken back since."""
    status = lifecycle.status_of(after)
    return status in _ENDS and status != lifecycle.status_of(before)
