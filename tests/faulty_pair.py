"""A region and a municipality that work on one person's plan while the line between them is bad.

The region's server is in memory; the municipality's is a real one behind the proxy. People reach
their own server directly. What must be true once the failures stop is told here, from what people
did, and asked of both servers.
"""

import itertools
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from adapter import wiring
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.memory import MemoryServer
from adapter.endpoints.patience import Time
from adapter.ports import Endpoint
from adapter.sandbox.processes import free_port, running
from adapter.shell.guard import guarded
from adapter.state.store import Store
from adapter.usecases.enrolment import Terms, enrol
from adapter.values import EndpointKind, EndpointSettings, Ref
from cli import main
from mappings.fhir.values import Identifier
from tests.fault_proxy import Fault, Kind, Proxy, proxied
from tests.http_faults import SOMEBODY
from tests.real_server import RealServer
from tests.world import AnyServer, World, make_world

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


TAGS: Final = itertools.count(1)


@contextmanager
def server_behind_proxy(folder: Path) -> Iterator[Proxy]:
    """One real server for many tests: each has a person of its own there."""
    with (
        running({"municipality": free_port()}, folder) as urls,
        proxied(urls["municipality"]) as proxy,
    ):
        yield proxy


@contextmanager
def at_work(folder: Path, proxy: Proxy, capsys: Capture) -> Iterator[Pair]:
    """Both sides have agreed; since then people on both have worked on."""
    pair = made(folder, proxy, capsys)
    _work(pair)
    proxy.renew()
    yield pair
    pair.close()


def made(folder: Path, proxy: Proxy, capsys: Capture) -> Pair:
    """What both sides have of one person has crossed."""
    proxy.renew()
    pair = Pair(make_world(folder), proxy, str(next(TAGS)))
    pair.connect()
    _before_anything_crossed(pair)
    enrol(pair.context, "plans", pair.person, Terms(decided_by="SE2321000016-1003"))
    assert pair.sync(capsys).code == 0
    return pair


def _before_anything_crossed(pair: Pair) -> None:
    """The person, a plan of the region, and goals of both."""
    region, municipality = pair.region, pair.municipality
    held = [{"system": pair.person.system, "value": pair.person.value}]
    for server in (region, municipality):
        body = {"resourceType": "Patient", "identifier": held, "name": [{"text": SOMEBODY}]}
        pair.patients[server.name] = server.create(body, if_none_exist=None)[0].ref
    statement = pair.make(
        region,
        "Observation",
        "statement",
        status="final",
        code={"text": "Vad är viktigt för dig?"},
        valueString=WORDS,
    )
    goal = pair.goal(region, "goal", addresses=[{"reference": str(statement)}])
    pair.make(
        region,
        "CarePlan",
        "plan",
        status="active",
        intent="plan",
        goal=[{"reference": str(goal)}],
        supportingInfo=[{"reference": str(statement)}],
    )
    pair.goal(region, "ended here")
    pair.goal(municipality, "theirs")
    pair.goal(municipality, "ended there")


def _work(pair: Pair) -> None:
    """Both sides at work at once: every way in which a run reads, makes, changes and deletes."""
    region, municipality = pair.region, pair.municipality
    pair.edit(region, "plan", title="Plan inför hemgång")
    pair.goal(region, "new")
    pair.delete(region, "ended here")
    activity = pair.make(
        municipality,
        "ServiceRequest",
        "activity",
        status="active",
        intent="plan",
        code={"text": "Balansträning"},
    )
    pair.edit(municipality, "plan", activity=[{"reference": {"reference": str(activity)}}])
    pair.edit(municipality, "theirs", lifecycleStatus="on-hold")
    pair.delete(municipality, "ended there")


LEFT: Final = {"statement", "goal", "plan", "new", "theirs", "activity"}


def assert_all_is_well(pair: Pair) -> None:
    """Nothing lost, nothing twice, nothing deleted that nobody deleted, both sides alike."""
    here, there = pair.said(pair.region), pair.said(pair.municipality)
    assert here.keys() == there.keys() == LEFT
    assert here == there
    assert here["plan"]["title"] == "Plan inför hemgång"
    assert here["plan"]["activity"] == [{"reference": {"to": "activity"}}]
    assert here["theirs"]["lifecycleStatus"] == "on-hold"
    assert here["statement"]["valueString"] == WORDS


RUNS: Final = 4


def assert_survives(  # noqa: PLR0913  a fault is what, where, and how often
    pair: Pair,
    capsys: Capture,
    fault: Fault,
    kind: Kind,
    code: int,
    *,
    times: int | None = 1,
    of: str = "",
) -> None:
    """Run while the fault strikes, and then without it."""
    pair.connect()
    pair.proxy.arm(fault, kind, times=times, of=of)
    ended = pair.sync(capsys)
    assert pair.proxy.fired["fault"] >= 1
    assert ended.code == code, ended.told
    assert_recovers(pair, capsys)


def assert_recovers(pair: Pair, capsys: Capture) -> None:
    """The failures have stopped: after few runs all is well, and then nothing more is written."""
    pair.proxy.disarm()
    come_to_rest(pair, capsys)
    assert_all_is_well(pair)


def come_to_rest(pair: Pair, capsys: Capture) -> None:
    """Run until a run writes nothing; it must not take long."""
    for _ in range(RUNS):
        pair.connect()
        writes = pair.region.writes, pair.proxy.writes
        ended = pair.sync(capsys)
        if ended.code == 0 and writes == (pair.region.writes, pair.proxy.writes):
            return
    pytest.fail(f"not at rest after {RUNS} runs")
