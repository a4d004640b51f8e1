"""The state remembers who is at rest with what was held of them, and how far changes were read."""

from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec import json_door
from adapter.state import resting
from adapter.state.store import Store
from adapter.values import Cursor, Reading, Rest, Resting


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    file = tmp_path_factory.mktemp("state") / "viktigt.sqlite"
    opened = Store(file, "ours", json_door.write_json, json_door.read_json)
    yield opened
    opened.close()


def rest(person: str, *records: str, terms: str = "now") -> Rest:
    held = dict.fromkeys(("Patient/1", *records), "1 2026-03-02T08:00:00Z")
    return Rest(
        person=person,
        terms=terms,
        patients={"region": "1", "municipality": "A-7"},
        held={"region": held, "municipality": {}},
    )


def test_who_is_at_rest_is_known_with_counts_and_with_all_that_was_held(store: Store) -> None:
    store.rest("plans", [rest("p-1", "Goal/1", "Goal/2", "List/7"), rest("p-2")])
    found = store.resting("plans")
    assert found["p-1"] == Resting(
        person="p-1",
        terms="now",
        patients={"region": "1", "municipality": "A-7"},
        counts={"region": {"Patient": 1, "Goal": 2, "List": 1}, "municipality": {}},
    )
    assert found.keys() == {"p-1", "p-2"}
    assert store.resting("others") == {}
    held = rest("p-1", "Goal/1", "Goal/2", "List/7").held
    assert store.held_at_rest("plans", ["p-1"]) == {"p-1": held}


def test_who_comes_to_rest_anew_is_known_as_of_now(store: Store) -> None:
    store.rest("anew", [rest("p-1", "Goal/1")])
    store.rest("anew", [rest("p-1", terms="later")])
    assert store.resting("anew")["p-1"].terms == "later"
    assert store.held_at_rest("anew", ["p-1"])["p-1"] == rest("p-1").held


def test_who_is_disturbed_is_at_rest_no_longer_on_that_route(store: Store) -> None:
    for route in ("one", "two"):
        store.rest(route, [rest("p-1"), rest("p-2")])
    store.disturb("one", ["p-1", "p-9"])
    assert store.resting("one").keys() == {"p-2"}
    assert store.held_at_rest("one", ["p-1", "p-2"]).keys() == {"p-2"}
    assert store.resting("two").keys() == {"p-1", "p-2"}


@pytest.mark.parametrize("size", [1, 2, resting._MANY, 2 * resting._MANY + 1])  # noqa: SLF001
def test_few_and_many_people_are_found_alike(store: Store, size: int) -> None:
    people = [f"p-{number}" for number in range(size)]
    store.rest(f"many {size}", [rest(each, f"Goal/{each}") for each in people])
    assert len(store.resting(f"many {size}")) == size
    held = store.held_at_rest(f"many {size}", people)
    assert {each: held[each] for each in people} == {
        each: rest(each, f"Goal/{each}").held for each in people
    }


CURSORS = st.builds(
    Cursor,
    endpoint=st.sampled_from(["region", "municipality"]),
    type=st.sampled_from(["Patient", "Goal", "List"]),
    at=st.none() | st.sampled_from(["2026-03-02T08:00:00Z", "2026-03-02T09:00:00+01:00"]),
    together=st.integers(1, 100_000),
)


ROUTES = count()


@given(cursors=st.lists(CURSORS, max_size=8))
def test_the_last_cursor_of_each_type_at_each_side_counts(
    store: Store, cursors: Sequence[Cursor]
) -> None:
    route = f"route {next(ROUTES)}"
    store.save_cursors(route, cursors)
    last = {(each.endpoint, each.type): each for each in cursors}
    assert {(each.endpoint, each.type): each for each in store.cursors(route)} == last


def test_when_each_side_was_read_is_known_for_each_route(store: Store) -> None:
    first = Reading(endpoint="region", at="2026-03-02T08:00:00Z", whole="2026-03-01T08:00:00Z")
    later = Reading(endpoint="region", at="2026-03-02T09:00:00Z", whole="2026-03-01T08:00:00Z")
    store.save_reading("read", first)
    store.save_reading("read", later)
    assert store.readings("read") == [later]
    assert store.readings("other") == []
