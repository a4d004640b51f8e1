"""Partial times of RIV-TA ({format, value}) → when, or during what.

`format` is one of YYYY … YYYYMMDDhhmmss and must be as long as the value: the schema's pattern
lets 2014091112 pass, and reads its tail as minutes and seconds. A start and an end that say the
same are one time; an hour or a minute is the period of that hour or minute.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mappings.account import Reason, Section
from mappings.errors import Unreadable
from mappings.fhir.primitives import DateTime
from mappings.fhir.values import Period, SourceText
from mappings.formats import times
from mappings.formats.rivta.answer import Shape
from mappings.formats.times import Time
from mappings.redacted import Redacted

SHAPE: Final[Shape] = {"format": {}, "value": {}}
INTERVAL: Final[Shape] = {"start": SHAPE, "end": SHAPE}
FORMATS: Final = frozenset(
    {"YYYY", "YYYYMM", "YYYYMMDD", "YYYYMMDDhh", "YYYYMMDDhhmm", "YYYYMMDDhhmmss"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Redacted):
    """A point in time or a period, never both."""

    at: DateTime | None = None
    during: Period | None = None


def moment(section: Section, at_field: str, during_field: str, zone: str) -> When:
    """Take the partial time that `section` stands on."""
    seen = _seen(section, zone)
    into_period = seen is not None and seen.during is not None
    time = _take(section, during_field if into_period else at_field, zone)
    return When() if time is None else When(at=time.at, during=time.during)


def interval(section: Section, at_field: str, during_field: str, zone: str) -> When:
    """Take start and end of the period that `section` stands on."""
    start, end = section.child("start"), section.child("end")
    first = None if start is None else _seen(start, zone)
    last = None if end is None else _seen(end, zone)
    if start is not None and end is not None and first is not None and first == last:
        field = at_field if first.during is None else during_field
        _take(start, field, zone)
        _take(end, field, zone)
        return When(at=first.at, during=first.during)
    first = None if start is None else _bound(start, f"{during_field}.start", zone)
    last = None if end is None else _bound(end, f"{during_field}.end", zone)
    if start and end and first and last and ends_first(first, last):
        for bound, name in ((start, "start"), (end, "end")):
            expected = "a period that ends after it starts"
            bound.refuse("value", f"{during_field}.{name}", expected, "rivta.time.order")
        return When()
    return _during(first, last)


def date_time(section: Section, field: str, zone: str, *, at: int | None = None) -> DateTime | None:
    """Take a partial time where there is no place for a period; the text stays beside it."""
    time = _bound(section, field, zone, at=at)
    return None if time is None else time.date_time


def _during(start: Time | None, end: Time | None) -> When:
    return When() if start is None and end is None else When(during=between(start, end))


def between(start: Time | None, end: Time | None) -> Period:
    """The period from the beginning of one time to the end of the other."""
    first = None if start is None else start.period.start
    last = None if end is None else end.period.end
    return Period(start=first, end=last)


def _bound(section: Section, field: str, zone: str, *, at: int | None = None) -> Time | None:
    time = _take(section, field, zone, at=at)
    leaf = section.leaf("value")
    if time is not None and leaf is not None and time.during is not None and not time.ambiguous:
        section.target.texts.append(SourceText(name="value", text=leaf.value))
    return time


def _take(section: Section, field: str, zone: str, *, at: int | None = None) -> Time | None:
    form = _form(section, field)
    time = section.take("value", field, lambda text: times.compact(text, zone, form), at=at)
    if time is not None:
        times.note_ambiguity(section, "value", field, time, at=at)
    return time


def _seen(section: Section, zone: str) -> Time | None:
    """The time as it will be read, to tell where it belongs before it is taken."""
    leaf, form = section.leaf("value"), section.leaf("format")
    known = form is not None and form.value.strip() in FORMATS
    try:
        stated = form.value if known and form is not None else None
        return None if leaf is None else times.compact(leaf.value, zone, stated)
    except Unreadable:
        return None


def _form(section: Section, field: str) -> str | None:
    """The format, if it is one: then it says no more than how long the value is."""
    leaf = section.leaf("format")
    if leaf is None:
        return None
    if leaf.value.strip() not in FORMATS:
        expected = "a format from YYYY to YYYYMMDDhhmmss"
        section.refuse("format", field, expected, "rivta.time.format")
        return None
    section.drop("format", Reason.REPEATED)
    return leaf.value


def ends_first(start: Time, end: Time) -> bool:
    """Whether a period would end before it starts, as far as both are known."""
    first, last = start.period.start or "", end.period.end or ""
    if "T" in first and "T" in last:
        return datetime.fromisoformat(first) > datetime.fromisoformat(last)
    known = min(len(first.partition("T")[0]), len(last.partition("T")[0]))
    return first[:known] > last[:known]
