"""A run may be killed at any moment: real processes, SIGKILL, between sekmet and Medplum.

People work on both sides between the runs. Once nobody kills any more, nothing that they wrote is
lost, nothing stands twice, both sides say the same, and the next run writes nothing.
`make kill-test KILLS=N` kills more often.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

import pytest

from adapter.errors import Exit
from tests.installation import Installation, installation
from tests.killing.judge import Judge
from tests.killing.people import People
from tests.killing.watch import Phase, Shot, Watch
from tests.real_server import PAIRS, RealServers
from tests.world import ANNA, LINE

IN_A_STORY: Final = 10  # kills, so that each phase is hit in each story
KILLS: Final = int(os.environ.get("VIKTIGT_KILLS", "20"))
CALM_RUNS: Final = 4
# What a run that came to its end may say: it did all, or something waits for a person.
FINE: Final = frozenset({Exit.OK, Exit.CONFLICTS, Exit.WITHHELD})

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.mark.parametrize("seed", range(-(-KILLS // IN_A_STORY)))
def test_runs_that_are_killed_anywhere_lose_nothing_and_do_nothing_twice(
    seed: int, tmp_path: Path, real_servers: RealServers, request: pytest.FixtureRequest
) -> None:
    random = Random(seed)  # noqa: S311  repeatable on purpose
    pair = PAIRS[("sekmet-medplum", "medplum-sekmet")[seed % 2]]
    killed: Counter[str] = Counter()
    with installation(tmp_path, real_servers, pair) as place:
        people = People(random, place, (ANNA, LINE))
        usual = at_rest(place, people)
        for phase in phases(random):
            people.do(random.randint(1, 5))
            kill(place, people, random, phase, usual)
            killed[phase.value] += 1
            if random.random() < 0.3:  # else the next one goes on with what two left behind
                usual = at_rest(place, people)
        at_rest(place, people)
    request.node.user_properties.append(("killed", dict(killed)))
    assert killed.keys() == {each.value for each in Phase}


def phases(random: Random) -> Iterator[Phase]:
    """Each of them, and some more, in any order."""
    more = random.choices(list(Phase), k=IN_A_STORY - len(Phase))
    yield from random.sample([*Phase, *more], IN_A_STORY)


def kill(
    place: Installation, people: People, random: Random, phase: Phase, usual: Counter[Phase]
) -> None:
    """Start a run and kill it in that phase, at any of its steps: as many as a run usually has."""
    nth = random.randint(1, max(1, usual[phase]))
    for _ in range(IN_A_STORY):
        watch = Watch(place, Shot(phase, nth, late=random.random() < 0.5))
        ended = watch.wait()
        if ended is None:
            return
        nth = random.randint(1, max(1, watch.steps[phase]))  # it had fewer steps than usual
        people.do(1)
    pytest.fail(f"no run came to {phase.value}")


def at_rest(place: Installation, people: People) -> Counter[Phase]:
    """Run until nothing is left to do, and let the judge look; how many steps the first run had."""
    steps: list[Counter[Phase]] = []
    for _ in range(CALM_RUNS):
        before = place.writes
        watch = Watch(place, None)
        ended = watch.wait()
        steps.append(watch.steps)
        if place.writes == before:
            assert ended in FINE
            break
    else:
        pytest.fail(f"P5: run {CALM_RUNS} after the last kill still writes")
    judge = Judge(place, people)
    assert judge.verdict() == []
    people.crossed |= judge.crossed()
    with closing(sqlite3.connect(place.state)) as state:
        assert state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return steps[0]
