"""The HTTP client against servers that are broken or hostile, one by one."""

import traceback
import zlib
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from adapter.endpoints import fhir_server
from adapter.endpoints.auth.credentials import bearer
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.patience import Time
from adapter.errors import (
    Changed,
    EndpointError,
    NotPermitted,
    Refused,
    Unreachable,
)
from adapter.sandbox.processes import free_port
from adapter.values import EndpointKind, EndpointSettings, Ref, Resource, Secret
from mappings.codes.systems import BASE, PERSONNUMMER
from mappings.fhir.values import Identifier
from tests.http_stub import Reply, Stub, answer, dripping, flooding, raw, serving

ANNA = "195009072553"
GOAL: Resource = {"resourceType": "Goal", "description": {"text": "gå i trappan"}}
HELD: Resource = {**GOAL, "id": "17", "meta": {"versionId": "3"}}
SEVENTEEN = Ref("Goal", "17")
EMPTY: Resource = {"resourceType": "Bundle", "type": "searchset"}


def client(
    stub: Stub, token: str | None = None, base: str = BASE, deadline: float = 20.0
) -> FhirServer:
    settings = EndpointSettings(
        name="peer", kind=EndpointKind.FHIR, url=stub.url, timeout=20.0, deadline=deadline
    )
    passing = Time(sleep=lambda _seconds: None, chance=lambda: 0.0)
    known = None if token is None else bearer("endpoints.peer.auth", Secret(token))
    return FhirServer(settings, base, passing, known)


def page(*resources: Resource, then: str | None = None) -> Resource:
    links = [] if then is None else [{"relation": "next", "url": then}]
    return {**EMPTY, "entry": [{"resource": each} for each in resources], "link": links}


def read(server: FhirServer) -> object:
    return server.read(SEVENTEEN)


def search(server: FhirServer) -> object:
    return list(server.search("Goal", [("patient", "Patient/1")]))


def create(server: FhirServer) -> object:
    return server.create(GOAL, if_none_exist=None)


def update(server: FhirServer) -> object:
    return server.update(SEVENTEEN, GOAL, if_match="2")


Call = Callable[[FhirServer], object]
EVERY_CALL = pytest.mark.parametrize("call", [read, search, create, update])
EVERY_WRITE = pytest.mark.parametrize("call", [create, update])
EVERY_READ = pytest.mark.parametrize("call", [read, search])


# -- where requests go ------------------------------------------------------------------------


@EVERY_CALL
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_never_followed(call: Call, status: int) -> None:
    with serving(answer(200, HELD)) as other:
        moved = answer(status, b"<html>moved</html>", Location=f"{other.url}/Goal/17")
        with serving(moved) as stub, pytest.raises(Unreachable, match="redirects") as caught:
            call(client(stub, "a-token"))
    assert caught.value.status == status
    assert len(stub.received) == 1
    assert not other.received


OUTSIDE = {
    "another port": "http://127.0.0.1:{other}/fhir/Goal?page=2",
    "another host": "http://evil.example:{port}/fhir/Goal?page=2",
    "a host that begins as ours": "http://127.0.0.1.evil.example:{port}/fhir/Goal",
    "no scheme": "//127.0.0.1:{other}/fhir/Goal?page=2",
    "another scheme": "https://127.0.0.1:{port}/fhir/Goal?page=2",
    "a file": "file:///fhir/Goal",
    "userinfo": "http://somebody@127.0.0.1:{port}/fhir/Goal?page=2",
    "our host as userinfo": "http://127.0.0.1:{port}@127.0.0.1:{other}/fhir/Goal",
    "a backslash": "http://127.0.0.1:{other}\\@127.0.0.1:{port}/fhir/Goal",
    "a newline": "http://127.0.0.1:{port}/fhir/Goal\n?page=2",
    "a path beside the base": "http://127.0.0.1:{port}/admin?page=2",
    "a path that begins as ours": "http://127.0.0.1:{port}/fhir-admin/Goal",
    "a step up": "http://127.0.0.1:{port}/fhir/../admin",
    "an encoded step up": "http://127.0.0.1:{port}/fhir/%2e%2e/admin",
    "a port that is none": "http://127.0.0.1:eighty/fhir/Goal",
    "a bracket that stays open": "http://[127.0.0.1/fhir/Goal",
}


