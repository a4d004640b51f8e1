"""One seed, told from beginning to end: people work, runs fail, things calm down, a judge looks."""

import hashlib
import re
from collections import Counter
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from typing import Final

from adapter.errors import AuditNotWritten, EndpointError, Exit, Stopped
from adapter.usecases.guards import AS_USUAL, Asked
from tests.simulation.disclosures import Disclosures
from tests.simulation.faults import Killed
from tests.simulation.oracle import Judge, Kept
from tests.simulation.people import People
from tests.simulation.stewards import Stewards
from tests.simulation.town import ROUTES, Town, town
from tests.simulation.wardens import SAID, SHARE, Wardens
from tests.simulation.words import made

CALM_RUNS: Final = 3
# What servers do all the time: with nothing else, a run has nothing to excuse.
HARMLESS: Final = frozenset(
    {"normalised", "reordered", "extension-dropped", "clock-days-off", "last-updated-equal"}
)
DEEDS: Final = frozenset({"decided-by-steward", "enrolment-ended", "patients-merged"})
_DECIDED, _ENDED = 0.5, 0.05  # how often in a turn a steward decides, or ends an enrolment
_UNTOLD: Final = "nothing can be told"
_LIVE: Final = 0.5  # how often a block service is asked about each person apart
_FORGOTTEN: Final = timedelta(hours=25)  # people at rest are asked about within a day
_FAULTS: Final = (0.0, 0.01, 0.03, 0.06)


@dataclass(frozen=True)
class Ending:
    """How a story ended; `parts` are what happened and could have been left out."""

    seed: int
    without: frozenset[str]
    violations: list[str]
    faults: Counter[str]
    writes: int
    edits: int
    kinds: int
    persons: int
    rounds: int
    pairs: int
    readings: int
    digest: str
    trace: tuple[str, ...]
    parts: tuple[str, ...]


def play(seed: int, without: frozenset[str] = frozenset()) -> Ending:
    """The story of one seed: the same each time; without some parts it is another."""
    with town(seed, without) as here:
        chance = here.chance
        nature = chance.of("policy")
        guarded = nature.random() < SHARE
        people = People(chance, here.servers, here.patients(), here.remembers, keyed=guarded)
        people.settle_in()
        wardens = Wardens(here, people.memory, is_live=guarded and nature.random() < _LIVE)
        if guarded:
            here.asks(wardens)
        _tell(here, people, Stewards(here, people.memory), wardens if guarded else None)
        chance.rate = 0.0
        wardens.begins("")
        if wardens.is_live:
            here.passes(_FORGOTTEN)
        rounds, violations = _calm(here)
        calm = not chance.seen.keys() - HARMLESS - DEEDS - SAID
        judge = Judge(people.memory, here.servers, _kept(here), wardens.permits, calm=calm)
        told = Disclosures(here.audited(), here.servers, here.context.handle)
        wrong = sorted({*judge.verdict(), *told.verdict()})
        ending = _ending(here, people, without, [*violations, *wrong])
        return replace(ending, rounds=rounds, pairs=told.pairs, readings=told.readings)


def _tell(here: Town, people: People, stewards: Stewards, wardens: Wardens | None) -> None:
    """People work, stewards decide and runs fail, by turns."""
    plot = here.chance.of("plot")
    rate = plot.choice(_FAULTS)
    if plot.random() < 0.6:  # what follows is about plans that both sides have
        for route in ROUTES:
            _stage(here, f"0 {route}", route, wardens)
    for server in here.servers.values():
        server.meanwhile = people.meanwhile
    for turn in range(1, plot.randint(3, 5) + 1):
        here.chance.rate = 0.0
        if plot.random() < _DECIDED and here.chance.begins(deed := f"{turn} decision"):
            stewards.decide(deed)
        if plot.random() < _ENDED and here.chance.begins(deed := f"{turn} end"):
            stewards.end_one(deed)
        for number in range(1, plot.randint(2, 8) + 1):
            if here.chance.begins(deed := f"{turn} deed {number}"):
                people.something(deed)
        here.chance.rate = rate
        for route in plot.sample(list(ROUTES), len(ROUTES)):
            _stage(here, f"{turn} {route}", route, wardens)


