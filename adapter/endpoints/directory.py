"""A drop folder: documents wait in it, and move to `done/` or `refused/` once that is settled.

Others write here: no link is followed, whenever it was put there, and a name may be anything that a
file can have. One that may tell of somebody goes no further: from here on the document is called by
its form and the beginning of its hash, in the folders of what is settled too.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from adapter.codec.names import told_file
from adapter.values import EndpointSettings

MAX_BYTES: Final = 32_000_000
_LONGEST: Final = (
    200  # bytes of a name: a number may follow, and no file system takes more than 255
)
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class DropFolder:
    """One folder. Hidden files are left alone: a writer may still be at them."""

    def __init__(self, settings: EndpointSettings) -> None:
        self.name = settings.name
        self._root = Path(str(settings.path))
        self._files: dict[str, Path] = {}

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """The documents that wait, by name; one too large for any door comes cut, to be refused."""
        for file in sorted(self._root.iterdir()):
            data = _read(file) if _is_document(file) else None
            if data is not None:
                name = told_file(_printable(file.name), hashlib.sha256(data).hexdigest()[:8])
                self._files[name] = file
                yield name, data

    def settle(self, name: str, where: str) -> None:
        """Move a document to a folder beside those that wait."""
        folder = self._root / where
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
        self._files.get(name, self._root / name).replace(_free(folder, name))

    def kept(self, name: str, sha256: str) -> bytes | None:
        """A document that was settled, if the folder still has it under that name."""
        return next((data for _, data in self._settled(name, sha256)), None)

    def remove(self, name: str, sha256: str) -> int:
        """Delete a document that was settled, however often it is there; how often it was."""
        found = [file for file, _ in self._settled(name, sha256)]
        for file in found:
            file.unlink()
        return len(found)

    def _settled(self, name: str, sha256: str) -> Iterator[tuple[Path, bytes]]:
        for where in ("done", "refused"):
            folder = self._root / where
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            for file in files:
                if _is_document(file) and _printable(file.name).startswith(_short(name)):
                    data = _read(file)
                    if data is not None and hashlib.sha256(data).hexdigest() == sha256:
                        yield file, data


def _is_document(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and not file.name.startswith(".")


def _read(file: Path) -> bytes | None:
    """What a file holds, or None when somebody has taken it back, or put something else there."""
    try:
        descriptor = os.open(file, _READ)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ELOOP}:
            return None
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _printable(name: str) -> str:
    """A file name as text: one that is no UTF-8 can be neither shown nor remembered."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _short(name: str) -> str:
    return name.encode()[:_LONGEST].decode("utf-8", "ignore")


def _free(folder: Path, name: str) -> Path:
    """A name not taken in the folder: another document may have had this one before."""
    name = _short(name)
    candidate, count = folder / name, 1
    while candidate.exists() or candidate.is_symlink():
        candidate = folder / f"{name}.{count}"
        count += 1
    return candidate
