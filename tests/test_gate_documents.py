"""What a document says crosses by the same rules, and what takes back never waits."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.usecases.enrolment import Terms, enrol
from adapter.values import Ref, Why
from tests.test_enrolment_by_address import document
from tests.test_gate import EVERYTHING, Service, asked
from tests.test_ingest import document as plan
from tests.world import ANNA, World, make_world


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def world(tmp_path: Path, service: Service) -> World:
    made = make_world(tmp_path)
    made.context = replace(made.context, blocks=service)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.enrol("documents", ANNA)
    made.drop("plan.xml", document())
    return made


def whys(world: World) -> set[Why]:
    return {each.why for each in world.run("documents").holds}


def goals(world: World) -> int:
    return sum(each["resourceType"] == "Goal" for each in world.region.everything())


def waits(world: World) -> bool:
    return (world.inbox / "plan.xml").exists()


def test_where_the_block_service_is_silent_nobody_is_named_and_the_document_waits(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.blocks = None
    with monkeypatch.context() as quiet:
        for name in ("search", "read", "create", "update", "batch"):
            quiet.setattr(world.region, name, asked)
        assert whys(world) == {Why.BLOCK_SERVICE_SILENT}
    assert waits(world)
    service.blocks = ()
    assert whys(world) == set()
    assert goals(world) == 1
    assert not waits(world)


def test_what_is_blocked_waits_until_it_is_not(world: World, service: Service) -> None:
    service.blocks = (EVERYTHING,)
    assert whys(world) == {Why.BLOCKED}
    assert (goals(world), waits(world)) == (0, True)
    service.blocks = ()
    assert whys(world) == set()
    assert (goals(world), waits(world)) == (1, False)


def test_without_a_basis_nothing_comes_in(world: World) -> None:
    enrol(world.context, "documents", ANNA, Terms(decided_by="SE1", basis="hearsay"))
    assert whys(world) == {Why.NO_BASIS}
    assert (goals(world), waits(world)) == (0, True)


def test_a_block_that_is_set_while_it_is_sent_stops_a_record_of_which_a_part_waits_anyway(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two goals whose state somebody changed there, the second gets no new words either."""
    settings = world.context.settings
    route = settings.routes["documents"]
    routes = {"documents": replace(route, there=replace(route.there, batch=1))}
    world.context = replace(world.context, settings=replace(settings, routes=routes))
    world.drop("plan.xml", plan({"a": "Gå till sjön", "b": "Sova"}))
    world.run("documents")
    for goal in [each for each in world.region.everything() if each["resourceType"] == "Goal"]:
        body = {**goal, "lifecycleStatus": "on-hold"}
        world.region.update(Ref("Goal", goal["id"]), body, if_match=None)
    update = world.region.update

    def then_blocked(*args: Any, **named: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return update(*args, **named)

    monkeypatch.setattr(world.region, "update", then_blocked)
    world.drop("plan.xml", plan({"a": "Gå till sjön ensam", "b": "Sova gott"}, version=2))
    assert whys(world) == {Why.CHANGED_BY_OTHER_SIDE, Why.BLOCKED}
    held = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    words = {each["description"]["text"] for each in held}
    assert len(words & {"Gå till sjön ensam", "Sova gott"}) == 1
