"""Stewards: they decide conflicts and take or decline what is proposed, and end enrolments.

A steward sees both versions and chooses one: what the other one said is overruled, and its author
will find out from the record.
"""

from typing import Final

from adapter.errors import NotKnown
from adapter.usecases.conflicts import conflicts
from adapter.usecases.enrolment import end
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Ref
from tests.simulation.people import Memory
from tests.simulation.town import PEOPLE, ROUTES, STEWARD, Town
from tests.simulation.words import PLACES, Body, made, notes

_LONG_AGO: Final = "2026-02-01"


class Stewards:
    """Whoever answers for the records of the three organisations."""

    def __init__(self, here: Town, memory: Memory) -> None:
        self._town = here
        self._memory = memory

    def decide(self, what: str) -> None:
        """Somebody chooses in one conflict, or of one proposal."""
        random = self._town.chance.of(what)
        waiting = conflicts(self._town.context)
        if not waiting:
            return
        chosen, take = random.choice(waiting), random.choice(list(End))
        sides = {End.HERE: chosen.route.here.name, End.THERE: chosen.route.there.name}
        try:
            resolve(self._town.context, chosen, Decision(take=take, by=STEWARD, why="agreed"))
        except NotKnown:
            return  # one of the two versions is not there any more
        bodies = [self._body(sides[each], chosen.conflict.key) for each in (take, take.other)]
        self._remember(*bodies)
        self._town.chance.count("decided-by-steward")

    def end_one(self, what: str) -> None:
        """Somebody's enrolment on one route ends."""
        random = self._town.chance.of(what)
        person, route = random.choice(PEOPLE), random.choice(list(ROUTES))
        context = self._town.context
        # By the clock of the installation, which may be a day off.
        if end(context, route, context.handle(person.identifier), _LONG_AGO):
            at = len(self._town.chance.trace)
            self._memory.ended.setdefault((route, person.identifier), at)
            self._town.chance.count("enrolment-ended")

    def _body(self, server: str, key: str) -> Body:
        """The record of a key as it stands there."""
        ref, (kind, system, value) = self._town.store.links(server).get(key), key.split("|", 2)
        named = {"system": system, "value": value}
        return next(
            each
            for each in self._town.servers[server].inner.everything()
            if each["resourceType"] == kind
            and (Ref(kind, each["id"]) == ref or named in each.get("identifier", ()))
        )

    def _remember(self, winner: Body, loser: Body) -> None:
        number = made(winner)
        if number is None:
            return
        self._memory.decided.add(number)
        for place in PLACES:
            if place.kind == winner["resourceType"] and place.read(winner) != place.read(loser):
                self._memory.overruled |= self._memory.known(place.read(loser) or "")
        self._memory.overruled |= notes(loser) - notes(winner)
