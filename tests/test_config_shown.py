"""The whole configuration, shown so that it reads back as the same, and no secret is in it."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapter.config import FILE_NAME, Settings, load
from adapter.config.shown import as_toml, as_tree
from adapter.shell.setting_up import TEMPLATE
from cli import main
from tests.test_config import WHOLE

SIGNED = """
[state]
folder = "kept"
encryption = { key = { env = "STATE_KEY" }, former = { file = "old.key" } }
[policy]
blocks = "blocks.xml"

[registers]
persons = "persons.toml"
organisations = "/etc/viktigt/units.csv"

[endpoints.smart]
kind = "fhir"
url = "https://smart.example/fhir"
modes = { "Goal" = "append", "*" = "read" }
recipient = "public"
municipality = "1780"
stewards = ["SE1", "åsa \\"x\\" \\u007f"]
[endpoints.smart.auth]
kind = "smart"
client_id = "viktigt"
key = { file = "keys/smart.pem" }
algorithm = "RS384"
origins = ["https://auth.example"]
[endpoints.smart.tls]
ca = "ca.pem"
certificate = "ours.pem"
key = "ours.key"
passphrase = { keyring = "viktigt/smart" }

[endpoints.helseid]
kind = "fhir"
url = "https://api.example/fhir"
[endpoints.helseid.auth]
kind = "helseid"
client_id = "viktigt"
key = { env = "HELSEID_KEY" }
issuer = "https://helseid.example"
scopes = ["nhn:plans/api"]
organisation = "994598759"
multi_tenant = true

[endpoints.basic]
kind = "fhir"
url = "http://localhost:8080/fhir"
auth = { kind = "basic", user = "somebody", password = { env = "PASSWORD" } }

[routes.signed]
between = ["smart", "helseid"]
basis = "consent-osl"
rights = { "Goal" = "shared" }
provenance = true
"""


def read(folder: Path, text: str) -> Settings:
    file = folder / FILE_NAME
    file.write_text(text, encoding="utf-8")
    return load(file)


@pytest.mark.parametrize("text", [WHOLE, TEMPLATE, SIGNED, ""])
def test_what_is_shown_reads_back_as_the_same(tmp_path: Path, text: str) -> None:
    settings = read(tmp_path, text)
    shown = as_toml(settings)
    again = read(tmp_path, shown)
    assert replace(again, file=settings.file) == settings
    assert as_toml(again) == shown


def test_no_setting_is_forgotten(tmp_path: Path) -> None:
    settings = read(tmp_path, SIGNED)
    without = {each.name for each in fields(Settings) if getattr(settings, each.name) is None}
    assert not without, "SIGNED holds every setting at the top, so that the law above sees it"


def test_what_the_file_leaves_out_is_shown(tmp_path: Path) -> None:
    region = as_tree(read(tmp_path, TEMPLATE))["endpoints"]["region"]
    assert region["auth"] == {"kind": "none"}
    assert (region["deadline"], region["batch"], region["changes"]) == (120.0, 100, "search")


def test_a_secret_is_shown_by_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD", "hunter2")
    monkeypatch.setenv("HELSEID_KEY", "hunter2")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "smart.pem").write_text("hunter2", encoding="ascii")
    read(tmp_path, SIGNED)
    monkeypatch.chdir(tmp_path)
    for arguments in (["config", "show"], ["config", "show", "--json"]):
        said = CliRunner().invoke(main, arguments, standalone_mode=False)
        assert said.return_value == 0
        assert "hunter2" not in said.output
        assert "HELSEID_KEY" in said.output


def test_programs_get_the_same_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(tmp_path, SIGNED)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["config", "show", "--json"], standalone_mode=False)
    assert json.loads(said.output) == as_tree(settings)
