"""`python -m tests.simulation STORIES [FIRST]`: fresh stories, or those from a given seed on.

Prints the seeds, the figures and the planted defects with the story at which each was caught. A
story that breaks a promise is made smaller and printed, and the exit code is 1; so it is when a
story told twice is not the same, or a failure was seen too rarely.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tests.simulation.figures import Figures
from tests.simulation.planted import PLANTED, caught_at
from tests.simulation.shrinking import smallest
from tests.simulation.story import Ending, play

TWICE = 100  # one story in so many is told twice
ONCE_IN_A_WHILE = 1000  # so many stories are told between two lines on how far it has come
SHOWN = 3  # so many that broke a promise are made smaller and shown


def main(stories: int, first: int) -> int:
    say = sys.stdout.write
    seeds = range(first, first + stories)
    say(f"seeds {first} to {first + stories - 1}\n")
    figures = Figures()
    # As many as this process may use: `taskset -c 0` leaves the other processors alone.
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        digests = {}
        for ending in pool.map(_told, seeds, chunksize=10):
            figures.add(ending)
            digests[ending.seed] = ending.digest
            if ending.violations:
                say(f"seed {ending.seed}: {'; '.join(ending.violations)}\n")
            if figures.told % ONCE_IN_A_WHILE == 0:
                say(f"{figures.told} told, {len(figures.failed)} broke a promise\n")
                sys.stdout.flush()
        again = seeds[::TWICE]
        unequal = [
            each.seed for each in pool.map(_told, again) if each.digest != digests[each.seed]
        ]
        table = [*_table(pool.map(caught_at, range(len(PLANTED))))]
    say("\n".join([*figures.lines(), f"told twice {len(again)}, unequal {unequal}", *table]) + "\n")
    for ending in figures.failed[:SHOWN]:
        say(_account(smallest(ending)))
    wrong = [*figures.too_rare(), *figures.too_small()]
    if wrong:
        say(f"too little of: {', '.join(wrong)}\n")
    return 1 if figures.failed or unequal or wrong or any("NOT" in each for each in table) else 0


def _told(seed: int) -> Ending:
    """A story; of one that ended well only the figures are of interest."""
    ending = play(seed)
    return ending if ending.violations else replace(ending, trace=(), parts=())


def _table(caught: Iterator[tuple[int, str] | None]) -> Iterator[str]:
    """The planted defects, and where each was caught."""
    for bug, found in zip(PLANTED, caught, strict=True):
        yield f"  {bug.name:42}" + ("NOT CAUGHT" if found is None else f"{found[0]:4} {found[1]}")


def _account(ending: Ending) -> str:
    trace = "\n".join(f"    {line}" for line in ending.trace)
    left = f"{len(ending.parts)} parts are left: {', '.join(ending.parts)}"
    return f"seed {ending.seed}, {left}\n" + "\n".join(ending.violations) + f"\n{trace}\n"


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sys.exit(main(count, int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**9)))
