"""`python -m tests.simulation STORIES [FIRST]`: fresh stories, or those from a given seed on.

Prints the seeds, the figures and the planted defects with the story at which each was caught. On a
broken promise it prints the seed and the whole trace, and exits with 1.
"""

import secrets
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.figures import Figures
from tests.simulation.planted import PLANTED, first_caught
from tests.simulation.story import Ending, play

TWICE = 100  # one story in so many is told twice


def main(stories: int, first: int) -> int:
    say = sys.stdout.write
    say(f"seeds {first} to {first + stories - 1}\n")
    figures = Figures()
    unequal = []
    with ProcessPoolExecutor() as pool:
        seeds = range(first, first + stories)
        for ending in pool.map(play, seeds, chunksize=4):
            figures.add(ending)
        again = pool.map(play, seeds[::TWICE])
        told = figures.endings[::TWICE]
        unequal = [
            one.seed for one, two in zip(told, again, strict=True) if one.digest != two.digest
        ]
    say("\n".join(figures.lines()) + "\n")
    say(f"told twice {len(told)}, unequal {unequal}\n")
    say("\n".join(_table()) + "\n")
    for ending in figures.failed:
        say(_account(ending))
    rare = figures.too_rare()
    if rare:
        say(f"seen too rarely: {', '.join(rare)}\n")
    return 1 if figures.failed or unequal or rare else 0


def _table() -> Iterator[str]:
    """The planted defects, and where each was caught."""
    for bug in PLANTED:
        caught = first_caught(bug, range(200))
        yield f"  {bug.name:42}" + (
            "NOT CAUGHT" if caught is None else f"{caught[0]:4} {caught[1]}"
        )


def _account(ending: Ending) -> str:
    trace = "\n".join(f"    {line}" for line in ending.trace)
    return f"seed {ending.seed}\n" + "\n".join(ending.violations) + f"\n{trace}\n"


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sys.exit(main(count, int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**9)))
