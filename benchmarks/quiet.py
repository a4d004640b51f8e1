"""A run with nothing to do: 100,000 known resources of 12,500 people on each side, none changed.

Both sides wait 50 ms before each answer. Time is from opening the state to the end of the run, and
waiting counts; the state is as a run leaves it that found nothing to do.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

from adapter.codec import json_door
from adapter.config import Settings
from adapter.endpoints.fhir_server import FhirServer
from adapter.state.store import Store
from adapter.sync.quiet import changed
from adapter.usecases.block_sources import NoneKept
from adapter.usecases.changes import choose
from adapter.usecases.context import Context
from adapter.usecases.gate import gates
from adapter.usecases.guards import configuration
from adapter.usecases.run import Report
from adapter.usecases.sync import sync
from adapter.values import (
    CARRIED_TYPES,
    Cursor,
    EndpointKind,
    EndpointSettings,
    Enrolment,
    Reading,
    Remembered,
    Rest,
    Route,
)
from adapter.wiring import STATE_FILE, SystemClock
from benchmarks.far import LONG_AGO, Far, as_held, held_of, serving
from benchmarks.row import WrongResult
from mappings.fhir.values import Identifier
from mappings.record import fingerprint_of
from tests.registers import Everybody

PEOPLE: Final = 12_500
KNOWN: Final = 100_000
LATENCY: Final = 0.05
ROUNDS: Final = 3
_KEY: Final = bytes(32)
_SIDES: Final = ("region", "municipality")


def nothing_to_do_trips() -> float:
    """The requests to one side, whichever had more."""
    with _installed(latency=0) as installed:
        installed.run()
        return max(sum(side.asked.values()) for side in installed.sides)


def nothing_to_do_seconds() -> float:
    """The median of some runs."""
    with _installed(latency=LATENCY) as installed:
        return median(installed.run() for _ in range(ROUNDS))


def change_detection_us() -> float:
    """Microseconds for each resource: the versions that are listed against those that are known."""
    before, now = (as_held(held_of(_world())) for _ in _SIDES)
    took = []
    for _ in range(ROUNDS * 3):
        started = time.process_time()
        found = changed(before, now)
        took.append(time.process_time() - started)
        if found:
            raise WrongResult("something changed that did not")
    now["7"] = {**now["7"], "Goal/0": "2"}
    if changed(before, now) != {"7"}:
        raise WrongResult("a change was not found")
    return min(took) / sum(map(len, now.values())) * 1_000_000


def _world() -> dict[str, Sequence[str]]:
    """The patient of each resource, by type."""
    people = [str(number) for number in range(PEOPLE)]
    held: dict[str, list[str]] = {kind: [] for kind in CARRIED_TYPES}
    for number in range(KNOWN):
        held[CARRIED_TYPES[number % len(CARRIED_TYPES)]].append(people[number % PEOPLE])
    return {"Patient": people, **held}


@dataclass(frozen=True, slots=True)
class _Installed:
    """A state in a folder, and two servers."""

    folder: Path
    sides: Sequence[Far]

    def run(self) -> float:
        """Seconds of one run that finds nothing to do."""
        started = time.perf_counter()
        with self.opened() as context:
            (route,) = context.settings.routes.values()
            report = sync(route, context, dry_run=False)
        took = time.perf_counter() - started
        if report.actions or report.full or report.exit or not report.held["region"]:
            raise WrongResult("the run had something to do")
        return took

    @contextmanager
    def opened(self) -> Iterator[Context]:
        name = fingerprint_of(_KEY)
        store = Store(self.folder / STATE_FILE, name, json_door.write_json, json_door.read_json)
        here, there = (
            EndpointSettings(name=name, kind=EndpointKind.FHIR, url=side.url)
            for name, side in zip(_SIDES, self.sides, strict=True)
        )
        route = Route(name="plans", here=here, there=there, basis="consent-osl")
        ends = {end.name: end for end in (here, there)}
        yield Context(
            settings=Settings(
                file=None, state=self.folder, endpoints=ends, routes={"plans": route}
            ),
            key=_KEY,
            installation=name,
            store=store,
            servers={end.name: FhirServer(end) for end in (here, there)},
            folders={},
            clock=SystemClock(),
            blocks=NoneKept(),
            persons=Everybody(),
        )
        store.close()


@contextmanager
def _installed(latency: float) -> Iterator[_Installed]:
    world = _world()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sides = [stack.enter_context(serving(Far(world, latency))) for _ in _SIDES]
        installed = _Installed(Path(folder), sides)
        with installed.opened() as context:
            _at_rest(context, world)
        yield installed


def _at_rest(context: Context, world: dict[str, Sequence[str]]) -> None:
    """Everybody enrolled, everything known, nothing to do."""
    store, (route,) = context.store, context.settings.routes.values()
    held = as_held(held_of(world))
    with store.transaction():
        for patient in held:
            store.enrol(_enrolment(context, patient))
        passing = gates(route, context, Report(route=route.name, dry_run=True))
        terms = choose(route, context, passing, dict, full=True).terms
        store.rest(
            route.name,
            (
                Rest(
                    person=handle,
                    terms=terms[handle],
                    patients=dict.fromkeys(_SIDES, enrolment.person.value),
                    held=dict.fromkeys(_SIDES, held[enrolment.person.value]),
                )
                for handle, enrolment in context.enrolled(route.name).items()
            ),
        )
        for side in _SIDES:
            now = context.now()
            store.save_reading(route.name, Reading(endpoint=side, at=now, whole=now))
            store.save_cursors(route.name, (_cursor(side, kind) for kind in world))
        counts = {handle: len(held) for handle in terms}
        store.remember(
            route.name,
            Remembered(configuration=configuration(route), held=dict.fromkeys(_SIDES, counts)),
        )


def _cursor(side: str, kind: str) -> Cursor:
    at = (LONG_AGO + timedelta(days=1)).isoformat()
    return Cursor(endpoint=side, type=kind, at=at, together=PEOPLE)


def _enrolment(context: Context, patient: str) -> Enrolment:
    person = Identifier(system="https://benchmark.example/person", value=patient)
    return Enrolment(
        route="plans",
        handle=context.handle(person),
        person=person,
        basis="consent-osl",
        decided_by="benchmark",
        start="2026-01-01",
        consent="Consent/1",
    )
