"""Records → native tables. What a row can't hold to the last field is left out, and said so."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from mappings.errors import Unreadable
from mappings.fhir.values import Identifier
from mappings.formats.native.values import text_of
from mappings.formats.native_csv.cells import value_of
from mappings.formats.native_csv.columns import Column
from mappings.formats.native_csv.rows import TABLES, Table
from mappings.formats.native_csv.shared import BadRow
from mappings.record import LeftOut, Record, Written
from mappings.tree import Node

OUTSIDE: Final = "a table holds statements and measurements only"
NO_COLUMN: Final = "no column holds what this field says"
_TABLES: Final[Mapping[type[Record], Table]] = {table.kind: table for table in TABLES}


def write(records: Sequence[Record]) -> Written:
    """The statements and measurements as rows of one table; the others are left out."""
    root = Node("", kind="table")
    left_out: list[LeftOut] = []
    for record in records:
        table = _TABLES.get(type(record))
        if table is None:
            left_out.append(_left_out(record, OUTSIDE))
            continue
        cells = {name: text_of(v) for name, v in table.row(record).items() if v is not None}
        lost = _lost(record, table, cells)
        if lost is None:
            _add(root, cells)
        else:
            left_out.append(_left_out(record, NO_COLUMN, lost))
    return Written(tree=root, left_out=tuple(left_out))


def _add(root: Node, cells: Mapping[str, str]) -> None:
    root.attributes |= dict.fromkeys(cells, "")
    # Line 1 has the names of the columns.
    row = Node("row", kind="row", parent=root, line=len(root.children) + 2)
    for name, text in cells.items():
        Node(name, kind="cell", text=text, parent=row, line=row.line)


def _lost(record: Record, table: Table, cells: Mapping[str, str]) -> str | None:
    """The first field that reading the row would not give back; None when it gives all of them."""
    system = cells["id_system"]
    try:
        read = {c.name: _value(c, cells[c.name]) for c in table.columns if c.name in cells}
        back: Any = table.record(read, lambda text: Identifier(system=system, value=text))
    except BadRow as bad:
        return next(c.field for c in table.columns if c.name == bad.column).partition(".")[0]
    names = [each.name for each in fields(record)]
    return next((n for n in names if getattr(back, n) != getattr(record, n)), None)


def _value(column: Column, text: str) -> Any:  # noqa: ANN401
    try:
        return value_of(column, text, None)
    except Unreadable as error:
        raise BadRow(column.name, error.expected) from None


def _left_out(record: Record, reason: str, field: str | None = None) -> LeftOut:
    return LeftOut(record=record.id, kind=type(record).__name__, reason=reason, field=field)