def test_a_search_that_is_cut_short_without_a_next_link_is_asked_by_get() -> None:
    short = {**page(HELD), "total": 2}
    whole = {**page(HELD, {**HELD, "id": "18"}), "total": 2}
    with serving(answer(200, short), answer(200, whole)) as stub:
        found = list(client(stub).search("Goal", [("patient", "Patient/1")]))
    assert [each.ref.id for each in found] == ["17", "18"]
    assert [each.method for each in stub.received] == ["POST", "GET"]


def test_a_person_is_never_searched_for_by_get() -> None:
    with serving(answer(200, {**page(HELD), "total": 2})) as stub:
        list(client(stub).search("Goal", [("identifier", "urn:a|195009072553")]))
    assert [each.method for each in stub.received] == ["POST"]


@pytest.mark.parametrize("link", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_a_next_link_out_of_the_base_is_refused(link: str) -> None:
    with serving(answer(200, EMPTY)) as other:
        first: Reply = lambda handler, stub: answer(  # noqa: E731  it needs the ports
            200, page(then=link.format(port=port_of(stub), other=port_of(other)))
        )(handler, stub)
        with serving(first) as stub, pytest.raises(Refused, match="on the same server"):
            search(client(stub, "a-token"))
    assert len(stub.received) == 1
    assert not other.received


def port_of(stub: Stub) -> str:
    return stub.root.rpartition(":")[2]


@pytest.mark.parametrize(
    "link", ["{url}/Goal?page=2", "Goal?page=2", "/fhir/Goal?page=2", "{url}?_getpages=2"]
)
def test_a_next_link_under_the_base_is_followed_with_our_token(link: str) -> None:
    last = answer(200, page({**HELD, "id": "18"}))
    first: Reply = lambda handler, stub: answer(  # noqa: E731  it needs its own URL
        200, page(HELD, then=link.format(url=stub.url))
    )(handler, stub)
    with serving(first, last) as stub:
        found = list(client(stub, "a-token").search("Goal", []))
    assert [seen.ref.id for seen in found] == ["17", "18"]
    assert [each.method for each in stub.received] == ["POST", "GET"]
    assert {each.headers["authorization"] for each in stub.received} == {"Bearer a-token"}


def test_a_search_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fhir_server, "MAX_PAGES", 3)
    more: Reply = lambda handler, stub: answer(  # noqa: E731  it needs what was asked so far
        200, page(HELD, then=f"Goal?page={len(stub.received)}")
    )(handler, stub)
    with serving(more) as stub, pytest.raises(Refused, match="within 3 pages"):
        search(client(stub))
    assert len(stub.received) == 4


def test_a_search_whose_pages_go_round_is_given_up() -> None:
    first, second = page(HELD, then="Goal?page=2"), page(HELD, then="Goal?page=1")
    with (
        serving(answer(200, second), answer(200, first), answer(200, second)) as stub,
        pytest.raises(Refused, match="go round"),
    ):
        search(client(stub))
    assert len(stub.received) == 3


@pytest.mark.parametrize("status", [404, 410])
def test_a_search_that_expires_before_its_last_page_is_no_answer(status: int) -> None:
    with (
        serving(answer(200, page(HELD, then="Goal?page=2")), answer(status)) as stub,
        pytest.raises(Unreachable, match="expired before its last page"),
    ):
        search(client(stub))


def test_what_two_pages_show_in_one_version_is_found_once() -> None:
    newer = {**HELD, "meta": {"versionId": "4"}}
    with serving(
        answer(200, page(HELD, HELD, then="Goal?page=2")), answer(200, page(HELD, newer))
    ) as stub:
        found = list(client(stub).search("Goal", []))
    assert [each.version for each in found] == ["3", "4"]


@pytest.mark.parametrize("made_up", ["..", "../../admin", "a/b", "a?b", "", "å", "x" * 65])
def test_an_id_that_is_none_is_never_sent(made_up: str) -> None:
    with serving(answer(200, HELD)) as stub:
        with pytest.raises(Refused):
            client(stub).read(Ref("Goal", made_up))
        with pytest.raises(Refused):
            client(stub).update(Ref("Goal", made_up), GOAL, if_match=None)
    assert not stub.received


