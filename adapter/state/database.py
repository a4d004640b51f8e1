"""The database file of the state: opened, claimed, and written row by row.

One file that only its owner can read, encrypted where there is a key. SQLite runs with a
write-ahead log, and a writer waits for another one rather than failing
(https://www.sqlite.org/wal.html).
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError

from adapter.errors import ConfigurationError, KeyMismatch, Locked, NewerState
from adapter.state import cipher, lock, schema, statements
from adapter.state.statements import conditions
from adapter.values import Secret

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

    def __init__(self, file: Path, key_fingerprint: str, key: Secret | None = None) -> None:
        self._file = file
        self._one_thread = threading.RLock()  # both sides are read at once, over one connection
        self._engine = engine_of(file, key)
        with ExitStack() as held:
            held.enter_context(lock.together(file.parent))
            with told(file):
                self._open(key_fingerprint)
                self._connection = self._engine.connect()
            self._held = held.pop_all()
        self._driver = cast("sqlite3.Connection", self._connection.connection.dbapi_connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is written together, or not at all."""
        with self.begin():
            yield

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()
        self._held.close()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """The one connection, in a transaction: in the one that is under way, if there is one."""
        with self._one_thread:
            if self._connection.in_transaction():
                yield self._connection
                return
            with told(self._file), self._connection.begin():
                yield self._connection

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a row; one with the same primary key is replaced."""
        with self.begin() as connection:
            statements.replacement(table, tuple(row)).run(connection, row)

    def put_all(self, table: Table, rows: Iterable[Values]) -> None:
        """Write whole rows at once; what has a key of theirs is replaced, whichever key that is."""
        self._insert(table, "OR REPLACE", list(rows))

    def put_all_first(self, table: Table, rows: Iterable[Values]) -> None:
        """Write whole rows at once, but for those whose primary key is there."""
        self._insert(table, "OR IGNORE", list(rows))

    def put_first(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Write a row unless there is one with the same primary key; True when it was written."""
        with self.begin() as connection:
            return statements.addition(table, tuple(row)).run(connection, row).rowcount > 0

    def change(self, table: Table, values: Mapping[str, Any], **equal: Any) -> None:  # noqa: ANN401
        """Set these values in the rows that have those."""
        statement = statements.change(table, tuple(values), tuple(equal))
        with self.begin() as connection:
            statement.run(connection, {**values, **conditions(equal)})

    def change_all(self, table: Table, rows: Iterable[Mapping[str, Any]], by: str) -> None:
        """Set what each row says in the one with its value of the column `by`."""
        held = list(rows)
        if held:
            statement = statements.change(table, tuple(set(held[0]) - {by}), (by,))
            filled = [statement.filled({**row, **conditions({by: row[by]})}) for row in held]
            with self.begin() as connection:
                connection.exec_driver_sql(statement.text, filled)

    def rows(self, table: Table, **equal: Any) -> list[Any]:  # noqa: ANN401  column values
        """The rows with these values, in the order of the primary key."""
        query = statements.rows_with(table, tuple(equal))
        with self._one_thread, told(self._file):
            found = self._driver.execute(query.text, query.filled(conditions(equal)))
            return list(map(statements.row_of(table), found))

    def rows_among(self, table: Table, name: str, texts: Iterable[str], **equal: str) -> list[Any]:
        """The rows with these values and any of these texts in that column, in no order."""
        query = statements.rows_among(table, name, tuple(equal))
        given = {**conditions(equal), **statements.among(texts)}
        with self._one_thread, told(self._file):
            found = self._driver.execute(query.text, query.filled(given))
            return list(map(statements.row_of(table), found))

    def drop(self, table: Table, **equal: Any) -> None:  # noqa: ANN401
        """Delete the rows with these values."""
        statement = statements.deletion(table, tuple(equal))
        with self.begin() as connection:
            statement.run(connection, conditions(equal))

    def _insert(self, table: Table, otherwise: str, rows: list[Values]) -> None:
        """Rows go to the driver as they are: to name each value takes longer than to write it."""
        if rows:
            with self.begin() as connection:
                connection.exec_driver_sql(statements.insertion(table, otherwise), rows)

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
    except Exception as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # of either driver; others have none
        if code in _HELD:
            raise Locked(f"another program holds the state: {cause}") from None
        if code in _DISK:
            raise OSError(errno.EIO, str(cause), str(file)) from None
        if code in _BROKEN:
            told_of = "not a state of this program, or encrypted with another key"
            raise ConfigurationError([f"{file}: {told_of}"]) from None
        raise


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


def engine_of(file: Path, key: Secret | None = None) -> Engine:
    """The file, made for its owner alone; with a key it is encrypted, or nothing of it is read."""
    if key is not None and cipher.is_plain(file):
        raise ConfigurationError([f"{file}: not encrypted yet; run viktigt state rekey"])
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    os.fchmod(descriptor, 0o600)
    os.close(descriptor)
    module = None if key is None else cipher.driver()
    # Parameters are hidden: they name people.
    engine = create_engine(f"sqlite:///{file}", hide_parameters=True, module=module)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  a DB-API connection
        if key is not None:
            cipher.unlock(connection, key)
        connection.execute(f"PRAGMA busy_timeout={_WAIT}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{_CACHE}")

    return engine
