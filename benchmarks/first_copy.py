"""A first copy: every plan of many people from a region to a municipality, 50 ms away each.

The yardstick is what a first script does: PUT one resource after the other, without a session. The
limit T(N) is what N writes in batches of B over C connections take when nothing but the way
there and back counts: ⌈N / (B·C)⌉ · L and the time to connect.
"""

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import requests

from adapter.codec import json_door
from adapter.config import Settings
from adapter.endpoints.fhir_server import FhirServer
from adapter.state.store import Store
from adapter.usecases.block_sources import NoneKept
from adapter.usecases.context import Context
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.sending import WAVES, send
from adapter.usecases.sync import sync
from adapter.values import EndpointKind, EndpointSettings, Route
from adapter.wiring import SystemClock
from benchmarks.away import EACH, OF_A_PERSON, SIDES, SYSTEM, plan_of
from benchmarks.row import WrongResult
from mappings.fhir.values import Identifier
from mappings.record import fingerprint_of
from tests.registers import Everybody

PEOPLE: Final = 1_250
RESOURCES: Final = PEOPLE * EACH
LATENCY: Final = 0.05
BATCHES: Final = "POST 0"  # as the servers count what goes to their base
_FEW: Final = 40
# What nothing is needed for, what needs that, and what needs all of it: of each person.
_WAVES: Final = (4, 3, 1)
_KEY: Final = bytes(range(32))


class Took(NamedTuple):
    """Seconds of a run, and of the sending in it; what arrived where."""

    whole: float
    sending: float
    counts: dict[str, Any]


def first_copy_vs_put() -> float:
    """How many times as many resources per second as one PUT after the other."""
    return RESOURCES / measured().whole / put_one_by_one()


def first_copy_share_of_limit() -> float:
    """The limit T(N) as a share of what sending takes, in %."""
    end = EndpointSettings(name="municipality", kind=EndpointKind.FHIR)
    rounds = math.ceil(RESOURCES / (end.batch * end.concurrency))
    return 100 * (rounds * LATENCY + LATENCY) / measured().sending


@cache
def measured() -> Took:
    """One first copy, after which everything stands there; the better of two."""
    return min((_copied() for _ in range(2)), key=lambda each: each.whole)


def put_one_by_one() -> float:
    """Resources per second of a script that knows neither sessions nor batches."""
    with away(1, LATENCY) as root:
        bodies = [each for person in range(_FEW // EACH) for each in plan_of(str(person))]
        started = time.perf_counter()
        for each in bodies:
            url = f"{root}/municipality/fhir/{each['resourceType']}/{each['id']}"
            requests.put(url, json=each, timeout=20).raise_for_status()
        return len(bodies) / (time.perf_counter() - started)


def _copied() -> Took:
    sending = 0.0

    def timed(*args: Any) -> None:  # noqa: ANN401
        nonlocal sending
        started = time.perf_counter()
        send(*args)
        sending += time.perf_counter() - started

    with away(PEOPLE, LATENCY) as root, installed(root) as context:
        (route,) = context.settings.routes.values()
        with patch("adapter.usecases.copy.send", timed):
            started = time.perf_counter()
            report = sync(route, context, dry_run=False)
            whole = time.perf_counter() - started
        counts: dict[str, Any] = requests.get(f"{root}/counts", timeout=20).json()
    made, asked = counts["municipality"]
    if made != RESOURCES or report.counts["created"] != RESOURCES:
        raise WrongResult(f"of {RESOURCES} resources {made} arrived")
    if asked[BATCHES] != _batches() + 1:
        raise WrongResult(f"{asked[BATCHES]} batches, expected {_batches()} and one to see how")
    return Took(whole, sending, counts)


def _batches() -> int:
    """How many requests the sending takes: each window in three waves, and what it accounts for."""
    end = EndpointSettings(name="municipality", kind=EndpointKind.FHIR)
    window = math.ceil(WAVES * end.batch * end.concurrency / EACH)  # people
    windows = [min(window, PEOPLE - start) for start in range(0, PEOPLE, window)]
    return sum(math.ceil(people * each / end.batch) for people in windows for each in (*_WAVES, 1))


@contextmanager
def away(people: int, latency: float) -> Iterator[str]:
    """Both servers, in a process of their own, while the block runs."""
    command = [sys.executable, "-m", "benchmarks.away", str(people), str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101  it was asked for
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.communicate()


@contextmanager
def installed(root: str) -> Iterator[Context]:
    """An installation that has never run, everybody enrolled."""
    here, there = (
        EndpointSettings(name=name, kind=EndpointKind.FHIR, url=f"{root}/{name}/fhir")
        for name in SIDES
    )
    route = Route(
        name="plans", here=here, there=there, basis="consent-osl", types=tuple(OF_A_PERSON)
    )
    name = fingerprint_of(_KEY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.sqlite"
        store = Store(file, name, json_door.write_json, json_door.read_json)
        context = Context(
            settings=Settings(
                file=None,
                state=Path(folder),
                endpoints={each.name: each for each in (here, there)},
                routes={route.name: route},
            ),
            key=_KEY,
            installation=name,
            store=store,
            servers={each.name: FhirServer(each) for each in (here, there)},
            folders={},
            clock=SystemClock(),
            blocks=NoneKept(),
            persons=Everybody(),
        )
        with store.transaction():
            for person in range(PEOPLE):
                whom = Identifier(system=SYSTEM, value=str(person))
                enrol(context, "plans", whom, Terms(decided_by="benchmark", consent="Consent/1"))
        yield context
        store.close()
