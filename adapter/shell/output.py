r"""Writing where the command line said: stdout, or a file that is whole or not there.

Whatever a line for people says, it stays that line: what would steer a terminal, break the line or
turn its text about (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) is spelled
out, `\x1b`, `\u202e`. Nothing else writes to a terminal.
"""

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

# Controls, line and paragraph separators, marks and overrides of direction, what nobody can see,
# halves of surrogate pairs. Joiners stay: there are scripts that need them.
_STEERING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


@contextmanager
def written(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to: stdout, or a file of its owner that appears when all is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file():
        with path.open("wb") as device:  # a pipe, /dev/null: they stay what they are
            yield device
        return
    partial = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(partial, _NEW, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """A name is on the disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def written_if(path: Path | None) -> Iterator[BinaryIO | None]:
    """The same for a file that may not be asked for."""
    if path is None:
        yield None
        return
    with written(path) as stream:
        yield stream


def shown(text: str) -> str:
    """The text as a terminal may show it: on one line, and as it is written."""
    return _STEERING.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    return match[0].encode("unicode-escape", "surrogatepass").decode()


def tell(message: str) -> None:
    """One line of data for people, on stdout."""
    click.echo(shown(message))


def say(message: str) -> None:
    """One line of talk, on stderr. Where nobody can be told any more, what was done is done."""
    with suppress(OSError):
        click.echo(shown(message), err=True)


def print_json(value: Any) -> None:  # noqa: ANN401  anything that is JSON
    sys.stdout.buffer.write(json_lines(value).encode() + b"\n")


def json_lines(value: Any) -> str:  # noqa: ANN401  anything that is JSON
    """JSON that says the same, with every such character spelled as JSON has it."""
    from adapter.codec import json_door

    lines = json_door.write_json_pretty(value).decode().split("\n")
    return "\n".join(_STEERING.sub(_in_json, line) for line in lines)


def _in_json(match: re.Match[str]) -> str:
    r"""`\uXXXX`, as two where it takes two (https://www.rfc-editor.org/rfc/rfc8259#section-7)."""
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table for people, on stdout. No cell is read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    Console(soft_wrap=False).print(table)
