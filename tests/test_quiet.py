"""How far a list of what changed last is read, and who has other records than before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.sync.quiet import Newest, changed, differing, earliest, stamp, stamps, window
from adapter.values import Page, Ref, Resource, Seen

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SINCE = NOON - timedelta(seconds=100)


def at(seconds: int) -> str:
    return (NOON - timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def record(number: int, age: int | None, version: str | None = "1") -> Seen:
    meta = {"versionId": version, "lastUpdated": None if age is None else at(age)}
    held = {name: value for name, value in meta.items() if value is not None}
    body: Resource = {"resourceType": "Goal", "id": str(number), "meta": held}
    return Seen(ref=Ref("Goal", str(number)), version=version, resource=body)


def read(ages: list[int], count: int, *, total: int | None, expected: int) -> Newest:
    """Read a list as far as it has to be."""
    newest = Newest(SINCE, expected)
    records = [record(number, age) for number, age in enumerate(ages)]
    for start in range(0, len(records), count):
        newest.take(Page(seen=tuple(records[start : start + count]), total=total, at=at(0)))
        if newest.is_enough:
            break
    return newest


AGES = st.lists(st.integers(0, 300), max_size=80)


@given(ages=AGES, count=st.integers(1, 20), tells_total=st.booleans())
def test_whatever_changed_within_the_window_was_read(
    ages: list[int], count: int, *, tells_total: bool
) -> None:
    in_order = sorted(ages)
    total = len(ages) if tells_total else None
    newest = read(in_order, count, total=total, expected=len(ages))
    recent = {f"Goal/{number}" for number, age in enumerate(in_order) if age <= 100}
    assert recent <= newest.records.keys()


@given(AGES, st.integers(1, 20))
def test_a_list_that_is_not_in_order_is_read_to_its_end(ages: list[int], count: int) -> None:
    newest = read([*sorted(ages)[:5], 5000, *ages], count, total=None, expected=0)
    listed = [*sorted(ages)[:5], 5000, *ages]
    if newest.is_enough:  # then what was read was in order
        assert listed[: len(newest.records)] == sorted(listed[: len(newest.records)])
    else:
        assert len(newest.records) == len(listed)


def test_a_long_quiet_list_is_read_no_further_than_its_first_page() -> None:
    assert len(read(list(range(200, 300)), 20, total=100, expected=100).records) == 20


@pytest.mark.parametrize("total", [99, 101])
def test_more_or_fewer_records_than_before_let_all_be_read(total: int) -> None:
    assert len(read(list(range(200, 300)), 20, total=total, expected=100).records) == 100


def test_few_records_in_order_may_be_so_by_accident() -> None:
    assert len(read(list(range(200, 209)), 3, total=9, expected=9).records) == 9


def test_a_record_without_a_time_ends_the_trust_in_the_order() -> None:
    newest = Newest(SINCE, 30)
    seen = (*(record(number, 200 + number) for number in range(20)), record(20, None))
    newest.take(Page(seen=seen, total=30, at=at(0)))
    assert not newest.is_enough


def test_without_a_cursor_nothing_is_enough() -> None:
    newest = Newest(window(None, 300), 20)
    newest.take(Page(seen=tuple(record(each, 9000 + each) for each in range(20)), total=20))
    assert not newest.is_enough


def test_the_time_and_the_total_are_those_of_the_first_page() -> None:
    newest = Newest(SINCE, 2)
    newest.take(Page(seen=(record(1, 1),), total=2, at=at(9)))
    newest.take(Page(seen=(record(2, 2),), total=3, at=at(3), gone=(Ref("Goal", "7"),)))
    assert (newest.at, newest.total, newest.gone) == (at(9), 2, {"Goal/7"})


def test_a_record_that_two_pages_show_counts_as_it_was_first() -> None:
    newest = Newest(SINCE, 1)
    newest.take(Page(seen=(record(1, 1, "2"),)))
    newest.take(Page(seen=(record(1, 1, "1"),)))
    assert stamp(newest.records["Goal/1"]).startswith("2 ")


def test_the_window_reaches_back_by_the_overlap_of_the_servers_own_time() -> None:
    assert window("2026-03-02T13:00:00+01:00", 300) == NOON - timedelta(minutes=5)
    assert window("2026-03-02T12:00:00", 300) is None  # of which day that is nobody knows
    assert window("yesterday", 300) is None


def test_the_earliest_time_is_unknown_when_one_is() -> None:
    later, sooner = "2026-03-02T12:00:00Z", "2026-03-02T12:30:00+01:00"
    assert earliest([later, sooner]) == sooner
    assert earliest([later, None]) is None
    assert earliest([]) is None


# -- who has changed ------------------------------------------------------------------------------


def test_a_version_or_time_that_is_another_or_a_record_that_is_new_is_a_change() -> None:
    before = {"anna": stamps([record(1, 50), record(2, 60)]), "line": stamps([record(3, 70)])}
    for now in (record(1, 50, "2"), record(1, 49), record(9, 50)):
        assert changed(before, {"anna": stamps([now])}) == {"anna"}
    same = {"anna": stamps([record(1, 50)]), "line": stamps([record(3, 70)])}
    assert changed(before, same) == set()
    assert changed({}, {"anna": stamps([record(1, 50)])}) == {"anna"}


def test_a_record_without_version_and_time_is_never_the_same() -> None:
    nameless = record(1, None, None)
    before = {"anna": stamps([nameless])}
    assert changed(before, {"anna": {str(nameless.ref): stamp(nameless)}}) == {"anna"}


def test_who_lacks_a_record_of_a_type_that_was_read_whole_has_changed() -> None:
    before = {"anna": {**stamps([record(1, 50)]), "List/4": "1"}, "line": stamps([record(3, 70)])}
    assert differing("Goal", before, before, {"line": stamps([record(3, 70)])}) == {"anna"}
    now = {"anna": stamps([record(1, 50)]), "line": stamps([record(3, 70)])}
    assert differing("Goal", before, before, now) == set()
