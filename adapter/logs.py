"""The log: lines on stderr for whoever looks after scheduled runs, and nobody's data in them.

An event is one of a list, and each of its facts has a form of its own: ids that were made here,
names from the configuration, codes, counts, seconds, local handles of people. What has another form
is left out, so that no text of a record or a server can get in, and no line can be broken or
forged (https://cwe.mitre.org/data/definitions/117.html). structlog writes the lines; it is not
imported unless somebody asked for a log.
"""

import re
import sys
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, TextIO

from adapter.ports import Fact, Log
from adapter.values import Level, Logged

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
        self._logger.log(int(event.level), event.value, **told(facts))

    def bound(self, **facts: Fact) -> "Lines":
        """The same log, with facts that each line tells from now on."""
        return Lines(self._logger.bind(**told(facts)))


def told(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """What may be told of the facts; of what may not, that it was left out."""
    return {name: _told(name, fact) for name, fact in facts.items() if fact is not None}


def _told(name: str, fact: Fact) -> Fact:
    if isinstance(fact, Mapping):
        return {key: count for key, count in fact.items() if _is_count(key, count)}
    if name in _NUMBERS and isinstance(fact, int | float):
        return fact
    form = _FORMS.get(name)
    return fact if form is not None and form.fullmatch(str(fact)) else LEFT_OUT


def _is_count(key: object, count: object) -> bool:
    return isinstance(count, int) and re.fullmatch(_CODE, str(key)) is not None


def begin(form: Form, level: Level, stream: TextIO | None = None) -> None:
    """Write a log from now on, on stderr."""
    global _chosen  # noqa: PLW0603  a process has one stderr, and one log on it
    _chosen = Silent() if form is Form.OFF else Lines(_logger(form, level, stream or sys.stderr))


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
