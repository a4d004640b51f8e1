"""Machines that share a state take turns: a lease says who runs a route, and ends by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from adapter.codec import json_door
from adapter.errors import Exit, Locked, exit_code
from adapter.state.lock import only_run
from adapter.state.store import Store
from adapter.usecases.context import Context, instant
from adapter.usecases.lease import FOR, holding
from adapter.values import Lease
from tests.world import make_world

START: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Hand:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def context(tmp_path: Path, hand: Hand) -> Context:
    return replace(make_world(tmp_path).context, clock=hand)


def on(host: str, hand: Hand, *, process: str = "7") -> Lease:
    """The lease of a run that another machine starts now."""
    now = hand.now()
    return Lease(
        route="plans", host=host, process=process, since=instant(now), until=instant(now + FOR)
    )


def is_locked_out(context: Context) -> str:
    with pytest.raises(Locked) as caught, holding(context, "plans"):
        pytest.fail("another machine runs it")
    assert exit_code(caught.value) is Exit.TRY_AGAIN
    return str(caught.value)


def test_a_route_is_held_while_the_block_runs_and_free_after_it(context: Context) -> None:
    with holding(context, "plans"):
        held = context.store.lease("plans")
        assert held is not None
        assert context.store.lease("documents") is None
    assert context.store.lease("plans") is None


def test_a_run_that_fails_leaves_the_route_to_others(context: Context) -> None:
    with pytest.raises(KeyError), holding(context, "plans"):
        raise KeyError
    assert context.store.lease("plans") is None


def test_whoever_is_locked_out_by_another_machine_is_told_by_whom_and_for_how_long(
    context: Context, hand: Hand
) -> None:
    assert context.store.take_lease(on("other", hand))
    hand.time += timedelta(minutes=3)
    told = is_locked_out(context)
    assert "process 7 on other, since 2026-03-02T08:00:00.000Z (180 s)" in told
    with holding(context, "documents"):
        pass


def test_whoever_is_locked_out_on_one_machine_is_told_as_well(context: Context) -> None:
    with holding(context, "plans"):
        lease = context.store.lease("plans")
        assert lease is not None
        assert f"process {lease.process} on {lease.host}" in is_locked_out(context)
    with only_run(context.settings.state, "plans"):
        assert is_locked_out(context) == "another run of plans is under way"


def test_a_lease_that_was_not_renewed_in_time_is_taken_over(context: Context, hand: Hand) -> None:
    assert context.store.take_lease(on("other", hand))
    hand.time += FOR
    is_locked_out(context)
    hand.time += timedelta(milliseconds=1)
    with holding(context, "plans"):
        pass


def test_a_run_of_this_machine_that_was_killed_keeps_nobody_waiting(
    context: Context, hand: Hand
) -> None:
    with holding(context, "plans"):
        mine = context.store.lease("plans")
    assert mine is not None
    assert context.store.take_lease(on(mine.host, hand, process="killed"))
    with holding(context, "plans"):
        pass


def test_a_run_that_goes_on_for_long_keeps_the_route(context: Context, hand: Hand) -> None:
    with holding(context, "plans") as running:
        for _ in range(10):
            hand.time += FOR / 2
            running.go_on()
            assert not context.store.take_lease(on("other", hand))


def test_it_is_renewed_now_and_then_and_not_for_every_person(context: Context, hand: Hand) -> None:
    with holding(context, "plans") as running:
        before = context.store.lease("plans")
        hand.time += timedelta(minutes=4)
        running.go_on()
        assert context.store.lease("plans") == before
        hand.time += timedelta(minutes=1)
        running.go_on()
        assert context.store.lease("plans") != before


def test_a_run_that_lost_the_route_ends_and_leaves_it_to_the_other(
    context: Context, hand: Hand
) -> None:
    with holding(context, "plans") as running:
        hand.time += FOR + timedelta(seconds=1)
        taken = on("other", hand)
        assert context.store.take_lease(taken)
        with pytest.raises(Locked, match="process 7 on other"):
            running.go_on()
    assert context.store.lease("plans") == taken


def test_a_run_may_hold_two_routes(context: Context, hand: Hand) -> None:
    with holding(context, "plans") as one, holding(one, "documents") as both:
        hand.time += FOR / 2
        both.go_on()
        assert not context.store.take_lease(replace(on("other", hand), route="documents"))
        hand.time += FOR / 2 + timedelta(seconds=1)
        assert not context.store.take_lease(on("other", hand))


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[list[Store]]:
    """One state, open in two programs."""
    made = [
        Store(tmp_path / "s.sqlite", "ours", json_door.write_json, json_door.read_json)
        for _ in range(2)
    ]
    yield made
    for each in made:
        each.close()


def test_of_two_programs_one_gets_it(twice: list[Store], hand: Hand) -> None:
    first, second = twice
    assert [first.take_lease(on("a", hand)), second.take_lease(on("b", hand))] == [True, False]
    second.end_lease(on("b", hand))
    assert not second.renew_lease(on("b", hand))
    assert first.renew_lease(on("a", hand))
    first.end_lease(on("a", hand))
    assert second.take_lease(on("b", hand))
