"""What many stories came to: failures by kind, sizes, and what each story broke."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tests.simulation.story import Ending

PER: Final = 1000
# How often, in so many stories, each failure must at least have been seen by the code under test.
LEAST: Final[Mapping[str, int]] = {
    "refused-connection-before": 20,
    "429-before": 20,
    "500-before": 20,
    "503-before": 20,
    "409-before": 20,
    "412-before": 20,
    "422-before": 20,
    "no-answer-after-create": 20,
    "no-answer-after-update": 20,
    "no-answer-after-delete": 20,
    "hidden-from-search": 20,
    "hidden-from-read": 20,
    "page-missing": 20,
    "reordered": 20,
    "normalised": 20,
    "edit-between-read-and-write": 20,
    "killed-before": 20,
    "killed-after": 20,
}


@dataclass
class Figures:
    """Sums over stories. Only what failed is kept whole: many stories are many lines."""

    told: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    failed: list[Ending] = field(default_factory=list)
    sizes: dict[str, list[int]] = field(default_factory=dict)

    def add(self, ending: Ending) -> None:
        self.told += 1
        self.faults += ending.faults
        self.failed += [ending] if ending.violations else []
        for name, size in _sizes(ending).items():
            self.sizes.setdefault(name, []).append(size)

    def seen(self, group: str) -> int:
        return sum(count for name, count in self.faults.items() if name.startswith(group))

    def too_rare(self) -> list[str]:
        """The kinds of failure that were seen less often than they must be."""
        return [name for name, least in LEAST.items() if self.seen(name) * PER < least * self.told]

    def too_small(self) -> list[str]:
        """What stories have too little of: half of them at least must have so much."""
        return [name for name, least in ENOUGH.items() if median(self.sizes[name]) < least]

    def lines(self) -> Iterator[str]:
        """The figures for people."""
        yield f"stories {self.told}, of which {len(self.failed)} broke a promise"
        for name, sizes in self.sizes.items():
            yield f"  {name}: least {min(sizes)}, median {median(sizes):g}, most {max(sizes)}"
        for name, least in LEAST.items():
            yield f"  {self.seen(name):8} {name} (at least {least * self.told // PER})"
        for name, count in sorted(self.faults.items()):
            yield f"  {count:8}   {name}"


_WRITES, _KINDS, _FAILURES = "writes of the adapter", "resource types", "failures seen"
_PERSONS: Final = "persons whose records were written"
ENOUGH: Final[Mapping[str, int]] = {_WRITES: 20, _KINDS: 5, _PERSONS: 2, _FAILURES: 3}


def _sizes(ending: Ending) -> dict[str, int]:
    return {
        _WRITES: ending.writes,
        "edits of people": ending.edits,
        _KINDS: ending.kinds,
        _PERSONS: ending.persons,
        _FAILURES: ending.faults.total() - ending.faults["normalised"],
    }
