"""`viktigt map` and `check` as people and programs run them: streams, exit codes, files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "adapter" / "demo"
PROGRAM = (sys.executable, str(ROOT / "cli.py"))
RECORDED = ("--recorded", "2026-03-02T08:00:00Z")


def viktigt(
    *arguments: str | Path, folder: Path, stdin: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )


def resources(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_stdout_is_fhir_and_nothing_else(tmp_path: Path) -> None:
    done = viktigt("map", DEMO / "region", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {each["resourceType"] for each in resources(done.stdout)} >= {"CarePlan", "Goal"}


def test_several_jobs_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    one = viktigt("map", DEMO, *RECORDED, "--loss", "1.json", folder=tmp_path)
    two = viktigt("map", DEMO, *RECORDED, "--loss", "2.json", "--jobs", "2", folder=tmp_path)
    assert one.stdout == two.stdout != b""
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()


def test_the_loss_account_has_a_line_for_every_value(tmp_path: Path) -> None:
    viktigt("map", DEMO / "municipality", "--loss", "loss.json", folder=tmp_path)
    for document in json.loads((tmp_path / "loss.json").read_bytes())["documents"]:
        classes = [item["class"] for item in document["items"]]
        assert document["unaccounted"] == 0
        for name in ("mapped", "kept", "dropped", "refused"):
            assert document[name] == classes.count(name)
        assert all("target" in each or "reason" in each for each in document["items"])


def test_a_transaction_names_the_patient_by_search_and_makes_nobody(tmp_path: Path) -> None:
    done = viktigt("map", DEMO / "municipality", "--as", "transaction", folder=tmp_path)
    for bundle in resources(done.stdout):
        assert bundle["type"] == "transaction"
        kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
        assert "Patient" not in kinds
        assert b"Patient?identifier=" in done.stdout


def test_one_bad_document_of_several_is_5_and_the_others_go_on(tmp_path: Path) -> None:
    good = (DEMO / "municipality" / "sip-berg.xml").read_bytes()
    (tmp_path / "a.xml").write_bytes(b"<nothing/>")
    (tmp_path / "b.xml").write_bytes(good)
    done = viktigt("map", "a.xml", "b.xml", folder=tmp_path)
    assert done.returncode == 5
    assert b"CarePlan" in done.stdout
    assert b"a.xml" in done.stderr


@pytest.mark.parametrize("data", [b"", b"<nothing/>", b"\x1f\x8b\x08", b"<a", b"{"])
def test_nothing_readable_at_all_is_65(data: bytes, tmp_path: Path) -> None:
    assert viktigt("map", "-", folder=tmp_path, stdin=data).returncode == 65


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    assert viktigt("map", "--from", "nonsense", "x", folder=tmp_path).returncode == 2


def test_a_closed_stdout_ends_quietly_with_0(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "map", str(DEMO / "region")],
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


def test_an_output_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    viktigt("map", DEMO / "region", "-o", "out.ndjson", folder=tmp_path)
    assert (tmp_path / "out.ndjson").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["out.ndjson"]


def test_own_codes_stand_under_the_configured_base(tmp_path: Path) -> None:
    (tmp_path / "viktigt.toml").write_text('base = "https://fhir.example.se/v"\n', encoding="utf-8")
    assert viktigt("init", ".", folder=tmp_path).returncode == 0
    done = viktigt("map", DEMO / "region", "--loss", "loss.json", folder=tmp_path)
    assert b"https://fhir.example.se/v/CodeSystem/goal-voice" in done.stdout
    assert b"viktigt.example/fhir/" not in done.stdout
    assert b"viktigt.example/fhir/" not in (tmp_path / "loss.json").read_bytes()


def test_check_says_every_finding_as_an_operation_outcome(tmp_path: Path) -> None:
    goal = {"resourceType": "Goal", "lifecycleStatus": "nonsense", "subject": {}, "x": 1}
    (tmp_path / "goal.json").write_text(json.dumps(goal), encoding="utf-8")
    done = viktigt("check", "goal.json", "--json", folder=tmp_path)
    assert done.returncode == 5
    outcome = json.loads(done.stdout)
    places = {place for issue in outcome["issue"] for place in issue.get("expression", ())}
    assert places >= {"Goal.lifecycleStatus", "Goal.description", "Goal.subject"}


def test_what_map_writes_check_accepts(tmp_path: Path) -> None:
    viktigt("map", DEMO, "-o", "out.ndjson", folder=tmp_path)
    assert viktigt("check", "out.ndjson", folder=tmp_path).returncode == 0


@pytest.mark.parametrize("number", ["195009072553", "19500907-2553", "13116900216"])
def test_a_national_id_on_the_command_line_is_refused_and_not_echoed(
    number: str, tmp_path: Path
) -> None:
    viktigt("init", ".", folder=tmp_path)
    options = ("--person", number, "--decided-by", "x")
    done = viktigt("enrol", "add", "hospital", *options, folder=tmp_path)
    assert done.returncode == 2
    assert number.encode() not in done.stdout + done.stderr
