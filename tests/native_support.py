"""What the tests of the native format share: reading and writing in every notation."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from adapter.codec import documents
from adapter.codec.csv_door import read_csv, write_csv
from adapter.codec.documents import RawDocument
from adapter.codec.json_door import read_json, write_json
from adapter.codec.json_tree import json_from_tree, tree_from_json
from adapter.codec.xml_door import read_xml, write_xml
from mappings import catalog
from mappings.formats import native, native_csv
from mappings.formats.native.sections import SECTIONS
from mappings.record import Record, Source, Written
from mappings.tree import Node
from tests.account_checks import read_with
from tests.cases import folders
from tests.plo_support import SOURCE, Outcome

SPACE: Final = catalog.NATIVE
ROOT: Final = Path(__file__).resolve().parents[1]
DEMO: Final = ROOT / "adapter" / "demo"
Travel = Callable[[Sequence[Record]], Node]


def xml_of(records: Sequence[Record]) -> bytes:
    return write_xml(native.write(records).tree)


def json_of(records: Sequence[Record]) -> bytes:
    return write_json(json_from_tree(native.write_json(records).tree))


def csv_of(written: Written) -> bytes:
    rows = [{cell.name: cell.text for cell in row.children} for row in written.tree.children]
    return write_csv(list(written.tree.attributes), rows)


def through_xml(records: Sequence[Record]) -> Node:
    return read_xml(xml_of(records))


def through_json(records: Sequence[Record]) -> Node:
    return tree_from_json(read_json(json_of(records)))


def through_csv(written: Written) -> Node:
    return read_csv(csv_of(written)).root


def tree_of(file: Path) -> Node:
    return documents.parse(RawDocument(name=file.name, data=file.read_bytes())).tree


def source_of(case: Path) -> Path:
    """The source of a case, in whichever notation."""
    [file] = case.glob("source.*")
    return file


def cases(*endings: str) -> list[Path]:
    """The native cases, or those of them whose sources end so."""
    found = folders("native-")
    return [each for each in found if not endings or source_of(each).suffix in endings]


def run(tree: Node, source: Source = SOURCE) -> Outcome:
    """Read a document with the reader that its content asks for."""
    return read_with(catalog.load(catalog.recognise(tree).read), tree, source)


def run_xml(inside: str, source: Source = SOURCE) -> Outcome:
    """Read a document in XML with this inside its root."""
    return run(read_xml(document(inside)), source)


def document(inside: str) -> bytes:
    return f'<patientContract xmlns="{SPACE}" version="1">{inside}</patientContract>'.encode()


def run_csv(text: str, source: Source = SOURCE) -> Outcome:
    return read_with(native_csv.read, read_csv(text.encode()).root, source)


def in_order(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records in the order of the sections of a document."""
    sections = [section.record for section in SECTIONS]
    return tuple(sorted(records, key=lambda record: sections.index(type(record))))
