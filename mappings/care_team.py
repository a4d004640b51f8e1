"""The fixed contacts of one organisation, or those who take part in a plan <-> CareTeam.

https://hl7.org/fhir/R4/careteam.html
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code
from mappings.fhir.values import Concept, ContactPoint, Note, Period, Reference
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One member of a team: who, in which roles, from when to when, reached how."""

    member: Reference
    roles: tuple[Concept, ...] = ()
    period: Period | None = None
    on_behalf_of: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTeamRecord(Record):
    """The fixed contacts that one organisation appointed, or those who take part in a plan."""

    status: Code | None = None
    fixed_contacts: bool = False
    name: str | None = None
    categories: tuple[Concept, ...] = ()
    contacts: tuple[Contact, ...] = ()
    organizations: tuple[Reference, ...] = ()
    period: Period | None = None
    contact_points: tuple[ContactPoint, ...] = ()
    notes: tuple[Note, ...] = ()
