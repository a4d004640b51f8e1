"""The answer to a Bundle, honest or not: what is believed of it, and what is read back."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapter.endpoints.fhir_server import FhirServer
from adapter.errors import (
    Changed,
    EndpointError,
    NotPermitted,
    Opaque,
    Refused,
    TryLater,
    Unreachable,
)
from adapter.values import Ref, Reply, Resource, Step, Write
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier
from tests.http_stub import Stub, answer, serving
from tests.test_fhir_server import client

SYSTEM = "urn:made-up"
SEVENTEEN = Ref("Goal", "17")


def goal(value: str, **more: object) -> Resource:
    held = [{"system": SYSTEM, "value": value}]
    return {"resourceType": "Goal", "identifier": held, **more}


def made(value: str) -> Write:
    name = Identifier(system=SYSTEM, value=value)
    return Write(step=Step.CREATE, type="Goal", body=goal(value), identifier=name)


def changed(version: str | None = "3") -> Write:
    return Write(step=Step.UPDATE, type="Goal", body=goal("a"), ref=SEVENTEEN, version=version)


def told(status: str, resource: Resource | None = None, **response: object) -> Resource:
    entry: Resource = {"response": {"status": status, **response}}
    return entry if resource is None else {**entry, "resource": resource}


def stands(value: str, logical_id: str = "17", version: str = "1") -> Resource:
    return goal(value, id=logical_id, meta={"versionId": version})


def bundle(*entries: object, kind: str = "batch-response") -> Resource:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def sent(stub: Stub, at: int = 0) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(stub.received[at].body)
    return body


def test_a_batch_goes_to_the_base_with_the_condition_of_each_entry() -> None:
    both = bundle(told("201 Created", stands("a")), told("200 OK", stands("a", "17", "4")))
    with serving(answer(200, both)) as stub:
        replies = client(stub).batch([made("a"), changed()])
    assert stub.received[0].path == "/fhir"
    asked = sent(stub)
    assert (asked["resourceType"], asked["type"]) == ("Bundle", "batch")
    assert [each["request"] for each in asked["entry"]] == [
        {"method": "POST", "url": "Goal", "ifNoneExist": f"identifier={SYSTEM}|a"},
        {"method": "PUT", "url": "Goal/17", "ifMatch": 'W/"3"'},
    ]
    assert asked["entry"][1]["resource"]["id"] == "17"
    assert [each.seen and each.seen.version for each in replies] == ["1", "4"]
    assert [each.is_new for each in replies] == [True, True]


def test_a_write_on_no_condition_says_so() -> None:
    first = Write(step=Step.CREATE, type="Goal", body=goal("a"))
    both = bundle(told("201 Created", stands("a")), told("200 OK", stands("a")))
    with serving(answer(200, both)) as stub:
        client(stub).batch([first, changed(None)])
    assert [each["request"] for each in sent(stub)["entry"]] == [
        {"method": "POST", "url": "Goal"},
        {"method": "PUT", "url": "Goal/17"},
    ]


def test_own_uris_stand_under_the_base_of_the_installation_in_every_entry() -> None:
    own = Identifier(system=f"{BASE}/id/1", value="a")
    body = goal("a", identifier=[{"system": own.system, "value": "a"}])
    there = {**body, "identifier": [{"system": "https://fhir.test/v/id/1", "value": "a"}]}
    write = Write(step=Step.CREATE, type="Goal", body=body, identifier=own)
    with serving(answer(200, bundle(told("201", {**there, "id": "1"})))) as stub:
        [reply] = client(stub, base="https://fhir.test/v").batch([write])
    entry = sent(stub)["entry"][0]
    assert entry["request"]["ifNoneExist"] == "identifier=https://fhir.test/v/id/1|a"
    assert entry["resource"]["identifier"] == there["identifier"]
    assert reply.seen is not None
    assert reply.seen.resource["identifier"] == body["identifier"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400 Bad Request", Refused),
        ("302", Unreachable),
        ("422", Refused),
        ("401 Unauthorized", NotPermitted),
        ("403", NotPermitted),
        ("409", Changed),
        ("412 Precondition Failed", Changed),
        ("429 Too Many Requests", TryLater),
        ("500", Unreachable),
        ("503", Unreachable),
    ],
)
def test_a_status_means_in_an_entry_what_it_means_alone(
    status: str, kind: type[EndpointError]
) -> None:
    issues = {"issue": [{"code": "invalid", "expression": ["Goal.subject"], "diagnostics": "Anna"}]}
    outcome = {"resourceType": "OperationOutcome", **issues}
    both = bundle(told("201", stands("a")), told(status, outcome=outcome))
    with serving(answer(200, both)) as stub:
        good, bad = client(stub).batch([made("a"), made("b")])
    assert good.error is None
    assert type(bad.error) is kind
    assert "Anna" not in str(bad.error)
    if isinstance(bad.error, Refused):
        assert bad.error.issues == ("invalid Goal.subject",)


def test_an_entry_that_was_there_is_not_new() -> None:
    with serving(answer(200, bundle(told("200 OK", stands("a"))))) as stub:
        [reply] = client(stub).batch([made("a")])
    assert (reply.is_new, reply.error) == (False, None)


@pytest.mark.parametrize("shown", [stands("a", "17", "3"), None])
def test_an_update_that_left_the_old_version_is_not_known_to_be_done(
    shown: Resource | None,
) -> None:
    both = bundle(told("200 OK", shown))
    with serving(answer(200, both), answer(200, stands("a", "17", "3"))) as stub:
        [reply] = client(stub).batch([changed("3")])
    assert type(reply.error) is Unreachable


A, B = told("201", stands("a", "1")), told("201", stands("b", "2"))
OPAQUE: list[object] = [
    None,
    {"resourceType": "Bundle"},
    {"resourceType": "Bundle", "entry": {}},
    bundle(A),
    bundle(A, B, B),
    bundle(A, {}),
    bundle(A, "201"),
    bundle(A, {"response": "201"}),
    bundle(A, {"response": {"status": 201}}),
    bundle(A, {"response": {"status": "done"}}),
    bundle(A, {"response": {"status": "2010"}}),
    bundle(B, A),
    bundle(A, told("201", {"resourceType": "Task", "id": "2"})),
]


@pytest.mark.parametrize("body", OPAQUE)
def test_an_answer_that_does_not_speak_of_each_entry_in_its_place_is_opaque(body: object) -> None:
    with serving(answer(200, body)) as stub, pytest.raises(Opaque):
        client(stub).batch([made("a"), made("b")])


def test_an_update_that_is_answered_with_another_resource_is_opaque() -> None:
    with (
        serving(answer(200, bundle(told("200", stands("a", "18"))))) as stub,
        pytest.raises(Opaque),
    ):
        client(stub).batch([changed()])


def test_a_server_that_keeps_no_identifier_is_not_taken_for_one_that_turns_the_entries() -> None:
    bare = {"resourceType": "Goal", "id": "1"}
    with serving(answer(200, bundle(told("201", bare)))) as stub:
        [reply] = client(stub).batch([made("a")])
    assert reply.seen is not None


@pytest.mark.parametrize("status", [400, 404, 405, 413, 422])
def test_a_batch_that_is_refused_as_a_whole_is_refused(status: int) -> None:
    with serving(answer(status)) as stub, pytest.raises(Refused) as caught:
        client(stub).batch([made("a")])
    assert caught.value.status == status
    assert len(stub.received) == 1


def test_a_batch_is_never_sent_again_by_itself() -> None:
    with serving(answer(503)) as stub, pytest.raises(Unreachable):
        client(stub).batch([made("a")])
    assert len(stub.received) == 1


Call = Callable[[FhirServer], list[Reply]]


@pytest.mark.parametrize(
    "outcome", [None, {"resourceType": "OperationOutcome"}], ids=["nothing", "an outcome"]
)
def test_what_comes_without_its_resource_is_read_back(outcome: Resource | None) -> None:
    first = told("201", outcome, location="Goal/17/_history/1")
    read = bundle(told("200", stands("a")), told("200", stands("b", "18")))
    second = told("201", outcome, location="https://peer.example/fhir/Goal/18/_history/1")
    with serving(answer(200, bundle(first, second)), answer(200, read)) as stub:
        replies = client(stub).batch([made("a"), made("b")])
    assert [each.seen and str(each.seen.ref) for each in replies] == ["Goal/17", "Goal/18"]
    assert [each["request"] for each in sent(stub, 1)["entry"]] == [
        {"method": "GET", "url": "Goal/17"},
        {"method": "GET", "url": "Goal/18"},
    ]


def test_what_is_read_back_and_is_something_else_makes_the_answer_opaque() -> None:
    said = bundle(told("201", location="Goal/17"))
    with serving(answer(200, said), answer(200, stands("b"))) as stub, pytest.raises(Opaque):
        client(stub).batch([made("a")])


@pytest.mark.parametrize(
    "entry", [told("201"), told("201", location="Goal/17"), told("201", location=7)]
)
def test_what_is_said_to_be_written_and_can_not_be_seen_is_not_known(entry: Resource) -> None:
    with serving(answer(200, bundle(entry)), answer(404)) as stub:
        [reply] = client(stub).batch([made("a")])
    assert type(reply.error) is Unreachable


def test_an_update_without_its_resource_is_read_where_it_stands() -> None:
    with serving(answer(200, bundle(told("200"))), answer(200, stands("a", "17", "4"))) as stub:
        [reply] = client(stub).batch([changed()])
    assert reply.seen is not None
    assert reply.seen.version == "4"


def test_a_transaction_names_the_place_of_each_entry() -> None:
    write = Write(step=Step.CREATE, type="Goal", body=goal("a"), place="urn:uuid:1")
    done = bundle(told("201", stands("a")), kind="transaction-response")
    with serving(answer(200, done)) as stub:
        [reply] = client(stub).transact([write])
    assert reply.seen is not None
    assert sent(stub)["type"] == "transaction"
    assert sent(stub)["entry"][0]["fullUrl"] == "urn:uuid:1"


def test_a_transaction_that_is_done_in_part_is_opaque() -> None:
    half = bundle(told("201", stands("a")), told("422"), kind="transaction-response")
    with serving(answer(200, half)) as stub, pytest.raises(Opaque):
        client(stub).transact([made("a"), made("b")])


# -- what stands there ------------------------------------------------------------------------


def searched(*resources: Resource, **more: object) -> Resource:
    found = [{"resource": each} for each in resources]
    held = {"resourceType": "Bundle", "type": "searchset", "entry": found, **more}
    return told("200", held)


def test_what_stands_there_is_asked_in_one_batch_of_reads() -> None:
    found = bundle(searched(stands("a", "1")), searched(), told("404"), told("410"))
    gone = Write(step=Step.UPDATE, type="Goal", body={}, ref=Ref("Goal", "18"))
    with serving(answer(200, found)) as stub:
        seen = client(stub).standing([made("a"), made("b"), changed(), gone])
    assert [[str(one.ref) for one in each or ()] for each in seen] == [["Goal/1"], [], [], []]
    assert [each["request"]["url"] for each in sent(stub)["entry"]] == [
        f"Goal?identifier={SYSTEM}|a",
        f"Goal?identifier={SYSTEM}|b",
        "Goal/17",
        "Goal/18",
    ]


MORE = [{"relation": "next", "url": "?page=2"}]
UNTOLD = [
    told("500"),
    told("200"),
    told("404"),
    told("200", {"resourceType": "OperationOutcome"}),
    searched(stands("a"), link=MORE),
    searched(stands("another", "9")),
]


@pytest.mark.parametrize("entry", UNTOLD)
def test_a_read_of_a_batch_that_tells_nothing_is_asked_alone(entry: Resource) -> None:
    alone = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": stands("a")}]}
    both = bundle(entry, told("200", stands("a")))
    with serving(answer(200, both), answer(200, alone)) as stub:
        first, second = client(stub).standing([made("a"), changed()])
    assert [[str(each.ref) for each in found or ()] for found in (first, second)] == [
        ["Goal/17"],
        ["Goal/17"],
    ]
    assert [each.path for each in stub.received] == ["/fhir", "/fhir/Goal/_search"]


def test_a_read_of_a_batch_that_shows_another_resource_is_asked_alone() -> None:
    both = bundle(told("200", stands("a", "18")), told("200", stands("a")))
    with serving(answer(200, both), answer(200, stands("a"))) as stub:
        found = client(stub).standing([changed(), changed()])
    assert [[str(each.ref) for each in one or ()] for one in found] == [["Goal/17"], ["Goal/17"]]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 412])
def test_a_server_without_batches_is_asked_one_by_one(status: int) -> None:
    with serving(answer(status), answer(200, stands("a")), answer(404)) as stub:
        found = client(stub).standing([changed(), changed()])
    assert [len(each or ()) for each in found] == [1, 0]


def test_what_a_server_refuses_to_search_can_not_be_told() -> None:
    with serving(answer(400)) as stub:
        assert client(stub).standing([made("a")]) == [None]
