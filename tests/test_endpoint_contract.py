"""What every FHIR server must do for us, held against the one in memory and real ones."""

import socket
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from adapter.endpoints.capabilities import stated
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Changed, EndpointError, Refused, SandboxFailed
from adapter.ports import Endpoint
from adapter.sandbox import processes
from adapter.sandbox.processes import free_port, running
from adapter.sync.quiet import stamp, window
from adapter.values import EndpointKind, EndpointSettings, Ref, Resource, TypeCapabilities
from mappings.fhir.values import Identifier
from tests.probes import IF_MATCH_ON_DELETE, KEEPS_DIGITS, TYPE_HISTORY, lack, needs
from tests.real_server import KINDS_OF_SERVER, RealServers

SYSTEM = "https://journal.example/goal"
NOBODY = Ref("Goal", "0000")


@dataclass(frozen=True)
class Side:
    """A server, and how somebody at that side deletes; the one in memory has no URL."""

    name: str
    server: Endpoint
    delete: Callable[[Ref], object]
    url: str | None = None


def at(name: str, url: str) -> Side:
    settings = EndpointSettings(name=name, kind=EndpointKind.FHIR, url=url)
    return Side(
        name,
        FhirServer(settings),
        lambda ref: requests.delete(f"{url}/{ref}", timeout=20).raise_for_status(),
        url,
    )


@contextmanager
def sekmet(folder: Path) -> Iterator[str]:
    with running({"real": free_port()}, folder) as urls:
        yield urls["real"]


@pytest.fixture(params=["memory", *KINDS_OF_SERVER])
def side(request: pytest.FixtureRequest) -> Side:
    if request.param == "memory":
        memory = MemoryServer("memory")
        return Side("memory", memory, memory.delete)
    real: RealServers = request.getfixturevalue("real_servers")
    return at(request.param, real.url(request.param, "municipality"))


@pytest.fixture
def person(side: Side) -> Ref:
    return side.server.create({"resourceType": "Patient"}, if_none_exist=None)[0].ref


def fresh() -> Identifier:
    """An identifier that no test had before: the real server outlives a test."""
    return Identifier(system=SYSTEM, value=str(uuid.uuid4()))


def goal(person: Ref, identifier: Identifier | None = None, words: str = "gå ut") -> Resource:
    held = identifier or fresh()
    return {
        "resourceType": "Goal",
        "identifier": [{"system": held.system, "value": held.value}],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "subject": {"reference": str(person)},
    }


def weight(person: Ref, value: str) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "vikt"},
        "subject": {"reference": str(person)},
        "valueQuantity": {"value": Decimal(value), "unit": "kg"},
    }


# -- create -----------------------------------------------------------------------------------


def test_a_server_says_that_it_speaks_r4(side: Side) -> None:
    statement = side.server.capabilities()
    assert statement["resourceType"] == "CapabilityStatement"
    assert statement["fhirVersion"].startswith("4.0")


def test_what_is_created_is_new_and_there(side: Side, person: Ref) -> None:
    sent = goal(person)
    seen, is_new = side.server.create(sent, if_none_exist=None)
    assert is_new
    assert seen.version
    assert seen.ref == Ref("Goal", seen.resource["id"])
    assert {name: seen.resource[name] for name in sent} == sent
    assert side.server.read(seen.ref) == seen


def test_the_same_create_twice_makes_two(side: Side, person: Ref) -> None:
    first, _ = side.server.create(goal(person), if_none_exist=None)
    second, _ = side.server.create(goal(person), if_none_exist=None)
    assert first.ref != second.ref


def test_a_conditional_create_of_what_is_not_there_is_new(side: Side, person: Ref) -> None:
    identifier = fresh()
    seen, is_new = side.server.create(goal(person, identifier), if_none_exist=identifier)
    assert is_new
    assert side.server.read(seen.ref) == seen


