"""Reads one cell: the value that its column holds."""

import re
from typing import Any, Final

from mappings.errors import Unreadable
from mappings.fhir.values import Period
from mappings.formats import times
from mappings.formats.native.shape import Kind
from mappings.formats.native_csv.columns import Column

# Where a time to the minute is the period of that minute; all other times are exact.
_MAY_BE_A_MINUTE: Final = frozenset({"said_at", "taken_at"})
_OFFSET: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)\s*$").search
_CLOCK: Final = re.compile(r"\d[T ]\d").search


def value_of(column: Column, text: str, zone: str | None) -> Any:  # noqa: ANN401
    """The value of a cell; raises Unreadable."""
    if not column.is_time:
        return column.parse(text)
    try:
        return column.parse(text)
    except Unreadable:
        if zone is None and _CLOCK(text) and not _OFFSET(text):
            raise
        return _local(column, text, zone or "")


def _local(column: Column, text: str, zone: str) -> str | Period:
    """A time as tables have it: a space in the middle, no seconds, no offset."""
    time = times.iso(text.strip().replace(" ", "T", 1), zone)
    if time.ambiguous:
        # The clock shows it twice, and a row has no place to say which of the two it was.
        raise Unreadable("an offset: the clock shows this time twice", "time.ambiguous")
    if column.member.kind is Kind.INSTANT:
        return time.instant
    if time.during is None:
        return time.text
    if column.field not in _MAY_BE_A_MINUTE:
        raise Unreadable("a time with seconds", "time.instant")
    return time.during
