"""Many people sent together: whose trouble is whose, what is remembered, and what forgotten."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import EndpointError, Exit, Refused, TryLater, Unreachable
from adapter.usecases import sending
from adapter.usecases.context import Context
from adapter.values import Ref, Reply, Resource, Seen, Write
from benchmarks import first_copy
from benchmarks.away import EACH
from mappings.fhir.values import Identifier
from tests.world import World, make_world

MANY = 12


class Watched(MemoryServer):
    """A server that knows in which batches what came, and may refuse some of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.batches: list[list[str]] = []
        self.refuses = re.compile("(?!)")
        self.fails: dict[str, EndpointError] = {}  # by the type in a batch, or created alone

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        self.batches.append([each.type for each in writes])
        if writes[0].type in self.fails:
            raise self.fails[writes[0].type]
        return super().batch(writes)

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        if self.refuses.search(repr(resource)):
            raise Refused(self.name, "no", 422, ["invalid"])
        return super().create(resource, if_none_exist=if_none_exist)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    servers = {name: Watched(name) for name in ("region", "municipality")}
    made.context = replace(made.context, servers=servers)
    made.region, made.municipality = servers["region"], servers["municipality"]
    for number in range(MANY):
        somebody = Identifier(system="urn:made-up:person", value=str(number))
        for server in servers.values():
            made.patient(server, somebody)
        made.enrol("plans", somebody)
        plan(made.region, number)
    return made


def plan(server: object, number: int) -> None:
    assert isinstance(server, MemoryServer)
    subject = {"reference": f"Patient/{patient_at(server, number)}"}
    goal = create(
        server,
        "Goal",
        number,
        lifecycleStatus="active",
        subject=subject,
        description={"text": f"mål {number}"},
    )
    create(
        server,
        "CarePlan",
        number,
        status="active",
        intent="plan",
        subject=subject,
        goal=[{"reference": str(goal)}],
    )


def create(server: MemoryServer, kind: str, number: int, **more: object) -> Ref:
    held = [{"system": "urn:made-up", "value": f"{kind}-{number}"}]
    body = {"resourceType": kind, "identifier": held, **more}
    return server.create(body, if_none_exist=None)[0].ref


def patient_at(server: MemoryServer, number: int) -> str:
    token = f"urn:made-up:person|{number}"
    return next(server.search("Patient", [("identifier", token)])).ref.id


def at(world: World) -> Watched:
    assert isinstance(world.municipality, Watched)
    return world.municipality


def held(world: World) -> Counter[str]:
    return Counter(each["resourceType"] for each in at(world).everything())


def handles(world: World) -> list[str]:
    return sorted(world.context.enrolled("plans"))


def is_quiet(world: World) -> bool:
    before = at(world).writes
    assert world.run("plans").exit is Exit.OK
    return at(world).writes == before


def test_many_people_go_together_in_waves_and_each_is_accounted_for(world: World) -> None:
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert at(world).batches == [
        ["Basic", "Basic"],
        ["Goal"] * MANY,
        ["CarePlan"] * MANY,
        ["Provenance"] * MANY,
    ]
    assert report.counts["created"] == 2 * MANY
    assert held(world)["Provenance"] == MANY
    for each in at(world).everything():
        if each["resourceType"] == "CarePlan":
            assert re.fullmatch(r"Goal/\d+", each["goal"][0]["reference"])
    assert is_quiet(world)


def test_the_trouble_of_one_person_stays_theirs(world: World) -> None:
    at(world).refuses = re.compile("mål 7")
    report = world.run("plans")
    assert report.exit is Exit.REFUSED
    assert [each.reason for each in report.outcomes if each.reason] == [
        "refused-by-server: invalid"
    ]
    assert held(world)["Goal"] == MANY - 1
    assert held(world)["CarePlan"] == MANY
    at(world).refuses = re.compile("(?!)")
    world.run("plans")
    world.run("plans")
    assert held(world)["Goal"] == MANY
    assert is_quiet(world)


def test_people_are_sent_in_windows_and_nobody_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WAVES", 1)
    for name in ("region", "municipality"):
        change(world, name, batch=7)
    world.run("plans")
    # 7 actions fill a window: four people of two
    assert at(world).batches[1:] == [["Goal"] * 4, ["CarePlan"] * 4, ["Provenance"] * 4] * 3
    assert held(world)["CarePlan"] == MANY


