"""An installation where everything that a command can speak of waits: made once, then copied.

The servers are in memory behind the door to the network (wire). Everybody is somebody who is looked
for; their words are too.
"""

import copy
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest

from adapter import wiring
from adapter.config import load
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Exit
from adapter.usecases import holds, quarantine, recalls
from adapter.values import Why
from mappings.fhir.values import Identifier
from tests.canary.documents import SOURCES, planted
from tests.canary.planted import NAME, NUMBER, PASSWORD, PHONE, STATE_KEY, STREET, TOKEN, WORDS
from tests.canary.running import LOUD, Said, typed
from tests.canary.wire import Sent, listening
from tests.test_copy import plan_at_region
from tests.test_help_examples import COMMANDS, DEMO, example
from tests.test_ingest import document
from tests.world import ANNA, LINE

STEWARD: Final = "SE1-HSA"
SETTINGS: Final = """\
profile = "test"
base = "https://canary.example/fhir"
{state}
[policy]
blocks = "none"
[registers]
persons = "persons.csv"
[endpoints.region]
kind = "fhir"
url = "http://127.0.0.1:9/region/fhir"
stewards = ["SE1-HSA"]
recipient = "public"
auth = { kind = "bearer", token = { env = "CANARY_TOKEN" } }
[endpoints.municipality]
kind = "fhir"
url = "http://127.0.0.1:9/municipality/fhir"
recipient = "public"
auth = { kind = "basic", user = "u", password = { env = "CANARY_PASSWORD" } }
[endpoints.hospital-inbox]
kind = "directory"
path = "inbox"
stewards = ["SE1-HSA"]
[routes.hospital]
from = "hospital-inbox"
to = "region"
basis = "same-authority"
[routes.shared-plans]
between = ["region", "municipality"]
basis = "consent-osl"
"""
PLAIN: Final = 'state = "viktigt-state"'
ENCRYPTED: Final = """\
[state]
folder = "viktigt-state"
encryption = { key = { env = "CANARY_STATE_KEY" } }
"""
SECRETS: Final = {
    "CANARY_TOKEN": TOKEN,
    "CANARY_PASSWORD": PASSWORD,
    "CANARY_STATE_KEY": STATE_KEY,
}
PERSONS: Final = (
    *("195009072553", "196101182803", "199002222397", NUMBER, "195009072554"),
    *("13116900216", "15076500565", "05073500186"),
)
PROTECTED: Final = Identifier(system=ANNA.system, value="200001252386")
ERASED: Final = "Glömt kvitter"
GOAL: Final = "5b1f0c9e-7d40"


@dataclass
class Desk:
    """A folder to run commands in, its two servers, and what stands there under which name."""

    folder: Path
    servers: Mapping[str, MemoryServer]
    names: Mapping[str, str]
    sent: list[Sent]

    def run(self, form: Sequence[str], stdin: str = "", *, log: Sequence[str] = LOUD) -> Said:
        """A command, with servers that answer as good ones do."""
        with listening(self.servers) as sent:
            said = typed(self.folder, form, stdin, log=log)
        self.sent += sent
        return said

    def run_alone(self, form: Sequence[str], stdin: str = "") -> Said:
        """A command, whoever answers."""
        return typed(self.folder, form, stdin)

    def fresh(self) -> "Desk":
        """The same as it was when it was made; in its own place, which routes know it by."""
        shutil.rmtree(self.folder)
        shutil.copytree(_kept(self.folder), self.folder)
        return Desk(self.folder, copy.deepcopy(self.servers), self.names, [])

    def line(self, name: str) -> tuple[list[str], str]:
        """The example of a command about something that is there, and what is typed into it."""
        stdin, _, rest = example(COMMANDS[name]).rpartition(" | ")
        return self.spoken(rest).removeprefix("viktigt ").split(), NUMBER if stdin else ""

    def spoken(self, line: str) -> str:
        """The same line about what is there."""
        for known, found in self.names.items():
            line = re.sub(known, found, line)
        return line


