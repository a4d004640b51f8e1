"""Organisations and health personnel, as KITH's common components name them → units and staff.

Ident (Id, TypeId of list 8116 or 9051) → identifier; what is no national type is unique at the
sender only. TeleCom: the scheme of the URL is the system. Address: County is the municipality. A
professional's birth, sex and nationality have nothing to do with a plan.
KITH felleskomponent 1.1 · HIS 80601 MsgHead
"""

import re
from collections.abc import Iterator
from typing import Final

from mappings import staff
from mappings.account import Reason, Section
from mappings.codes.number_rules import Check
from mappings.codes.systems import ENH, HER
from mappings.errors import Severity, Unreadable
from mappings.fhir.primitives import Date
from mappings.fhir.values import Address, ContactPoint, Identifier, Name, Reference
from mappings.formats.plo.codes import TELECOM, TELECOM_USE
from mappings.formats.plo.reading import Reading, said
from mappings.formats.plo.values import concept, drop_all, keep_code, listed, words
from mappings.national_ids import check, of_kith
from mappings.staff import StaffRecord, UnitRecord
from mappings.tree import Node

_KIND: Final = re.compile(r"[A-Za-z0-9_-]+")

# -- identifiers --------------------------------------------------------------------------------


def identifiers_of(
    node: Node | None, owner: str, *, born: Date | None = None, on: Date | None = None
) -> list[Identifier]:
    """The readable identifiers of an element, without accounting for them."""
    found = []
    for each in [] if node is None else node.all("Ident"):
        number, kind = said(each, "Id", "TypeId")
        if number and number.strip() and kind and _KIND.fullmatch(kind.strip()):
            found.append(of_kith(kind.strip(), number, sender=owner, born=born, on=on))
    return found


def _kind(text: str) -> str:
    if _KIND.fullmatch(text.strip()) is None:
        raise Unreadable("a type of identifier (lists 8116 and 9051)", "plo.ident")
    return text.strip()


def take_identifiers(
    section: Section, owner: str, *, born: Date | None = None, on: Date | None = None
) -> tuple[Identifier, ...]:
    """Take every Ident of the element that `section` stands on."""
    found = []
    for each in section.children("Ident"):
        kind = each.take("TypeId/@V", "identifiers.system", _kind)
        number = each.take("Id", "identifiers.value", str.strip)
        drop_all(each, Reason.DISPLAY_ONLY, "TypeId/@DN", "TypeId/@OT")
        each.drop("TypeId/@S", Reason.ROUTING)
        if kind and number:
            found.append(of_kith(kind, number, sender=owner, born=born, on=on))
            _warn_of_broken_rule(each, found[-1])
        else:
            each.refuse("Id", "identifiers.value", "an Id and its TypeId", "plo.ident")
    return tuple(found)


def _warn_of_broken_rule(section: Section, identifier: Identifier) -> None:
    if check(identifier) is Check.INVALID:
        expected = "a number that keeps the rule of its type"
        rule, field = "identifier.check", "identifiers.value"
        issue = section.issue("Id", field, expected, rule, severity=Severity.WARNING)
        section.account.issues.append(issue)


def owner_of(node: Node | None) -> str | None:
    """What names a sender where identifiers are local: its HER-id, else its organisation number."""
    found = identifiers_of(node, "sender")
    for system in (HER, ENH):
        for each in found:
            if each.system == system:
                return each.value
    return found[0].value if found else None


# -- names, addresses, telecom ------------------------------------------------------------------


def take_name(section: Section) -> tuple[Name, ...]:
    given = words(section, "GivenName", "names.given", at=0)
    name = Name(
        family=words(section, "FamilyName", "names.family", at=0),
        given=() if given is None else (given,),
        middle=words(section, "MiddleName", "names.middle", at=0),
    )
    return () if name == Name() else (name,)


def printed(node: Node | None) -> str | None:
    """A person's name as one line."""
    parts = [part.strip() for part in said(node, "GivenName", "MiddleName", "FamilyName") if part]
    return " ".join(parts) or None


def take_address(section: Section) -> tuple[Address, ...]:
    part = section.child("Address")
    if part is None:
        return ()
    lines = [words(part, name, "addresses.lines", at=0) for name in ("StreetAdr", "Postbox")]
    part.drop("Country/@DN", Reason.DISPLAY_ONLY)
    found = Address(
        lines=tuple(line for line in lines if line is not None),
        postal_code=words(part, "PostalCode", "addresses.postal_code", at=0),
        city=words(part, "City", "addresses.city", at=0),
        district=words(part, "County/@DN", "addresses.district", at=0),
        municipality=words(part, "County/@V", "addresses.municipality", at=0),
        country=words(part, "Country/@V", "addresses.country", at=0),
        type=listed(part.child("Type"), "addresses.type", at=0),
    )
    return () if found == Address() else (found,)


