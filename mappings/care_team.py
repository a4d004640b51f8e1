"""The fixed contacts that one organisation appointed, or who takes part in a plan <-> CareTeam.

A fixed contact (fast vårdkontakt, läkarkontakt, omsorgskontakt) is told apart by the team's
category, its kind by participant.role. Members are logical references. Internal notes about a
contact are never carried (RIV-TA GetCareManagers 1.0: not for the patient).
https://hl7.org/fhir/R4/careteam.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes.systems import CARE_TEAM_TYPE
from mappings.errors import MappingError
from mappings.fhir import amounts, naming
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code
from mappings.fhir.types import CareTeam
from mappings.fhir.values import Concept, ContactPoint, Note, Period, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields, note_fields
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Redacted):
    """One member of a team: who, in which roles, from when to when."""

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


FIELDS: Final[Mapping[str, str]] = {
    **fields("CareTeam"),
    "status": "CareTeam.status",
    "fixed_contacts": "CareTeam.category[0].coding",
    "name": "CareTeam.name",
    "categories": "CareTeam.category[]",
    "contacts": "CareTeam.participant[]",
    "contacts.member": "CareTeam.participant[].member",
    "contacts.member.identifier": "CareTeam.participant[].member.identifier",
    "contacts.member.display": "CareTeam.participant[].member.display",
    "contacts.roles": "CareTeam.participant[].role",
    "contacts.period.start": "CareTeam.participant[].period.start",
    "contacts.period.end": "CareTeam.participant[].period.end",
    "contacts.on_behalf_of": "CareTeam.participant[].onBehalfOf",
    "organizations": "CareTeam.managingOrganization[]",
    "period": "CareTeam.period",
    "contact_points": "CareTeam.telecom[]",
    "contact_points.value": "CareTeam.telecom[].value",
    **note_fields("CareTeam"),
}
FIXED: Final = "fast-kontakt"


def care_team_to_fhir(record: CareTeamRecord) -> CareTeam:
    made = common_out(record, "CareTeam")
    fixed = [dt.concept(CARE_TEAM_TYPE, FIXED)] if record.fixed_contacts else []
    members = {
        "status": record.status,
        "category": [*fixed, *dt.concepts_out(record.categories)],
        "name": record.name,
        "subject": dt.person_out(record.person),
        "period": amounts.period_out(record.period),
        "participant": [_contact_out(each) for each in record.contacts],
        "managingOrganization": dt.references_out(record.organizations),
        "telecom": naming.contact_points_out(record.contact_points),
        "note": dt.notes_out(record.notes),
    }
    return cast("CareTeam", dt.filled(made, members))


def care_team_from_fhir(team: CareTeam) -> CareTeamRecord:
    category = team.get("category")
    return CareTeamRecord(
        **common_in(team, team.get("subject"), "CareTeam"),
        status=team.get("status"),
        fixed_contacts=any(dt.holds(CARE_TEAM_TYPE, FIXED, each) for each in category or ()),
        name=team.get("name"),
        categories=dt.without_code(CARE_TEAM_TYPE, FIXED, category),
        contacts=tuple(_contact_in(each) for each in team.get("participant") or ()),
        organizations=dt.references_in(team.get("managingOrganization")),
        period=amounts.period_in(team.get("period")),
        contact_points=naming.contact_points_in(team.get("telecom")),
        notes=dt.notes_in(team.get("note")),
    )


def _contact_out(contact: Contact) -> dict[str, Any]:
    if contact.on_behalf_of is not None and contact.member.type not in (None, "Practitioner"):
        raise MappingError(
            FIELDS["contacts.on_behalf_of"], None, "a Practitioner to act on behalf of it", "ctm-1"
        )
    return dt.without_empty(
        {
            "role": dt.concepts_out(contact.roles),
            "member": dt.reference_out(contact.member),
            "onBehalfOf": dt.reference_out(contact.on_behalf_of),
            "period": amounts.period_out(contact.period),
        }
    )


def _contact_in(participant: Mapping[str, Any]) -> Contact:
    member = dt.reference_in(participant.get("member"))
    return Contact(
        member=dt.Need("a contact")(member, FIELDS["contacts.member"]),
        roles=dt.concepts_in(participant.get("role")),
        period=amounts.period_in(participant.get("period")),
        on_behalf_of=dt.reference_in(participant.get("onBehalfOf")),
    )
