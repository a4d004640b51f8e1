"""The little of FHIRPath that the invariants of R4 need, over JSON trees.

An element exists when it has a value or, for a primitive, only an id or extensions in `_name`.
Rules run on every tree, malformed ones too, so nothing here trusts the type of what it finds:
a value is compared with `in` a tuple, since a list or an object can't be looked up in a set.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

UCUM: Final = "http://unitsofmeasure.org"
_DAY: Final = len("YYYY-MM-DD")


def has(element: Json, name: str) -> bool:
    """Tell whether this member exists."""
    return name in element or f"_{name}" in element


def has_any(element: Json, *names: str) -> bool:
    """Tell whether any of these members exists."""
    return any(has(element, name) for name in names)


def has_choice(element: Json, group: str) -> bool:
    """Tell whether `group[x]` exists, whichever type it has."""
    return any(name.lstrip("_").startswith(group) for name in element)


def parts(element: Json, *names: str) -> list[Json]:
    """All objects at a path: `parts(bundle, "entry", "resource")`."""
    found = [element]
    for name in names:
        found = [part for owner in found for part in _objects(owner.get(name))]
    return found


def values(element: Json, *names: str) -> list[object]:
    """All primitive values at a path."""
    *path, last = names
    return [value for owner in parts(element, *path) for value in _listed(owner.get(last))]


def count(element: Json, *names: str) -> int:
    """Count how many items these members have together."""
    return sum(len(_listed(element.get(name))) for name in names)


def distinct(found: Iterable[object]) -> bool:
    """Tell whether no value comes twice."""
    keys = [repr(value) for value in found]
    return len(set(keys)) == len(keys)


def coded(concept: object, system: str, *codes: str) -> bool:
    """Tell whether a CodeableConcept, or any of a list, has one of these codes of that system."""
    for owner in _objects(concept):
        for coding in _objects(owner.get("coding")):
            if coding.get("system") == system and coding.get("code") in codes:
                return True
    return False


def coded_any(concept: object, allowed: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a CodeableConcept has a coding of a value set."""
    return any(
        (str(coding.get("system")), str(coding.get("code"))) in allowed
        for owner in _objects(concept)
        for coding in parts(owner, "coding")
    )


def number(element: Json, name: str) -> Decimal | int | None:
    value = element.get(name)
    if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
        return value
    return None


def ends_before(end: object, start: object) -> bool:
    """Tell whether `end` certainly lies before `start`, as far as both are precise."""
    if not isinstance(end, str) or not isinstance(start, str):
        return False
    if len(end) > _DAY and len(start) > _DAY:
        return _instant_before(end, start)
    if len(end) == len(start):
        return end < start
    shared = min(len(end), len(start), _DAY)
    return end[:shared] < start[:shared]


def _instant_before(end: str, start: str) -> bool:
    try:
        return datetime.fromisoformat(end) < datetime.fromisoformat(start)
    except (TypeError, ValueError):  # a leap second, or no date at all
        return False


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _objects(value: object) -> list[Json]:
    if isinstance(value, dict):
        return [value]
    found = value if isinstance(value, list) else ()
    return [each for each in found if isinstance(each, dict)]
