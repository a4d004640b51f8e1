"""What a document says crosses by the same rules, and what takes back never waits."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapter.usecases.enrolment import Terms, enrol
from adapter.values import Why
from tests.test_enrolment_by_address import document
from tests.test_gate import EVERYTHING, Service, asked
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
