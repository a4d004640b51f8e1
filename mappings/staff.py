"""Staff and units, as a source names them <-> PractitionerRole, Organization.

People are matched, not made: these resources serve matching, reading and printing; a sync writes
them only where a route allows it. Identifiers follow HL7 Sweden base profiles (hl7se.fhir.base
1.1.0) and hl7.fhir.no.basis 2.2.0.
"""

from dataclasses import dataclass

from mappings.fhir.values import (
    Address,
    Concept,
    ContactPoint,
    Identifier,
    Name,
    Period,
    Reference,
)
from mappings.record import Record


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
