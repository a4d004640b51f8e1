"""The log: lines on stderr for whoever looks after scheduled runs, and nobody's data in them.

An event is one of a list, and each of its facts has a form of its own: ids that were made here,
names from the configuration, codes, counts, seconds, local handles of people. What has another form
is left out, so that no text of a record or a server can get in, and no line can be broken or
forged (https://cwe.mitre.org/data/definitions/117.html). A line that can't be written is lost, and
what it was about goes on. structlog writes the lines; it is not imported unless somebody asked.
"""

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from typing import Any, Final, TextIO

from adapter.ports import Fact, Log
from adapter.values import Level, Logged
from adapter.values.logged import COUNTED

LEFT_OUT: Final = "(left out)"
_ID: Final = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[0-9]{1,9})?"
_CODE: Final = r"[A-Za-z]([A-Za-z-]{0,58}[A-Za-z])?"
_NAME: Final = r"[A-Za-z_][A-Za-z_-]{0,58}[A-Za-z0-9_-]{0,4}"
_PLACE: Final = r"[a-z_/]+\.py:[0-9]{1,5}"
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(form)
    for names, form in (
        ("log_id run operation", _ID),
        ("route endpoint", _NAME),
        ("code kind result step type", _CODE),
        ("subject", r"p-[0-9a-f]{10}"),
        ("stack", rf"({_PLACE}( {_PLACE})*)?"),
    )
    for name in names.split()
}
_NUMBERS: Final = frozenset({"exit", "seconds"})
_COUNTS: Final = "counts"
_MOST: Final = 10**9  # less than anybody's number
# All that a line can have; the last three come with every line.
KEYS: Final = frozenset({*_FORMS, *_NUMBERS, _COUNTS, "event", "level", "timestamp"})


class Form(Enum):
    """How a log is written: for programs, for people, or not at all."""

    JSON = "json"
    TEXT = "text"
    OFF = "off"


class Silent:
    """Nobody asked for a log."""

    def tell(self, event: Logged, **facts: Fact) -> None:
        """Nothing is written."""

    def bound(self, **_facts: Fact) -> "Silent":
        return self


class Lines:
    """A log on a stream, from some level on."""

    def __init__(self, logger: Any) -> None:  # noqa: ANN401  structlog types its loggers so
        self._logger = logger

    def tell(self, event: Logged, **facts: Fact) -> None:
        # A full disk or a closed stderr is no reason to leave a run half done: what must be
        # written or else nothing is done is the audit.
        with suppress(OSError, ValueError):
            self._logger.log(int(event.level), event.value, **told(facts))

    def bound(self, **facts: Fact) -> "Lines":
        """The same log, with facts that each line tells from now on."""
        return Lines(self._logger.bind(**told(facts)))


def told(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """What may be told of the facts; of one that may not, that it was left out.

    A name that no fact has may be somebody's words: it is not told either.
    """
    return {
        name: _told(name, fact)
        for name, fact in facts.items()
        if fact is not None and (name in _FORMS or name in _NUMBERS or name == _COUNTS)
    }


def _told(name: str, fact: Fact) -> Fact:
    if name == _COUNTS:
        held = fact.items() if isinstance(fact, Mapping) else ()
        return {key: count for key, count in held if _is_count(key, count)}
    if name in _NUMBERS:
        return fact if _is_number(fact) else LEFT_OUT
    return fact if isinstance(fact, str) and _FORMS[name].fullmatch(fact) else LEFT_OUT


def _is_count(key: object, count: object) -> bool:
    return key in COUNTED and isinstance(count, int) and _is_number(count)


def _is_number(fact: object) -> bool:
    """Whether JSON has this number, and nobody is known by it."""
    return isinstance(fact, int | float) and abs(fact) < _MOST


def begin(form: Form, level: Level, stream: TextIO | None = None) -> None:
    """Write a log from now on, on stderr; where that was closed there is none to write on."""
    global _chosen  # noqa: PLW0603  a process has one stderr, and one log on it
    stream = stream or sys.stderr
    off = form is Form.OFF or stream is None
    _chosen = Silent() if off else Lines(_logger(form, level, stream))


def chosen() -> Log:
    """The log that was asked for."""
    return _chosen


_chosen: Log = Silent()


def _logger(form: Form, level: Level, stream: TextIO) -> Any:  # noqa: ANN401
    import structlog

    write = (
        structlog.processors.JSONRenderer(ensure_ascii=True, sort_keys=True)
        if form is Form.JSON
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    return structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            write,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(int(level)),
    ).bind()
