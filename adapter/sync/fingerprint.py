"""What a resource means, so that two copies can be compared whatever a server made of them.

Left out: id, meta but for its security labels, generated narrative, and order where it has no
meaning. Decimals compare by number, and the person is the same under any name. Two resources mean
the same when their units do.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from adapter.sync.carry import PERSON
from adapter.sync.identity import CARRIED, is_reference, target_of
from mappings.fhir import elements

_SERVER_OWNED: Final = frozenset({"id", "resourceType"})
_POINTS: Final = frozenset({"type", "identifier"})
_NAMES: Final = _POINTS | {"display"}


def units_of(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Unit of meaning → what it says, comparable with ==."""
    kind = str(resource.get("resourceType"))
    said: dict[str, dict[str, Any]] = {}
    for name, value in resource.items():
        if name in _SERVER_OWNED:
            continue
        # Values and their extensions belong together by their places.
        paired = name.startswith("_") or f"_{name}" in resource
        meaning = _meaning(name, value, ordered=paired or elements.is_ordered(kind, name))
        if meaning is not None:
            said.setdefault(elements.unit_of(kind, name), {})[name] = meaning
    return said


def fingerprint(resource: Mapping[str, Any]) -> str:
    """A hash of the meaning (SHA-256, hex)."""
    said = repr([(unit, sorted(each.items())) for unit, each in sorted(units_of(resource).items())])
    return hashlib.sha256(said.encode()).hexdigest()


def _meaning(name: str, value: Any, *, ordered: bool) -> Any:  # noqa: ANN401  JSON in, JSON out
    if name == "meta":
        return _labels(value) or None
    if name == "text":
        return None if value.get("status") == "generated" else _plain(value)
    plain = _plain(value)
    if isinstance(plain, list) and len(plain) > 1 and not ordered:
        return sorted(plain, key=repr)
    return plain


def _labels(meta: Mapping[str, Any]) -> list[tuple[str, str]]:
    security = meta.get("security") or ()
    return sorted({(each.get("system", ""), each.get("code", "")) for each in security})


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        if is_reference(value):
            value = _reference(value)
        return {  # in one order, so that its repr is one
            name: each if isinstance(each := value[name], str) else _plain(each)
            for name in sorted(value)
        }
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return Decimal(str(value) if isinstance(value, float) else value).normalize()


def _reference(reference: Mapping[str, Any]) -> dict[str, Any]:
    """A Reference by where it points; how the person is called does not matter."""
    target = target_of(reference)
    if target is None:
        return dict(reference)
    names = _NAMES if target == PERSON else _POINTS if target.startswith(CARRIED) else frozenset()
    return {name: each for name, each in reference.items() if name not in names} | {
        "reference": target
    }


def sorted_json(value: Any) -> Any:  # noqa: ANN401  JSON in, JSON out
    """The same JSON with members in one order, so that its repr is one."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {name: sorted_json(value[name]) for name in sorted(value)}
    return [sorted_json(each) for each in value] if isinstance(value, list) else value
