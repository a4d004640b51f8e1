"""The block keys of a record, as far as it says them: whose it is, and when it was written.

    care giver, unit, area   the extension accountable; else the care giver whose server holds it
    comparison time          block-comparison-time; else between the record's own date of writing
                             and the server's meta.lastUpdated
A record made out of several carries the keys of each, and is blocked when one of them is.
"""

from collections.abc import Mapping
from typing import Any, Final

from adapter.values import Accountable
from mappings.codes.systems import ACCOUNTABLE, BLOCK_COMPARISON_TIME
from mappings.fhir import datatypes as dt
from mappings.record import Area

# The element that says when a record was first written down.
_WRITTEN: Final[Mapping[str, str]] = {
    "Appointment": "created",
    "CarePlan": "created",
    "Condition": "recordedDate",
    "Consent": "dateTime",
    "DocumentReference": "date",
    "List": "date",
    "Observation": "issued",
    "Provenance": "recorded",
    "ServiceRequest": "authoredOn",
    "Task": "authoredOn",
}
_AREAS: Final = {area.value: area for area in Area}


def keys_of(resource: Mapping[str, Any], holder: str | None) -> tuple[Accountable, ...]:
    """Who answers for a record that `holder` (a care giver) has on its server: one at least."""
    times = dt.extensions_in(resource, BLOCK_COMPARISON_TIME)
    said = [_text(each.get("valueDateTime")) for each in times] or [None]
    givers = dt.extensions_in(resource, ACCOUNTABLE) or [{}]
    return tuple(_keys(resource, holder, giver, time) for giver in givers for time in said)


def are_whole(keys: tuple[Accountable, ...]) -> bool:
    """Whether each says whose it is and when it was written."""
    return all(None not in {each.care_giver, each.care_unit, each.comparison_time} for each in keys)


def _keys(
    resource: Mapping[str, Any], holder: str | None, giver: Mapping[str, Any], time: str | None
) -> Accountable:
    meta = resource.get("meta") or {}
    return Accountable(
        care_giver=_identifier(giver, "careGiver") or holder,
        care_unit=_identifier(giver, "careUnit"),
        area=_AREAS.get(dt.extension_in(giver, "area").get("valueCode") or ""),
        comparison_time=time,
        not_before=_text(resource.get(_WRITTEN.get(str(resource.get("resourceType")), ""))),
        not_after=_text(meta.get("lastUpdated")),
    )


def _identifier(giver: Mapping[str, Any], name: str) -> str | None:
    reference = dt.extension_in(giver, name).get("valueReference") or {}
    return _text((reference.get("identifier") or {}).get("value"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
