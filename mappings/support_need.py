"""How much support a person wants, and how they function <-> Observation.

Support need: the person's own choice among four, with their sentence. Assessment: an ICF (IBIC) or
IPLOS judgement, always as a code, since 8 and 9 are no amounts; scales are never converted.
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record


class Support(Enum):
    """How much support the person wants (own code system support-preference)."""

    ON_MY_OWN = "on-my-own"
    SOME_SUPPORT = "some-support"
    MUCH_SUPPORT = "much-support"
    NOT_SURE = "not-sure"


class Scale(Enum):
    """Whose judgement scale a score belongs to; scores of different scales don't compare."""

    ICF = "icf"
    IPLOS = "iplos"


class Qualifier(Enum):
    """What an ICF score says: what the person does, or could do."""

    PERFORMANCE = "performance"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportNeedRecord(Record):
    """The support a person says they want, in their own words, on a date."""

    status: Code
    support: Support
    words: str | None = None
    said_at: DateTime | None = None
    recorded_at: Instant | None = None
    said_by: Reference | None = None
    statement: Reference | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One code of the scale for one qualifier: ICF 0-4, 8, 9 (per qualifier), IPLOS 1-5, 9."""

    code: Code
    qualifier: Qualifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord(Record):
    """A judgement of one function or life area.

    what        the function: ICF code (without qualifier) or IPLOS variable, and its words
    scores      one code, or one per qualifier; empty when judged in words only (`words`)
    assessed_at only from a structured date
    """

    status: Code
    what: Concept
    scale: Scale
    scores: tuple[Score, ...] = ()
    words: str | None = None
    assessed_at: DateTime | None = None
    assessed_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    method: Concept | None = None
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()
