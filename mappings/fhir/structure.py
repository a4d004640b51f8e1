"""The structure of FHIR R4 types, read from definitions.py one type at a time.

A node is a type (`Goal`, `Quantity`) or an element with children of its own (`Goal.target`); its
elements stand under the names they have in JSON, so `detail[x]` is there as `detailQuantity`,
`detailString` and so on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from mappings.fhir.definitions import CODES, PRIMITIVES, STRUCTURES

_NONE: Final = "-"
_REQUIRED: Final = frozenset("1+")
_MANY: Final = frozenset("*+")
# Values that stand in JSON bare, like every id.
_BARE: Final = frozenset({"Extension.url", "Narrative.div"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementType:
    """One element under its JSON name; `group` is the name the FHIR definition gives it.

    `sibling` tells whether `_name` may stand beside it, for the id and extensions of a primitive.
    """

    name: str
    group: str
    kind: str
    required: bool
    many: bool
    targets: frozenset[str]
    binding: str | None
    primitive: bool
    sibling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType:
    """`required` and `choices` name groups: a choice is met by any one of its elements."""

    name: str
    base: str | None
    elements: Mapping[str, ElementType]
    required: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]


@cache
def node_type(name: str) -> NodeType:
    """The node of that name; KeyError when R4 has none."""
    elements = {element.name: element for element in _elements(name)}
    groups: dict[str, list[ElementType]] = {}
    for element in elements.values():
        groups.setdefault(element.group, []).append(element)
    return NodeType(
        name=name,
        base=_base(name),
        elements=elements,
        required=tuple(group for group, found in groups.items() if found[0].required),
        choices={
            group: tuple(element.name for element in found)
            for group, found in groups.items()
            if found[0].name != group
        },
    )


def is_bare_id(element: ElementType) -> bool:
    """Tell the id of an element, a string without blanks, from that of a resource."""
    return element.name == "id" and element.kind == "string"


@cache
def codes(value_set: str) -> frozenset[str]:
    """The codes of a value set that is bound as required."""
    return frozenset(code for _, code in concepts(value_set))


@cache
def concepts(value_set: str) -> frozenset[tuple[str, str]]:
    """The same with the code system of each."""
    lines = [line.split(" ") for line in CODES[value_set].splitlines()]
    return frozenset((system, code) for system, *found in lines for code in found)


def _base(name: str) -> str | None:
    base = STRUCTURES[name].partition("\n")[0]
    return None if base == _NONE else base


def _elements(name: str) -> Iterator[ElementType]:
    base, *lines = STRUCTURES[name].splitlines()
    if base != _NONE:
        yield from node_type(base).elements.values()
    for line in lines:
        yield from _spelled_out(name, line)


def _spelled_out(owner: str, line: str) -> Iterator[ElementType]:
    name, cardinality, *kinds = line.split(" ")
    bare = name == "id" or f"{owner}.{name}" in _BARE
    binding = kinds.pop()[1:] if kinds[-1].startswith("=") else None
    group = name.removesuffix("[x]")
    for text in kinds:
        kind, _, targets = text.removesuffix(")").partition("(")
        yield ElementType(
            name=group if group == name else group + _suffix(kind),
            group=group,
            kind=kind,
            required=cardinality in _REQUIRED,
            many=cardinality in _MANY,
            targets=frozenset(targets.split(",")) if targets else frozenset(),
            binding=binding,
            primitive=kind in PRIMITIVES,
            sibling=kind in PRIMITIVES and not bare,
        )


def _suffix(kind: str) -> str:
    """The end of a choice's name: a SimpleQuantity is a Quantity that one more rule holds for."""
    return "Quantity" if kind == "SimpleQuantity" else kind[0].upper() + kind[1:]
