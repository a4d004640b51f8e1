"""How a record is named across sides and runs, and how references are carried between servers.

A key is `Type|system|value` of the business identifier. A body on its way holds references to
other records as `urn:viktigt:<key>`; they become literal on the server that they reach.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from adapter.values import Resource
from mappings.fhir.values import Identifier

_OWN: Final = re.compile(r"/id/[0-9a-f]{12}\Z")
CARRIED: Final = "urn:viktigt:"


def identifiers_of(resource: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The business identifiers of a resource that have both system and value."""
    held = resource.get("identifier") or []
    listed = held if isinstance(held, list) else [held]
    return tuple(
        Identifier(system=each["system"], value=each["value"])
        for each in listed
        if each.get("system") and each.get("value")
    )


def is_own(identifier: Identifier) -> bool:
    """Whether an installation of this adapter minted it (whatever base it was written under)."""
    return _OWN.search(identifier.system) is not None


def identifier_of(resource: Mapping[str, Any]) -> Identifier | None:
    """The identifier that names a resource across servers: one of ours, else its first."""
    found = identifiers_of(resource)
    own = [each for each in found if is_own(each)]
    return next(iter(own or found), None)


def key_of(kind: str, identifier: Identifier) -> str:
    return f"{kind}|{identifier.system}|{identifier.value}"


def references_in(tree: object) -> Iterator[dict[str, Any]]:
    """Every Reference in a resource, also inside extensions, in document order."""
    if isinstance(tree, dict):
        if _is_reference(tree):
            yield tree
        for value in tree.values():
            yield from references_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references_in(value)


def rewritten(tree: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:  # noqa: ANN401
    """The same JSON with every Reference replaced by what `change` makes of it."""
    if isinstance(tree, dict):
        copied = {name: rewritten(value, change) for name, value in tree.items()}
        return change(copied) if _is_reference(copied) else copied
    if isinstance(tree, list):
        return [rewritten(value, change) for value in tree]
    return tree


def _is_reference(tree: Mapping[str, Any]) -> bool:
    if isinstance(tree.get("reference"), str):
        return True
    # An Identifier has no `type` that is a plain string, so a logical reference can't be mistaken.
    return isinstance(tree.get("type"), str) and isinstance(tree.get("identifier"), dict)


def with_identifier(resource: Resource, identifier: Identifier) -> Resource:
    """The resource with an identifier added, unless it is there."""
    if identifier in identifiers_of(resource):
        return resource
    added = {"system": identifier.system, "value": identifier.value}
    return {**resource, "identifier": [*(resource.get("identifier") or []), added]}
