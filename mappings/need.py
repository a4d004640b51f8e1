"""A need or problem that a goal answers <-> Condition (https://hl7.org/fhir/R4/condition.html).

Never made from diagnosis codes: those belong to another safety channel.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.values import Concept, Note, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecord(Record):
    """A need in words, with the source's own code if it has one.

    `clinical_status` and `verification_status` are codes of condition-clinical and
    condition-ver-status, from the source only.
    """

    what: Concept
    clinical_status: Code | None = None
    verification_status: Code | None = None
    recorded_on: DateTime | None = None
    recorder: Reference | None = None
    asserter: Reference | None = None
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()
