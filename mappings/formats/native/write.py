"""Writes records as a native document: elements or JSON members, as their shapes say.

What all records share stands once, under `person` and `defaults`. A reference to another record of
the document names its id; every record also has its business identifier, so that reading the
document again, here or elsewhere, gives the same records.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from mappings.fhir.values import Coding, Concept, Identifier, Reference
from mappings.formats.native.entries import known_as
from mappings.formats.native.head import DEFAULTS, PERSON, ROOT, VERSION
from mappings.formats.native.header import SHARED, defaults_shape
from mappings.formats.native.sections import SECTIONS, Section
from mappings.formats.native.shape import (
    LOCAL_ID,
    OWN_ID,
    REF,
    SYSTEM,
    VALUE,
    Kind,
    Member,
    Shape,
    shape_of,
)
from mappings.formats.native.slot import JSON_KINDS, Notation
from mappings.formats.native.values import text_of
from mappings.record import Record
from mappings.staff import NOBODY
from mappings.tree import Node

SPACE: Final = "https://viktigt.example/fhir/ns/patient-contract/1"
Parts: TypeAlias = Mapping[str, Any]
_EMPTY: Final = Coding()


def write_document(records: Sequence[Record], notation: Notation) -> Node:
    """The tree of a document that holds these records."""
    return _Writer(records, notation).document()


class _Writer:
    """Writes one document."""

    def __init__(self, records: Sequence[Record], notation: Notation) -> None:
        self.xml = notation is Notation.XML
        self.person = _person_of(records)
        self.shared = _shared_by(records)
        self.records = [
            (section, f"{section.element}-{number}", record)
            for section in SECTIONS
            for number, record in enumerate(_of(section, records), start=1)
        ]
        self.references = _References(self.records, self.person)

    def document(self) -> Node:
        root = Node("", kind="object")
        if self.xml:
            root = Node(ROOT, space=SPACE, attributes={"version": VERSION})
        else:
            Node(ROOT, kind="string", text=VERSION, parent=root)
        if self.person is not None:
            self._element(root, PERSON, shape_of(Identifier), self._parts(self.person), None)
        if self.shared:
            self._element(root, DEFAULTS, defaults_shape(), self.shared, None)
        places: Counter[str] = Counter()
        for section, local, record in self.records:
            name = section.element if self.xml else section.key
            parts = self._record_parts(section, local, record)
            self._element(root, name, section.shape, parts, places[name])
            places[name] += 1
        return root

    def _record_parts(self, section: Section, local: str, record: Record) -> Parts:
        parts = {m.field: getattr(record, m.field, None) for m in section.shape.members}
        parts |= {LOCAL_ID: local, OWN_ID: record.id} | dict.fromkeys(self.shared)
        if record.person == (NOBODY if section.about_nobody else self.person):
            parts[PERSON] = None
        return parts

    def _parts(self, value: Any) -> Parts:  # noqa: ANN401  an instance of any value class
        """The members of a value, by the names that its shape has for them."""
        if isinstance(value, Reference):
            return self.references.parts(value)
        if isinstance(value, Concept) and len(value.codings) == 1 and value.codings[0] != _EMPTY:
            return {"text": value.text, **_own_parts(value.codings[0])}
        return _own_parts(value)

    def _element(
        self, parent: Node, name: str, shape: Shape, parts: Parts, index: int | None
    ) -> None:
        said = [(m, parts[m.field]) for m in shape.members if _is_said(m, parts.get(m.field))]
        if self.xml:
            self._fill(Node(name, space=SPACE, parent=parent), said)
        elif len(said) == 1 and said[0][0].content:
            Node(name, kind="string", text=said[0][1], parent=parent, index=index)
        else:
            self._fill_object(Node(name, kind="object", parent=parent, index=index), said)

    def _fill(self, node: Node, said: Sequence[tuple[Member, Any]]) -> None:
        """Attributes, then elements; the words stand alone or as an element among others."""
        alone = all(member.attribute or member.content for member, _ in said)
        for member, value in said:
            if member.attribute:
                node.attributes[member.name] = text_of(value)
            elif member.content and alone:
                node.text = value
            else:
                self._member(node, member, member.name, value)

    def _fill_object(self, node: Node, said: Sequence[tuple[Member, Any]]) -> None:
        for member, value in said:
            self._member(node, member, member.key, value)

    def _member(self, parent: Node, member: Member, name: str, value: Any) -> None:  # noqa: ANN401
        for index, item in _items(member, value):
            if member.of is not None:
                self._element(parent, name, shape_of(member.of), self._parts(item), index)
            elif self.xml:
                Node(name, space=SPACE, text=text_of(item), parent=parent)
            else:
                kind = JSON_KINDS.get(member.kind or Kind.TEXT, "string")
                Node(name, kind=kind, text=text_of(item), parent=parent, index=index)


class _References:
    """What to call the records of a document when others refer to them."""

    def __init__(
        self, records: Sequence[tuple[Section, str, Record]], person: Identifier | None
    ) -> None:
        self._known: dict[Identifier | None, list[tuple[str, Reference]]] = {}
        if person is not None:
            self._add(PERSON, Reference(type="Patient", identifier=person))
        for section, local, record in records:
            self._add(local, known_as(section, _own_parts(record), record.id))

    def _add(self, ref: str, known: Reference) -> None:
        self._known.setdefault(known.identifier, []).append((ref, known))

    def parts(self, reference: Reference) -> Parts:
        """The members of a reference: by id, if that says the same."""
        for ref, known in self._known.get(reference.identifier, ()):
            if _says(reference.type, known.type) and _says(reference.display, known.display):
                kind = None if reference.type == known.type else reference.type
                display = None if reference.display == known.display else reference.display
                return {REF: ref, "type": kind, "display": display}
        return {
            "type": reference.type,
            SYSTEM: reference.identifier and reference.identifier.system,
            VALUE: reference.identifier and reference.identifier.value,
            "display": reference.display,
        }


def _says(wanted: str | None, known: str | None) -> bool:
    """Whether `wanted` can be said of a record that is known by something else."""
    return wanted is not None or known is None


def _own_parts(value: Any) -> Parts:  # noqa: ANN401  a dataclass
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _is_said(member: Member, value: object) -> bool:
    return value is not None and (member.required or value != member.default)


def _items(member: Member, value: Any) -> Iterator[tuple[int | None, Any]]:  # noqa: ANN401
    return iter(enumerate(value)) if member.many else iter([(None, value)])


def _of(section: Section, records: Sequence[Record]) -> list[Record]:
    return [record for record in records if type(record) is section.record]


def _person_of(records: Sequence[Record]) -> Identifier | None:
    """Whom most of the records are about."""
    persons = Counter(record.person for record in records if record.person != NOBODY)
    return next((person for person, _ in persons.most_common(1)), None)


def _shared_by(records: Sequence[Record]) -> Parts:
    """What every one of several records has alike."""
    if len(records) < 2:  # noqa: PLR2004  nothing is shared by one
        return {}
    first = records[0]
    alike = (
        name for name in SHARED if all(getattr(first, name) == getattr(r, name) for r in records)
    )
    return {name: value for name in alike if (value := getattr(first, name))}
