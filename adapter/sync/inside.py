"""Contained resources: each is part of what refers to it, and merges with that.

`#nurse` means something only beside the resource that is contained under that id. A unit takes what
it refers to along; what nothing refers to is a unit of its own.
https://hl7.org/fhir/R4/references.html#contained
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from adapter.values import Resource
from mappings.fhir import elements

CONTAINED: Final = "contained"


def apart(kind: str) -> bool:
    """Whether resources contained in this type merge with what refers to them, not as a whole."""
    return elements.unit_of(kind, CONTAINED) == CONTAINED


def reached(parts: Iterable[Any], resource: Mapping[str, Any]) -> list[Resource]:
    """What a resource contains that some of its parts refer to, directly or through another."""
    held: list[Resource] = resource.get(CONTAINED) or []
    found: set[str] = set()
    new = set(_ids(list(parts)))
    while new - found:
        found |= new
        new = {each for inside in held if inside.get("id") in found for each in _ids(inside)}
    return [each for each in held if each.get("id") in found]


def spread(said: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The units of a resource, each with what it refers to within the resource."""
    whole = said.get(CONTAINED)
    if whole is None or not apart(kind):
        return dict(said)
    others = {unit: says for unit, says in said.items() if unit != CONTAINED}
    rest = unreached(others.values(), whole)
    made = {
        unit: {**says, CONTAINED: inside} if (inside := reached([says], whole)) else says
        for unit, says in others.items()
    }
    return made | ({CONTAINED: {CONTAINED: rest}} if rest else {})


def unreached(parts: Iterable[Any], resource: Mapping[str, Any]) -> list[Resource]:
    """What a resource contains that none of these parts refers to."""
    used = reached(parts, resource)
    return [each for each in resource.get(CONTAINED) or () if each not in used]


def laid(  # noqa: PLR0913  two copies, and what of each
    ground: Mapping[str, Any],
    carried: Mapping[str, Any],
    source: Mapping[str, Any],
    *,
    kept: list[Any],
    taken: list[Any],
    rest_is_taken: bool,
) -> list[Resource]:
    """What is contained where some parts stay and others are taken from a source.

    `carried` is the ground as it travels, in which what both contain is alike.
    """
    own = reached(kept, ground)
    theirs = reached(taken, source)
    if rest_is_taken:
        theirs += unreached(_parts(source), source)
    else:
        own += unreached(_parts(ground), ground)
    ids = {each.get("id") for each in own}
    same = [each for each in carried.get(CONTAINED) or () if each.get("id") in ids]
    return own + [each for each in theirs if each not in same]


def _parts(resource: Mapping[str, Any]) -> list[Any]:
    return [value for name, value in resource.items() if name != CONTAINED]


def collides(resource: Mapping[str, Any]) -> bool:
    """Whether two different resources are contained under one id."""
    ids = [each.get("id") for each in resource.get(CONTAINED) or ()]
    return len(set(ids)) != len(ids)


def _ids(tree: Any) -> Iterator[str]:  # noqa: ANN401  JSON
    """The ids that some text of a tree may refer to, in a Reference or elsewhere."""
    if isinstance(tree, str):
        if tree.startswith("#"):
            yield tree[1:]
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _ids(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _ids(value)
