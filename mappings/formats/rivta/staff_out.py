"""The professional and the unit of a plan → HealthcareProfessionalType, OrgUnitType.

clinicalprocess:logistics:logistics 3.0 has room for one HSA-id, one name, one role, and of a unit
for one phone number, one e-mail address and one address in a string.
"""

from dataclasses import replace
from typing import Final

from mappings.codes.systems import HSA_ID
from mappings.fhir.values import Address, Concept, ContactPoint, Identifier, Name, Reference
from mappings.formats.rivta.elements import attach, cv, element, identified, optional
from mappings.formats.rivta.given import Given
from mappings.formats.rivta.left_out import Report
from mappings.patient_contract import ContractRecord
from mappings.staff import StaffRecord, UnitRecord
from mappings.tree import Node

_ID: Final = "healthcareProfessionalHSAId"
_NAME: Final = "healthcareProfessionalName"


def professional(made: Node, plan: ContractRecord, given: Given, report: Report) -> None:
    """Write who answers for the plan, as far as a professional does."""
    who = plan.responsible
    staff = given.named(who, StaffRecord, plan, report.taken)
    if staff is not None:
        _staff(made, staff, plan, given, report)
        report.took(staff)
    elif who is not None and who.type == "Organization":
        report.part(plan, "responsible", "GetCarePlans names a professional there, no organisation")
    elif who is not None:
        _named(made, who, plan, report)


def _named(made: Node, who: Reference, plan: ContractRecord, report: Report) -> None:
    """Somebody of whom there is no record, only the reference."""
    if who.identifier is not None:
        report.attempt(plan, "responsible", identified, made, _ID, who)
    report.attempt(plan, "responsible", optional, made, _NAME, who.display)


def _staff(
    made: Node, staff: StaffRecord, plan: ContractRecord, given: Given, report: Report
) -> None:
    known = _hsa(staff.identifiers)
    name = staff.names[0].text if staff.names else None
    role = _one(staff.roles)
    report.attempt(staff, "identifiers", optional, made, _ID, known[0].value if known else None)
    report.attempt(staff, "names", optional, made, _NAME, name)
    for each in role:
        coding = each.codings[0] if each.codings else None
        tag = "healthcareProfessionalRoleCode"
        report.attempt(staff, "roles", cv, made, tag, coding, each.text)
    unit = given.named(staff.organization, UnitRecord, plan, report.taken)
    if unit is not None:
        _unit(made, unit, report)
        report.took(unit)
    elif staff.organization is not None:
        _named_unit(made, staff, staff.organization, report)
    kept = replace(
        staff,
        identifiers=known,
        names=() if name is None else (Name(text=name),),
        roles=role,
        specialties=(),
        period=None,
        contact_points=(),
        chain=None,
        language=None,
        source_texts=(),
    )
    report.compare(staff, kept)


def _hsa(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    return tuple(each for each in identifiers if each.system == HSA_ID)[:1]


def _one(roles: tuple[Concept, ...]) -> tuple[Concept, ...]:
    return tuple(replace(each, codings=each.codings[:1]) for each in roles[:1])


def _named_unit(made: Node, staff: StaffRecord, where: Reference, report: Report) -> None:
    """A unit of which there is no record, only the reference."""
    part = element(None, "healthcareProfessionalOrgUnit")
    if where.identifier is not None:
        report.attempt(staff, "organization", identified, part, "orgUnitHSAId", where)
    report.attempt(staff, "organization", optional, part, "orgUnitName", where.display)
    attach(made, part)


def _unit(made: Node, unit: UnitRecord, report: Report) -> None:
    part = element(None, "healthcareProfessionalOrgUnit")
    kept = _kept_unit(unit)
    points = {point.system: point.value for point in kept.contact_points}
    known = kept.identifiers[0].value if kept.identifiers else None
    where = kept.addresses[0] if kept.addresses else Address()
    report.attempt(unit, "identifiers", optional, part, "orgUnitHSAId", known)
    report.attempt(unit, "name", optional, part, "orgUnitName", unit.name)
    report.attempt(unit, "contact_points", optional, part, "orgUnitTelecom", points.get("phone"))
    report.attempt(unit, "contact_points", optional, part, "orgUnitEmail", points.get("email"))
    report.attempt(unit, "addresses", optional, part, "orgUnitAddress", where.text)
    report.attempt(unit, "addresses", optional, part, "orgUnitLocation", where.city)
    attach(made, part)
    report.compare(unit, kept)


def _kept_unit(unit: UnitRecord) -> UnitRecord:
    """The unit as far as the schema has room for it."""
    first = {point.system: point.value for point in reversed(unit.contact_points)}
    where = unit.addresses[0] if unit.addresses else Address()
    address = Address(text=where.text, city=where.city)
    return replace(
        unit,
        identifiers=_hsa(unit.identifiers),
        types=(),
        part_of=None,
        addresses=() if address == Address() else (address,),
        contact_points=tuple(
            ContactPoint(system=system, value=first[system])
            for system in ("phone", "email")
            if system in first
        ),
        chain=None,
        language=None,
        source_texts=(),
    )
