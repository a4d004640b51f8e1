"""The structure of every R4 resource and data type, out of the snapshots of its definition.

A node is a type (`Goal`, `Quantity`) or an element with children of its own (`Goal.target`).
It lists its own members only; what it inherits is read from its base.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from generate.fhir.definitions import CORE, Definition, Definitions

SIMPLE_QUANTITY: Final = "SimpleQuantity"
_ROOTS: Final = ("Element", "Resource")
# Logical patterns of the specification that no instance ever has as its type.
_PATTERNS: Final = frozenset({"Definition", "Event", "FiveWs", "MetadataResource", "Request"})
_CHOICE: Final = "[x]"
# The definitions give the id of a resource and of an element the same system type.
_SYSTEM_TYPES: Final = {"Resource.id": "id", "Element.id": "string", "Extension.url": "uri"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRef:
    """One type an element may have; `targets` for a Reference, empty when anything goes."""

    code: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    name: str
    choice: bool
    required: bool
    many: bool
    types: tuple[TypeRef, ...]
    binding: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType:
    name: str
    base: str | None
    resource: bool
    members: tuple[Member, ...]


def structures(definitions: Definitions) -> dict[str, NodeType]:
    """Every node by name: data types first, then resources, each followed by its parts."""
    nodes: dict[str, NodeType] = {}
    for kind in ("complex-type", "resource"):
        for definition in sorted(of_kind(definitions, kind), key=lambda found: found["type"]):
            nodes |= {node.name: node for node in _nodes(definition)}
    nodes[SIMPLE_QUANTITY] = _simple_quantity()
    return {name: _own(node, nodes) for name, node in nodes.items()}


def primitives(definitions: Definitions) -> set[str]:
    return {found["type"] for found in of_kind(definitions, "primitive-type")}


def members(node: NodeType, nodes: Mapping[str, NodeType]) -> tuple[Member, ...]:
    """All members of a node: inherited ones first, unless it has one of that name itself."""
    own = {member.name: member for member in node.members}
    inherited = () if node.base is None else members(nodes[node.base], nodes)
    replaced = [own.pop(member.name, member) for member in inherited]
    return (*replaced, *own.values())


def of_kind(definitions: Definitions, kind: str) -> list[Definition]:
    return [
        found
        for found in definitions.structures.values()
        if found["kind"] == kind
        and found.get("derivation") != "constraint"
        and found["type"] not in _PATTERNS
    ]


def _nodes(definition: Definition) -> Iterator[NodeType]:
    elements = definition["snapshot"]["element"]
    parents = {element["path"].rpartition(".")[0] for element in elements} - {""}
    for element in elements:
        path = element["path"]
        top = path == definition["type"]
        if top or path in parents:
            yield NodeType(
                name=path,
                base=_base(definition) if top else element["type"][0]["code"],
                resource=top and definition["kind"] == "resource",
                members=tuple(_members(path, elements, parents)),
            )


def _base(definition: Definition) -> str | None:
    return definition.get("baseDefinition", "").removeprefix(CORE) or None


def _members(
    path: str, elements: Iterable[Mapping[str, Any]], parents: set[str]
) -> Iterator[Member]:
    for element in elements:
        parent, _, name = element["path"].rpartition(".")
        if parent == path:
            yield Member(
                name=name.removesuffix(_CHOICE),
                choice=name.endswith(_CHOICE),
                required=element["min"] > 0,
                many=element["max"] == "*",
                types=tuple(_types(element, parents)),
                binding=_binding(element),
            )


def _types(element: Mapping[str, Any], parents: set[str]) -> Iterator[TypeRef]:
    if "contentReference" in element:
        yield TypeRef(code=element["contentReference"].removeprefix("#"))
    elif element["path"] in parents:
        yield TypeRef(code=element["path"])
    else:
        for found in element["type"]:
            yield _type(found, element["base"]["path"])


def _type(found: Mapping[str, Any], origin: str) -> TypeRef:
    code = _SYSTEM_TYPES[origin] if "/" in found["code"] else found["code"]
    if CORE + SIMPLE_QUANTITY in found.get("profile", ()):
        code = SIMPLE_QUANTITY
    targets = () if code != "Reference" else found.get("targetProfile", ())
    names = tuple(target.removeprefix(CORE) for target in targets)
    return TypeRef(code=code, targets=() if "Resource" in names else names)


def _binding(element: Mapping[str, Any]) -> str | None:
    binding = element.get("binding", {})
    if binding.get("strength") != "required":
        return None
    return str(binding["valueSet"]).partition("|")[0]


def _simple_quantity() -> NodeType:
    # A Quantity without a comparator: its rule (sqt-1) says that, so the members are the same.
    return NodeType(name=SIMPLE_QUANTITY, base="Quantity", resource=False, members=())


def _own(node: NodeType, nodes: Mapping[str, NodeType]) -> NodeType:
    if node.base is None:
        return node
    inherited = set(members(nodes[node.base], nodes))
    own = tuple(member for member in node.members if member not in inherited)
    return NodeType(name=node.name, base=node.base, resource=node.resource, members=own)