def test_a_conditional_create_finds_what_is_there_and_leaves_it_alone(
    side: Side, person: Ref
) -> None:
    identifier = fresh()
    there, _ = side.server.create(goal(person, identifier), if_none_exist=identifier)
    other = goal(person, identifier, "something else")
    found, is_new = side.server.create(other, if_none_exist=identifier)
    assert not is_new
    assert found == there
    assert side.server.read(there.ref) == there


def test_a_conditional_create_finds_no_identifier_of_another_system(
    side: Side, person: Ref
) -> None:
    identifier = fresh()
    side.server.create(goal(person, identifier), if_none_exist=None)
    other = Identifier(system=f"{SYSTEM}/other", value=identifier.value)
    assert side.server.create(goal(person, other), if_none_exist=other)[1]


def test_a_conditional_create_with_several_there_is_changed(side: Side, person: Ref) -> None:
    identifier = fresh()
    for _ in range(2):
        side.server.create(goal(person, identifier), if_none_exist=None)
    with pytest.raises(Changed):
        side.server.create(goal(person, identifier), if_none_exist=identifier)


@pytest.mark.parametrize(
    "broken",
    [
        {"resourceType": "Goal"},
        {"resourceType": "Goal", "lifecycleStatus": "active", "madeUp": True},
    ],
)
def test_a_resource_that_is_no_fhir_is_refused(side: Side, person: Ref, broken: Resource) -> None:
    whole = {"description": {"text": "gå ut"}, "subject": {"reference": str(person)}}
    body = broken if len(broken) == 1 else {**whole, **broken}
    with pytest.raises(Refused) as caught:
        side.server.create(body, if_none_exist=None)
    assert caught.value.issues


# -- read -------------------------------------------------------------------------------------


def test_what_was_never_there_reads_as_none(side: Side) -> None:
    assert side.server.read(NOBODY) is None


def test_what_was_deleted_reads_as_none_and_is_not_found(side: Side, person: Ref) -> None:
    identifier = fresh()
    seen, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    side.delete(seen.ref)
    assert side.server.read(seen.ref) is None
    assert found(side, "Goal", "identifier", token(identifier)) == []
    assert found(side, "Goal", "patient", str(person)) == []


def test_what_was_read_is_a_copy(side: Side, person: Ref) -> None:
    seen, _ = side.server.create(goal(person), if_none_exist=None)
    seen.resource["description"]["text"] = "changed outside"
    again = side.server.read(seen.ref)
    assert again is not None
    assert again.resource["description"]["text"] == "gå ut"


# -- delete -----------------------------------------------------------------------------------


def test_what_is_deleted_is_said_to_be_and_what_was_never_there_is_not(
    side: Side, person: Ref
) -> None:
    seen, _ = side.server.create(goal(person), if_none_exist=None)
    assert not side.server.is_deleted(seen.ref)
    side.server.delete(seen.ref, if_match=seen.version)
    assert side.server.read(seen.ref) is None
    assert side.server.is_deleted(seen.ref)
    assert not side.server.is_deleted(NOBODY)


def test_a_delete_of_another_version_is_changed_and_deletes_nothing(
    side: Side, person: Ref
) -> None:
    identifier = fresh()
    old, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    side.server.update(old.ref, goal(person, identifier, "gå längre"), if_match=old.version)
    with pytest.raises(Changed):
        side.server.delete(old.ref, if_match=old.version)
    assert side.server.read(old.ref) is not None


# -- update -----------------------------------------------------------------------------------


