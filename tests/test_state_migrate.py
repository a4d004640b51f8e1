"""A state of any older program is brought up to date whole, with a copy of before beside it."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from click.testing import CliRunner

from adapter.codec import json_door
from adapter.errors import ConfigurationError, Exit, KeyMismatch, Locked, NewerState, exit_code
from adapter.shell.setting_up import TEMPLATE
from adapter.state import database, key, migrate, schema
from adapter.state.lock import only_run
from adapter.state.migrations import version_2
from adapter.state.store import Store
from adapter.values import Base, OpenConflict, Quarantined, Ref, Why
from cli import main
from mappings.record import fingerprint_of
from tests.import_rule import ROOT, imports, modules
from tests.registers import write_register

STORED = ROOT / "tests" / "states"
OURS = "ours"
GOAL = "https://example.org/viktigt|g-1"
PLAN = "https://example.org/viktigt|p-1"


def stored(file: Path, version: int) -> Path:
    """A state as the program of that version left it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as old:
        old.executescript((STORED / f"version-{version}.sql").read_text("utf-8"))
    return file


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as state:
        return list(state.iterdump())


def shape(file: Path) -> dict[str, Any]:
    """The tables with their columns and keys, and whether they have row ids."""
    with closing(sqlite3.connect(file)) as state:
        tables = {row[1]: row[4] for row in state.execute("PRAGMA table_list") if row[0] == "main"}
        return {
            name: (
                without_rowid,
                state.execute(f"PRAGMA table_info({name})").fetchall(),
                sorted(index[2:] for index in state.execute(f"PRAGMA index_list({name})")),
            )
            for name, without_rowid in tables.items()
            if not name.startswith("sqlite_")
        }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "viktigt.sqlite"


@pytest.fixture
def old(file: Path) -> Path:
    return stored(file, 1)


@pytest.fixture
def store(old: Path) -> Iterator[Store]:
    """A state of version 1, migrated."""
    migrate.migrate(old, OURS)
    opened = Store(old, OURS, json_door.write_json, json_door.read_json)
    yield opened
    opened.close()


def test_a_state_of_every_older_version_is_stored() -> None:
    assert {path.name for path in STORED.iterdir()} == {
        f"version-{version}.sql" for version in range(1, schema.VERSION)
    }
    assert set(migrate.STEPS) == set(range(2, schema.VERSION + 1))


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_every_older_state_becomes_like_a_new_one(tmp_path: Path, version: int) -> None:
    older = stored(tmp_path / "older" / "viktigt.sqlite", version)
    done = migrate.migrate(older, OURS)
    assert (done.found, done.now) == (version, schema.VERSION)
    new = tmp_path / "new" / "viktigt.sqlite"
    Store(new, OURS, json_door.write_json, json_door.read_json).close()
    assert shape(older) == shape(new)
    with closing(sqlite3.connect(older)) as state:
        assert state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_a_state_of_version_1_held_is_there(store: Store) -> None:
    assert [(each.handle, each.person.value) for each in store.enrolments()] == [
        ("p-5f6a7b8c9d", "195009072553"),
        ("p-0a1b2c3d4e", "191212121212"),
    ]
    assert store.links("region") == {GOAL: Ref("Goal", "11")}
    assert store.links("municipality") == {GOAL: Ref("Goal", "a7"), PLAN: Ref("CarePlan", "a8")}
    assert store.origins() == {GOAL: "region", PLAN: "municipality"}
    goal = {
        "resourceType": "Goal",
        "description": {"text": "Kunna gå till affären själv"},
        "target": [{"detailQuantity": {"value": Decimal("72.50"), "unit": "kg"}}],
    }
    there = {**goal, "lifecycleStatus": "active"}
    assert store.bases("plans") == {GOAL: Base(key=GOAL, here=goal, there=there)}
    assert "72.50" in str(store.bases("plans")[GOAL].here)
    [document] = store.documents("documents")
    assert (document.name, document.resources) == ("sip-1.xml", (goal,))
    assert [hold.why for hold in store.holds("documents")] == [Why.NOT_ENROLLED]
    assert [run.exit for run in store.runs("plans") + store.runs("documents")] == [3, None]


def test_a_conflict_of_version_1_has_no_versions_yet(store: Store) -> None:
    assert store.conflicts("plans") == [
        OpenConflict(
            key=GOAL,
            person="p-0a1b2c3d4e",
            units=("Goal.description", "Goal.target"),
            since="2026-03-02T08:00:00.000Z",
        )
    ]


def test_what_version_1_had_in_quarantine_is_a_document(store: Store) -> None:
    assert store.quarantined("documents") == [
        Quarantined(
            sha256="cd" * 32,
            name="broken.xml",
            reason="xml.doctype",
            since="2026-03-02T08:00:00.000Z",
            raw=b"<!DOCTYPE a>",
        )
    ]


