"""The installation key: 32 random bytes that identifiers are derived from, made once by `init`."""

import os
import secrets
from pathlib import Path
from typing import Final

from adapter.errors import ConfigurationError

FILE: Final = "installation.key"
_BYTES: Final = 32


def make(folder: Path) -> bool:
    """Make a key unless there is one; True when it was made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(_BYTES) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return True


def read(folder: Path) -> bytes:
    """The key; raises ConfigurationError when there is none, or when others can read it."""
    file = folder / FILE
    try:
        mode = file.stat().st_mode & 0o077
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        raise ConfigurationError([f"{file}: no installation key; run viktigt init"]) from None
    if mode:
        raise ConfigurationError([f"{file}: the key must be readable by its owner alone"])
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise ConfigurationError([f"{file}: expected {_BYTES} bytes as hexadecimal digits"])
    return key
