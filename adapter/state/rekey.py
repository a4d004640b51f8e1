"""Encrypt the state, or encrypt it anew with another key: a new file takes the old one's place.

Nobody has the state open meanwhile. The new file is written whole beside the old one, read once to
the last page and only then renamed: whatever stops it, there is the old state or the new one.
Written by sqlcipher_export (https://www.zetetic.net/sqlcipher/sqlcipher-api/).
"""

import errno
import os
import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

from adapter.errors import ConfigurationError
from adapter.state import cipher
from adapter.state.database import told
from adapter.state.lock import alone
from adapter.values import Secret


class Rekeyed(Enum):
    """What was done."""

    NOTHING = "nothing"  # there is no state yet, or it has this key
    ENCRYPTED = "encrypted"
    CHANGED = "changed"


def rekey(file: Path, key: Secret, former: Secret | None) -> Rekeyed:
    """See to it that the state is encrypted with this key.

    Raises ConfigurationError where neither key reads it, Locked, and what `told` tells.
    """
    if not file.exists():
        return Rekeyed.NOTHING
    with alone(file.parent), told(file):
        if cipher.is_plain(file):
            _replace(file, None, key)
            return Rekeyed.ENCRYPTED
        if _opens(file, key):
            return Rekeyed.NOTHING
        if former is None or not _opens(file, former):
            raise ConfigurationError([f"{file}: encrypted with a key that is not given"])
        _replace(file, former, key)
        return Rekeyed.CHANGED


def plain_copies(file: Path) -> list[Path]:
    """Copies that migrations made of the state, and that nobody encrypts."""
    copies = file.parent.glob(f"{file.stem}.version-*{file.suffix}")
    return sorted(copy for copy in copies if cipher.is_plain(copy))


def _opens(file: Path, key: Secret) -> bool:
    try:
        with closing(cipher.connect(file, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except cipher.driver().DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            return False
        raise
    return True


def _replace(file: Path, old: Secret | None, new: Secret) -> None:
    partial = file.with_name(f"{file.name}.part")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(cipher.driver().connect(str(file), isolation_level=None)) as source:
            if old is not None:
                cipher.unlock(source, old)
            _export(source, partial, new)
            # The log is read into the file and goes: beside the new one it would be another's.
            source.execute("PRAGMA main.journal_mode = DELETE")
        _check(partial, new)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    _sync(file.parent)


def _export(source: Any, partial: Path, key: Secret) -> None:  # noqa: ANN401  a connection
    source.execute("ATTACH DATABASE ? AS anew KEY ?", (str(partial), cipher.literal(key)))
    source.execute("SELECT sqlcipher_export('anew')").fetchall()
    source.execute("DETACH DATABASE anew")


def _check(file: Path, key: Secret) -> None:
    """Each page is what was encrypted, and together they are a database."""
    with closing(cipher.connect(file, key)) as made:
        spoilt = made.execute("PRAGMA cipher_integrity_check").fetchall()
        if spoilt or made.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise OSError(errno.EIO, "the encrypted copy can't be read back", str(file))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
