"""Times keep their precision, get the offset of their zone, and never invent an instant."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.account import Account
from mappings.errors import Severity, Unreadable
from mappings.fhir.values import Period, SourceText
from mappings.formats import times
from mappings.tree import Node

OSLO = "Europe/Oslo"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2018", "2018"),
        ("2018-02", "2018-02"),
        ("2018-02-02", "2018-02-02"),
        ("2018-02-02+01:00", "2018-02-02"),
        ("20180202", "2018-02-02"),
        ("2018-02-02T15:40:23", "2018-02-02T15:40:23+01:00"),
        ("2018-07-02T15:40:23.120", "2018-07-02T15:40:23.120+02:00"),
        ("2018-07-02T15:40:23Z", "2018-07-02T15:40:23Z"),
        ("20180702154023", "2018-07-02T15:40:23+02:00"),
        ("2018-02-02T24:00:00", "2018-02-03T00:00:00+01:00"),
    ],
)
def test_a_time_keeps_its_precision_and_gets_the_offset_of_its_zone(
    source: str, expected: str
) -> None:
    assert times.either(source, OSLO).text == expected


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("2018-13-01", "time.date"),
        ("2018-02-30", "time.date"),
        ("0000-01-01", "time.date"),
        ("9999-12-31T24:00:00", "time.date"),
        ("-2018-01-01", "time.form"),
        ("15:40:00", "time.form"),
        ("2018-2-2", "time.form"),
        ("٢٠١٨-02-02", "time.form"),
        ("2018-03-25T02:30:00", "time.gap"),
        ("2018-02-02T10:00:00+15:00", "time.offset"),
        ("2018-02-02T10:00:00+01:60", "time.offset"),
        ("2018-02-02T10:00:61", "time.date"),
        ("", "time.form"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_by_a_named_rule(source: str, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        times.either(source, OSLO)
    assert refused.value.rule == rule


def test_a_time_that_the_clock_shows_twice_means_the_first_and_says_so() -> None:
    twice = times.iso("2018-10-28T02:30:00", OSLO)
    assert (twice.text, twice.ambiguous) == ("2018-10-28T02:30:00+02:00", True)
    assert not times.iso("2018-10-28T02:30:00+01:00", OSLO).ambiguous


def test_hour_and_minute_are_periods_of_that_hour_or_minute() -> None:
    hour = times.compact("2014091112", "Europe/Stockholm")
    minute = times.compact("201409111214", "Europe/Stockholm")
    assert hour.during == Period(start="2014-09-11T12:00:00+02:00", end="2014-09-11T12:59:59+02:00")
    assert minute.during == Period(
        start="2014-09-11T12:14:00+02:00", end="2014-09-11T12:14:59+02:00"
    )
    assert hour.at is None
    assert hour.date_time == "2014-09-11T12:00:00+02:00"


def test_an_instant_is_made_only_of_a_time_known_to_the_second() -> None:
    assert times.iso("2018-02-02T15:40:23", OSLO).instant == "2018-02-02T15:40:23+01:00"
    for coarse in ("2018-02-02", "2018-02-02T15", "2018-02-02T15:40"):
        with pytest.raises(Unreadable, match=r"time\.instant"):
            _ = times.iso(coarse, OSLO).instant


def test_a_date_is_never_made_by_cutting_a_time() -> None:
    assert times.iso("2018-02", OSLO).date == "2018-02"
    with pytest.raises(Unreadable, match=r"time\.date"):
        _ = times.iso("2018-02-02T00:00:00", OSLO).date


def test_a_stated_form_must_be_as_long_as_the_value() -> None:
    assert times.compact("201409", OSLO, "YYYYMM").text == "2014-09"
    with pytest.raises(Unreadable, match=r"time\.format"):
        times.compact("20140911", OSLO, "YYYYMM")


def test_an_ambiguous_time_is_mapped_with_a_warning_and_its_text_as_it_stood() -> None:
    root = Node("Visit", line=1)
    Node("Start", text="2018-10-28T02:30:00", parent=root, line=2)
    account = Account(root)
    section = account.section(root, {"start": "Encounter.period.start"})
    taken = times.take(section, "Start", "start", OSLO)
    assert taken is not None
    assert section.target.texts == [SourceText(name="Start", text="2018-10-28T02:30:00")]
    (issue,) = account.issues
    assert (issue.rule, issue.severity, issue.line) == ("time.ambiguous", Severity.WARNING, 2)
    assert times.take(section, "End", "start", OSLO) is None


@given(
    wall=st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2037, 1, 1)),  # noqa: DTZ001
    zone=st.sampled_from([OSLO, "Europe/Stockholm", "America/St_Johns", "UTC"]),
)
def test_every_readable_time_names_the_instant_that_its_zone_gives(
    wall: datetime, zone: str
) -> None:
    wall = wall.replace(microsecond=0)
    aware = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    back = aware.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != wall:
        with pytest.raises(Unreadable, match=r"time\.gap"):
            times.iso(wall.isoformat(), zone)
        return
    read = times.iso(wall.isoformat(), zone)
    assert datetime.fromisoformat(read.text) - aware == timedelta()
    assert read.text[:19] == wall.isoformat()
