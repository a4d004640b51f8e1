"""A register of persons: one row for each, and the grade of those around them looked up with it.

id              national id, or system|value        replaced_by    the id that holds now
grade           as the register calls it            relatives      ids of who lives with or acts for
deceased        true or false                       guardians      ids of who decided before
municipality    its code                            born           date of birth
A relative that has no row here counts as protected: nobody can say that they are not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from adapter.registers.rows import Row, each_row
from adapter.values import Grade, PersonFacts
from mappings import national_ids
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

TABLE: Final = "persons"
COLUMNS: Final = (
    *("id", "replaced_by", "grade", "relatives", "deceased", "guardians", "municipality", "born"),
)
_Key: TypeAlias = tuple[str, str]
GradeOf: TypeAlias = Callable[[str], Grade]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Redacted):
    """One row as it was read; `grade` is the word of the register."""

    person: Identifier
    grade: str | None
    relatives: tuple[Identifier, ...]
    deceased: bool
    municipality: str | None
    born: date | None
    guardians: tuple[Identifier, ...]
    replaced_by: Identifier | None


@dataclass(frozen=True, slots=True)
class Persons(Redacted):
    """What one file says of whom. `grade_of` tells which grade a word of the register is."""

    grade_of: GradeOf
    rows: Mapping[_Key, Registered] = field(default_factory=dict)

    def look_up(self, person: Identifier) -> PersonFacts | None:
        """What it says of a person, or None: it does not know that person."""
        found = self.rows.get(national_ids.key(person))
        if found is None:
            return None
        return PersonFacts(
            person=person,
            grade=self._grade(found),
            relatives=tuple(self._grade_of(each) for each in found.relatives),
            deceased=found.deceased,
            municipality=found.municipality,
            born=found.born,
            guardians=found.guardians,
            replaced_by=found.replaced_by,
        )

    def _grade_of(self, person: Identifier) -> Grade:
        found = self.rows.get(national_ids.key(person))
        return Grade.UNKNOWN if found is None else self._grade(found)

    def _grade(self, found: Registered) -> Grade:
        return Grade.NONE if found.grade is None else self.grade_of(found.grade)


def persons(rows: Iterable[object], grade_of: GradeOf, problems: list[str]) -> Persons:
    """The register that these rows make; what is wrong with them is added to the problems."""
    known: dict[_Key, Registered] = {}

    def read(row: Row) -> None:
        found = _registered(row)
        if found is None:
            return
        key = national_ids.key(found.person)
        if key in known:
            row.wrong("id", "each person once")
        known[key] = found

    each_row(TABLE, rows, problems, read)
    return Persons(grade_of, known)


def _registered(row: Row) -> Registered | None:
    row.only(frozenset(COLUMNS))
    person = row.person("id")
    if person is None:
        if "id" not in row.held:
            row.wrong("id", "needed")
        return None
    return Registered(
        person=person,
        grade=row.text("grade"),
        relatives=row.persons("relatives"),
        deceased=row.flag("deceased"),
        municipality=row.text("municipality"),
        born=row.day("born"),
        guardians=row.persons("guardians"),
        replaced_by=row.person("replaced_by"),
    )