@pytest.mark.parametrize("side", KINDS_OF_SERVER, indirect=True)
def test_a_delete_that_an_edit_comes_before_is_changed_where_the_server_looks(
    side: Side, person: Ref, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(request, IF_MATCH_ON_DELETE, side.name, side.url)
    identifier = fresh()
    old, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    side.server.update(old.ref, goal(person, identifier, "gå längre"), if_match=old.version)
    monkeypatch.setattr(side.server, "read", lambda _ref: old)  # it looked before the edit
    with pytest.raises(Changed):
        side.server.delete(old.ref, if_match=old.version)
    monkeypatch.undo()
    assert side.server.read(old.ref) is not None


def test_an_update_of_the_version_that_stands_there_replaces_it(side: Side, person: Ref) -> None:
    identifier = fresh()
    old, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    new = side.server.update(old.ref, goal(person, identifier, "gå hem"), if_match=old.version)
    assert new.ref == old.ref
    assert new.version != old.version
    assert new.resource["description"]["text"] == "gå hem"
    assert side.server.read(old.ref) == new


def test_an_update_of_a_version_that_is_gone_is_changed(side: Side, person: Ref) -> None:
    identifier = fresh()
    old, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    new = side.server.update(old.ref, goal(person, identifier, "gå hem"), if_match=old.version)
    with pytest.raises(Changed):
        side.server.update(old.ref, goal(person, identifier, "stale"), if_match=old.version)
    assert side.server.read(old.ref) == new


def test_an_update_of_nothing_is_not_done(side: Side, person: Ref) -> None:
    with pytest.raises(EndpointError):
        side.server.update(NOBODY, goal(person), if_match="1")
    assert side.server.read(NOBODY) is None


def test_an_update_that_is_no_fhir_is_refused_and_changes_nothing(side: Side, person: Ref) -> None:
    old, _ = side.server.create(goal(person), if_none_exist=None)
    with pytest.raises(Refused):
        side.server.update(old.ref, {"resourceType": "Goal"}, if_match=old.version)
    assert side.server.read(old.ref) == old


# -- search -----------------------------------------------------------------------------------


def token(identifier: Identifier) -> str:
    return f"{identifier.system}|{identifier.value}"


def found(side: Side, kind: str, name: str, value: str) -> list[Ref]:
    return [seen.ref for seen in side.server.search(kind, [(name, value)])]


def test_a_search_by_identifier_finds_system_and_value_together(side: Side, person: Ref) -> None:
    identifier = fresh()
    seen, _ = side.server.create(goal(person, identifier), if_none_exist=None)
    side.server.create(goal(person), if_none_exist=None)
    assert list(side.server.search("Goal", [("identifier", token(identifier))])) == [seen]
    other = Identifier(system=f"{SYSTEM}/other", value=identifier.value)
    assert found(side, "Goal", "identifier", token(other)) == []


# Every type that a route carries, in the least form that names a person.
OF_A_PERSON: dict[str, Resource] = {
    "CarePlan": {"status": "active", "intent": "plan"},
    "Goal": {"lifecycleStatus": "active", "description": {"text": "gå ut"}},
    "Observation": {"status": "final", "code": {"text": "vikt"}},
    "ServiceRequest": {"status": "active", "intent": "order", "code": {"text": "hemtjänst"}},
    "Condition": {"code": {"text": "trött"}},
    "CareTeam": {"status": "active"},
    "List": {"status": "current", "mode": "working", "code": {"text": "viktigast"}},
    "DocumentReference": {
        "status": "current",
        "content": [{"attachment": {"contentType": "text/plain", "data": "Z8OlIHV0"}}],
    },
    "Encounter": {"status": "finished", "class": {"code": "IMP"}},
    "Task": {"status": "requested", "intent": "order", "code": {"text": "ring"}},
    "Consent": {
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "delning"}],
        "policyRule": {"text": "lag"},
    },
}
PERSON_ELEMENT = {"Task": "for", "Consent": "patient"}


@pytest.mark.parametrize("kind", OF_A_PERSON)
def test_a_search_by_patient_finds_that_person_alone(side: Side, person: Ref, kind: str) -> None:
    element = PERSON_ELEMENT.get(kind, "subject")
    other = side.server.create({"resourceType": "Patient"}, if_none_exist=None)[0].ref
    refs = {}
    for each in (person, other):
        body = {"resourceType": kind, **OF_A_PERSON[kind], element: {"reference": str(each)}}
        refs[each] = side.server.create(body, if_none_exist=None)[0].ref
    assert found(side, kind, "patient", str(person)) == [refs[person]]
    assert found(side, kind, "patient", str(other)) == [refs[other]]


