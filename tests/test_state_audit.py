"""The audit in the state: added to in order, chained, and never changed by the program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapter.codec import json_door
from adapter.errors import AuditNotWritten, Exit, exit_code
from adapter.state.store import Store
from adapter.values import Audited, Intent, Measure, Stage, Step
from adapter.values.audited import ORIGIN, digest_of

ENTRY = Audited(
    at="2026-03-02T08:00:00.000Z",
    measure=Measure.CREATE,
    stage=Stage.ABOUT_TO,
    operation="o-1",
    job=1,
    side="municipality",
    person="p-0123456789",
    patient="17",
    what=("Goal/3/_history/2",),
    why="changed-meanwhile",
    by=("SE2321000016-1003",),
    about={"route": "plans"},
)
BARE = Audited(at=ENTRY.at, measure=Measure.JOB, stage=Stage.ABOUT_TO, operation="o-0")
INTENT = Intent(id="o-1", route="plans", side="s", key="k", method=Step.CREATE, started=ENTRY.at)


def opened(folder: Path) -> Store:
    return Store(folder / "s.sqlite", "ours", json_door.write_json, json_door.read_json)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    held = opened(tmp_path)
    yield held
    held.close()


def test_entries_say_what_they_were_told_in_order(store: Store) -> None:
    store.audit([BARE, ENTRY])
    found = list(store.audit_entries())
    assert [each.number for each in found] == [1, 2]
    told = [each.told(json_door.read_json(each.body.encode())) for each in found]
    assert told == [BARE, ENTRY]


def test_each_entry_is_chained_to_the_one_before(store: Store) -> None:
    store.audit([BARE])
    head = store.audit([ENTRY, replace(ENTRY, stage=Stage.DISCLOSED)])
    before = ORIGIN
    for each in store.audit_entries():
        assert each.before == before.hex()
        before = digest_of(before, each.number, each.at, each.person, each.body)
        assert each.digest == before.hex()
    assert head == store.audit_head() == f"3:{before.hex()}"


def test_an_empty_audit_has_a_head_and_nothing_to_add_changes_nothing(store: Store) -> None:
    assert store.audit([]) == store.audit_head() == f"0:{ORIGIN.hex()}"


def test_a_person_is_found_with_what_names_nobody(store: Store) -> None:
    store.audit([BARE, ENTRY, replace(ENTRY, person="p-somebody-else")])
    assert [each.number for each in store.audit_entries("p-0123456789")] == [1, 2]


def test_more_than_is_read_at_once_is_read_in_order(store: Store) -> None:
    store.audit([BARE] * 10_001)
    assert [each.number for each in store.audit_entries()] == list(range(1, 10_002))


def test_an_entry_stands_or_falls_with_its_transaction(store: Store) -> None:
    def broken_off() -> None:
        with store.transaction():
            store.intend([INTENT])
            store.audit([ENTRY])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(store.audit_entries()) == []
    assert store.open_intents("plans") == []


def test_two_programs_add_to_one_chain(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as one, closing(opened(tmp_path)) as other:
        one.audit([BARE])
        other.audit([ENTRY])
        head = one.audit([ENTRY])
        assert [each.number for each in other.audit_entries()] == [1, 2, 3]
        assert other.audit_head() == head


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET at = '2020-01-01' WHERE number = 1",
        "DELETE FROM audit WHERE number = 2",
        "INSERT OR REPLACE INTO audit SELECT number, 'x', person, body, before, digest FROM audit",
        "INSERT INTO audit SELECT 7, at, person, body, before, digest FROM audit WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_what_is_told(tmp_path: Path, change: str) -> None:
    with closing(opened(tmp_path)) as store:
        store.audit([BARE, ENTRY])
    with (
        closing(sqlite3.connect(tmp_path / "s.sqlite")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added to"),
    ):
        connection.execute(change)


def written_together(store: Store) -> None:
    with store.transaction():
        store.intend([INTENT])
        store.audit([ENTRY])


def test_an_audit_that_refuses_an_entry_takes_the_intent_with_it(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        with closing(sqlite3.connect(tmp_path / "s.sqlite")) as connection:
            connection.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        with pytest.raises(AuditNotWritten) as told:
            written_together(store)
        assert exit_code(told.value) is Exit.IO
        assert store.open_intents("plans") == []


def test_an_audit_without_a_table_is_a_bug_and_told_as_one(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        with closing(sqlite3.connect(tmp_path / "s.sqlite")) as connection:
            connection.execute("ALTER TABLE audit DROP COLUMN at")
        with pytest.raises(Exception, match="no column named at"):
            store.audit([ENTRY])


def test_a_digest_of_another_kind_is_told_as_it_is(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        store.audit([ENTRY])
        with closing(sqlite3.connect(tmp_path / "s.sqlite")) as connection:
            connection.execute("DROP TRIGGER audit_unchanged")
            connection.execute("UPDATE audit SET digest = 'text', before = 7")
            connection.commit()
        (entry,) = store.audit_entries()
        assert (entry.digest, entry.before) == ("text", "7")
