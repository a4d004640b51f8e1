"""What may cross is decided before anybody is named, for each record, and before it is sent."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapter.errors import Unreachable
from adapter.usecases import still
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.gate import gate_of
from adapter.values import Block, Grade, PersonFacts, Reason, Ref, Why
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_registered import Register
from tests.test_two_way import edit, held
from tests.world import ANNA, LINE, World, make_world

EVERYTHING = Block(id="b1")


@dataclass
class Service:
    """A block service that says what a test lets it say."""

    blocks: tuple[Block, ...] | None = ()
    asked: list[Identifier] = field(default_factory=list)

    def of(self, person: Identifier) -> tuple[Block, ...]:
        self.asked.append(person)
        if self.blocks is None:
            raise Unreachable("blocks", "silent")
        return self.blocks


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def world(tmp_path: Path, service: Service) -> World:
    made = make_world(tmp_path)
    made.context = replace(made.context, blocks=service)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def whys(world: World) -> set[Why]:
    return {each.why for each in world.run("plans").holds}


def reword(world: World, words: str) -> None:
    """Somebody at the region puts a goal in other words."""
    goal = next(each for each in world.region.everything() if each["resourceType"] == "Goal")
    body = {**goal, "description": {"text": words}}
    world.region.update(Ref("Goal", goal["id"]), body, if_match=None)


def arrived(world: World) -> list[dict[str, Any]]:
    return [each for each in world.municipality.everything() if each["resourceType"] != "Patient"]


def asked(*_: object, **__: object) -> None:
    pytest.fail("somebody of whom nothing may cross was named to a server")


def test_where_the_block_service_is_silent_nobody_is_named_to_a_server(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.blocks = None
    with monkeypatch.context() as quiet:
        for server in (world.region, world.municipality):
            for name in ("search", "read", "newest", "create", "update", "batch"):
                quiet.setattr(server, name, asked)
        assert whys(world) == {Why.BLOCK_SERVICE_SILENT}
    assert service.asked == [ANNA]


def test_what_is_blocked_waits_and_crosses_once_the_block_is_gone(
    world: World, service: Service
) -> None:
    service.blocks = (EVERYTHING,)
    assert whys(world) == {Why.BLOCKED}
    assert arrived(world) == []
    service.blocks = ()
    assert whys(world) == set()
    assert arrived(world)


def test_a_block_that_is_set_between_plan_and_send_stops_what_was_planned(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*args: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return gate_of(*args)

    monkeypatch.setattr(still, "gate_of", late)
    assert whys(world) == {Why.BLOCKED}
    assert arrived(world) == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"deceased": True}, Why.DECEASED),
        ({"grade": Grade.STRICTLY_CONFIDENTIAL}, Why.PROTECTED_IDENTITY),
        ({"replaced_by": LINE}, Why.REGISTER_SILENT),
    ],
)
def test_what_a_register_comes_to_say_between_plan_and_send_stops_what_was_planned(
    world: World, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], why: Why
) -> None:
    register = Register({ANNA: PersonFacts(person=ANNA)})
    world.context = replace(world.context, persons=register)

    def late(*args: Any) -> Any:  # noqa: ANN401  as the real one
        register.known[ANNA] = PersonFacts(person=ANNA, **facts)
        return gate_of(*args)

    monkeypatch.setattr(still, "gate_of", late)
    assert whys(world) == {why}
    assert arrived(world) == []


def test_a_later_change_of_somebody_who_is_blocked_by_then_stays(
    world: World, service: Service
) -> None:
    world.run("plans")
    before = arrived(world)
    service.blocks = (EVERYTHING,)
    reword(world, "Andra ord")
    assert Why.BLOCKED in whys(world)
    assert arrived(world) == before


def test_a_block_of_another_time_leaves_open_what_was_written_since(
    world: World, service: Service
) -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    service.blocks = (replace(EVERYTHING, end=long_ago),)
    goal = next(each for each in world.region.everything() if each["resourceType"] == "Goal")
    assert Why.BLOCKED in whys(world)  # nobody knows when the goal was written
    url = "https://viktigt.example/fhir/StructureDefinition/block-comparison-time"
    for each in world.region.everything():
        if each["resourceType"] not in {"Patient", "Organization", "Practitioner"}:
            written = {"url": url, "valueDateTime": "2026-02-01T09:00:00+01:00"}
            body = {**each, "extension": [*each.get("extension", ()), written]}
            world.region.update(Ref(each["resourceType"], each["id"]), body, if_match=None)
    assert whys(world) == set()
    assert [each for each in arrived(world) if each["resourceType"] == goal["resourceType"]]


def test_a_block_of_a_time_to_come_leaves_open_what_a_server_has_had_before(
    world: World, service: Service
) -> None:
    service.blocks = (replace(EVERYTHING, start=datetime(2030, 1, 1, tzinfo=UTC)),)
    assert whys(world) == set()
    assert arrived(world)


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (Terms(decided_by="SE1"), Why.NO_CONSENT),
        (Terms(decided_by="SE1", consent="C", basis="svod-direct"), Why.DIRECT_ACCESS_IS_NO_BASIS),
        (Terms(decided_by="SE1", consent="C", basis="hearsay"), Why.NO_BASIS),
        (Terms(decided_by="SE1", consent="C", basis="break-glass"), Why.BREAK_GLASS_IS_NO_BASIS),
    ],
)
def test_without_consent_or_basis_nobody_is_asked_about(
    world: World, terms: Terms, why: Why
) -> None:
    enrol(world.context, "plans", ANNA, terms)
    assert whys(world) == {why}
    assert arrived(world) == []


def test_who_stops_passing_is_looked_at_again_once_they_pass(
    world: World, service: Service
) -> None:
    world.run("plans")
    world.run("plans")  # everybody is at rest
    service.blocks = None
    reword(world, "Andra ord")
    assert whys(world) == {Why.BLOCK_SERVICE_SILENT}
    service.blocks = ()
    assert whys(world) == set()
    goals = [each for each in arrived(world) if each["resourceType"] == "Goal"]
    assert "Andra ord" in {each["description"]["text"] for each in goals}


def test_the_gate_of_one_person_says_why_it_is_shut(world: World, service: Service) -> None:
    route = world.context.settings.routes["plans"]
    (anna,) = world.context.enrolled("plans").values()
    service.blocks = None
    assert gate_of(route, world.context, anna) is Why.BLOCK_SERVICE_SILENT
    assert gate_of(route, world.context, None) is Why.NOT_ENROLLED


OF_READERS = {Reason.NO_CARE_RELATION, Reason.NOT_RELEVANT, Reason.NOT_APPROVED_FOR_PATIENT}


@pytest.mark.parametrize("reason", sorted(set(Reason) - OF_READERS - {Reason.PERMITTED}, key=str))
def test_whatever_a_decision_says_a_hold_can_say(reason: Reason) -> None:
    assert Why(reason.value).value == reason.value


def test_a_block_that_is_set_while_a_run_sends_stops_a_record_of_which_a_part_waits_anyway(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by stories 107901 and 108338: it was the waiting part that was asked about again."""
    world.run("plans")
    reword(world, "Gå till sjön")
    edit(world.region, "CarePlan", description="Efter hemgång")
    edit(world.municipality, "CarePlan", title="Kommunens")
    update = world.municipality.update

    def then_blocked(*args: Any, **named: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return update(*args, **named)

    monkeypatch.setattr(world.municipality, "update", then_blocked)
    report = world.run("plans")
    assert Why.BLOCKED in {each.why for each in report.holds}
    assert held(world.municipality, "Goal")["description"] == {"text": "Gå till sjön"}
    assert "description" not in held(world.municipality, "CarePlan")


def test_a_block_that_is_set_while_a_run_sends_stops_the_rest_of_it(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not sent yet waits; of what was sent by then nobody can know the block."""
    create = world.municipality.create

    def then_blocked(*args: Any, **named: Any) -> Any:  # noqa: ANN401  as the real one
        service.blocks = (EVERYTHING,)
        return create(*args, **named)

    with monkeypatch.context() as late:
        late.setattr(world.municipality, "create", then_blocked)
        report = world.run("plans")
    assert {each.why for each in report.holds} == {Why.BLOCKED}
    held = [each["resourceType"] for each in arrived(world)]
    assert len([each for each in held if each != "Provenance"]) == 1
    service.blocks = ()
    world.run("plans")
    assert {"Observation", "Goal", "CarePlan"} <= {each["resourceType"] for each in arrived(world)}
