"""The examples of the commands that look at what waits, with something that waits."""

import hashlib
import re
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
            run(f"enrol add {route} --person - --decided-by SE1", folder, ANNA.value)
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
                "description": {"text": f"Gå till sjön, säger {end.name}"},
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


@pytest.mark.parametrize("name", [name for name in COMMANDS if is_for_stewards(name)])
def test_the_example_of_the_help_text_works(name: str, desk: Desk) -> None:
    line = example(COMMANDS[name]).removeprefix("viktigt ")
    if name.startswith("quarantine "):
        refuse(desk.folder, document({"g": "Gå till sjön"}))
        line = ID.sub(desk.quarantined(), line)
    done = run(line, desk.folder)
    assert done.returncode == 0, done.stderr
