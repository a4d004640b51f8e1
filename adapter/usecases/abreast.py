"""Questions to both sides of a route, as many at a time as each of them takes (`concurrency`)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from adapter.values import EndpointSettings

Q = TypeVar("Q")
A = TypeVar("A")


def answers(
    ask: Callable[[EndpointSettings, Q], A], questions: Sequence[tuple[EndpointSettings, Q]]
) -> list[A]:
    """The answers in the order of the questions; whoever asks writes nothing to the state.

    When one raises, what was not asked yet is not asked any more.
    """
    sides = {end.name: end.concurrency for end, _ in questions}
    if set(sides.values()) <= {1}:
        return [ask(end, each) for end, each in questions]
    pools = {name: ThreadPoolExecutor(size) for name, size in sides.items()}
    try:
        asked = [pools[end.name].submit(ask, end, each) for end, each in questions]
        return [each.result() for each in asked]
    finally:
        for pool in pools.values():
            pool.shutdown(cancel_futures=True)
