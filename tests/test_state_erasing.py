"""The state forgets: in every table, to the last byte, and nothing of anybody else."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import LargeBinary, Table

from adapter.codec import json_door
from adapter.errors import Locked, exit_code
from adapter.state import cipher, database, schema
from adapter.state.store import Store
from adapter.values import Base, Erased, Intent, Reach, Remembered, Result, Secret, Step, Tombstone
from tests.test_state_kill import killed

KEY: Final = Secret("5f" * 32)
WORDS: Final = "jag vill bo kvar hemma hos katten"
OTHER: Final = "jag vill sjunga i kör"
AT: Final = "2026-03-02T08:00:00.000Z"
THEIRS: Final = Reach(
    persons=frozenset({"p-1"}), keys=frozenset({"Goal|urn:a|g1"}), documents=frozenset({"aa"})
)
# What tells of nobody, or by a figure or a hash alone.
OF_NOBODY: Final = frozenset(
    {"installation", "runs", "leases", "cursors", "readings", "probes", "tombstones"}
)
BY_ANOTHER: Final = frozenset({"consent_ends", "remembered"})  # each has a test of its own


def found_in(data: bytes, words: str) -> bool:
    """Whether bytes hold words: as they are, or in whatever was compressed, also only in part."""
    sought = words.encode()
    if sought in data:
        return True
    at = data.find(b"\x78")
    while at >= 0:
        begins = data[at + 1 : at + 2] in {b"\x01", b"\x5e", b"\x9c", b"\xda"}
        if begins and sought in _unpacked(data, at):
            return True
        at = data.find(b"\x78", at + 1)
    return False


def _unpacked(data: bytes, at: int) -> bytes:
    """All that can be read of what was compressed there."""
    reader, read = zlib.decompressobj(), b""
    try:
        for start in range(at, min(at + 100_000, len(data)), 32):
            read += reader.decompress(data[start : start + 32])
            if reader.eof:
                break
    except zlib.error:
        pass
    return read


def whole(folder: Path) -> bytes:
    """Every byte of every file of a state."""
    return b"".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def tables() -> list[Table]:
    stays = OF_NOBODY | BY_ANOTHER | {"audit"}
    return [each for each in schema.METADATA.sorted_tables if each.name not in stays]


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    folder = tmp_path / "state"
    file = folder / "viktigt.sqlite"
    opened = Store(file, "ours", json_door.write_json, json_door.read_json, key=request.param)
    yield opened
    opened.close()


def row(table: Table, *, whose: str, words: str) -> dict[str, Any]:
    """A row in which everything that may be somebody's is."""
    theirs = {
        "person": whose,
        "handle": whose,
        "key": "Goal|urn:a|g1" if whose == "p-1" else "Goal|urn:a|g2",
        "target": "Goal|urn:a|g1" if whose == "p-1" else "Goal|urn:a|g2",
        "sha256": "aa" if whose == "p-1" else "bb",
    }
    filled: dict[str, Any] = {}
    for column in table.columns:
        plain: Any = zlib.compress(f'"{words}"'.encode()) if _is_blob(column.type) else words
        if column.type.python_type in {int, bool}:
            plain = 0
        filled[column.name] = theirs.get(column.name, plain)
    return filled


def _is_blob(kind: object) -> bool:
    return isinstance(kind, LargeBinary)


def plant(store: Store) -> None:
    with store.transaction():
        for table in tables():
            store.put_first(table, row(table, whose="p-1", words=WORDS))
            store.put_first(table, row(table, whose="p-2", words=OTHER))


def left(store: Store, whose: str) -> set[str]:
    """The tables that still hold something of somebody."""
    expected = {table.name: row(table, whose=whose, words="") for table in tables()}
    return {
        table.name
        for table in tables()
        for each in store.rows(table)
        for name in ("person", "handle", "key", "target", "sha256")
        if getattr(each, name, None) == expected[table.name].get(name, object())
    }


def test_every_table_is_erased_from_or_known_to_tell_of_nobody(store: Store) -> None:
    plant(store)
    assert left(store, "p-1") == {table.name for table in tables()}
    assert set(store.found(THEIRS)) == {table.name for table in tables()}
    store.erase(THEIRS)
    assert left(store, "p-1") == set()
    assert store.found(THEIRS) == {}
    assert left(store, "p-2") == {table.name for table in tables()}


