"""Times as what they may mean: a span from the first to the last instant, both included.

A date is its whole day, a second the whole second. A local time that the clock shows twice, when
summer time ends, is both instants, also where the source has an offset: whoever wrote that down had
to guess. What is not given, or can't be read, may be any time.
https://hl7.org/fhir/R4/datatypes.html#dateTime
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

_FORM: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
    r"(?P<offset>Z|[+-]\d\d:\d\d)?)?)?)?"
)
_LEAST: Final = timedelta(microseconds=1)


class Span(NamedTuple):
    """From the first to the last instant that is meant."""

    first: datetime
    last: datetime


EVER: Final = Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share an instant; that they touch is enough."""
    return one.first <= other.last and other.first <= one.last


def span_of(text: str | None, zone: str) -> Span:
    """What a dateTime may mean where it was written."""
    found = None if text is None else _FORM.fullmatch(text.strip())
    if found is None:
        return EVER
    try:
        return _span(found.groupdict(), zone)
    except (ValueError, OverflowError):  # a 13th month, or a time before the first year
        return EVER


def _span(parts: dict[str, str | None], zone: str) -> Span:
    first, length = _wall(parts)
    last = first + length - _LEAST
    instants = [each for wall in (first, last) for each in _instants(wall, parts["offset"], zone)]
    return Span(min(instants), max(instants))


def _wall(parts: dict[str, str | None]) -> tuple[datetime, timedelta]:
    """The first moment on the clock, and how long what is named lasts."""
    year, month = int(parts["year"] or 0), int(parts["month"] or 1)
    if parts["month"] is None:
        return datetime(year, 1, 1), timedelta(days=_days(year))  # noqa: DTZ001  a local clock
    if parts["day"] is None:
        return datetime(year, month, 1), timedelta(days=monthrange(year, month)[1])  # noqa: DTZ001
    day = datetime(year, month, int(parts["day"]))  # noqa: DTZ001
    if parts["hour"] is None:
        return day, timedelta(days=1)
    minute = day + timedelta(hours=_below(parts["hour"], 24), minutes=_below(parts["minute"], 60))
    if parts["second"] is None:
        return minute, timedelta(minutes=1)
    second = minute + timedelta(seconds=_below(parts["second"], 61))
    if parts["fraction"] is None:
        return second, timedelta(seconds=1)
    return second + timedelta(microseconds=int(f"{parts['fraction']:0<6}"[:6])), _LEAST


def _days(year: int) -> int:
    return (datetime(year, 12, 31) - datetime(year, 1, 1)).days + 1  # noqa: DTZ001


def _below(text: str | None, limit: int) -> int:
    number = int(text or 0)
    if number >= limit:
        raise ValueError
    return number


def _instants(wall: datetime, offset: str | None, zone: str) -> list[datetime]:
    """The instants at which a clock there shows that; with an offset also the one it says."""
    where = ZoneInfo(zone)
    local = [wall.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if offset is None:
        return local
    said = wall.replace(tzinfo=_offset(offset)).astimezone(UTC)
    there = said.astimezone(where).replace(tzinfo=None)
    twice = [there.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return [said, *twice]


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