def test_an_appointment_is_found_by_the_patient_who_takes_part(side: Side, person: Ref) -> None:
    other = side.server.create({"resourceType": "Patient"}, if_none_exist=None)[0].ref
    body = {
        "resourceType": "Appointment",
        "status": "proposed",
        "participant": [{"actor": {"reference": str(person)}, "status": "needs-action"}],
    }
    seen, _ = side.server.create(body, if_none_exist=None)
    assert found(side, "Appointment", "patient", str(person)) == [seen.ref]
    assert found(side, "Appointment", "patient", str(other)) == []


def test_a_search_gives_every_match_once_however_many_pages_it_takes(
    side: Side, person: Ref
) -> None:
    made = {side.server.create(goal(person), if_none_exist=None)[0].ref for _ in range(203)}
    listed = found(side, "Goal", "patient", str(person))
    assert len(listed) == 203
    assert set(listed) == made


def test_a_search_for_nothing_finds_nothing(side: Side, person: Ref) -> None:
    assert found(side, "Goal", "patient", str(person)) == []
    assert found(side, "Goal", "identifier", token(fresh())) == []


# -- what changed -----------------------------------------------------------------------------


def two_people(side: Side) -> list[Ref]:
    made = [side.server.create({"resourceType": "Patient"}, if_none_exist=None) for _ in range(2)]
    return [seen.ref for seen, _ in made]


def of(persons: list[Ref]) -> list[tuple[str, str]]:
    return [("patient", ",".join(map(str, persons)))]


def test_a_search_for_several_people_finds_what_is_theirs_and_nobody_elses(side: Side) -> None:
    persons = two_people(side)
    (stranger, _) = two_people(side)
    mine = {side.server.create(goal(each), if_none_exist=None)[0].ref for each in persons}
    side.server.create(goal(stranger), if_none_exist=None)
    assert {seen.ref for seen in side.server.search("Goal", of(persons))} == mine


def test_what_changed_last_is_listed_first_with_version_time_and_how_many_there_are(
    side: Side,
) -> None:
    persons = two_people(side)
    made = [side.server.create(goal(persons[at % 2]), if_none_exist=None)[0] for at in range(12)]
    edited = side.server.update(
        made[4].ref, goal(persons[0], words="gå hem"), if_match=made[4].version
    )
    pages = list(side.server.newest("Goal", of(persons), 5))
    listed = [seen for page in pages for seen in page.seen]
    assert {seen.ref for seen in listed} == {seen.ref for seen in made}
    assert listed[0].ref == edited.ref
    assert stamp(listed[0]) == stamp(edited)
    times = [seen.resource["meta"]["lastUpdated"] for seen in listed]
    assert times == sorted(times, reverse=True)
    assert pages[0].total in {12, None}
    assert window(pages[0].at, 0) is not None
    assert all(
        seen.resource["subject"] in [{"reference": str(each)} for each in persons]
        for seen in listed
    )


def test_the_patients_themselves_are_listed_by_their_ids(side: Side) -> None:
    persons = two_people(side)
    (page,) = side.server.newest("Patient", [("_id", ",".join(each.id for each in persons))], 5)
    assert {seen.ref for seen in page.seen} == set(persons)


def test_nothing_changed_of_somebody_who_has_nothing(side: Side, person: Ref) -> None:
    pages = list(side.server.newest("Goal", of([person]), 5))
    assert [page.seen for page in pages] == [()]


@pytest.mark.parametrize("side", ["memory", *KINDS_OF_SERVER], indirect=True)
def test_a_history_tells_what_was_written_and_what_was_deleted_since(
    side: Side, person: Ref, request: pytest.FixtureRequest
) -> None:
    needs(request, TYPE_HISTORY, side.name, side.url)
    kept, gone = (side.server.create(goal(person), if_none_exist=None)[0] for _ in range(2))
    since = window(kept.resource["meta"]["lastUpdated"], 1)
    assert since is not None
    side.delete(gone.ref)
    pages = list(side.server.history("Goal", since, 5))
    assert gone.ref in {ref for page in pages for ref in page.gone}
    assert kept.ref in {seen.ref for page in pages for seen in page.seen}
    assert window(pages[0].at, 0) is not None


