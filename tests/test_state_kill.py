"""A state whose writer is killed holds what stood before a transaction, or all of it: never half.

The writer is a process of its own. At a point in the middle it says so and waits, and is killed.
"""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapter.codec import json_door
from adapter.state import schema
from adapter.state.migrate import migrate
from adapter.state.store import Store
from adapter.values import Intent, Ref, Result, Step
from tests.import_rule import ROOT

SET_UP = """
import sys
from pathlib import Path
from adapter.codec import json_door
from adapter.state import database, migrate
from adapter.state.store import Store
from adapter.values import Base, Link, Ref, Result

def here(point):
    if point == sys.argv[2]:
        print("here", flush=True)
        sys.stdin.read()

file = Path(sys.argv[1])
"""
ONE_WRITE = """
store = Store(file, "ours", json_door.write_json, json_door.read_json)
with store.transaction():
    here("begun")
    store.link("region", "b", Ref("Goal", "2"), origin="region")
    here("linked")
    store.save_base("plans", Base(key="b", here={}, there={}))
    here("agreed")
    store.settle({"op-1": Result.DONE}, "2026-03-02")
    here("settled")
here("written")
"""
MANY_ROWS = """
database._CACHE = 64  # so few pages fit that most are on disk before the transaction ends
store = Store(file, "ours", json_door.write_json, json_door.read_json)
at = [
    Link(endpoint="region", key=f"many-{n}", ref=Ref("Goal", f"many-{n}"), origin="region")
    for n in range(20_000)
]
with store.transaction():
    store.save_links(at)
    here("in the middle")
here("written")
"""
A_MIGRATION = """
upgrade = migrate.STEPS[2]

def watched(operations):
    here("copied")
    upgrade(operations)
    here("migrated")

migrate.STEPS = {2: watched}
migrate.migrate(file, "ours")
here("written")
"""


def killed(program: str, file: Path, point: str) -> None:
    """Run a writer up to a point, and kill it there."""
    writer = subprocess.Popen(
        [sys.executable, "-c", SET_UP + program, str(file), point],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "here\n"
    writer.kill()
    writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL


@contextmanager
def opened(file: Path) -> Iterator[Store]:
    with closing(Store(file, "ours", json_door.write_json, json_door.read_json)) as store:
        yield store


def is_whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as state:
        return state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "viktigt.sqlite"


@pytest.fixture
def begun(file: Path) -> Path:
    """A state with one link, and one intent that waits for its outcome."""
    intent = Intent(
        id="op-1", route="plans", side="region", key="b", method=Step.CREATE, started="2026-03-01"
    )
    with opened(file) as store:
        store.link("region", "a", Ref("Goal", "1"), origin="region")
        store.intend([intent])
    return file


@pytest.mark.parametrize("point", ["begun", "linked", "agreed", "settled"])
def test_a_writer_killed_before_the_end_has_written_nothing(begun: Path, point: str) -> None:
    killed(ONE_WRITE, begun, point)
    assert is_whole(begun)
    with opened(begun) as store:
        assert store.links("region") == {"a": Ref("Goal", "1")}
        assert store.bases("plans") == {}
        assert [intent.settled for intent in store.open_intents("plans")] == [None]


def test_a_writer_killed_after_the_end_has_written_everything(begun: Path) -> None:
    killed(ONE_WRITE, begun, "written")
    assert is_whole(begun)
    with opened(begun) as store:
        assert store.links("region") == {"a": Ref("Goal", "1"), "b": Ref("Goal", "2")}
        assert set(store.bases("plans")) == {"b"}
        assert store.open_intents("plans") == []
        assert [intent.outcome for intent in store.intents("plans", "b")] == [Result.DONE]


@pytest.mark.parametrize(("point", "count"), [("in the middle", 1), ("written", 20_001)])
def test_of_many_rows_all_are_there_or_none(begun: Path, point: str, count: int) -> None:
    killed(MANY_ROWS, begun, point)
    log = begun.with_name(f"{begun.name}-wal")
    assert log.stat().st_size > 1_000_000, "rows are on disk, whether or not they count"
    assert is_whole(begun)
    with opened(begun) as store:
        assert len(store.links("region")) == count
        assert len(store.origins()) == count


@pytest.mark.parametrize("point", ["copied", "migrated"])
def test_a_migration_that_is_killed_has_changed_nothing(file: Path, point: str) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.executescript((ROOT / "tests" / "states" / "version-1.sql").read_text("utf-8"))
        before = list(old.iterdump())
    killed(A_MIGRATION, file, point)
    assert is_whole(file)
    with closing(sqlite3.connect(file)) as old:
        assert list(old.iterdump()) == before
    assert migrate(file, "ours").now == schema.VERSION
    with opened(file) as store:
        assert store.links("region")


def test_a_migration_killed_after_the_end_is_done(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.executescript((ROOT / "tests" / "states" / "version-1.sql").read_text("utf-8"))
    killed(A_MIGRATION, file, "written")
    assert migrate(file, "ours").backup is None
    with opened(file) as store:
        assert store.links("region")
