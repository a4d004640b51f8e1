"""Consents are registered by a list and ended once; the rules of access prove themselves."""

import json
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapter import config, wiring
from adapter.errors import ConfigurationError
from adapter.policy import rule_tables
from adapter.shell import policing
from adapter.usecases.block_sources import FileBlocks, LiveBlocks, NoneKept, NoService
from cli import main
from tests.test_policy_tables import texts

HEAD = "value,basis,decided_by,route,plan_kinds,from,to,assessor,assessed_on,id,ended,mistaken"
SETTINGS = """\
[endpoints.region]
kind = "fhir"
url = "http://127.0.0.1:9/fhir"
area = "health"

[endpoints.town]
kind = "fhir"
url = "http://127.0.0.1:9/town"
area = "social"

[routes.plans]
between = ["region", "town"]
basis = "svod-disclosure"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run(tmp_path, "init", ".")
    (tmp_path / "viktigt.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    with chdir(folder):
        return CliRunner().invoke(main, arguments, standalone_mode=False)


def imported(folder: Path, *rows: str) -> Result:
    (folder / "consents.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return run(folder, "consent", "import", "consents.csv")


def listed(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(folder, "consent", "list", "--json").stdout)
    return found


def test_a_list_of_consents_is_registered_by_handle(folder: Path) -> None:
    done = imported(
        folder,
        "195009072553,person,SE1,plans,SIP VP,2026-01-01,2026-12-31,,,,,",
        "191212121212,incapacitated-assessed,SE1,,,,,SE2,2026-01-01,c-1,,",
    )
    assert done.return_value == 0
    mine, other = sorted(listed(folder), key=lambda row: str(row["basis"]), reverse=True)
    assert (mine["route"], mine["plan_kinds"], mine["from"]) == ("plans", "SIP VP", "2026-01-01")
    assert (other["id"], other["assessed_on"]) == ("c-1", "2026-01-01")
    shown = run(folder, "consent", "list").output
    assert "195009072553" not in shown + done.output
    assert str(mine["id"]) in shown


def test_the_same_list_twice_registers_once(folder: Path) -> None:
    row = "195009072553,person,SE1,plans,,2026-01-01,,,,,,"
    imported(folder, row)
    imported(folder, row)
    assert len(listed(folder)) == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",person,SE1,,,,,,,,,", "value"),
        ("12,person,SE1,,,,,,,,,", "value"),
        ("195009072553,,SE1,,,,,,,,,", "basis"),
        ("195009072553,because,SE1,,,,,,,,,", "basis"),
        ("195009072553,person,,,,,,,,,,", "decided_by"),
        ("195009072553,person,SE1,nowhere,,,,,,,,", "route"),
        ("195009072553,person,SE1,,,yesterday,,,,,,", "from"),
        ("195009072553,person,SE1,,,20260101,,,,,,", "from"),
        ("195009072553,person,SE1,,,,2026-02-30,,,,,", "to"),
        ("195009072553,incapacitated-assessed,SE1,,,,,,2026-01-01,,,", "assessor"),
        ("195009072553,incapacitated-assessed,SE1,,,,,SE2,,,,", "assessed_on"),
    ],
)
def test_a_bad_row_is_told_and_the_good_ones_count(row: str, column: str, folder: Path) -> None:
    done = imported(folder, row, "191212121212,person,SE1,,,,,,,,,")
    assert done.return_value == 5
    assert f"/2/{column}" in done.stderr
    assert "1 registered" in done.stderr
    assert "195009072553" not in done.output + done.stderr
    assert len(listed(folder)) == 1


def test_what_has_ended_stays_ended(folder: Path) -> None:
    imported(folder, "195009072553,person,SE1,,,2026-01-01,,,,c-1,,")
    end = ("consent", "end", "c-1", "--decided-by", "SE2", "--from", "2026-05-01")
    assert run(folder, *end).return_value == 0
    assert [(row["ended"], row["mistaken"]) for row in listed(folder)] == [("2026-05-01", False)]
    assert run(folder, *end).exception is not None
    again = imported(folder, "195009072553,person,SE1,,,2026-01-01,,,,c-1,,")
    assert again.return_value == 5
    assert "/2/id" in again.stderr
    later = imported(folder, "195009072553,person,SE1,,,2026-01-01,,,,c-1,2027-01-01,")
    assert later.return_value == 0
    assert [row["ended"] for row in listed(folder)] == ["2026-05-01"]


def test_a_list_may_end_a_consent_or_call_it_a_mistake(folder: Path) -> None:
    imported(
        folder,
        "195009072553,person,SE1,,,2026-01-01,,,,c-1,2026-05-01,",
        "195009072553,person,SE1,,,2026-01-01,,,,c-2,2026-05-01,yes",
    )
    assert [(row["id"], row["mistaken"]) for row in listed(folder)] == [
        ("c-1", False),
        ("c-2", True),
    ]


def test_a_consent_that_is_not_there_can_not_end_and_nobody_is_named(folder: Path) -> None:
    assert run(folder, "consent", "end", "c-9", "--decided-by", "SE1").exception is not None
    named = run(folder, "consent", "end", "195009072553", "--decided-by", "SE1")
    assert "195009072553" not in str(named.exception)
    assert run(folder, "consent", "end", "c-9", "--decided-by", "SE1", "--mistaken").exception


# -- the rules ------------------------------------------------------------------------------------


def test_the_rules_prove_themselves() -> None:
    done = CliRunner().invoke(main, ["policy", "check"], standalone_mode=False)
    assert done.return_value == 0
    assert done.output.endswith("0 fail\n")
    told = CliRunner().invoke(main, ["policy", "check", "--json"], standalone_mode=False)
    assert json.loads(told.stdout)["failed"] == []


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_rule_that_fails_its_case_is_told(
    more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = texts()
    old = 'on = 2026-01-01, told = "true"'
    changed["labels"] = changed["labels"].replace(old, 'on = 2026-01-01, told = "false"', 1)
    wrong = rule_tables.read(changed)
    monkeypatch.setattr(policing, "tables", lambda: wrong)
    done = CliRunner().invoke(main, ["policy", "check", *more], standalone_mode=False)
    assert done.return_value == 5
    assert "label.noreuse" in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("policy", "why", "Goal/1", "--route", "nowhere"),
        ("policy", "why", "Goal/195009072553", "--route", "plans"),
    ],
)
def test_why_of_nothing_is_wrong_usage(arguments: tuple[str, ...], folder: Path) -> None:
    done = run(folder, *arguments)
    assert type(done.exception).__name__ == "UsageError"
    assert "195009072553" not in str(done.exception)


# -- the configuration ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        ("", NoService),
        ('blocks = "none"', NoneKept),
        ('blocks = "region"', LiveBlocks),
        ('blocks = "region"\nblocks_age = 60', LiveBlocks),
        ('blocks = "blocks.xml"', FileBlocks),
    ],
)
def test_who_knows_of_blocks_is_configured(policy: str, kind: type, folder: Path) -> None:
    file = folder / "viktigt.toml"
    file.write_text(f"{SETTINGS}[policy]\n{policy}\n", encoding="utf-8")
    with wiring.context(config.load(file)) as context:
        assert type(context.blocks) is kind
        if isinstance(context.blocks, FileBlocks):
            assert context.blocks.path == folder / "blocks.xml"


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ('blocks = "inbox"', "policy.blocks"),
        ("blocks = 1", "policy.blocks"),
        ('blocks = "region"\nblocks_age = 0', "policy.blocks_age"),
        ('blocks = "none"\nblocks_age = 60', "policy.blocks_age"),
        ("blocks_age = 60", "policy.blocks_age"),
        ("blocked = true", "policy.blocked"),
    ],
)
def test_what_is_wrong_with_it_is_told(policy: str, problem: str, folder: Path) -> None:
    file = folder / "viktigt.toml"
    inbox = '[endpoints.inbox]\nkind = "directory"\npath = "inbox"\n'
    file.write_text(f"{SETTINGS}{inbox}[policy]\n{policy}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        config.load(file)
    assert any(each.startswith(problem) for each in error.value.problems)


@pytest.mark.parametrize("basis", ["svod-direct", "break-glass"])
def test_what_can_not_be_the_basis_of_a_transfer_is_refused(basis: str, folder: Path) -> None:
    file = folder / "viktigt.toml"
    file.write_text(SETTINGS.replace("svod-disclosure", basis), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        config.load(file)
