"""What looks like an accident stops a run before anything is sent, until it is said to be meant."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapter.errors import Exit
from adapter.usecases.guards import Asked
from adapter.usecases.run import Report
from adapter.usecases.status import status
from adapter.usecases.sync import sync
from adapter.values import Ref, StopReason
from mappings.codes.systems import FNR, PERSONNUMMER
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.world import ANNA, World, make_world

GOALS = 24


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan with many goals of the region that has already crossed."""
    made = make_world(tmp_path)
    person = made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made, str(person))
    for number in range(GOALS):
        goal = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:a", "value": f"many-{number}"}],
            "lifecycleStatus": "active",
            "description": {"text": f"Gå {number} varv"},
            "subject": {"reference": str(person)},
        }
        made.region.create(goal, if_none_exist=None)
    made.enrol("plans", ANNA)
    assert made.run("plans").exit is Exit.OK
    return made


def run(world: World, asked: Asked) -> Report:
    return sync(world.context.settings.routes["plans"], world.context, dry_run=False, asked=asked)


def stopped(world: World, asked: Asked | None = None) -> list[StopReason]:
    """Why the next run stops; a run that stops writes nothing."""
    before = world.region.writes, world.municipality.writes
    report = run(world, asked or Asked())
    if report.stops:
        assert (world.region.writes, world.municipality.writes) == before
        assert report.exit is Exit.WITHHELD
        assert report.as_json()["stopped"]
    return [each.reason for each in report.stops]


def change_goals(world: World, count: int) -> None:
    goals = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    for goal in goals[:count]:
        changed = {**goal, "description": {"text": goal["description"]["text"] + " till"}}
        world.region.update(Ref("Goal", goal["id"]), changed, if_match=None)


def reconfigure(world: World, **there: object) -> None:
    known = world.context.settings.routes["plans"]
    changed = replace(known, there=replace(known.there, **there))  # type: ignore[arg-type]
    routes = {**world.context.settings.routes, "plans": changed}
    world.context = replace(world.context, settings=replace(world.context.settings, routes=routes))


def test_status_says_what_stopped_the_last_run_until_one_goes_through(world: World) -> None:
    change_goals(world, 21)
    assert stopped(world) == [StopReason.MASS_CHANGE]
    told = status(world.context)
    assert told.exit is Exit.WITHHELD
    [route] = [each for each in told.as_json()["routes"] if each["route"] == "plans"]
    [stop] = route["last_run"]["stopped"]
    assert stop["reason"] == "mass-change"
    assert "--expect 21" in stop["detail"]
    run(world, Asked(expect=21))
    assert status(world.context).exit is Exit.OK


def test_a_plan_that_came_too_late_leaves_nothing_waiting(world: World) -> None:
    sync(
        world.context.settings.routes["plans"],
        world.context,
        dry_run=False,
        asked=Asked(permitted=frozenset({"gone"})),
    )
    assert status(world.context).exit is Exit.OK


def test_a_few_changes_go_through(world: World) -> None:
    change_goals(world, 20)
    assert stopped(world) == []


def test_a_change_of_most_records_waits_for_somebody_who_expects_exactly_that_many(
    world: World,
) -> None:
    change_goals(world, 22)
    assert stopped(world) == [StopReason.MASS_CHANGE]
    assert stopped(world, Asked(expect=21)) == [StopReason.MASS_CHANGE]
    assert stopped(world, Asked(expect=22)) == []
    writes = world.municipality.writes
    assert stopped(world) == []
    assert world.municipality.writes == writes


def test_a_stop_says_how_many_and_what_goes_on(world: World) -> None:
    change_goals(world, 22)
    [stop] = run(world, Asked()).stops
    assert "22 of" in stop.detail
    assert "at municipality" in stop.detail
    assert stop.detail.endswith("--expect 22 goes on")


def test_a_side_that_answers_with_nothing_of_anybody_any_more_stops_the_run(world: World) -> None:
    for each in world.region.everything():
        if each["resourceType"] != "Patient":
            world.region.delete(Ref(each["resourceType"], each["id"]), if_match=None)
    assert stopped(world) == [StopReason.SIDE_IS_EMPTY, StopReason.MASS_CHANGE]
    assert StopReason.SIDE_IS_EMPTY not in stopped(world, Asked(accept_changes=True))


@pytest.fixture
def small(tmp_path: Path) -> World:
    """One goal of the region that has crossed, and then is there no more."""
    made = make_world(tmp_path)
    person = made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    goal = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Gå ett varv"},
        "subject": {"reference": str(person)},
    }
    ref = made.region.create(goal, if_none_exist=None)[0].ref
    made.enrol("plans", ANNA)
    assert made.run("plans").exit is Exit.OK
    made.region.delete(ref, if_match=None)
    return made


def test_a_side_whose_few_records_were_each_deleted_is_not_empty_by_accident(small: World) -> None:
    """Found by story 1001030: the only record was deleted, and the route stood still for good."""
    assert stopped(small) == []
    assert "Goal" not in {each["resourceType"] for each in small.municipality.everything()}
    assert stopped(small) == []


def test_a_side_that_does_not_say_that_its_few_records_were_deleted_stops_the_run(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small.region, "is_deleted", lambda _: False)
    assert stopped(small) == [StopReason.SIDE_IS_EMPTY]


def test_a_side_without_records_of_people_newly_enrolled_is_not_empty(world: World) -> None:
    person = Identifier(system=PERSONNUMMER, value="191212121212")
    for server in (world.region, world.municipality):
        world.patient(server, person)
    known = world.context.store.enrolments("plans")[0]
    world.context.store.enrol(replace(known, end="2026-01-01"))
    world.enrol("plans", person)
    assert stopped(world) == []


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ({"url": "https://elsewhere.example/fhir"}, "there.url"),
        ({"party": Identifier(system=FNR, value="x")}, "there.party"),
    ],
)
def test_another_address_or_party_stops_the_run_until_it_is_accepted(
    world: World, there: dict[str, object], name: str
) -> None:
    reconfigure(world, **there)
    [stop] = run(world, Asked()).stops
    assert stop.reason is StopReason.ROUTE_CHANGED
    assert name in stop.detail
    assert stopped(world, Asked(accept_changes=True)) == []
    assert stopped(world) == [], "what was accepted is how it is now"


def test_fewer_types_stop_the_run_and_more_do_not(world: World) -> None:
    known = world.context.settings.routes["plans"]
    routes = world.context.settings.routes
    for types, reasons in ((("Goal",), [StopReason.ROUTE_CHANGED]), ((*known.types, "Flag"), [])):
        changed = {**routes, "plans": replace(known, types=types)}
        world.context = replace(
            world.context, settings=replace(world.context.settings, routes=changed)
        )
        assert stopped(world) == reasons


def test_a_run_that_stops_forgets_nothing_that_waits(world: World) -> None:
    for server in (world.region, world.municipality):
        [goal, *_] = [each for each in server.everything() if each["resourceType"] == "Goal"]
        changed = {**goal, "description": {"text": f"Som {server.name} vill"}}
        server.update(Ref("Goal", goal["id"]), changed, if_match=None)
    world.run("plans")
    waiting = world.context.store.conflicts("plans"), world.context.store.holds("plans")
    assert any(waiting)
    reconfigure(world, url="https://elsewhere.example/fhir")
    assert stopped(world) == [StopReason.ROUTE_CHANGED]
    assert (
        world.context.store.conflicts("plans"),
        world.context.store.holds("plans"),
    ) == waiting
