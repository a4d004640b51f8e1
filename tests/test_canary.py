"""Somebody is planted wherever somebody can be, and secrets are: nobody may see either.

Every command meets every outcome, its log as loud as it can be; the commands are those that there
are. VIKTIGT_CANARY=full plants in every value of every document (make canary).
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from unittest import mock

import click
import pytest
from sqlalchemy.exc import OperationalError

from adapter.errors import Locked, NotPermitted, Stopped, Unreachable
from tests.canary import planted as canary
from tests.canary.documents import SOURCES, planted
from tests.canary.planted import NAME, NUMBER, PASSWORD, PERSONAL, STATE_KEY, TOKEN, WORDS, seen
from tests.canary.running import Count, typed
from tests.canary.servers import ANSWERS, answering
from tests.registers import write_register
from tests.test_help_examples import COMMANDS, DEMO, example
from tests.world import ANNA

EVERY: Final = 1 if os.environ.get("VIKTIGT_CANARY") == "full" else 12
SETTINGS: Final = """\
profile = "test"
state = "viktigt-state"
[policy]
blocks = "none"
[registers]
persons = "persons.csv"
[endpoints.region]
kind = "fhir"
url = "http://127.0.0.1:9/fhir"
stewards = ["SE1-HSA"]
auth = { kind = "bearer", token = { env = "CANARY_TOKEN" } }
[endpoints.municipality]
kind = "fhir"
url = "http://127.0.0.1:9/fhir"
auth = { kind = "basic", user = "u", password = { env = "CANARY_PASSWORD" } }
[endpoints.hospital-inbox]
kind = "directory"
path = "inbox"
[routes.hospital]
from = "hospital-inbox"
to = "region"
basis = "same-authority"
[routes.shared-plans]
between = ["region", "municipality"]
basis = "same-authority"
"""
MORE: Final = {
    "sync": (["sync", "shared-plans"], ["sync", "hospital"]),
    "plan": (["plan", "shared-plans"],),
    "map": (["map", "plan.xml", "-o", "mapped.ndjson", "--loss", "lost.json"],),
}
# They start servers of their own, and go on until they are interrupted.
NOT_HERE: Final = {"sandbox", "demo"}
NAMES: Final = [name for name in COMMANDS if name not in NOT_HERE]


def _raising(error: BaseException) -> mock.Mock:
    return mock.Mock(side_effect=error)


_WRONG: Final = f"{NAME} {NUMBER} {WORDS} {TOKEN} {PASSWORD}"
CRASHES: Final[dict[str, BaseException]] = {
    "RuntimeError": RuntimeError(_WRONG),
    "KeyError": KeyError(_WRONG),
    "UnicodeDecodeError": UnicodeDecodeError("utf-8", _WRONG.encode(), 0, 1, _WRONG),
    "RecursionError": RecursionError(_WRONG),
    "state": OperationalError("INSERT", {"value": _WRONG}, Exception(_WRONG)),
    "disk full": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "interrupted": KeyboardInterrupt(),
    "asked to stop": Stopped(),
    "locked": Locked("another run holds the lock"),
    "unavailable": Unreachable("region", "no answer", 503),
    "not permitted": NotPermitted("region", "let in", 403),
}
WHERE: Final = ("adapter.wiring.needed", "adapter.wiring.context", "adapter.wiring.settings")
USAGE: Final = {
    "an option that is none": "--no-such",
    "too many arguments": "a b c d e f",
    "a number": NUMBER,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation with somebody enrolled, documents about them, and secrets."""
    folder = tmp_path_factory.mktemp("canary")
    (folder / "viktigt.toml").write_text(SETTINGS, encoding="utf-8")
    write_register(folder)
    (folder / "inbox").mkdir()
    for source in SOURCES[::6]:
        document = next(planted(source, 7))
        (folder / "inbox" / f"{source.parent.name[:20]}{source.suffix}").write_bytes(document.data)
    shutil.copy(DEMO / "municipality" / "sip-berg.xml", folder / "plan.xml")
    (folder / "plan.ndjson").write_text(f'{{"resourceType": "Goal", "x": "{NAME}"}}', "utf-8")
    (folder / "plan.json").write_text(f'{{"{NAME}": "{NUMBER}"}}', encoding="utf-8")
    rows = f"route,value,decided_by\nhospital,{ANNA.value},SE1\n{NAME},{NUMBER},{WORDS}\n"
    (folder / "enrolments.csv").write_text(rows, encoding="utf-8")
    rows = f"id,value,basis,decided_by\n{NAME},{NUMBER},{WORDS},SE1\n"
    (folder / "consents.csv").write_text(rows, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANARY_TOKEN", TOKEN)
        patch.setenv("CANARY_PASSWORD", PASSWORD)
        patch.setenv("CANARY_STATE_KEY", STATE_KEY)
        assert typed(folder, ["init", "."]).code == 0
        for route in ("hospital", "shared-plans"):
            added = ["enrol", "add", route, "--person", "-", "--decided-by", "SE1"]
            assert typed(folder, added, ANNA.value).code == 0
        yield folder


def _line(name: str) -> tuple[list[str], str]:
    line = example(COMMANDS[name])
    stdin, _, rest = line.rpartition(" | ")
    return rest.removeprefix("viktigt ").split(), NUMBER if stdin else ""


def _forms(name: str) -> list[list[str]]:
    line, _ = _line(name)
    as_json = any("--json" in each.opts for each in COMMANDS[name].params)
    lines = [line, *MORE.get(name, ())]
    return [*lines, *([*each, "--json"] for each in lines)] if as_json else lines


def _left(folder: Path) -> list[str]:
    return [str(each.relative_to(folder)) for each in folder.rglob("*")]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_command_tells_of_anybody_whatever_happens(name: str, place: Path) -> None:
    count, sent = Count(), list[tuple[str, str, object, object]]()
    _, stdin = _line(name)
    for form in _forms(name):
        for answer in ANSWERS.values():
            with answering(answer, sent):
                said = typed(place, form, stdin)
            assert not said.leaks(name), (form, said)
            count.add(said)
        for where in WHERE:
            for error in CRASHES.values():
                with mock.patch(where, _raising(error)):
                    said = typed(place, form, stdin)
                assert not said.leaks(name), (form, said)
                count.add(said)
        for more in USAGE.values():
            said = typed(place, [*form, *more.split()], stdin)
            assert not said.leaks(name), (form, said)
            count.add(said)
    for _, url, headers, _ in sent:
        assert not seen(url)
        assert ANNA.value not in url
        told = {**headers, "Authorization": ""}  # type: ignore[dict-item]
        assert not seen(repr(told))
    for each in _left(place):
        assert not seen(each), "the name of a file"
        assert ANNA.value not in each
    print(f"canary: {name}: {count}, {len(sent)} requests")  # noqa: T201  the figures of the run


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_nobody_is_told_of_by_what_is_wrong_with_a_document(source: Path, tmp_path: Path) -> None:
    count = Count()
    for document in planted(source, EVERY):
        (tmp_path / document.name).write_bytes(document.data)
        checked = typed(tmp_path, ["check", "--json", document.name])
        assert not checked.leaks("check"), (document.name, checked)
        lines = typed(tmp_path, ["check", document.name])
        assert not lines.leaks("check"), (document.name, lines)
        out = ["-o", "out.ndjson", "--loss", "loss.json"]
        mapped = typed(tmp_path, ["map", document.name, *out])
        assert not mapped.leaks("check"), (document.name, mapped)
        loss = tmp_path / "loss.json"
        account = loss.read_bytes() if loss.exists() else b""
        assert not seen(account), document.name
        for said in (checked, lines):
            count.add(said)
        count.add(mapped, account)
        for each in (tmp_path / document.name, tmp_path / "out.ndjson", loss):
            each.unlink(missing_ok=True)
    print(f"canary: {source.parent.name}: {count}")  # noqa: T201


LEAKS: Final[dict[str, tuple[str, Any]]] = {
    "a value in a finding": ("mappings.tree.told_name", lambda name: name),
    "an exception as it is": (
        "adapter.shell.defects.type",
        lambda error: mock.Mock(__name__=str(error)),
    ),
    "a line of talk": ("adapter.shell.defects.places", lambda _error: [NAME]),
    "base64": ("adapter.shell.defects.places", lambda _error: ["S2Fqc2EgS2FuYXJpZWbDpWdlbA=="]),
    "percent": ("adapter.shell.defects.places", lambda _error: ["Kanarief%C3%A5gel"]),
    "an escape": ("adapter.shell.defects.places", lambda _error: ["KANARIEF\\u00c5GEL"]),
    "decomposed": ("adapter.shell.defects.places", lambda _error: ["kanariefa\u030agel"]),
    "a secret": ("adapter.shell.defects.places", lambda _error: [TOKEN]),
    "a number with a hyphen": ("adapter.shell.defects.places", lambda _error: ["19121212-1212"]),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_that_is_planted_is_found(leak: str, tmp_path: Path) -> None:
    where, instead = LEAKS[leak]
    with ExitStack() as stack:
        stack.enter_context(mock.patch(where, instead, create=True))
        if leak == "a value in a finding":
            found: dict[str, set[str]] = {}
            for document in planted(SOURCES[3], 3):
                (tmp_path / document.name).write_bytes(document.data)
                found |= typed(tmp_path, ["check", document.name]).leaks("check")
            assert found
            return
        stack.enter_context(mock.patch("adapter.wiring.settings", _raising(RuntimeError(NAME))))
        assert typed(tmp_path, ["check", "x"]).leaks("check")


@pytest.mark.parametrize("text", PERSONAL)
def test_somebody_is_seen_in_every_form(text: str) -> None:
    assert seen(text)
    assert canary.plain(text)


def test_every_command_is_looked_at() -> None:
    assert set(NAMES) | NOT_HERE == set(COMMANDS)
    assert all(isinstance(each, click.Command) for each in COMMANDS.values())
