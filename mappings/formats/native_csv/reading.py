"""Native tables → records."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from mappings.account import Account, Plan, Target
from mappings.codes.number_rules import Check
from mappings.errors import DocumentRefused, Issue, Severity, Unreadable, shape
from mappings.fhir.values import Identifier, Period
from mappings.formats.native.sections import SECTION_OF
from mappings.formats.native.slot import Context, Notation
from mappings.formats.native_csv.cells import value_of
from mappings.formats.native_csv.columns import Column
from mappings.formats.native_csv.rows import TABLES, Table
from mappings.formats.native_csv.shared import BadRow, Cells
from mappings.national_ids import check
from mappings.record import Document, Envelope, HoldReason, Record, Source
from mappings.tree import Leaf, Node, leaves, place, told_name

UNKNOWN_COLUMN: Final = "native.unknown-column"
_IDS: Final = " or ".join(table.id_column for table in TABLES)
_ALL_COLUMNS: Final = {column.name for table in TABLES for column in table.columns}
Step: TypeAlias = tuple[Node, Plan, int | None]
Known: TypeAlias = dict[str, tuple[Column, str]]


def read(tree: Node, source: Source, account: Account) -> Document:
    """Read the rows of one table; raises DocumentRefused for what is no table."""
    if tree.kind != "table":
        raise DocumentRefused([_not_a_table(tree)])
    return _Reader(tree, source, account).read()


def _not_a_table(tree: Node) -> Issue:
    return Issue(
        severity=Severity.ERROR,
        code="structure",
        rule="native.table",
        expected=f"a table with a column {_IDS}",
        line=tree.line,
        path=f"/{tree.name}",
    )


class _Row(NamedTuple):
    """One row, and the record that it becomes."""

    node: Node
    table: Table
    target: Target


class _Reader:
    """Reads one table."""

    def __init__(self, tree: Node, source: Source, account: Account) -> None:
        self.tree = tree
        self.source = source
        self.account = account
        self.known = {table.element: _fields(table) for table in TABLES}
        # What a row without any id would have been.
        self.kind = next((t for t in TABLES if t.id_column in tree.attributes), TABLES[0])
        self.ids: set[Identifier] = set()
        self.strange: set[str] = set()

    def read(self) -> Document:
        records = [record for row in self.tree.children if (record := self._record(row))]
        persons = list(dict.fromkeys(record.person for record in records))
        doubtful = any(check(person) is Check.INVALID for person in persons)
        envelope = Envelope(
            person=persons[0] if len(persons) == 1 else None,
            holds=(HoldReason.IDENTITY_UNCONFIRMED,) if doubtful else (),
        )
        issues = tuple(self.account.issues)
        return Document(records=tuple(records), issues=issues, envelope=envelope)

    def _record(self, node: Node) -> Record | None:
        """The record of a row, or None when the row is refused."""
        table = next((each for each in TABLES if _text(node, each.id_column)), self.kind)
        row = _Row(node, table, Target(SECTION_OF[table.kind].fields))
        try:
            return self._read_row(row)
        except BadRow as bad:
            self._refuse(row, bad)
            return None

    def _read_row(self, row: _Row) -> Record:
        self._check_kind(row)
        cells = dict(self._cells(row))
        for column in row.table.columns:
            if column.required and column.name not in cells:
                raise BadRow(column.name, column.form)
        record = row.table.record(cells, lambda text: self._identifier(row, cells, text))
        if record.id in self.ids:
            raise BadRow(row.table.id_column, "an id that no other row has")
        self.ids.add(record.id)
        row.target.bind(record.id.value)
        self.account.follow(list(self._trail(row, cells)), row.target)
        return record

    def _trail(self, row: _Row, cells: Cells) -> Iterator[Step]:
        """Where each cell of a row went: a time to the minute is a period, and so elsewhere."""
        known = self.known[row.table.element]
        for cell in row.node.children:
            if cell.name in known:
                column, field = known[cell.name]
                if isinstance(cells.get(cell.name), Period):
                    field = column.field.replace("_at", "_during")
                yield cell, {None: field}, None

    def _check_kind(self, row: _Row) -> None:
        """Each row is of the kind whose id it has."""
        found = [each.id_column for each in TABLES if _text(row.node, each.id_column)]
        if not found:
            raise BadRow(row.table.id_column, f"an id: {_IDS}")
        if len(found) > 1:
            raise BadRow(found[1], f"one id: {_IDS}")

    def _cells(self, row: _Row) -> Iterator[tuple[str, Any]]:
        known = self.known[row.table.element]
        for node in row.node.children:
            if node.text is None:
                continue
            if node.name in known:
                yield node.name, self._value(node, known[node.name][0])
            elif node.name in _ALL_COLUMNS:
                raise BadRow(node.name, f"nothing here: a {row.table.element} has no {node.name}")
            else:
                self._refuse_column(node, row)

    def _value(self, node: Node, column: Column) -> Any:  # noqa: ANN401
        try:
            return value_of(column, node.text or "", self.source.zone)
        except Unreadable as error:
            raise BadRow(column.name, error.expected, error.rule) from None

    def _identifier(self, row: _Row, cells: Cells, text: str) -> Identifier:
        if "id_system" in cells:
            return Identifier(system=cells["id_system"], value=text)
        system = self.source.system or cells.get("system")
        if system is None:
            raise BadRow("system", "the name of the system that the row comes from")
        return self.source.mint(system, None, row.table.element, text)

    # -- what goes wrong --------------------------------------------------------------------

    def _refuse(self, row: _Row, bad: BadRow) -> None:
        """Refuse a row with every cell in it, for one reason."""
        known = self.known[row.table.element]
        field = known[bad.column][1] if bad.column in known else "id"
        self.account.issues.append(_issue(row, bad, field))
        for leaf in leaves(row.node):
            if not self.account.is_refused(leaf):
                own = known[leaf.node.name][1] if leaf.node.name in known else "id"
                self.account.refuse_leaf(leaf, row.target, own, None, bad.rule)

    def _refuse_column(self, node: Node, row: _Row) -> None:
        """Refuse a column that the format does not have, once, whatever the rows hold in it."""
        bad = BadRow(told_name(node.name), "a column of the documentation", UNKNOWN_COLUMN)
        if node.name not in self.strange:
            self.strange.add(node.name)
            self.account.issues.append(_issue(row, bad, "id"))
        self.account.refuse_leaf(Leaf(node, None), row.target, "id", None, UNKNOWN_COLUMN)


def _fields(table: Table) -> Known:
    """The columns of a table by name, each with its field in the mapping table."""
    fields = SECTION_OF[table.kind].fields
    return {
        column.name: (column, Context(Notation.XML, fields, column.field).field)
        for column in table.columns
    }


def _text(row: Node, column: str) -> str | None:
    cell = row.child(column)
    return None if cell is None else cell.text


def _issue(row: _Row, bad: BadRow, field: str) -> Issue:
    text = _text(row.node, bad.column)
    return Issue(
        severity=Severity.ERROR,
        code="required" if text is None else "value",
        rule=bad.rule,
        expected=bad.expected,
        line=row.node.line,
        path=f"{place(Leaf(row.node, None))}/{bad.column}",
        target=row.target.path(field, None),
        found=None if text is None else shape(text),
    )
