"""`viktigt export`: what is written, what is said to be left out, and what accompanies it."""

import hashlib
import json
from pathlib import Path

import pytest
from lxml import etree

from tests.cases import CASES
from tests.plo_support import DISCHARGE
from tests.shared_data import shared
from tests.test_cli_map import DEMO, viktigt


@pytest.mark.parametrize("form", ["bundle", "ndjson", "csv", "rivta"])
def test_the_manifest_says_what_the_file_is(form: str, tmp_path: Path) -> None:
    done = viktigt("export", DEMO / "municipality", "--format", form, "-o", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "out").read_bytes()
    manifest = json.loads((tmp_path / "out.manifest.json").read_bytes())
    assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifest["bytes"] == len(data)
    assert manifest["resources"]["CarePlan"] == 2


def test_a_written_answer_is_valid_and_says_the_whole_plan_in_words(tmp_path: Path) -> None:
    schema = shared(
        *("rivta", "rivta-getcareplans-2.0", "interactions", "GetCarePlansInteraction"),
        "GetCarePlansResponder_2.0.xsd",
    )
    options = ("--format", "rivta", "-o", "out.xml")
    viktigt("export", DEMO / "municipality" / "sip-berg.xml", *options, folder=tmp_path)
    answer = etree.parse(tmp_path / "out.xml")
    validator = etree.XMLSchema(etree.parse(schema))
    assert validator.validate(answer), validator.error_log
    back = viktigt("map", "out.xml", folder=tmp_path)
    assert b"CarePlan" in back.stdout


def test_a_format_with_no_place_for_any_of_it_is_an_error(tmp_path: Path) -> None:
    options = ("--format", "csv", "-o", "out.csv")
    done = viktigt(
        "export", DEMO / "municipality" / "genomforandeplan-ek.xml", *options, folder=tmp_path
    )
    assert done.returncode == 5
    assert not (tmp_path / "out.csv").exists()


def test_what_is_left_out_is_said_and_written_down(tmp_path: Path) -> None:
    options = ("--format", "csv", "-o", "out.csv")
    done = viktigt("export", DEMO / "municipality", *options, folder=tmp_path)
    manifest = json.loads((tmp_path / "out.csv.manifest.json").read_bytes())
    kinds = {each["kind"] for each in manifest["left_out"]}
    assert {"GoalRecord", "ContractRecord"} <= kinds
    assert b"left out: 2 GoalRecord" in done.stderr


def test_a_person_gets_what_somebody_assessed_or_reviewed_for_them(tmp_path: Path) -> None:
    plan = CASES / DISCHARGE / "source.xml"
    to = ("--for", "person", "--format", "ndjson", "-o", "out")
    done = viktigt("export", plan, *to, folder=tmp_path)
    assert b"give --reviewed-by" in done.stderr
    held = (tmp_path / "out").read_bytes() if done.returncode == 0 else b""
    assert b'"resourceType":"CarePlan"' not in held
    done = viktigt("export", plan, *to, "--reviewed-by", "SE1-HSA", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b'"resourceType":"CarePlan"' in (tmp_path / "out").read_bytes()
    manifest = json.loads((tmp_path / "out.manifest.json").read_bytes())
    assert (manifest["for"], manifest["reviewed_by"]) == ("person", "SE1-HSA")


@pytest.mark.parametrize(
    "options", [("--reviewed-by", "SE1-HSA"), ("--for", "person", "--reviewed-by", "195009072553")]
)
def test_a_review_is_somebodys_and_for_a_person(options: tuple[str, ...], tmp_path: Path) -> None:
    plan = DEMO / "municipality" / "sip-berg.xml"
    done = viktigt("export", plan, *options, "-o", "out", folder=tmp_path)
    assert done.returncode == 2
    assert b"195009072553" not in done.stderr
