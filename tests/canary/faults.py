"""A fault in any function of ours, at its first call in a command: whichever room it is in.

The functions that a command passes through are found by running it once under a profiler, and the
fault is raised from one. Coverage and debuggers trace, and are left alone.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Final, TypeAlias

from sqlalchemy.exc import OperationalError

from adapter.errors import (
    AuditNotWritten,
    ConfigurationError,
    Locked,
    NotKnown,
    NotPermitted,
    PlanRefused,
    Stopped,
    Unreachable,
    ValueRefused,
    Withheld,
)
from mappings.errors import MappingError
from tests.canary.planted import NAME, NUMBER, PASSWORD, TOKEN, WORDS

ROOT: Final = Path(__file__).resolve().parents[2]
# What tells of a fault can't be tried by one: see test_told_names for what then is told.
_TELLS: Final = ("adapter/shell/guard.py", "adapter/shell/defects.py", "adapter/logs.py")
_OURS: Final = tuple(f"{ROOT}/{part}" for part in ("adapter/", "mappings/", "cli.py"))
_WRONG: Final = f"{NAME} {NUMBER} {WORDS} {TOKEN} {PASSWORD}"
Point: TypeAlias = tuple[str, str]  # file and qualified name
Fault: TypeAlias = Callable[[], BaseException]


def _chained() -> BaseException:
    error = LookupError("outer")
    error.__cause__ = RuntimeError(_WRONG)
    error.__context__ = RuntimeError(_WRONG)
    return error


def _noted() -> BaseException:
    error = TypeError("outer")
    error.add_note(_WRONG)
    return error


# What is not ours may say anything about anybody.
DEFECTS: Final[Mapping[str, Fault]] = {
    "RuntimeError": lambda: RuntimeError(_WRONG),
    "KeyError": lambda: KeyError(_WRONG),
    "UnicodeDecodeError": lambda: UnicodeDecodeError("utf-8", _WRONG.encode(), 0, 1, _WRONG),
    "RecursionError": lambda: RecursionError(_WRONG),
    "ValueError": lambda: ValueError(_WRONG, {"record": _WRONG}),
    "AssertionError": lambda: AssertionError({"Patient": _WRONG}),
    "chained": _chained,
    "noted": _noted,
    "state": lambda: OperationalError("INSERT", {"value": _WRONG}, Exception(_WRONG)),
    "a bare error of ours": lambda: type("Odd", (Exception,), {})(_WRONG),
}
# What is ours says nothing about anybody, and has an exit code.
ENDS: Final[Mapping[str, Fault]] = {
    "disk full": lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "interrupted": KeyboardInterrupt,
    "asked to stop": Stopped,
    "locked": lambda: Locked("another run holds the lock"),
    "unavailable": lambda: Unreachable("region", "no answer", 503),
    "not permitted": lambda: NotPermitted("region", "let in", 403),
    "configuration": lambda: ConfigurationError(["routes.x: not configured"]),
    "no audit": AuditNotWritten,
    "kept from us": lambda: Withheld("region"),
    "not a plan": PlanRefused,
    "value refused": lambda: ValueRefused(["Goal.description: a text"]),
    "usage": lambda: NotKnown("nothing has that name"),
    "mapping": lambda: MappingError("Goal.startDate", "9999-99", "a date with day precision"),
}


def room(point: Point) -> str:
    """In which part of the program a function is."""
    parts = Path(point[0]).relative_to(ROOT).parts
    return "/".join(parts[:2]) if parts[0] == "adapter" and len(parts) > 2 else parts[0]


def point_of(code: CodeType) -> Point | None:
    file = code.co_filename
    found = file.startswith(_OURS) and not file.endswith(_TELLS) and code.co_name[0] != "<"
    return (code.co_filename, code.co_qualname) if found else None


@contextmanager
def passed() -> Iterator[dict[Point, None]]:
    """The functions of ours that are called while the block runs, in the order of first calls."""
    found: dict[Point, None] = {}

    def called(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and (point := point_of(frame.f_code)) is not None:
            found.setdefault(point)

    sys.setprofile(called)
    try:
        yield found
    finally:
        sys.setprofile(None)


@contextmanager
def failing(point: Point, fault: Fault) -> Iterator[list[Point]]:
    """The function fails at its first call; gives where that happened, if it did."""
    met: list[Point] = []

    def called(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and not met and point_of(frame.f_code) == point:
            met.append(point)
            raise fault()

    sys.setprofile(called)
    try:
        yield met
    finally:
        sys.setprofile(None)
