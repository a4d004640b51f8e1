"""What the state knows of writes: which are in doubt, which are outdone, what a server can do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapter.codec import json_door
from adapter.state.store import Store
from adapter.values import Base, Intent, Probe, Ref, Result, Step

FIRST = Intent(
    id="1",
    route="plans",
    side="region",
    key="k",
    method=Step.UPDATE,
    started="2026-03-01",
    ref=Ref("Goal", "7"),
)
SECOND = replace(FIRST, id="2", started="2026-03-02")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "s.sqlite", "ours", json_door.write_json, json_door.read_json)
    yield opened
    opened.close()


def settled(store: Store, **outcomes: Result) -> None:
    store.settle({name.lstrip("_"): each for name, each in outcomes.items()}, "2026-03-03")


def test_nothing_to_write_is_no_transaction(store: Store) -> None:
    store.settle({}, "2026-03-03")
    store.save_links([])
    store.intend([])
    assert store.intents("plans", "k") == []


@pytest.mark.parametrize("outcome", [None, Result.UNKNOWN])
def test_a_write_that_was_never_heard_of_leaves_its_record_in_doubt(
    store: Store, outcome: Result | None
) -> None:
    store.intend([FIRST])
    if outcome is not None:
        settled(store, _1=outcome)
    assert store.doubtful("plans", "region") == {"k"}
    assert store.doubtful("plans", "municipality") == frozenset()


@pytest.mark.parametrize("outcome", [Result.DONE, Result.FAILED])
def test_a_write_whose_outcome_is_known_leaves_no_doubt(store: Store, outcome: Result) -> None:
    store.intend([FIRST])
    settled(store, _1=outcome)
    assert store.doubtful("plans", "region") == frozenset()


def test_a_later_write_that_is_done_ends_the_doubt(store: Store) -> None:
    store.intend([FIRST, SECOND])
    settled(store, _2=Result.DONE)
    assert store.doubtful("plans", "region") == frozenset()


def test_what_a_later_write_outdid_is_forgotten_and_the_last_one_stays(store: Store) -> None:
    elsewhere = replace(SECOND, id="3", side="municipality")
    store.intend([FIRST, SECOND, elsewhere])
    settled(store, _1=Result.DONE, _2=Result.DONE, _3=Result.DONE)
    assert store.forget_intents("plans", "2026-03-01") == 0
    assert store.forget_intents("plans", "2026-04-01") == 1
    assert [each.id for each in store.intents("plans", "k")] == ["2", "3"]


def test_what_is_still_open_is_never_forgotten(store: Store) -> None:
    store.intend([FIRST, SECOND])
    settled(store, _2=Result.DONE)
    assert store.forget_intents("plans", "2026-04-01") == 0


def test_what_two_sides_agreed_on_is_told_of_one_record_and_of_all(store: Store) -> None:
    base = Base(key="k", here={"status": "active"}, there={"status": "active", "language": "sv"})
    store.save_base("plans", base)
    assert store.base("plans", "k") == base
    assert store.base("plans", "other") is None
    assert store.bases("plans") == {"k": base}
    assert store.bases("other") == {}


def test_what_a_server_was_seen_to_do_is_replaced_by_what_is_seen_later(store: Store) -> None:
    assert store.probe("region") is None
    first = Probe(at="2026-03-01", url="https://region.example/fhir", creates=True)
    later = replace(first, at="2026-03-02", creates=False, entries=50)
    store.save_probe("region", first)
    assert store.probe("region") == first
    store.save_probe("region", later)
    assert store.probe("region") == later
    assert store.probe("municipality") is None
