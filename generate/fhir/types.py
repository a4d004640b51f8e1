"""Writes mappings/fhir/types.py: TypedDicts for the resources of this project and their parts."""

from collections.abc import Iterable, Iterator, Mapping
from keyword import iskeyword
from typing import Final

from generate.fhir.codes import expand
from generate.fhir.definitions import Definitions
from generate.fhir.structures import (
    SIMPLE_QUANTITY,
    Member,
    NodeType,
    TypeRef,
    primitives,
    structures,
)

RESOURCES: Final = (
    *("CarePlan", "Goal", "Observation", "ServiceRequest", "Task", "CareTeam", "Appointment"),
    *("DocumentReference", "Consent", "Condition", "Encounter", "List", "Provenance"),
    *("Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Device"),
    *("QuestionnaireResponse", "Binary", "Bundle", "Parameters", "OperationOutcome"),
    "CapabilityStatement",
)
# A longer list of codes (all resource types) says less to a reader than `str`.
LONGEST_LITERAL: Final = 32
HEADER: Final = '''"""FHIR R4 resources and data types as typed JSON trees (https://hl7.org/fhir/R4/resourcelist.html).

Generated from the R4 4.0.1 definitions by `make generate`: not edited by hand.
A required element is a required key; codes with a required binding are Literals; `_name` holds
the id and extensions of the primitive `name`.
"""

from decimal import Decimal
from typing import Literal, NotRequired, TypeAlias, TypedDict
'''
_PRIMITIVES: Final = {
    "boolean": "bool",
    "decimal": "Decimal",
    "integer": "int",
    "positiveInt": "int",
    "unsignedInt": "int",
}
# These stand in JSON as bare values: they have no `_name` beside them.
_BARE: Final = frozenset({"Element.id", "Resource.id", "Extension.url", "Narrative.div"})
_ANY_RESOURCE: Final = "dict[str, object]"
_BASES: Final = frozenset({"Element", "BackboneElement", "Resource", "DomainResource"})
_WIDTH: Final = 100


def types_module(definitions: Definitions) -> str:
    """Return the text of the module."""
    writer = _Writer(definitions)
    for resource in ("Element", *RESOURCES):
        writer.need(resource)
    return "\n".join([HEADER, *writer.aliases, *writer.classes, ""])


class _Writer:
    """Writes each node once, after what it needs; a type that is not there yet is quoted."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.nodes = structures(definitions)
        self.primitives = primitives(definitions)
        self.aliases: list[str] = []
        self.classes: list[str] = []
        self._begun: set[str] = set()
        self._written: set[str] = set()

    def need(self, name: str) -> None:
        if name in self._begun or name not in self.nodes:
            return
        self._begun.add(name)
        node = self.nodes[name]
        if node.base is not None:
            self.need(node.base)
        # What others inherit from must stand first, even where that takes a quoted type.
        for member in () if name in _BASES else node.members:
            self._need_types(member)
        self.classes.append(self._class(node))
        self._written.add(name)
        for member in node.members:
            self._need_types(member)

    def _need_types(self, member: Member) -> None:
        for kind in member.types:
            self.need(_instance(kind.code))

    def _class(self, node: NodeType) -> str:
        lines = dict(self._members(node))
        words = {name: kind for name, kind in lines.items() if iskeyword(name)}
        base = "TypedDict" if node.base is None else class_name(node.base)
        text = ""
        if words:
            text, base = _keyword_class(class_name(node.name), base, words)
        body = [f"    {name}: {kind}" for name, kind in lines.items() if name not in words]
        return f"{text}\n\nclass {class_name(node.name)}({base}):\n" + (
            "\n".join(body) or f'    """The members of {base}."""'
        )

    def _members(self, node: NodeType) -> Iterator[tuple[str, str]]:
        if node.resource and node.name not in _BASES:
            yield "resourceType", f'Literal["{node.name}"]'
        for member in node.members:
            for kind in member.types:
                name = member.name + (_upper(_instance(kind.code)) if member.choice else "")
                yield name, self._value(node, member, kind)
                if kind.code in self.primitives and f"{node.name}.{member.name}" not in _BARE:
                    beside = "list[Element | None]" if member.many else "Element"
                    yield f"_{name}", _optional(beside)

    def _value(self, node: NodeType, member: Member, kind: TypeRef) -> str:
        text = self._type(node, member, kind)
        unwritten = self.nodes.keys() - self._written - {"Resource"}
        quoted = _instance(kind.code) in unwritten
        if member.many:
            text = f'list["{text}"]' if quoted else f"list[{text}]"
        elif quoted:
            return _optional(text, quote='"')
        return text if member.required and not member.choice else _optional(text)

    def _type(self, node: NodeType, member: Member, kind: TypeRef) -> str:
        if kind.code == "Resource":
            return _ANY_RESOURCE
        if kind.code not in self.primitives:
            return class_name(kind.code)
        codes = self._codes(member) if kind.code == "code" else ()
        if not codes:
            return _PRIMITIVES.get(kind.code, "str")
        alias = class_name(node.name) + _upper(member.name)
        self.aliases.append(_alias(alias, codes))
        return alias

    def _codes(self, member: Member) -> tuple[str, ...]:
        expansion = None if member.binding is None else expand(member.binding, self.definitions)
        codes = [code for system in (expansion or {}).values() for code in system]
        return tuple(dict.fromkeys(codes)) if len(codes) <= LONGEST_LITERAL else ()


def class_name(path: str) -> str:
    """`Goal.target` → `GoalTarget`."""
    return "".join(map(_upper, _instance(path).split(".")))


def _instance(code: str) -> str:
    # A SimpleQuantity is a Quantity: only a rule tells them apart.
    return "Quantity" if code == SIMPLE_QUANTITY else code


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]


def _optional(text: str, *, quote: str = "") -> str:
    return f"NotRequired[{quote}{text} | None{quote}]"


def _alias(name: str, codes: Iterable[str]) -> str:
    literals = [f'"{code}"' for code in codes]
    line = f"{name}: TypeAlias = Literal[{', '.join(literals)}]"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}: TypeAlias = Literal[", *(f"    {code}," for code in literals), "]"])


def _keyword_class(name: str, base: str, words: Mapping[str, str]) -> tuple[str, str]:
    """Elements named like a Python keyword (Encounter.class, Task.for) can't stand in a class."""
    parent = f"_{name}Words"
    lines = [f'    "{word}": {kind},' for word, kind in words.items()]
    head = f'{parent} = TypedDict(\n    "{parent}",\n    {{\n'
    body = "\n".join(f"    {line}" for line in lines)
    return f"\n\n{head}{body}\n    }},\n)\n", f"{base}, {parent}"
