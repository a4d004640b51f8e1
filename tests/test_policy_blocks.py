"""When a block keeps somebody from a record: intervals, units, lifts, and unsure times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.policy.blocks import applies, flagged, is_blocked, same, written
from adapter.policy.spans import EVER, Span, overlap, span_of
from adapter.values import Accountable, Actor, Block, Grantor, Lift, Told

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REGION, MUNICIPALITY = "SE2321000016-A", "SE2120001850-B"
WARD, OTHER_WARD = "SE2321000016-WARD", "SE2321000016-OTHER"
STOCKHOLM = "Europe/Stockholm"
OURS = Accountable(care_giver=REGION, care_unit=WARD, comparison_time="2025-03-01T10:00:00+01:00")
THEM = Actor(care_giver=MUNICIPALITY)
OUTER = Block(id="outer", care_giver=REGION)
INNER = Block(id="inner", care_giver=REGION, care_unit=WARD)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# -- whose data, who asks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "same_unit", "same_giver", "theirs"), list(product([True, False], repeat=4))
)
def test_inner_and_outer_blocks_by_unit_and_care_giver(
    *, inner: bool, same_unit: bool, same_giver: bool, theirs: bool
) -> None:
    """Sixteen rows: kind of block × unit and care giver of the actor × whether it is theirs."""
    accountable = OURS if theirs else replace(OURS, care_giver="SE-X", care_unit="SE-X-UNIT")
    actor = Actor(
        care_giver=REGION if same_giver else MUNICIPALITY,
        care_unit=WARD if same_unit else OTHER_WARD,
    )
    block = INNER if inner else OUTER
    open_to_them = same_unit if inner else same_giver
    assert is_blocked(accountable, actor, [block], NOW) is (theirs and not open_to_them)


def test_who_works_in_no_known_unit_is_outside_an_inner_block() -> None:
    assert is_blocked(OURS, Actor(care_giver=REGION), [INNER], NOW)
    assert is_blocked(OURS, Actor(), [OUTER], NOW)


def test_what_nobody_is_known_to_answer_for_may_be_what_is_blocked() -> None:
    nobody = Accountable(comparison_time=OURS.comparison_time)
    assert is_blocked(nobody, THEM, [OUTER], NOW)
    assert is_blocked(nobody, THEM, [INNER], NOW)
    assert is_blocked(replace(OURS, care_unit=None), THEM, [INNER], NOW)
    assert not is_blocked(replace(OURS, care_unit=OTHER_WARD), THEM, [INNER], NOW)


def test_ids_are_one_in_capitals_or_not() -> None:
    assert same("SE2321000016-a", " se2321000016-A")
    assert not same(None, None)
    assert is_blocked(OURS, THEM, [replace(OUTER, care_giver=REGION.lower())], NOW)


def test_a_block_that_can_not_be_read_covers_everything() -> None:
    anything = Accountable(care_giver="SE-X", comparison_time="1990-01-01")
    unread = Block(id="unread", understood=False, excepted=frozenset({"lak"}))
    assert is_blocked(anything, Actor(care_giver="SE-X"), [unread], NOW, "lak")


@pytest.mark.parametrize(
    ("information", "blocked"),
    [("unspecified", True), ("voo", True), ("lak", False), ("upp", True)],
)
def test_only_an_excepted_type_is_open(information: str, *, blocked: bool) -> None:
    block = replace(OUTER, excepted=frozenset({"lak", "voo"}))
    assert is_blocked(OURS, THEM, [block], NOW, information) is blocked


def test_a_care_plan_is_never_excepted() -> None:
    block = replace(OUTER, excepted=frozenset({"lak", "upp", "unspecified"}))
    assert is_blocked(OURS, THEM, [block], NOW)


def test_a_block_is_in_force_from_its_first_to_its_last_instant() -> None:
    for since, until, blocked in [
        (NOW, NOW, True),
        (NOW + timedelta(microseconds=1), None, False),
        (None, NOW - timedelta(microseconds=1), False),
        (None, None, True),
    ]:
        assert is_blocked(OURS, THEM, [replace(OUTER, since=since, until=until)], NOW) is blocked


@pytest.mark.parametrize(
    ("grantor", "minor", "is_flagged"),
    [
        (Grantor.GUARDIAN, Told.TRUE, True),
        (Grantor.GUARDIAN, Told.UNKNOWN, True),
        (Grantor.GUARDIAN, Told.ABSENT, True),
        (Grantor.GUARDIAN, Told.FALSE, False),
        (Grantor.PATIENT, Told.TRUE, False),
        (Grantor.UNKNOWN, Told.TRUE, False),
    ],
)
def test_what_a_guardian_blocked_of_a_child_is_flagged_and_stands(
    grantor: Grantor, minor: Told, *, is_flagged: bool
) -> None:
    block = replace(OUTER, set_by=grantor)
    assert flagged(block, minor) is is_flagged
    assert is_blocked(OURS, THEM, [block], NOW)


# -- when it was written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "blocked"),
    [
        (None, None, True),
        ("2025-01-01T00:00:00+00:00", None, True),
        (None, "2025-12-31T00:00:00+00:00", True),
        ("2025-03-01T09:00:00+00:00", "2025-03-01T09:00:00+00:00", True),
        ("2025-03-01T09:00:01+00:00", None, False),
        (None, "2025-03-01T08:59:59+00:00", False),
    ],
)
def test_what_was_written_within_the_period_is_blocked_its_ends_included(
    start: str | None, end: str | None, *, blocked: bool
) -> None:
    block = replace(
        OUTER,
        start=None if start is None else instant(start),
        end=None if end is None else instant(end),
    )
    assert is_blocked(OURS, THEM, [block], NOW) is blocked


@pytest.mark.parametrize(
    "time", [None, "", "yesterday", "2025-13-01", "2025-02-30", "2025-03-01T25:00:00"]
)
def test_without_a_time_of_writing_any_period_covers_it(time: str | None) -> None:
    block = replace(
        OUTER, start=instant("1999-01-01T00:00:00+00:00"), end=instant("1999-01-02T00:00:00+00:00")
    )
    assert is_blocked(replace(OURS, comparison_time=time), THEM, [block], NOW)


def test_what_is_known_of_the_time_of_writing_narrows_it() -> None:
    vague = replace(
        OURS, comparison_time=None, not_before="2024-05", not_after="2025-01-31T12:00:00Z"
    )
    assert written(vague) == Span(
        instant("2024-04-30T22:00:00+00:00"), instant("2025-01-31T12:00:00.999999+00:00")
    )
    early = replace(OUTER, end=instant("2024-01-01T00:00:00+00:00"))
    late = replace(OUTER, start=instant("2025-02-01T00:00:00+00:00"))
    partly = replace(OUTER, end=instant("2024-06-01T00:00:00+00:00"))
    assert not is_blocked(vague, THEM, [early, late], NOW)
    assert is_blocked(vague, THEM, [partly], NOW)


@pytest.mark.parametrize(
    "time",
    [
        "2026-10-25T02:30:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2026-10-25T00:30:00Z",
    ],
)
def test_a_time_that_the_clock_shows_twice_is_tested_with_both_instants(time: str) -> None:
    first, second = instant("2026-10-25T00:30:00+00:00"), instant("2026-10-25T01:30:00+00:00")
    when = NOW + timedelta(days=365)
    for at in (first, second):
        block = replace(OUTER, start=at, end=at)
        assert is_blocked(replace(OURS, comparison_time=time), THEM, [block], when)
    neither = replace(OUTER, start=first - timedelta(hours=1), end=first - timedelta(seconds=1))
    assert not is_blocked(replace(OURS, comparison_time=time), THEM, [neither], when)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2024-12-31T23:00:00+00:00", "2025-12-31T22:59:59.999999+00:00"),
        ("2024", "2023-12-31T23:00:00+00:00", "2024-12-31T22:59:59.999999+00:00"),
        ("2024-02", "2024-01-31T23:00:00+00:00", "2024-02-29T22:59:59.999999+00:00"),
        ("2025-07-01", "2025-06-30T22:00:00+00:00", "2025-07-01T21:59:59.999999+00:00"),
        ("2025-07-01T10:20", "2025-07-01T08:20:00+00:00", "2025-07-01T08:20:59.999999+00:00"),
        (
            "2025-07-01T10:20:30.5",
            "2025-07-01T08:20:30.500000+00:00",
            "2025-07-01T08:20:30.500000+00:00",
        ),
        (
            "2025-07-01T10:20:30-05:30",
            "2025-07-01T15:50:30+00:00",
            "2025-07-01T15:50:30.999999+00:00",
        ),
        # Of a clock that jumps from 2 to 3 nobody can have read half past two.
        ("2026-03-29T02:30:00", "2026-03-29T00:30:00+00:00", "2026-03-29T01:30:00.999999+00:00"),
    ],
)
def test_a_time_is_all_that_it_may_mean(text: str, first: str, last: str) -> None:
    assert span_of(text, STOCKHOLM) == Span(instant(first), instant(last))


@pytest.mark.parametrize("text", ["0001", "9999", "0001-01-01T00:00:00+01:00"])
def test_a_time_beyond_the_calendar_may_be_any(text: str) -> None:
    assert span_of(text, STOCKHOLM) == EVER


# -- lifts ----------------------------------------------------------------------------------------

LIFT = Lift(id="lift", start=NOW - timedelta(days=1), end=NOW + timedelta(days=6), care_unit="U-1")
NURSE = Actor(care_giver=MUNICIPALITY, care_unit="u-1", employee="SE-NURSE")


@pytest.mark.parametrize(
    ("start", "end", "opens"),
    [
        (timedelta(0), timedelta(days=7), True),
        (timedelta(0), timedelta(days=7, seconds=1), False),
        (timedelta(days=-7), timedelta(0), True),
        (timedelta(days=-8), timedelta(0), False),
        (timedelta(seconds=1), timedelta(days=1), False),
        (timedelta(days=-1), timedelta(seconds=-1), False),
        (None, timedelta(days=7), True),
        (None, timedelta(days=7, seconds=1), False),
        (None, timedelta(seconds=-1), False),
    ],
)
def test_a_lift_opens_from_its_start_to_its_end_for_seven_days_at_most(
    start: timedelta | None, end: timedelta, *, opens: bool
) -> None:
    lift = replace(LIFT, start=None if start is None else NOW + start, end=NOW + end)
    assert applies(lift, NURSE, NOW) is opens
    assert is_blocked(OURS, NURSE, [replace(OUTER, lifts=(lift,))], NOW) is not opens


@pytest.mark.parametrize(
    ("unit", "employee", "opens"),
    [
        ("U-1", None, True),
        ("U-2", None, False),
        (None, "SE-NURSE", True),
        (None, "SE-OTHER", False),
        ("U-1", "SE-NURSE", True),
        ("U-1", "SE-OTHER", False),
        ("U-2", "SE-NURSE", False),
        (None, None, False),
    ],
)
def test_a_lift_is_for_a_unit_or_a_member_of_staff_and_never_for_everybody(
    unit: str | None, employee: str | None, *, opens: bool
) -> None:
    assert applies(replace(LIFT, care_unit=unit, employee=employee), NURSE, NOW) is opens


def test_a_lift_opens_its_own_block_alone_and_ends_by_itself() -> None:
    lifted = replace(OUTER, lifts=(LIFT,))
    assert not is_blocked(OURS, NURSE, [lifted], NOW)
    assert is_blocked(OURS, NURSE, [lifted, OUTER], NOW)
    assert is_blocked(OURS, NURSE, [lifted], LIFT.end + timedelta(seconds=1))


# -- laws -----------------------------------------------------------------------------------------

instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.tuples(instants, instants).map(lambda pair: Span(min(pair), max(pair)))
ids = st.sampled_from([REGION, MUNICIPALITY])
units = st.sampled_from([WARD, OTHER_WARD, "U-1"])
lifts = st.builds(
    Lift,
    id=st.just("l"),
    start=st.none() | instants,
    end=instants,
    care_unit=st.none() | units,
    employee=st.none() | st.just("SE-NURSE"),
)
blocks = st.builds(
    Block,
    id=st.just("b"),
    care_giver=st.none() | ids,
    care_unit=st.none() | units,
    start=st.none() | instants,
    end=st.none() | instants,
    since=st.none() | instants,
    until=st.none() | instants,
    lifts=st.lists(lifts, max_size=2).map(tuple),
    understood=st.booleans(),
)
accountables = st.builds(
    Accountable,
    care_giver=st.none() | ids,
    care_unit=st.none() | units,
    comparison_time=st.none() | instants.map(datetime.isoformat),
)
actors = st.builds(
    Actor,
    care_giver=st.none() | ids,
    care_unit=st.none() | units,
    employee=st.none() | st.just("SE-NURSE"),
)


@given(spans, spans)
def test_overlap_is_symmetric_and_its_ends_are_closed(one: Span, other: Span) -> None:
    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, Span(one.last, max(one.last, other.last)))
    assert overlap(one, EVER)


@given(spans, spans, spans)
def test_a_wider_span_overlaps_whatever_a_narrower_one_does(
    one: Span, other: Span, more: Span
) -> None:
    wider = Span(min(one.first, more.first), max(one.last, more.last))
    assert overlap(wider, other) or not overlap(one, other)


@given(accountables, actors, st.lists(blocks, max_size=4), blocks, instants)
def test_another_block_never_opens(
    accountable: Accountable, actor: Actor, known: list[Block], more: Block, now: datetime
) -> None:
    if is_blocked(accountable, actor, known, now):
        assert is_blocked(accountable, actor, [*known, more], now)


@given(accountables, actors, st.lists(blocks, min_size=1, max_size=4), lifts, instants)
def test_another_lift_never_closes(
    accountable: Accountable, actor: Actor, known: list[Block], lift: Lift, now: datetime
) -> None:
    lifted = [replace(known[0], lifts=(*known[0].lifts, lift)), *known[1:]]
    if not is_blocked(accountable, actor, known, now):
        assert not is_blocked(accountable, actor, lifted, now)


@given(accountables, actors, st.lists(blocks, max_size=4), instants)
def test_to_know_less_of_a_record_never_opens_it(
    accountable: Accountable, actor: Actor, known: list[Block], now: datetime
) -> None:
    if is_blocked(accountable, actor, known, now):
        assert is_blocked(Accountable(), actor, known, now)


@given(accountables, actors, st.lists(blocks, max_size=4), instants)
def test_the_order_of_blocks_does_not_matter(
    accountable: Accountable, actor: Actor, known: list[Block], now: datetime
) -> None:
    backwards = known[::-1]
    assert is_blocked(accountable, actor, known, now) is is_blocked(
        accountable, actor, backwards, now
    )
