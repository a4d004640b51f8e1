"""Staff and units, as a source names them <-> PractitionerRole, Organization.

Who somebody is stands in a contained Practitioner: a source names them with this role and unit,
and nothing says that two such mentions are one person's. The reference to it repeats their first
identifier, so that a reader can match without opening it. These resources are about nobody's
care: the person of the record is never written into what many share.
https://hl7.org/fhir/R4/practitionerrole.html, https://hl7.org/fhir/R4/organization.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes import systems
from mappings.codes.systems import NO_BASIS, PLO_CONVERSATION, SE_BASE
from mappings.fhir import amounts, naming
from mappings.fhir import datatypes as dt
from mappings.fhir.naming import Country
from mappings.fhir.types import Organization, PractitionerRole
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
from mappings.record_fhir import common_in, common_out, fields, own_identifier

NOBODY: Final = Identifier(system=systems.NOBODY, value="nobody")
_PRACTITIONER: Final = "practitioner"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRecord(Record):
    """A professional in a role at a unit, as a source names them: PractitionerRole.

    `identifiers` are of the practitioner (HPR, HSA), `organization` is where they act. `person`
    is not written; read back it is NOBODY.
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
    """A unit or organisation, as a source names it: Organization. `person` is as in StaffRecord."""

    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    types: tuple[Concept, ...] = ()
    part_of: Reference | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()


def _shared(kind: str) -> dict[str, str]:
    return {name: path for name, path in fields(kind).items() if name != "person"}


def _telecom(kind: str) -> dict[str, str]:
    return {
        name: path
        for name, path in naming.fields(kind).items()
        if name.startswith("contact_points")
    }


_CONTAINED: Final = "PractitionerRole.contained[0]"
FIELDS: Final[Mapping[str, str]] = {
    **_shared("PractitionerRole"),
    **_telecom("PractitionerRole"),
    **{
        name: path.replace("Practitioner.", f"{_CONTAINED}.")
        for name, path in naming.fields("Practitioner").items()
        if name.startswith("names")
    },
    "identifiers": f"{_CONTAINED}.identifier[]",
    "identifiers.system": f"{_CONTAINED}.identifier[].system",
    "identifiers.value": f"{_CONTAINED}.identifier[].value",
    "roles": "PractitionerRole.code[]",
    "specialties": "PractitionerRole.specialty[]",
    "organization": "PractitionerRole.organization",
    "period": "PractitionerRole.period",
}
UNIT_FIELDS: Final[Mapping[str, str]] = {
    **_shared("Organization"),
    **naming.fields("Organization", names=False),
    "identifiers": "Organization.identifier[]",
    "identifiers.system": "Organization.identifier[].system",
    "identifiers.value": "Organization.identifier[].value",
    "name": "Organization.name",
    "types": "Organization.type[]",
    "part_of": "Organization.partOf",
}


def staff_to_fhir(record: StaffRecord) -> PractitionerRole:
    country = _country(record.identifiers, record.organization)
    made = common_out(record, "PractitionerRole")
    practitioner = _practitioner_out(record, country)
    if practitioner:
        contained = {"resourceType": "Practitioner", "id": _PRACTITIONER, **practitioner}
        made["contained"] = [contained]
        made["practitioner"] = _reference_out(record)
    if country is Country.NORWAY:
        made.setdefault("meta", {})["profile"] = [f"{NO_BASIS}/no-basis-PractitionerRole"]
    members = {
        "period": amounts.period_out(record.period),
        "organization": dt.reference_out(record.organization),
        "code": dt.concepts_out(record.roles),
        "specialty": dt.concepts_out(record.specialties),
        "telecom": naming.contact_points_out(record.contact_points),
    }
    return cast("PractitionerRole", dt.filled(made, members))


def staff_from_fhir(role: PractitionerRole) -> StaffRecord:
    practitioner = _contained(role)
    return StaffRecord(
        **common_in(role, _NOBODY, "PractitionerRole"),
        identifiers=_identifiers_in(practitioner.get("identifier")),
        names=naming.names_in(practitioner.get("name")),
        roles=dt.concepts_in(role.get("code")),
        specialties=dt.concepts_in(role.get("specialty")),
        organization=dt.reference_in(role.get("organization")),
        period=amounts.period_in(role.get("period")),
        contact_points=naming.contact_points_in(role.get("telecom")),
    )


