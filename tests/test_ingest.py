"""Documents taken into a server: who is carried, what waits and why, and where the file ends up."""

from pathlib import Path

import pytest

from adapter.errors import Exit
from adapter.values import Ref, Why
from mappings.fhir.values import Identifier
from tests.world import ANNA, World, make_world

NATIVE = "https://viktigt.example/fhir/ns/patient-contract/1"


def document(
    goals: dict[str, str], *, version: int = 1, person: str = ANNA.value, words: str = ""
) -> bytes:
    """A version of one native plan: goals by source id."""
    said = (
        f"<statement id='s'><status>final</status><mode>verbatim</mode><saidBy>patient</saidBy>"
        f"<words>{words}</words></statement>"
        if words
        else ""
    )
    held = "".join(
        f"<goal id='{name}'><words>{text}</words>"
        "<voice>person</voice><status>active</status></goal>"
        for name, text in goals.items()
    )
    return (
        f"<patientContract xmlns='{NATIVE}' version='1'>"
        f"<header system='EHR-A' document='plan-1' version='{version}'/>"
        f"<person system='{ANNA.system}' value='{person}'/>{said}{held}</patientContract>"
    ).encode()


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    return made


def goals(world: World) -> dict[str, str]:
    return {
        each["description"]["text"]: each["lifecycleStatus"]
        for each in world.region.everything()
        if each["resourceType"] == "Goal"
    }


def test_what_a_document_says_is_put_on_the_server_and_the_file_moves_to_done(
    world: World,
) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå till sjön"}))
    report = world.run("documents")
    assert report.exit is Exit.OK
    assert goals(world) == {"Gå till sjön": "active"}
    [goal] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    assert goal["subject"] == {"reference": "Patient/1"}
    assert [file.name for file in (world.inbox / "done").iterdir()] == ["plan.xml"]


def test_the_same_document_again_writes_nothing(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå till sjön"}))
    world.run("documents")
    writes = world.region.writes
    world.drop("again.xml", document({"g": "Gå till sjön"}))
    world.run("documents")
    assert world.region.writes == writes
    assert (world.inbox / "done" / "again.xml").exists()


def test_a_newer_version_ends_what_it_no_longer_holds(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("1.xml", document({"g": "Gå till sjön", "h": "Sova hela natten"}, words="Sjön"))
    world.run("documents")
    world.drop("2.xml", document({"g": "Gå till sjön"}, version=2))
    world.run("documents")
    assert goals(world) == {"Gå till sjön": "active", "Sova hela natten": "cancelled"}
    said = [each for each in world.region.everything() if each["resourceType"] == "Observation"]
    assert [each["status"] for each in said] == ["final"]


def test_somebody_who_is_not_enrolled_is_not_even_looked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        pytest.fail("the server was asked")

    monkeypatch.setattr(world.region, "search", asked)
    world.drop("plan.xml", document({"g": "Gå"}))
    report = world.run("documents")
    assert [hold.why for hold in report.holds] == [Why.NOT_ENROLLED]
    assert (world.inbox / "plan.xml").exists()
    assert report.exit is Exit.WITHHELD


def test_a_hold_that_was_there_before_is_no_news(world: World) -> None:
    world.drop("plan.xml", document({"g": "Gå"}))
    assert world.run("documents").exit is Exit.WITHHELD
    assert world.run("documents").exit is Exit.OK
    assert len(world.context.store.holds("documents")) == 1


def test_a_held_document_is_taken_in_once_its_person_is_enrolled(world: World) -> None:
    world.drop("plan.xml", document({"g": "Gå"}))
    world.run("documents")
    world.enrol("documents", ANNA)
    world.run("documents")
    assert goals(world) == {"Gå": "active"}
    assert world.context.store.holds("documents") == []


def test_an_unreadable_document_is_quarantined_and_the_others_go_on(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("a.xml", b"<patientContract")
    world.drop("b.xml", document({"g": "Gå"}))
    report = world.run("documents")
    assert report.exit is Exit.REFUSED
    assert goals(world) == {"Gå": "active"}
    assert (world.inbox / "refused" / "a.xml").exists()
    [kept] = world.context.store.quarantined("documents")
    assert kept.raw == b"<patientContract"


def test_a_person_whom_the_server_does_not_know_waits(world: World) -> None:
    stranger = Identifier(system=ANNA.system, value="196101182803")
    world.enrol("documents", stranger)
    world.drop("plan.xml", document({"g": "Gå"}, person=stranger.value))
    assert [hold.why for hold in world.run("documents").holds] == [Why.PERSON_NOT_THERE]


def test_a_dry_run_moves_no_file_and_writes_nothing(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå"}))
    writes = world.region.writes
    planned = world.run("documents", dry_run=True)
    assert world.region.writes == writes
    assert (world.inbox / "plan.xml").exists()
    assert planned.actions == world.run("documents").actions


def test_what_somebody_changed_on_the_server_stays_while_the_rest_of_the_document_arrives(
    world: World,
) -> None:
    world.enrol("documents", ANNA)
    world.drop("1.xml", document({"g": "Gå till sjön"}))
    world.run("documents")
    [goal] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    ref = Ref("Goal", goal["id"])
    world.region.update(ref, {**goal, "lifecycleStatus": "on-hold"}, if_match=None)
    world.drop("2.xml", document({"g": "Gå till bryggan vid sjön"}, version=2))
    report = world.run("documents")
    assert [(hold.why, report.exit) for hold in report.holds] == [
        (Why.CHANGED_BY_OTHER_SIDE, Exit.WITHHELD)
    ]
    assert goals(world) == {"Gå till bryggan vid sjön": "on-hold"}
    assert (world.inbox / "2.xml").exists()
