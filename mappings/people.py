"""The person a plan is about, and those close to them <-> Patient, RelatedPerson.

People are matched, not made: these resources serve matching, reading and printing; a sync writes
them only where a route allows it. Identifiers follow HL7 Sweden base profiles (hl7se.fhir.base
1.1.0) and hl7.fhir.no.basis 2.2.0.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.values import Address, Concept, ContactPoint, Identifier, Name, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord(Record):
    """The person a plan is about. `person` (of Record) is the identifier it is matched by."""

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    birth_date: Date | None = None
    gender: Code | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    marital_status: Concept | None = None
    languages: tuple[Concept, ...] = ()
    interpreter_needed: bool | None = None
    lives_alone: bool | None = None
    deceased: bool | None = None
    deceased_at: DateTime | None = None
    managing_organization: Reference | None = None
    practitioners: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeRecord(Record):
    """Somebody close to the person, or a guardian, with the relation as the source codes it."""

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    relationships: tuple[Concept, ...] = ()
    birth_date: Date | None = None
    gender: Code | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    period: Period | None = None
    informed: bool | None = None
