"""One row of a register, read strictly: a problem is told by its place, never by what stands there.

Values come as TOML or JSON has them, or as the texts of a CSV file: there a list is separated by
spaces, and an empty cell is not there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mappings import national_ids
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted
from mappings.tree import told_name

_FLAGS: Final[Mapping[object, bool]] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Row(Redacted):
    """Where a row stands, what it holds, and the problems found so far in the whole file."""

    where: str
    held: Mapping[str, object]
    problems: list[str]

    def wrong(self, key: str, expected: str) -> None:
        self.problems.append(f"{self.where}.{key}: {expected}")

    def only(self, known: frozenset[str]) -> None:
        for key in sorted(self.held.keys() - known):
            # A table without a header has somebody's data there.
            self.wrong(told_name(key), f"unknown; known are {', '.join(sorted(known))}")

    def text(self, key: str) -> str | None:
        found = self.held.get(key)
        if found is None or (isinstance(found, str) and found.strip()):
            return None if found is None else found.strip()
        self.wrong(key, "a text")
        return None

    def flag(self, key: str) -> bool:
        found = self.held.get(key, False)
        found = _FLAGS.get(found, found) if isinstance(found, str) else found
        if not isinstance(found, bool):
            self.wrong(key, "true or false")
        return found is True

    def day(self, key: str) -> date | None:
        found = self.held.get(key)
        if isinstance(found, datetime):
            return found.date()
        if found is None or isinstance(found, date):
            return found
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self.wrong(key, "a date as 2026-03-02")
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.held.get(key, [])
        if isinstance(found, str):
            return tuple(found.split())
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.wrong(key, "a list of texts")
        return ()

    def person(self, key: str) -> Identifier | None:
        found = self.text(key)
        return None if found is None else self._person(key, found)

    def persons(self, key: str) -> tuple[Identifier, ...]:
        found = (self._person(key, each) for each in self.texts(key))
        return tuple(each for each in found if each is not None)

    def _person(self, key: str, text: str) -> Identifier | None:
        found = national_ids.named(text)
        if found is None:
            self.wrong(key, "a national id of Sweden (12 digits) or Norway (11), or system|value")
        return found


def each_row(
    name: str, rows: Iterable[object], problems: list[str], read: Callable[[Row], None]
) -> None:
    """Read every row; what is no row is a problem as well."""
    for number, held in enumerate(rows, 1):
        where = f"{name}[{number}]"
        if isinstance(held, Mapping):
            read(Row(where, held, problems))
        else:
            problems.append(f"{where}: a table")
