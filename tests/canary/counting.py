"""How many outputs were looked at, and how many differ once ids, times and places are taken out.

Each test hands its figures on by `record_property`; the end of the run adds them up by command and
outcome class. An output is a stream or a file; two that differ in nothing else are one.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tests.canary.running import Said

FEWEST: Final = 10_000
PROPERTY: Final = "canary"
_CHANGING: Final = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-\d+)?"
    rb"|\b\d+:[0-9a-f]{64}\b|\b[chpr]-[0-9a-f]{8,10}\b|\b[0-9a-f]{8,64}\b"
    rb"|\d{4}-\d\d-\d\d(T[0-9:.+Z]+)?|\"?seconds\"?[:=] ?[0-9.e-]+|\(\d+ s\)|process \d+"
    rb"|/(?:tmp|dev/shm|var/folders)/[^\s\"':]*"
)


class Count:
    """The figures of one test, for one command or what it is about."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outputs = 0
        self.requests = 0
        self.codes: set[int] = set()
        self._distinct: dict[int, set[str]] = defaultdict(set)

    def add(self, said: Said, *files: bytes) -> None:
        self.codes.add(said.code)
        for each in (said.stdout, said.stderr, *files):
            if each:
                self.outputs += 1
                bare = _CHANGING.sub(b"", each)
                self._distinct[said.code].add(hashlib.sha256(bare).hexdigest()[:20])

    def told(self) -> dict[str, Any]:
        distinct = {str(code): sorted(found) for code, found in self._distinct.items()}
        return {
            "name": self.name,
            "outputs": self.outputs,
            "requests": self.requests,
            "distinct": distinct,
        }


class Totals:
    """What all tests of a run looked at."""

    def __init__(self, reports: Iterable[Mapping[str, Any]]) -> None:
        self.outputs = self.requests = 0
        self.distinct: set[str] = set()
        self._rows: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in reports:
            self.outputs += each["outputs"]
            self.requests += each["requests"]
            for code, found in each["distinct"].items():
                self.distinct |= set(found)
                self._rows[each["name"]][int(code)] |= set(found)

    def lines(self) -> Iterator[str]:
        codes = sorted({code for row in self._rows.values() for code in row})
        yield f"{'distinct outputs by exit code':34}" + "".join(f"{code:6}" for code in codes)
        for name, row in self._rows.items():
            yield f"{name[:33]:34}" + "".join(f"{len(row.get(code, ())) or '':6}" for code in codes)
        yield f"{self.outputs} outputs and {self.requests} requests, {len(self.distinct)} distinct"
