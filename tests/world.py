"""A small world to run routes in: two servers in memory, a drop folder on disk, a real state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from adapter.codec import json_door
from adapter.config import Settings
from adapter.endpoints.directory import DropFolder
from adapter.endpoints.memory import MemoryServer
from adapter.state.store import Store
from adapter.usecases.block_sources import NoneKept
from adapter.usecases.context import Context
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.run import Report
from adapter.usecases.sync import sync
from adapter.values import EndpointKind, EndpointSettings, Mode, Ref, Right, Route
from mappings.codes.systems import FNR, PERSONNUMMER
from mappings.fhir.values import Identifier
from mappings.record import fingerprint_of
from tests.real_server import RealServer
from tests.registers import Everybody

AnyServer: TypeAlias = MemoryServer | RealServer
KEY = bytes(range(32))
ANNA = Identifier(system=PERSONNUMMER, value="195009072553")
STEWARD = "SE2321000016-1003"  # may decide for every side of a world
LINE = Identifier(system=FNR, value="13116900216")


class Ticking:
    """A clock that moves one second each time it is read."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@dataclass
class World:
    """Everything of one installation, in reach of a test."""

    context: Context
    region: AnyServer
    municipality: AnyServer
    inbox: Path

    def run(self, route: str, *, dry_run: bool = False) -> Report:
        return sync(self.context.settings.routes[route], self.context, dry_run=dry_run)

    def enrol(self, route: str, person: Identifier) -> None:
        enrol(
            self.context, route, person, Terms(decided_by="SE2321000016-1003", consent="Consent/1")
        )

    def patient(self, server: AnyServer, person: Identifier, **more: object) -> Ref:
        """A patient that somebody registered at that server."""
        held = {"system": person.system, "value": person.value}
        body: dict[str, Any] = {"resourceType": "Patient", "identifier": [held], **more}
        return server.create(body, if_none_exist=None)[0].ref

    def move(self, servers: Mapping[str, RealServer], urls: Mapping[str, str]) -> None:
        """Let the two sides be other servers."""
        for name, route in self.context.settings.routes.items():
            here, there = (
                replace(end, url=urls[end.name]) if end.name in urls else end
                for end in (route.here, route.there)
            )
            self._set(name, replace(route, here=here, there=there))
        self.context = replace(self.context, servers=servers)
        self.region, self.municipality = servers["region"], servers["municipality"]

    def share(self, route: str, rights: Mapping[str, Right]) -> None:
        """Say on a route who may change what."""
        self._set(route, replace(self.context.settings.routes[route], rights=rights))

    def appoint(self, route: str, endpoint: str, *stewards: str) -> None:
        """Say who may decide for one side of a route."""
        known = self.context.settings.routes[route]
        here, there = (
            replace(end, stewards=stewards) if end.name == endpoint else end
            for end in (known.here, known.there)
        )
        self._set(route, replace(known, here=here, there=there))

    def restrict(self, route: str, endpoint: str, modes: Mapping[str, Mode]) -> None:
        """Say what may be done at one side of a route."""
        known = self.context.settings.routes[route]
        here, there = (
            replace(end, modes=modes) if end.name == endpoint else end
            for end in (known.here, known.there)
        )
        self._set(route, replace(known, here=here, there=there))

    def _set(self, name: str, route: Route) -> None:
        settings = self.context.settings
        changed = replace(settings, routes={**settings.routes, name: route})
        self.context = replace(self.context, settings=changed)

    def drop(self, name: str, data: bytes) -> None:
        (self.inbox / name).write_bytes(data)


def make_world(folder: Path) -> World:
    inbox = folder / "inbox"
    inbox.mkdir()
    clock = Ticking()
    region = _fhir("region")
    municipality = _fhir("municipality")
    drop = EndpointSettings(
        name="inbox",
        kind=EndpointKind.DIRECTORY,
        path=str(inbox),
        system="EHR-A",
        stewards=(STEWARD,),
    )
    settings = Settings(
        file=None,
        state=folder / "state",
        endpoints={each.name: each for each in (region, municipality, drop)},
        routes={
            "documents": Route(name="documents", here=drop, there=region, basis="same-authority"),
            "plans": Route(name="plans", here=region, there=municipality, basis="consent-osl"),
        },
    )
    name = fingerprint_of(KEY)
    servers = {
        "region": MemoryServer("region", clock.now),
        "municipality": MemoryServer("municipality", clock.now),
    }
    store = Store(
        settings.state / "viktigt.sqlite", name, json_door.write_json, json_door.read_json
    )
    context = Context(
        settings=settings,
        key=KEY,
        installation=name,
        store=store,
        servers=servers,
        folders={"inbox": DropFolder(drop)},
        clock=clock,
        blocks=NoneKept(),
        persons=Everybody(),
    )
    return World(context, servers["region"], servers["municipality"], inbox)


def _fhir(name: str) -> EndpointSettings:
    url = f"https://{name}.example/fhir"
    return EndpointSettings(
        name=name, kind=EndpointKind.FHIR, url=url, stewards=(STEWARD,), concurrency=1
    )