# -- what the environment says ----------------------------------------------------------------


def test_a_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving(answer(200, HELD)) as stub, serving(answer(200, HELD)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.root)
        monkeypatch.setenv("http_proxy", proxy.root)
        requests.get(stub.url, timeout=20)
        assert len(proxy.received) == 1, "anybody else would go through the proxy"
        read(client(stub, "a-token"))
        assert len(proxy.received) == 1
        assert len(stub.received) == 1


@pytest.mark.parametrize(("token", "sent"), [("a-token", "Bearer a-token"), (None, None)])
def test_a_netrc_file_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str | None, sent: str | None
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(answer(200, HELD)) as stub:
        requests.get(stub.url, timeout=20)
        read(client(stub, token))
    anybody, ours = stub.received
    assert anybody.headers["authorization"].startswith("Basic ")
    assert ours.headers.get("authorization") == sent


# -- how long and how much --------------------------------------------------------------------

HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: application/fhir+json\r\n"
DRIPS = {
    "body": dripping(HEAD + b'\r\n{"resourceType": "'),
    "headers": dripping(HEAD, b"X-More: x\r\n"),
    "one header": dripping(HEAD + b"X-Long: "),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS.keys())
@EVERY_CALL
def test_the_deadline_holds_while_an_answer_drips(call: Call, drip: Reply) -> None:
    with serving(drip) as stub:
        with pytest.raises(Unreachable, match=r"within 0\.15 s"):
            call(client(stub, deadline=0.15))
        assert not stub.over.is_set(), "the server was still at it"


def gzip_without_end() -> Reply:
    packer = zlib.compressobj(wbits=31)
    zeros = bytes(1_000_000)
    head = HEAD + b"Content-Encoding: gzip\r\n\r\n"
    return flooding(head, lambda: packer.compress(zeros) + packer.flush(zlib.Z_SYNC_FLUSH))


@pytest.mark.parametrize(
    "flood", [gzip_without_end(), flooding(HEAD + b"\r\n", lambda: bytes(100_000))]
)
def test_an_answer_without_end_is_stopped_at_32_megabytes(flood: Reply) -> None:
    with serving(flood) as stub, pytest.raises(Refused, match="at most 32000000 bytes"):
        read(client(stub, deadline=120.0))


def test_only_gzip_is_asked_for() -> None:
    with serving(answer(200, HELD)) as stub:
        read(client(stub))
    assert stub.received[0].headers["accept-encoding"] == "gzip"


HALF = b'{"resourceType": "Goal", "id": "17", "descr'
TRUNCATED = {
    "of a stated length": raw(HEAD + b"Content-Length: 400\r\n\r\n" + HALF),
    "of no stated length": raw(HEAD + b"Connection: close\r\n\r\n" + HALF),
    "in chunks": raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(HALF), HALF)
    ),
    "packed": raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + zlib.compress(HALF, wbits=31)[:20]),
    "to nothing": answer(200),
    "before it began": raw(b""),
}


@pytest.mark.parametrize("cut", TRUNCATED.values(), ids=TRUNCATED.keys())
@EVERY_READ
def test_an_answer_that_is_cut_off_is_no_answer(call: Call, cut: Reply) -> None:
    with serving(cut) as stub, pytest.raises(Unreachable):
        call(client(stub))


def test_nobody_there_is_unreachable() -> None:
    nobody = Stub(free_port())
    with pytest.raises(Unreachable, match="ConnectionError"):
        read(client(nobody))


# -- what a status means ----------------------------------------------------------------------


STATUSES = [
    (400, Refused),
    (401, NotPermitted),
    (403, NotPermitted),
    (405, Refused),
    (408, Unreachable),
    (409, Changed),
    (412, Changed),
    (422, Refused),
    (429, Unreachable),
    (500, Unreachable),
    (501, Refused),
    (502, Unreachable),
    (503, Unreachable),
    (504, Unreachable),
]


