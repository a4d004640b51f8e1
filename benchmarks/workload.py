"""The made-up documents that both sides map, written once per run into a temporary folder."""

import tempfile
from functools import cache
from itertools import islice
from pathlib import Path

from benchmarks import yardstick
from benchmarks.documents import contents, write_file

_FOLDER = tempfile.TemporaryDirectory(prefix="viktigt-benchmark-")  # removed when the run ends


@cache
def theirs(count: int) -> Path:
    """A file of `count` documents in the yardstick's format."""
    path = Path(_FOLDER.name, f"yardstick-{count}.xml")
    yardstick.load("gen").write(count, str(path))
    return path


@cache
def ours(count: int) -> Path:
    """A file of the same `count` documents in the native format."""
    path = Path(_FOLDER.name, f"native-{count}.xml")
    write_file(path, contents(theirs(count)))
    return path


@cache
def many_files(files: int, each: int) -> Path:
    """A folder of `files` native files with `each` documents in them."""
    folder = Path(_FOLDER.name, f"native-{files}x{each}")
    folder.mkdir()
    documents = contents(theirs(files * each))
    for number in range(files):
        write_file(folder / f"{number:03}.xml", islice(documents, each))
    return folder
