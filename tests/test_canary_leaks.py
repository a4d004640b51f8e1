"""The scan sees: a leak that is put into the program itself is found, wherever it is put."""

import base64
import gzip
import traceback
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final, TypeAlias
from unittest import mock

import pytest

from adapter import logs, wiring
from adapter.endpoints import door
from adapter.endpoints.fhir_server import FhirServer
from adapter.errors import ConfigurationError
from adapter.usecases.status import Status
from tests.canary.desk import Desk, make_desk, secrets_known
from tests.canary.outgoing import DROPPED, HIDDEN, crossed
from tests.canary.planted import NAME, NUMBER, PHONE, TOKEN, WORDS, seen

Leak: TypeAlias = Callable[[ExitStack], None]
ORIGINAL: Final = (
    '<?xml version="1.0"?>\n<patientContract xmlns="https://viktigt.example/ns" version="1">\n'
    f"  <header system='EHR-A' document='plan-1'/>\n  <words>{WORDS}, sade personen vid mötet"
    "</words>\n</patientContract>\n"
).encode()


def _instead(where: str, other: Any) -> Leak:  # noqa: ANN401  whatever stands there
    def leak(stack: ExitStack) -> None:
        stack.enter_context(mock.patch(where, other, create=True))

    return leak


def _fails(error: BaseException) -> Leak:
    return _instead("adapter.wiring.settings", mock.Mock(side_effect=error))


def _both(*leaks: Leak) -> Leak:
    def leak(stack: ExitStack) -> None:
        for each in leaks:
            each(stack)

    return leak


def _log_line(stack: ExitStack) -> None:
    """A log that takes whatever it is given, and is given a record."""
    real = logs.Lines.bound

    def bound(self: logs.Lines, **facts: Any) -> Any:  # noqa: ANN401
        return real(self, **facts, code=NAME)

    stack.enter_context(mock.patch.object(logs, "told", dict))
    stack.enter_context(mock.patch.object(logs.Lines, "bound", bound))


