"""The native patient contract, XML or JSON <-> records: everything that a record can hold.

One codec, driven by the types of the records, reads and writes both notations; XML Schema, JSON
Schema and the tables of docs/native-format.md are made from the same description.
    shape      what each class looks like            sections   which records there are
    read       elements and members → values         slot       … into simple members
    build      … out of their members                reading    the record, and what goes wrong
    document   the records of a document             head       what it says once
    write      records → elements or members         values     simple values as text
"""

from collections.abc import Sequence

from mappings.account import Account
from mappings.formats.native.document import read_document
from mappings.formats.native.slot import Notation
from mappings.formats.native.write import write_document
from mappings.record import Document, Record, Source, Written
from mappings.tree import Node


def read(tree: Node, source: Source, account: Account) -> Document:
    """Read one document, whichever way it is written; raises DocumentRefused."""
    return read_document(tree, source, account)


def write(records: Sequence[Record]) -> Written:
    """The records as one XML document. Nothing is left out."""
    return Written(tree=write_document(records, Notation.XML))


def write_json(records: Sequence[Record]) -> Written:
    """The records as one JSON document. Nothing is left out."""
    return Written(tree=write_document(records, Notation.JSON))