@pytest.mark.parametrize(("status", "error"), STATUSES)
@EVERY_CALL
def test_a_status_is_one_kind_of_error(call: Call, status: int, error: type[EndpointError]) -> None:
    page_of_a_proxy = answer(status, b"<html>no FHIR here</html>")
    with serving(page_of_a_proxy) as stub, pytest.raises(EndpointError) as caught:
        call(client(stub))
    assert type(caught.value) is error
    assert caught.value.status == status
    assert caught.value.endpoint == "peer"


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_or_no_longer_reads_as_none(status: int) -> None:
    with serving(answer(status)) as stub:
        assert client(stub).read(SEVENTEEN) is None
        with pytest.raises(Refused):
            create(client(stub))
        with pytest.raises(Refused):
            search(client(stub))


# -- what is told and what is not -------------------------------------------------------------

TOLD: Resource = {
    "resourceType": "OperationOutcome",
    "text": {"status": "generated", "div": f"<div>Anna {ANNA}</div>"},
    "issue": [
        {
            "severity": "error",
            "code": "invalid",
            "diagnostics": f"Anna {ANNA}: bad",
            "details": {"text": f"Anna {ANNA}"},
            "expression": ["Goal.target[0].dueDate", f"Goal.where(subject='{ANNA}')"],
        },
        {"severity": "error", "code": f"Anna {ANNA}", "expression": f"{ANNA}"},
    ],
}


@pytest.mark.parametrize("status", [302, 400, 401, 403, 409, 412, 422, 429, 500, 503])
@EVERY_CALL
def test_an_error_never_repeats_what_the_server_says_in_prose(call: Call, status: int) -> None:
    with serving(answer(status, TOLD)) as stub, pytest.raises(EndpointError) as caught:
        call(client(stub))
    assert_tells_nothing(caught.value)


def test_a_refusal_names_codes_and_places() -> None:
    with serving(answer(422, TOLD)) as stub, pytest.raises(Refused) as caught:
        create(client(stub))
    assert caught.value.issues == ("invalid Goal.target[0].dueDate", "")


WRONG: list[object] = [
    f"<html>Anna {ANNA}</html>".encode(),
    f'{{"resourceType": "Goal", "{ANNA}": "Anna", "{ANNA}": NaN}}'.encode(),
    [ANNA],
    {"Anna": ANNA},
    {"resourceType": f"Anna {ANNA}"},
]


@pytest.mark.parametrize("body", WRONG)
@EVERY_READ
def test_an_answer_that_is_not_what_was_asked_for_is_refused(call: Call, body: object) -> None:
    with serving(answer(200, body)) as stub, pytest.raises(EndpointError) as caught:
        call(client(stub))
    assert_tells_nothing(caught.value)


def assert_tells_nothing(error: BaseException) -> None:
    told = "".join(traceback.format_exception(error)) + repr(vars(error))
    assert ANNA not in told
    assert "Anna" not in told


@pytest.mark.parametrize(
    "body",
    [
        {**EMPTY, "entry": "Goal", "link": "next"},
        {**EMPTY, "entry": ["Goal", {"resource": "Goal"}, {"search": "match"}], "link": ["next"]},
        {**EMPTY, "entry": {"resource": HELD}, "link": [{"relation": "next", "url": 2}]},
        {**EMPTY, "entry": None, "link": None},
    ],
)
def test_a_searchset_that_is_malformed_holds_nothing(body: Resource) -> None:
    with serving(answer(200, body)) as stub:
        assert search(client(stub)) == []


def test_only_matches_of_the_type_asked_for_are_found() -> None:
    told = {**TOLD, "issue": [{"severity": "warning", "code": "not-supported"}]}
    entries = [
        {"resource": HELD, "search": {"mode": "match"}},
        {"resource": {**HELD, "id": "18"}, "search": {"mode": "include"}},
        {"resource": told, "search": {"mode": "outcome"}},
        {"resource": {"resourceType": "Patient", "id": "19"}},
    ]
    with serving(answer(200, {**EMPTY, "entry": entries})) as stub:
        found = list(client(stub).search("Goal", []))
    assert [(seen.ref.id, seen.version) for seen in found] == [("17", "3")]


UNVERSIONED: Resource = {**HELD, "meta": "3"}
TAGS = [('W/"5"', "5"), ('"5"', "5"), ("5", None), ('W/"å"', None), (None, None)]


