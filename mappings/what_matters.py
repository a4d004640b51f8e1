"""What a person said matters to them <-> Observation; the order among such things <-> List.

A change of mind is a new statement that `follows` the old one; a wrong transcription is replaced
by one that `corrects` it. Whose words they are stands in `mode`: reported speech is a writer's
sentence about a speaker, never the speaker's own.
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Coding, Note, Period, Reference, Translation
from mappings.record import Record


class Mode(Enum):
    """How the words came to be: as said, in a writer's words, through an interpreter, with aids."""

    VERBATIM = "verbatim"
    REPORTED = "reported"
    INTERPRETED = "interpreted"
    SUPPORTED = "supported"


class SaidBy(Enum):
    """Who speaks, and on whose behalf."""

    PATIENT = "patient"
    RELATIVE_FOR_PATIENT = "relative-for-patient"
    RELATIVE_OWN_VIEW = "relative-own-view"
    STAFF_REPORTING = "staff-reporting"
    UNKNOWN = "unknown"


class Unanswered(Enum):
    """Asked, but nothing was said (codes of data-absent-reason)."""

    ASKED_DECLINED = "asked-declined"
    ASKED_UNKNOWN = "asked-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord(Record):
    """What somebody said matters. Either `words` or `unanswered`.

    status        Observation.status: `final`, or `entered-in-error` when it was never said
    said_at       when it was said, or `said_during` for a time known to the hour or minute only
    speaker       who said it, if identified; `writer` who wrote it down; `asked_by` who asked
    codings       further codings of what was asked (profile sets, the heading of the source)
    follows       the statement this one comes after (observation-sequelTo)
    corrects      the wrong transcription this one replaces (observation-replaces)
    """

    status: Code
    mode: Mode
    said_by: SaidBy
    words: str | None = None
    unanswered: Unanswered | None = None
    translations: tuple[Translation, ...] = ()
    speaker: Reference | None = None
    writer: Reference | None = None
    asked_by: Reference | None = None
    said_at: DateTime | None = None
    said_during: Period | None = None
    recorded_at: Instant | None = None
    codings: tuple[Coding, ...] = ()
    follows: Reference | None = None
    corrects: Reference | None = None
    encounter: Reference | None = None
    about: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityOrderRecord(Record):
    """The order in which a person ranks statements and goals; whole, never merged by entry.

    `status` is a List.status code: `current`, `retired` once ranked anew, `entered-in-error`.
    """

    status: Code
    ranked: tuple[Reference, ...]
    ranked_by: Reference | None = None
    ranked_at: DateTime | None = None
    title: str | None = None
    notes: tuple[Note, ...] = ()
