"""Writing where the command line said: stdout, or a file that is whole or not there."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from adapter.codec import json_door


@contextmanager
def written(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to: stdout, or a file of its owner that appears when all is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(partial, flags, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def written_if(path: Path | None) -> Iterator[BinaryIO | None]:
    """The same for a file that may not be asked for."""
    if path is None:
        yield None
        return
    with written(path) as stream:
        yield stream


def say(message: str) -> None:
    """Talk, on stderr."""
    click.echo(message, err=True)


def print_json(value: Any) -> None:  # noqa: ANN401  anything that is JSON
    sys.stdout.buffer.write(json_door.write_json_pretty(value) + b"\n")


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table for people, on stdout."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console(soft_wrap=False).print(table)
