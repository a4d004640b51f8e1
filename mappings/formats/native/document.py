"""Reads a native document: its head, and the records of its sections.

The identifier of a record is minted from (system, document, kind of record, its id), unless it
brings its own, as those written by viktigt do.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final, NamedTuple

from mappings.account import SOURCE_TEXTS, Account, Reason
from mappings.codes.number_rules import Check
from mappings.fhir.values import Identifier
from mappings.formats.native.build import Incomplete, Make, maker
from mappings.formats.native.entries import (
    SOMEBODYS,
    Entries,
    Entry,
    is_somebodys,
    local_id,
    own_id,
    said,
)
from mappings.formats.native.head import HEADER, PERSON, PERSON_RULE, Head, refused, unresolved
from mappings.formats.native.read import Fill, filler
from mappings.formats.native.reading import REPEATED, Reading
from mappings.formats.native.sections import SECTIONS, Section
from mappings.formats.native.shape import LOCAL_ID, OWN_ID
from mappings.formats.native.slot import Context, Notation, Values
from mappings.national_ids import by_content, check
from mappings.record import Document, HoldReason, Record, Source
from mappings.staff import NOBODY
from mappings.tree import Leaf, Node

_ELEMENTS: Final = {section.element: section for section in SECTIONS}


class Compiled(NamedTuple):
    """What reads the records of one section, in one notation."""

    fill: Fill
    make: Make


@cache
def compiled(element: str, notation: Notation) -> Compiled:
    """What reads one kind of record; compiled when it is first met."""
    section = _ELEMENTS[element]
    context = Context(notation, section.fields)
    return Compiled(filler(section.shape, context), maker(section.shape, context))


def read_document(tree: Node, source: Source, account: Account) -> Document:
    """Read the records of one parsed document; raises DocumentRefused."""
    return _DocumentReader(Head(tree, source, account), source, account).read()


def _peek(notation: Notation, entry: Entry) -> Mapping[str, Any]:
    """The members of one record, read outside the account."""
    sealed = Account(entry.node)
    reading = Reading(sealed, space=entry.node.space, zone=None, resolve=unresolved)
    reading.begin(entry.section.fields)
    return compiled(entry.section.element, notation).fill(entry.node, reading)


class _DocumentReader:
    """Reads the records below a head."""

    def __init__(self, head: Head, source: Source, account: Account) -> None:
        self.head = head
        self.source = source
        self.account = account
        self.persons = set() if head.person is None else {head.person}
        header = head.parts.get(HEADER)
        self.system = source.system or (None if header is None else said(header, "system"))
        self.document = None if header is None else said(header, "document")
        self.items = [self._entry(section, node) for section, node in head.records]
        # Not a method of this reader: it would keep itself, and with it the document, alive.
        self.entries = Entries(self.items, head.person, partial(_peek, head.notation))

    def read(self) -> Document:
        resolve = self.entries.resolve
        header = self.head.read_header(resolve)
        self.head.read_defaults(resolve)
        reading = self.head.reading({}, resolve)
        records = [record for item in self.items if (record := self._record(item, reading))]
        self.head.inherited.close()
        envelope = header.envelope(self.system, self.head.person, self._holds())
        issues = tuple(self.account.issues)
        return Document(records=tuple(records), issues=issues, envelope=envelope)

    def _entry(self, section: Section, node: Node) -> Entry:
        local, identity = local_id(node), own_id(node)
        if is_somebodys(identity):
            return Entry(section=section, node=node, local=local, identity=None)
        if identity is None and local and self.system and self.document:
            identity = self.source.mint(self.system, self.document, section.element, local)
        return Entry(section=section, node=node, local=local, identity=identity)

    def _record(self, entry: Entry, reading: Reading) -> Record | None:
        reading.begin(entry.section.fields)
        if entry.identity is not None:
            reading.target.bind(entry.identity.value)
        fill, make = compiled(entry.section.element, self.head.notation)
        values = fill(entry.node, reading)
        self.account.follow(reading.trail, reading.target)
        try:
            self._check_id(entry, reading)
            own = frozenset(values) if self.head.inherited.waiting else frozenset()
            self._complete(entry, values, reading)
            record: Record = make(entry.node, values, reading)
        except Incomplete as failed:
            self.account.refuse_into(reading.target, failed.rule)
            return None
        if self.head.inherited.waiting:
            taken = {PERSON} if entry.section.about_nobody else set()
            self.head.inherited.taken_over(reading.target, own | taken)
        return record

    def _check_id(self, entry: Entry, reading: Reading) -> None:
        if is_somebodys(own_id(entry.node)):
            expected = "an identifier that is no number of a person"
            reading.report(Leaf(entry.node, None), OWN_ID, expected, SOMEBODYS)
            raise Incomplete(SOMEBODYS)
        if entry.identity is None:
            name = LOCAL_ID if entry.local is None else "system and document in the header"
            raise Incomplete(reading.missing(entry.node, LOCAL_ID, name))
        if self.entries.is_repeated(entry):
            expected = f"an id that no other {entry.section.element} has"
            reading.report(Leaf(entry.node, None), LOCAL_ID, expected, REPEATED)
            raise Incomplete(REPEATED)

    def _complete(self, entry: Entry, values: Values, reading: Reading) -> None:
        """Add to what a record says what it is called, and what it takes over."""
        values["id"] = entry.identity
        if values.pop(OWN_ID, None) is not None:
            # Then the id has no part in it: it only serves the references of the document.
            held = entry.node.child(LOCAL_ID)
            leaf = Leaf(entry.node, LOCAL_ID) if held is None else Leaf(held, None)
            self.account.drop_leaf(leaf, Reason.ROUTING)
        own: Identifier | None = values.get(PERSON)
        for field, value in self.head.inherited.values.items():
            values.setdefault(field, value)
        if own is not None or entry.section.about_nobody or PERSON not in values:
            values[PERSON] = self._person(entry, own)
        if entry.section.known and "identifiers" in values:
            values["identifiers"] = [by_content(each) for each in values["identifiers"]]
        if reading.target.texts:
            values[SOURCE_TEXTS] = [*values.get(SOURCE_TEXTS, ()), *reading.target.texts]

    def _person(self, entry: Entry, own: Identifier | None) -> Identifier:
        """Whom a record is about, where it is not the person of the document."""
        if entry.section.about_nobody:
            held = entry.node.child(PERSON)
            if held is not None:
                self.account.drop(held, Reason.MATCHED_NOT_MADE)
            return own or NOBODY
        if own is None:
            raise refused(Leaf(entry.node, None), "the person whom it is about", PERSON_RULE)
        person = by_content(own)
        self.persons.add(person)
        return person

    def _holds(self) -> tuple[HoldReason, ...]:
        doubtful = any(check(each) is Check.INVALID for each in self.persons)
        return (HoldReason.IDENTITY_UNCONFIRMED,) if doubtful else ()