def _kept(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.kept")


@contextmanager
def secrets_known() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        for name, secret in SECRETS.items():
            patch.setenv(name, secret)
        yield patch


def make_desk(folder: Path) -> Desk:
    """An installation with a conflict, a hold, a document in quarantine, consents and an audit."""
    folder.mkdir()
    _files(folder)
    servers = {name: MemoryServer(name) for name in ("region", "municipality")}
    desk = Desk(folder, servers, {}, [])
    _done(desk, ["init", "."])
    for name, server in servers.items():
        _patients(server)
        server.create(_goal(f"{WORDS}, {name}"), if_none_exist=None)
    plan_at_region(cast("Any", SimpleNamespace(region=servers["region"])))
    for route, person in (
        ("hospital", ANNA),
        ("hospital", LINE),
        ("hospital", PROTECTED),
        ("shared-plans", ANNA),
    ):
        line = ["enrol", "add", route, "--person", "-", "--decided-by", STEWARD]
        _done(desk, [*line, "--consent", "Consent/1"], person.value)
    _done(desk, ["consent", "import", "consents.csv"])
    desk.run(["sync", "hospital"])
    desk.run(["sync", "shared-plans"])
    _erase_one(desk)
    (folder / "inbox" / "next.xml").write_bytes(document({"h": f"{WORDS} {NAME}"}, version=2))
    desk.run(["plan", "hospital", "-o", "plan.json"])
    names = _names(desk)
    shutil.copytree(folder, _kept(folder))
    return Desk(folder, copy.deepcopy(servers), names, [])


def _erase_one(desk: Desk) -> None:
    """Of one record every copy is asked back."""
    goals = [seen.resource for seen in desk.servers["region"].search("Goal", [])]
    (name,) = (each["identifier"][0]["value"] for each in goals if ERASED in str(each))
    said = desk.run(["erase", f"Goal/{name}", "--decision", "IVO-1", "--confirm"])
    assert said.code in {Exit.OK, Exit.WITHHELD}, said


def _done(desk: Desk, line: list[str], stdin: str = "") -> None:
    said = desk.run(line, stdin)
    assert said.code == 0, said


def _files(folder: Path) -> None:
    (folder / "viktigt.toml").write_text(SETTINGS.replace("{state}", PLAIN), encoding="utf-8")
    (folder / "inbox").mkdir()
    for source in SOURCES:
        if source.parent.name.startswith("plo-wish"):
            (folder / "inbox" / "wish.xml").write_bytes(source.read_bytes())
    for source in SOURCES[::6]:
        data = next(planted(source, 7)).data
        (folder / "inbox" / f"{source.parent.name[:20]}{source.suffix}").write_bytes(data)
    (folder / "inbox" / "plan.xml").write_bytes(
        document({"g": f"{WORDS} {NAME} {STREET}", "e": ERASED})
    )
    hidden = document({"s": f"{WORDS} {STREET}"}, person=PROTECTED.value)
    (folder / "inbox" / "hidden.xml").write_bytes(hidden.replace(b"plan-1", b"plan-2"))
    (folder / "inbox" / "broken.xml").write_bytes(f"<patientContract>{NAME}".encode())
    shutil.copy(DEMO / "municipality" / "sip-berg.xml", folder / "plan.xml")
    (folder / "plan.ndjson").write_text(f'{{"resourceType": "Goal", "x": "{NAME}"}}\n', "utf-8")
    texts = {
        "persons.csv": "id,grade,born\n"
        + "".join(f"{each},,\n" for each in PERSONS)
        + f"{PROTECTED.value},sekretessmarkering,\n",
        "enrolments.csv": f"route,value,decided_by\nhospital,{NUMBER},SE1\n{NAME},{NUMBER},{WORDS}",
        "consents.csv": f"id,value,basis,decided_by\nc-0f3a52b1d4,{ANNA.value},person,SE1\n",
        "person.txt": ANNA.value,
        "value.json": f'{{"description": {{"text": "{WORDS}"}}}}',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _patients(server: MemoryServer) -> None:
    for person in (ANNA, LINE, PROTECTED):
        body = {
            "resourceType": "Patient",
            "identifier": [{"system": person.system, "value": person.value}],
            "name": [{"text": NAME}],
            "telecom": [{"system": "phone", "value": PHONE}],
            "address": [{"text": STREET}],
        }
        server.create(body, if_none_exist=None)


def _goal(words: str) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:a", "value": GOAL}],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "note": [{"text": f"{NAME}, {STREET}, {PHONE}"}],
        "subject": {"reference": "Patient/1"},
    }


def _names(desk: Desk) -> dict[str, str]:
    """What the examples speak of, and what is there in its place."""
    with wiring.context(load(desk.folder / "viktigt.toml")) as context:
        waiting = {each.hold.why: each.id for each in holds.holds(context)}
        kept = quarantine.quarantined(context)
        handle = context.handle(ANNA)
        recall = recalls.recalls(context)[0].id
    (goal,) = desk.servers["region"].search("Goal", [("identifier", f"urn:a|{GOAL}")])
    return {
        r"(?<=release )h-[0-9a-f]{8}\b": waiting[Why.PROTECTED_IDENTITY],
        r"(?<!release )h-[0-9a-f]{8}\b": waiting[Why.RESERVATION_OR_WISH],
        r"(?<!-)\b3f2a9c71\b": kept[0].id,
        r"\bp-[0-9a-f]{10}\b": handle,
        r"\br-[0-9a-f]{8}\b": recall,
        r"\bGoal/5b1f0c9e(?!-)": str(goal.ref),
    }
