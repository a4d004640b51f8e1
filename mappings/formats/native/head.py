"""Reads what a native document says once: its version, header and person, and the defaults.

What stands under `defaults` holds for every record that does not say otherwise, and so does the
person. Each is accounted for with the first record that takes it over.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from mappings.account import SOURCE_TEXTS, Account, Reason, Target, Trail
from mappings.errors import DocumentRefused, Issue, Severity, Unreadable, shape
from mappings.fhir.values import Identifier
from mappings.formats.native.build import Incomplete
from mappings.formats.native.header import HEADER_SHAPE, Header, checked_zone, defaults_shape
from mappings.formats.native.read import Fill, filler, reader
from mappings.formats.native.reading import Reading, Resolve
from mappings.formats.native.sections import NAMES, Section, every_field
from mappings.formats.native.slot import Context, Notation, Values
from mappings.formats.native.values import RULE
from mappings.national_ids import by_content
from mappings.record import Source
from mappings.record_fhir import fields as record_fields
from mappings.tree import Leaf, Node, place

ROOT: Final = "patientContract"
VERSION: Final = "1"
HEADER, PERSON, DEFAULTS = "header", "person", "defaults"
PERSON_RULE: Final = "native.person"
_SCHEMA: Final = "$schema"
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# The header goes into no resource; person and defaults go into any.
_NOWHERE: Final = dict.fromkeys((SOURCE_TEXTS, *(m.field for m in HEADER_SHAPE.members)), "")
_ANY_RECORD: Final = every_field(record_fields("Resource"))


@cache
def _header_fill(notation: Notation) -> Fill:
    return filler(HEADER_SHAPE, Context(notation, _NOWHERE))


@cache
def _defaults_fill(notation: Notation) -> Fill:
    return filler(defaults_shape(), Context(notation, _ANY_RECORD))


_PERSON: Final = {
    notation: reader(Identifier, Context(notation, _ANY_RECORD, PERSON)) for notation in Notation
}


class Inheritance:
    """What records take over when they don't say otherwise, and the trail of reading it."""

    def __init__(self, account: Account) -> None:
        self.values: Values = {}
        self.waiting: dict[str, tuple[Node, Trail]] = {}
        self._account = account

    def add(self, field: str, value: object, node: Node, trail: Trail) -> None:
        self.values[field] = value
        self.waiting[field] = (node, trail)

    def taken_over(self, target: Target, own: Collection[str]) -> None:
        """Account for what a record did not say itself, with the first record that did not."""
        for field in [field for field in self.waiting if field not in own]:
            _, trail = self.waiting.pop(field)
            self._account.follow(trail, target)

    def close(self) -> None:
        """What no record took over says nothing."""
        for node, _ in self.waiting.values():
            self._account.drop(node, Reason.UNAFFIRMED)


