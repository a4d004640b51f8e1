"""Several writes in one request: what every server must do for us, in memory and real ones."""

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import Changed, EndpointError, Refused
from adapter.usecases.manners import seen_of
from adapter.values import Ref, Reply, Resource, Step, Write
from mappings.fhir.values import Identifier
from tests.probes import TRANSACTION, needs
from tests.real_server import KINDS_OF_SERVER, RealServers
from tests.test_endpoint_contract import Side, at, fresh, goal


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


def made(body: Resource, identifier: Identifier | None, place: str | None = None) -> Write:
    kind = body["resourceType"]
    return Write(step=Step.CREATE, type=kind, body=body, identifier=identifier, place=place)


def changed(ref: Ref, body: Resource, version: str | None) -> Write:
    return Write(step=Step.UPDATE, type=ref.type, body=body, ref=ref, version=version)


def words(reply: Reply) -> str:
    assert reply.seen is not None, reply.error
    said: str = reply.seen.resource["description"]["text"]
    return said


def test_each_create_of_a_batch_is_answered_in_its_place_and_stands_there(
    side: Side, person: Ref
) -> None:
    names = [fresh() for _ in range(7)]
    sent = [made(goal(person, name, f"mål {at}"), name) for at, name in enumerate(names)]
    replies = side.server.batch(sent)
    assert [words(each) for each in replies] == [f"mål {at}" for at in range(7)]
    for each in replies:
        assert each.is_new
        assert each.seen is not None
        assert each.seen.version
        assert side.server.read(each.seen.ref) == each.seen


def test_a_create_in_a_batch_finds_what_is_there_and_leaves_it_alone(
    side: Side, person: Ref
) -> None:
    name, other = fresh(), fresh()
    there, _ = side.server.create(goal(person, name), if_none_exist=None)
    found, new = side.server.batch(
        [made(goal(person, name, "något annat"), name), made(goal(person, other), other)]
    )
    assert not found.is_new
    assert found.seen == there
    assert new.is_new
    assert side.server.read(there.ref) == there


def test_a_refused_entry_of_a_batch_leaves_the_others_done(side: Side, person: Ref) -> None:
    first, last = fresh(), fresh()
    broken = {"resourceType": "Goal", "subject": {"reference": str(person)}}
    one, two, three = side.server.batch(
        [
            made(goal(person, first, "ett"), first),
            made(broken, fresh()),
            made(goal(person, last, "tre"), last),
        ]
    )
    assert (words(one), words(three)) == ("ett", "tre")
    assert isinstance(two.error, Refused)
    assert two.error.issues


def test_updates_of_a_batch_replace_the_version_they_name_and_no_other(
    side: Side, person: Ref
) -> None:
    old, _ = side.server.create(goal(person), if_none_exist=None)
    stale, _ = side.server.create(goal(person), if_none_exist=None)
    now = side.server.update(stale.ref, goal(person, words="nyare"), if_match=stale.version)
    done, refused = side.server.batch(
        [
            changed(old.ref, goal(person, words="ny"), old.version),
            changed(stale.ref, goal(person, words="för sent"), stale.version),
        ]
    )
    assert words(done) == "ny"
    assert isinstance(refused.error, Changed)
    assert side.server.read(stale.ref) == now


def test_what_writes_have_left_is_found_by_identifier_or_where_it_stands(
    side: Side, person: Ref
) -> None:
    name = fresh()
    there, _ = side.server.create(goal(person, name), if_none_exist=None)
    asked = [
        made(goal(person, name), name),
        made(goal(person), fresh()),
        changed(there.ref, goal(person), "1"),
        changed(Ref("Goal", "0000"), goal(person), "1"),
    ]
    assert side.server.standing(asked) == [[there], [], [there], []]
    assert side.server.standing(asked[:1]) == [[there]]
    assert side.server.standing([]) == []


def plan_and_task(person: Ref, plan: Identifier, task: Identifier) -> list[Write]:
    """Two records that refer to each other."""
    places = (
        "urn:uuid:5b0b6d2e-3c0a-4f0e-9a53-8ad1c8d1c0aa",
        "urn:uuid:9c1d1f7a-9f39-4d3f-8f2c-1d6a3b7f1a11",
    )
    subject = {"reference": str(person)}
    return [
        made(
            {
                "resourceType": "CarePlan",
                "identifier": [{"system": plan.system, "value": plan.value}],
                "status": "active",
                "intent": "plan",
                "subject": subject,
                "activity": [{"reference": {"reference": places[1]}}],
            },
            plan,
            places[0],
        ),
        made(
            {
                "resourceType": "ServiceRequest",
                "identifier": [{"system": task.system, "value": task.value}],
                "status": "active",
                "intent": "order",
                "code": {"text": "hemtjänst"},
                "subject": subject,
                "basedOn": [{"reference": places[0]}],
            },
            task,
            places[1],
        ),
    ]


def test_what_refers_to_each_other_is_made_at_once_with_literal_references(
    request: pytest.FixtureRequest, side: Side, person: Ref
) -> None:
    needs(request, TRANSACTION, side.name, side.url)
    plan, task = side.server.transact(plan_and_task(person, fresh(), fresh()))
    assert plan.seen is not None
    assert task.seen is not None
    activity = plan.seen.resource["activity"][0]["reference"]["reference"]
    assert activity == str(task.seen.ref)
    assert task.seen.resource["basedOn"][0]["reference"] == str(plan.seen.ref)


def test_a_transaction_with_one_bad_entry_makes_nothing(
    request: pytest.FixtureRequest, side: Side, person: Ref
) -> None:
    needs(request, TRANSACTION, side.name, side.url)
    name = fresh()
    broken = {"resourceType": "Goal", "subject": {"reference": str(person)}}
    good = made(goal(person, name), name, "urn:uuid:0e4c2f4e-6b2b-4a75-b63b-2d6a3b7f1a11")
    with pytest.raises(EndpointError):
        side.server.transact([good, made(broken, fresh())])
    assert side.server.standing([good]) == [[]]


def test_a_server_is_seen_to_look_at_the_conditions_in_a_batch_and_nothing_stays(
    side: Side,
) -> None:
    """All three do; one that does not is written to one by one (tests/test_manners.py)."""
    before = len(list(side.server.search("Basic", [])))
    seen = seen_of(side.server, "https://x.example", "2026-03-02T08:00:00Z")
    assert (seen.creates, seen.updates) == (True, True)
    assert len(list(side.server.search("Basic", []))) == before
