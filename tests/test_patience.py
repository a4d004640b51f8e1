"""How a FHIR server that is busy, slow or down is asked again, and when it is left alone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from adapter.endpoints import patience
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.patience import Answer, Lost, Patience, Time, retry_after
from adapter.errors import EndpointError, Exit, Refused, TryLater, Unreachable, exit_code
from adapter.values import EndpointKind, EndpointSettings, Ref, Resource
from tests.http_stub import Reply, Stub, answer, dripping, raw, serving

GOAL: Resource = {"resourceType": "Goal", "description": {"text": "gå i trappan"}}
HELD: Resource = {**GOAL, "id": "17", "meta": {"versionId": "3"}}
FOUND: Resource = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": HELD}]}
SEVENTEEN = Ref("Goal", "17")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Passing:
    """Time that passes only while somebody sleeps, and chance that a test decides."""

    def __init__(self, chance: float = 0.0) -> None:
        self.slept: list[float] = []
        self.time = Time(
            sleep=self.slept.append,
            elapsed=lambda: sum(self.slept),
            now=lambda: NOON + timedelta(seconds=sum(self.slept)),
            chance=lambda: chance,
        )


def client(stub: Stub, passing: Passing, deadline: float = 60.0) -> FhirServer:
    settings = EndpointSettings(
        name="peer", kind=EndpointKind.FHIR, url=stub.url, timeout=20.0, deadline=deadline
    )
    return FhirServer(settings, passing=passing.time)


def read(server: FhirServer) -> object:
    return server.read(SEVENTEEN)


def search(server: FhirServer) -> object:
    return list(server.search("Goal", [("patient", "Patient/1")]))


def create(server: FhirServer) -> object:
    return server.create(GOAL, if_none_exist=None)


def update(server: FhirServer) -> object:
    return server.update(SEVENTEEN, GOAL, if_match="3")


def delete(server: FhirServer) -> object:
    server.delete(SEVENTEEN, if_match=None)
    return None


Call = Callable[[FhirServer], object]
EVERY_CALL = pytest.mark.parametrize("call", [read, search, create, update, delete])
EVERY_WRITE = pytest.mark.parametrize("call", [create, update, delete])
EVERY_READ = pytest.mark.parametrize("call", [read, search])

HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: application/fhir+json\r\n"
HALF = b'{"resourceType": "Goal", "id": "17", "descr'
FAILURES = {
    "408": answer(408),
    "429": answer(429),
    "502": answer(502),
    "503": answer(503),
    "504": answer(504),
    "no answer": raw(b""),
    "cut off before its stated length": raw(HEAD + b"Content-Length: 400\r\n\r\n" + HALF),
    "cut off without a stated length": raw(HEAD + b"Connection: close\r\n\r\n" + HALF),
    "cut off in chunks": raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(HALF), HALF)
    ),
}
EVERY_FAILURE = pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())


# -- tries ------------------------------------------------------------------------------------


@EVERY_FAILURE
@EVERY_READ
def test_a_read_that_brings_nothing_whole_is_sent_again(call: Call, failure: Reply) -> None:
    whole = answer(200, HELD if call is read else FOUND)
    with serving(failure, failure, whole) as stub:
        assert call(client(stub, Passing()))
    assert len(stub.received) == 3
    assert len({(each.method, each.path, each.body) for each in stub.received}) == 1


@EVERY_FAILURE
@EVERY_WRITE
def test_a_write_is_never_sent_again(call: Call, failure: Reply) -> None:
    passing = Passing()
    with serving(failure, answer(201, HELD)) as stub, pytest.raises(Unreachable):
        call(client(stub, passing))
    assert len(stub.received) == 1
    assert passing.slept == []


@EVERY_READ
def test_a_read_is_given_up_after_four_tries(call: Call) -> None:
    with serving(answer(503)) as stub, pytest.raises(Unreachable) as caught:
        call(client(stub, Passing()))
    assert len(stub.received) == 4
    assert exit_code(caught.value) is Exit.UNAVAILABLE


@pytest.mark.parametrize("status", [400, 401, 404, 409, 412, 422, 500, 501])
def test_an_answer_that_will_stay_the_same_is_not_asked_for_again(status: int) -> None:
    with serving(answer(status)) as stub, pytest.raises(EndpointError):
        search(client(stub, Passing()))
    assert len(stub.received) == 1


def test_json_that_is_whole_but_refused_is_not_asked_for_again() -> None:
    twice = b'{"resourceType": "Goal", "id": "17", "id": "18"}'
    with serving(answer(200, twice)) as stub, pytest.raises(Unreachable, match="not whole"):
        read(client(stub, Passing()))
    assert len(stub.received) == 1


def test_a_certificate_that_is_not_valid_is_not_asked_for_again() -> None:
    calls = 0

    def not_valid() -> Answer:
        nonlocal calls
        calls += 1
        raise Lost("no answer: SSLError", lasts=True)

    with pytest.raises(Unreachable, match="SSLError"):
        Patience("peer", 60.0, Passing().time).ask(not_valid, again=True)
    assert calls == 1


# -- pauses -----------------------------------------------------------------------------------


def test_pauses_double_and_are_cut_by_chance() -> None:
    for chance in (0.0, 0.5, 1.0):
        passing = Passing(chance)
        with serving(answer(503)) as stub, pytest.raises(Unreachable):
            read(client(stub, passing))
        assert passing.slept == pytest.approx([0.4 * chance, 0.8 * chance, 1.6 * chance])


@pytest.mark.parametrize(
    "said", ["7", " 7 ", format_datetime(NOON + timedelta(seconds=7), usegmt=True)]
)
def test_retry_after_is_waited_for_in_either_form(said: str) -> None:
    passing = Passing()
    date = format_datetime(NOON, usegmt=True)
    busy = raw(f"HTTP/1.0 503 Busy\r\nDate: {date}\r\nRetry-After: {said}\r\n\r\n".encode())
    with serving(busy, answer(200, HELD)) as stub:
        read(client(stub, passing))
    assert passing.slept == [7.0]


@pytest.mark.parametrize("said", ["soon", "-3", "1.5", "", "Mon, 99 Mar 2026 12:00:00 GMT"])
def test_a_retry_after_that_is_neither_is_as_good_as_none(said: str) -> None:
    passing = Passing()
    with serving(answer(503, Retry_After=said), answer(200, HELD)) as stub:
        read(client(stub, passing))
    assert passing.slept == [0.0]


@pytest.mark.parametrize(("status", "code"), [(429, 75), (503, 75), (502, 69), (504, 69)])
@EVERY_CALL
def test_a_server_that_wants_to_be_left_alone_beyond_the_deadline_is_not_waited_for(
    call: Call, status: int, code: int
) -> None:
    passing = Passing()
    with serving(answer(status, Retry_After="61")) as stub, pytest.raises(Unreachable) as caught:
        call(client(stub, passing, deadline=60.0))
    assert len(stub.received) == 1
    assert passing.slept == []
    assert exit_code(caught.value) == code


@EVERY_CALL
def test_nothing_is_perhaps_done_the_time_that_the_server_asked_for(call: Call) -> None:
    with serving(answer(503, Retry_After="3600")) as stub:
        server = client(stub, Passing())
        with pytest.raises(TryLater, match="in 3600 s"):
            read(server)
        with pytest.raises(TryLater, match="in 3600 s") as caught:
            call(server)
    assert len(stub.received) == 1
    assert exit_code(caught.value) is Exit.TRY_AGAIN


def test_the_call_after_a_refused_write_waits_as_the_server_asked() -> None:
    passing = Passing()
    with serving(answer(429, Retry_After="9"), answer(200, HELD)) as stub:
        server = client(stub, passing)
        with pytest.raises(TryLater):
            create(server)
        read(server)
    assert passing.slept == [9.0]


def test_a_pause_that_leads_beyond_the_deadline_is_not_begun() -> None:
    passing = Passing(chance=1.0)
    with serving(answer(502)) as stub, pytest.raises(Unreachable):
        read(client(stub, passing, deadline=1.0))
    assert passing.slept == [0.4]
    assert len(stub.received) == 2


def test_the_deadline_is_for_all_tries_together() -> None:
    really = Passing()
    really.time = Time(sleep=lambda _seconds: None, chance=lambda: 0.0)
    with (
        serving(answer(503), dripping(HEAD + b"\r\n{")) as stub,
        pytest.raises(Unreachable, match=r"within 0\.5 s"),
    ):
        read(client(stub, really, deadline=0.5))


A_YEAR = 365 * 24 * 3600.0


@given(st.integers(0, 10**30))
def test_seconds_are_read_as_they_stand_up_to_a_year(seconds: int) -> None:
    assert retry_after({"Retry-After": str(seconds)}, NOON) == min(float(seconds), A_YEAR)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_date_is_compared_with_the_date_of_the_answer(seconds: int, skew: int) -> None:
    server_says = NOON + timedelta(seconds=skew)
    headers = {
        "Date": format_datetime(server_says, usegmt=True),
        "Retry-After": format_datetime(server_says + timedelta(seconds=seconds), usegmt=True),
    }
    assert retry_after(headers, NOON) == max(0.0, float(seconds))


@given(st.integers(-(10**6), 10**6))
def test_a_date_is_compared_with_our_clock_when_the_answer_has_none(seconds: int) -> None:
    said = format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)
    assert retry_after({"Retry-After": said}, NOON) == max(0.0, float(seconds))


@given(st.text())
def test_no_retry_after_is_too_strange_to_be_read(said: str) -> None:
    found = retry_after(urllib3.HTTPHeaderDict({"Retry-After": said}), NOON)
    assert found is None or 0.0 <= found <= A_YEAR


# -- bucket and circuit -----------------------------------------------------------------------


def failing() -> Answer:
    raise Lost("no answer")


def whole() -> Answer:
    return Answer(200, {}, None)


def tries(asked: Patience, send: Callable[[], Answer]) -> int:
    count = 0

    def counted() -> Answer:
        nonlocal count
        count += 1
        return send()

    with suppress(Unreachable):
        asked.ask(counted, again=True)
    return count


def test_further_tries_cost_more_than_answers_earn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FAILURES", 1000)
    asked = Patience("peer", 60.0, Passing().time)
    assert [tries(asked, failing) for _ in range(8)] == [4] * 6 + [3, 1]
    for _ in range(20):
        tries(asked, whole)
    assert [tries(asked, failing) for _ in range(2)] == [3, 1]


@EVERY_CALL
def test_a_server_that_never_answers_is_given_up_for_the_run(call: Call) -> None:
    with serving(raw(b"")) as stub:
        server = client(stub, Passing())
        for _ in range(patience.FAILURES):
            with pytest.raises(Unreachable):
                create(server)
        sent = len(stub.received)
        with pytest.raises(Unreachable, match="given up for this run") as caught:
            call(server)
    assert len(stub.received) == sent == patience.FAILURES
    assert exit_code(caught.value) is Exit.UNAVAILABLE


@pytest.mark.parametrize("status", [200, 404, 409, 422, 500])
def test_any_answer_ends_a_row_of_failures(status: int) -> None:
    replies: list[Any] = [raw(b"")] * (patience.FAILURES - 1) + [answer(status, HELD)]
    with serving(*replies * 2) as stub:
        server = client(stub, Passing())
        for _ in range(len(replies) * 2):
            with suppress(EndpointError):
                update(server)
    assert len(stub.received) == len(replies) * 2


def test_one_endpoint_that_is_down_says_nothing_about_another() -> None:
    passing = Passing()
    with serving(raw(b"")) as down, serving(answer(200, HELD)) as up:
        bad, good = client(down, passing), client(up, passing)
        for _ in range(patience.FAILURES + 1):
            with pytest.raises(Unreachable):
                create(bad)
        assert read(good)


def test_what_goes_wrong_before_sending_costs_nothing() -> None:
    with serving(answer(200, HELD)) as stub:
        server = client(stub, Passing())
        for _ in range(patience.FAILURES + 1):
            with pytest.raises(Refused):
                server.read(Ref("Goal", ".."))
        assert read(server)
