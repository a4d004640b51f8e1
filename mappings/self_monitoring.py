"""A measurement, and who measured <-> Observation (https://hl7.org/fhir/R4/observation.html).

Self-measured only if the source says that the person was the performer. The vital-signs category
and profile are claimed only when every rule of that profile holds.
"""

from dataclasses import dataclass

from mappings.fhir.involved import Participant, Relation
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Concept, Note, Period, Quantity, Range, Reference
from mappings.record import SourcedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component of a measurement that the source itself relates, such as systolic."""

    what: Concept
    quantity: Quantity | None = None
    concept: Concept | None = None
    absent: Concept | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecord(SourcedRecord):
    """One measured or registered value: at most one kind of value.

    status       Observation.status from the source, `unknown` when it has none (with an issue)
    what         what was measured: the source's coding first, added ones after it
    negated      the source denies the value: it did not hold
    taken_at     when, or `taken_during` when start and end differ or hour or minute is all we know
    performers   who measured; `verified_by` and `verified_at` who vouched for it in the record
    participants who else took part, and `relations` to other information, as the source codes them
                 (FHIR and FIELDS by mappings.fhir.involved)
    """

    status: Code
    what: Concept
    quantity: Quantity | None = None
    concept: Concept | None = None
    range: Range | None = None
    period: Period | None = None
    time: DateTime | None = None
    text: str | None = None
    number: int | None = None
    absent: Concept | None = None
    negated: bool = False
    parts: tuple[Part, ...] = ()
    taken_at: DateTime | None = None
    taken_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    verified_by: Reference | None = None
    verified_at: DateTime | None = None
    method: Concept | None = None
    body_site: Concept | None = None
    device: Reference | None = None
    interpretation: tuple[Concept, ...] = ()
    derived_from: tuple[Reference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    participants: tuple[Participant, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
