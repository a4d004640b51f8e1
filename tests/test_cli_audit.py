"""The commands that look at the audit, and files that leave."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapter.codec import json_door
from adapter.errors import Exit
from adapter.state.store import Store
from adapter.values import Audited, Measure, Stage
from mappings.record import fingerprint_of
from tests.test_cli_map import viktigt

pytestmark = pytest.mark.slow

PERSON = "191212121212"
NUMBER = {"system": "http://electronichealth.se/identifier/personnummer", "value": PERSON}
PATIENT = {"resourceType": "Patient", "identifier": [NUMBER]}
GOAL = {
    "resourceType": "Goal",
    "lifecycleStatus": "active",
    "description": {"text": "Gå till sjön"},
    "subject": {"identifier": NUMBER},
}
SOURCES = sorted((Path(__file__).parents[1] / "fixtures" / "cases").glob("*/source.xml"))[:4]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert viktigt("init", ".", folder=tmp_path).returncode == 0
    lines = "\n".join(json.dumps(each) for each in (PATIENT, GOAL))
    (tmp_path / "held.ndjson").write_text(lines + "\n")
    (tmp_path / "person").write_text(f"{PERSON}\n")
    return tmp_path


def state_of(folder: Path) -> Path:
    (file,) = folder.rglob("viktigt.sqlite")
    return file


def told(folder: Path) -> list[Audited]:
    file = state_of(folder)
    key = bytes.fromhex((file.parent / "installation.key").read_text())
    doors = json_door.write_json, json_door.read_json
    with closing(Store(file, fingerprint_of(key), *doors)) as store:
        return [
            each.told(json_door.read_json(each.body.encode())) for each in store.audit_entries()
        ]


def head_in(stderr: bytes) -> str:
    (line,) = [each for each in stderr.decode().splitlines() if each.startswith("audit ")]
    return line.removeprefix("audit ")


def exported(folder: Path) -> str:
    done = viktigt("export", "held.ndjson", "--format", "ndjson", "-o", "out", folder=folder)
    assert done.returncode == 0, done.stderr
    return head_in(done.stderr)


def test_an_export_is_told_before_the_file_is_in_place(folder: Path) -> None:
    exported(folder)
    job, about_to, done = told(folder)
    assert [job.measure, about_to.measure, done.measure] == [
        Measure.JOB,
        Measure.EXPORT,
        Measure.EXPORT,
    ]
    assert about_to.person is not None
    manifest = json.loads((folder / "out.manifest.json").read_bytes())
    assert about_to.about == {"recipient": "file", "expires": manifest["expires"]}
    digest = hashlib.sha256((folder / "out").read_bytes()).hexdigest()
    assert (done.stage, done.about["sha256"]) == (Stage.DISCLOSED, digest)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_mapped_is_told_person_by_person(folder: Path, jobs: str) -> None:
    done = viktigt("map", *map(str, SOURCES), "--jobs", jobs, "-o", "out", folder=folder)
    assert done.returncode in {Exit.OK, Exit.REFUSED}, done.stderr
    entries = [each for each in told(folder) if each.measure is Measure.EXPORT]
    assert len(entries) > 1
    assert [each.stage for each in entries[:-1]] == [Stage.ABOUT_TO] * (len(entries) - 1)
    assert all(each.person for each in entries[:-1])
    digest = hashlib.sha256((folder / "out").read_bytes()).hexdigest()
    assert entries[-1].about == {"recipient": "file", "sha256": digest}


@pytest.mark.parametrize("command", ["map", "export"])
def test_nothing_leaves_that_the_audit_can_not_tell_of(folder: Path, command: str) -> None:
    exported(folder)
    (folder / "out").unlink()
    with closing(sqlite3.connect(state_of(folder))) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.person IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'no more'); END"
        )
    done = viktigt(command, str(SOURCES[0]), "-o", "out", folder=folder)
    assert done.returncode == Exit.IO, done.stderr
    assert b"nothing more is sent" in done.stderr
    assert not (folder / "out").exists()


def test_an_audit_is_what_it_was_until_somebody_touches_it(folder: Path) -> None:
    head = exported(folder)
    assert viktigt("audit", "verify", folder=folder).returncode == 0
    done = viktigt("audit", "verify", "--head", head, folder=folder)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(state_of(folder))) as connection:
        connection.execute("DROP TRIGGER audit_kept")
        connection.execute("DELETE FROM audit WHERE number = 3")
        connection.commit()
    assert viktigt("audit", "verify", folder=folder).returncode == 0  # a tail that nobody kept
    done = viktigt("audit", "verify", "--head", head, folder=folder)
    assert done.returncode == Exit.UNREADABLE
    assert b"the head that was given is not in it" in done.stderr


def test_what_is_no_head_is_refused(folder: Path) -> None:
    assert viktigt("audit", "verify", "--head", "7", folder=folder).returncode == Exit.USAGE


@pytest.mark.parametrize(
    ("language", "word"),
    [("sv", "skrev ut till en fil"), ("nb", "Hvem"), ("en", "wrote to a file")],
)
def test_a_person_is_told_in_their_language(folder: Path, language: str, word: str) -> None:
    exported(folder)
    asked = ("audit", "export", "--person-file", "person", "--lang", language)
    done = viktigt(*asked, folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().count(word) == 1
    assert PERSON.encode() not in done.stdout + done.stderr
    again = viktigt(*asked, "-o", "list", folder=folder)
    assert again.returncode == 0, again.stderr
    assert (folder / "list").read_text().count(word) == 2  # that it was printed is told by now
    assert (folder / "list").stat().st_mode & 0o777 == 0o600


def test_programs_are_told_in_fhir_or_as_the_national_log_service_wants_it(folder: Path) -> None:
    exported(folder)
    handle = next(each.person for each in told(folder) if each.person)
    done = viktigt("audit", "export", "--person", handle, "--format", "json", folder=folder)
    (event,) = map(json.loads, done.stdout.splitlines())
    assert event["resourceType"] == "AuditEvent"
    named = ("audit", "export", "--person-file", "person", "--storelog")
    logs = [json.loads(line) for line in viktigt(*named, folder=folder).stdout.splitlines()]
    assert {each["activity"]["activityType"] for each in logs} == {"Utskrift"}
    (resource,) = logs[0]["resources"]["resource"]
    assert resource["patient"] == {"patientId": PERSON}


def test_a_person_of_whom_nothing_is_told_has_an_empty_list(folder: Path) -> None:
    done = viktigt("audit", "export", "--person", "p-0000000000", folder=folder)
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_number_on_the_command_line_is_refused(folder: Path) -> None:
    done = viktigt("audit", "export", "--person", PERSON, folder=folder)
    assert done.returncode == Exit.USAGE
    assert PERSON.encode() not in done.stderr