class Head:
    """The root of a document, sorted, and what stands there once."""

    def __init__(self, tree: Node, source: Source, account: Account) -> None:
        self.tree = tree
        self.account = account
        self.notation = Notation.XML if tree.kind == "xml" else Notation.JSON
        self.zone = source.zone
        self.inherited = Inheritance(account)
        self.records: list[tuple[Section, Node]] = []
        self.parts: dict[str, Node] = {}
        self._check_version()
        self._sort()
        self._read_person()

    def reading(self, fields: Mapping[str, str], resolve: Resolve) -> Reading:
        reading = Reading(self.account, space=self.tree.space, zone=self.zone, resolve=resolve)
        reading.begin(fields)
        return reading

    @property
    def person(self) -> Identifier | None:
        person: Identifier | None = self.inherited.values.get(PERSON)
        return person

    # -- the parts of the root --------------------------------------------------------------

    def _check_version(self) -> None:
        """Refuse another version of the format: there, the same names may mean other things."""
        if self.notation is Notation.XML:
            leaf = Leaf(self.tree, "version" if "version" in self.tree.attributes else None)
        else:
            leaf = Leaf(self.tree.child(ROOT) or self.tree, None)
        if leaf.value.strip() != VERSION:
            raise refused(leaf, f"version {VERSION} of the format", "native.version")
        self.account.drop_leaf(leaf, Reason.ROUTING)

    def _sort(self) -> None:
        reading = self.reading(_NOWHERE, unresolved)
        for attribute in self.tree.attributes:
            if attribute == _SCHEMA_LOCATION:
                self.account.drop_leaf(Leaf(self.tree, attribute), Reason.ROUTING)
            elif attribute != "version":
                reading.unknown(Leaf(self.tree, attribute), SOURCE_TEXTS, ("version",))
        if self.tree.text is not None:
            reading.refuse(Leaf(self.tree, None), SOURCE_TEXTS, Unreadable("elements", RULE))
        for child in self.tree.children:
            section = NAMES[self.notation].get(child.name)
            if section is not None and child.space == self.tree.space:
                self.records.append((section, child))
            else:
                self._sort_part(child, reading)

    def _sort_part(self, child: Node, reading: Reading) -> None:
        parts = (HEADER, PERSON, DEFAULTS)
        if child.name in parts and child.space == self.tree.space:
            if child.name in self.parts:
                reading.repeated(child, SOURCE_TEXTS)
            self.parts.setdefault(child.name, child)
        elif self.notation is Notation.JSON and child.name in {ROOT, _SCHEMA}:
            self.account.drop(child, Reason.ROUTING)
        else:
            known = (*parts, *NAMES[self.notation])
            reading.unknown(Leaf(child, None), SOURCE_TEXTS, known)

    # -- what stands once -------------------------------------------------------------------

    def _read_person(self) -> None:
        node = self.parts.get(PERSON)
        if node is None:
            return
        reading = self.reading(_ANY_RECORD, unresolved)
        try:
            person = _PERSON[self.notation](node, reading)
        except Incomplete:
            person = None
        if person is None:
            raise refused(Leaf(node, None), "system and value of the person", PERSON_RULE)
        self.inherited.add(PERSON, by_content(person), node, reading.trail)

    def read_header(self, resolve: Resolve) -> Header:
        node = self.parts.get(HEADER)
        if node is None:
            return Header()
        reading = self.reading(_NOWHERE, resolve)
        values = _header_fill(self.notation)(node, reading)
        try:
            self.zone = self.zone or checked_zone(values.get("zone"))
        except Unreadable as error:
            held = node.child("zone")
            leaf = Leaf(node, "zone") if held is None else Leaf(held, None)
            reading.refuse(leaf, "zone", error)
        self.account.drop(node, Reason.ROUTING)
        return Header(**{**values, "receivers": tuple(values.get("receivers", ()))})

    def read_defaults(self, resolve: Resolve) -> None:
        node = self.parts.get(DEFAULTS)
        if node is None:
            return
        reading = self.reading(_ANY_RECORD, resolve)
        values = _defaults_fill(self.notation)(node, reading)
        for field, value in values.items():
            own = [step for step in reading.trail if _belongs(step[1], field)]
            self.inherited.add(field, value, node, own)


def _belongs(plan: Mapping[str | None, str], field: str) -> bool:
    return any(each.partition(".")[0] == field for each in plan.values())


def unresolved(_ref: str) -> Any:  # noqa: ANN401  it never returns
    """Nothing can be referred to from here."""
    raise Unreadable("an identifier with system and value", "native.reference")


def refused(leaf: Leaf, expected: str, rule: str) -> DocumentRefused:
    """Why the whole document can't stand."""
    issue = Issue(
        severity=Severity.ERROR,
        code="value" if leaf.value else "required",
        rule=rule,
        expected=expected,
        line=leaf.node.line,
        path=place(leaf),
        found=shape(leaf.value) if leaf.value else None,
    )
    return DocumentRefused([issue])
