"""One seed, told from beginning to end: people work, runs fail, things calm down, a judge looks."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from adapter.errors import EndpointError
from tests.simulation.faults import Killed
from tests.simulation.oracle import Judge, Kept
from tests.simulation.people import People
from tests.simulation.town import ROUTES, Town, town
from tests.simulation.words import made

CALM_RUNS: Final = 4
_FAULTS: Final = (0.0, 0.01, 0.03, 0.06)


@dataclass(frozen=True)
class Ending:
    """How a story ended."""

    seed: int
    violations: list[str]
    faults: Counter[str]
    writes: int
    edits: int
    kinds: int
    trace: tuple[str, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


def play(seed: int) -> Ending:
    """The story of one seed: the same each time."""
    with town(seed, 0.0) as made_town:
        random = made_town.chance.random
        people = People(random, made_town.servers, made_town.patients(), made_town.remembers)
        people.settle_in()
        rate = random.choice(_FAULTS)
        if random.random() < 0.6:  # what follows is about plans that both sides have
            for route in ROUTES:
                _run(made_town, route)
        for server in made_town.servers.values():
            server.meanwhile = people.meanwhile
        for _ in range(random.randint(3, 5)):
            made_town.chance.rate = 0.0
            for _ in range(random.randint(2, 8)):
                people.something()
            made_town.chance.rate = rate
            for route in random.sample(list(ROUTES), len(ROUTES)):
                _run(made_town, route)
        made_town.chance.rate = 0.0
        violations = _calm(made_town)
        judge = Judge(
            people.memory,
            made_town.servers,
            _kept(made_town),
            calm=not made_town.chance.seen.keys() - {"normalised", "reordered"},
        )
        return _ending(seed, made_town, people, [*violations, *judge.verdict()])


def _run(made_town: Town, route: str) -> None:
    try:
        ended = made_town.run(route)
    except EndpointError as error:
        ended = type(error).__name__
    except Killed as killed:
        ended = f"killed {killed}"
        made_town.restart()
    made_town.chance.trace.append(f"{route}: {ended}")


def _calm(made_town: Town) -> list[str]:
    """Nothing fails any more and nobody writes: after some runs there is nothing left to do."""
    written = 0
    for _ in range(CALM_RUNS):
        before = _writes(made_town)
        for route in ROUTES:
            _run(made_town, route)
        written = _writes(made_town) - before
        if not written:
            return []
    return [f"P5 run {CALM_RUNS} after the last fault still writes {written} times"]


def _writes(made_town: Town) -> int:
    return sum(server.writes for server in made_town.servers.values())


def _kept(made_town: Town) -> dict[str, Kept]:
    """What a steward would see, by the number of the record."""
    store = made_town.store
    numbers = _numbers(made_town)
    kept = {}
    for route in ROUTES:
        conflicts = {
            numbers[each.key]: repr(each.disputed)
            for each in store.conflicts(route)
            if each.key in numbers
        }
        proposed = {each.key for each in store.proposals(route)}
        told = made_town.refused.get(route, set())
        held = {each.key for each in store.holds(route) if each.key}
        waiting = frozenset(numbers[each] for each in proposed | held | told if each in numbers)
        refused = frozenset(numbers[each] for each in told if each in numbers)
        kept[route] = Kept(conflicts, waiting, refused)
    return kept


def _numbers(made_town: Town) -> dict[str, int]:
    """Key → record, as the link table of the state and the servers tell it."""
    numbers = {}
    for name, server in made_town.servers.items():
        for key, ref in made_town.store.links(name).items():
            for body in server.inner.versions(ref)[:1]:
                number = made(body)
                if number is not None:
                    numbers[key] = number
        for body in server.inner.everything():
            for each in body.get("identifier") or ():
                number = made(body)
                if number is not None and isinstance(each, dict):
                    key = f"{body['resourceType']}|{each.get('system')}|{each.get('value')}"
                    numbers[key] = number
    return numbers


_OPERATION: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _ending(seed: int, made_town: Town, people: People, violations: list[str]) -> Ending:
    chance = made_town.chance
    kinds = {
        written.ref.type
        for server in made_town.servers.values()
        for written in server.log
        if not written.by_person
    }
    return Ending(
        seed=seed,
        violations=violations,
        faults=chance.seen,
        writes=_writes(made_town),
        edits=len(people.memory.edits),
        kinds=len(kinds),
        trace=tuple(_OPERATION.sub("…", line) for line in chance.trace),
    )