def take_contact_points(section: Section) -> tuple[ContactPoint, ...]:
    found = []
    for at, each in enumerate(section.children("TeleCom")):
        url = words(each, "TeleAddress/@V", "contact_points.value", at=at)
        use = _use(each, at)
        if url is not None:
            found.append(_contact_point(url, use))
    return tuple(found)


def _use(section: Section, at: int) -> str | None:
    node = section.node.child("TypeTelecom")
    use = None if node is None else TELECOM_USE.get(node.attributes.get("V", "").strip())
    if use is None:
        keep_code(section.child("TypeTelecom"))
        return None
    section.take("TypeTelecom/@V", "contact_points.use", at=at)
    section.drop("TypeTelecom/@DN", Reason.DISPLAY_ONLY)
    return use


def _contact_point(url: str, use: str | None) -> ContactPoint:
    scheme, colon, rest = url.partition(":")
    system = TELECOM.get(scheme.lower())
    if colon and system and rest.strip():
        return ContactPoint(system=system, value=rest.strip(), use=use)
    return ContactPoint(system="url" if colon else "other", value=url, use=use)


# -- units --------------------------------------------------------------------------------------


def units(reading: Reading, node: Node | None) -> tuple[list[UnitRecord], list[StaffRecord]]:
    """An organisation, the units nested in it from the outside in, and who acts for them."""
    found: list[UnitRecord] = []
    people: list[StaffRecord] = []
    while node is not None:
        part_of = unit_reference(found[-1]) if found else None
        found.append(_unit(reading, node, part_of))
        where = unit_reference(found[-1])
        people += [
            professional(reading, each, organization=where)
            for each in node.all("HealthcareProfessional")
        ]
        node = node.child("Organisation")
    return found, people


def _unit(reading: Reading, node: Node, part_of: Reference | None) -> UnitRecord:
    key = _identity(node, "OrganisationName")
    part = reading.begin(node, staff.UNIT_FIELDS, "unit", *key)
    section = part.section
    kind = concept(section.child("TypeOrganisation"), "types", at=0)
    identifiers = take_identifiers(section, reading.owner)
    name = words(section, "OrganisationName", "name")
    addresses, telecom = take_address(section), take_contact_points(section)
    return UnitRecord(
        **part.common(),
        identifiers=identifiers,
        name=name,
        types=() if kind is None else (kind,),
        part_of=part_of,
        addresses=addresses,
        contact_points=telecom,
    )


def _identity(node: Node, *names: str) -> Iterator[str | None]:
    """What tells a unit or a professional from others: their identifiers, else their name."""
    idents = [text for each in node.all("Ident") for text in said(each, "TypeId", "Id")]
    yield from (idents or said(node, *names))
    yield node.name


def unit_reference(unit: UnitRecord) -> Reference:
    """A unit as it is referred to: by the identifier its source gives it."""
    identifier = unit.identifiers[0] if unit.identifiers else unit.id
    return Reference(type="Organization", identifier=identifier, display=unit.name)


# -- staff --------------------------------------------------------------------------------------


def professional(
    reading: Reading,
    node: Node,
    *,
    organization: Reference | None = None,
    role: Section | None = None,
) -> StaffRecord:
    """One professional; `role` is a CV elsewhere in the message that says what they are here."""
    key = _identity(node, "FamilyName", "MiddleName", "GivenName")
    part = reading.begin(node, staff.FIELDS, "staff", *key)
    section = part.section
    found = [
        listed(section.child("TypeHealthcareProfessional"), "roles"),
        concept(section.child("RoleToPatient"), "roles"),
        None if role is None else concept(role.into(section.target), "roles"),
    ]
    names = take_name(section)
    identifiers = take_identifiers(section, reading.owner)
    telecom = take_contact_points(section)
    _leave_private(section)
    return StaffRecord(
        **part.common(),
        identifiers=identifiers,
        names=names,
        roles=tuple(each for each in found if each is not None),
        organization=organization,
        contact_points=telecom,
    )


def _leave_private(section: Section) -> None:
    drop_all(section, Reason.OUT_OF_SCOPE, "DateOfBirth", "Sex/@V", "Sex/@DN")
    drop_all(section, Reason.OUT_OF_SCOPE, "Nationality/@V", "Nationality/@DN")
    address = section.child("Address")
    if address is not None:
        for name in ("StreetAdr", "PostalCode", "City", "Postbox"):
            address.keep(name)
        for name in ("Type", "County", "Country"):
            keep_code(address.child(name))


def staff_reference(person: StaffRecord) -> Reference:
    """A professional in their role, by the record of it, with the name as printed."""
    name = person.names[0] if person.names else Name()
    parts = (*name.given, name.middle, name.family)
    display = " ".join(part for part in parts if part) or None
    return Reference(type="PractitionerRole", identifier=person.id, display=display)
