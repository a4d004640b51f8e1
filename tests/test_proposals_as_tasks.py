"""A proposal stands as a Task on the owner's server, and is closed when somebody decided."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.config import load
from adapter.errors import ConfigurationError, Exit, Unreachable
from adapter.shell.setting_up import TEMPLATE
from adapter.sync.asking import task_of
from adapter.sync.carry import Links, Side
from adapter.usecases import conflicts, still
from adapter.usecases.gate import gate_of
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Mode, Ref, Resource, Seen, Shown, Step
from mappings.fhir import checker
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_gate import EVERYTHING, Service
from tests.test_two_way import edit, held, is_quiet
from tests.world import ANNA, STEWARD, AnyServer, World, make_world

REGION = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2321000016-0001")
TOWN = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2120001801-0001")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of the region whose copy somebody at the municipality gave another title."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    route = made.context.settings.routes["plans"]
    route = replace(
        route,
        proposals=Shown.TASK,
        here=replace(route.here, party=REGION),
        there=replace(route.there, party=TOWN),
    )
    routes = {**made.context.settings.routes, "plans": route}
    made.context = replace(made.context, settings=replace(made.context.settings, routes=routes))
    plan_at_region(made)
    edit(made.region, "CarePlan", title="Regionens")
    made.enrol("plans", ANNA)
    made.run("plans")
    edit(made.municipality, "CarePlan", title="Kommunens")
    return made


def tasks(world: World) -> list[dict[str, Any]]:
    assert not _proposed_at(world.municipality)
    return _proposed_at(world.region)


def _proposed_at(server: AnyServer) -> list[dict[str, Any]]:
    """The Tasks of proposals; those of copies that are asked back have a code."""
    held = server.everything()
    return [each for each in held if each["resourceType"] == "Task" and "code" not in each]


def decide(world: World, take: End) -> None:
    chosen = conflicts.named(world.context, "CarePlan/p1")
    resolve(world.context, chosen, Decision(take=take, by=STEWARD, why="by phone"))


def test_the_task_says_of_what_for_whom_to_whom_and_what(world: World) -> None:
    report = world.run("plans")
    assert [each.step for each in report.actions if each.type == "Task"] == [Step.CREATE]
    [task] = tasks(world)
    plan = held(world.region, "CarePlan")
    assert (task["status"], task["intent"]) == ("requested", "proposal")
    assert task["focus"] == {"reference": f"CarePlan/{plan['id']}"}
    assert task["for"] == plan["subject"]
    assert task["owner"]["identifier"]["value"] == REGION.value
    assert task["requester"]["identifier"]["value"] == TOWN.value
    assert task["input"] == [{"type": {"text": "title"}, "valueString": '{"title": "Kommunens"}'}]
    assert checker.is_valid(task)


def test_what_may_not_cross_is_told_to_no_owner_before_it_may(world: World) -> None:
    service = Service((EVERYTHING,))
    world.context = replace(world.context, blocks=service)
    planned = world.run("plans", dry_run=True)
    assert [each for each in planned.actions if each.type == "Task"] == []
    world.run("plans")
    assert tasks(world) == []
    assert len(world.context.store.proposals("plans")) == 1
    service.blocks = ()
    world.run("plans")
    assert len(tasks(world)) == 1


def test_a_block_that_is_set_between_plan_and_send_stops_the_task(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service()
    world.context = replace(world.context, blocks=service)

    def late(*args: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return gate_of(*args)

    monkeypatch.setattr(still, "gate_of", late)
    world.run("plans")
    assert tasks(world) == []


def test_it_is_made_once_and_goes_nowhere(world: World) -> None:
    world.run("plans")
    assert is_quiet(world)
    assert len(tasks(world)) == 1


@pytest.mark.parametrize(("take", "status"), [(End.THERE, "completed"), (End.HERE, "rejected")])
def test_it_is_closed_by_the_run_that_carries_the_decision_out(
    world: World, take: End, status: str
) -> None:
    world.run("plans")
    decide(world, take)
    assert world.run("plans").exit is Exit.OK
    assert [each["status"] for each in tasks(world)] == [status]
    assert conflicts.conflicts(world.context) == []
    assert is_quiet(world)


def test_what_is_not_proposed_any_more_is_cancelled(world: World) -> None:
    world.run("plans")
    edit(world.municipality, "CarePlan", title="Regionens")
    world.run("plans")
    assert [each["status"] for each in tasks(world)] == ["cancelled"]
    assert is_quiet(world)


def test_another_proposal_for_the_record_is_told_by_the_same_task(world: World) -> None:
    world.run("plans")
    edit(world.municipality, "CarePlan", title="Kommunens nya")
    world.run("plans")
    [task] = tasks(world)
    assert task["input"][0]["valueString"] == '{"title": "Kommunens nya"}'
    assert task["status"] == "requested"
    decide(world, End.THERE)
    world.run("plans")
    edit(world.municipality, "CarePlan", title="Ännu en")
    world.run("plans")
    [task] = tasks(world)
    assert (task["status"], task["input"][0]["valueString"]) == (
        "requested",
        '{"title": "Ännu en"}',
    )


def test_a_run_that_could_not_close_it_leaves_that_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run("plans")
    decide(world, End.HERE)
    update = world.region.update

    def unreachable(ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        if ref.type == "Task":
            raise Unreachable("region", "an answer")
        return update(ref, resource, if_match=if_match)

    with monkeypatch.context() as broken:
        broken.setattr(world.region, "update", unreachable)
        assert world.run("plans").exit is Exit.TRY_AGAIN
    assert [each["status"] for each in tasks(world)] == ["requested"]
    world.run("plans")
    assert [each["status"] for each in tasks(world)] == ["rejected"]
    assert conflicts.conflicts(world.context) == []
    assert is_quiet(world)


@pytest.mark.parametrize("mode", [Mode.READ, Mode.APPEND, Mode.WRITE])
def test_the_owners_server_decides_what_is_written(world: World, mode: Mode) -> None:
    world.restrict("plans", "region", {"Task": mode, "*": Mode.WRITE})
    world.run("plans")
    assert len(tasks(world)) == (0 if mode is Mode.READ else 1)
    decide(world, End.THERE)
    world.run("plans")
    closed = [each["status"] == "completed" for each in tasks(world)]
    assert closed == {Mode.READ: [], Mode.APPEND: [False], Mode.WRITE: [True]}[mode]
    assert held(world.region, "CarePlan")["title"] == "Kommunens"
    assert is_quiet(world)


def test_a_task_that_its_owner_deleted_is_not_made_again(world: World) -> None:
    world.run("plans")
    [task] = tasks(world)
    world.region.delete(Ref("Task", task["id"]), if_match=None)
    edit(world.municipality, "CarePlan", title="Kommunens nya")
    world.run("plans")
    assert tasks(world) == []
    assert [each.units for each in world.context.store.proposals("plans")] == [("title",)]


def test_by_default_a_proposal_stays_in_the_inbox(world: World) -> None:
    routes = world.context.settings.routes
    plain = replace(routes["plans"], proposals=Shown.INBOX)
    settings = replace(world.context.settings, routes={**routes, "plans": plain})
    world.context = replace(world.context, settings=settings)
    world.run("plans")
    assert tasks(world) == []
    assert len(world.context.store.proposals("plans")) == 1


def test_without_parties_it_names_nobody_and_is_valid(world: World) -> None:
    view = Side(
        base="https://region.example/fhir",
        person=Ref("Patient", "1"),
        person_identifier=ANNA,
        links=Links({"CarePlan|urn:a|p1": Ref("CarePlan", "7")}),
    )
    world.run("plans")
    [proposal] = world.context.store.proposals("plans")
    task = task_of(proposal, view, Identifier(system="urn:t", value="1"), (None, None))
    assert not {"owner", "requester"} & task.keys()
    assert checker.is_valid(task)


@pytest.mark.parametrize(
    ("where", "is_right"),
    [('between = ["region", "municipality"]', True), ('to = "region"', False)],
)
def test_only_a_route_between_servers_has_owners_to_tell(
    tmp_path: Path, where: str, *, is_right: bool
) -> None:
    file = tmp_path / "viktigt.toml"
    file.write_text(TEMPLATE.replace(where, f'{where}\nproposals = "task"'), encoding="utf-8")
    if is_right:
        assert load(file).routes["shared-plans"].proposals is Shown.TASK
    else:
        with pytest.raises(ConfigurationError, match="proposals"):
            load(file)