def test_no_byte_is_left_in_the_file_or_its_log(tmp_path: Path, store: Store) -> None:
    plant(store)
    before = whole(tmp_path)
    is_plain = cipher.is_plain(tmp_path / "state" / "viktigt.sqlite")
    assert found_in(before, WORDS) == found_in(before, OTHER) == is_plain
    store.erase(THEIRS)
    assert found_in(whole(tmp_path), WORDS) == is_plain  # in pages that are free by now
    store.scrub(AT)
    assert not found_in(whole(tmp_path), WORDS)
    assert found_in(whole(tmp_path), OTHER) == is_plain
    with store.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0
        dumped = repr([store.rows(table) for table in tables()]).encode()
    assert WORDS.encode() not in dumped


def test_what_is_compressed_is_found_by_this_test(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\x78\x01\x00" + zlib.compress(WORDS.encode(), 1)[:-5])
    assert found_in(whole(tmp_path), WORDS)
    assert not found_in(whole(tmp_path), OTHER)


def test_the_end_of_a_consent_goes_with_it(store: Store) -> None:
    with store.transaction():
        for number, whose in (("c-1", "p-1"), ("c-2", "p-2")):
            store.put(
                schema.CONSENTS, {**row(schema.CONSENTS, whose=whose, words="x"), "id": number}
            )
            store.put(
                schema.CONSENT_ENDS,
                {"id": number, "ended": AT, "mistaken": False, "decided_by": whose, "at": AT},
            )
    store.erase(THEIRS)
    assert [each.id for each in store.rows(schema.CONSENT_ENDS)] == ["c-2"]


def test_the_figures_of_a_person_go_from_what_a_route_remembers(store: Store) -> None:
    store.remember("plans", Remembered(configuration={}, held={"region": {"p-1": 3, "p-2": 4}}))
    store.remember("other", Remembered(configuration={}, held={"region": {"p-2": 4}}))
    store.erase(THEIRS)
    for route in ("plans", "other"):
        known = store.remembered(route)
        assert known is not None
        assert known.held == {"region": {"p-2": 4}}


def test_a_tombstone_stays_as_it_was_decided_first(store: Store) -> None:
    first = Tombstone(name="p-1", what=Erased.PERSON, decision="IVO-1", at=AT)
    store.bury([first, Tombstone(name="aa", what=Erased.DOCUMENT, decision="IVO-1", at=AT)])
    store.bury([Tombstone(name="p-1", what=Erased.PERSON, decision="IVO-2", at=AT)])
    assert store.tombstones(name="p-1") == [first]
    assert store.buried() == {"p-1", "aa"}
    store.scrub(AT)
    assert {each.scrubbed for each in store.tombstones()} == {AT}


def test_whose_a_record_is_is_known_by_what_was_written_and_agreed(store: Store) -> None:
    store.save_base("plans", Base(key="Goal|urn:a|g1", here={}, there={}, person="p-1"))
    store.save_base("plans", Base(key="Goal|urn:a|old", here={}, there={}))
    intent = Intent(
        id="1",
        route="plans",
        side="s",
        key="Goal|urn:a|g3",
        method=Step.CREATE,
        started=AT,
        person="p-1",
    )
    store.intend([intent])
    assert store.reached(["p-1"]) == {"Goal|urn:a|g1", "Goal|urn:a|g3"}
    assert store.whose("Goal|urn:a|g3") == {"p-1"}
    assert store.whose("Goal|urn:a|old") == frozenset()
    assert store.unattributed() == 1


def test_while_another_program_reads_the_file_can_not_be_scrubbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "state" / "viktigt.sqlite"
    monkeypatch.setattr(database, "_WAIT", 1)
    store = Store(file, "ours", json_door.write_json, json_door.read_json)
    plant(store)
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM intents").fetchone()
        store.erase(THEIRS)
        with pytest.raises(Locked) as told:
            store.scrub(AT)
        assert exit_code(told.value) == 75
    store.scrub(AT)
    store.close()
    assert not found_in(whole(tmp_path), WORDS)


def test_copies_that_the_program_made_are_known_and_go(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "state"
    for name in ("viktigt.version-1.sqlite", "viktigt.version-1.2.sqlite", "viktigt.sqlite.part"):
        (folder / name).write_text(WORDS)
    (folder / "mine.sqlite").write_text("of somebody else")
    assert len(store.copies()) == 3
    store.drop_copies()
    assert store.copies() == []
    assert (folder / "mine.sqlite").exists()


AN_ERASURE: Final = """
from adapter.values import Erased, Reach, Tombstone
at = "2026-03-02T08:00:00.000Z"
store = Store(file, "ours", json_door.write_json, json_door.read_json)
reach = Reach(persons=frozenset({"p-1"}), keys=frozenset({"Goal|urn:a|g1"}),
              documents=frozenset({"aa"}))
with store.transaction():
    store.erase(reach)
    here("erased")
    store.bury([Tombstone(name="p-1", what=Erased.PERSON, decision="IVO-1", at=at)])
    here("buried")
here("decided")
store.scrub(at)
here("scrubbed")
"""


@pytest.mark.parametrize("point", ["erased", "buried", "decided", "scrubbed"])
def test_a_program_killed_while_it_erases_has_erased_all_or_nothing(
    tmp_path: Path, point: str
) -> None:
    file = tmp_path / "state" / "viktigt.sqlite"
    doors = json_door.write_json, json_door.read_json
    with closing(Store(file, "ours", *doors)) as begun:
        plant(begun)
    killed(AN_ERASURE, file, point)
    with closing(Store(file, "ours", *doors)) as after:
        is_done = point in {"decided", "scrubbed"}
        assert after.buried() == (frozenset({"p-1"}) if is_done else frozenset())
        assert left(after, "p-1") == (set() if is_done else {table.name for table in tables()})
        after.erase(THEIRS)
        after.scrub(AT)
    assert not found_in(whole(tmp_path), WORDS)
    assert found_in(whole(tmp_path), OTHER)


# -- the ledger ---------------------------------------------------------------------------------

WRITE: Final = Intent(
    id="1",
    route="plans",
    side="town",
    key="Goal|urn:a|g1",
    method=Step.CREATE,
    started="2026-03-01",
    digest="d",
    person="p-1",
    basis="consent-osl",
)


def test_of_each_record_and_recipient_the_last_write_is_the_copy(store: Store) -> None:
    later = replace(WRITE, id="2", method=Step.UPDATE, started="2026-03-02", digest="e")
    store.intend([WRITE, later, replace(WRITE, id="3", side="region")])
    done = dict.fromkeys(("1", "2", "3"), Result.DONE)
    store.settle(done, AT, {"1": "Goal/7/_history/1", "2": "Goal/7/_history/2"})
    found = {each.endpoint: each for each in store.disclosed(route="plans")}
    assert (found["town"].stands, found["town"].digest) == ("Goal/7/_history/2", "e")
    assert found["town"].reference == "Goal/7"
    assert (found["region"].stands, found["region"].reference) == (None, None)
    assert all(each.is_known for each in found.values())


@pytest.mark.parametrize(
    ("outcome", "is_known"), [(Result.UNKNOWN, False), (None, False), (Result.FAILED, None)]
)
def test_what_may_have_arrived_may_be_a_copy_and_what_did_not_is_none(
    store: Store,
    outcome: Result | None,
    is_known: bool | None,  # noqa: FBT001
) -> None:
    store.intend([WRITE])
    if outcome is not None:
        store.settle({"1": outcome}, AT)
    assert [each.is_known for each in store.disclosed()] == ([] if is_known is None else [is_known])


@pytest.mark.parametrize(("outcome", "left"), [(Result.DONE, 0), (Result.UNKNOWN, 1)])
def test_what_we_deleted_there_is_no_copy_any_more(
    store: Store, outcome: Result, left: int
) -> None:
    gone = replace(WRITE, id="2", method=Step.DELETE, started="2026-03-02")
    store.intend([WRITE, gone])
    store.settle({"1": Result.DONE, "2": outcome}, AT)
    assert len(store.disclosed()) == left
