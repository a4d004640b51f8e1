"""Registers of persons for tests: who is asked about is there, and nothing is said of them.

Without one nobody is carried: an installation that should carry somebody names one.
"""

from pathlib import Path
from typing import Final

from adapter.values import PersonFacts
from mappings.fhir.values import Identifier

FILE: Final = "persons.csv"
TABLE: Final = f'[registers]\npersons = "{FILE}"\n'  # of a configuration
PUBLISHED: Final = (
    *("191212121212", "195009072553", "196101182803"),
    *("13116900216", "15076500565", "05073500186"),
)


class Everybody:
    """A register that knows everybody, and has nothing to say of them."""

    def look_up(self, person: Identifier) -> PersonFacts | None:
        return PersonFacts(person=person)


def write_register(folder: Path, *more: str) -> None:
    """The same as a file, of the people of these tests."""
    (folder / FILE).write_text("\n".join(["id", *PUBLISHED, *more, ""]), encoding="utf-8")
