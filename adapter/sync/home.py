"""References in what comes back to a side, written as that side writes them itself.

On the way a reference to a professional, a unit or anything else that is not carried became a
logical one. Where it comes home it is what it was: a literal reference that its server can follow,
with the name and the extensions that stood there.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapter.sync.fingerprint import sorted_json
from adapter.sync.identity import is_reference, rewritten, target_of
from adapter.sync.merge import Copy
from adapter.values import Resource

_POINTS: Final = frozenset({"reference", "type", "identifier"})
_Known = Mapping[str, tuple[Mapping[str, Any], dict[str, Any]]]


def at_home(body: Resource, ground: Copy) -> Resource:
    """The body for the side whose copy is the ground: whom it names already, in its own words."""
    pairs = list(_pairs(ground.carried, ground.local))
    same: _Known = {_name(carried): (carried, local) for carried, local in reversed(pairs)}
    points: _Known = {_target(carried): (carried, local) for carried, local in reversed(pairs)}

    def change(reference: dict[str, Any]) -> dict[str, Any]:
        found = same.get(_name(reference)) or points.get(_target(reference))
        return reference if found is None else _said_anew(reference, *found)

    made: Resource = rewritten(body, change)
    return made


def _said_anew(
    reference: dict[str, Any], carried: Mapping[str, Any], local: dict[str, Any]
) -> dict[str, Any]:
    """The local reference, with what somebody now says beside where it points."""
    new = {
        name: value
        for name, value in reference.items()
        if name not in _POINTS and value not in (carried.get(name), local.get(name))
    }
    return {**local, **new}


def _pairs(carried: Any, local: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:  # noqa: ANN401
    """Each reference as it travels, and as it stands on its server, in document order."""
    if isinstance(carried, dict) and isinstance(local, dict):
        if is_reference(carried):
            yield carried, local
            return
        for name, value in carried.items():
            yield from _pairs(value, local.get(name))
    elif isinstance(carried, list) and isinstance(local, list):
        for one, other in zip(carried, local, strict=False):  # an identifier of ours may be added
            yield from _pairs(one, other)


def _name(reference: Mapping[str, Any]) -> str:
    return repr(sorted_json(reference))


def _target(reference: Mapping[str, Any]) -> str:
    """Where it points: two names for one professional are one."""
    return target_of(reference) or _name(reference)
