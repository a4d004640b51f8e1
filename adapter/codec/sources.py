"""Files, folders and standard input → documents, in an order that does not change.

file       split into its documents (splitting)
folder     its files and those of its folders, sorted; hidden ones are left alone. A link that
           leads out of the folder, or a file that is no regular file, is refused by name. A
           name there that may tell of somebody is told by its form and its number in that order
`-`        standard input
What can't be opened is refused like a document that can't be read: the others go on.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from adapter.codec.documents import RawDocument
from adapter.codec.names import told_file
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
    """One file of the sources, with the folder it was met in; no file: standard input.

    `name` is how it is called in whatever is told.
    """

    file: Path | None
    root: Path | None
    name: str = STDIN


def parts(sources: Iterable[str | Path]) -> Iterator[Part]:
    """The files of the sources, in an order that does not change."""
    for source in sources:
        path = Path(source)
        if str(source) == STDIN:
            yield Part(None, None)
        elif path.is_dir():
            for number, file in enumerate(_files(path), start=1):
                yield Part(file, path, _told(path, file, number))
        else:
            yield Part(path, None, _name(path))


def read_part(part: Part, *, wrapper: str) -> Iterator[RawDocument]:
    """Every document of one file."""
    if part.file is None:
        return iter(())
    if part.root is None:
        return _read_file(part.file, part.name, wrapper)
    return _read_in_folder(part.root, part.file, part.name, wrapper)


def _files(root: Path) -> Iterator[Path]:
    """The files below a folder, and the links to other folders; no link is followed down."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            if not name.startswith("."):
                yield Path(folder, name)


def _read_in_folder(root: Path, file: Path, name: str, wrapper: str) -> Iterator[RawDocument]:
    target = file.resolve()
    if not target.is_relative_to(root.resolve()):
        yield _refused(name, "file.link", "no link that leads out of the folder")
    elif target.is_dir():
        return  # its files are met where they are
    elif target.exists() and not stat.S_ISREG(target.stat().st_mode):
        yield _refused(name, "file.kind", "a regular file")
    else:
        yield from _read_file(file, name, wrapper)


def _read_file(file: Path, name: str, wrapper: str) -> Iterator[RawDocument]:
    try:
        with file.open("rb") as stream:
            yield from split(name, stream, wrapper=wrapper)
    except OSError as error:
        yield _refused(name, "file.open", f"a file that can be read ({error.strerror})")


def _refused(name: str, rule: str, expected: str) -> RawDocument:
    return RawDocument(name=name, refused=Unparseable(rule, expected))


def _told(root: Path, file: Path, number: int) -> str:
    """The folder as it was given, and below it only names that tell of nobody."""
    below = Path(_name(file)).relative_to(_name(root)).parts
    return str(Path(_name(root), *(told_file(each, str(number)) for each in below)))


def _name(file: Path) -> str:
    """The path as it was given; bytes that are no UTF-8 can't be printed."""
    return os.fsencode(file).decode("utf-8", "replace")
