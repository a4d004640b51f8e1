"""Files, folders and standard input → documents, in an order that does not change.

file       split into its documents (splitting)
folder     its files and those of its folders, sorted; hidden ones are left alone. A link that
           leads out of the folder, or a file that is no regular file, is refused by name
`-`        standard input
What can't be opened is refused like a document that can't be read: the others go on.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from adapter.codec.documents import RawDocument
from adapter.codec.splitting import split
from adapter.errors import Unparseable

STDIN: Final = "-"


def read_documents(
    sources: Iterable[str | Path], stdin: BinaryIO, *, wrapper: str
) -> Iterator[RawDocument]:
    """Every document of the sources, one at a time; never raises for what one of them holds.

    `wrapper` is the local name of an XML element that holds many documents.
    """
    for part in parts(sources):
        if part.file is None:
            yield from split(STDIN, stdin, wrapper=wrapper)
        else:
            yield from read_part(part, wrapper=wrapper)


class Part(NamedTuple):
    """One file of the sources, with the folder it was met in; no file: standard input."""

    file: Path | None
    root: Path | None


def parts(sources: Iterable[str | Path]) -> Iterator[Part]:
    """The files of the sources, in an order that does not change."""
    for source in sources:
        path = Path(source)
        if str(source) == STDIN:
            yield Part(None, None)
        elif path.is_dir():
            yield from (Part(file, path) for file in _files(path))
        else:
            yield Part(path, None)


def read_part(part: Part, *, wrapper: str) -> Iterator[RawDocument]:
    """Every document of one file."""
    if part.file is None:
        return iter(())
    if part.root is None:
        return _read_file(part.file, wrapper)
    return _read_in_folder(part.root, part.file, wrapper)


def _files(root: Path) -> Iterator[Path]:
    """The files below a folder, and the links to other folders; no link is followed down."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            if not name.startswith("."):
                yield Path(folder, name)


def _read_in_folder(root: Path, file: Path, wrapper: str) -> Iterator[RawDocument]:
    target = file.resolve()
    if not target.is_relative_to(root.resolve()):
        yield _refused(file, "file.link", "no link that leads out of the folder")
    elif target.is_dir():
        return  # its files are met where they are
    elif target.exists() and not stat.S_ISREG(target.stat().st_mode):
        yield _refused(file, "file.kind", "a regular file")
    else:
        yield from _read_file(file, wrapper)


def _read_file(file: Path, wrapper: str) -> Iterator[RawDocument]:
    try:
        with file.open("rb") as stream:
            yield from split(_name(file), stream, wrapper=wrapper)
    except OSError as error:
        yield _refused(file, "file.open", f"a file that can be read ({error.strerror})")


def _refused(file: Path, rule: str, expected: str) -> RawDocument:
    return RawDocument(name=_name(file), refused=Unparseable(rule, expected))


def _name(file: Path) -> str:
    """The path as it was given; bytes that are no UTF-8 can't be printed."""
    return os.fsencode(file).decode("utf-8", "replace")
