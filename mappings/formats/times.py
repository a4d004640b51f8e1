"""Times as care systems write them → FHIR date, dateTime, instant and Period.

    iso         XML Schema dateTime, date, gYearMonth, gYear, also without seconds or minutes
    compact     digits only: YYYY, YYYYMM, YYYYMMDD, YYYYMMDDhh, …mm, …ss (RIV-TA)
Precision is kept: a date stays a date; a time known to the hour or the minute is the period of
that hour or minute, or a dateTime with zeros where the target holds no period. A wall time without
an offset is read in the zone of its format; one that the clock shows twice means the first of the
two and is `ambiguous`, one that the clock skips is refused (`time.gap`).
https://hl7.org/fhir/R4/datatypes.html#dateTime · https://www.w3.org/TR/xmlschema-2/#dateTime
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from mappings.account import Section
from mappings.errors import Severity, Unreadable
from mappings.fhir.primitives import Date, DateTime, Instant
from mappings.fhir.values import Period, SourceText
from mappings.redacted import Redacted


class Precision(IntEnum):
    """The smallest unit that a time states."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    HOUR = 4
    MINUTE = 5
    SECOND = 6


_ISO: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?)?)?"
    r"(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_COMPACT: Final = re.compile(
    r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(\.\d+)?)?)?)?)?)?()", re.ASCII
)
_LAST: Final = {Precision.HOUR: "{:02}:59:59", Precision.MINUTE: "{:02}:{:02}:59"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Redacted):
    """One time: its FHIR text, how precise it is, and whether the clock showed it twice.

    `text` is a FHIR date (year, month or day) or dateTime with offset; an hour or minute is filled
    up with zeros in it, so `period` says more.
    """

    text: str
    precision: Precision
    period: Period
    ambiguous: bool = False

    @property
    def date(self) -> Date:
        """A FHIR date; a time of the day has none without loss."""
        if self.precision > Precision.DAY:
            raise Unreadable("a date without a time of the day", "time.date")
        return self.text

    @property
    def date_time(self) -> DateTime:
        return self.text

    @property
    def instant(self) -> Instant:
        """A FHIR instant, known to the second."""
        if self.precision < Precision.SECOND:
            raise Unreadable("a time known to the second", "time.instant")
        return self.text

    @property
    def at(self) -> DateTime | None:
        """The dateTime, for a target that also holds a period: None when `during` says more."""
        return None if self.during else self.text

    @property
    def during(self) -> Period | None:
        """The hour or minute, when that is all we know."""
        return self.period if self.precision in _LAST else None


def iso(text: str, zone: str) -> Time:
    """Read an XML Schema date or dateTime; hour or minute alone may be its last part."""
    return _read(_ISO, text, zone, "a date or dateTime like 2018-02-02T15:40:23")


def compact(text: str, zone: str, form: str | None = None) -> Time:
    """Read digits only; `form`, such as YYYYMMDD, must be as long as the text when there is one."""
    if form is not None and len(form.strip()) != len(text.strip()):
        raise Unreadable(f"as many digits as {form.strip()}", "time.format")
    return _read(_COMPACT, text, zone, "a time like 20180202154023")


def either(text: str, zone: str) -> Time:
    """Read a time with or without separators: producers send both where a schema asks for one."""
    return (compact if text.strip()[:8].isdigit() else iso)(text, zone)


def take(  # noqa: PLR0913  where from, where to, how, in which zone
    section: Section,
    name: str,
    field: str,
    zone: str,
    read: Callable[[str, str], Time] = either,
    *,
    at: int | None = None,
) -> Time | None:
    """Take the time at `name`; an issue says so if the clock showed it twice."""
    time = section.take(name, field, lambda text: read(text, zone), at=at)
    if time is not None:
        note_ambiguity(section, name, field, time, at=at)
    return time


def note_ambiguity(
    section: Section, name: str, field: str, time: Time, *, at: int | None = None
) -> None:
    """Say that the first of two instants was taken, and keep what the source had."""
    leaf = section.leaf(name)
    if leaf is None or not time.ambiguous:
        return
    section.target.texts.append(SourceText(name=leaf.node.name, text=leaf.value))
    section.account.issues.append(
        section.issue(
            name,
            field,
            "a time with an offset: the clock shows this one twice, the first was taken",
            "time.ambiguous",
            at=at,
            severity=Severity.WARNING,
        )
    )


def _read(form: re.Pattern[str], text: str, zone: str, expected: str) -> Time:
    found = form.fullmatch(text.strip())
    if found is None:
        raise Unreadable(expected, "time.form")
    *parts, fraction, offset = found.groups()
    numbers = [int(part) for part in parts if part is not None]
    precision = Precision(len(numbers))
    if precision <= Precision.DAY:
        return _date(numbers, precision)
    return _clock(numbers, precision, fraction or "", offset or "", zone)


def _date(numbers: list[int], precision: Precision) -> Time:
    _exists([*numbers, 1, 1][:3])
    text = "-".join(f"{number:0{4 if at == 0 else 2}}" for at, number in enumerate(numbers))
    return Time(text=text, precision=precision, period=Period(start=text, end=text))


def _exists(numbers: list[int]) -> datetime:
    try:
        return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  zone follows
    except ValueError:
        raise Unreadable("a day and time that exist", "time.date") from None


def _clock(numbers: list[int], precision: Precision, fraction: str, offset: str, zone: str) -> Time:
    wall = _wall(numbers)
    offset, ambiguous = (offset, False) if offset else _offset(wall, zone)
    _check_offset(offset)
    day = f"{wall:%Y-%m-%d}".rjust(10, "0")
    text = f"{day}T{wall:%H:%M:%S}{fraction}{offset}"
    last = _LAST.get(precision, "{:02}:{:02}:{:02}").format(wall.hour, wall.minute, wall.second)
    period = Period(start=text, end=f"{day}T{last}{fraction}{offset}")
    return Time(text=text, precision=precision, period=period, ambiguous=ambiguous)


def _wall(numbers: list[int]) -> datetime:
    # XML Schema writes the end of a day as 24:00:00, which FHIR does not know.
    if numbers[3] == 24 and not any(numbers[4:]):  # noqa: PLR2004
        try:
            return _exists([*numbers[:3], 0]) + timedelta(days=1)
        except OverflowError:
            raise Unreadable("a day and time that exist", "time.date") from None
    return _exists(numbers)


def _check_offset(offset: str) -> None:
    # Offsets reach from -12:00 to +14:00; FHIR allows no other.
    if offset != "Z" and not (int(offset[1:3]) <= 14 and int(offset[4:]) < 60):  # noqa: PLR2004
        raise Unreadable("an offset of 14 hours at most", "time.offset")


def _offset(wall: datetime, zone: str) -> tuple[str, bool]:
    """Find the offset of a wall time in a zone, and whether the clock shows it twice there."""
    where = _zone(zone)
    first = wall.replace(tzinfo=where, fold=0).utcoffset() or timedelta()
    second = wall.replace(tzinfo=where, fold=1).utcoffset() or timedelta()
    if first < second:
        raise Unreadable(f"a time that the clock shows in {zone}", "time.gap")
    return _offset_text(first), first > second


def _offset_text(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
