"""The examples of the commands that look at what waits, with something that waits."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from adapter import wiring
from adapter.config import load
from adapter.sandbox.processes import running
from adapter.usecases import quarantine
from adapter.values import EndpointKind, Quarantined
from tests.test_help_examples import COMMANDS, example, is_for_stewards, run, set_up
from tests.test_ingest import document
from tests.world import ANNA

ID = re.compile(r"\b[0-9a-f]{8}\b")
GOAL = "5b1f0c9e-7d40"
NAME = f"Goal/{GOAL}"
WORDS = "Gå till sjön"

pytestmark = pytest.mark.server


class Desk(NamedTuple):
    """An installation where a document was refused, and a goal is in conflict."""

    folder: Path

    def quarantined(self) -> str:
        with wiring.context(load(self.folder / "viktigt.toml")) as context:
            return quarantine.quarantined(context)[0].id


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    ports = set_up(folder)
    with running(ports, folder / "servers"):
        run("init .", folder)
        _fill(folder)
        for route in ("hospital", "shared-plans"):
            added = f"enrol add {route} --person - --decided-by SE1 --consent Consent/1"
            run(added, folder, ANNA.value)
        assert run("sync shared-plans", folder).returncode == 3
        yield Desk(folder)


def _fill(folder: Path) -> None:
    """The same goal, in other words, on both servers."""
    settings = load(folder / "viktigt.toml")
    for end in settings.endpoints.values():
        if end.kind is EndpointKind.FHIR:
            server = wiring.server(end)
            held = {"system": ANNA.system, "value": ANNA.value}
            patient = {"resourceType": "Patient", "identifier": [held]}
            goal = {
                "resourceType": "Goal",
                "identifier": [{"system": "urn:a", "value": GOAL}],
                "lifecycleStatus": "active",
                "description": {"text": f"{WORDS}, {end.name}"},
                "subject": {"reference": str(server.create(patient, if_none_exist=None)[0].ref)},
            }
            server.create(goal, if_none_exist=None)


def refuse(folder: Path, data: bytes) -> None:
    """A document that an earlier version could not read."""
    digest = hashlib.sha256(data).hexdigest()
    item = Quarantined(
        sha256=digest, name="plan.xml", reason="xml.form", since="2026-03-02T08:00:00Z", raw=data
    )
    with wiring.context(load(folder / "viktigt.toml")) as context:
        context.store.quarantine("hospital", item)


WHY = "policy why"  # leaves with 4 where something stands in the way
FOR_STEWARDS = [name for name in COMMANDS if is_for_stewards(name) and name != WHY]
WITH_JSON = [
    name for name in FOR_STEWARDS if any("--json" in each.opts for each in COMMANDS[name].params)
]


def tried(name: str, desk: Desk, *more: str) -> "subprocess.CompletedProcess[str]":
    """The example of a command, with something there that it speaks of."""
    line = " ".join([example(COMMANDS[name]).removeprefix("viktigt "), *more])
    if name.startswith("quarantine "):
        refuse(desk.folder, document({"g": WORDS}))
        line = ID.sub(desk.quarantined(), line)
    return run(line, desk.folder)


@pytest.mark.parametrize("name", FOR_STEWARDS)
def test_the_example_works_and_only_a_conflict_shows_what_somebody_said(
    name: str, desk: Desk
) -> None:
    done = tried(name, desk)
    assert done.returncode == 0, done.stderr
    assert (WORDS in done.stdout) is (name == "conflicts show")
    assert WORDS not in done.stderr
    assert ANNA.value not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "more", ["", "--json", "--for person", "--for staff --care-unit SE1 --speaks relation --json"]
)
def test_why_a_record_may_cross_or_not_is_told_without_what_it_says(more: str, desk: Desk) -> None:
    with wiring.context(load(desk.folder / "viktigt.toml")) as context:
        (goal,) = context.servers["region"].search("Goal", [("identifier", f"urn:a|{GOAL}")])
    line = example(COMMANDS[WHY]).removeprefix("viktigt ").replace("Goal/5b1f0c9e", str(goal.ref))
    done = run(f"{line} {more}", desk.folder)
    assert done.returncode == (4 if "--for" in more else 0), done.stderr
    for said in (WORDS, ANNA.value):
        assert said not in done.stdout + done.stderr
    if "--json" in more:
        verdict = json.loads(done.stdout)["verdict"]
        assert (verdict == "allow") is ("--for" not in more)
    else:
        assert "basis: true, allow (view.basis)" in done.stdout or "transfer.basis" in done.stdout


@pytest.mark.parametrize("name", WITH_JSON)
def test_what_is_printed_for_programs_is_json_and_nothing_else(name: str, desk: Desk) -> None:
    assert json.loads(tried(name, desk, "--json").stdout)


def test_the_bytes_of_a_document_are_written_for_their_owner_alone(desk: Desk) -> None:
    tried("quarantine show", desk)
    file = desk.folder / "document.xml"
    assert file.read_bytes() == document({"g": WORDS})
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "quarantine show 00000000",
        "quarantine replay",
        "quarantine replay 00000000 --all",
        "quarantine drop 00000000 --reason sent-twice --by 195009072553",
        "conflicts show Goal/nobody",
        "conflicts resolve Goal/5b1f0c9e-7d40 --take here --by SE1-HSA --why x --unit nothing",
        "conflicts resolve Goal/5b1f0c9e-7d40 --take both --by SE1-HSA --why x",
        "conflicts resolve Goal/5b1f0c9e-7d40 --by SE1-HSA --why x",
        "conflicts resolve Goal/5b1f0c9e-7d40 --take here --value-from - --by SE1-HSA --why x",
        "conflicts resolve Goal/5b1f0c9e-7d40 --value-from nowhere --by SE1-HSA --why x",
        "explain Goal/nobody",
        "explain Patient/195009072553",
        "explain Goal/5b1f0c9e-7d40 --endpoint nowhere",
    ],
)
def test_wrong_usage_is_2_and_echoes_nobody(line: str, desk: Desk) -> None:
    done = run(line, desk.folder)
    assert done.returncode == 2, done.stderr
    assert ANNA.value not in done.stderr


@pytest.mark.parametrize("command", ["quarantine list", "conflicts list"])
def test_a_route_that_is_not_configured_is_78(command: str, desk: Desk) -> None:
    assert run(f"{command} nowhere", desk.folder).returncode == 78


@pytest.mark.parametrize("more", ["", " --json"])
def test_whoever_runs_the_program_sees_what_waits_and_not_what_it_says(
    desk: Desk, more: str
) -> None:
    done = run(f"conflicts show Goal/5b1f0c9e-7d40{more}", desk.folder)
    assert done.returncode == 0
    assert "aim" in done.stdout
    assert WORDS not in done.stdout + done.stderr


def test_nobody_but_a_steward_of_either_side_sees_both_versions(desk: Desk) -> None:
    done = run("conflicts show Goal/5b1f0c9e-7d40 --by SE2", desk.folder)
    assert done.returncode == 77
    assert "endpoints.region.stewards or endpoints.municipality.stewards" in done.stderr
    assert WORDS not in done.stdout + done.stderr


def test_the_audit_tells_which_steward_looked(desk: Desk) -> None:
    run("conflicts show Goal/5b1f0c9e-7d40 --by SE1-HSA", desk.folder)
    with wiring.context(load(desk.folder / "viktigt.toml")) as context:
        told = [json.loads(each.body) for each in context.store.audit_entries()]
    looked = [each["about"]["by"] for each in told if "by" in each.get("about", {})]
    assert looked[-1] == "SE1-HSA"


def test_whoever_may_not_decide_is_77_and_changes_nothing(desk: Desk) -> None:
    line = "conflicts resolve Goal/5b1f0c9e-7d40 --take here --by SE2 --why x"
    done = run(line, desk.folder)
    assert done.returncode == 77
    assert "endpoints.region.stewards" in done.stderr


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ('{"description": {"text": "Gå", "lifecycleStatus": "active"}}', 65),
        ('{"lifecycleStatus": "active"}', 65),
        ('["Gå"]', 65),
        ("{", 65),
        ('{"description": {"text": "Hemligt"}}', 0),
    ],
)
def test_a_value_is_read_from_stdin_and_echoed_nowhere(given: str, code: int, desk: Desk) -> None:
    line = "conflicts resolve Goal/5b1f0c9e-7d40 --unit aim --value-from - --by SE1-HSA --why x"
    done = run(line, desk.folder, given)
    assert done.returncode == code, done.stderr
    assert not {"Gå", "Hemligt"} & set(re.findall(r"\w+", done.stdout + done.stderr))


def doubled(desk: Desk) -> set[str]:
    listed = json.loads(run("conflicts list --json", desk.folder).stdout)
    return {each["key"] for each in listed if each["what"] == "twice"}


def test_what_stands_twice_is_shown_side_by_side_and_one_is_kept(desk: Desk) -> None:
    settings = load(desk.folder / "viktigt.toml")
    server = wiring.server(settings.endpoints["region"])
    (goal,) = server.search("Goal", [("identifier", f"urn:a|{GOAL}")])
    refs = []
    for words in ("Sova", "Sova gott"):
        body = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:a", "value": "twice"}],
            "lifecycleStatus": "active",
            "description": {"text": words},
            "subject": goal.resource["subject"],
        }
        refs.append(server.create(body, if_none_exist=None)[0].ref)
    assert run("sync shared-plans", desk.folder).returncode == 4
    assert "Goal/twice" in doubled(desk)
    shown = run("conflicts show Goal/twice --by SE1-HSA", desk.folder).stdout
    assert f"proposed to keep {refs[0]}" in shown
    assert "Sova gott" in shown
    outline = run("conflicts show Goal/twice", desk.folder).stdout
    assert "it stands there twice" in outline
    assert "Sova" not in outline
    told = json.loads(run("conflicts show Goal/twice --by SE1-HSA --json", desk.folder).stdout)
    assert told["stand"]["region"]["proposed"] == str(refs[0])
    keep = f"conflicts resolve Goal/twice --keep {refs[1]} --why x"
    assert run(f"{keep} --by SE2", desk.folder).returncode == 77
    assert run(f"{keep} --by SE1-HSA".replace("Goal/twice", NAME), desk.folder).returncode == 2
    assert run(f"{keep} --by SE1-HSA --take here", desk.folder).returncode == 2
    done = run(f"{keep} --by SE1-HSA --json", desk.folder)
    assert json.loads(done.stdout)["keep"] == str(refs[1])
    run("sync shared-plans", desk.folder)
    ended = server.read(refs[0])
    assert ended is not None
    assert ended.resource["lifecycleStatus"] == "entered-in-error"
    assert "Goal/twice" not in doubled(desk)


def test_a_document_that_still_cannot_be_read_is_5(desk: Desk) -> None:
    refuse(desk.folder, b"<patientContract")
    done = run("quarantine replay --all --json", desk.folder)
    assert done.returncode == 5
    assert sum(not each["taken"] for each in json.loads(done.stdout)) == 1
    run(f"quarantine drop {desk.quarantined()} --reason cut --by SE1", desk.folder)


def test_a_given_document_is_explained_with_and_without_an_installation(
    desk: Desk, tmp_path: Path
) -> None:
    for folder in (desk.folder, tmp_path):
        (folder / "given.xml").write_bytes(document({"g": WORDS}))
        mapped = run("map given.xml", folder).stdout.splitlines()
        [goal] = [each for each in map(json.loads, mapped) if each["resourceType"] == "Goal"]
        name = f"Goal/{goal['identifier'][0]['value']}.description.text"
        [told] = json.loads(run(f"explain {name} --source given.xml --json", folder).stdout)[
            "documents"
        ]
        assert [place["class"] for place in told["places"]] == ["mapped"]
        assert WORDS not in json.dumps(told, ensure_ascii=False)
