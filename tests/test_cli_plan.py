"""`plan` and `apply` as they are typed: what is printed, what the file holds, how each one ends."""

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from adapter.sandbox.processes import running
from tests.real_server import RealServer
from tests.test_cli_map import viktigt
from tests.test_help_examples import DEMO, set_up
from tests.world import ANNA

pytestmark = pytest.mark.server


class Installation(NamedTuple):
    folder: Path
    region: RealServer

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return viktigt(*arguments, folder=self.folder)

    @property
    def goals(self) -> int:
        return len(list(self.region.search("Goal", [])))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """A document that waits for somebody whom the server knows."""
    ports = set_up(tmp_path)
    shutil.copy(DEMO / "municipality" / "sip-berg.xml", tmp_path / "inbox")
    (tmp_path / "person").write_text(f"{ANNA.value}\n", encoding="utf-8")
    with running(ports, tmp_path / "servers") as urls:
        region = RealServer("region", urls["region"])
        held = {"system": ANNA.system, "value": ANNA.value}
        region.create({"resourceType": "Patient", "identifier": [held]}, if_none_exist=None)
        made = Installation(tmp_path, region)
        assert made.run("init", ".").returncode == 0
        decided = ("--person-file", "person", "--decided-by", "somebody", "--consent", "SIP-1")
        assert made.run("enrol", "add", "hospital", *decided).returncode == 0
        yield made


def test_a_plan_is_made_looked_at_and_applied_once(place: Installation) -> None:
    made = place.run("plan", "hospital", "-o", "plan.json")
    assert made.returncode == 0, made.stderr
    assert place.goals == 0, "nothing was sent"
    file = place.folder / "plan.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    operations = json.loads(file.read_bytes())["operations"]
    [goal] = [each for each in operations if each["type"] == "Goal"][:1]
    words = goal["diff"]["aim"]["after"]["description"]["text"]
    assert goal["record"] in made.stdout.decode()
    assert words not in made.stdout.decode(), "units are named, what they say is not"
    assert words in place.run("plan", "hospital", "--diff").stdout.decode()
    assert words not in place.run("plan", "hospital", "--json").stdout.decode()

    file.write_bytes(file.read_bytes().replace(b'"expect": null', b'"expect": 1234'))
    edited = place.run("apply", "plan.json")
    assert (edited.returncode, place.goals) == (65, 0)
    assert b"not a plan of this installation" in edited.stderr

    assert place.run("plan", "hospital", "-o", "plan.json").returncode == 0
    applied = place.run("apply", "plan.json")
    assert applied.returncode == 0, applied.stderr
    assert place.goals > 0
    again = place.run("apply", "plan.json")
    assert again.returncode == 75
    assert b"world-has-moved" in again.stdout
    assert ANNA.value.encode() not in made.stdout + again.stdout + file.read_bytes()


def test_a_plan_for_a_route_as_it_was_is_refused_and_a_changed_route_stops(
    place: Installation,
) -> None:
    place.run("plan", "hospital", "-o", "plan.json")
    settings = place.folder / "viktigt.toml"
    written = settings.read_text(encoding="utf-8")
    other = written.replace("same-authority", "consent-osl")
    settings.write_text(other, encoding="utf-8")
    refused = place.run("apply", "plan.json")
    assert (refused.returncode, place.goals) == (78, 0)
    assert b"basis" in refused.stderr
    settings.write_text(written, encoding="utf-8")
    assert place.run("apply", "plan.json").returncode == 0
    settings.write_text(other, encoding="utf-8")
    stopped = place.run("sync", "hospital")
    assert stopped.returncode == 4
    assert b"route-changed" in stopped.stdout
    assert place.run("sync", "hospital", "--accept-changes").returncode == 0
    assert place.run("sync", "hospital").returncode == 0
