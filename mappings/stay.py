"""A stay in hospital or in a short-term place <-> Encounter (https://hl7.org/fhir/R4/encounter.html).

An estimated time is no time: it stands in an extension and never in the period.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.values import Coding, Concept, Note, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated happening of a stay as the source has it: code, words, time, estimated or not."""

    what: Concept
    at: DateTime | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRecord(Record):
    """A stay. `status` is an Encounter.status code, `kind` the class (v3-ActCode, such as IMP)."""

    status: Code
    kind: Coding
    period: Period | None = None
    events: tuple[Event, ...] = ()
    provider: Reference | None = None
    types: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    part_of: Reference | None = None
    admitted_from: Concept | None = None
    discharged_to: Concept | None = None
    notes: tuple[Note, ...] = ()
