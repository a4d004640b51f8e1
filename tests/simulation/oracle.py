"""The judge: what the people did, and what stands on the servers, and nothing else.

It knows nothing of how the adapter decides; it only asks of each edit who may have replaced it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.simulation.people import Birth, Memory
from tests.simulation.permits import Permits
from tests.simulation.server import TownServer
from tests.simulation.town import ROUTES
from tests.simulation.words import (
    NOTED,
    PLACES,
    SHARED,
    Body,
    Place,
    keeps_unknown,
    made,
    notes,
)
from tests.simulation.writes import Writes, ends_of


@dataclass(frozen=True)
class Kept:
    """What the installation shows a steward on one route: by the number of the record."""

    conflicts: Mapping[int, str]  # what the conflict keeps, as text
    held: frozenset[int]  # proposed to the owner, or waiting, or refused
    refused: frozenset[int]  # could not be made: something else stands under its identifier

    def waits(self, number: int) -> bool:
        return number in self.conflicts or number in self.held


class Judge:
    """Looks at the end of a story."""

    def __init__(
        self,
        memory: Memory,
        servers: Mapping[str, TownServer],
        kept: Mapping[str, Kept],
        permits: Permits,
        *,
        calm: bool,
    ) -> None:
        self._calm = calm  # nothing went wrong: then a conflict needs two who wrote
        self._memory = memory
        self._servers = servers
        self._kept = kept
        self._permits = permits
        self._standing: dict[str, dict[int, list[Body]]] = {}
        for name, server in servers.items():
            found = self._standing[name] = defaultdict(list)
            for body in server.inner.everything():
                number = made(body)
                if number is not None:
                    found[number].append(body)
        self._gone = {(server, number) for server, _, number in memory.deleted}
        # What a gateway made twice there: which of the two is meant, nobody can say.
        self._twice = {(name, each) for name, server in servers.items() for each in server.doubled}

    def verdict(self) -> list[str]:
        """What is wrong, each with the promise that was broken."""
        return sorted(
            {
                *self._lost_updates(),
                *self._resurrections(),
                *self._duplicates(),
                *self._differences(),
                *Writes(self._memory, self._servers).verdict(),
                *self._permits.verdict(self._memory.births, self._servers),
                *self._usurped(),
                *self._unknown(),
            }
        )

    def _one(self, server: str, number: int) -> Body | None:
        found = self._standing[server].get(number)
        return found[0] if found else None

    def _lost_updates(self) -> Iterator[str]:
        for edit in self._memory.edits.values():
            if (edit.server, edit.birth) in self._gone | self._twice:
                continue  # deleted there by somebody who saw it
            if edit.tag in self._memory.overruled:
                continue  # by a steward who saw it
            body = self._one(edit.server, edit.birth)
            if body is None:
                if not self._may_be_deleted(edit.server, edit.birth):
                    yield f"P1 {edit.tag} at {edit.server}: the record is gone"
            elif not self._stands(body, edit.place, edit.tag):
                yield f"P1 {edit.tag} at {edit.server}: {edit.place} was overwritten"
        for server, plan, task in self._memory.activities:
            if plan in self._memory.decided or (server, plan) in self._twice:
                continue  # a steward chose a version, or which of two plans it was is not known
            body = self._one(server, plan)
            if body is not None and task not in self._tasks(server, body):
                yield f"P1 activity {task} of plan {plan} at {server} is gone"

    def _stands(self, body: Body, place: str, tag: str) -> bool:
        if place == "note":
            return tag in notes(body)
        now = _place(body["resourceType"], place).read(body)
        last = self._memory.edits.get(now or "")
        return now == tag or (last is not None and tag in last.saw)

    def _tasks(self, server: str, plan: Body) -> set[int]:
        standing = {
            f"{body['resourceType']}/{body['id']}": number
            for number, bodies in self._standing[server].items()
            for body in bodies
        }
        named = {each["reference"].get("reference") for each in plan.get("activity") or ()}
        return {standing[each] for each in named if each in standing}

    def _may_be_deleted(self, server: str, number: int) -> bool:
        """Whether it was deleted where it was made, by somebody who knew all that was written here.

        What was written here and not seen there keeps it alive.
        """
        birth = self._memory.births[number]
        own = [
            each
            for each in self._memory.edits.values()
            if each.birth == number and each.server == server
        ]
        seen = self._memory.seen_by_deleter.get((birth.server, number), frozenset())
        return (birth.server, number) in self._gone and all(each.tag in seen for each in own)

    def _resurrections(self) -> Iterator[str]:
        for server, ref, number in self._memory.deleted:
            if self._servers[server].inner.read(ref) is not None:
                yield f"P2 {ref} at {server} came back"
            forgotten = (server, number) in self._memory.forgotten
            if (server, number) in self._twice:
                continue
            if self._one(server, number) is not None and not forgotten:
                yield f"P2 record {number} was made anew at {server}"
            birth = self._memory.births[number]
            if server == birth.server and not self._permits.is_erased(number):
                yield from self._survivors(birth)

    def _survivors(self, birth: Birth) -> Iterator[str]:
        """Copies that stay although the owner deleted it and nobody wrote in them."""
        for route, other in self._others(birth):
            own = [
                each
                for each in self._memory.edits.values()
                if each.birth == birth.number and each.server == other
            ]
            forgotten = (other, birth.number) in self._memory.forgotten
            is_twice = (other, birth.number) in self._twice
            if self._one(other, birth.number) is None or own or forgotten or is_twice:
                continue
            if not self._is_named(birth, other):  # nothing there leads to it
                continue
            if not self._kept[route].waits(birth.number):
                yield f"P2 record {birth.number} lives on at {other}"

    def _duplicates(self) -> Iterator[str]:
        for server, standing in self._standing.items():
            for number, bodies in standing.items():
                if len(bodies) > 1 and not self._is_told_twice(server, number):
                    yield f"P3 record {number} stands {len(bodies)} times at {server}"

    def _is_told_twice(self, server: str, number: int) -> bool:
        """Whether somebody is told of what a gateway made twice."""
        routes = [route for route, _ in self._others(self._memory.births[number])]
        told = [self._kept[route].waits(number) for route in routes if server in ROUTES[route]]
        looked_at = self._is_named(self._memory.births[number], server)  # else nothing leads to it
        return (server, number) in self._twice and (any(told) or not told or not looked_at)

    def _unknown(self) -> Iterator[str]:
        """What only the author's system knows stays where that system keeps it."""
        for birth in self._memory.births:
            body = self._one(birth.server, birth.number)
            decided = birth.number in self._memory.decided
            if body is None or decided or self._servers[birth.server].drops:
                continue
            if not keeps_unknown(body):
                yield f"P1 what nobody else knows of {birth.number} is gone at {birth.server}"

    def _differences(self) -> Iterator[str]:
        """What two sides of a route say differently, and nobody is told of."""
        for birth in self._memory.births:
            for route, other in self._others(birth):
                here, there = self._one(birth.server, birth.number), self._one(other, birth.number)
                if here is None or (other, birth.number) in self._twice:
                    continue
                if any(self._permits.is_closed(birth, each) for each in (birth.server, other)):
                    continue
                if there is None:
                    refused = self._servers[other].poison == birth.number
                    gone = (other, birth.number) in self._gone
                    if not gone and not refused and self._is_named(birth, birth.server):
                        yield f"P4 record {birth.number} never came to {other}"
                    continue
                if any(self._is_named(birth, each) for each in (birth.server, other)):
                    yield from self._unlike(route, birth, other, here, there)

    def _is_named(self, birth: Birth, server: str) -> bool:
        """Whether a plan there speaks of it, or it is carried for its own sake."""
        if birth.kind in {"Goal", "Observation", "CarePlan", "List"}:
            return True
        return any(
            birth.number in self._tasks(server, body)
            for bodies in self._standing[server].values()
            for body in bodies
            if body["resourceType"] == "CarePlan"
        )

    def _unlike(
        self, route: str, birth: Birth, other: str, here: Body, there: Body
    ) -> Iterator[str]:
        kept = self._kept[route]
        for place in (each for each in PLACES if each.kind == birth.kind):
            ours, theirs = place.read(here), place.read(there)
            if ours == theirs:
                continue
            name = f"{place.kind} {birth.number}.{place.name} ({birth.server}: {ours}, {other}: "
            if not kept.waits(birth.number):
                yield f"P4 {name}{theirs})"
            elif place.right == SHARED and birth.number in kept.conflicts:
                yield from self._conflict(kept.conflicts[birth.number], birth, place, here, there)
            elif birth.number in kept.refused:
                continue  # the whole record waits
            elif birth.number not in kept.conflicts and self._writer(theirs) not in {None, other}:
                yield f"P4 {name}{theirs}) though nobody at {other} wrote it"
            elif self._calm and self._takes_no_two(place, here, there):
                yield f"P4 {name}{theirs}) is in conflict though only one side wrote"
        if birth.kind in NOTED and notes(here) != notes(there) and not kept.waits(birth.number):
            yield f"P4 notes of {birth.number} differ at {birth.server} and {other}"

    def _takes_no_two(self, place: Place, here: Body, there: Body) -> bool:
        """Whether whoever wrote the one had the other before them, and nobody else had a say.

        An acceptance is part of the aim; and where one side cancels, everything is in conflict.
        """
        edit = self._memory.edits.get(place.read(here) or "")
        ended = "cancelled" in {each.get("lifecycleStatus") for each in (here, there)}
        seen = edit is not None and place.read(there) in edit.saw
        return seen and not ended and place.name != "aim"

    def _writer(self, tag: str | None) -> str | None:
        edit = self._memory.edits.get(tag or "")
        return None if edit is None else edit.server

    def _conflict(
        self, kept: str, birth: Birth, place: Place, here: Body, there: Body
    ) -> Iterator[str]:
        for body in (here, there):
            words = place.read(body)
            if words is not None and words not in kept:
                yield f"P8 {words} of {birth.number}.{place.name} is in no conflict"

    def _usurped(self) -> Iterator[str]:
        """What is the owner's to say, and somebody else said it on the owner's side."""
        for birth in self._memory.births:
            body = self._one(birth.server, birth.number)
            decided = birth.number in self._memory.decided
            for place in PLACES if body is not None and not decided else ():
                if place.kind != birth.kind or place.right == SHARED:
                    continue
                writer = self._writer(place.read(body or {}))
                if writer not in {None, birth.server}:
                    yield f"R4 {writer} wrote {place.name} of {birth.number} at {birth.server}"

    def _others(self, birth: Birth) -> Iterator[tuple[str, str]]:
        """The routes on which a record may leave still, and where to."""
        for route, other in ends_of(birth):
            person = birth.person.identifier
            if (route, person) not in self._memory.ended and not self._permits.is_silent(person):
                yield route, other


def _place(kind: str, name: str) -> Place:
    return next(each for each in PLACES if (each.kind, each.name) == (kind, name))
