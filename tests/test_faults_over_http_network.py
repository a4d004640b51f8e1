"""A sync over a network that fails: no name, no connection, no trust, no end; and all at random.

As in test_faults_over_http: the fault fires, the run ends as documented and names nobody, and once
the faults have stopped nothing is lost, nothing stands twice and nothing more is written.
"""

import socket
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from adapter.sandbox.processes import free_port
from tests import http_faults as http
from tests.fault_proxy import Answered, Exchange, Fault, Proxy
from tests.faulty_pair import Capture, Pair
from tests.faulty_story import (
    assert_recovers,
    assert_survives,
    at_work,
    come_to_rest,
    made,
    server_behind_proxy,
)
from tests.http_passing import READS, WRITES, Kind
from tests.http_stub import answer, serving
from tests.self_signed import self_signed
from tests.world import AnyServer

pytestmark = [pytest.mark.server, pytest.mark.slow]
DONE, REFUSED, UNAVAILABLE, TRY_AGAIN, NOT_PERMITTED = 0, 5, 69, 75, 77


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with server_behind_proxy(tmp_path_factory.mktemp("server")) as proxy:
        yield proxy


@pytest.fixture
def pair(line: Proxy, tmp_path: Path, capsys: Capture) -> Iterator[Pair]:
    with at_work(tmp_path, line, capsys) as made:
        yield made


# -- no connection ----------------------------------------------------------------------------


def test_nobody_listens(pair: Pair, capsys: Capture) -> None:
    pair.connect(url=f"http://127.0.0.1:{free_port()}/fhir")
    ended = pair.sync(capsys)
    assert (ended.code, "ConnectionError" in ended.told) == (UNAVAILABLE, True)
    assert not pair.proxy.log
    assert_recovers(pair, capsys)


