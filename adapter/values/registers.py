"""What registers of persons and of organisations say, as a decision looks at it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


class Grade(Enum):
    """How well a person's identity and whereabouts are protected, the least first.

    CONFIDENTIAL: authorities may know, but not where the person lives (Norway: fortrolig). MARKED:
    harm is to be considered each time (Sweden: sekretessmarkering; Finland: turvakielto).
    STRICTLY_CONFIDENTIAL: nobody may learn even that there is anything (Sweden: skyddad
    folkbokföring, fingerade personuppgifter; Norway: strengt fortrolig, also utland). What nobody
    knows counts as the highest.
    """

    NONE = "none"
    CONFIDENTIAL = "confidential"
    MARKED = "marked"
    STRICTLY_CONFIDENTIAL = "strictly-confidential"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        return list(Grade).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts(Redacted):
    """What a register of persons says of one person now.

    `relatives` are the grades of those who live or act for the person. `of_age` is from when the
    person decides alone; `guardians` the identifiers of those who decided before.
    """

    person: Identifier
    grade: Grade = Grade.NONE
    relatives: tuple[Grade, ...] = ()
    deceased: bool = False
    municipality: str | None = None
    born: date | None = None
    of_age: date | None = None
    guardians: tuple[Identifier, ...] = ()
    replaced_by: Identifier | None = None

    @property
    def highest(self) -> Grade:
        """The highest grade over the person and those around them."""
        return max((self.grade, *self.relatives), key=lambda grade: grade.rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts(Redacted):
    """What a register of organisations says of one unit now."""

    identifier: str
    care_unit: str | None = None
    care_giver: str | None = None
    closed: bool = False
    moved_to: str | None = None
