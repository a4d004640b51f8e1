"""An account of what was written that gets no answer: looked for, made once more, else told."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapter.errors import EndpointError, Exit, NotPermitted, TryLater, Unreachable
from adapter.values import Reply, Resource, Seen, Write
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_misshapen import two_people
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = two_people(tmp_path)
    plan_at_region(made)
    return made


def unanswered(
    world: World, times: int, error: EndpointError, *, arrives: bool, search: bool = True
) -> None:
    """Let the first accounts at the municipality get no answer, whether they arrive or not."""
    server = world.municipality
    create, batch, found = server.create, server.batch, server.search
    left = [error] * times

    def one(body: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        if body["resourceType"] != "Provenance" or not left:
            return create(body, if_none_exist=if_none_exist)
        if arrives:
            create(body, if_none_exist=if_none_exist)
        raise left.pop()

    def several(writes: Sequence[Write]) -> list[Reply]:
        if writes[0].type != "Provenance" or not left:
            return batch(writes)
        if arrives:
            batch(writes)
        raise left.pop()

    def searched(kind: str, query: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401  as it was
        if kind == "Provenance" and not search:
            raise Unreachable("municipality", "gone")
        return found(kind, query)

    server.__dict__.update(create=one, batch=several, search=searched)


def accounts(world: World) -> int:
    held = world.municipality.everything()
    return sum(each["resourceType"] == "Provenance" for each in held)


GONE = Unreachable("municipality", "broke off")


@pytest.mark.parametrize("arrives", [True, False])
def test_an_account_without_an_answer_stands_there_once(world: World, arrives: bool) -> None:  # noqa: FBT001
    unanswered(world, 1, GONE, arrives=arrives)
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert accounts(world) == 2  # one for each person


@pytest.mark.parametrize("search", [True, False])
def test_one_that_never_gets_an_answer_is_told_and_stops_nothing(
    world: World,
    search: bool,  # noqa: FBT001
) -> None:
    unanswered(world, 9, GONE, arrives=False, search=search)
    report = world.run("plans")
    assert report.exit is Exit.REFUSED
    assert len(report.refused) == 2
    assert report.counts["created"] == 4
    assert accounts(world) == 0
    assert world.run("plans").outcomes == []


@pytest.mark.parametrize(
    "error", [TryLater("municipality", 600, 503), NotPermitted("municipality", "no", 403)]
)
def test_where_a_server_says_that_it_takes_nothing_the_run_ends(
    world: World, error: EndpointError
) -> None:
    unanswered(world, 1, error, arrives=False)
    with pytest.raises(type(error)):
        world.run("plans")