@pytest.mark.parametrize(("tag", "version"), TAGS)
def test_a_match_without_its_version_is_read_alone_for_the_etag(
    tag: str | None, version: str | None
) -> None:
    headers = {} if tag is None else {"ETag": tag}
    alone = answer(200, UNVERSIONED, **headers)
    with serving(answer(200, page(UNVERSIONED)), alone) as stub:
        [found] = client(stub).search("Goal", [])
    assert (found.ref, found.version) == (SEVENTEEN, version)
    assert [each.method for each in stub.received] == ["POST", "GET"]


def test_what_is_gone_again_when_it_is_read_alone_is_as_the_search_showed_it() -> None:
    with serving(answer(200, page(UNVERSIONED)), answer(404)) as stub:
        [found] = client(stub).search("Goal", [])
    assert (found.ref, found.version) == (SEVENTEEN, None)


# -- what a request says ----------------------------------------------------------------------


def test_a_national_id_is_never_in_a_url() -> None:
    query = [("identifier", f"{PERSONNUMMER}|{ANNA}")]
    with serving(answer(200, page())) as stub:
        assert list(client(stub).search("Patient", query)) == []
    (sent,) = stub.received
    assert (sent.method, sent.path) == ("POST", "/fhir/Patient/_search")
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(sent.body.decode())["identifier"] == [f"{PERSONNUMMER}|{ANNA}"]


def test_a_next_link_with_a_national_id_in_it_is_not_followed() -> None:
    more = page(then=f"Patient?identifier=%31{ANNA[1:]}&page=2")
    with serving(answer(200, more)) as stub, pytest.raises(Refused) as caught:
        list(client(stub).search("Patient", [("identifier", f"{PERSONNUMMER}|{ANNA}")]))
    assert len(stub.received) == 1
    assert_tells_nothing(caught.value)


def test_if_none_exist_is_escaped_as_a_search_token_and_percent_encoded() -> None:
    identifier = Identifier(system="urn:oid:1.2", value="a|b,c$d\\e å&f=g#h+i")
    with serving(answer(201, HELD)) as stub:
        client(stub).create(GOAL, if_none_exist=identifier)
    assert stub.received[0].headers["if-none-exist"] == (
        "identifier=urn:oid:1.2|a%5C|b%5C%2Cc%5C%24d%5C%5Ce%20%C3%A5%26f%3Dg%23h%2Bi"
    )


def test_a_create_says_whether_it_is_new() -> None:
    identifier = Identifier(system="urn:oid:1.2", value="a")
    with serving(answer(201, HELD), answer(200, HELD)) as stub:
        server = client(stub)
        assert server.create(GOAL, if_none_exist=identifier)[1] is True
        assert server.create(GOAL, if_none_exist=identifier)[1] is False


@EVERY_CALL
def test_every_request_says_who_we_are_and_what_we_want(call: Call) -> None:
    with serving(answer(200, HELD)) as stub, suppress(EndpointError):
        call(client(stub, "a-token"))
    headers = stub.received[0].headers
    assert headers["authorization"] == "Bearer a-token"
    assert headers["accept"] == "application/fhir+json"
    assert headers["prefer"] == "return=representation, handling=strict"


def test_an_update_names_the_version_that_it_replaces() -> None:
    with serving(answer(200, HELD)) as stub:
        update(client(stub))
        client(stub).update(SEVENTEEN, GOAL, if_match=None)
    first, second = stub.received
    assert first.headers["if-match"] == 'W/"2"'
    assert first.headers["content-type"] == "application/fhir+json"
    assert "if-match" not in second.headers


def test_a_decimal_keeps_its_digits_both_ways() -> None:
    weight = {"resourceType": "Observation", "valueQuantity": {"value": Decimal("72.50")}}
    back = b'{"resourceType":"Observation","id":"1","valueQuantity":{"value":72.50}}'
    with serving(answer(201, back)) as stub:
        seen, _ = client(stub).create(weight, if_none_exist=None)
    assert b'"value":72.50}' in stub.received[0].body
    assert str(seen.resource["valueQuantity"]["value"]) == "72.50"


