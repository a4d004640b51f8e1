"""The whole state encrypted, where the configuration names a key: SQLCipher in place of SQLite.

Every page of the database and of its write-ahead log is encrypted and authenticated, whatever table
it is of (AES-256 and HMAC-SHA512, https://www.zetetic.net/sqlcipher/design/). The key is 32 random
bytes and stands elsewhere: without it nothing can be read, and nothing brings it back.
Needs viktigt[encryption]; without a key everything is as SQLite has it.
"""

import re
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from adapter.errors import ConfigurationError
from adapter.values import Secret

_PLAIN: Final = b"SQLite format 3\x00"  # https://www.sqlite.org/fileformat.html#the_database_header
_KEY: Final = re.compile(r"[0-9A-Fa-f]{64}", re.ASCII)


def checked(where: str, key: Secret) -> Secret:
    """The key, if it is one; raises ConfigurationError, which never says what it is."""
    if not _KEY.fullmatch(key.reveal()):
        raise ConfigurationError([f"{where}: expected 32 bytes as hexadecimal digits"])
    return key


def driver() -> ModuleType:
    """The driver that encrypts; raises ConfigurationError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        told = "state.encryption: needs SQLCipher (pip install 'viktigt[encryption]')"
        raise ConfigurationError([told]) from None
    found: ModuleType = dbapi2
    return found


def is_plain(file: Path) -> bool:
    """Whether everybody who reads the file reads the state."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(_PLAIN)) == _PLAIN
    except FileNotFoundError:
        return False


def unlock(connection: Any, key: Secret) -> None:  # noqa: ANN401  a DB-API connection
    """Before anything else is asked of a connection, the key it reads and writes with."""
    connection.execute(f'PRAGMA key = "{literal(key)}"')
    # It would write of every wrong key to stderr, in words of its own.
    connection.execute("PRAGMA cipher_log_level = NONE")


def literal(key: Secret) -> str:
    """The key as SQLCipher takes bytes that are no passphrase; `checked` has seen it."""
    return f"x'{key.reveal()}'"


def connect(file: Path, key: Secret | None) -> Any:  # noqa: ANN401  a DB-API connection
    """The file as it is, by whichever driver reads it."""
    if key is None:
        return sqlite3.connect(file)
    connection = driver().connect(str(file))
    unlock(connection, key)
    return connection
