"""Person, relatives, staff and units <-> Patient, RelatedPerson, Practitioner(Role), Organization.

People are matched, not made: these resources serve matching, reading and printing; a sync writes
them only where a route allows it. Identifiers follow HL7 Sweden base profiles (hl7se.fhir.base
1.1.0) and hl7.fhir.no.basis 2.2.0.
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.values import Concept, ContactPoint, Identifier, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    family: str | None = None
    given: tuple[str, ...] = ()
    middle: str | None = None
    text: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    lines: tuple[str, ...] = ()
    postal_code: str | None = None
    city: str | None = None
    district: str | None = None
    country: str | None = None
    municipality: str | None = None
    use: Code | None = None
    type: Concept | None = None
    text: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRecord(Record):
    """A professional in a role at a unit, as a source names them: PractitionerRole.

    `identifiers` are of the practitioner (HPR, HSA), `organization` is where they act.
    """

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    roles: tuple[Concept, ...] = ()
    specialties: tuple[Concept, ...] = ()
    organization: Reference | None = None
    period: Period | None = None
    contact_points: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord(Record):
    """A unit or organisation, as a source names it: Organization."""

    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    types: tuple[Concept, ...] = ()
    part_of: Reference | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
