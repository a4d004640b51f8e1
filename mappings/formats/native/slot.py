"""Simple members of the native format: one text each, read into the values of what they belong to.

A time without an offset is read in the zone that the document or its source names; one known to
the hour or minute is a period, where the class has a `…_during` beside its `…_at`.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeAlias

from mappings.account import SOURCE_TEXTS, Plan
from mappings.errors import Severity, Unreadable
from mappings.fhir.values import Period
from mappings.formats import times
from mappings.formats.native.reading import REPEATED, Reading
from mappings.formats.native.shape import SYSTEM, VALUE, Kind, Member
from mappings.formats.native.values import RULE, Parse, parser
from mappings.tree import Leaf, Node

Values: TypeAlias = dict[str, Any]
Step: TypeAlias = Callable[[Node, Values, Reading], None]
FAILED: Final = ""  # stands among the values when one that they can't do without was refused
_TIMES: Final = frozenset({Kind.DATE_TIME, Kind.INSTANT})
_OFFSET: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)\s*$").search
JSON_KINDS: Final = {Kind.DECIMAL: "number", Kind.INTEGER: "number", Kind.BOOLEAN: "boolean"}
_JSON_FORMS: Final = {
    "number": "a number, without quotes",
    "boolean": "true or false, without quotes",
    "string": "text, in quotes",
}


class Notation(StrEnum):
    """How a document is written: its nodes are elements, or members of JSON objects."""

    XML = "xml"
    JSON = "json"


class Context(NamedTuple):
    """Where a class is read: in which notation, below which field of which mapping table."""

    notation: Notation
    fields: Mapping[str, str]
    path: str = ""

    def below(self, name: str) -> "Context":
        return self._replace(path=f"{self.path}.{name}" if self.path else name)

    @property
    def top(self) -> bool:
        """Whether this is the record itself."""
        return not self.path

    @property
    def field(self) -> str:
        """The field of the mapping table that holds this path, or the nearest around it."""
        steps = (self.path or SOURCE_TEXTS).split(".")
        paths = (".".join(steps[:end]) for end in range(len(steps), 0, -1))
        return next(path for path in paths if path in self.fields)

    def name(self, member: Member) -> str:
        return member.name if self.notation is Notation.XML else member.key


class Slot(NamedTuple):
    """Where a simple member goes: to `name` among the values, to `field` of the mapping table.

    `during` names the member for a time that is known to the hour or minute only, and its field.
    """

    name: str
    field: str
    parse: Parse
    kind: Kind
    required: bool
    during: tuple[str, str] | None


def slot_of(member: Member, context: Context, siblings: frozenset[str]) -> Slot:
    """`siblings` are the names of all members of the class."""
    during = f"{member.field.removesuffix('_at')}_during"
    there = context.below(during).field if during in siblings else ""
    return Slot(
        name=member.field,
        field=context.below(member.field).field,
        parse=parser(member),
        kind=member.kind or Kind.CODE,
        # Half of an identifier is none: what it belongs to can't stand when the other is refused.
        required=member.required or member.field in {SYSTEM, VALUE},
        during=(during, there) if there else None,
    )


def simple_step(slot: Slot, notation: Notation, *, many: bool) -> Step:
    """What reads an element, or JSON member, that holds nothing but a simple value."""
    name, field, parse = slot.name, slot.field, slot.parse
    kind = "xml" if notation is Notation.XML else JSON_KINDS.get(slot.kind, "string")
    plan: Plan = {None: field}

    def step(node: Node, values: Values, reading: Reading) -> None:
        if (node.children or node.attributes or node.kind != kind) and not _tolerable(
            node, kind, field, reading
        ):
            return
        if name in values:
            reading.repeated(node, field)
            return
        try:
            values[name] = parse(node.text or "")
        except Unreadable as error:
            unreadable(Leaf(node, None), slot, values, reading, error)
            return
        reading.trail.append((node, plan, reading.at))

    def item(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        step(node, found, reading)
        if name in found:
            values.setdefault(name, []).append(found[name])

    return item if many else step


def _tolerable(node: Node, kind: str, field: str, reading: Reading) -> bool:
    """Whether a node that is not as it should be can be read all the same."""
    for attribute in node.attributes:
        reading.unknown(Leaf(node, attribute), field, ())
    for child in node.children:
        reading.unknown(Leaf(child, None), field, ())
    if node.kind == kind:
        return True
    if node.text is not None:
        reading.refuse(Leaf(node, None), field, Unreadable(_JSON_FORMS[kind], RULE))
    return False


def unreadable(leaf: Leaf, slot: Slot, values: Values, reading: Reading, error: Unreadable) -> None:
    """A text that can't be read as it stands: it is empty, a local time, or refused."""
    if not leaf.value.strip():
        if leaf.node.kind != "xml":
            reading.blank(leaf.node)
        return
    try:
        if slot.kind in _TIMES and _read_local(leaf, slot, values, reading):
            return
    except Unreadable as worse:
        error = worse
    reading.refuse(leaf, slot.field, error)
    if slot.required:
        values[FAILED] = error.rule


def _read_local(leaf: Leaf, slot: Slot, values: Values, reading: Reading) -> bool:
    """Read a time that lacks its offset, or its seconds; False where nothing says how."""
    if reading.zone is None and not _OFFSET(leaf.value):
        return False
    time = times.iso(leaf.value, reading.zone or "")
    name, field = slot.name, slot.field
    value: str | Period = time.text
    if slot.kind is Kind.INSTANT:
        value = time.instant
    elif time.during is not None:
        if slot.during is None:
            return False
        (name, field), value = slot.during, time.during
    if name in values:
        raise Unreadable("one time, or one period", REPEATED)
    values[name] = value
    reading.trail.append((leaf.node, {leaf.attribute: field}, reading.at))
    if time.ambiguous:
        expected = "an offset: the clock shows this time twice, the first was taken"
        reading.report(leaf, slot.field, expected, "time.ambiguous", severity=Severity.WARNING)
        reading.keep(leaf)
    return True
