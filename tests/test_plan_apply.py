"""A plan says what a run would do; apply does exactly that, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.codec import json_door
from adapter.errors import ConfigurationError, Exit, PlanRefused, exit_code
from adapter.usecases.guards import AS_USUAL, Asked
from adapter.usecases.planned import apply, opened, plan, sealed
from adapter.usecases.run import Report
from adapter.values import Mode, Ref, Right, Step, StopReason
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.world import ANNA, AnyServer, World, make_world

Edit = Callable[[World], None]


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    person = made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.patient(made.municipality, ANNA)
    plan_at_region(made, str(person))
    for route in ("plans", "documents"):
        made.enrol(route, ANNA)
    return made


def planned(world: World, route: str, asked: Asked = AS_USUAL) -> bytes:
    _, made = plan(world.context.settings.routes[route], world.context, asked)
    return sealed(made, world.context)


def operations(data: bytes) -> list[dict[str, Any]]:
    made: Any = json_door.read_json(data)
    found: list[dict[str, Any]] = made["operations"]
    return found


def applied(world: World, data: bytes) -> Report:
    approved = opened(data, world.context)
    return apply(approved, world.context.settings.routes[approved.route], world.context)


def held(server: AnyServer, kind: str) -> dict[str, Any]:
    return next(each for each in server.everything() if each["resourceType"] == kind)


def reword(server: AnyServer, text: str) -> None:
    goal = {**held(server, "Goal"), "description": {"text": text}}
    server.update(Ref("Goal", goal["id"]), goal, if_match=None)


def writes(world: World) -> tuple[int, int]:
    return world.region.writes, world.municipality.writes


def new_document(world: World) -> None:
    world.drop("plan.xml", document({"g": "Gå till sjön"}))


def two_documents(world: World) -> None:
    new_document(world)
    world.drop("later.xml", document({"g": "Gå runt sjön"}, version=2))


def carried_and_reworded(world: World) -> None:
    world.run("plans")
    reword(world.region, "Gå runt sjön")


SITUATIONS: dict[str, tuple[str, Edit]] = {
    "first copy": ("plans", lambda _: None),
    "reworded": ("plans", carried_and_reworded),
    "new document": ("documents", new_document),
    "two versions of a document": ("documents", two_documents),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_apply_does_what_the_plan_says(world: World, name: str) -> None:
    route, prepare = SITUATIONS[name]
    prepare(world)
    before = writes(world)
    data = planned(world, route)
    assert writes(world) == before, "a plan writes nothing"
    wanted = operations(data)
    assert wanted
    report = applied(world, data)
    assert report.exit is Exit.OK
    done = [(each.action.step.value, each.action.side, each.action.key) for each in report.outcomes]
    assert [(step, side, key.rpartition("|")[2]) for step, side, key in done] == [
        (each["step"], each["to"], each["record"]) for each in wanted
    ]
    after = writes(world)
    assert after != before
    assert world.run(route).exit is Exit.OK
    assert writes(world) == after, "sync finds nothing left to do"


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_plan_is_applied_once(world: World, name: str) -> None:
    route, prepare = SITUATIONS[name]
    prepare(world)
    data = planned(world, route)
    applied(world, data)
    before = writes(world)
    report = applied(world, data)
    assert [each.reason for each in report.stops] == [StopReason.WORLD_HAS_MOVED]
    assert report.exit is Exit.TRY_AGAIN
    assert writes(world) == before


def test_a_plan_shows_before_and_after_of_each_unit(world: World) -> None:
    carried_and_reworded(world)
    [operation] = operations(planned(world, "plans"))
    goal = held(world.municipality, "Goal")
    assert operation["step"] == "update"
    assert operation["to"] == "municipality"
    assert operation["reference"] == f"Goal/{goal['id']}"
    assert operation["version"] == goal["meta"]["versionId"]
    assert len(operation["sha256"]) == 64
    [changed] = operation["diff"].values()
    assert changed["before"]["description"] == {"text": "Gå till sjön och tillbaka"}
    assert changed["after"]["description"] == {"text": "Gå runt sjön"}
    assert ANNA.value not in planned(world, "plans").decode()


def moved_there(world: World) -> None:
    reword(world.municipality, "Gå hem")


def moved_here(world: World) -> None:
    reword(world.region, "Gå långt")


def touched_there(world: World) -> None:
    """Another version that means the same."""
    reword(world.municipality, held(world.municipality, "Goal")["description"]["text"])


def deleted_there(world: World) -> None:
    world.municipality.delete(Ref("Goal", held(world.municipality, "Goal")["id"]), if_match=None)


@pytest.mark.parametrize("move", [moved_there, moved_here, touched_there, deleted_there])
def test_a_world_that_has_moved_gets_nothing(world: World, move: Edit) -> None:
    carried_and_reworded(world)
    data = planned(world, "plans")
    move(world)
    before = writes(world)
    report = applied(world, data)
    assert [each.reason for each in report.stops] == [StopReason.WORLD_HAS_MOVED]
    assert report.exit is Exit.TRY_AGAIN
    assert writes(world) == before


def test_another_document_is_another_plan(world: World) -> None:
    new_document(world)
    data = planned(world, "documents")
    world.drop("other.xml", document({"h": "Baka"}).replace(b"plan-1", b"plan-2"))
    before = writes(world)
    assert applied(world, data).exit is Exit.TRY_AGAIN
    assert writes(world) == before
    assert (world.inbox / "plan.xml").exists()


@given(at=st.integers(0, 10**6), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_plan_edited_by_one_byte_is_refused(world: World, at: int, byte: int) -> None:
    data = bytearray(planned(world, "plans"))
    place = at % len(data)
    data[place] = byte if data[place] != byte else byte ^ 1
    with pytest.raises(PlanRefused) as caught:
        opened(bytes(data), world.context)
    assert exit_code(caught.value) is Exit.UNREADABLE


@pytest.mark.parametrize("data", [b"", b"{}", b'{\n  "seal": "', b"\xff" * 500])
def test_what_is_no_plan_is_refused(world: World, data: bytes) -> None:
    with pytest.raises(PlanRefused):
        opened(data, world.context)


def test_a_plan_with_more_or_fewer_bytes_is_refused(world: World) -> None:
    data = planned(world, "plans")
    for other in (data + b"\n", data[:-1], b" " + data, data[1:]):
        with pytest.raises(PlanRefused):
            opened(other, world.context)


@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.share("plans", {"CarePlan.description": Right.SHARED}),
        lambda world: world.restrict("plans", "municipality", {"*": Mode.APPEND}),
    ],
)
def test_a_route_configured_otherwise_since_then_is_refused(world: World, change: Edit) -> None:
    data = planned(world, "plans")
    change(world)
    before = writes(world)
    with pytest.raises(ConfigurationError, match=r"routes\.plans") as caught:
        applied(world, data)
    assert exit_code(caught.value) is Exit.CONFIG
    assert writes(world) == before


def test_a_change_of_everything_is_planned_with_its_number_and_applied(world: World) -> None:
    subject = {"reference": f"Patient/{held(world.region, 'Patient')['id']}"}
    body: dict[str, Any] = {"resourceType": "Goal", "lifecycleStatus": "active", "subject": subject}
    refs = [
        world.region.create(
            {
                **body,
                "identifier": [{"system": "urn:a", "value": str(n)}],
                "description": {"text": "x"},
            },
            if_none_exist=None,
        )[0].ref
        for n in range(24)
    ]
    world.run("plans")
    for ref in refs:
        seen = world.region.read(ref)
        assert seen is not None
        world.region.update(ref, {**seen.resource, "description": {"text": "y"}}, if_match=None)
    before = writes(world)
    assert applied(world, planned(world, "plans")).exit is Exit.WITHHELD
    assert writes(world) == before
    report = applied(world, planned(world, "plans", Asked(expect=24)))
    assert report.exit is Exit.OK
    assert sum(each.action.step is Step.UPDATE for each in report.outcomes) == 24
