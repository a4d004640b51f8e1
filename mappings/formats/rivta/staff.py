"""The professional and the unit that a RIV-TA header names → PractitionerRole, Organization.

HealthcareProfessionalType and OrgUnitType of clinicalprocess:logistics:logistics 3.0. They are
read to be printed and matched; nobody is made on a server because a document names them.
"""

from dataclasses import dataclass
from typing import Final

from mappings.account import Section
from mappings.codes.systems import HSA_ID
from mappings.fhir.values import Address, ContactPoint, Name, Reference
from mappings.formats.rivta.answer import CV, Shape
from mappings.formats.rivta.origin import Origin
from mappings.formats.rivta.values import concept, folded, hsa, unit
from mappings.record import Record
from mappings.redacted import Redacted
from mappings.staff import FIELDS, UNIT_FIELDS, StaffRecord, UnitRecord
from mappings.tree import leaves

UNIT_SHAPE: Final[Shape] = {
    "orgUnitHSAId": {},
    "orgUnitName": {},
    "orgUnitTelecom": {},
    "orgUnitEmail": {},
    "orgUnitAddress": {},
    "orgUnitLocation": {},
}
SHAPE: Final[Shape] = {
    "authorTime": {},
    "healthcareProfessionalHSAId": {},
    "healthcareProfessionalName": {},
    "healthcareProfessionalRoleCode": CV,
    "healthcareProfessionalOrgUnit": UNIT_SHAPE,
    "healthcareProfessionalCareUnitHSAId": {},
    "healthcareProfessionalCareGiverHSAId": {},
}
_ID: Final = "healthcareProfessionalHSAId"
_NAME: Final = "healthcareProfessionalName"
_ROLE: Final = "healthcareProfessionalRoleCode"
_UNIT: Final = "healthcareProfessionalOrgUnit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional(Redacted):
    """Who wrote a document, as records and as the reference to them."""

    staff: StaffRecord | None = None
    unit: UnitRecord | None = None

    @property
    def records(self) -> tuple[Record, ...]:
        return tuple(each for each in (self.staff, self.unit) if each is not None)

    @property
    def reference(self) -> Reference | None:
        return None if self.staff is None else staff_reference(self.staff)


def staff_reference(staff: StaffRecord) -> Reference:
    """By the identifier that the source's own country knows, else by the record's."""
    name = staff.names[0].text if staff.names else None
    known = next((each for each in staff.identifiers if each.system == HSA_ID), staff.id)
    return Reference(type="PractitionerRole", identifier=known, display=name)


def professional(header: Section, origin: Origin) -> Professional:
    """Read the professional and the unit of accountableHealthcareProfessional."""
    place = header.child(_UNIT) if _says(header, _UNIT) else None
    where = None if place is None else _unit(place.open(UNIT_FIELDS), origin)
    if where is None and not any(_says(header, name) for name in (_ID, _NAME, _ROLE)):
        return Professional()
    return Professional(staff=_staff(header.open(FIELDS), origin, where), unit=where)


def _staff(section: Section, origin: Origin, where: UnitRecord | None) -> StaffRecord:
    record_id = origin.mint("staff", *_keys(section, _ID, _NAME, f"{_ROLE}/code"))
    section.target.bind(record_id.value)
    own = section.take(_ID, "identifiers", hsa)
    name = section.take(_NAME, "names.text", str.strip)
    role = section.child(_ROLE)
    code = None if role is None else concept(role, "roles", at=0)
    return StaffRecord(
        **origin.common(),
        id=record_id,
        identifiers=() if own is None else (own,),
        names=() if name is None else (Name(text=name),),
        roles=() if code is None else (code,),
        organization=None if where is None else unit_reference(where),
        source_texts=tuple(section.target.texts),
    )


def unit_reference(record: UnitRecord) -> Reference | None:
    known = next((each for each in record.identifiers if each.system == HSA_ID), record.id)
    return unit(known, record.name)


def _unit(section: Section, origin: Origin) -> UnitRecord:
    record_id = origin.mint("unit", *_keys(section, "orgUnitHSAId", "orgUnitName"))
    section.target.bind(record_id.value)
    own = section.take("orgUnitHSAId", "identifiers", hsa)
    points = (_point(section, "orgUnitTelecom", "phone"), _point(section, "orgUnitEmail", "email"))
    return UnitRecord(
        **origin.common(),
        id=record_id,
        identifiers=() if own is None else (own,),
        name=section.take("orgUnitName", "name", str.strip),
        contact_points=tuple(point for point in points if point is not None),
        addresses=_addresses(section),
        source_texts=tuple(section.target.texts),
    )


def _point(section: Section, name: str, system: str) -> ContactPoint | None:
    value = section.take(name, "contact_points.value", str.strip)
    return None if value is None else ContactPoint(system=system, value=value)


def _addresses(section: Section) -> tuple[Address, ...]:
    # The contract has one string for the address, and one for the place or town of the unit.
    text = section.take("orgUnitAddress", "addresses.text", str.strip)
    town = section.take("orgUnitLocation", "addresses.city", str.strip)
    return (Address(text=text, city=town),) if text or town else ()


def _keys(section: Section, *names: str) -> list[str]:
    """The source's own id, else what it says of whom it means."""
    found = [section.leaf(name) for name in names]
    texts = ["" if leaf is None else leaf.value.strip() for leaf in found]
    return [folded(texts[0])] if texts[0] else texts[1:]


def _says(section: Section, name: str) -> bool:
    node = section.node.child(name)
    return node is not None and any(leaves(node))
