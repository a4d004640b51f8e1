"""The database file of the state: opened, claimed, and written row by row.

One file that only its owner can read. SQLite runs with a write-ahead log, and a writer waits for
another one rather than failing (https://www.sqlite.org/wal.html).
"""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DatabaseError

from adapter.errors import ConfigurationError, KeyMismatch, Locked, NewerState
from adapter.state import schema

Values: TypeAlias = tuple[str | bytes | None, ...]  # a row, in the order of the table's columns

_WAIT: Final = 10_000  # milliseconds for another writer
_CACHE: Final = 32_768  # KiB of pages: keys come in no order, and each touches pages all over

# What SQLite says, by https://www.sqlite.org/rescode.html
_HELD: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DISK: Final = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
}
_BROKEN: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database:
    """The tables. Opening makes them, and refuses a key or a schema that isn't its own."""

    def __init__(self, file: Path, key_fingerprint: str) -> None:
        self._file = file
        self._engine = engine_of(file)
        self._connection: Connection | None = None
        with told(file):
            self._open(key_fingerprint)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is written together, or not at all."""
        if self._connection is not None:
            yield
            return
        with told(self._file), self._engine.begin() as connection:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        if self._connection is not None:
            yield self._connection
            return
        with told(self._file), self._engine.begin() as connection:
            yield connection

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a row; one with the same primary key is replaced."""
        statement = upsert(table).values(**row)
        keys = [column.name for column in table.primary_key]
        rest = {name: value for name, value in row.items() if name not in keys}
        with self.begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=keys, set_=rest)
                if rest
                else statement.on_conflict_do_nothing()
            )

    def put_all(self, table: Table, rows: Iterable[Values]) -> None:
        """Write whole rows at once; what has a key of theirs is replaced, whichever key that is."""
        self._insert(table, "OR REPLACE", list(rows))

    def put_all_first(self, table: Table, rows: Iterable[Values]) -> None:
        """Write whole rows at once, but for those whose primary key is there."""
        self._insert(table, "OR IGNORE", list(rows))

    def put_first(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Write a row unless there is one with the same primary key; True when it was written."""
        with self.begin() as connection:
            done = connection.execute(upsert(table).values(**row).on_conflict_do_nothing())
            return done.rowcount > 0

    def change(self, table: Table, values: Mapping[str, Any], **equal: Any) -> None:  # noqa: ANN401
        """Set these values in the rows that have those."""
        statement = update(table).values(**values)
        for name, value in equal.items():
            statement = statement.where(table.c[name] == value)
        with self.begin() as connection:
            connection.execute(statement)

    def rows(self, table: Table, **equal: Any) -> list[Any]:  # noqa: ANN401  column values
        """The rows with these values, in the order of the primary key."""
        query = select(table)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        with self.begin() as connection:
            return list(connection.execute(query.order_by(*table.primary_key)))

    def drop(self, table: Table, **equal: Any) -> None:  # noqa: ANN401
        query = delete(table)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        with self.begin() as connection:
            connection.execute(query)

    def _insert(self, table: Table, otherwise: str, rows: list[Values]) -> None:
        """Rows go to the driver as they are: to name each value takes longer than to write it."""
        if rows:
            with self.begin() as connection:
                connection.exec_driver_sql(_insertion(table, otherwise), rows)

    def _open(self, key_fingerprint: str) -> None:
        with self._engine.begin() as connection:
            if _is_ours(connection, key_fingerprint):
                return
        with self._engine.begin() as connection:
            # Two runs may find an empty file at the same time: the second one waits here.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if not _is_ours(connection, key_fingerprint):
                schema.METADATA.create_all(connection)
                signed = {"schema_version": schema.VERSION, "key_fingerprint": key_fingerprint}
                connection.execute(insert(schema.INSTALLATION).values(**signed))


@contextmanager
def told(file: Path) -> Iterator[None]:
    """What the database can't do, in errors of ours: held by another, no room, not a database.

    Raises Locked, OSError or ConfigurationError; what is none of these stays what it is, a bug.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in _HELD:
            raise Locked(f"another program holds the state: {cause}") from None
        if code in _DISK:
            raise OSError(errno.EIO, str(cause), str(file)) from None
        if code in _BROKEN:
            raise ConfigurationError([f"{file}: not a state of this program"]) from None
        raise


@cache
def _insertion(table: Table, otherwise: str) -> str:
    return str(insert(table).prefix_with(otherwise).compile(dialect=sqlite.dialect()))


def _is_ours(connection: Connection, key_fingerprint: str) -> bool:
    """Whether the state was made with our key and has our schema; False when it is empty."""
    if not inspect(connection).has_table(schema.INSTALLATION.name):
        return False
    row = connection.execute(select(schema.INSTALLATION)).first()
    if row is None:
        return False
    if row.schema_version > schema.VERSION:
        raise NewerState(row.schema_version, schema.VERSION)
    if row.schema_version < schema.VERSION:
        older = f"the state has schema version {row.schema_version}, this program {schema.VERSION}"
        raise ConfigurationError([f"{older}: run viktigt state migrate"])
    if row.key_fingerprint != key_fingerprint:
        raise KeyMismatch("the installation key is not the one that this state was made with")
    return True


def engine_of(file: Path) -> Engine:
    """The file, made for its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    os.fchmod(descriptor, 0o600)
    os.close(descriptor)
    engine = create_engine(f"sqlite:///{file}", hide_parameters=True)  # they name people

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  a DB-API connection
        connection.execute(f"PRAGMA busy_timeout={_WAIT}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{_CACHE}")

    return engine
