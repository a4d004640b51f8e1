"""Chance: what goes wrong in a story, how often, and what did.

Whether the nth thing that may go wrong in a stage does so is said by the seed, the stage and the
number alone, and what it does by a generator of its own. So a seed says it all, and what is left
out of a story changes as little as can be of the rest.
"""

import hashlib
from collections import Counter
from random import Random
from typing import Final

_WHOLE: Final = 2**64


class Chance:
    """The chance of one story; `without` names the parts of it that are left out."""

    def __init__(self, seed: int, without: frozenset[str] = frozenset()) -> None:
        self.seed = seed
        self.rate = 0.0
        self.seen: Counter[str] = Counter()
        self.trace: list[str] = []
        self.cut_off: list[range] = []  # the runs that were killed, by their places in the trace
        self.parts: list[str] = []  # all that happened and could be left out, in order
        self.random = Random(seed)  # noqa: S311  of what has just gone wrong; repeatable on purpose
        self._without = without
        self._stage = ""
        self._number = 0

    def begins(self, stage: str) -> bool:
        """A part of the story begins, unless it is left out."""
        if stage in self._without:
            return False
        self.parts.append(stage)
        self._stage, self._number = stage, 0
        return True

    def of(self, what: str) -> Random:
        """A generator for one part of the story."""
        return Random(f"{self.seed}/{what}")  # noqa: S311

    def strikes(self, share: float = 1.0) -> bool:
        """Whether something goes wrong here."""
        if not self.rate:
            return False
        self._number += 1
        place = f"{self._stage} #{self._number}"
        if self._drawn(place) >= self.rate * share or place in self._without:
            return False
        self.parts.append(place)
        self.random = self.of(place)
        return True

    def happens(self, place: str, share: float) -> bool:
        """Whether something else than a failure happens at a place that has its own name."""
        if place in self._without or self._drawn(place) >= share:
            return False
        self.parts.append(place)
        return True

    def count(self, fault: str) -> None:
        """The code under test has seen it."""
        self.seen[fault] += 1
        self.trace.append(f"! {fault}")

    def _drawn(self, place: str) -> float:
        digest = hashlib.blake2b(f"{self.seed}/{place}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) / _WHOLE
