"""A follow-up or evaluation of a goal, a plan or an activity <-> Observation with focus.

Only a follow-up says how far a goal has come; the goal then refers to it.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRecord(Record):
    """What was found when somebody looked: in words, as a code, or as a goal attainment score.

    `about` are the goals, plans or activities looked at; `attainment` is −2 … +2.
    """

    status: Code
    about: tuple[Reference, ...]
    words: str | None = None
    result: Concept | None = None
    attainment: int | None = None
    looked_at: DateTime | None = None
    looked_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
