"""How a server is written to: what it was seen to do, and what it turns out not to bear."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import Changed, EndpointError, Opaque, Refused, Unreachable
from adapter.sync.parts import Manner
from adapter.usecases.doctor import examine
from adapter.usecases.manners import MANY, Manners
from adapter.values import (
    EndpointKind,
    EndpointSettings,
    Mode,
    Probe,
    Ref,
    Reply,
    Resource,
    Seen,
    Write,
)
from mappings.fhir.values import Identifier
from tests.world import World, make_world

END = EndpointSettings(
    name="region", kind=EndpointKind.FHIR, url="https://region.example/fhir", batch=50
)
MUCH = MANY + 1


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def manner(world: World, end: EndpointSettings = END, writes: int = MUCH) -> Manner:
    with Manners(world.context).of(end, writes) as found:
        return found


def serve(world: World, server: MemoryServer) -> None:
    world.context = replace(world.context, servers={"region": server})


def test_a_server_that_looks_at_the_conditions_of_a_batch_gets_batches(world: World) -> None:
    assert manner(world) == Manner(entries=50, at_once=4, updates=True, transactions=True)
    assert world.region.everything() == []  # what it was tried with is gone again


def test_a_server_that_is_sent_little_is_not_asked(world: World) -> None:
    assert manner(world, writes=MANY) == Manner(at_once=4)
    assert world.context.store.probe("region") is None
    assert world.region.writes == 0


def test_what_was_seen_today_is_not_asked_again(world: World) -> None:
    first, writes = manner(world), world.region.writes
    assert manner(world) == first
    assert manner(world, writes=2) == first
    assert world.region.writes == writes


def test_what_was_seen_a_day_ago_or_at_another_address_is_asked_again(world: World) -> None:
    manner(world)
    known = world.context.store.probe("region")
    assert known is not None
    writes = world.region.writes
    late = world.context.clock.now() - timedelta(days=1, minutes=1)
    for other in (replace(known, at=late.isoformat()), replace(known, url="https://old.example")):
        world.context.store.save_probe("region", other)
        manner(world)
        assert world.region.writes > writes
        writes = world.region.writes
        found = world.context.store.probe("region")
        assert found is not None
        assert (found.url, found.at > known.at) == (known.url, True)


@pytest.mark.parametrize(
    "end",
    [
        replace(END, batch=1),
        replace(END, modes={"*": Mode.APPEND}),
        replace(END, modes={"Basic": Mode.READ, "*": Mode.WRITE}),
    ],
)
def test_a_server_on_which_nothing_may_be_tried_is_written_to_one_by_one(
    world: World, end: EndpointSettings
) -> None:
    assert manner(world, end) == Manner(at_once=4)
    assert world.region.writes == 0


class Odd(MemoryServer):
    """A server that does something else with a batch."""

    def __init__(self, answer: Callable[["Odd", Sequence[Write]], list[Reply]]) -> None:
        super().__init__("region")
        self._answer = answer

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        return self._answer(self, writes)

    def really(self, writes: Sequence[Write]) -> list[Reply]:
        return super().batch(writes)


def careless(server: Odd, writes: Sequence[Write]) -> list[Reply]:
    """Nothing is asked of what stands there."""
    return server.really([replace(each, identifier=None, version=None) for each in writes])


def careless_of_versions(server: Odd, writes: Sequence[Write]) -> list[Reply]:
    return server.really([replace(each, version=None) for each in writes])


def raising(error: EndpointError) -> Callable[[Odd, Sequence[Write]], list[Reply]]:
    def answer(_server: Odd, _writes: Sequence[Write]) -> list[Reply]:
        raise error

    return answer


def refusing(server: Odd, writes: Sequence[Write]) -> list[Reply]:
    return [Reply(error=Refused(server.name, "no", 422)) for _ in writes]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (careless, Manner(at_once=4)),
        (careless_of_versions, Manner(entries=50, at_once=4, transactions=True)),
        (refusing, Manner(at_once=4)),
        (raising(Refused("region", "no", 405)), Manner(at_once=4)),
        (raising(Opaque("region", "garbled")), Manner(at_once=4)),
    ],
)
def test_a_server_gets_no_more_than_it_was_seen_to_do(
    world: World, answer: Callable[[Odd, Sequence[Write]], list[Reply]], expected: Manner
) -> None:
    server = Odd(answer)
    serve(world, server)
    assert manner(world) == expected
    assert server.everything() == []
    assert world.context.store.probe("region") is not None


class Modest(MemoryServer):
    """A server that states what it can't do."""

    def capabilities(self) -> Resource:
        no: list[dict[str, Any]] = [{"mode": "server", "interaction": [{"code": "search-system"}]}]
        return {**super().capabilities(), "rest": no}


def test_a_server_that_states_that_it_does_no_batches_is_not_asked_to(world: World) -> None:
    server = Modest("region")
    serve(world, server)
    assert manner(world) == Manner(at_once=4)
    assert server.writes == 0


class Down(MemoryServer):
    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        raise Unreachable(self.name, f"{resource['resourceType']} {if_none_exist}")


def test_a_server_that_can_not_be_asked_now_is_asked_another_time(world: World) -> None:
    serve(world, Down("region"))
    assert manner(world) == Manner(at_once=4)
    assert world.context.store.probe("region") is None


class Racing(MemoryServer):
    """Somebody else is quicker."""

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        raise Changed(self.name, f"{ref} {if_match} {resource['resourceType']}")


def test_what_a_server_was_tried_with_goes_also_when_trying_fails(world: World) -> None:
    server = Racing("region")
    serve(world, server)
    assert manner(world) == Manner(at_once=4)
    assert server.everything() == []


def test_what_a_server_does_not_bear_is_remembered(world: World) -> None:
    with Manners(world.context).of(END, MUCH) as found:
        found.learn(Refused("region", "too large", 413), 50, whole=False)
        found.learn(Opaque("region", "garbled"), 3, whole=True)
    assert manner(world) == Manner(entries=25, at_once=4, updates=True)
    with Manners(world.context).of(END, MUCH) as found:
        found.learn(Opaque("region", "garbled"), 25, whole=False)
    assert manner(world) == Manner(at_once=4)


def told(world: World) -> str:
    [said] = [each.said for each in examine(world.context) if each.what == "endpoint region"]
    return said.rpartition("; ")[2]


def test_the_doctor_says_what_was_seen(world: World) -> None:
    assert told(world).endswith(": batches")
    known = world.context.store.probe("region")
    assert known is not None
    for seen, expected in (
        (replace(known, entries=25, updates=False), ": batches of at most 25, updates one by one"),
        (replace(known, creates=False), ": written to one by one"),
    ):
        world.context.store.save_probe("region", seen)
        assert told(world) == f"seen {known.at}{expected}"
    [found] = [each for each in examine(world.context) if each.what == "endpoint region"]
    assert found.as_json()["seen"]["creates"] is False


def test_the_doctor_says_that_a_server_was_not_seen(world: World) -> None:
    serve(world, Down("region"))
    world.context = replace(
        world.context, servers={**world.context.servers, "municipality": world.municipality}
    )
    assert told(world) == "not seen with batches"


def test_what_was_seen_comes_back_from_the_state_as_it_was(world: World) -> None:
    probe = Probe(at="2026-03-02T08:00:00Z", url="https://x", creates=True, entries=7)
    world.context.store.save_probe("region", probe)
    assert world.context.store.probe("region") == probe
    assert world.context.store.probe("other") is None
