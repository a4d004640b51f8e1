"""How a record is named across sides and runs, and how references are carried between servers.

A key is `Type|system|value` of the business identifier. A body on its way holds references to
other records as `urn:viktigt:<key>`; they become literal on the server that they reach.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from adapter.values import Resource
from mappings.fhir.values import Identifier

_OWN: Final = re.compile(r"/id/[0-9a-f]{12}\Z")
CARRIED: Final = "urn:viktigt:"


def identifiers_of(resource: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The business identifiers of a resource that have both system and value.

    A system with `|` in it is none that a search or a key could name (`system|value`).
    """
    held = resource.get("identifier") or []
    listed = held if isinstance(held, list) else [held]
    return tuple(
        Identifier(system=each["system"], value=each["value"])
        for each in listed
        if each.get("system") and each.get("value") and "|" not in each["system"]
    )


def is_own(identifier: Identifier) -> bool:
    """Whether an installation of this adapter minted it (whatever base it was written under)."""
    return _OWN.search(identifier.system) is not None


def identifier_of(resource: Mapping[str, Any]) -> Identifier | None:
    """The identifier that names a resource across servers: one of ours, else always the same.

    Servers list identifiers in orders of their own: the first on one is not the first on another.
    """
    found = sorted(identifiers_of(resource), key=lambda each: (each.system, each.value))
    own = [each for each in found if is_own(each)]
    return next(iter(own or found), None)


def key_of(kind: str, identifier: Identifier) -> str:
    return f"{kind}|{identifier.system}|{identifier.value}"


def references_in(tree: object) -> Iterator[dict[str, Any]]:
    """Every Reference in a resource, also inside extensions, in document order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if is_reference(node):
                yield node
            waiting += [each for each in reversed(node.values()) if isinstance(each, _CONTAINERS)]
        elif isinstance(node, list):
            waiting += [each for each in reversed(node) if isinstance(each, _CONTAINERS)]


def rewritten(tree: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:  # noqa: ANN401
    """The same JSON with every Reference replaced by what `change` makes of it.

    What holds no Reference is not copied: nobody changes a resource in place.
    """
    if isinstance(tree, dict):
        new = {
            name: made
            for name, value in tree.items()
            if isinstance(value, _CONTAINERS) and (made := rewritten(value, change)) is not value
        }
        tree = {**tree, **new} if new else tree
        return change(tree) if is_reference(tree) else tree
    if isinstance(tree, list):
        items = [
            rewritten(each, change) if isinstance(each, _CONTAINERS) else each for each in tree
        ]
        return tree if all(map(operator.is_, items, tree)) else items
    return tree


_CONTAINERS: Final = (dict, list)  # JSON that holds more JSON


def is_reference(tree: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a Reference, literal or logical."""
    if "reference" in tree and isinstance(tree["reference"], str):
        return True
    # An Identifier has no `type` that is a plain string, so a logical reference can't be mistaken.
    named = "type" in tree and "identifier" in tree
    return named and isinstance(tree["type"], str) and isinstance(tree["identifier"], dict)


def target_of(reference: Mapping[str, Any]) -> str | None:
    """Where a Reference on its way points: to the same by a key as by type and identifier."""
    literal = reference.get("reference")
    if isinstance(literal, str):
        return unquote(literal) if literal.startswith(CARRIED) else literal
    identifier = reference.get("identifier") or {}
    if not (identifier.get("system") and identifier.get("value")):
        return None
    named = Identifier(system=identifier["system"], value=identifier["value"])
    return CARRIED + key_of(str(reference.get("type")), named)


def with_identifier(resource: Resource, identifier: Identifier) -> Resource:
    """The resource with an identifier added, unless it is there."""
    if identifier in identifiers_of(resource):
        return resource
    added = {"system": identifier.system, "value": identifier.value}
    return {**resource, "identifier": [*(resource.get("identifier") or []), added]}
