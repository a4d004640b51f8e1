"""A sync between two sides at work while a server, or what stands before it, fails in one way.

Each test is one run of `viktigt sync` in which a fault fires, and then runs without. The fault
must have fired; the run must end with the documented code and name nobody; and once the faults
have stopped nothing is lost, nothing stands twice, and nothing more is written.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import http_faults as http
from tests.fault_proxy import Fault, Proxy
from tests.faulty_pair import Capture, Pair
from tests.faulty_story import assert_recovers, assert_survives, at_work, server_behind_proxy
from tests.http_passing import Kind, Reply

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


def test_without_a_fault_one_run_does_it_all(pair: Pair, capsys: Capture) -> None:
    pair.connect()
    assert pair.sync(capsys).code == DONE
    kinds = {each.kind for each in pair.proxy.log}
    assert kinds >= {*http.WRITES, Kind.MATCH, Kind.SEARCH, Kind.READ, Kind.PROVENANCE}
    assert_recovers(pair, capsys)


# -- before anything was done -----------------------------------------------------------------

READ_STATUSES = {
    **dict.fromkeys((401, 403), NOT_PERMITTED),
    **dict.fromkeys((409, 410, 412, 422, 423, 428), REFUSED),
    **dict.fromkeys((408, 429, 500, 502, 503, 504), UNAVAILABLE),
}
WRITE_STATUSES = {
    **dict.fromkeys((401, 403), NOT_PERMITTED),
    **dict.fromkeys((404, 409, 410, 412, 422, 423, 428, 501), REFUSED),
    **dict.fromkeys((408, 429, 500, 502, 503, 504), TRY_AGAIN),
}
PASSING = (408, 429, 502, 503, 504)


@pytest.mark.parametrize(("status", "code"), READ_STATUSES.items())
def test_a_search_that_is_always_answered_so(
    pair: Pair, capsys: Capture, status: int, code: int
) -> None:
    assert_survives(pair, capsys, http.before(status), Kind.SEARCH, code, times=None)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("kind", [Kind.MATCH, Kind.READ])
def test_another_read_that_is_always_answered_so(
    pair: Pair, capsys: Capture, kind: Kind, status: int
) -> None:
    # What is not found when it is read was not deleted: its copy stays, and the run is done.
    not_found = REFUSED if kind is Kind.MATCH else DONE
    code = (READ_STATUSES | {404: not_found})[status]
    assert_survives(pair, capsys, http.before(status), kind, code, times=None)


@pytest.mark.parametrize("status", PASSING)
def test_a_search_that_fails_once_is_sent_again(pair: Pair, capsys: Capture, status: int) -> None:
    assert_survives(pair, capsys, http.before(status), Kind.SEARCH, DONE)


@pytest.mark.parametrize("kind", [Kind.MATCH, Kind.READ])
def test_another_read_that_fails_once_is_sent_again(
    pair: Pair, capsys: Capture, kind: Kind
) -> None:
    assert_survives(pair, capsys, http.before(503), kind, DONE)


@pytest.mark.parametrize(("status", "code"), WRITE_STATUSES.items())
def test_an_update_that_is_answered_so(pair: Pair, capsys: Capture, status: int, code: int) -> None:
    assert_survives(pair, capsys, http.before(status), Kind.UPDATE, code)


@pytest.mark.parametrize("status", [401, 412, 422, 500])
def test_a_create_that_is_answered_so(pair: Pair, capsys: Capture, status: int) -> None:
    assert_survives(pair, capsys, http.before(status), Kind.CREATE, WRITE_STATUSES[status])


@pytest.mark.parametrize(("status", "code"), [(403, 77), (404, 75), (410, 75), (412, 5), (503, 75)])
def test_a_delete_that_is_answered_so(pair: Pair, capsys: Capture, status: int, code: int) -> None:
    assert_survives(pair, capsys, http.before(status), Kind.DELETE, code)


RETRY_AFTER = {
    "in seconds": ("5", DONE, TRY_AGAIN),
    "a date": ("Tue, 24 Nov 2099 12:00:00 GMT", TRY_AGAIN, TRY_AGAIN),
    "beyond the deadline": ("3600", TRY_AGAIN, TRY_AGAIN),
    "huge": ("9" * 30, TRY_AGAIN, TRY_AGAIN),
    "negative": ("-3", DONE, TRY_AGAIN),
    "garbage": ("soon", DONE, TRY_AGAIN),
}


@pytest.mark.parametrize(("said", "read", "write"), RETRY_AFTER.values(), ids=RETRY_AFTER.keys())
def test_a_server_that_is_busy_says_when_to_come_back(
    pair: Pair, capsys: Capture, said: str, read: int, write: int
) -> None:
    busy = http.before(429, Retry_After=said)
    pair.connect()
    pair.proxy.arm(busy, Kind.UPDATE)
    assert pair.sync(capsys).code == write
    pair.connect()
    pair.proxy.arm(busy, Kind.SEARCH)
    assert pair.sync(capsys).code == read
    assert pair.proxy.fired["fault"] == 2
    assert_recovers(pair, capsys)


REDIRECTS = (301, 302, 303, 307, 308)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        *((Kind.UPDATE, status) for status in REDIRECTS),
        *((kind, 307) for kind in (Kind.SEARCH, Kind.READ, Kind.DELETE)),
    ],
)
def test_a_redirect_is_not_followed(pair: Pair, capsys: Capture, kind: Kind, status: int) -> None:
    code = TRY_AGAIN if kind in http.WRITES else UNAVAILABLE
    assert_survives(pair, capsys, http.redirect(status), kind, code, times=None)


@pytest.mark.parametrize(
    ("kind", "times", "code"),
    [
        (Kind.SEARCH, 1, DONE),
        (Kind.SEARCH, None, UNAVAILABLE),
        *((kind, 1, TRY_AGAIN) for kind in http.WRITES),
    ],
)
def test_a_connection_that_breaks_before_anything_arrives(
    pair: Pair, capsys: Capture, kind: Kind, times: int | None, code: int
) -> None:
    assert_survives(pair, capsys, http.broken, kind, code, times=times)


# -- after it was done ------------------------------------------------------------------------

LOST = {
    "the connection breaks": http.after(http.broken),
    "500": http.after(http.before(500)),
    "503": http.after(http.before(503)),
    "202": http.after(http.empty(202)),
    **{f"cut off {name}": fault for name, fault in http.TRUNCATED.items()},
    "a login page": http.instead(http.LOGIN, content_type="text/html"),
    "nothing": http.instead(b""),
    "nothing, and no place": http.changed(lambda reply: Reply(reply.status)),
    "an outcome": http.edited(lambda _tree: http.OUTCOME),
    "another type": http.edited(lambda tree: {**tree, "resourceType": "Basic"}),
    "another id": http.edited(lambda tree: {**tree, "id": "999999"}),
    "another version": http.edited(lambda tree: {**tree, "meta": {"versionId": "77"}}),
    "no version": http.edited(lambda tree: {**tree, "meta": {}}),
    "no Location": http.without("location"),
    **http.UNREADABLE,
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
def test_a_create_is_known_to_be_done_whatever_became_of_its_answer(
    pair: Pair, capsys: Capture, fault: Fault
) -> None:
    assert_survives(pair, capsys, fault, Kind.CREATE, DONE)


@pytest.mark.parametrize(
    "name",
    [*list(LOST)[:4], "nothing", "an outcome", "another id", "another version", "no version"],
)
def test_an_update_is_known_to_be_done_whatever_became_of_its_answer(
    pair: Pair, capsys: Capture, name: str
) -> None:
    assert_survives(pair, capsys, LOST[name], Kind.UPDATE, DONE)


@pytest.mark.parametrize("name", ["the connection breaks", "500", "202", "nothing"])
def test_a_delete_is_known_to_be_done_whatever_became_of_its_answer(
    pair: Pair, capsys: Capture, name: str
) -> None:
    assert_survives(pair, capsys, LOST[name], Kind.DELETE, DONE)


def test_an_update_that_is_answered_by_how_it_was_before(pair: Pair, capsys: Capture) -> None:
    assert_survives(pair, capsys, http.as_it_was, Kind.UPDATE, DONE)


PRETENDED = {
    "a login page": http.before(200, http.LOGIN, content_type="text/html"),
    "nothing": http.empty(200),
    "an outcome": http.before(200),
}


@pytest.mark.parametrize("fault", PRETENDED.values(), ids=PRETENDED.keys())
@pytest.mark.parametrize("kind", http.WRITES)
def test_what_is_said_to_be_done_and_is_not_is_noticed(
    pair: Pair, capsys: Capture, kind: Kind, fault: Fault
) -> None:
    assert_survives(pair, capsys, fault, kind, TRY_AGAIN)


def test_an_update_that_is_said_to_be_done_and_shows_the_old_version(
    pair: Pair, capsys: Capture
) -> None:
    assert_survives(pair, capsys, http.never_done, Kind.UPDATE, TRY_AGAIN)


@pytest.mark.parametrize("kind", http.WRITES)
@pytest.mark.parametrize("before_next_run", [True, False])
def test_a_write_that_is_taken_now_and_applied_later(
    pair: Pair, capsys: Capture, kind: Kind, *, before_next_run: bool
) -> None:
    pair.connect()
    pair.proxy.arm(http.later, kind)
    assert pair.sync(capsys).code == TRY_AGAIN
    [apply] = pair.proxy.late
    if not before_next_run:
        pair.connect()
        pair.sync(capsys)
    apply()
    assert_recovers(pair, capsys)
