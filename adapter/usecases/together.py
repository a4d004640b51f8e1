"""Asking a server about many people at once, in as few requests as it takes.

Nobody knows how many that is: a server that refuses a list of people may take half of it.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from adapter.errors import EndpointError, Refused, Unreachable

T = TypeVar("T")
R = TypeVar("R")
TRIES: Final = 3
_FAILS_ON_IT: Final = 500  # what many answer to a request that is more than they can hold


class EndedMidway(Unreachable):
    """A search that had begun was refused before its last page."""


def ask(about: Callable[[Sequence[T]], R], whole: Sequence[T], size: int) -> tuple[list[R], int]:
    """All answers, and about how many at once the server gave them.

    Raises Refused where not even one is taken: then the question is wrong, not its length.
    """
    waiting = deque(whole[start : start + size] for start in range(0, len(whole), size))
    found: list[R] = []
    while waiting:
        part = waiting.popleft()
        try:
            found.append(about(part))
        except (Refused, Unreachable) as error:
            if not is_too_much(error):
                raise
            alone = part[:1] if len(part) == 1 or not found else part[:0]
            found += (_tried(about, alone) for _ in alone)
            rest = part[len(alone) :]
            half = (len(rest) + 1) // 2
            size = min(size, half or size)
            waiting.extendleft(each for each in (rest[half:], rest[:half]) if each)
    return found, size


def whole(name: str, pages: Iterator[T]) -> Iterator[T]:
    """Pages, or what they hold; a refusal after the first is another one than of the question."""
    began = False
    try:
        for each in pages:
            began = True
            yield each
    except Refused as error:
        if not began:
            raise
        told = f"a search ended before its last page: {error.expected}"
        raise EndedMidway(name, told, error.status) from error


def _tried(about: Callable[[Sequence[T]], R], one: Sequence[T]) -> R:
    for _ in range(TRIES - 1):
        try:
            return about(one)
        except EndedMidway:
            continue
    return about(one)


def is_too_much(error: EndpointError) -> bool:
    """Whether it may be about whom the question names, and not about the server."""
    return isinstance(error, (Refused, EndedMidway)) or error.status == _FAILS_ON_IT
