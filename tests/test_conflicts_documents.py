"""A document and the server say something else of the same: a person chooses here as well."""

from pathlib import Path

import pytest

from adapter.errors import Exit, NotKnown
from adapter.usecases import conflicts
from adapter.usecases.conflicts import Open
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Ref
from tests.test_ingest import document
from tests.world import ANNA, STEWARD, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A goal that was taken in, reworded on the server, and reworded in a newer document."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.enrol("documents", ANNA)
    made.drop("1.xml", document({"g": "Gå till sjön"}))
    made.run("documents")
    reword(made, "Gå runt sjön")
    made.drop("2.xml", document({"g": "Gå till sjön varje dag"}, version=2))
    assert made.run("documents").exit is Exit.CONFLICTS
    return made


def reword(world: World, words: str) -> None:
    [goal] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    ref = Ref("Goal", goal["id"])
    world.region.update(ref, {**goal, "description": {"text": words}}, if_match=None)


def words(world: World) -> str:
    [goal] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    said: str = goal["description"]["text"]
    return said


def the_conflict(world: World) -> Open:
    [found] = conflicts.conflicts(world.context, "documents")
    return found


def choose(world: World, take: End) -> None:
    chosen = the_conflict(world)
    resolve(world.context, chosen, Decision(take=take, by=STEWARD, why="by phone"))


def test_both_versions_are_shown(world: World) -> None:
    found = the_conflict(world)
    versions = conflicts.versions(world.context, found, STEWARD)
    [shown] = conflicts.disagreements(versions, found.conflict.units)
    said = {end: each["description"]["text"] for end, each in shown.now.items()}
    assert said == {End.HERE: "Gå till sjön varje dag", End.THERE: "Gå runt sjön"}
    assert shown.base[End.THERE]["description"]["text"] == "Gå till sjön"


def test_looking_sends_nothing_and_moves_no_file(world: World) -> None:
    writes = world.region.writes
    conflicts.versions(world.context, the_conflict(world), STEWARD)
    assert world.region.writes == writes
    assert (world.inbox / "2.xml").exists()


@pytest.mark.parametrize(
    ("take", "left"), [(End.HERE, "Gå till sjön varje dag"), (End.THERE, "Gå runt sjön")]
)
def test_the_next_run_leaves_what_was_chosen_and_settles_the_document(
    world: World, take: End, left: str
) -> None:
    choose(world, take)
    assert world.run("documents").exit is Exit.OK
    assert words(world) == left
    assert (world.inbox / "done" / "2.xml").exists()
    assert conflicts.conflicts(world.context, "documents") == []


def test_what_the_server_was_chosen_to_say_is_agreed_on(world: World) -> None:
    choose(world, End.THERE)
    world.run("documents")
    world.drop("3.xml", document({"g": "Gå till sjön varje dag", "h": "Sova"}, version=3))
    assert world.run("documents").conflicts == []
    [told] = [
        each["description"]["text"]
        for each in world.region.everything()
        if each["resourceType"] == "Goal" and each["description"]["text"] != "Sova"
    ]
    assert told == "Gå runt sjön"


def test_what_is_written_after_the_choice_is_not_overwritten(world: World) -> None:
    choose(world, End.HERE)
    reword(world, "Gå längre")
    world.run("documents")
    assert words(world) == "Gå längre"
    assert (world.inbox / "2.xml").exists()


def test_nothing_is_chosen_once_the_document_is_taken_back(world: World) -> None:
    (world.inbox / "2.xml").unlink()
    with pytest.raises(NotKnown):
        choose(world, End.HERE)
