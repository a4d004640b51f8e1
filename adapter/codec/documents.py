"""One document as it came, and the tree it holds. What it is, its first bytes say, not its name.

first character `<`          XML     (xml_door)
`{` or `[`                   JSON    (json_door, json_tree)
any other text               CSV     (csv_door)
nothing, or bytes of a file  refused: neither archives nor other encodings are opened
A part of a larger file knows where in it it stands, so that its lines and paths are those of the
file; it never holds more than the caps of the doors allow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from adapter.codec.csv_door import read_csv
from adapter.codec.json_door import read_json
from adapter.codec.json_tree import tree_from_json
from adapter.codec.xml_door import BOM, read_xml
from adapter.errors import Unparseable
from mappings.errors import Issue
from mappings.redacted import Redacted
from mappings.tree import Node

# More than any door lets in: what is read of a whole file before a door refuses it.
MAX_BYTES: Final = 32_000_000
_HEAD: Final = 4_096
_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_NOT_TEXT: Final = (
    *(b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"%PDF"),
    *(b"\xff\xfe", b"\xfe\xff"),  # the byte order marks of UTF-16
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument(Redacted):
    """The bytes of one document, or why they can't be had.

    `line` is the line of its file on which the document begins. A record taken out of a wrapper
    element has its `index` in it; its data are the start tag of the wrapper on the first line,
    then the record, then the end tag.
    """

    name: str
    data: bytes = b""
    line: int = 1
    index: int | None = None
    refused: Unparseable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Redacted):
    """The tree of a document, and an issue for each row of a table that could not be read."""

    tree: Node
    issues: tuple[Issue, ...] = ()


def parse(document: RawDocument) -> Parsed:
    """The tree of a document; raises Unparseable."""
    if document.refused is not None:
        raise document.refused
    media = media_of(document.data)
    if media == "csv":
        table = read_csv(document.data)
        return Parsed(tree=table.root, issues=table.issues)
    if document.index is not None:
        return Parsed(tree=_record(document, document.index))
    shift = document.line - 1
    try:
        tree = read_xml(document.data) if media == "xml" else _json(document)
    except Unparseable as error:
        raise error.moved(shift) from None
    return Parsed(tree=tree)


def media_of(data: bytes) -> str:
    """`xml`, `json` or `csv`, by the first bytes."""
    head = data[:_HEAD].removeprefix(BOM).lstrip() or data.removeprefix(BOM).lstrip()[:1]
    if not head:
        raise Unparseable("document.empty", "a document, not an empty file")
    if head.startswith(_NOT_TEXT) or b"\x00" in data[:4]:
        raise Unparseable("document.binary", "XML, JSON or CSV in UTF-8, not compressed", line=1)
    if head.startswith(b"<"):
        return "xml"
    return "json" if head.startswith((b"{", b"[")) else "csv"


def _json(document: RawDocument) -> Node:
    tree = tree_from_json(read_json(document.data))
    if document.line > 1:
        _move(tree.walk(), document.line)
    return tree


def _record(document: RawDocument, index: int) -> Node:
    """The record inside its wrapper, whose path and lines are those of the whole file."""
    shift = document.line - 2
    try:
        wrapper = read_xml(document.data, shift=shift)
    except Unparseable as error:
        raise error.moved(shift) from None
    if not all(name.startswith(_INSTANCE) for name in wrapper.attributes):
        raise Unparseable("xml.wrapper", "no attribute on the wrapper element")
    [record] = wrapper.children
    record.index = index
    return record


def _move(nodes: Iterable[Node], by: int) -> None:
    for node in nodes:
        node.line = (node.line or 0) + by
