"""Units of meaning of one record, compared across its copies.

A unit is an element, or some that only mean something together; an item of a list with keys is a
unit of its own, named `activity[3f2a…]` after a digest of its key. A list is split into items only
if every copy that is compared can be: half a list would be neither the old nor the new one.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from adapter.sync import inside
from adapter.sync.fingerprint import sorted_json, units_of
from adapter.sync.identity import is_reference, target_of
from mappings.fhir import elements

Units = Mapping[str, Any]
_DIGITS: Final = 12


def split_lists(kind: str, copies: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The lists of this type that every copy allows to be taken item by item."""
    held = list(copies)
    return frozenset(
        name for name in elements.keyed_lists(kind) if all(_splits(each, name) for each in held)
    )


def units(resource: Mapping[str, Any], split: frozenset[str]) -> dict[str, Any]:
    """Unit → what it says, comparable with ==."""
    said = units_of({name: value for name, value in resource.items() if name not in split})
    for name in split:
        for item in resource.get(name) or ():
            alone = units_of({"resourceType": resource.get("resourceType"), name: [item]})
            said[item_unit(resource, name, item)] = alone.get(
                elements.unit_of(str(resource.get("resourceType")), name)
            )
    return inside.spread(said, str(resource.get("resourceType")))


def item_unit(resource: Mapping[str, Any], name: str, item: Mapping[str, Any]) -> str:
    """The unit of one item of a list: the words of a note must not stand in its name."""
    key = repr(_key(str(resource.get("resourceType")), name, item))
    return f"{name}[{hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]}]"


def said(resource: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """The elements of a resource that a unit is made of; of a list with keys, the one item."""
    kind, element = str(resource.get("resourceType")), element_of(unit)
    held = {
        name: value
        for name, value in resource.items()
        if name != "resourceType" and elements.unit_of(kind, name) == element
    }
    if unit == element:
        return held
    items = [each for each in held.get(element) or () if item_unit(resource, element, each) == unit]
    return {element: items} if items else {}


def element_of(unit: str) -> str:
    """`activity` of `activity[3f2a…]`."""
    return unit.partition("[")[0]


def _splits(resource: Mapping[str, Any], name: str) -> bool:
    items = resource.get(name) or []
    if f"_{name}" in resource or not isinstance(items, list):
        return False
    keys = [_key(str(resource.get("resourceType")), name, item) for item in items]
    return all(keys) and len(set(map(repr, keys))) == len(keys)


def _key(kind: str, name: str, item: Mapping[str, Any]) -> list[Any]:
    """What tells the item apart; empty when it has none of it."""
    members = elements.keys_of(kind, name)
    return [[member, sorted_json(_identity(item[member]))] for member in members if member in item]


def _identity(value: Any) -> Any:  # noqa: ANN401  JSON
    """A reference is told by where it points, not by how it is displayed."""
    target = target_of(value) if isinstance(value, dict) and is_reference(value) else None
    return value if target is None else target
