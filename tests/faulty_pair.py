"""A region and a municipality that work on one person's plan while the line between them is bad.

The region's server is in memory; the municipality's is a real one behind the proxy. People reach
their own server directly.
"""

import signal
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import pytest

from adapter import wiring
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.memory import MemoryServer
from adapter.endpoints.patience import Time
from adapter.ports import Endpoint
from adapter.shell.guard import guarded
from adapter.state.store import Store
from adapter.values import EndpointKind, EndpointSettings, Ref
from cli import main
from mappings.fhir.values import Identifier
from tests.fault_proxy import Proxy
from tests.http_faults import SOMEBODY
from tests.real_server import RealServer
from tests.world import AnyServer, World

TYPES: Final = ("CarePlan", "Goal", "Observation", "ServiceRequest")
Capture: TypeAlias = pytest.CaptureFixture[str]
WORDS: Final = "Att orka gå till sjön igen."


class Skipping:
    """Time in which a pause is over at once."""

    def __init__(self) -> None:
        self._skipped = 0.0
        self.time = Time(sleep=self._skip, elapsed=self._elapsed, chance=lambda: 0.0)

    def _skip(self, seconds: float) -> None:
        self._skipped += seconds

    def _elapsed(self) -> float:
        return time.monotonic() + self._skipped


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run that somebody typed ended."""

    code: int
    told: str


class Pair:
    """Both sides, one person, and the command that somebody types."""

    def __init__(self, world: World, proxy: Proxy, tag: str) -> None:
        there = EndpointSettings(name="municipality", kind=EndpointKind.FHIR, url=proxy.url)
        self.proxy = proxy
        self.tag = tag
        self.region = MemoryServer("region", world.context.clock.now)
        self.municipality = RealServer("municipality", proxy.upstream)
        self.person = Identifier(system="urn:t:person", value=f"person-{tag}")
        route = world.context.settings.routes["plans"]
        self._route = replace(route, there=there, types=TYPES)
        settings = replace(world.context.settings, routes={"plans": self._route})
        self.context = replace(world.context, settings=settings)
        self.patients: dict[str, Ref] = {}
        self.more: set[str] = set()  # what else somebody made

    def connect(
        self, url: str | None = None, timeout: float = 30.0, deadline: float = 120.0
    ) -> None:
        """Give the run a fresh client, as each run has."""
        there = replace(
            self._route.there, url=url or self.proxy.url, timeout=timeout, deadline=deadline
        )
        client = FhirServer(there, passing=Skipping().time)
        servers: dict[str, Endpoint] = {"region": self.region, "municipality": client}
        self.context = replace(self.context, servers=servers)

    def carry(self, *types: str) -> None:
        """Let the route carry these types from now on."""
        self._route = replace(self._route, types=types)
        settings = replace(self.context.settings, routes={"plans": self._route})
        self.context = replace(self.context, settings=settings)

    def close(self) -> None:
        store = self.context.store
        assert isinstance(store, Store)
        store.close()

    # -- what people do -------------------------------------------------------------------------

    def name(self, value: str) -> list[dict[str, str]]:
        return [{"system": f"urn:t:{self.tag}", "value": value}]

    def make(self, server: AnyServer, kind: str, name: str, **body: object) -> Ref:
        """Somebody at that side makes a record of the person."""
        made = {
            "resourceType": kind,
            "identifier": self.name(name),
            "subject": {"reference": str(self.patients[server.name])},
            **body,
        }
        return server.create(made, if_none_exist=None)[0].ref

    def goal(self, server: AnyServer, name: str, **body: object) -> Ref:
        aim = {"lifecycleStatus": "active", "description": {"text": f"{WORDS} ({name})"}}
        return self.make(server, "Goal", name, **aim, **body)

    def stranger(self) -> str:
        """Somebody else whom the municipality knows."""
        body = {"resourceType": "Patient", "name": [{"text": SOMEBODY}]}
        return str(self.municipality.create(body, if_none_exist=None)[0].ref)

    def edit(self, server: AnyServer, name: str, **changes: object) -> None:
        """Somebody at that side saves a change."""
        resource = self.held(server)[name]
        ref = Ref(resource["resourceType"], resource["id"])
        server.update(ref, {**resource, **changes}, if_match=None)

    def delete(self, server: AnyServer, name: str) -> None:
        resource = self.held(server)[name]
        server.delete(Ref(resource["resourceType"], resource["id"]), if_match=None)

    # -- what stands where ----------------------------------------------------------------------

    def all(self, server: AnyServer) -> list[dict[str, Any]]:
        """Every record of the person on a server."""
        person = str(self.patients[server.name])
        return [
            seen.resource for kind in TYPES for seen in server.search(kind, [("patient", person)])
        ]

    def held(self, server: AnyServer) -> dict[str, dict[str, Any]]:
        """The records of the person by name; none may stand there twice."""
        found = self.all(server)
        named = {each["identifier"][0]["value"]: each for each in found}
        assert len(named) == len(found), f"{server.name} holds a record twice"
        return named

    def said(self, server: AnyServer) -> dict[str, dict[str, Any]]:
        """The same as they mean, with references by name."""
        held = self.held(server)
        places = {f"{each['resourceType']}/{each['id']}": name for name, each in held.items()}
        places[str(self.patients[server.name])] = "the person"
        return {name: _meaning(_bare(each), places) for name, each in held.items()}

    # -- what is run ----------------------------------------------------------------------------

    def sync(self, capsys: Capture, *options: str) -> Ended:
        """`viktigt sync plans`, as somebody types it, and what it told on either stream."""
        before = signal.getsignal(signal.SIGTERM)
        capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wiring, "needed", lambda _config: self.context.settings)
            patch.setattr(wiring, "context", lambda _settings: nullcontext(self.context))
            with pytest.raises(SystemExit) as ended:
                guarded(lambda: main(["sync", "plans", *options], standalone_mode=False))
        signal.signal(signal.SIGTERM, before)
        streams = capsys.readouterr()
        told = streams.out + streams.err
        self.assert_names_nobody(told)
        return Ended(int(str(ended.value.code)), told)

    def assert_names_nobody(self, told: str) -> None:
        assert "Traceback" not in told
        for secret in (*SOMEBODY.split(), self.person.value, "sjön", "Balans"):
            assert secret not in told, f"{secret} was told"


def _meaning(tree: Any, places: Mapping[str, str]) -> Any:  # noqa: ANN401  JSON in, JSON out
    if isinstance(tree, list):
        return [_meaning(each, places) for each in tree]
    if not isinstance(tree, dict):
        return tree
    if isinstance(tree.get("reference"), str):
        return {"to": places.get(tree["reference"], tree["reference"])}
    return {name: _meaning(each, places) for name, each in tree.items()}


def _bare(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource without what belongs to its server."""
    return {name: each for name, each in resource.items() if name not in {"id", "meta", "text"}}
