"""The records of a native document by their ids, so that one can refer to another.

`ref` names a record by its id, or by kind and id (`goal/4711`) where the same id stands for
records of two kinds. `person` is the person of the document. People, staff and units are known
elsewhere by the identifiers they have there, so that is how a reference to one names them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from mappings.errors import Unreadable
from mappings.fhir.values import Identifier, Name, Reference
from mappings.formats.native.sections import Section
from mappings.formats.native.shape import LOCAL_ID, OWN_ID_NAME
from mappings.formats.native.values import SHORT
from mappings.national_ids import by_content, named
from mappings.tree import Node

PERSON: Final = "person"
RULE: Final = "native.reference"
SOMEBODYS: Final = "native.identifier-of-a-person"
_GROUPED: Final = str.maketrans("", "", "-+ |")


class Entry(NamedTuple):
    """One record of a document, before it is read: what it is, and its identifier if it has one."""

    section: Section
    node: Node
    local: str | None
    identity: Identifier | None


def local_id(node: Node) -> str | None:
    """The id that the source gave a record."""
    return said(node, LOCAL_ID)


def own_id(node: Node) -> Identifier | None:
    """The business identifier that a record brings along."""
    held = node.child(OWN_ID_NAME)
    system, value = (None, None) if held is None else (said(held, "system"), said(held, "value"))
    if system is None or value is None:
        return None
    return Identifier(system=SHORT.get(system, system), value=value)


def is_somebodys(identity: Identifier | None) -> bool:
    """Whether what a record is called is the number of a person: then it would be told with it."""
    value = "" if identity is None else identity.value
    return named(value.translate(_GROUPED)) is not None


def said(node: Node, name: str) -> str | None:
    """The text of an attribute or JSON member."""
    text = node.attributes.get(name)
    if text is None:
        child = node.child(name)
        text = None if child is None else child.text
    return text if text and not text.isspace() else None


def known_as(section: Section, values: Mapping[str, Any], own: Identifier | None) -> Reference:
    """What a reference to a record says of it: its own identifier, unless it has one elsewhere."""
    if not section.known:
        return Reference(type=section.resource, identifier=own)
    identifiers = values.get("identifiers")
    names = values.get("names")
    return Reference(
        type=section.resource,
        identifier=by_content(identifiers[0]) if identifiers else own,
        display=_spoken(names[0]) if names else values.get("name"),
    )


def _spoken(name: Name) -> str | None:
    parts = (name.prefix, *name.given, name.middle, name.family)
    return name.text or " ".join(part for part in parts if part) or None


class Entries:
    """The entries of one document, by what a `ref` may call them.

    `peek` reads the members of one of them without an account.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        person: Identifier | None,
        peek: Callable[[Entry], Mapping[str, Any]],
    ) -> None:
        self._peek = peek
        self._by_id: dict[str, Entry | None] = {}  # None: records of several kinds have it
        self._by_kind: dict[tuple[str, str], Entry] = {}
        self._known: dict[str, Reference] = {}
        for entry in entries:
            if entry.local is not None:
                self._add(entry, entry.local)
        if person is not None and PERSON not in self._by_id:
            self._known[PERSON] = Reference(type="Patient", identifier=person)

    def _add(self, entry: Entry, local: str) -> None:
        first = self._by_kind.setdefault((entry.section.element, local), entry)
        if first is entry:
            self._by_id[local] = None if local in self._by_id else entry

    def is_repeated(self, entry: Entry) -> bool:
        """Whether a record of the same kind has had this id before."""
        first = self._by_kind.get((entry.section.element, entry.local or ""), entry)
        return first is not entry

    def resolve(self, ref: str) -> Reference:
        """The logical reference that a `ref` stands for; raises Unreadable."""
        known = self._known.get(ref)
        if known is None:
            entry = self._named(ref)
            values = self._peek(entry) if entry.section.known else {}
            known = self._known[ref] = known_as(entry.section, values, entry.identity)
        return known

    def _named(self, ref: str) -> Entry:
        kind, _, local = ref.partition("/")
        entry = self._by_id.get(ref) or self._by_kind.get((kind, local))
        if entry is not None:
            return entry
        kinds = [f"{element}/…" for element, same in self._by_kind if same == ref]
        if kinds:
            raise Unreadable(f"kind and id, which {' and '.join(kinds)} share", RULE)
        raise Unreadable("the id of a record in this document", RULE)
