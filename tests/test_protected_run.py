"""Whoever is protected is named to nobody, and nothing of theirs leaves: whole runs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.usecases import holds
from adapter.values import Grade, PersonFacts, Why
from mappings.codes.systems import SE_SECURITY_LABEL
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.test_registered import TOLVAN, Register
from tests.world import ANNA, STEWARD, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of the region, and the person at both sides."""
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def _asked(*_: object, **__: object) -> None:
    pytest.fail("somebody who must wait was named to a server")


@pytest.mark.parametrize("route", ["plans"])
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"grade": Grade.MARKED}, Why.PROTECTED_IDENTITY),
        ({"grade": Grade.STRICTLY_CONFIDENTIAL}, Why.PROTECTED_IDENTITY),
        ({"relatives": (Grade.UNKNOWN,)}, Why.PROTECTED_IDENTITY),
        ({"deceased": True}, Why.DECEASED),
        (None, Why.REGISTER_SILENT),
    ],
)
def test_who_must_wait_is_named_to_no_server_and_nobody_there_learns_of_it(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    route: str,
    facts: dict[str, Any] | None,
    why: Why,
) -> None:
    known = {} if facts is None else {ANNA: PersonFacts(person=ANNA, **facts)}
    world.context = replace(world.context, persons=Register(known))
    with monkeypatch.context() as quiet:
        for server in (world.region, world.municipality):
            for name in ("search", "read", "newest", "history", "create", "update", "batch"):
                quiet.setattr(server, name, _asked)
        report = world.run(route)
    assert [each.why for each in report.holds] == [why]
    assert [each.why for each in world.context.store.holds(route)] == [why]


# -- documents ------------------------------------------------------------------------------------


def hears(world: World, **facts: Any) -> None:  # noqa: ANN401  what a register says
    register = Register({ANNA: PersonFacts(person=ANNA, **facts)})
    world.context = replace(world.context, persons=register)


def texts(world: World) -> str:
    held = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    return str(held)


def goals_at_region(world: World) -> int:
    return texts(world).count("lifecycleStatus")


@pytest.fixture
def inbox(world: World) -> World:
    """A document about the person, who is enrolled, waits."""
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå till sjön", "h": "Ring 070-174 06 05"}))
    return world


def waits(world: World) -> list[Why]:
    return [each.why for each in world.run("documents").holds]


def test_a_document_about_somebody_protected_waits_and_goes_once_it_was_let_go(
    inbox: World,
) -> None:
    before = goals_at_region(inbox)
    hears(inbox, grade=Grade.MARKED)
    assert waits(inbox) == [Why.PROTECTED_IDENTITY]
    assert goals_at_region(inbox) == before
    [waiting] = holds.holds(inbox.context, "documents")
    holds.release(inbox.context, waiting, None, by=STEWARD, why="considered")
    assert waits(inbox) == []
    assert goals_at_region(inbox) == before + 2
    assert "070" not in texts(inbox)
    assert "Gå till sjön" in texts(inbox)
    inbox.drop("again.xml", document({"g": "Gå till skogen"}, version=2))
    assert waits(inbox) == [Why.PROTECTED_IDENTITY]


def test_another_document_than_the_one_that_was_let_go_waits(inbox: World) -> None:
    hears(inbox, grade=Grade.MARKED)
    waits(inbox)
    [waiting] = holds.holds(inbox.context, "documents")
    holds.release(inbox.context, waiting, None, by=STEWARD, why="considered")
    inbox.drop("plan.xml", document({"g": "Gå till skogen"}))
    assert waits(inbox) == [Why.PROTECTED_IDENTITY]


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"deceased": True}, Why.DECEASED), ({"municipality": "0180"}, Why.MOVED)],
)
def test_what_happened_in_a_life_holds_documents_too(
    inbox: World, facts: dict[str, Any], why: Why
) -> None:
    hears(inbox, municipality="1780")
    inbox.run("documents", dry_run=True)
    enrolled = inbox.context.store.enrolments("documents")[0]
    inbox.context.store.enrol(replace(enrolled, municipality="1780"))
    hears(inbox, **facts)
    assert waits(inbox) == [why]
    assert (inbox.context.store.enrolments("documents")[0].suspended == "moved") is (
        why is Why.MOVED
    )


def test_a_document_under_an_id_that_was_replaced_waits_for_somebody(inbox: World) -> None:
    register = Register(
        {
            ANNA: PersonFacts(person=ANNA, replaced_by=TOLVAN),
            TOLVAN: PersonFacts(person=TOLVAN),
        }
    )
    inbox.context = replace(inbox.context, persons=register)
    assert waits(inbox) == [Why.IDENTITY_REPLACED]
    assert [each.person for each in inbox.context.enrolled("documents").values()] == [TOLVAN]


def test_somebody_whom_an_address_would_bring_in_is_looked_up_as_well(inbox: World) -> None:
    inbox.context.store.enrol(
        replace(inbox.context.store.enrolments("documents")[0], end="2026-01-02")
    )
    hears(inbox, grade=Grade.MARKED)
    assert waits(inbox) == [Why.NOT_ENROLLED]


def test_a_mark_on_the_server_alone_holds_and_what_was_let_go_goes_without_places(
    inbox: World,
) -> None:
    [patient] = inbox.region.search("Patient", [])
    marked = [{"system": SE_SECURITY_LABEL, "code": "sekretessmarkering"}]
    address = [{"line": ["Kanariegatan 17"]}]
    body = {**patient.resource, "meta": {"security": marked}, "address": address}
    inbox.region.update(patient.ref, body, if_match=patient.version)
    inbox.drop("plan.xml", document({"g": "Gå till sjön från Kanariegatan 17"}))
    before = goals_at_region(inbox)
    assert waits(inbox) == [Why.PROTECTED_IDENTITY]
    [waiting] = holds.holds(inbox.context, "documents")
    holds.release(inbox.context, waiting, None, by=STEWARD, why="considered")
    assert waits(inbox) == []
    assert goals_at_region(inbox) == before + 1
    assert "Kanarie" not in texts(inbox)


# -- between two servers --------------------------------------------------------------------------


def at_municipality(world: World) -> str:
    return str([each for each in world.municipality.everything() if "subject" in each])


@pytest.mark.parametrize("by", ["register", "server"])
def test_what_was_let_go_between_servers_goes_once_and_without_places(
    world: World, by: str
) -> None:
    place = {"reference": "Organization/1", "display": "Kanariegatans vårdcentral"}
    [goal] = world.region.search("Goal", [])
    body = {**goal.resource, "note": [{"text": "Ring 070-174 06 05"}], "expressedBy": place}
    body["expressedBy"] = {**place, "reference": "Practitioner/1"}
    world.region.update(goal.ref, body, if_match=goal.version)
    if by == "register":
        hears(world, grade=Grade.MARKED)
    else:
        [patient] = world.region.search("Patient", [])
        marked = {**patient.resource, "name": [{"text": "Skyddad uppgift"}]}
        world.region.update(patient.ref, marked, if_match=patient.version)
    assert [each.why for each in world.run("plans").holds] == [Why.PROTECTED_IDENTITY]
    assert "lifecycleStatus" not in at_municipality(world)
    [waiting] = holds.holds(world.context, "plans")
    holds.release(world.context, waiting, None, by=STEWARD, why="considered")
    assert world.run("plans").holds == []
    assert "lifecycleStatus" in at_municipality(world)
    assert "070" not in at_municipality(world)
    assert "Kanarie" not in at_municipality(world)
    assert [each.why for each in world.run("plans").holds] == [Why.PROTECTED_IDENTITY]