def _told_with_locals(error: BaseException) -> int:
    """What a friendly library makes of a crash."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    print("".join(told.format()))  # noqa: T201
    return 1


def _in_frame(_given: object) -> None:
    record = {"name": NAME, "number": NUMBER}
    raise RuntimeError(len(record))


def _json_report(stack: ExitStack) -> None:
    real = Status.as_json
    told = lambda self: {**real(self), "person": NAME}  # noqa: E731
    stack.enter_context(mock.patch.object(Status, "as_json", told))


def _file_name(stack: ExitStack) -> None:
    stack.enter_context(mock.patch("adapter.shell.output.secrets.token_hex", return_value=NUMBER))


def _argument(stack: ExitStack) -> None:
    """A person on the command line of another process, which everybody on the machine sees."""
    import subprocess
    import sys

    def run(*_: object) -> None:
        subprocess.run([sys.executable, "-c", "", f"--person={NUMBER}"], check=True)

    stack.enter_context(mock.patch("adapter.wiring.settings", run))


_PLACES: Final = "adapter.shell.defects.places"
_CRASH: Final = _fails(RuntimeError(NAME))


def _said(text: str) -> Leak:
    return _both(_CRASH, _instead(_PLACES, lambda _error: [text]))


SAID: Final[Mapping[str, tuple[str, Leak]]] = {
    "an error message": ("check plan.xml", _fails(ConfigurationError([f"routes.x: {NUMBER}"]))),
    "a log line": ("sync shared-plans", _log_line),
    "a defect by its text": (
        "check plan.xml",
        _both(
            _CRASH,
            _instead("adapter.shell.defects.type", lambda e: mock.Mock(__name__=str(e))),
        ),
    ),
    "a traceback with locals": (
        "check plan.xml",
        _both(
            _instead("adapter.wiring.settings", _in_frame),
            _instead("adapter.shell.guard.tell_defect", _told_with_locals),
        ),
    ),
    "a JSON report": ("status --json", _json_report),
    "a heading": ("status", _instead("adapter.registers.rows.told_name", lambda name: name)),
    "the name of a file that was there for a moment": (
        "export plan.xml -o out.json",
        _file_name,
    ),
    "the name of the state": ("status", _instead("adapter.wiring.STATE_FILE", f"{NUMBER}.sqlite")),
    "arguments of a process": ("check plan.xml", _argument),
    "base64": ("check plan.xml", _said(base64.b64encode(NAME.encode()).decode())),
    "percent": ("check plan.xml", _said("Kanarief%C3%A5gel")),
    "an escape": ("check plan.xml", _said("KANARIEF\\u00C5GEL")),
    "decomposed": ("check plan.xml", _said("kanariefa\u030agel")),
    "a secret": ("check plan.xml", _said(TOKEN)),
    "a number with a hyphen": ("check plan.xml", _said("19121212-1212")),
    "a number without its century": ("check plan.xml", _said("500907-2553")),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with secrets_known():
        yield make_desk(tmp_path_factory.mktemp("leaks") / "desk")


@pytest.mark.parametrize("where", SAID)
def test_a_leak_in_what_is_said_or_named_is_found(where: str, made: Desk) -> None:
    line, leak = SAID[where]
    form = line.split()
    if where != "the name of the state":
        assert not made.fresh().run(form).leaks(form[0], form)
    desk = made.fresh()
    if where == "a heading":
        (desk.folder / "persons.csv").write_text(f"id,{NAME}\n1,2\n", encoding="utf-8")
    with ExitStack() as stack:
        leak(stack)
        assert desk.run(form).leaks(form[0], form)


# -- what is sent ---------------------------------------------------------------------------------


def _query(stack: ExitStack) -> None:
    """A search as the simplest client makes it."""

    def search(self: FhirServer, kind: str, query: Any) -> Any:  # noqa: ANN401
        self._door.request("GET", f"{kind}?identifier={dict(query).get('identifier')}")
        return iter(())

    stack.enter_context(mock.patch.object(FhirServer, "search", search))


def _header(stack: ExitStack) -> None:
    real = door._headers  # noqa: SLF001
    told = {**real(), "X-For": PHONE}
    stack.enter_context(mock.patch.object(door, "_headers", return_value=told))


def _in_body(pack: Callable[[bytes], bytes]) -> Leak:
    """An attachment beside what was meant to be sent."""

    def leak(stack: ExitStack) -> None:
        real = door.Door._outgoing  # noqa: SLF001

        def outgoing(self: door.Door, body: Any) -> bytes:  # noqa: ANN401
            note = [
                {"text": "x", "extension": [{"url": "u", "valueString": pack(ORIGINAL).decode()}]}
            ]
            return real(self, {**body, "note": note})

        stack.enter_context(mock.patch.object(door.Door, "_outgoing", outgoing))

    return leak


b64 = base64.b64encode
PACKINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "base64": b64,
    "base64 for URLs, without padding": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "base64 twice": lambda data: b64(b64(data)),
    "gzip in base64": lambda data: b64(gzip.compress(data)),
    "zlib in base64": lambda data: b64(zlib.compress(data)),
    "base64 in gzip in base64": lambda data: b64(gzip.compress(b64(data))),
    "a data URL": lambda data: b"data:application/xml;base64," + b64(data),
}


def _requests(made: Desk, leak: Leak) -> list[Any]:
    desk = made.fresh()
    with ExitStack() as stack:
        leak(stack)
        for route in ("hospital", "shared-plans"):
            desk.run(["sync", route, "--full"])
    return desk.sent


@pytest.mark.parametrize("leak", [_query, _header], ids=["the query of a URL", "a header"])
def test_a_leak_on_the_way_is_found(leak: Leak, made: Desk) -> None:
    assert not any(seen(each.told) for each in _requests(made, lambda _stack: None))
    assert any(seen(each.told) for each in _requests(made, leak))


@pytest.mark.parametrize("packing", PACKINGS)
def test_an_original_in_a_body_is_found_however_it_is_packed(packing: str, made: Desk) -> None:
    assert not any(crossed(each.body, ORIGINAL) for each in _requests(made, lambda _stack: None))
    sent = _requests(made, _in_body(PACKINGS[packing]))
    assert {"an original"} == {what for each in sent for what in crossed(each.body, ORIGINAL)}


@pytest.mark.parametrize("text", [DROPPED, HIDDEN, TOKEN])
@pytest.mark.parametrize("packing", PACKINGS)
def test_what_may_not_leave_is_found_however_it_is_packed(text: str, packing: str) -> None:
    body = b'{"resourceType":"Binary","data":"%s"}' % PACKINGS[packing](text.encode() * 3)
    assert crossed(body)
    assert not crossed(body.replace(PACKINGS[packing](text.encode() * 3), b""))


def test_the_state_has_its_name_from_here() -> None:
    assert wiring.STATE_FILE == "viktigt.sqlite"
