"""What a record says of itself: whose it is and when it was written, of which kind, which service.

    care giver, unit, area   the extension accountable, and the register of organisations;
                             else the care giver whose server holds it
    comparison time          block-comparison-time; else between the record's own date of writing
                             and the server's meta.lastUpdated
A record made out of several carries the keys of each, and is blocked when one of them is.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from adapter.policy.unit_keys import Units, owners
from adapter.values import Accountable
from mappings.codes.systems import (
    ACCOUNTABLE,
    BLOCK_COMPARISON_TIME,
    CAREPLAN_TYPE,
    PLAN_KIND,
    SOCIAL_INTERVENTION,
)
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
_NOT_SAID: Final = ""  # a service that does not say of which kind it is
_AREAS: Final = {area.value: area for area in Area}


def keys_of(
    resource: Mapping[str, Any], holder: str | None, units: Units | None = None
) -> tuple[Accountable, ...]:
    """Who answers for a record that `holder` (a care giver) has on its server: one at least.

    `units` is the register of organisations, where there is one.
    """
    times = dt.extensions_in(resource, BLOCK_COMPARISON_TIME)
    said = [_text(each.get("valueDateTime")) for each in times] or [None]
    givers = dt.extensions_in(resource, ACCOUNTABLE) or [{}]
    return tuple(
        _keys(resource, giver, owner, time)
        for giver in givers
        for owner in _owners(giver, holder, units)
        for time in said
    )


def units_named(resource: Mapping[str, Any]) -> list[str]:
    """The units that answer for a record, as it says."""
    found = (_identifier(each, "careUnit") for each in dt.extensions_in(resource, ACCOUNTABLE))
    return [each for each in found if each is not None]


def _owners(
    giver: Mapping[str, Any], holder: str | None, units: Units | None
) -> Iterable[tuple[str | None, str | None]]:
    said, unit = _identifier(giver, "careGiver"), _identifier(giver, "careUnit")
    if unit is None or units is None:
        return [(said or holder, unit)]
    return owners(said, unit, units)


def are_whole(keys: tuple[Accountable, ...]) -> bool:
    """Whether each says whose it is and when it was written."""
    return all(None not in {each.care_giver, each.care_unit, each.comparison_time} for each in keys)


def is_one_area(keys: tuple[Accountable, ...], holder: Area | None, receiver: Area | None) -> bool:
    """Whether whoever gets it works under the same area of law, as far as both are known."""
    return receiver is None or {each.area or holder for each in keys} <= {receiver, None}


def kinds_of(resources: Iterable[Mapping[str, Any]]) -> list[str]:
    """The kinds of plans that something is or belongs to; none where none is said."""
    found = [
        str(coding.get("code"))
        for resource in resources
        if resource.get("resourceType") == "CarePlan"
        for category in resource.get("category") or ()
        for coding in category.get("coding") or ()
        if coding.get("system") in {CAREPLAN_TYPE, PLAN_KIND}
    ]
    return list(dict.fromkeys(found))


def services_of(record: Mapping[str, Any], keys: tuple[Accountable, ...]) -> list[str]:
    """Which social services a record is about; one of an unnamed kind unless it is health care."""
    if record["resourceType"] != "ServiceRequest":
        return []
    concepts = [record.get("code") or {}, *(record.get("category") or ())]
    found = [
        str(coding.get("code"))
        for concept in concepts
        for coding in concept.get("coding") or ()
        if coding.get("system") == SOCIAL_INTERVENTION
    ]
    is_health = all(each.area is Area.HEALTH for each in keys)
    return found or ([] if is_health else [_NOT_SAID])


def _keys(
    resource: Mapping[str, Any],
    giver: Mapping[str, Any],
    owner: tuple[str | None, str | None],
    time: str | None,
) -> Accountable:
    meta = resource.get("meta") or {}
    return Accountable(
        care_giver=owner[0],
        care_unit=owner[1],
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
