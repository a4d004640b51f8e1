"""Units of meaning: which of them changed, and how a change is laid over what stands there.

A unit merges whole, so that half of what one side said never meets half of the other's. What
neither side's unit holds stays: elements and extensions that we do not know survive.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from adapter.sync.fingerprint import units_of
from adapter.values import Resource
from mappings.fhir import elements


def changed_units(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The units that mean something else in `after`, in alphabetical order."""
    old, new = units_of(before), units_of(after)
    return tuple(sorted(unit for unit in {*old, *new} if old.get(unit) != new.get(unit)))


def merged(there: Mapping[str, Any], here: Mapping[str, Any], units: Iterable[str]) -> Resource:
    """What stands there, with these units as they are here."""
    kind = str(here.get("resourceType"))
    taken = frozenset(units)

    def is_taken(name: str) -> bool:
        return name != "resourceType" and elements.unit_of(kind, name) in taken

    kept = {name: value for name, value in there.items() if not is_taken(name)}
    new = {name: value for name, value in here.items() if is_taken(name)}
    if "meta" in new:
        new["meta"] = {**(there.get("meta") or {}), **new["meta"]}
    return kept | new
