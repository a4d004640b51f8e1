"""Which record of one side is which of the other: never twice, and never two that are not one."""

from pathlib import Path
from typing import Any

import pytest

from adapter.sync.pairing import same_as
from adapter.values import Ref
from mappings.codes.systems import PLO_CONVERSATION
from tests.test_two_way import is_quiet
from tests.world import ANNA, World, make_world


def goal(*names: str, words: str = "Gå till sjön") -> dict[str, Any]:
    pairs = [name.split("|") for name in names]
    return {
        "resourceType": "Goal",
        "identifier": [{"system": system, "value": value} for system, value in pairs],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "subject": {"reference": "Patient/1"},
    }


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    made.enrol("plans", ANNA)
    return made


def count(world: World) -> tuple[int, int]:
    sides = (world.region, world.municipality)
    here, there = ([each["resourceType"] for each in side.everything()] for side in sides)
    return here.count("Goal"), there.count("Goal")


@pytest.mark.parametrize("more", ["urn:0|7", "urn:z|7"])
def test_what_one_side_knows_by_more_identifiers_is_not_made_again(world: World, more: str) -> None:
    world.region.create(goal("urn:a|g1"), if_none_exist=None)
    world.municipality.create(goal(more, "urn:a|g1"), if_none_exist=None)
    world.run("plans")
    assert count(world) == (1, 1)
    assert is_quiet(world)


def test_a_record_that_is_remembered_gives_its_key_to_its_like(world: World) -> None:
    world.region.create(goal("urn:m|g1"), if_none_exist=None)
    world.run("plans")
    ref = next(each for each in world.municipality.everything() if each["resourceType"] == "Goal")
    world.municipality.delete(Ref("Goal", ref["id"]), if_match=None)
    world.municipality.create(goal("urn:0|7", "urn:m|g1"), if_none_exist=None)
    world.run("plans")
    assert count(world) == (1, 1)


def test_two_goals_of_one_conversation_are_two(world: World) -> None:
    world.region.create(goal(f"{PLO_CONVERSATION}|c", words="Gå"), if_none_exist=None)
    world.municipality.create(goal(f"{PLO_CONVERSATION}|c", words="Sova"), if_none_exist=None)
    here, there = {Ref("Goal", "1"): goal(f"{PLO_CONVERSATION}|c")}, Ref("Goal", "2")
    assert same_as(here, {there: goal(f"{PLO_CONVERSATION}|c")}) == {}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("urn:s|1", "urn:g|x"), [("urn:s|2", "urn:g|x")]),  # another value in the same system
        (("urn:g|x",), [("urn:g|x", "urn:a|1"), ("urn:g|x", "urn:a|2")]),  # which of the two
        (("urn:g|x", "urn:h|y"), [("urn:g|x",), ("urn:h|y",)]),
        ((), [()]),
    ],
)
def test_what_may_be_another_one_is_no_like(
    ours: tuple[str, ...], theirs: list[tuple[str, ...]]
) -> None:
    others = {Ref("Goal", str(at)): goal(*names) for at, names in enumerate(theirs)}
    assert same_as({Ref("Goal", "9"): goal(*ours)}, others) == {}


def test_another_type_is_another_record() -> None:
    plan = {**goal("urn:a|1"), "resourceType": "CarePlan"}
    assert same_as({Ref("Goal", "1"): goal("urn:a|1")}, {Ref("CarePlan", "1"): plan}) == {}
