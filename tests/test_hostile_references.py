"""Nothing is fetched because a record names it: no reference, attachment, profile or image.

Both sides hold records that name another server in every place where an address can stand. A run
carries what it carries, and connects to the two servers of its route and to nobody else.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from tests.connections import listening
from tests.fault_proxy import Proxy
from tests.faulty_pair import TYPES, Capture, Pair
from tests.faulty_story import made, server_behind_proxy
from tests.http_stub import answer, serving
from tests.world import AnyServer

pytestmark = [pytest.mark.server, pytest.mark.slow]
STRANGER: Final = {"resourceType": "Patient", "id": "1", "name": [{"text": "somebody else"}]}
ADDRESSES: Final = {
    "another server": "http://127.0.0.1:{port}/fhir/{kind}/1",
    "this machine by its name": "http://localhost:{port}/fhir/{kind}/1",
    "an address in an address": "http://[::ffff:127.0.0.1]:{port}/fhir/{kind}/1",
    "an address in hexadecimal": "http://0x7f.1:{port}/fhir/{kind}/1",
    "an address as one number": "http://2130706433:{port}/fhir/{kind}/1",
    "the address of a cloud": "http://169.254.169.254/latest/meta-data/{kind}/1",
    "another host": "https://evil.example/fhir/{kind}/1",
    "our host before another": "http://127.0.0.1:{port}@evil.example/fhir/{kind}/1",
    "a file": "file:///etc/passwd",
    "a version": "http://127.0.0.1:{port}/fhir/{kind}/1/_history/1",
    "a canonical": "http://127.0.0.1:{port}/fhir/{kind}/1|1.0",
    "a query": "http://127.0.0.1:{port}/fhir/{kind}?identifier=195009072553",
}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with server_behind_proxy(tmp_path_factory.mktemp("server")) as proxy:
        yield proxy


@pytest.fixture
def pair(line: Proxy, tmp_path: Path, capsys: Capture) -> Iterator[Pair]:
    pair = made(tmp_path, line, capsys)
    pair.proxy.renew()
    yield pair
    pair.close()


def hostile(pair: Pair, server: AnyServer, address: str) -> None:
    """Records of the person that name an address wherever one can stand."""
    side = server.name
    place = address.replace("{kind}", "Patient")

    def at(kind: str) -> dict[str, str]:
        return {"reference": address.replace("{kind}", kind)}

    narrative = (
        f'<div xmlns="http://www.w3.org/1999/xhtml"><p><img src="{place}" alt="x"/></p></div>'
    )
    told: dict[str, Any] = {
        "meta": {"profile": [place], "source": place},
        "text": {"status": "additional", "div": narrative},
        "extension": [{"url": place, "valueUrl": place}],
    }
    pair.make(
        server,
        "CarePlan",
        f"{side} hostile plan",
        **told,
        status="active",
        intent="plan",
        contained=[{"resourceType": "Goal", "id": "inside", "subject": at("Patient")} | _AIM],
        instantiatesCanonical=[place],
        instantiatesUri=[place],
        basedOn=[at("CarePlan")],
        author=at("Practitioner"),
        careTeam=[at("CareTeam")],
        supportingInfo=[at("Patient"), {"reference": "#inside"}],
        goal=[at("Goal"), {"reference": "#inside"}],
        activity=[{"reference": at("ServiceRequest")}],
    )
    pair.goal(
        server,
        f"{side} hostile goal",
        **told,
        addresses=[at("Condition")],
        expressedBy=at("Practitioner"),
        outcomeReference=[at("Observation")],
        category=[{"coding": [{"system": place, "code": "x"}]}],
    )
    pair.make(
        server,
        "DocumentReference",
        f"{side} hostile document",
        status="current",
        content=[{"attachment": {"url": place, "title": "x"}}],
        author=[at("Practitioner")],
        custodian=at("Organization"),
        context={"related": [at("Patient")]},
    )


_AIM: Final = {"lifecycleStatus": "active", "description": {"text": "x"}}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_no_address_in_a_record_is_ever_connected_to(
    pair: Pair, capsys: Capture, address: str
) -> None:
    pair.connect()
    pair.carry(*TYPES, "DocumentReference")
    with serving(answer(200, STRANGER)) as evil:
        port = urlsplit(evil.root).port
        for server in (pair.region, pair.municipality):
            hostile(pair, server, address.replace("{port}", str(port)))
        with listening() as heard:
            ended = pair.sync(capsys, "--accept-changes")
    assert ended.code == 0, ended.told
    ours = {urlsplit(each).port for each in (pair.proxy.url, pair.proxy.upstream)}
    assert {port for _, port in heard.places} <= ours
    assert {host for host, _ in heard.places} == {"127.0.0.1"}
    assert heard.names <= {"127.0.0.1"}
    assert not evil.received
    assert {"region hostile plan", "region hostile goal"} <= pair.held(pair.municipality).keys()
    assert {"municipality hostile plan"} <= pair.held(pair.region).keys()
    assert "somebody else" not in str(pair.region.everything() + pair.municipality.everything())
