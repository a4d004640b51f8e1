"""Writes mappings/fhir/definitions.py: the structure of all of R4 and its required codes, as text.

Text, because a module of 1,300 strings loads in a millisecond and is decoded one type at a time.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from generate.fhir.codes import Expansion, expand
from generate.fhir.definitions import Definitions
from generate.fhir.structures import Member, NodeType, TypeRef, primitives, structures

VALUE_SET: Final = "http://hl7.org/fhir/ValueSet/"
HEADER: Final = '''"""What the checker knows of FHIR R4: resources, data types and required codes.

Generated from the R4 4.0.1 definitions by `make generate`: not edited by hand; read by
structure.py, one type at a time.
STRUCTURES: the base of a type, then a line per element: name, cardinality (`?` 0..1, `1` 1..1,
`*` 0..*, `+` 1..*), types, and `=` with the value set of a required binding. `name[x]` is a choice.
CODES: a line per code system of that value set: the system, then its codes.
"""

# ruff: noqa: E501  a line is one element
from collections.abc import Mapping
from typing import Final
'''
_CARDINALITY: Final = {
    (False, False): "?",
    (True, False): "1",
    (False, True): "*",
    (True, True): "+",
}


def checker_module(definitions: Definitions) -> str:
    """Return the text of the module."""
    nodes = structures(definitions)
    codes = _required_codes(nodes, definitions)
    return "\n".join(
        [
            HEADER,
            *_set("PRIMITIVES", sorted(primitives(definitions))),
            *_set("RESOURCES", [node.name for node in nodes.values() if _concrete(node)]),
            "STRUCTURES: Final[Mapping[str, str]] = {",
            *(f'    "{node.name}": """\\\n{_node(node, codes)}""",' for node in nodes.values()),
            "}",
            "",
            "CODES: Final[Mapping[str, str]] = {",
            *(f'    "{name}": """\\\n{_codes(found)}""",' for name, found in codes.items()),
            "}",
            "",
        ]
    )


def _required_codes(
    nodes: Mapping[str, NodeType], definitions: Definitions
) -> dict[str, Expansion]:
    bound = {member.binding for node in nodes.values() for member in node.members}
    names = sorted(url for url in bound if url is not None)
    expansions = {_short(url): expand(url, definitions) for url in names}
    return {name: found for name, found in expansions.items() if found is not None}


def _concrete(node: NodeType) -> bool:
    return node.resource and node.name not in {"Resource", "DomainResource"}


def _set(name: str, members: list[str]) -> Iterator[str]:
    yield f"{name}: Final = frozenset("
    yield "    {"
    yield from (f'        "{member}",' for member in members)
    yield "    }"
    yield ")"


def _node(node: NodeType, codes: Mapping[str, Expansion]) -> str:
    lines = [node.base or "-", *(_member(member, codes) for member in node.members)]
    return "".join(f"{line}\n" for line in lines)


def _member(member: Member, codes: Mapping[str, Expansion]) -> str:
    name = f"{member.name}[x]" if member.choice else member.name
    parts = [name, _CARDINALITY[member.required, member.many], *map(_type, member.types)]
    if member.binding is not None and _short(member.binding) in codes:
        parts.append(f"={_short(member.binding)}")
    return " ".join(parts)


def _type(kind: TypeRef) -> str:
    return f"{kind.code}({','.join(kind.targets)})" if kind.targets else kind.code


def _short(url: str) -> str:
    return url.removeprefix(VALUE_SET)


def _codes(expansion: Expansion) -> str:
    return "".join(f"{system} {' '.join(codes)}\n" for system, codes in expansion.items())