def test_the_copy_holds_what_the_state_held_and_is_for_its_owner_alone(old: Path) -> None:
    before = dump(old)
    copy = migrate.migrate(old, OURS).backup
    assert copy == old.with_name("viktigt.version-1.sqlite")
    assert dump(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {path.name for path in old.parent.iterdir()} == {"viktigt.sqlite", copy.name}


def test_a_copy_is_never_written_over(old: Path) -> None:
    migrate.migrate(old, OURS)
    old.unlink()
    stored(old, 1)
    assert migrate.migrate(old, OURS).backup == old.with_name("viktigt.version-1.2.sqlite")
    shutil.copy(old.with_name("viktigt.version-1.sqlite"), old)
    assert migrate.migrate(old, OURS).backup == old.with_name("viktigt.version-1.3.sqlite")


def test_a_step_that_fails_leaves_the_state_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(operations: Operations) -> None:
        version_2.upgrade(operations)
        raise KeyError

    before = dump(old)
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "STEPS", {2: fails})
        with pytest.raises(KeyError):
            migrate.migrate(old, OURS)
    assert dump(old) == before
    assert migrate.migrate(old, OURS).now == schema.VERSION


def test_a_state_of_today_is_left_alone(file: Path) -> None:
    Store(file, OURS, json_door.write_json, json_door.read_json).close()
    before = dump(file)
    done = migrate.migrate(file, OURS)
    assert done == migrate.Migrated(found=schema.VERSION, now=schema.VERSION)
    assert dump(file) == before
    assert [path.name for path in file.parent.iterdir()] == ["viktigt.sqlite"]


def test_a_state_that_is_not_there_yet_is_not_made(file: Path) -> None:
    assert migrate.migrate(file, OURS).backup is None
    assert not file.exists()


@pytest.mark.parametrize("begun", [False, True])
def test_a_state_that_nobody_signed_has_nothing_to_migrate(file: Path, *, begun: bool) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as state:
        if begun:
            state.execute("CREATE TABLE installation (schema_version INTEGER, key_fingerprint)")
    assert migrate.migrate(file, OURS).backup is None


def test_a_newer_state_is_not_migrated(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("CREATE TABLE installation (schema_version INTEGER, key_fingerprint TEXT)")
        newer.execute("INSERT INTO installation VALUES (?, ?)", (schema.VERSION + 1, OURS))
    with pytest.raises(NewerState):
        migrate.migrate(file, OURS)


def test_the_state_of_another_key_is_not_migrated(old: Path) -> None:
    before = dump(old)
    with pytest.raises(KeyMismatch):
        migrate.migrate(old, "theirs")
    assert dump(old) == before


def test_a_file_that_is_no_database_is_not_migrated(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(ConfigurationError, match="not a state of this program"):
        migrate.migrate(file, OURS)


def test_a_state_that_somebody_writes_is_migrated_later(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT", 1)
    with closing(sqlite3.connect(old, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked, match="locked") as caught:
            migrate.migrate(old, OURS)
    assert exit_code(caught.value) is Exit.TRY_AGAIN


def test_an_older_state_says_how_to_bring_it_up_to_date(old: Path) -> None:
    before = dump(old)
    with pytest.raises(ConfigurationError, match="run viktigt state migrate") as caught:
        Store(old, OURS, json_door.write_json, json_door.read_json)
    assert exit_code(caught.value) is Exit.CONFIG
    assert dump(old) == before


# -- the command ------------------------------------------------------------------------------


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration, a key, and a state of version 1 made with it."""
    monkeypatch.chdir(tmp_path)
    Path("viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    folder = tmp_path / "viktigt-state"
    key.make(folder)
    file = stored(folder / "viktigt.sqlite", 1)
    with closing(sqlite3.connect(file)) as state, state:
        name = fingerprint_of(key.read(folder))
        state.execute("UPDATE installation SET key_fingerprint = ?", (name,))
    return folder


def command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["state", "migrate", *arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return int(done.return_value), done.stdout


def test_the_command_says_what_it_did_and_then_that_there_is_nothing_to_do(
    installation: Path,
) -> None:
    copy = installation / "viktigt.version-1.sqlite"
    assert command() == (
        Exit.OK,
        f"migrated the state from schema version 1 to 2\nits copy from before: {copy}\n",
    )
    assert command() == (Exit.OK, "nothing to do: the state has schema version 2\n")


def test_the_command_tells_programs_the_same(installation: Path) -> None:
    code, said = command("--json")
    copy = str(installation / "viktigt.version-1.sqlite")
    assert code == Exit.OK
    assert json_door.read_json(said.encode()) == {"from": 1, "to": 2, "backup": copy}
    assert json_door.read_json(command("--json")[1].encode()) == {
        "from": 2,
        "to": 2,
        "backup": None,
    }


def test_the_command_waits_for_no_run(installation: Path) -> None:
    with only_run(installation, "shared-plans"), pytest.raises(Locked, match="shared-plans"):
        command()
    assert not list(installation.glob("*.version-*"))


# -- who imports Alembic ----------------------------------------------------------------------


def test_only_migrations_import_alembic() -> None:
    importing = {
        str(module)
        for module in modules("adapter", "mappings")
        for found in imports(module)
        if found.top == "alembic" or found.name.startswith("adapter.state.migrat")
    }
    assert importing == {
        "adapter/shell/migrating.py",
        "adapter/state/migrate.py",
        "adapter/state/migrations/version_2.py",
    }


def test_a_run_does_not_import_alembic(installation: Path) -> None:
    command()
    (installation.parent / "inbox").mkdir()
    write_register(installation.parent)
    program = "import sys; from cli import main; main({}, standalone_mode=False); "
    tells = "print('sqlalchemy' in sys.modules, 'alembic' in sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program.format(["sync", "hospital", "--dry-run"]) + tells],
        cwd=installation.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == "True False", done.stderr
