"""The state encrypted: nothing of it can be read without its key, in the file or its log."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from adapter import wiring
from adapter.codec import json_door
from adapter.config import load
from adapter.errors import ConfigurationError, Exit, Locked, exit_code
from adapter.shell.setting_up import TEMPLATE
from adapter.state import cipher, migrate, rekey
from adapter.state import key as keys
from adapter.state.lock import only_run
from adapter.state.rekey import Rekeyed
from adapter.state.store import Store
from adapter.values import (
    Audited,
    Base,
    Disputed,
    Dropped,
    Enrolment,
    Hold,
    Ingested,
    Measure,
    OpenConflict,
    Proposal,
    Quarantined,
    Ref,
    Resolution,
    Secret,
    Stage,
    Why,
)
from cli import main
from mappings.fhir.values import Identifier
from mappings.record import MessageStatus
from tests.import_rule import ROOT
from tests.registers import write_register

OURS: Final = "ours"
KEY: Final = Secret("5f" * 32)
OTHER: Final = Secret("c0" * 32)
PERSON: Final = "191212121212"
WORDS: Final = "jag vill bo kvar hemma hos katten"
NAME: Final = "Planted Namnsson"
DAY: Final = "2026-03-02T08:00:00.000Z"
PLANTED: Final = (PERSON, WORDS, NAME, "planted-key", "planted.xml", "enrolments", "CREATE TABLE")
BODY: Final = {"resourceType": "Goal", "description": {"text": WORDS}, "note": [{"text": NAME}]}
ENTRY: Final = Audited(
    at=DAY,
    measure=Measure.CREATE,
    stage=Stage.ABOUT_TO,
    operation="o-1",
    person="p-1",
    patient=PERSON,
    by=(NAME,),
)


def opened(file: Path, key: Secret | None) -> Store:
    return Store(file, OURS, json_door.write_json, json_door.read_json, key=key)


def plant(store: Store) -> None:
    """Something personal wherever it can stand."""
    store.enrol(
        Enrolment(
            route="plans",
            handle="p-1",
            person=Identifier(system="urn:oid:1.2.752.129.2.1.3.1", value=PERSON),
            basis="consent-osl",
            decided_by=NAME,
            start="2026-01-01",
        )
    )
    store.link("region", "Goal|planted-key", Ref("Goal", "1"), origin="region")
    store.save_base("plans", Base(key="Goal|planted-key", here=BODY, there=BODY))
    store.replace_holds(
        "plans", [Hold(route="plans", person="p-1", why=Why.PROTECTED_IDENTITY, since=DAY)]
    )
    disputed = Disputed(unit="description", here=WORDS, there=NAME, base=None)
    units, key = ("description",), "Goal|planted-key"
    conflict = OpenConflict(key=key, person="p-1", units=units, since=DAY, disputed=(disputed,))
    store.replace_conflicts("plans", [conflict])
    store.propose(
        Proposal(
            route="plans", key=key, person="p-1", owner=NAME, units=units, body=BODY, since=DAY
        )
    )
    store.resolve(
        "plans",
        [
            Resolution(
                key=key,
                unit="description",
                take=None,
                by=NAME,
                why=WORDS,
                at=DAY,
                here="a",
                there="b",
                value=BODY,
            )
        ],
    )
    plant_documents(store)
    store.audit([ENTRY])


def plant_documents(store: Store) -> None:
    store.save_document(
        "hospital",
        Ingested(
            sha256="aa",
            name="planted.xml",
            format="plo",
            conversation=None,
            message=None,
            parent=None,
            status=MessageStatus.NEW,
            wrong_person=False,
            person=PERSON,
            outcome="done",
            received=DAY,
            resources=(BODY,),
        ),
    )
    raw = f"<x>{NAME}</x>".encode()
    for sha256 in ("bb", "cc"):
        item = Quarantined(sha256=sha256, name="planted.xml", reason="xml", since=DAY, raw=raw)
        store.quarantine("hospital", item)
    dropped = Dropped(sha256="cc", name="planted.xml", reason="xml", by=NAME, why=WORDS, at=DAY)
    store.drop_quarantined("hospital", dropped)


def everything(store: Store) -> list[object]:
    return [
        store.enrolments(),
        store.links("region"),
        store.bases("plans"),
        store.holds("plans"),
        store.conflicts("plans"),
        store.proposals("plans"),
        store.resolutions("plans"),
        store.documents("hospital"),
        store.quarantined("hospital"),
        store.dropped("hospital"),
        list(store.audit_entries()),
        store.audit_head(),
    ]


def readable(folder: Path) -> set[str]:
    """What of the planted can be read in any byte of any file there."""
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {text for text in PLANTED if text.encode() in held or text.encode("utf-16-le") in held}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "viktigt.sqlite"


@pytest.fixture
def held(file: Path) -> Iterator[list[object]]:
    """What a state that is not encrypted holds."""
    store = opened(file, None)
    plant(store)
    yield everything(store)
    store.close()


def test_nothing_planted_can_be_read_while_it_is_open_nor_after(file: Path) -> None:
    store = opened(file, KEY)
    plant(store)
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0
    assert readable(file.parent) == set()
    store.close()
    assert readable(file.parent) == set()


def test_the_same_can_be_read_without_encryption(file: Path) -> None:
    """Or the test above could not fail."""
    store = opened(file, None)
    plant(store)
    assert readable(file.parent) == set(PLANTED)
    store.close()


def test_what_is_remembered_is_the_same_with_and_without(tmp_path: Path) -> None:
    found = []
    for name, key in (("plain", None), ("encrypted", KEY)):
        store = opened(tmp_path / name / "viktigt.sqlite", key)
        plant(store)
        store.close()
        again = opened(tmp_path / name / "viktigt.sqlite", key)
        found.append(everything(again))
        again.close()
    assert found[0] == found[1]


@pytest.mark.parametrize("key", [None, OTHER])
def test_without_its_key_nothing_is_read_and_nothing_changes(
    file: Path, key: Secret | None, capfd: pytest.CaptureFixture[str]
) -> None:
    store = opened(file, KEY)
    plant(store)
    store.close()
    before = file.read_bytes()
    with pytest.raises(ConfigurationError, match="encrypted with another key") as caught:
        opened(file, key)
    assert exit_code(caught.value) is Exit.CONFIG
    assert file.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_state_that_is_not_encrypted_yet_is_not_used_as_if_it_were(file: Path) -> None:
    opened(file, None).close()
    with pytest.raises(ConfigurationError, match="run viktigt state rekey"):
        opened(file, KEY)


@pytest.mark.parametrize("text", ["", "5f" * 31, "5g" * 32, "5f" * 33, "\u0665" * 64, "x'5f'"])
def test_a_key_that_is_none_is_refused_and_not_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"state\.encryption\.key: expected") as caught:
        cipher.checked("state.encryption.key", Secret(text))
    assert not text or text not in str(caught.value)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'viktigt\[encryption\]'"):
        cipher.driver()


# -- another key ------------------------------------------------------------------------------


def test_a_plain_state_is_encrypted_with_all_that_it_holds(file: Path) -> None:
    store = opened(file, None)
    plant(store)
    before = everything(store)
    store.close()
    assert rekey.rekey(file, KEY, None) is Rekeyed.ENCRYPTED
    assert [path.name for path in file.parent.iterdir()] == ["viktigt.sqlite"]
    assert readable(file.parent) == set()
    assert file.stat().st_mode & 0o777 == 0o600
    again = opened(file, KEY)
    assert everything(again) == before
    again.close()


def test_the_audit_of_an_encrypted_state_is_only_added_to(file: Path) -> None:
    store = opened(file, None)
    plant(store)
    store.close()
    rekey.rekey(file, KEY, None)
    with (
        closing(cipher.connect(file, KEY)) as connection,
        pytest.raises(cipher.driver().DatabaseError, match="only added to"),
    ):
        connection.execute("DELETE FROM audit")


def test_a_key_is_changed_and_the_former_one_opens_nothing(file: Path) -> None:
    store = opened(file, KEY)
    plant(store)
    before = everything(store)
    store.close()
    assert rekey.rekey(file, OTHER, KEY) is Rekeyed.CHANGED
    assert rekey.rekey(file, OTHER, KEY) is Rekeyed.NOTHING
    again = opened(file, OTHER)
    assert everything(again) == before
    again.close()
    with pytest.raises(ConfigurationError):
        opened(file, KEY)


@pytest.mark.parametrize("former", [None, Secret("ab" * 32)])
def test_a_state_of_a_third_key_is_left_alone(file: Path, former: Secret | None) -> None:
    opened(file, KEY).close()
    before = file.read_bytes()
    with pytest.raises(ConfigurationError, match="a key that is not given"):
        rekey.rekey(file, OTHER, former)
    assert file.read_bytes() == before


def test_where_there_is_no_state_there_is_nothing_to_do(file: Path) -> None:
    assert rekey.rekey(file, KEY, None) is Rekeyed.NOTHING
    assert not file.exists()


def test_a_state_that_somebody_has_open_is_not_replaced(file: Path) -> None:
    store = opened(file, None)
    with pytest.raises(Locked, match="another program has the state open"):
        rekey.rekey(file, KEY, None)
    store.close()
    assert cipher.is_plain(file)


def test_a_state_that_another_program_holds_is_not_taken_for_one_of_another_key(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(file, KEY).close()
    before = file.read_bytes()
    busy = cipher.driver().OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def held(*_: object) -> None:
        raise busy

    monkeypatch.setattr(cipher, "connect", held)
    with pytest.raises(Locked):
        rekey.rekey(file, OTHER, KEY)
    assert file.read_bytes() == before


def test_a_state_that_is_being_replaced_is_not_opened(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(file, None).close()
    tried = []

    def check(_file: Path, _key: Secret) -> None:
        with pytest.raises(Locked, match="being replaced"):
            opened(file, None)
        tried.append(True)

    monkeypatch.setattr(rekey, "_check", check)
    rekey.rekey(file, KEY, None)
    assert tried


def test_what_is_left_in_the_log_by_a_killed_run_is_encrypted_too(file: Path) -> None:
    """A process that ends without closing leaves its writes in the log only."""
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from tests.test_state_cipher import opened, plant
plant(opened(Path(sys.argv[1]), None))
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, str(file)], check=True, timeout=60)
    log = file.with_name(f"{file.name}-wal")
    assert log.stat().st_size > 0
    assert rekey.rekey(file, KEY, None) is Rekeyed.ENCRYPTED
    assert not log.exists()
    again = opened(file, KEY)
    assert again.enrolments()[0].person.value == PERSON
    again.close()


@pytest.mark.parametrize("step", ["_export", "_check"])
def test_whatever_stops_it_the_old_state_is_there(
    file: Path, step: str, monkeypatch: pytest.MonkeyPatch, held: list[object]
) -> None:
    copy = file.parent.with_name("copy") / file.name
    copy.parent.mkdir()
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rekey, step, fail)
    with pytest.raises(OSError, match="No space"):
        rekey.rekey(copy, KEY, None)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    again = opened(copy, None)
    assert everything(again) == held
    again.close()


def test_a_copy_that_can_not_be_read_back_takes_nobody_s_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(file, None).close()
    real = rekey._export  # noqa: SLF001  what is spoilt is its result

    def spoil(source: object, partial: Path, key: Secret) -> None:
        real(source, partial, key)
        with partial.open("r+b") as stream:
            stream.seek(3 * 4096 + 100)
            stream.write(b"spoilt")

    monkeypatch.setattr(rekey, "_export", spoil)
    with pytest.raises(OSError, match="can't be read back"):
        rekey.rekey(file, KEY, None)
    assert cipher.is_plain(file)


def test_an_older_state_that_is_encrypted_is_migrated_with_an_encrypted_copy(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as old:
        old.executescript((ROOT / "tests" / "states" / "version-1.sql").read_text("utf-8"))
    rekey.rekey(file, KEY, None)
    done = migrate.migrate(file, OURS, KEY)
    assert done.backup is not None
    assert not cipher.is_plain(done.backup)
    for each, version in ((done.backup, 1), (file, 2)):
        with closing(cipher.connect(each, KEY)) as state:
            assert state.execute("SELECT schema_version FROM installation").fetchall() == [
                (version,)
            ]


# -- the commands -----------------------------------------------------------------------------


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration without encryption, an installation key and a state."""
    monkeypatch.chdir(tmp_path)
    Path("viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    write_register(tmp_path)
    keys.make(tmp_path / "viktigt-state")
    command("status")
    return tmp_path


def encrypt(folder: Path, table: str) -> None:
    """Another `[state]` in the configuration."""
    kept, _, rest = TEMPLATE.partition('state = "viktigt-state"')
    text = f"{kept}{rest.partition(chr(10))[2]}\n[state]\n{table}\n"
    (folder / "viktigt.toml").write_text(text, encoding="utf-8")


def command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return int(done.return_value), done.stdout


def test_a_state_is_encrypted_and_its_key_changed_by_command(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRST", KEY.reveal())
    monkeypatch.setenv("SECOND", OTHER.reveal())
    encrypt(installation, 'encryption = { key = { env = "FIRST" } }')
    with pytest.raises(ConfigurationError, match="not encrypted yet"):
        command("status")
    assert command("state", "rekey") == (Exit.OK, "encrypted the state\n")
    assert command("status")[0] == Exit.OK
    keys_of = 'key = { env = "SECOND" }, former = { env = "FIRST" }'
    encrypt(installation, f"encryption = {{ {keys_of} }}")
    with pytest.raises(ConfigurationError, match="another key"):
        command("status")
    code, said = command("state", "rekey", "--json")
    assert (code, json_door.read_json(said.encode())) == (
        Exit.OK,
        {"done": "changed", "not_encrypted": []},
    )
    assert command("status")[0] == Exit.OK
    assert command("state", "rekey")[1].startswith("nothing to do")


def test_copies_of_before_that_nobody_encrypts_are_told(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRST", KEY.reveal())
    folder = installation / "viktigt-state"
    copy = folder / "viktigt.version-1.sqlite"
    with closing(sqlite3.connect(copy)) as old:
        old.execute("CREATE TABLE old (x)")
    encrypt(installation, 'encryption = { key = { env = "FIRST" } }')
    code, said = command("state", "rekey", "--json")
    assert code == Exit.OK
    told = {"done": "encrypted", "not_encrypted": [str(copy)]}
    assert json_door.read_json(said.encode()) == told
    assert command("state", "rekey") == (
        Exit.OK,
        "nothing to do: there is no state yet, or it is encrypted with this key\n",
    )


def test_without_a_key_in_the_configuration_nothing_is_encrypted(installation: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"state\.encryption\.key: needed"):
        command("state", "rekey")
    assert cipher.is_plain(installation / "viktigt-state" / "viktigt.sqlite")


def test_while_a_route_runs_nothing_is_encrypted(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRST", KEY.reveal())
    encrypt(installation, 'encryption = { key = { env = "FIRST" } }')
    with only_run(installation / "viktigt-state", "shared-plans"), pytest.raises(Locked):
        command("state", "rekey")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('folder = "kept"\nmore = 1', "state.more: unknown"),
        ("encryption = {}", "state.encryption.key: needed"),
        ('encryption = { key = "5f5f" }', "state.encryption.key: one of"),
        ('encryption = { key = { env = "K" }, old = { env = "L" } }', "state.encryption.old"),
    ],
)
def test_what_is_wrong_with_the_table_is_told_by_its_key(
    installation: Path, table: str, expected: str
) -> None:
    encrypt(installation, table)
    with pytest.raises(ConfigurationError, match=expected) as caught:
        load(installation / "viktigt.toml")
    assert "5f5f" not in str(caught.value)


def test_a_table_of_the_state_needs_no_encryption(installation: Path) -> None:
    encrypt(installation, 'folder = "kept"')
    settings = load(installation / "viktigt.toml")
    assert settings.state == installation / "kept"
    assert wiring.state_key(settings) is None
