"""Who may do what at the same time: locks that the kernel drops when their holder dies.

`only_run`   one run of a route at a time
`together`   every program that has the state open, beside the others
`alone`      whoever puts another file in its place: while nobody has it open, and nobody opens it
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from adapter.errors import Locked

_OURS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY


@contextmanager
def only_run(folder: Path, route: str) -> Iterator[None]:
    """Hold the lock of a route while the block runs; raises Locked when another run has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{route}.lock", _OURS, 0o600)
    with _held(descriptor, fcntl.LOCK_EX, f"another run of {route} is under way"):
        yield


@contextmanager
def together(folder: Path) -> Iterator[None]:
    """Have the state open while the block runs; raises Locked while somebody replaces it."""
    told = "the state is being replaced"
    with _held(os.open(folder, _FOLDER), fcntl.LOCK_SH, told):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have the state to ourselves while the block runs; raises Locked when somebody has it open."""
    told = "another program has the state open"
    with _held(os.open(folder, _FOLDER), fcntl.LOCK_EX, told):
        yield


@contextmanager
def _held(descriptor: int, kind: int, otherwise: str) -> Iterator[None]:
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(otherwise) from None
        yield
    finally:
        os.close(descriptor)
