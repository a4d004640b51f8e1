"""A live block service is asked about those of whom there is something to plan, and before a send.

A quiet run asks it nothing, however many are enrolled.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapter.config import load
from adapter.config.shown import as_tree
from adapter.errors import Unreachable
from adapter.usecases.block_sources import LiveBlocks
from adapter.usecases.gate import gates
from adapter.usecases.guards import Asked
from adapter.usecases.run import Report
from adapter.usecases.sync import sync
from adapter.values import Block, Why
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_gate import EVERYTHING, Service, arrived, reword
from tests.test_policy_commands import SETTINGS
from tests.world import ANNA, LINE, World, make_world

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
AGE = 300.0


class Standing:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class ByPerson(Service):
    """A block service that knows of one person what a test lets it say, and of others no block."""

    def of(self, person: Identifier) -> tuple[Block, ...]:
        found = super().of(person)
        return found if person == ANNA else ()


@pytest.fixture
def service() -> ByPerson:
    return ByPerson()


@pytest.fixture
def world(tmp_path: Path, service: ByPerson) -> World:
    """Two people; of both all was carried that there is, and nobody is asked about any more."""
    made = make_world(tmp_path)
    live = LiveBlocks(service, made.context.clock, 0.5)  # every look at the clock makes it older
    made.context = replace(made.context, blocks=live)
    for person in (ANNA, LINE):
        for server in (made.region, made.municipality):
            made.patient(server, person)
        made.enrol("plans", person)
    plan_at_region(made)
    return made


def settle(world: World, service: ByPerson) -> None:
    for _ in range(3):
        world.run("plans")
    service.asked.clear()


def test_a_quiet_run_asks_about_nobody(world: World, service: ByPerson) -> None:
    settle(world, service)
    world.run("plans")
    assert service.asked == []


def test_who_has_something_to_plan_is_asked_about_then_and_right_before_the_send(
    world: World, service: ByPerson
) -> None:
    settle(world, service)
    reword(world, "Gå till sjön varje dag")
    world.run("plans")
    assert len(service.asked) >= 2
    assert set(service.asked) == {ANNA}
    assert "Gå till sjön varje dag" in str(arrived(world))


def test_a_block_that_came_while_all_was_quiet_stops_the_next_change(
    world: World, service: ByPerson
) -> None:
    settle(world, service)
    service.blocks = (EVERYTHING,)
    assert world.run("plans").holds == []  # nothing was to be sent
    reword(world, "Gå till sjön varje dag")
    assert {each.why for each in world.run("plans").holds} == {Why.BLOCKED}
    assert "varje dag" not in str(arrived(world))


def test_somebody_with_a_block_goes_on_once_it_is_gone_and_costs_one_question_until_then(
    world: World, service: ByPerson
) -> None:
    service.blocks = (EVERYTHING,)
    settle(world, service)
    assert {each.why for each in world.run("plans").holds} == {Why.BLOCKED}
    assert service.asked == [ANNA]
    service.blocks = ()
    assert world.run("plans").holds == []
    assert arrived(world)


def test_who_comes_to_be_blocked_while_everybody_is_looked_at_waits(
    world: World, service: ByPerson
) -> None:
    settle(world, service)
    service.blocks = None
    route = world.context.settings.routes["plans"]
    report = sync(route, world.context, dry_run=False, asked=Asked(full=True))
    assert {each.why for each in report.holds} == {Why.BLOCK_SERVICE_SILENT}


def test_of_whom_nobody_was_asked_nothing_may_cross(world: World, service: ByPerson) -> None:
    route = world.context.settings.routes["plans"]
    found = gates(route, world.context, Report(route="plans", dry_run=True))
    assert service.asked == []
    assert {(gate.is_asked, gate.standing.blocks) for gate in found.values()} == {(False, None)}


def test_an_answer_counts_for_its_time_and_no_longer() -> None:
    clock, service = Standing(), Service((EVERYTHING,))
    live = LiveBlocks(service, clock, AGE)
    for later, asked in ((0.0, 1), (AGE, 1), (AGE + 1, 2), (2.0, 3)):
        clock.time = NOW + timedelta(seconds=later)  # at last the clock was set back
        assert live.lately(ANNA) == (EVERYTHING,)
        assert len(service.asked) == asked
    live.of(ANNA)
    assert len(service.asked) == 4


def test_silence_is_asked_about_again_and_an_answer_that_is_too_old_does_not_stand_in() -> None:
    clock, service = Standing(), Service((EVERYTHING,))
    live = LiveBlocks(service, clock, AGE)
    live.lately(ANNA)
    service.blocks = None
    clock.time += timedelta(seconds=AGE + 1)
    for _ in range(2):
        with pytest.raises(Unreachable):
            live.lately(ANNA)
    assert len(service.asked) == 3


def test_how_long_an_answer_counts_is_shown_where_it_means_something(tmp_path: Path) -> None:
    file = tmp_path / "viktigt.toml"
    for named, shown in (("region", {"blocks": "region", "blocks_age": 300.0}), ("none", ...)):
        file.write_text(f'{SETTINGS}[policy]\nblocks = "{named}"\n', encoding="utf-8")
        policy = as_tree(load(file))["policy"]
        assert policy == ({"blocks": "none"} if shown is ... else shown)
