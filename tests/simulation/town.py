"""A region and two municipalities with people in them, made from a seed.

Two routes share the region. Somebody is enrolled on each, somebody on both, and somebody on none;
what they have to do with each other is nothing.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Protocol, cast
from unittest.mock import patch

from adapter.codec import json_door
from adapter.config import Settings
from adapter.ports import Blocks, Endpoint
from adapter.ports import Store as Remembers
from adapter.state.store import Store
from adapter.sync import quiet
from adapter.usecases.block_sources import LiveBlocks, NoneKept
from adapter.usecases.context import Context
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.guards import AS_USUAL, Asked
from adapter.usecases.sync import sync
from adapter.values import (
    Audited,
    Block,
    EndpointKind,
    EndpointSettings,
    PersonFacts,
    Ref,
    Resource,
    Result,
    Right,
    Route,
)
from mappings.codes.systems import FNR, HSA_ID, PERSONNUMMER
from mappings.fhir.values import Identifier
from mappings.record import fingerprint_of
from tests.registers import Everybody
from tests.simulation.chance import Chance
from tests.simulation.faults import CrashingStore
from tests.simulation.server import TownServer
from tests.simulation.words import giver_of
from tests.world import KEY, Ticking

SERVERS: Final = ("region", "north", "south")
STEWARD: Final = "SE2321000016-1003"
ROUTES: Final = {"region-north": ("region", "north"), "region-south": ("region", "south")}
_RIGHTS: Final = {"CarePlan.description": Right.SHARED}
_AGE: Final = 300.0  # seconds for which planning believes a block service
_STATE: Final = "viktigt.sqlite"
_OVERLAP: Final = 60.0  # seconds; the clock moves one whenever it is read
_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a state that nobody keeps


@dataclass(frozen=True)
class Person:
    """Somebody, and the routes on which they are enrolled."""

    identifier: Identifier
    routes: tuple[str, ...]
    lives_at: tuple[str, ...]  # where plans of theirs are made


PEOPLE: Final = (
    Person(Identifier(system=PERSONNUMMER, value="195009072553"), ("region-north",), SERVERS[:2]),
    Person(Identifier(system=FNR, value="13116900216"), ("region-south",), SERVERS[::2]),
    Person(Identifier(system=PERSONNUMMER, value="191212121212"), tuple(ROUTES), SERVERS),
    Person(Identifier(system=PERSONNUMMER, value="196101182803"), (), SERVERS),
)


class Services(Protocol):
    """Who says what may cross: a block service and a register of persons."""

    is_live: bool  # whether the block service is asked about each person apart

    def of(self, person: Identifier) -> tuple[Block, ...]: ...
    def look_up(self, person: Identifier) -> PersonFacts | None: ...
    def watched(self, server: Endpoint) -> Endpoint: ...


class Town:
    """Everything of one installation; `restart` keeps what is on disk and on the servers."""

    def __init__(self, folder: Path, chance: Chance) -> None:
        self.chance = chance
        self._folder = folder
        self._services: Services | None = None
        self._ticking = _Passing()
        self._clock = _Jumping(self._ticking)
        self.refused: dict[str, set[str]] = {}  # what the last run of a route told it could not do
        self.servers = {name: TownServer(name, self._ticking.now, chance) for name in SERVERS}
        for server in self.servers.values():
            server.stop = self._stop
            server.told = self._told
            server.noted = partial(self._noted, server.name)
        (folder / _STATE).write_bytes(_empty_state())
        self._store = self._opened()
        self.context = self._context()
        for person in PEOPLE:
            for route in person.routes:
                enrol(
                    self.context,
                    route,
                    person.identifier,
                    Terms(decided_by="somebody", start="2026-01-01", consent="Consent/1"),
                )

    def asks(self, services: Services) -> None:
        """From now on somebody says what may cross; else everything may."""
        self._services = services
        self.context = self._context()

    def passes(self, time: timedelta) -> None:
        """Time passes, for everybody."""
        self._ticking.passes(time)

    def true_time(self) -> datetime:
        return self._ticking.now()

    def run(self, route: str, asked: Asked = AS_USUAL) -> str:
        """One run, as the command makes it; how it ended."""
        self.refused.pop(route, None)
        for server in self.servers.values():
            server.opens()
        self._clock.jump(self.chance)
        way = self.context.settings.routes[route]
        report = sync(way, self.context, dry_run=False, asked=asked)
        self.refused[route] = {
            each.action.key for each in report.outcomes if each.result is Result.FAILED
        }
        return report.exit.name

    def audited(self) -> list[Audited]:
        """All that the audit tells."""
        return [
            each.told(json_door.read_json(each.body.encode()))
            for each in self._store.audit_entries()
        ]

    def _told(self) -> int:
        return int(self._store.audit_head().partition(":")[0])

    def _noted(self, server: str, ref: Ref, body: Resource) -> bool:
        """Whether the state knows that such a write is about to be sent there."""
        held = body.get("identifier") or ()
        names = [held] if isinstance(held, dict) else held
        keys = {f"{ref.type}|{each.get('system')}|{each.get('value')}" for each in names}
        return any(
            intent.side == server and (intent.ref == ref or intent.key in keys)
            for route in ROUTES
            for intent in self._store.open_intents(route)
        )

    def _stop(self) -> None:
        """SIGTERM arrives."""
        self.context.stopping.set()

    def restart(self) -> None:
        """The process that was killed, or asked to stop, is followed by another one."""
        self._store.close()
        self._store = self._opened()
        self.context = self._context()

    def close(self) -> None:
        self._store.close()

    def remembers(self, server: str, ref: Ref) -> bool:
        """Whether the state knows that record of that server."""
        return ref in self._store.links(server).values()

    @property
    def store(self) -> Store:
        return self._store

    def patients(self) -> dict[str, dict[Identifier, str]]:
        """Every person on every server: all of them are registered everywhere."""
        made: dict[str, dict[Identifier, str]] = {}
        for name, server in self.servers.items():
            made[name] = {}
            for person in PEOPLE:
                held = {"system": person.identifier.system, "value": person.identifier.value}
                body: dict[str, Any] = {"resourceType": "Patient", "identifier": [held]}
                made[name][person.identifier] = str(server.saved_by_person(None, body))
        return made

    def _opened(self) -> Store:
        return _opened(self._folder)

    def _context(self) -> Context:
        services = self._services
        ends = {name: _end(name, party=services is not None) for name in SERVERS}
        routes = {
            name: Route(
                name=name, here=ends[here], there=ends[there], basis="consent-osl", rights=_RIGHTS
            )
            for name, (here, there) in ROUTES.items()
        }
        return Context(
            settings=Settings(file=None, state=self._folder, endpoints=ends, routes=routes),
            key=KEY,
            installation=fingerprint_of(KEY),
            store=cast("Remembers", CrashingStore(self._store, self.chance)),
            servers=self._servers(),
            folders={},
            clock=self._clock,
            blocks=self._blocks(),
            persons=services or Everybody(),
        )

    def _servers(self) -> Mapping[str, Endpoint]:
        if self._services is None:
            return self.servers
        return {name: self._services.watched(each) for name, each in self.servers.items()}

    def _blocks(self) -> Blocks:
        if self._services is None:
            return NoneKept()
        return (
            LiveBlocks(self._services, self._clock, _AGE)
            if self._services.is_live
            else self._services
        )


class _Passing(Ticking):
    """A clock that also leaps."""

    def passes(self, time: timedelta) -> None:
        self._now += time


class _Jumping:
    """The clock of this installation: on some runs it is a day off."""

    def __init__(self, true: Ticking) -> None:
        self._true = true
        self._off = timedelta()

    def jump(self, chance: Chance) -> None:
        """A run begins; without failures the clock is right."""
        self._off = timedelta()
        if chance.strikes():
            self._off = timedelta(days=chance.random.choice((-1, 1)))
            chance.count("clock-jumped")

    def now(self) -> datetime:
        return self._true.now() + self._off


@contextmanager
def town(seed: int, without: frozenset[str] = frozenset()) -> Iterator[Town]:
    """A town of this seed, gone afterwards; nothing goes wrong there yet."""
    with (
        tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder,
        patch.object(quiet, "_TELLING", 2),  # lists are short here, and some must end early too
    ):
        made = Town(Path(folder), Chance(seed, without))
        try:
            yield made
        finally:
            made.close()


def _opened(folder: Path) -> Store:
    file = folder / _STATE
    return Store(file, fingerprint_of(KEY), json_door.write_json, json_door.read_json)


@cache
def _empty_state() -> bytes:
    """A state as it is when it was just made: to make one takes longer than a run."""
    with tempfile.TemporaryDirectory() as folder:
        _opened(Path(folder)).close()
        return (Path(folder) / _STATE).read_bytes()


def _end(name: str, *, party: bool) -> EndpointSettings:
    end = EndpointSettings(name=name, kind=EndpointKind.FHIR, concurrency=1)
    url = f"https://{name}.example/fhir"
    end = replace(end, url=url, stewards=(STEWARD,), overlap=_OVERLAP)
    giver = Identifier(system=HSA_ID, value=giver_of(name))
    return replace(end, party=giver) if party else end