def unit_to_fhir(record: UnitRecord) -> Organization:
    country = _country(record.identifiers, record.part_of)
    made = common_out(record, "Organization")
    made["identifier"] += [dt.identifier_out(each) for each in record.identifiers]
    profile = _unit_profile(record, country)
    if profile is not None:
        made.setdefault("meta", {})["profile"] = [profile]
    members = {
        "type": dt.concepts_out(record.types),
        "name": record.name,
        "telecom": naming.contact_points_out(record.contact_points),
        "address": naming.addresses_out(record.addresses, country),
        "partOf": dt.reference_out(record.part_of),
    }
    return cast("Organization", dt.filled(made, members))


def unit_from_fhir(unit: Organization) -> UnitRecord:
    own = own_identifier(unit.get("identifier"), "Organization")
    return UnitRecord(
        **common_in(unit, _NOBODY, "Organization"),
        identifiers=_identifiers_in(unit.get("identifier"), own),
        name=unit.get("name"),
        types=dt.concepts_in(unit.get("type")),
        part_of=dt.reference_in(unit.get("partOf")),
        addresses=naming.addresses_in(unit.get("address")),
        contact_points=naming.contact_points_in(unit.get("telecom")),
    )


_NOBODY: Final = dt.person_out(NOBODY)


def _practitioner_out(record: StaffRecord, country: Country) -> dict[str, Any]:
    return dt.without_empty(
        {
            "identifier": [dt.identifier_out(each) for each in record.identifiers],
            "name": naming.names_out(record.names, country),
        }
    )


def _reference_out(record: StaffRecord) -> dict[str, Any]:
    identifier = next(iter(record.identifiers), None)
    return dt.without_empty(
        {
            "reference": f"#{_PRACTITIONER}",
            "type": "Practitioner",
            "identifier": None if identifier is None else dt.identifier_out(identifier),
            "display": naming.printed(record.names),
        }
    )


def _contained(role: PractitionerRole) -> dict[str, Any]:
    """The contained practitioner; from elsewhere, what a reference to one says."""
    for each in role.get("contained") or ():
        if each.get("resourceType") == "Practitioner":
            return cast("dict[str, Any]", each)
    reference = role.get("practitioner") or {}
    made: dict[str, Any] = {}
    if reference.get("identifier") is not None:
        made["identifier"] = [reference.get("identifier")]
    if reference.get("display") is not None:
        made["name"] = [{"text": reference.get("display")}]
    return made


def _identifiers_in(
    identifiers: Sequence[Any] | None, own: Identifier | None = None
) -> tuple[Identifier, ...]:
    found = [dt.identifier_in(each) for each in identifiers or ()]
    return tuple(
        each
        for each in found
        if each is not None and each != own and each.system != PLO_CONVERSATION
    )


def _country(identifiers: Sequence[Identifier], unit: Reference | None) -> Country:
    around = () if unit is None or unit.identifier is None else (unit.identifier,)
    return naming.country_of((*identifiers, *around))


# Value sets that are bound as required and that this project does not hold.
_NO_BOUND_TYPES: Final = frozenset(
    {"urn:oid:2.16.578.1.12.4.1.1.8628", "urn:oid:2.16.578.1.12.4.1.1.8624"}
)


def _unit_profile(record: UnitRecord, country: Country) -> str | None:
    if country is Country.SWEDEN:
        # Its types are bound to the HSA activity codes, which this project does not hold.
        once = len({each.system for each in record.identifiers}) == len(record.identifiers)
        return f"{SE_BASE}/SEBaseOrganization" if once and not record.types else None
    if country is not Country.NORWAY:
        return None
    bound = any(
        coding.system in _NO_BOUND_TYPES for kind in record.types for coding in kind.codings
    )
    return None if bound else f"{NO_BASIS}/no-basis-Organization"
