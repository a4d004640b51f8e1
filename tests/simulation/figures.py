"""What many stories came to: failures by kind, sizes, and what each story broke."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tests.simulation.story import DEEDS, HARMLESS, Ending
from tests.simulation.wardens import SAID

PER: Final = 1000
# How often, in so many stories, each failure must at least have been seen by the code under test.
LEAST: Final[Mapping[str, int]] = {
    **{
        f"{name}-before-": 10
        for name in (
            *("refused-connection", "401", "403", "404", "408", "409", "410", "412", "422"),
            *("423", "428", "429", "500", "502", "503", "504"),
        )
    },
    **{f"no-answer-after-{name}": 20 for name in ("batch", "create", "update", "delete")},
    **{f"500-after-{name}": 10 for name in ("batch", "create", "update", "delete")},
    **{f"{name}-in-entry": 10 for name in ("412", "422", "500")},
    "500-in-entry-after-it-was-done": 20,
    "entries-in-another-order": 5,
    "entry-missing": 5,
    "hidden-from-search": 100,
    "hidden-from-read": 100,
    "page-missing": 100,
    "changed-and-not-shown": 50,
    "not-in-order": 20,
    "search-ends-midway": 10,
    "reordered": 100,
    "normalised": 1000,
    "extension-dropped": 1000,
    "last-updated-equal": 100,
    "clock-days-off": 1000,
    "version-changed-alone": 20,
    "made-twice": 10,
    "edit-between-read-and-write": 20,
    "empty-side": 100,
    "read-only": 10,
    "stopped-midway": 50,
    "poison": 50,
    "audit-not-written": 20,
    "decided-by-steward": 200,
    "enrolment-ended": 50,
    "patients-merged": 100,
    "block-set-": 200,
    "block-set-mid-run": 30,
    "block-set-between-plan-and-send": 30,
    "block-set-mid-retry": 20,
    "block-service-silent": 50,
    "lift-expired-": 20,
    "protected-": 30,
    "consent-ended-": 20,
    "erased-": 20,
    "resumed-under-a-block": 15,
    "audit-failed-under-a-block": 10,
    "clock-jumped": 50,
    "server-clock-jumped": 50,
    "killed-before-": 100,
    "killed-after-": 100,
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
        """The kinds of failure seen less often than they must be; in few stories that is luck."""
        if self.told < PER:
            return []
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
            yield f"  {self.seen(name):8} {name} (at least {least * self.told / PER:g})"
        for name, count in sorted(self.faults.items()):
            yield f"  {count:8}   {name}"


_WRITES, _KINDS, _FAILURES = "writes of the adapter", "resource types", "failures seen"
_PERSONS: Final = "persons whose records were written"
ENOUGH: Final[Mapping[str, int]] = {_WRITES: 20, _KINDS: 5, _PERSONS: 2, _FAILURES: 3}


def _sizes(ending: Ending) -> dict[str, int]:
    return {
        _WRITES: ending.writes,
        "edits of people": ending.edits,
        "rounds of runs that write, after the last failure": ending.rounds,
        "writes that the audit tells of": ending.pairs,
        "questions about people that the audit tells of": ending.readings,
        _KINDS: ending.kinds,
        _PERSONS: ending.persons,
        _FAILURES: sum(
            count for name, count in ending.faults.items() if name not in HARMLESS | DEEDS | SAID
        ),
    }
