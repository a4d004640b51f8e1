"""A piece of record text under its heading <-> Observation with valueString.

Narrative stays narrative: no goal, need or status is read out of it.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeRecord(Record):
    """Text as written, `heading` as the source codes and prints it."""

    status: Code
    heading: Concept
    words: str
    written_at: DateTime | None = None
    written_during: Period | None = None
    recorded_at: Instant | None = None
    writers: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()
