"""A log is lines of JSON with known names and forms, whatever is given to it; and names nobody."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter import logs
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Unreachable
from adapter.logs import KEYS, LEFT_OUT, Form
from adapter.ports import Fact
from adapter.usecases.context import Context
from adapter.usecases.run import Report
from adapter.values import Level, Logged
from adapter.values.logged import COUNTED
from mappings.fhir.values import Identifier
from tests.canary.planted import NAME, NUMBER, WORDS, seen
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.world import ANNA, World, make_world

ROOT: Final = Path(__file__).resolve().parents[1]
RUN: Final = "0b9c4c1e-0000-4000-8000-000000000001"
FACTS: Final[Mapping[str, Fact]] = {
    "run": RUN,
    "operation": f"{RUN}-12",
    "log_id": RUN,
    "route": "hospital",
    "endpoint": "region",
    "code": "register-silent",
    "kind": "Refused",
    "result": "done",
    "step": "create",
    "type": "CarePlan",
    "subject": "p-0123456789",
    "stack": "adapter/logs.py:1 cli.py:22",
    "exit": 75,
    "seconds": 0.25,
    "counts": {"created": 3},
}
NASTY: Final = (
    "a\nb",
    '{"event": "forged"}',
    "\x00\x1b[2J",
    "\u202eGnal",
    "\u2028",
    "\ud800",
    "https://region.example/fhir/Patient?identifier=" + NUMBER,
    f"Patient/{NUMBER}",
    NAME,
    NUMBER,
    "é" * 100_000,
    '"',
    "\\",
)


class Record:
    """A record of somebody, as one might give it to a log by mistake."""

    def __str__(self) -> str:
        return "p-0123456789"

    def __repr__(self) -> str:
        return f"Record({NAME}, {NUMBER})"


@contextmanager
def log(form: Form = Form.JSON, level: Level = Level.DEBUG) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.begin(form, level, stream)
    try:
        yield stream
    finally:
        logs.begin(Form.OFF, Level.INFO)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Every line, each of which is one JSON object."""
    text = stream.getvalue()
    assert text == "" or text.endswith("\n")
    found = [json.loads(line, parse_constant=_none_such) for line in text.split("\n")[:-1]]
    assert all(isinstance(each, dict) for each in found)
    return found


def _none_such(constant: str) -> None:
    pytest.fail(f"JSON has no {constant}")


texts = st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co"]))
numbers = st.integers() | st.floats() | st.just(10**5000) | st.booleans()
things = (
    texts
    | numbers
    | st.none()
    | st.binary()
    | st.sampled_from(NASTY)
    | st.just(Record())
    | st.dictionaries(texts | st.sampled_from(sorted(COUNTED)), numbers | texts)
    | st.lists(texts)
)
names = st.sampled_from(sorted(FACTS)) | st.text(min_size=1)


@pytest.mark.parametrize("form", [Form.JSON, Form.TEXT])
@given(event=st.sampled_from(Logged), facts=st.dictionaries(names, things))
def test_whatever_is_told_is_one_line_of_known_names_and_forms(
    form: Form, event: Logged, facts: dict[str, Any]
) -> None:
    facts.pop("event", None), facts.pop("self", None)
    with log(form) as stream:
        logs.chosen().bound(**facts).tell(event, **facts)
    assert stream.getvalue().isascii()
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().isprintable() or stream.getvalue()[:-1].isprintable()
    if form is Form.TEXT:
        return
    [line] = lines(stream)
    assert line.keys() <= KEYS
    assert line["event"] == event.value
    assert line["level"] == event.level.name.lower()
    told = {name: each for name, each in line.items() if name in FACTS}
    assert told == logs.told(told), "what was told may be told"


@pytest.mark.parametrize("name", sorted(FACTS))
@pytest.mark.parametrize(
    "value",
    [*NASTY, Record(), {NAME: 1}, {"name": NAME}, [NAME], int(NUMBER), float("nan"), 10**5000],
    ids=range(len(NASTY) + 7),
)
def test_no_record_identifier_or_address_is_told_under_any_name(name: str, value: object) -> None:
    with log() as stream:
        logs.chosen().tell(Logged.OUTCOME, **{name: cast("Fact", value)})
    [line] = lines(stream)
    assert not seen(stream.getvalue())
    assert line[name] in (LEFT_OUT, {})


@pytest.mark.parametrize("name", sorted(FACTS))
def test_what_may_be_told_is_told_as_it_is(name: str) -> None:
    with log() as stream:
        logs.chosen().tell(Logged.OUTCOME, **{name: FACTS[name]})
    assert lines(stream)[0][name] == FACTS[name]


def test_the_names_are_a_closed_list() -> None:
    assert set(FACTS) | {"event", "level", "timestamp"} == KEYS
    strange: dict[str, Fact] = {NAME: 1, WORDS: "done", "exc_info": True}
    with log() as stream:
        logs.chosen().tell(Logged.OUTCOME, **strange)
    assert lines(stream)[0].keys() == {"event", "level", "timestamp"}


def test_what_a_run_counts_may_be_told() -> None:
    assert Report(route="r", dry_run=False).counts.keys() <= COUNTED


@pytest.mark.parametrize("level", list(Level))
def test_a_log_tells_what_is_as_loud_as_asked_for_and_nothing_less(level: Level) -> None:
    with log(level=level) as stream:
        for event in Logged:
            logs.chosen().tell(event)
    told = [each["event"] for each in lines(stream)]
    assert told == [each.value for each in Logged if each.level >= level]


def test_without_a_log_nothing_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    logs.begin(Form.OFF, Level.DEBUG)
    logs.chosen().bound(run=RUN).tell(Logged.DEFECT)
    assert capfd.readouterr() == ("", "")


