"""Who comes in because a message is addressed to a receiver of the route is enrolled by that."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from adapter.usecases.enrolment import end, suspend
from adapter.usecases.status import status
from adapter.values import Enrolment, Why
from mappings.fhir.values import Identifier
from tests.world import ANNA, World, make_world

NATIVE: Final = "https://viktigt.example/fhir/ns/patient-contract/1"
US: Final = Identifier(system="urn:oid:2.16.578.1.12.4.1.2", value="99387")


def document(receiver: Identifier = US, words: str = "Gå till sjön") -> bytes:
    return (
        f"<patientContract xmlns='{NATIVE}' version='1'>"
        f"<header system='EHR-A' document='{words}' version='1'>"
        f"<receiver type='Organization' system='{receiver.system}' value='{receiver.value}'/>"
        f"</header><person system='{ANNA.system}' value='{ANNA.value}'/>"
        f"<goal id='g'><words>{words}</words><voice>person</voice><status>active</status></goal>"
        "</patientContract>"
    ).encode()


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    settings = made.context.settings
    route = replace(settings.routes["documents"], receivers=(US,))
    routes = {**settings.routes, "documents": route}
    made.context = replace(made.context, settings=replace(settings, routes=routes))
    return made


def enrolments(world: World) -> list[Enrolment]:
    return world.context.store.enrolments("documents")


def test_an_addressed_message_enrols_its_person_and_says_by_whose_address(world: World) -> None:
    world.drop("plan.xml", document())
    assert world.run("documents").holds == []
    (made,) = enrolments(world)
    assert (made.person, made.basis) == (ANNA, "same-authority")
    assert made.decided_by == f"message addressed to {US.system}|{US.value}"
    assert (made.start, made.end) == ("2026-03-02", None)
    told = {each.route: each.enrolled for each in status(world.context).routes}
    assert told["documents"] == 1


def test_the_next_message_leaves_the_enrolment_as_it_is(world: World) -> None:
    world.drop("1.xml", document())
    world.run("documents")
    before = enrolments(world)
    world.drop("2.xml", document(words="Sova"))
    world.run("documents")
    assert enrolments(world) == before


def test_an_enrolment_that_somebody_decided_is_not_replaced(world: World) -> None:
    world.enrol("documents", ANNA)
    before = enrolments(world)
    world.drop("plan.xml", document())
    world.run("documents")
    assert enrolments(world) == before


def test_an_ended_enrolment_stays_ended(world: World) -> None:
    world.enrol("documents", ANNA)
    end(world.context, "documents", world.context.handle(ANNA), "2026-02-28")
    world.drop("plan.xml", document())
    assert [hold.why for hold in world.run("documents").holds] == [Why.NOT_ENROLLED]
    assert [each.end for each in enrolments(world)] == ["2026-02-28"]
    assert (world.inbox / "plan.xml").exists()
    assert world.region.writes == 1, "nobody but the patient was ever written"


def test_whoever_was_suspended_is_not_brought_back_by_an_address(world: World) -> None:
    world.drop("1.xml", document())
    world.run("documents")
    suspend(world.context, "documents", world.context.handle(ANNA), "moved")
    world.drop("2.xml", document(words="Sova"))
    assert [hold.why for hold in world.run("documents").holds] == [Why.NOT_ENROLLED]


def test_a_dry_run_enrols_nobody(world: World) -> None:
    world.drop("plan.xml", document())
    world.run("documents", dry_run=True)
    assert enrolments(world) == []


def test_a_message_to_somebody_else_enrols_nobody(world: World) -> None:
    world.drop("plan.xml", document(replace(US, value="1")))
    assert [hold.why for hold in world.run("documents").holds] == [Why.NOT_ENROLLED]
    assert enrolments(world) == []


def test_a_dry_run_says_what_a_run_does_for_whom_an_address_brings_in(world: World) -> None:
    world.drop("plan.xml", document())
    planned = world.run("documents", dry_run=True)
    assert planned.holds == []
    done = world.run("documents")
    assert [(each.step, each.key) for each in planned.actions] == [
        (each.step, each.key) for each in done.actions
    ]
    assert done.counts["created"] > 0