def test_what_was_written_is_read_back_when_the_answer_does_not_say() -> None:
    location = "http://elsewhere.example/fhir/Goal/17/_history/1"
    with serving(answer(201, Location=location), answer(200, HELD)) as stub:
        seen, is_new = client(stub).create(GOAL, if_none_exist=None)
    assert (seen.ref, seen.version, is_new) == (SEVENTEEN, "3", True)
    assert [each.path for each in stub.received] == ["/fhir/Goal", "/fhir/Goal/17"]


@pytest.mark.parametrize("location", [None, "", "/fhir/Goal", "/fhir/Goal/17"])
def test_a_write_that_leaves_no_trace_is_no_answer(location: str | None) -> None:
    headers = {} if location is None else {"Location": location}
    with serving(answer(201, **headers), answer(404)) as stub, pytest.raises(Unreachable):
        create(client(stub))


OLD: Resource = {**HELD, "meta": {"versionId": "2"}}
OTHERS: dict[str, Resource] = {
    "another id": {**HELD, "id": "18"},
    "the version that was to be replaced": OLD,
}


@pytest.mark.parametrize("shown", OTHERS.values(), ids=OTHERS.keys())
def test_an_update_that_is_answered_with_something_else_is_not_known_to_be_done(
    shown: Resource,
) -> None:
    with serving(answer(200, shown)) as stub, pytest.raises(Unreachable, match="says that it"):
        update(client(stub))


@pytest.mark.parametrize("body", [None, TOLD])
def test_an_update_that_shows_nothing_and_left_the_old_version_is_not_known_to_be_done(
    body: Resource | None,
) -> None:
    with (
        serving(answer(200, body), answer(200, OLD)) as stub,
        pytest.raises(Unreachable, match="version stayed"),
    ):
        update(client(stub))


def test_an_update_that_names_no_version_is_done_whatever_version_comes() -> None:
    with serving(answer(200, HELD)) as stub:
        assert client(stub).update(SEVENTEEN, GOAL, if_match=None).version == "3"


def test_a_create_that_is_answered_with_somebody_elses_record_is_not_known_to_be_done() -> None:
    ours = Identifier(system="urn:a", value="1")
    other = {**HELD, "identifier": [{"system": "urn:a", "value": "2"}]}
    with serving(answer(201, other)) as stub, pytest.raises(Unreachable, match="something else"):
        client(stub).create(GOAL, if_none_exist=ours)


@pytest.mark.parametrize("status", [200, 202, 204, 404, 410])
def test_a_delete_is_done_when_it_is_not_there_any_more(status: int) -> None:
    with serving(answer(status), answer(410)) as stub:
        client(stub).delete(SEVENTEEN, if_match=None)
    assert [each.method for each in stub.received] == ["DELETE", "GET"]
    with (
        serving(answer(status), answer(200, HELD)) as stub,
        pytest.raises(Unreachable, match="but it stands there"),
    ):
        client(stub).delete(SEVENTEEN, if_match=None)


def test_what_can_not_be_read_back_says_nothing_of_a_write() -> None:
    with (
        serving(answer(200), answer(422)) as stub,
        pytest.raises(Unreachable, match="but not what"),
    ):
        update(client(stub))


def test_a_read_that_is_answered_with_something_else_is_refused() -> None:
    with (
        serving(answer(200, {**HELD, "id": "18"})) as stub,
        pytest.raises(Refused, match="something else came"),
    ):
        read(client(stub))


def test_own_uris_stand_under_the_base_of_the_installation_on_the_server() -> None:
    ours = "https://region.example/fhir"
    goal = {**GOAL, "identifier": [{"system": f"{BASE}/id", "value": "a"}]}
    with serving(lambda handler, stub: answer(201, stub.received[0].body)(handler, stub)) as stub:
        server = client(stub, base=ours)
        seen, _ = server.create(goal, if_none_exist=Identifier(system=f"{BASE}/id", value="a"))
    assert BASE.encode() not in stub.received[0].body
    assert stub.received[0].headers["if-none-exist"] == f"identifier={ours}/id|a"
    assert seen.resource == goal


def test_capabilities_are_the_statement_of_the_server() -> None:
    statement = {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"}
    with serving(answer(200, statement)) as stub:
        assert client(stub).capabilities() == statement
    assert stub.received[0].path == "/fhir/metadata"
