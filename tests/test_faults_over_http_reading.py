"""A sync whose reads are answered badly: bodies, pages, and more, less or others than asked for.

As in test_faults_over_http: the fault fires, the run ends as documented and names nobody, and once
the faults have stopped nothing is lost, nothing stands twice and nothing more is written.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from adapter.endpoints import door
from tests import http_faults as http
from tests.fault_proxy import Answered, Exchange, Fault, Proxy
from tests.faulty_pair import Capture, Pair
from tests.faulty_story import assert_recovers, assert_survives, at_work, server_behind_proxy
from tests.http_passing import Kind

pytestmark = [pytest.mark.server, pytest.mark.slow]
DONE, WITHHELD, REFUSED, UNAVAILABLE = 0, 4, 5, 69
READS = (Kind.MATCH, Kind.SEARCH, Kind.READ)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with server_behind_proxy(tmp_path_factory.mktemp("server")) as proxy:
        yield proxy


@pytest.fixture
def pair(line: Proxy, tmp_path: Path, capsys: Capture) -> Iterator[Pair]:
    with at_work(tmp_path, line, capsys) as made:
        yield made


# -- bodies -----------------------------------------------------------------------------------

CUT = {
    **{f"cut off {name}": fault for name, fault in http.TRUNCATED.items()},
    "a login page": http.instead(http.LOGIN, content_type="text/html"),
}
WRONG = {
    "nothing": http.instead(b""),
    "an outcome": http.edited(lambda _tree: http.OUTCOME),
    "another type": http.edited(lambda tree: {**tree, "resourceType": "Basic"}),
    **http.UNREADABLE,
}


@pytest.mark.parametrize("name", ["cut off of a stated length", "a login page"])
def test_an_answer_that_is_not_whole_is_asked_for_again(
    pair: Pair, capsys: Capture, name: str
) -> None:
    assert_survives(pair, capsys, CUT[name], Kind.SEARCH, DONE)


@pytest.mark.parametrize("fault", [*CUT.values(), *WRONG.values()], ids=[*CUT, *WRONG])
def test_answers_that_are_never_whole_or_never_right_end_the_run(
    pair: Pair, capsys: Capture, fault: Fault
) -> None:
    assert_survives(pair, capsys, fault, Kind.SEARCH, UNAVAILABLE, times=None)


@pytest.mark.parametrize("fault", http.READABLE.values(), ids=http.READABLE.keys())
def test_an_answer_in_an_unusual_dress_is_read(pair: Pair, capsys: Capture, fault: Fault) -> None:
    pair.proxy.arm(fault, Kind.SEARCH, Kind.MATCH, *http.WRITES, times=None)
    assert_survives(pair, capsys, fault, Kind.READ, DONE, times=None)


def test_an_answer_that_unpacks_without_end_is_refused(
    pair: Pair, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MAX_BYTES", 1_000_000)
    assert_survives(pair, capsys, http.bomb(2_000_000), Kind.SEARCH, REFUSED, times=None)


# -- pages ------------------------------------------------------------------------------------

ELSEWHERE = {
    "another host": "http://evil.example:{port}/fhir/Goal?_page=1",
    "another port": "http://127.0.0.1:1/fhir/Goal?_page=1",
    "another path": "{root}/admin?_page=1",
    "somebody's name": "http://somebody@127.0.0.1:{port}/fhir/Goal?_page=1",
    "a backslash": "http://evil.example\\@127.0.0.1:{port}/fhir/Goal?_page=1",
    "a step up": "{url}/../admin?_page=1",
}


def test_a_search_in_pages_is_read_to_its_end(pair: Pair, capsys: Capture) -> None:
    pair.proxy.page_size = 1
    pair.connect()
    assert pair.sync(capsys).code == DONE
    assert Kind.PAGE in {each.kind for each in pair.proxy.log}
    assert_recovers(pair, capsys)


@pytest.mark.parametrize("link", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_next_page_that_leads_elsewhere_is_not_followed(
    pair: Pair, capsys: Capture, link: str
) -> None:
    pair.connect()
    pair.proxy.arm(http.linked(link), Kind.SEARCH, times=None)
    ended = pair.sync(capsys)
    assert ended.code == UNAVAILABLE
    assert "expected the next page on the same server" in ended.told
    assert_recovers(pair, capsys)
    assert all(each.path.startswith("/fhir/") for each in pair.proxy.log)


BROKEN_PAGES = {
    "expired": (http.before(410), UNAVAILABLE),
    "forbidden": (http.before(403), 77),
    "cut off": (http.TRUNCATED["of a stated length"], UNAVAILABLE),
    "empty": (http.instead(b""), UNAVAILABLE),
    "the same again": (http.linked("{asked}"), UNAVAILABLE),
}


@pytest.mark.parametrize(("fault", "code"), BROKEN_PAGES.values(), ids=BROKEN_PAGES.keys())
def test_a_page_that_never_comes_ends_the_run(
    pair: Pair, capsys: Capture, fault: Fault, code: int
) -> None:
    pair.proxy.page_size = 1
    assert_survives(pair, capsys, fault, Kind.PAGE, code, times=None)


PAGES = {
    "a page is missing": http.edited(lambda tree: {**tree, "link": []}),
    "each entry comes twice": http.edited(http.twice),
    "an entry stands on two pages": http.Again(),
    "the last page is empty": http.edited(lambda tree: {**tree, "entry": []}),
}


@pytest.mark.parametrize("fault", PAGES.values(), ids=PAGES.keys())
def test_pages_that_show_too_little_or_too_much_prove_nothing(
    pair: Pair, capsys: Capture, fault: Fault
) -> None:
    pair.proxy.page_size = 1
    assert_survives(pair, capsys, fault, Kind.PAGE, DONE, times=None)


# -- others than asked for --------------------------------------------------------------------


WARNING: Final = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "warning", "code": "not-supported", "diagnostics": http.SOMEBODY}],
}


def test_what_stands_beside_the_matches_is_left_alone(pair: Pair, capsys: Capture) -> None:
    stranger = pair.stranger()
    goal = {"resourceType": "Goal", "id": "1", "subject": {"reference": stranger}}
    fault = http.beside(
        {"resource": {**goal, "description": {"text": "included"}}, "search": {"mode": "include"}},
        {"resource": WARNING, "search": {"mode": "outcome"}},
        {"resource": {**goal, "lifecycleStatus": "active", "description": {"text": "another's"}}},
    )
    assert_survives(pair, capsys, fault, Kind.SEARCH, DONE, times=None)
    assert {each["resourceType"] for each in pair.region.everything()} >= {"Goal"}
    assert "another's" not in str(pair.region.everything())


def test_an_error_beside_the_matches_leaves_open_what_it_kept_back(
    pair: Pair, capsys: Capture
) -> None:
    fault = http.beside({"resource": http.OUTCOME, "search": {"mode": "outcome"}})
    assert_survives(pair, capsys, fault, Kind.SEARCH, WITHHELD, times=None)


def test_a_server_that_ignores_what_it_was_asked_gives_away_nobody_else(
    pair: Pair, capsys: Capture
) -> None:
    stranger = pair.stranger()
    pair.goal(pair.municipality, "another's", subject={"reference": stranger})
    pair.proxy.arm(http.lenient, Kind.MATCH, name="everybody", times=None)
    assert_survives(pair, capsys, http.lenient, Kind.SEARCH, DONE, times=None)
    assert pair.proxy.fired["everybody"] > 0
    assert "another's" not in str(pair.region.everything())


def test_a_server_that_answers_what_was_asked_before(pair: Pair, capsys: Capture) -> None:
    pair.connect()
    pair.proxy.arm(http.Delayed(), *READS, *http.WRITES, times=None)
    assert pair.sync(capsys).code in {DONE, REFUSED, UNAVAILABLE, 75}
    assert pair.proxy.fired["fault"] > 1
    assert_recovers(pair, capsys)


def test_a_record_that_is_read_under_another_id_is_refused(pair: Pair, capsys: Capture) -> None:
    gone = pair.held(pair.municipality)["theirs"]["id"]
    pair.proxy.arm(http.hidden("theirs"), Kind.SEARCH, name="hidden", times=None)
    other = http.edited(lambda tree: {**tree, "id": "999999"})
    assert_survives(pair, capsys, other, Kind.READ, REFUSED, times=None, of=f"Goal/{gone}")
    assert pair.proxy.fired["hidden"] > 0


def test_a_record_that_is_shown_by_nothing_is_not_deleted(pair: Pair, capsys: Capture) -> None:
    gone = pair.held(pair.municipality)["theirs"]["id"]
    pair.proxy.arm(http.hidden("theirs"), Kind.SEARCH, name="hidden", times=None)
    fault = http.before(404)
    pair.connect()
    pair.proxy.arm(fault, Kind.READ, times=None, of=f"Goal/{gone}")
    assert pair.sync(capsys).code == DONE
    assert pair.proxy.fired["fault"] > 0
    assert "theirs" in pair.held(pair.region)
    assert_recovers(pair, capsys)


# -- a whole side -----------------------------------------------------------------------------


def test_a_side_that_is_empty_all_at_once_is_an_accident(pair: Pair, capsys: Capture) -> None:
    before = pair.said(pair.region)
    pair.connect()
    pair.proxy.arm(http.edited(http.nothing), Kind.SEARCH, times=None)
    pair.proxy.arm(http.before(404), Kind.READ, times=None)
    assert pair.sync(capsys).code == WITHHELD
    assert pair.said(pair.region) == before
    assert_recovers(pair, capsys)


def test_a_side_that_knows_the_person_no_more_is_held(pair: Pair, capsys: Capture) -> None:
    assert_survives(pair, capsys, http.edited(http.nothing), Kind.MATCH, WITHHELD, times=None)


@pytest.mark.parametrize(("status", "code"), [(403, 77), (405, REFUSED)])
def test_a_side_that_takes_nothing_is_left_as_it_is(
    pair: Pair, capsys: Capture, status: int, code: int
) -> None:
    before = pair.said(pair.municipality)
    pair.connect()
    pair.proxy.arm(http.before(status), *http.WRITES, times=None)
    assert pair.sync(capsys).code == code
    assert pair.said(pair.municipality) == before
    assert_recovers(pair, capsys)


# -- versions ---------------------------------------------------------------------------------

TAGS = {
    "weak": http.headed(etag='W/"77"'),
    "strong": http.headed(etag='"77"'),
    "missing": http.without("etag"),
}
EVERYTHING = (*READS, *http.WRITES)


@pytest.mark.parametrize("fault", TAGS.values(), ids=TAGS.keys())
def test_an_etag_that_is_not_the_version_changes_nothing(
    pair: Pair, capsys: Capture, fault: Fault
) -> None:
    pair.connect()
    pair.proxy.arm(fault, *EVERYTHING, times=None)
    assert pair.sync(capsys).code == DONE
    assert pair.proxy.fired["fault"] > 0
    assert_recovers(pair, capsys)


def test_a_version_that_is_not_in_meta_is_in_the_etag_and_protects_what_people_write(
    pair: Pair, capsys: Capture
) -> None:
    pair.connect()
    pair.proxy.arm(http.edited(http.unversioned), *EVERYTHING, times=None)
    assert pair.sync(capsys).code == DONE
    changes = [each for each in pair.proxy.log if each.kind is Kind.UPDATE]
    assert changes
    assert all("if-match" in each.headers for each in changes)
    assert_recovers(pair, capsys)


def test_what_somebody_saves_between_reading_and_writing_is_not_overwritten(
    pair: Pair, capsys: Capture
) -> None:
    def saved_first(exchange: Exchange) -> Answered:
        pair.edit(pair.municipality, "plan", note=[{"text": "Ring först"}])
        return exchange.forward()

    assert_survives(pair, capsys, saved_first, Kind.UPDATE, REFUSED)
    assert pair.said(pair.region)["plan"]["note"] == [{"text": "Ring först"}]
