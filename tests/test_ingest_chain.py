"""A real chain of messages through a drop folder, each in a run of its own, in every order."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from adapter.usecases.run import Report
from mappings.codes.systems import FNR
from mappings.fhir import lifecycle
from mappings.fhir.values import Identifier
from tests.shared_data import shared
from tests.test_gate import EVERYTHING, Service
from tests.world import World, make_world

LINKS = ("Ny", "Endring", "Kansellering")
STATIC = {"Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization"}


def message(link: str) -> bytes:
    name = f"Innleggelsesrapport_v1-6_{link}.xml"
    return shared("plo", "eksempel-v1.6", name).read_bytes()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def the_person() -> Identifier:
    """Whom the messages are about, taken from the first of them."""
    text = message("Ny").decode()
    number = text.split("<Patient>")[1].split("<Id>")[1].split("<")[0]
    return Identifier(system=FNR, value=number)


def run_each(world: World, order: tuple[str, ...]) -> list[Report]:
    person = the_person()
    world.patient(world.region, person)
    world.enrol("documents", person)
    reports = []
    for link in order:
        world.drop(f"{link}.xml", message(link))
        reports.append(world.run("documents"))
    return reports


def active(world: World) -> list[str]:
    return [
        each["resourceType"]
        for each in world.region.everything()
        if each["resourceType"] not in STATIC | {"Provenance"} and lifecycle.is_active(each)
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(LINKS)), ids="-".join)
def test_the_cancelled_conversation_leaves_nothing_active(
    world: World, order: tuple[str, ...]
) -> None:
    run_each(world, order)
    assert active(world) == []
    assert sorted(file.name for file in (world.inbox / "done").iterdir()) == sorted(
        f"{link}.xml" for link in LINKS
    )
    quiet = world.region.writes
    world.run("documents")
    assert world.region.writes == quiet


def test_the_chain_as_sent_is_created_then_corrected_then_withdrawn(world: World) -> None:
    reports = run_each(world, LINKS)
    assert reports[0].counts["created"] > 0
    assert reports[1].counts["updated"] > 0, "the correction changes something visible"
    assert reports[2].counts["updated"] >= reports[0].counts["created"]


def test_a_cancellation_that_comes_first_is_remembered(world: World) -> None:
    reports = run_each(world, ("Kansellering", "Ny", "Endring"))
    assert [report.counts["created"] for report in reports] == [0, 0, 0]


def test_a_cancellation_of_the_wrong_person_leaves_no_words(world: World) -> None:
    run_each(world, LINKS)
    held = [
        each
        for each in world.region.everything()
        if each["resourceType"] not in STATIC | {"Provenance"}
    ]
    assert held
    for each in held:
        assert not {"note", "description", "valueString", "title", "content"} & each.keys() or (
            each["resourceType"] in {"Goal", "DocumentReference"}
        )


READY = "Pasientlogistikk_Utskrivningsklar_pasient_v1-6_Ny.xml"
TAKEN_BACK = "Pasientlogistikk_Avmelding_av_utskrivningsklar_pasient_v1-6_Ny.xml"


@pytest.mark.parametrize("order", [(READY, TAKEN_BACK), (TAKEN_BACK, READY)])
def test_a_notice_that_is_taken_back_is_not_left_standing_in_any_order(
    world: World, order: tuple[str, ...]
) -> None:
    first = shared("plo", "eksempel-v1.6", READY).read_text(encoding="utf-8")
    number = first.split("<Patient>")[1].split("<Id>")[1].split("<")[0]
    person = Identifier(system=FNR, value=number)
    world.patient(world.region, person)
    world.enrol("documents", person)
    for name in order:
        world.drop(name, shared("plo", "eksempel-v1.6", name).read_bytes())
        world.run("documents")
    stays = [each for each in world.region.everything() if each["resourceType"] == "Encounter"]
    assert sum(lifecycle.is_active(each) for each in stays) == 1
    [active] = [each for each in stays if lifecycle.is_active(each)]
    assert "Avmelding" in str(active)


def test_what_takes_back_does_not_wait_for_a_block(world: World) -> None:
    run_each(world, ("Ny",))
    assert active(world)
    world.context = replace(world.context, blocks=Service((EVERYTHING,)))
    world.drop("Kansellering.xml", message("Kansellering"))
    assert world.run("documents").holds == []
    assert active(world) == []