def test_the_name_is_not_known(
    pair: Pair, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def unknown(host: str, *_: Any, **__: Any) -> list[Any]:  # noqa: ANN401
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", unknown)
        pair.connect(url="http://municipality.invalid/fhir")
        assert pair.sync(capsys).code == UNAVAILABLE
    assert set(asked) == {"municipality.invalid"}
    assert_recovers(pair, capsys)


def test_the_other_end_does_not_speak_tls(pair: Pair, capsys: Capture) -> None:
    pair.connect(url=pair.proxy.url.replace("http://", "https://"))
    ended = pair.sync(capsys)
    assert (ended.code, "SSLError" in ended.told) == (UNAVAILABLE, True)
    assert_recovers(pair, capsys)


def test_nobody_vouches_for_the_other_end(pair: Pair, capsys: Capture, tmp_path: Path) -> None:
    with self_signed(tmp_path) as server:
        pair.connect(url=f"https://127.0.0.1:{server.server_port}/fhir")
        ended = pair.sync(capsys)
    assert (ended.code, "SSLError" in ended.told) == (UNAVAILABLE, True)
    assert server.came == 1, "a certificate does not become valid by asking again"
    assert_recovers(pair, capsys)


# -- no end -----------------------------------------------------------------------------------

SHORT: Final = 1.0  # seconds; an answer of the server takes a hundredth of it


@pytest.mark.parametrize(
    ("fault", "code"), [(http.silent, TRY_AGAIN), (http.after(http.silent), DONE)]
)
@pytest.mark.parametrize("kind", [Kind.CREATE, Kind.UPDATE])
def test_a_write_that_nobody_answers_is_looked_for(
    pair: Pair, capsys: Capture, kind: Kind, fault: Fault, code: int
) -> None:
    pair.connect(timeout=SHORT)
    pair.proxy.arm(fault, kind)
    assert pair.sync(capsys).code == code
    assert pair.proxy.fired["fault"] == 1
    assert_recovers(pair, capsys)


@pytest.mark.parametrize(("kind", "code"), [(Kind.SEARCH, UNAVAILABLE), (Kind.UPDATE, DONE)])
def test_an_answer_that_drips_is_given_up(
    pair: Pair, capsys: Capture, kind: Kind, code: int
) -> None:
    pair.connect(deadline=SHORT)
    pair.proxy.arm(http.dripping, kind)
    ended = pair.sync(capsys)
    assert pair.proxy.fired["fault"] == 1
    assert ended.code == code, ended.told
    assert_recovers(pair, capsys)


# -- what the environment says ----------------------------------------------------------------


def test_what_the_environment_says_of_proxies_and_passwords_is_not_used(
    pair: Pair, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(answer(502)) as elsewhere:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, elsewhere.root)
        pair.connect()
        assert pair.sync(capsys).code == DONE
        assert not elsewhere.received
    assert all("authorization" not in each.headers for each in pair.proxy.log)
    assert_recovers(pair, capsys)


def test_nobody_is_named_in_a_url(pair: Pair, capsys: Capture) -> None:
    pair.connect()
    pair.sync(capsys)
    assert pair.proxy.log
    assert all(pair.person.value not in each.path for each in pair.proxy.log)


# -- what is told of the writes ---------------------------------------------------------------

PROVENANCE: Final[dict[str, tuple[Fault, int | None, int]]] = {
    "refused": (http.before(422), 1, REFUSED),
    "forbidden": (http.before(403), 1, NOT_PERMITTED),
    "lost once": (http.after(http.broken), 1, DONE),
    "lost each time": (http.after(http.broken), None, DONE),
    "not taken once": (http.before(500), 1, DONE),
    "never taken": (http.before(500), None, REFUSED),
}


@pytest.mark.parametrize(("fault", "times", "code"), PROVENANCE.values(), ids=list(PROVENANCE))
def test_an_account_of_the_writes_that_fails_does_not_undo_them(
    pair: Pair, capsys: Capture, fault: Fault, times: int | None, code: int
) -> None:
    assert_survives(pair, capsys, fault, Kind.PROVENANCE, code, times=times)


# -- all of it --------------------------------------------------------------------------------

ANY: Final[list[Fault]] = [
    *(http.before(status) for status in (401, 404, 408, 409, 412, 422, 429, 500, 503)),
    http.before(429, Retry_After="3600"),
    http.broken,
    http.redirect(302),
    http.after(http.broken),
    http.after(http.before(500)),
    http.instead(b""),
    http.instead(http.LOGIN),
    http.edited(lambda _tree: http.OUTCOME),
    *http.TRUNCATED.values(),
    *http.UNREADABLE.values(),
]
PRETENDING: Final[list[Fault]] = [http.empty(200), http.empty(202), http.before(200), http.later]
DOCUMENTED: Final = {0, 3, 4, 5, 69, 75, 77}
ROUNDS: Final = 4


class Storm:
    """What goes wrong, drawn from a seed; a search may fail, but what it finds is the truth."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  a story that can be told again

    def over_reads(self, exchange: Exchange) -> Answered:
        return self._struck(exchange, ANY, 0.06)

    def over_writes(self, exchange: Exchange) -> Answered:
        return self._struck(exchange, [*ANY, *PRETENDING], 0.5)

    def _struck(self, exchange: Exchange, faults: list[Fault], rate: float) -> Answered:
        if self.random.random() >= rate:
            return exchange.forward()
        exchange.proxy.fired["struck"] += 1
        return self.random.choice(faults)(exchange)


def a_day(pair: Pair, storm: Storm, number: int) -> None:
    """Both sides make a goal, change one of theirs, and one side ends one."""
    sides: list[AnyServer] = [pair.region, pair.municipality]
    for server in sides:
        name = f"{server.name} {number}"
        pair.goal(server, name)
        pair.more.add(name)
    pair.edit(pair.region, "goal", lifecycleStatus=storm.random.choice(["active", "on-hold"]))
    pair.edit(pair.municipality, "theirs", startDate=f"2026-03-0{number + 1}")
    if number:
        server = storm.random.choice(sides)
        name = f"{server.name} {number - 1}"
        pair.delete(server, name)
        pair.more.remove(name)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_goes_wrong_nothing_is_lost(
    line: Proxy, tmp_path: Path, capsys: Capture, seed: int
) -> None:
    pair, storm = made(tmp_path, line, capsys), Storm(seed)
    for number in range(ROUNDS):
        a_day(pair, storm, number)
        line.arm(storm.over_reads, *READS, times=None)
        line.arm(storm.over_writes, *WRITES, times=None)
        pair.connect()
        assert pair.sync(capsys).code in DOCUMENTED
        for apply in line.late:
            apply()
        line.late.clear()
        line.disarm()
    assert line.fired["struck"] > 0
    come_to_rest(pair, capsys)
    here, there = pair.said(pair.region), pair.said(pair.municipality)
    assert here == there
    assert here.keys() == pair.more | {
        *("statement", "goal", "plan", "theirs", "ended here", "ended there")
    }
    assert here["theirs"]["startDate"] == f"2026-03-0{ROUNDS}"
    pair.close()
