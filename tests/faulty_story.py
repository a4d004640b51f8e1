"""What people on both sides do with a plan, and what must be true of it once the failures stop.

Asked is what stands on both servers, reached directly: nothing lost, nothing twice, nothing
deleted that nobody deleted, and a run that writes nothing more.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from adapter.sandbox.processes import free_port, running
from adapter.usecases.enrolment import Terms, enrol
from tests.fault_proxy import Fault, Proxy, proxied
from tests.faulty_pair import WORDS, Capture, Pair
from tests.http_faults import SOMEBODY
from tests.http_passing import Kind
from tests.world import make_world

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
    work(pair)
    proxy.renew()
    yield pair
    pair.close()


def made(folder: Path, proxy: Proxy, capsys: Capture) -> Pair:
    """What both sides have of one person has crossed."""
    proxy.renew()
    pair = Pair(make_world(folder), proxy, str(next(TAGS)))
    pair.connect()
    _before_anything_crossed(pair)
    enrol(
        pair.context,
        "plans",
        pair.person,
        Terms(decided_by="SE2321000016-1003", consent="Consent/1"),
    )
    assert pair.sync(capsys, "--json").code == 0
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


def work(pair: Pair) -> None:
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
    assert here.keys() == there.keys() == LEFT | pair.more
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
        ended = pair.sync(capsys, "--json")
        if ended.code == 0 and writes == (pair.region.writes, pair.proxy.writes):
            return
    pytest.fail(f"not at rest after {RUNS} runs")