def _stage(here: Town, name: str, route: str, wardens: Wardens | None) -> None:
    """One run, and before it what is said of what may cross."""
    if wardens is not None:
        wardens.between(name)
    if not here.chance.begins(name):
        return
    if wardens is not None:
        wardens.begins(name)
    ended = _run(here, route)
    if wardens is not None and ended == _UNTOLD and wardens.is_anything_closed():
        here.chance.count("audit-failed-under-a-block")


def _run(here: Town, route: str, asked: Asked = AS_USUAL) -> str:
    begun = len(here.chance.trace)
    try:
        ended = here.run(route, asked)
    except EndpointError as error:
        ended = type(error).__name__
    except Stopped:
        ended = "stopped"
        here.chance.count("stopped-midway")
    except AuditNotWritten:
        ended = _UNTOLD
    except Killed as killed:
        ended = f"killed {killed}"
        here.chance.cut_off.append(range(begun, len(here.chance.trace)))
    if ended.startswith(("killed", "stopped")) or here.context.stopping.is_set():
        here.restart()
    here.chance.trace.append(f"{route}: {ended}")
    return ended


def _calm(here: Town) -> tuple[int, list[str]]:
    """Nothing fails any more and nobody writes: after how many runs nothing is left to do."""
    written = 0
    for rounds in range(CALM_RUNS):
        before = _writes(here)
        for route in ROUTES:
            # A side that looks empty is one that somebody looks at: by now it is as it is shown.
            if _run(here, route) == Exit.WITHHELD.name:
                _run(here, route, Asked(accept_changes=True))
        written = _writes(here) - before
        if not written:
            return rounds, []
    return CALM_RUNS, [f"P5 run {CALM_RUNS} after the last fault still writes {written} times"]


def _writes(here: Town) -> int:
    return sum(server.writes for server in here.servers.values())


def _kept(here: Town) -> dict[str, Kept]:
    """What a steward would see, by the number of the record."""
    store = here.store
    numbers = _numbers(here)
    kept = {}
    for route in ROUTES:
        conflicts = {
            numbers[each.key]: repr([astuple(one) for one in each.disputed])
            for each in store.conflicts(route)
            if each.key in numbers
        }
        proposed = {each.key for each in store.proposals(route)}
        told = here.refused.get(route, set())
        held = {each.key for each in store.holds(route) if each.key}
        waiting = frozenset(numbers[each] for each in proposed | held | told if each in numbers)
        refused = frozenset(numbers[each] for each in told if each in numbers)
        kept[route] = Kept(conflicts, waiting, refused)
    return kept


def _numbers(here: Town) -> dict[str, int]:
    """Key → record, as the link table of the state and the servers tell it."""
    numbers = {}
    for name, server in here.servers.items():
        for key, ref in here.store.links(name).items():
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


def _ending(here: Town, people: People, without: frozenset[str], violations: list[str]) -> Ending:
    chance = here.chance
    written = [
        each for server in here.servers.values() for each in server.log if not each.by_person
    ]
    numbers = {made(each.body) for each in written} - {None}
    births = people.memory.births
    trace = tuple(_OPERATION.sub("…", line) for line in chance.trace)
    return Ending(
        seed=chance.seed,
        without=without,
        violations=violations,
        faults=chance.seen,
        writes=_writes(here),
        edits=len(people.memory.edits),
        kinds=len({each.ref.type for each in written}),
        persons=len({each.person for each in births if each.number in numbers}),
        rounds=0,
        pairs=0,
        readings=0,
        digest=hashlib.sha256("\n".join(trace).encode()).hexdigest(),
        trace=trace,
        parts=tuple(chance.parts),
    )
