"""A sync between two real servers that both ask who we are: SMART Backend Services and a password.

sekmet-fhir checks what we sign and what our token lets us do by code of its own.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from adapter import config, wiring
from adapter.endpoints.auth.keys import Private
from adapter.errors import Exit
from adapter.ports import Endpoint
from cli import main
from mappings.codes.systems import PERSONNUMMER
from tests.guarded_sekmet import guarded_sekmet
from tests.installation import COMMAND
from tests.registers import write_register
from tests.world import STEWARD

pytestmark = [pytest.mark.server, pytest.mark.slow]
ANNA: Final = "195009072553"
SETTINGS: Final = """
[policy]
blocks = "none"

[registers]
persons = "persons.csv"

[endpoints.region]
kind = "fhir"
url = "{region}"
{more}
[endpoints.region.auth]
kind = "smart"
client_id = "{client}"
key = {{ file = "{client}.pem" }}
{scopes}

[endpoints.municipality]
kind = "fhir"
url = "{municipality}"
auth = {{ kind = "basic", user = "viktigt", password = {{ file = "password" }} }}

[routes.plans]
between = ["region", "municipality"]
basis = "consent-osl"
types = ["CarePlan", "Goal"]
"""
KEYS: Final[dict[str, Private]] = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "ec": ec.generate_private_key(ec.SECP384R1()),
}


class Signed:
    """An installation that says who it is; people at both sides reach their servers as it does."""

    def __init__(self, folder: Path, urls: dict[str, str]) -> None:
        self.folder = folder
        self.urls = urls
        write_register(folder)

    def configure(self, client: str, *, scopes: str = "", more: str = "batch = 1") -> None:
        text = SETTINGS.format(**self.urls, client=client, scopes=scopes, more=more)
        (self.folder / config.FILE_NAME).write_text(text, encoding="utf-8")

    def run(self, *arguments: str, stdin: str = "") -> Result:
        with chdir(self.folder):
            return CliRunner().invoke(main, arguments, input=stdin, standalone_mode=False)

    def server(self, side: str) -> Endpoint:
        settings = config.load(self.folder / config.FILE_NAME)
        return wiring.server(settings.endpoints[side], routes=settings.routes.values())

    def goals(self, side: str) -> list[str]:
        found = self.server(side).search("Goal", [])
        return sorted(seen.resource["description"]["text"] for seen in found)


def _kept(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    file.chmod(0o600)
    return file


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Signed]:
    clients = []
    for name, key in KEYS.items():
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        _kept(tmp_path, f"{name}.pem", private)
        kept = _kept(tmp_path, f"{name}.pub", public)
        clients.append({"client_id": name, "public_key_path": str(kept)})
    clients.append({**clients[0], "client_id": "reader", "scopes": "system/*.read"})
    _kept(tmp_path, "reader.pem", (tmp_path / "rsa.pem").read_bytes())
    _kept(tmp_path, "password", b"hunter2\n")
    smart = {"types": ["smart"], "smart_clients": clients, "token_lifetime": 2}
    basic = {"types": ["basic"], "users": {"viktigt": "hunter2"}}
    with ExitStack() as stack:
        urls = {
            "region": stack.enter_context(guarded_sekmet(tmp_path / "region", smart)),
            "municipality": stack.enter_context(guarded_sekmet(tmp_path / "municipality", basic)),
        }
        yield Signed(tmp_path, urls)


EVERYTHING: Final = 'scopes = ["system/*.cruds"]'


def work(signed: Signed) -> None:
    """People, who may do anything: both sides know Anna, and the region has goals of hers."""
    signed.configure("rsa", scopes=EVERYTHING)
    held = [{"system": PERSONNUMMER, "value": ANNA}]
    for side in signed.urls:
        patient = {"resourceType": "Patient", "identifier": held}
        signed.server(side).create(patient, if_none_exist=None)
    region = signed.server("region")
    [anna] = region.search("Patient", [("identifier", f"{PERSONNUMMER}|{ANNA}")])
    for words in ("gå till sjön", "baka bullar"):
        goal = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:t:goal", "value": words[:2]}],
            "lifecycleStatus": "active",
            "description": {"text": words},
            "subject": {"reference": str(anna.ref)},
        }
        region.create(goal, if_none_exist=None)
    assert signed.run("init", ".").return_value == 0
    added = (
        "enrol",
        "add",
        "plans",
        "--person",
        "-",
        "--decided-by",
        STEWARD,
        "--consent",
        "SIP-1",
    )
    assert signed.run(*added, stdin=ANNA).return_value == 0


WAYS: Final = {
    "what the route needs": ("rsa", "", ""),  # sekmet wants a scope for all types for a batch
    "everything, in batches": ("ec", EVERYTHING, ""),
}


@pytest.mark.parametrize(("client", "scopes", "more"), WAYS.values(), ids=WAYS.keys())
def test_what_a_server_guards_crosses_with_a_token_for_it(
    signed: Signed, client: str, scopes: str, more: str
) -> None:
    work(signed)
    signed.configure(client, scopes=scopes, more=more)
    done = signed.run("sync", "plans")
    assert done.return_value == 0, done.output
    assert signed.goals("municipality") == signed.goals("region") == ["baka bullar", "gå till sjön"]


def test_a_token_for_less_than_the_route_needs_stops_the_run(signed: Signed) -> None:
    work(signed)
    signed.configure("reader")
    with chdir(signed.folder):
        ended = subprocess.run(
            [COMMAND, "sync", "plans"], capture_output=True, text=True, check=False
        )
    assert ended.returncode == Exit.NOT_PERMITTED
    assert "was not granted" in ended.stderr
    assert "system/Goal.cruds" in ended.stderr
    assert signed.goals("municipality") == []


def test_the_doctor_tells_how_each_server_lets_us_in(signed: Signed) -> None:
    signed.configure("rsa")
    assert signed.run("init", ".").return_value == 0
    said = signed.run("doctor")
    assert said.return_value == 0, said.output
    assert "access region: smart: token for 2 s, system/CarePlan.cruds" in said.output
    assert "access municipality: basic" in said.output
    assert "hunter2" not in said.output
    signed.configure("nobody")
    _kept(signed.folder, "nobody.pem", (signed.folder / "rsa.pem").read_bytes())
    said = signed.run("doctor")
    assert said.return_value == Exit.NOT_PERMITTED
    assert "refuses us: invalid_client" in said.output