def change(world: World, name: str, **settings: int) -> None:
    route = world.context.settings.routes["plans"]
    here, there = (
        replace(end, **settings) if end.name == name else end  # type: ignore[arg-type]  # counts
        for end in (route.here, route.there)
    )
    routes = {**world.context.settings.routes, "plans": replace(route, here=here, there=there)}
    world.context = replace(world.context, settings=replace(world.context.settings, routes=routes))


def test_somebody_whose_enrolment_ended_since_the_planning_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = handles(world)[0]
    enrolled = type(world.context).enrolled
    asked = 0

    def later(context: Context, route: str, **equal: str) -> object:
        nonlocal asked
        asked += 1
        found = enrolled(context, route, **equal)
        return found if asked == 1 else {key: each for key, each in found.items() if key != ended}

    monkeypatch.setattr(type(world.context), "enrolled", later)
    world.run("plans")
    assert held(world)["CarePlan"] == MANY - 1


# -- the account of what was written ----------------------------------------------------------


def test_accounts_that_a_server_refuses_together_are_written_one_by_one(world: World) -> None:
    at(world).fails = {"Provenance": Refused("municipality", "too large", 413)}
    assert world.run("plans").exit is Exit.OK
    assert held(world)["Provenance"] == MANY


def test_an_account_that_a_server_refuses_is_told_and_the_others_stand(world: World) -> None:
    at(world).refuses = re.compile(r"Provenance.*CarePlan/\d+/_history/\d+.*")
    at(world).fails = {"Provenance": Refused("municipality", "too large", 413)}
    report = world.run("plans")
    assert report.exit is Exit.REFUSED
    assert [handle for handle, _ in report.refused] == handles(world)
    assert held(world)["Provenance"] == 0
    assert report.counts["created"] == 2 * MANY


@pytest.mark.parametrize("settings", [{}, {"batch": 1}])
def test_accounts_that_got_no_answer_are_told_after_all_was_sent(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: dict[str, int]
) -> None:
    change(world, "municipality", **settings)
    at(world).fails = {"Provenance": Unreachable("municipality", "lost")}
    real = at(world).create

    def create_but(resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        if resource["resourceType"] == "Provenance":
            raise Unreachable("municipality", "lost")
        return real(resource, if_none_exist=if_none_exist)

    monkeypatch.setattr(at(world), "create", create_but)
    report = world.run("plans")
    monkeypatch.undo()
    assert report.exit is Exit.REFUSED
    assert {handle for handle, _ in report.refused} == set(handles(world))
    assert held(world)["CarePlan"] == MANY
    assert world.context.store.open_intents("plans") == []
    assert is_quiet(world)


def test_what_was_written_before_a_server_wanted_no_more_is_accounted_for(world: World) -> None:
    at(world).fails = {"CarePlan": TryLater("municipality", 60, 503)}
    with pytest.raises(TryLater):
        world.run("plans")
    assert held(world) == {"Patient": MANY, "Goal": MANY, "Provenance": MANY}


# -- what is remembered -----------------------------------------------------------------------


def test_what_was_about_to_be_sent_is_forgotten_once_it_was_outdone_long_ago(
    world: World,
) -> None:
    world.run("plans")
    [goal, *_] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    key = f"Goal|urn:made-up|{goal['identifier'][0]['value']}"
    for turn in range(3 * sending.KEPT):
        words = {**goal, "description": {"text": f"mål {turn}"}}
        world.region.update(Ref("Goal", goal["id"]), words, if_match=None)
        world.run("plans")
    assert len(world.context.store.intents("plans", key)) <= sending.KEPT + 2
    assert is_quiet(world)


# -- over HTTP, several at once ---------------------------------------------------------------


def test_a_first_copy_over_http_arrives_whole_by_several_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_copy, "PEOPLE", 60)
    monkeypatch.setattr(first_copy, "RESOURCES", 60 * EACH)
    monkeypatch.setattr(first_copy, "LATENCY", 0.0)
    took = first_copy._copied()  # noqa: SLF001  it raises when something is missing
    assert took.counts["municipality"][0] == 60 * EACH
    assert 0 < took.sending < took.whole
    assert first_copy.put_one_by_one() > 0
