"""Where this process connects to and which names it looks up, by the audit hooks of Python.

A hook stays for as long as the process: it only remembers while a test listens.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass
class Connections:
    """The ports connected to by host, and the names looked up."""

    places: set[tuple[str, int]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


_LISTENING: Final[list[Connections]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _LISTENING:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _LISTENING[-1].places.add((str(arguments[1][0]), int(arguments[1][1])))
    if event == "socket.getaddrinfo":
        _LISTENING[-1].names.add(str(arguments[0]))


sys.addaudithook(_hear)


@contextmanager
def listening() -> Iterator[Connections]:
    """What is connected to while the block runs, by whichever thread."""
    heard = Connections()
    _LISTENING.append(heard)
    try:
        yield heard
    finally:
        _LISTENING.remove(heard)
