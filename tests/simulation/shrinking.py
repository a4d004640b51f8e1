"""Make a story that breaks a promise smaller: leave out what it does not need.

Deeds of people, runs, and what goes wrong in them are left out in ever smaller groups, as long as
the same promise breaks (Zeller and Hildebrandt 2002, Simplifying and isolating failure-inducing
input).
"""

from tests.simulation.story import Ending, play


def smallest(ending: Ending, tries: int = 400) -> Ending:
    """The story with as little in it as is found within so many tries; always the same."""
    broken = promises(ending)
    group = len(ending.parts)
    while group and tries:
        place = 0
        while place < len(ending.parts) and tries:
            tries -= 1
            left_out = ending.without | set(ending.parts[place : place + group])
            without = play(ending.seed, left_out)
            if broken & promises(without):
                ending = without
            else:
                place += group
        group //= 2
    return ending


def promises(ending: Ending) -> set[str]:
    """The names of the promises that broke."""
    return {each.split()[0] for each in ending.violations}
