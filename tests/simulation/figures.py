"""What many stories came to: failures by kind, sizes, and what each story broke."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tests.simulation.story import Ending

# What must have been seen at least once in this many stories.
PER_STORIES: Final = 50
EXPECTED: Final = (
    *("refused-connection-before", "429-before", "500-before", "503-before"),
    *("409-before", "412-before", "422-before"),
    *("no-answer-after-create", "no-answer-after-update", "no-answer-after-delete"),
    *("hidden-from-search", "hidden-from-read", "page-missing", "reordered", "normalised"),
    *("edit-between-read-and-write", "killed-before", "killed-after"),
)


@dataclass
class Figures:
    """Sums over stories."""

    endings: list[Ending] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, ending: Ending) -> None:
        self.endings.append(ending)
        self.faults += ending.faults

    @property
    def failed(self) -> list[Ending]:
        return [each for each in self.endings if each.violations]

    def seen(self, group: str) -> int:
        return sum(count for name, count in self.faults.items() if name.startswith(group))

    def too_rare(self) -> list[str]:
        """The kinds of failure that were seen less often than they must be."""
        least = len(self.endings) // PER_STORIES
        return [group for group in EXPECTED if self.seen(group) < least]

    def lines(self) -> Iterator[str]:
        """The figures for people."""
        yield f"stories {len(self.endings)}, of which {len(self.failed)} broke a promise"
        yield from self._sizes()
        for name, count in sorted(self.faults.items()):
            yield f"  {count:8} {name}"

    def _sizes(self) -> Iterator[str]:
        sizes: dict[str, Iterable[int]] = {
            "writes of the adapter": [each.writes for each in self.endings],
            "edits of people": [each.edits for each in self.endings],
            "resource types": [each.kinds for each in self.endings],
            "failures seen": [
                each.faults.total() - each.faults["normalised"] for each in self.endings
            ],
        }
        for name, given in sizes.items():
            held = sorted(given)
            yield f"  {name}: least {held[0]}, median {median(held)}, most {held[-1]}"
