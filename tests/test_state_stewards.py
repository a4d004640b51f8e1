"""The state remembers what people decided: added, never changed, and only for what is open."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from adapter.codec import json_door
from adapter.state.store import Store
from adapter.values import (
    Dropped,
    End,
    Kept,
    OpenConflict,
    Proposal,
    Quarantined,
    Ref,
    Resolution,
    Run,
)

KEY = "Goal|urn:x|1"
CHOSEN = Resolution(
    key=KEY,
    unit="description",
    take=End.HERE,
    by="SE2321000016-1003",
    why="Stämt av med Anna",
    at="2026-03-02T08:00:05.000Z",
    here="a",
    there="b",
)
BAD = Quarantined(
    sha256="ff", name="a.xml", reason="xml.form", since="2026-03-02T08:00:00.000Z", raw=b"<a"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "s.sqlite", "ours", json_door.write_json, json_door.read_json)
    yield opened
    opened.close()


def open_conflict(store: Store, since: str) -> None:
    conflict = OpenConflict(key=KEY, person="p-1", units=("description",), since=since)
    store.replace_conflicts("plans", [conflict])


def test_what_was_chosen_comes_back_as_it_was_given(store: Store) -> None:
    store.resolve("plans", [CHOSEN])
    assert store.resolutions("plans") == [CHOSEN]
    assert store.resolutions("other") == []


def test_a_value_that_was_given_comes_back_to_the_last_digit(store: Store) -> None:
    value = {"target": [{"detailQuantity": {"value": Decimal("72.50")}}]}
    given = replace(CHOSEN, take=None, value=value)
    store.resolve("plans", [given])
    assert store.resolutions("plans") == [given]
    assert "72.50" in str([each.value for each in store.resolutions("plans")])


def test_a_choice_counts_for_what_is_in_conflict_since_before_it_and_proposed_since_after(
    store: Store,
) -> None:
    open_conflict(store, "2026-03-02T08:00:00.000Z")
    proposal = Proposal(
        route="plans",
        key=KEY,
        person="p-1",
        owner="region",
        units=("description",),
        body={"resourceType": "Goal"},
        since="2026-03-02T09:00:00.000Z",
    )
    store.propose(proposal)
    store.resolve("plans", [CHOSEN])
    assert store.decisions("plans") == {KEY: {"description": CHOSEN}}


def test_the_later_of_two_choices_counts_and_the_earlier_one_stays_on_record(store: Store) -> None:
    later = replace(CHOSEN, take=End.THERE, at="2026-03-02T09:00:00.000Z")
    open_conflict(store, "2026-03-02T08:00:00.000Z")
    store.resolve("plans", [later])
    store.resolve("plans", [CHOSEN])
    assert store.decisions("plans") == {KEY: {"description": later}}
    assert store.resolutions("plans") == [CHOSEN, later]


def test_a_choice_counts_only_while_its_conflict_is_open(store: Store) -> None:
    store.resolve("plans", [CHOSEN])
    assert store.decisions("plans") == {}


def test_a_choice_says_nothing_about_a_conflict_that_came_after_it(store: Store) -> None:
    store.resolve("plans", [CHOSEN])
    open_conflict(store, "2026-04-01T08:00:00.000Z")
    assert store.decisions("plans") == {}


def test_of_two_choices_of_what_to_keep_the_later_one_counts(store: Store) -> None:
    first = Kept(
        endpoint="region",
        key=KEY,
        keep=Ref("Goal", "7"),
        stood=("Goal/7/_history/1", "Goal/8/_history/1"),
        by="SE2321000016-1003",
        why="The other one was sent twice",
        at="2026-03-02T08:00:05.000Z",
    )
    later = replace(first, keep=Ref("Goal", "8"), at="2026-03-02T09:00:00.000Z")
    store.keep("plans", later)
    store.keep("plans", first)
    assert store.kept("plans") == {("region", KEY): later}
    assert store.kept("other") == {}


def test_a_document_stays_in_the_quarantine_for_the_newest_reason(store: Store) -> None:
    store.quarantine("documents", BAD)
    store.quarantine_again("documents", "ff", "format.unknown")
    assert store.quarantined("documents") == [replace(BAD, reason="format.unknown")]


def test_a_document_that_was_taken_in_leaves_the_quarantine(store: Store) -> None:
    store.quarantine("documents", BAD)
    store.release("documents", "ff")
    assert store.quarantined("documents") == []


def test_a_dropped_document_leaves_its_facts_and_not_its_bytes(store: Store) -> None:
    store.quarantine("documents", BAD)
    dropped = Dropped(
        sha256="ff",
        name="a.xml",
        reason="xml.form",
        by="SE2321000016-1003",
        why="Sent twice",
        at="2026-03-02T08:00:05.000Z",
    )
    store.drop_quarantined("documents", dropped)
    assert store.quarantined("documents") == []
    assert store.dropped("documents") == [dropped]


def test_the_runs_of_a_route_come_in_the_order_in_which_they_began(store: Store) -> None:
    runs = [
        Run(id=name, route="plans", started=f"2026-03-0{day}T08:00:00Z")
        for name, day in (("z", 1), ("a", 2))
    ]
    for run in reversed(runs):
        store.save_run(run)
    assert store.runs("plans") == runs
    assert store.last_run("plans") == runs[-1]
    assert store.last_run("other") is None