# -- decimals ---------------------------------------------------------------------------------


def test_a_decimal_keeps_its_value(side: Side, person: Ref) -> None:
    seen, _ = side.server.create(weight(person, "72.50"), if_none_exist=None)
    assert seen.resource["valueQuantity"]["value"] == Decimal("72.50")


def test_a_decimal_keeps_its_digits(
    side: Side, person: Ref, request: pytest.FixtureRequest
) -> None:
    needs(request, KEEPS_DIGITS, side.name, side.url)
    seen, _ = side.server.create(weight(person, "72.50"), if_none_exist=None)
    assert str(seen.resource["valueQuantity"]["value"]) == "72.50"


# -- the sandbox ------------------------------------------------------------------------------


@pytest.mark.server
def test_a_server_is_there_while_the_block_runs_and_gone_after(tmp_path: Path) -> None:
    with sekmet(tmp_path) as url:
        assert requests.get(f"{url}/metadata", timeout=20).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/metadata", timeout=20)


@pytest.mark.server
def test_a_server_keeps_what_it_holds_from_one_start_to_the_next(tmp_path: Path) -> None:
    def server(url: str) -> FhirServer:
        return FhirServer(EndpointSettings(name="real", kind=EndpointKind.FHIR, url=url))

    with sekmet(tmp_path) as url:
        seen, _ = server(url).create({"resourceType": "Patient"}, if_none_exist=None)
    with sekmet(tmp_path) as url:
        assert server(url).read(seen.ref) == seen


def test_a_port_that_somebody_else_has_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(SandboxFailed, match=f"region: somebody else listens on port {port}"),
            running({"region": port}, tmp_path),
        ):
            pytest.fail("this is no server of ours")


def test_a_server_that_ends_at_once_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SandboxFailed, match="it ended"), sekmet(tmp_path):
        pytest.fail("nothing runs")


def test_a_server_that_does_not_listen_in_time_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "START_SECONDS", 0)
    with pytest.raises(SandboxFailed, match="does not listen after 0 s"), sekmet(tmp_path):
        pytest.fail("nothing listens")


STUBBORN = """#!{python}
import signal, socket, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
server = socket.create_server(("127.0.0.1", int(sys.argv[3])))
signal.pause()
"""


def test_a_server_that_does_not_stop_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn = tmp_path / "stubborn"
    stubborn.write_text(STUBBORN.format(python=sys.executable))
    stubborn.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stubborn))
    monkeypatch.setattr(processes, "_STOP_SECONDS", 0.1)
    port = free_port()
    with running({"real": port}, tmp_path):
        pass
    socket.create_server(("127.0.0.1", port)).close()


# -- what a server says of itself -------------------------------------------------------------

OF_GOAL = TypeCapabilities(
    create=True,
    update=True,
    delete=True,
    conditional_create=True,
    conditional_update=True,
    update_create=True,
    if_match=True,
    history_instance=True,
    history_type=True,
    last_updated=True,
    since=None,
    count=None,
)


@pytest.mark.server
@pytest.mark.parametrize(
    ("kind", "of_goal"),
    [("sekmet", OF_GOAL), ("medplum", replace(OF_GOAL, history_type=False))],
)
def test_a_real_server_states_all_that_we_use_but_attachments_and_parameters(
    real_servers: RealServers, kind: str, of_goal: TypeCapabilities
) -> None:
    server = at(kind, real_servers.url(kind, "municipality")).server
    can = stated(server.capabilities())
    assert (can.fhir_version, can.transaction, can.batch) == ("4.0.1", True, True)
    assert can.of("Goal") == of_goal
    assert can.of("Binary") == TypeCapabilities()


@pytest.mark.parametrize("side", KINDS_OF_SERVER, indirect=True)
def test_a_server_that_states_the_history_of_a_type_tells_it(side: Side) -> None:
    if stated(side.server.capabilities()).of("Patient").history_type:
        assert lack(TYPE_HISTORY, str(side.url)) is None
