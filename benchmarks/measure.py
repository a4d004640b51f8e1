"""Interleaved measurement: every round runs both sides once, and the rounds' ratios are compared.

Absolute times on a machine that others use say little; the ratio of two neighbours in time does.
"""

import gc
import random
import time
from collections.abc import Callable
from statistics import median

Clock = Callable[[], float]
Work = Callable[[], object]


def ratio(ours: Work, theirs: Work, *, rounds: int = 9, clock: Clock = time.process_time) -> float:
    """How many times as long `ours` takes as `theirs`: the median of the rounds."""
    order = [ours, theirs]
    shuffler = random.Random(0)  # noqa: S311  an order, not a secret
    for work in order:
        work()
    found = []
    for _ in range(rounds):
        shuffler.shuffle(order)
        took = {work: _timed(work, clock) for work in order}
        found.append(took[ours] / took[theirs])
    return median(found)


def _timed(work: Work, clock: Clock) -> float:
    gc.collect()
    start = clock()
    work()
    return clock() - start
