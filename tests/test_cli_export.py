"""`viktigt export`: what is written, what is said to be left out, and what accompanies it."""

import hashlib
import json
from pathlib import Path

import pytest
from lxml import etree

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
