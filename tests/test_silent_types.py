"""A type that a server answers no more, and people whose answers never come to an end."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from adapter.errors import Exit, Refused, Unreachable
from adapter.usecases.together import TRIES
from adapter.values import Page, Seen
from tests.test_copy import plan_at_region
from tests.test_misshapen import two_people, words_of_line
from tests.world import ANNA, World

ONE = "Patient/1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = two_people(tmp_path)
    plan_at_region(made)
    return made


def refuse(world: World, kind: str, status: int) -> None:
    """Let the region answer each search of a type with an error."""
    search, newest = world.region.search, world.region.newest

    def searched(asked: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        if asked == kind:
            raise Refused("region", "no such search", status)
        return search(asked, query)

    def listed(asked: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        if asked == kind:
            raise Refused("region", "no such search", status)
        return newest(asked, query, count)

    world.region.__dict__.update(search=searched, newest=listed)


def answer_again(world: World) -> None:
    for name in ("search", "newest"):
        world.region.__dict__.pop(name)


@pytest.mark.parametrize("status", [400, 404, 405, 501])
def test_a_type_that_was_answered_before_and_is_no_more_is_a_side_that_is_not_there(
    world: World, status: int
) -> None:
    for _ in range(4):  # until all are at rest, and told from what changed
        world.run("plans")
    refuse(world, "Goal", status)
    for _ in range(2):  # nor is it forgotten by the first that fails
        with pytest.raises(Unreachable, match="Goal is answered no more"):
            world.run("plans")
    answer_again(world)
    assert world.run("plans").exit is Exit.OK


def test_a_type_that_was_never_answered_is_none_that_the_server_has(world: World) -> None:
    refuse(world, "Appointment", 404)
    for _ in range(4):
        assert world.run("plans").exit is Exit.OK


def broken_for(world: World, patient: str, error: Exception) -> list[str]:
    """Let a second page of the region always fail where it is (also) about somebody."""
    search, asked = world.region.search, list[str]()

    def searched(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        persons = dict(query).get("patient", "").split(",")
        asked.append(kind)
        yield from search(kind, query)
        if patient in persons and kind == "Goal":
            raise error

    world.region.__dict__["search"] = searched
    return asked


LATER = [
    Refused("region", "the page is gone", 422),
    Unreachable("region", "it broke", 500),
]


@pytest.mark.parametrize("error", LATER)
def test_somebody_whose_answers_never_end_is_left_for_the_next_run_and_nobody_else(
    world: World, error: Exception
) -> None:
    broken_for(world, ONE, error)
    report = world.run("plans")
    assert report.exit is Exit.REFUSED
    assert [handle for handle, _ in report.refused] == [world.context.handle(ANNA)]
    assert words_of_line(world) == ["Sove hele natten"]
    answer_again_search(world)
    assert world.run("plans").counts["created"] == 3


@pytest.mark.parametrize("error", LATER)
def test_a_server_whose_answers_never_end_for_anybody_is_not_there(
    world: World, error: Exception
) -> None:
    search = world.region.search

    def searched(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        yield from search(kind, query)
        if kind == "Goal":
            raise error

    world.region.__dict__["search"] = searched
    with pytest.raises(Unreachable):
        world.run("plans")
    assert words_of_line(world) == []


def test_how_often_a_server_is_asked_for_one_whose_answers_never_end_is_bounded(
    world: World,
) -> None:
    asked = broken_for(world, ONE, LATER[0])
    world.run("plans")
    halves = 2
    assert asked.count("Goal") <= (1 + halves) * (TRIES + halves)


def answer_again_search(world: World) -> None:
    world.region.__dict__.pop("search")
