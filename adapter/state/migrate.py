"""Bring the state of an older program up to date: a copy beside it first, then all steps or none.

The copy is made by the backup interface of SQLite (https://www.sqlite.org/backup.html) while the
state is held against other writers: it is what the steps began with, to the last write.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, update

from adapter.errors import KeyMismatch, NewerState
from adapter.state import cipher, schema
from adapter.state.database import engine_of, told
from adapter.state.migrations import version_2
from adapter.values import Secret

STEPS: Final[Mapping[int, Callable[[Operations], None]]] = {2: version_2.upgrade}


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """Which schema version a state had, which it has now, and where the copy of before lies."""

    found: int
    now: int
    backup: Path | None = None


def migrate(file: Path, key_fingerprint: str, key: Secret | None = None) -> Migrated:
    """Bring the state to the schema of this program.

    Raises NewerState or KeyMismatch, and what `told` tells.
    """
    if not file.exists():
        return Migrated(found=schema.VERSION, now=schema.VERSION)
    engine = engine_of(file, key)
    try:
        with told(file), engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return _migrate(connection, file, key_fingerprint, key)
    finally:
        engine.dispose()


def _migrate(
    connection: Connection, file: Path, key_fingerprint: str, key: Secret | None
) -> Migrated:
    found = _version(connection, key_fingerprint)
    if found == schema.VERSION:
        return Migrated(found=found, now=found)
    copy = back_up(file, found, key)
    operations = Operations(MigrationContext.configure(connection))
    for version in range(found + 1, schema.VERSION + 1):
        STEPS[version](operations)
    connection.execute(update(schema.INSTALLATION).values(schema_version=schema.VERSION))
    return Migrated(found=found, now=schema.VERSION, backup=copy)


def _version(connection: Connection, key_fingerprint: str) -> int:
    """The schema version; a state that nobody signed yet becomes one of today when it is opened."""
    if not inspect(connection).has_table(schema.INSTALLATION.name):
        return schema.VERSION
    row = connection.execute(select(schema.INSTALLATION)).first()
    if row is None:
        return schema.VERSION
    if row.schema_version > schema.VERSION:
        raise NewerState(row.schema_version, schema.VERSION)
    if row.key_fingerprint != key_fingerprint:
        raise KeyMismatch("the installation key is not the one that this state was made with")
    return int(row.schema_version)


def back_up(file: Path, version: int, key: Secret | None = None) -> Path:
    """Copy the state beside itself, for its owner alone; no earlier copy is written over.

    What is encrypted is copied encrypted, with the same key.
    """
    partial = file.with_name(f"{file.name}.part")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(cipher.connect(file, key)) as source,
        closing(cipher.connect(partial, key)) as target,
    ):
        source.backup(target)
    copy = next(name for name in _names(file, version) if not name.exists())
    return partial.rename(copy)


def _names(file: Path, version: int) -> Iterator[Path]:
    yield file.with_name(f"{file.stem}.version-{version}{file.suffix}")
    yield from (
        file.with_name(f"{file.stem}.version-{version}.{number}{file.suffix}")
        for number in count(2)
    )
