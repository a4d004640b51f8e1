"""A conflict stands as a Task on both servers, and is closed when both sides agree again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.config import load
from adapter.errors import ConfigurationError, Exit, Unreachable
from adapter.shell.setting_up import TEMPLATE
from adapter.sync.asking import DIFFERENCE
from adapter.usecases import conflicts, still
from adapter.usecases.gate import gate_of
from adapter.usecases.guards import Asked
from adapter.usecases.resolving import Decision, resolve
from adapter.usecases.sync import sync
from adapter.values import End, Mode, Ref, Shown, Step
from mappings.codes.systems import CONCEPT
from mappings.fhir import checker
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_gate import EVERYTHING, Service
from tests.test_two_way import edit, held, is_quiet
from tests.world import ANNA, STEWARD, World, make_world

REGION = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2321000016-0001")
TOWN = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2120001801-0001")
SIDES = ("region", "municipality")


def configured(world: World, **changes: Any) -> None:  # noqa: ANN401  of a route
    settings = world.context.settings
    routes = {**settings.routes, "plans": replace(settings.routes["plans"], **changes)}
    world.context = replace(world.context, settings=replace(settings, routes=routes))


def may(world: World, mode: Mode) -> None:
    """Both sides let us do this with Tasks."""
    route = world.context.settings.routes["plans"]
    here, there = (
        replace(end, modes={**end.modes, "Task": mode}) for end in (route.here, route.there)
    )
    configured(world, here=here, there=there)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A goal that somebody on either side gave other words."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    route = made.context.settings.routes["plans"]
    configured(
        made,
        conflicts=Shown.TASK,
        here=replace(route.here, party=REGION),
        there=replace(route.there, party=TOWN),
    )
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    disagree(made, "Gå till affären")
    return made


def disagree(world: World, words: str) -> None:
    edit(world.region, "Goal", description={"text": words})
    edit(world.municipality, "Goal", description={"text": f"{words} med rollator"})


def tasks(world: World, side: str) -> list[dict[str, Any]]:
    found = getattr(world, side).everything()
    return [each for each in found if each["resourceType"] == "Task" and DIFFERENCE in str(each)]


def statuses(world: World) -> list[list[str]]:
    return [[each["status"] for each in tasks(world, side)] for side in SIDES]


def run_as_meant(world: World) -> None:
    """A run after the route was configured otherwise, which somebody meant."""
    asked = Asked(accept_changes=True)
    sync(world.context.settings.routes["plans"], world.context, dry_run=False, asked=asked)


def decide(world: World, take: End = End.THERE) -> None:
    (chosen,) = conflicts.conflicts(world.context)
    resolve(world.context, chosen, Decision(take=take, by=STEWARD, why="by phone"))


@pytest.mark.parametrize("side", SIDES)
def test_both_sides_learn_of_which_record_and_whose_it_is_and_nothing_of_what_it_says(
    world: World, side: str
) -> None:
    world.run("plans")
    (task,) = tasks(world, side)
    goal = held(getattr(world, side), "Goal")
    assert (task["status"], task["intent"]) == ("requested", "proposal")
    coding = {"system": CONCEPT, "code": "resolve-difference"}
    assert task["code"] == {"coding": [coding]}
    assert task["focus"] == {"reference": f"Goal/{goal['id']}"}
    assert task["for"] == goal["subject"]
    assert task["owner"]["identifier"]["value"] == REGION.value
    assert "affären" not in str(task)
    assert checker.is_valid(task)


def test_it_is_planned_before_it_is_made(world: World) -> None:
    planned = world.run("plans", dry_run=True)
    assert [each.step for each in planned.actions if each.type == "Task"] == [Step.CREATE] * 2
    assert statuses(world) == [[], []]


def test_it_is_made_once_and_goes_nowhere(world: World) -> None:
    world.run("plans")
    assert is_quiet(world)
    assert statuses(world) == [["requested"]] * 2


def test_it_is_closed_by_the_run_that_carries_the_decision_out(world: World) -> None:
    world.run("plans")
    decide(world)
    assert world.run("plans").exit is Exit.OK
    assert statuses(world) == [["completed"]] * 2
    assert is_quiet(world)


def test_it_is_closed_when_both_sides_come_to_say_the_same(world: World) -> None:
    world.run("plans")
    for side in (world.region, world.municipality):
        edit(side, "Goal", description={"text": "Gå till biblioteket"})
    world.run("plans")
    assert statuses(world) == [["completed"]] * 2


def test_it_is_opened_again_when_they_disagree_again(world: World) -> None:
    world.run("plans")
    decide(world)
    world.run("plans")
    disagree(world, "Gå till kyrkan")
    world.run("plans")
    assert statuses(world) == [["requested"]] * 2
    assert is_quiet(world)


def test_it_stays_open_while_a_decision_can_not_be_sent(world: World) -> None:
    world.run("plans")
    decide(world)
    route = world.context.settings.routes["plans"]
    configured(world, here=replace(route.here, modes={"Goal": Mode.READ}))
    run_as_meant(world)
    assert statuses(world)[1] == ["requested"]


def test_where_tasks_may_only_be_read_none_is_made(world: World) -> None:
    may(world, Mode.READ)
    run_as_meant(world)
    assert statuses(world) == [[], []]
    assert len(world.context.store.conflicts("plans")) == 1


def test_where_they_may_only_be_made_their_owner_closes_them(world: World) -> None:
    may(world, Mode.APPEND)
    run_as_meant(world)
    configured(world)
    for side in SIDES:
        edit(getattr(world, side), "Task", status="completed")
    edit(world.municipality, "Goal", description={"text": "Gå till affären"})
    world.run("plans")
    disagree(world, "Gå till kyrkan")
    world.run("plans")
    assert statuses(world) == [["completed"]] * 2
    assert is_quiet(world)


def test_by_default_a_conflict_stands_in_the_inbox_alone(world: World) -> None:
    configured(world, conflicts=Shown.INBOX)
    run_as_meant(world)
    assert statuses(world) == [[], []]


def test_what_may_not_cross_is_not_told_of_either(world: World) -> None:
    service = Service((EVERYTHING,))
    world.context = replace(world.context, blocks=service)
    planned = world.run("plans", dry_run=True)
    assert [each for each in planned.actions if each.type == "Task"] == []
    world.run("plans")
    assert statuses(world) == [[], []]
    service.blocks = ()
    world.run("plans")
    assert statuses(world) == [["requested"]] * 2


def test_a_block_that_is_set_between_plan_and_send_stops_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service()
    world.context = replace(world.context, blocks=service)

    def late(*args: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return gate_of(*args)

    monkeypatch.setattr(still, "gate_of", late)
    world.run("plans")
    assert statuses(world) == [[], []]


def test_a_task_that_somebody_deleted_is_not_made_again(world: World) -> None:
    world.run("plans")
    (task,) = tasks(world, "region")
    world.region.delete(Ref("Task", task["id"]), if_match=None)
    decide(world)
    assert world.run("plans").exit is Exit.OK
    assert statuses(world) == [[], ["completed"]]


def test_a_run_that_breaks_off_makes_it_in_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: Any, **__: Any) -> Any:  # noqa: ANN401  as the real one
        raise Unreachable("region", "ConnectionError")

    with monkeypatch.context() as broken:
        broken.setattr(world.region, "create", lost)
        assert world.run("plans").exit is Exit.TRY_AGAIN
    world.run("plans")
    assert statuses(world) == [["requested"]] * 2


def test_it_is_configured_between_two_servers_only(tmp_path: Path) -> None:
    file = tmp_path / "viktigt.toml"
    between, to = 'between = ["region", "municipality"]', 'to = "region"'
    file.write_text(TEMPLATE.replace(between, f'{between}\nconflicts = "task"'), encoding="utf-8")
    assert load(file).routes["shared-plans"].conflicts is Shown.TASK
    file.write_text(TEMPLATE.replace(to, f'{to}\nconflicts = "task"'), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="only `between` two FHIR endpoints"):
        load(file)
