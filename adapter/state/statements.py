"""The SQL of the state: each statement is put together once, and from then on only filled in.

To put one together takes SQLAlchemy several times as long as SQLite takes to carry it out.
A value in a condition may be None: `IS` compares that too (https://www.sqlite.org/lang_expr.html).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Delete,
    Insert,
    Row,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import result_tuple

Names = tuple[str, ...]
AMONG: Final = "among_these"
_WHERE: Final = "where_"  # the name of a column alone would be taken for a value to be set


@dataclass(frozen=True, slots=True)
class Statement:
    """The text as the driver takes it, and the names of its values in their order."""

    text: str
    names: Names

    def filled(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in self.names)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        return connection.exec_driver_sql(self.text, self.filled(values))


def conditions(equal: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a condition, under the names that the statements give them."""
    return {f"{_WHERE}{name}": value for name, value in equal.items()}


@cache
def rows_with(table: Table, names: Names) -> Statement:
    """The rows with given values in these columns, in the order of the primary key."""
    return _made(select(table).where(_equal(table, names)).order_by(*table.primary_key))


@cache
def rows_among(table: Table, name: str, names: Names) -> Statement:
    """The rows with given values in these columns and any of a list of texts in that one.

    The list is one value, as JSON (https://www.sqlite.org/json1.html#jeach): it may be long.
    """
    return _made(select(table).where(_equal(table, names), _is_among(table, name)))


@cache
def deletion_among(table: Table, name: str) -> Statement:
    """Delete the rows with any of such a list of texts in that column."""
    return _made(delete(table).where(_is_among(table, name)))


def among(texts: Iterable[str]) -> dict[str, str]:
    """The list, as the one value that it is."""
    return {AMONG: json.dumps(list(texts))}


def _is_among(table: Table, name: str) -> ColumnElement[bool]:
    each = func.json_each(bindparam(AMONG))
    listed: Select[Any] = select(column("value")).select_from(each)
    return table.c[name].in_(listed)


@cache
def row_of(table: Table) -> Callable[[Iterable[Any]], Row[Any]]:
    """What makes a row out of its values: they are found by the names of the columns."""
    return result_tuple(table.columns.keys())


@cache
def deletion(table: Table, names: Names) -> Statement:
    """Delete the rows with given values in these columns."""
    return _made(delete(table).where(_equal(table, names)))


@cache
def change(table: Table, changed: Names, names: Names) -> Statement:
    """Set some columns in the rows with given values in others."""
    return _made(update(table).values(_given(changed)).where(_equal(table, names)))


@cache
def replacement(table: Table, names: Names) -> Statement:
    """Write a row of these columns; one with the same primary key is replaced."""
    statement = upsert(table).values(_given(names))
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return _made(statement.on_conflict_do_update(index_elements=keys, set_=rest))


@cache
def addition(table: Table, names: Names) -> Statement:
    """Write a row of these columns, unless there is one with the same primary key."""
    return _made(upsert(table).values(_given(names)).on_conflict_do_nothing())


@cache
def insertion(table: Table, otherwise: str) -> str:
    """Write whole rows: the text as the driver takes it."""
    return str(insert(table).prefix_with(otherwise).compile(dialect=sqlite.dialect()))


def _given(names: Iterable[str]) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


def _equal(table: Table, names: Names) -> ColumnElement[bool]:
    held = (table.c[name].is_not_distinct_from(bindparam(f"{_WHERE}{name}")) for name in names)
    return and_(true(), *held)


def _made(statement: Select[Any] | Insert | Update | Delete) -> Statement:
    compiled = statement.compile(dialect=sqlite.dialect())
    return Statement(str(compiled), tuple(getattr(compiled, "positiontup", None) or ()))
