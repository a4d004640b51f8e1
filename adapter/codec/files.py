"""Writing files that can neither be led astray nor be found half written.

name       plain ASCII, one component, no device of any system; or made from a hash of what it is
           about, so that it says nothing of a person
write      to a new temporary file in the same folder (0600, O_EXCL, O_NOFOLLOW), fsync, rename,
           fsync of the folder: after a crash there is the old file or the new one
Everything is done relative to the open folder, so that nobody can swap it on the way.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from adapter.errors import UnsafeName

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*", re.ASCII)
_LONGEST: Final = 128
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_OPEN_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_OPEN_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def hashed_name(key: str, suffix: str) -> str:
    """A file name that says nothing of its key: `hashed_name(key, ".json")`."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32] + suffix


def safe_write(root: Path, name: str, data: bytes) -> Path:
    """Write a file directly in `root`, or replace it, whole; raises UnsafeName or OSError."""
    if len(name) > _LONGEST or not _PLAIN.fullmatch(name) or _DEVICES.fullmatch(name):
        raise UnsafeName
    with _open_folder(root) as folder:
        temporary = f".{secrets.token_hex(16)}.tmp"
        try:
            _write_new(folder, temporary, data)
            os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            _remove(folder, temporary)
            raise
        os.fsync(folder)
    return root / name


@contextmanager
def _open_folder(root: Path) -> Iterator[int]:
    folder = os.open(root, _OPEN_FOLDER)
    try:
        yield folder
    finally:
        os.close(folder)


def _write_new(folder: int, name: str, data: bytes) -> None:
    descriptor = os.open(name, _OPEN_NEW, mode=0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _remove(folder: int, name: str) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return
