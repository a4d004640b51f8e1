"""What servers answer in a canary run, however rude, with somebody in it; what they were sent."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeAlias
from unittest import mock

from adapter.endpoints.patience import Lost
from adapter.endpoints.transport import Raw, Transport
from tests.canary.planted import NAME, NUMBER, PHONE, STREET, WORDS
from tests.canary.wire import Sent, on_the_line
from tests.world import ANNA

Answering: TypeAlias = Callable[[str, str], Raw]
Tree: TypeAlias = dict[str, Any]
_JSON: Final = {
    "Content-Type": "application/fhir+json",
    "X-Said": NAME.encode("ascii", "ignore").decode(),
}
OUTCOME: Final[Tree] = {
    "resourceType": "OperationOutcome",
    "text": {"status": "generated", "div": f"<div>{WORDS}</div>"},
    "issue": [
        {
            "severity": "error",
            "code": f"{NAME} {NUMBER}",
            "diagnostics": f"{NAME} {NUMBER} {STREET} {PHONE}",
            "expression": [f"Patient.where(name='{NAME}')"],
            "details": {"text": WORDS},
        }
    ],
}
PATIENT: Final[Tree] = {
    "resourceType": "Patient",
    "id": "1",
    "meta": {"versionId": "1"},
    "identifier": [{"system": ANNA.system, "value": ANNA.value}],
    "name": [{"text": NAME}],
    "telecom": [{"system": "phone", "value": PHONE}],
    "address": [{"text": STREET}],
}
GOAL: Final[Tree] = {
    "resourceType": "Goal",
    "id": "2",
    "meta": {"versionId": "1"},
    "identifier": [{"system": "urn:a", "value": "5b1f0c9e-7d40"}],
    "lifecycleStatus": "active",
    "description": {"text": WORDS},
    "note": [{"text": f"{NAME}, {NUMBER}"}],
    "subject": {"reference": "Patient/1"},
}


def answered(status: int, body: object = None, **headers: str) -> Answering:
    data = body if isinstance(body, bytes) else json.dumps(body or OUTCOME).encode()
    return lambda _method, _url: Raw(status, {**_JSON, **headers}, data)


def honest(goal: Mapping[str, Any] = GOAL) -> Answering:
    """A server that has the person and one goal, and takes what it is sent."""

    def answer(method: str, url: str) -> Raw:
        held = {"Patient": PATIENT, "Goal": goal}
        kind = url.partition("/fhir/")[2].partition("/")[0].partition("?")[0]
        if kind == "metadata":
            return Raw(
                200, _JSON, b'{"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"}'
            )
        if method == "PUT" or (method == "POST" and "_search" not in url):
            return Raw(201, {**_JSON, "ETag": 'W/"2"'}, json.dumps({**goal, "id": "3"}).encode())
        if "_history" in url or kind not in held:
            return Raw(200, _JSON, _bundle([]))
        if url.rstrip("/").endswith(("/1", "/2")):
            return Raw(200, _JSON, json.dumps(held[kind]).encode())
        return Raw(200, _JSON, _bundle([held[kind]]))

    return answer


def _bundle(found: list[Any]) -> bytes:
    entries = [{"fullUrl": f"http://x/{e['resourceType']}/{e['id']}", "resource": e} for e in found]
    body = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}
    return json.dumps(body).encode()


def lost(_method: str, _url: str) -> Raw:
    raise Lost("no answer: ConnectionError", lasts=True)


ANSWERS: Final[Mapping[str, Answering]] = {
    "done": honest(),
    "otherwise": honest({**GOAL, "description": {"text": f"{WORDS} {NAME}"}}),
    "unreadable": honest({**GOAL, "lifecycleStatus": f"{NAME} {NUMBER}", "startDate": NAME}),
    "lost": lost,
    "login": answered(200, f"<html>{NAME} {NUMBER}</html>".encode()),
    "broken off": answered(200, json.dumps(PATIENT).encode()[:-20]),
    "another kind": answered(200, PATIENT),
    "redirected": answered(302, OUTCOME, Location=f"http://127.0.0.1/{NUMBER}"),
    "come back": answered(503, OUTCOME, **{"Retry-After": "90000"}),
    **{str(status): answered(status) for status in (400, 401, 403, 404, 409, 410, 412, 422, 500)},
}


@contextmanager
def answering(answer: Answering) -> Iterator[list[Sent]]:
    """Every server answers so; gives what was sent."""
    sent: list[Sent] = []

    def exchange(
        _self: Transport, method: str, url: str, data: object, headers: Mapping[str, str], _: int
    ) -> Raw:
        sent.append(Sent(method, url, headers, on_the_line(data)))
        return answer(method, url)

    with mock.patch.object(Transport, "exchange", exchange):
        yield sent