# -- what a run tells -----------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    for route in ("plans", "documents"):
        made.enrol(route, ANNA)
    made.drop("plan.xml", document({"g": WORDS}))
    return made


def ran(world: World, route: str) -> list[dict[str, Any]]:
    with log() as stream:
        world.context = replace(world.context, log=logs.chosen())
        world.run(route)
    assert not seen(stream.getvalue())
    assert ANNA.value not in stream.getvalue()
    return lines(stream)


@pytest.mark.parametrize("route", ["plans", "documents"])
def test_every_line_of_a_run_carries_the_run_and_its_route(world: World, route: str) -> None:
    told = ran(world, route)
    assert len({each["run"] for each in told}) == 1
    assert {each["route"] for each in told} == {route}
    assert [told[0]["event"], told[-1]["event"]] == ["run-started", "run-ended"]
    assert told[-1]["exit"] == 0


@pytest.mark.parametrize("route", ["plans", "documents"])
def test_each_operation_is_told_before_and_after_under_its_id(world: World, route: str) -> None:
    told = ran(world, route)
    before, after = (
        [each for each in told if each["event"] == event] for event in ("about-to", "outcome")
    )
    assert before
    assert [each["operation"] for each in before] == [each["operation"] for each in after]
    assert len({each["operation"] for each in before}) == len(before)
    for each in (*before, *after):
        assert each.keys() >= {"run", "operation", "endpoint", "step", "type", "subject"}
        assert each["subject"] == world.context.handle(ANNA)
        assert LEFT_OUT not in each.values()


def test_what_waits_is_told_by_its_code_and_a_handle(world: World) -> None:
    world.context.store.enrol(
        next(iter(_unknown(world.context, Identifier(system=ANNA.system, value=NUMBER))))
    )
    held = [each for each in ran(world, "plans") if each["event"] == "held"]
    assert [each["code"] for each in held] == ["person-not-there"]
    assert held[0]["subject"] != world.context.handle(ANNA)


def _unknown(context: Context, person: Identifier) -> Iterator[Any]:
    for each in context.store.enrolments("plans"):
        yield replace(each, person=person, handle=context.handle(person))


def test_a_run_that_breaks_off_says_so_under_its_id(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise Unreachable("region", f"{NAME} is silent")

    monkeypatch.setattr(MemoryServer, "newest", silent)
    monkeypatch.setattr(MemoryServer, "search", silent)
    with log() as stream:
        world.context = replace(world.context, log=logs.chosen())
        with pytest.raises(Unreachable):
            world.run("plans")
    last = lines(stream)[-1]
    assert (last["event"], last["kind"]) == ("broken-off", "Unreachable")
    assert last["run"] == lines(stream)[0]["run"]
    assert not seen(stream.getvalue())


def test_a_subject_is_the_same_in_one_installation_and_another_in_another(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    context = make_world(tmp_path / "here").context
    other = replace(context, key=bytes(32))
    assert context.handle(ANNA) == context.handle(ANNA)
    assert context.handle(ANNA) != other.handle(ANNA)
    assert ANNA.value not in context.handle(ANNA)


# -- a log that can't be written ------------------------------------------------------------------


class Full(io.StringIO):
    """A disk that takes nothing."""

    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


class Gone(io.StringIO):
    """Whoever read it has gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("stream", [Full(), Gone(), closed()], ids=["full", "gone", "closed"])
@pytest.mark.parametrize("route", ["plans", "documents"])
def test_a_log_that_can_not_be_written_ends_no_run(
    world: World, route: str, stream: io.StringIO
) -> None:
    logs.begin(Form.JSON, Level.DEBUG, stream)
    try:
        world.context = replace(world.context, log=logs.chosen())
        report = world.run(route)
    finally:
        logs.begin(Form.OFF, Level.INFO)
    assert report.counts["created"] > 0
    assert int(report.exit) == 0


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    (tmp_path / "viktigt.toml").write_text(
        'state = "s"\n[policy]\nblocks = "none"\n[endpoints.a]\nkind = "fhir"\n'
        'url = "http://127.0.0.1:9/fhir"\n[endpoints.inbox]\nkind = "directory"\npath = "inbox"\n'
        '[routes.r]\nfrom = "inbox"\nto = "a"\nbasis = "same-authority"\n',
        encoding="utf-8",
    )
    (tmp_path / "inbox").mkdir()
    shell(tmp_path, "init .")
    return tmp_path


def shell(folder: Path, line: str) -> "subprocess.CompletedProcess[bytes]":
    """The program by a shell, whose redirections it is run under."""
    program = f'"{sys.executable}" "{ROOT / "cli.py"}"'
    command = ["bash", "-c", f"set -o pipefail; {program} {line}"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-", "2> >(exec true)"])
@pytest.mark.parametrize(
    ("line", "code"),
    [("--log json -v sync r", 0), ("sync r", 0), ("-v sync nowhere", 78), ("sync --none", 2)],
)
def test_the_exit_code_is_that_of_what_was_done_wherever_stderr_goes(
    installed: Path, where: str, line: str, code: int
) -> None:
    done = shell(installed, f"{line} {where}")
    assert done.returncode == code
    assert b"event" not in done.stdout, "stdout is data"


def test_a_log_whose_file_was_moved_goes_on_there_and_the_next_run_begins_another(
    installed: Path,
) -> None:
    for name in ("old", "new"):
        assert shell(installed, "--log json sync r 2>> log").returncode == 0
        os.rename(installed / "log", installed / name)  # noqa: PTH104  as logrotate does
    for name in ("old", "new"):
        told = [
            json.loads(line)
            for line in (installed / name).read_text("utf-8").splitlines()
            if line.startswith("{")
        ]
        assert [each["event"] for each in told] == ["run-started", "run-ended"]
