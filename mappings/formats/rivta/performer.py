"""Who made the observations of a GetObservations group.

Self-measured only if the source says so: RoleClass PAT, or an identifier that is the patient's.
Otherwise the unit of the group is the performer, and with it whoever the role names. A relative is
a RelatedPerson, anybody else a PractitionerRole (HL7 RoleClass, 2.16.840.1.113883.5.110).
"""

from dataclasses import dataclass
from typing import Any, Final

from mappings import national_ids, people, staff
from mappings.account import Reason, Section
from mappings.fhir.values import Concept, Identifier, Name, Reference
from mappings.formats.rivta.answer import CV, II, Shape, text_at
from mappings.formats.rivta.origin import Origin
from mappings.formats.rivta.staff import staff_reference
from mappings.formats.rivta.values import concept, identifier, named
from mappings.people import RelativeRecord
from mappings.record import Accountable, Record
from mappings.redacted import Redacted
from mappings.staff import StaffRecord
from mappings.tree import Node

NAMED: Final[Shape] = {"id": II, "name": {}}
SHAPE: Final[Shape] = {
    "id": II,
    "code": CV,
    "person": NAMED,
    "careUnit": {**NAMED, "careGiver": NAMED},
}
ROLE_CLASS: Final = "2.16.840.1.113883.5.110"
PATIENT: Final = "PAT"
RELATIVES: Final = frozenset({"PRS", "NOK", "GUARD", "CAREGIVER", "ECON"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed(Redacted):
    """Who made the observations, and the record of them if one is made."""

    performers: tuple[Reference, ...] = ()
    record: Record | None = None


def accountable(group: Section, owner: str) -> Accountable | None:
    """Take the unit and the care giver that answer for the observations."""
    role = group.child("performerRole")
    place = None if role is None else role.child("careUnit")
    if place is None:
        return None
    giver = place.child("careGiver")
    return Accountable(
        care_unit=named(place, "accountable.care_unit", owner, "Organization"),
        care_giver=None
        if giver is None
        else named(giver, "accountable.care_giver", owner, "Organization"),
    )


def performed(group: Section, origin: Origin, owner: str) -> Performed:
    """Take performerRole: the person, a relative, or the unit with who acted there."""
    role = group.child("performerRole")
    where = None if origin.accountable is None else origin.accountable.care_unit
    if role is None:
        return Performed(performers=() if where is None else (where,))
    if _is_patient(role, origin.person, owner):
        return Performed(performers=(_patient(role, origin, owner),))
    if _role_class(role) in RELATIVES:
        relative = _relative(role.open(people.RELATIVE_FIELDS), origin, owner)
        name = relative.names[0].text if relative.names else None
        reference = Reference(type="RelatedPerson", identifier=relative.id, display=name)
        return Performed(performers=(reference,), record=relative)
    member = _member(role.open(staff.FIELDS), origin, owner, where)
    named = (staff_reference(member),) if member.identifiers or member.names or not where else ()
    return Performed(performers=(*(() if where is None else (where,)), *named), record=member)


# -- who it was ---------------------------------------------------------------------------------


def _role_class(role: Section) -> str:
    """The code of HL7 RoleClass, empty if it is one of another system."""
    code = role.node.child("code")
    return text_at(code, "code") if text_at(code, "codeSystem") == ROLE_CLASS else ""


def _is_role(code: Node, wanted: str) -> bool:
    return text_at(code, "codeSystem") == ROLE_CLASS and text_at(code, "code") == wanted


def _is_patient(role: Section, person: Identifier, owner: str) -> bool:
    ids = [_seen(role.node.child("id"), owner), _seen(_person_id(role.node), owner)]
    same = any(each is not None and national_ids.same(each, person) for each in ids)
    return same or _role_class(role) == PATIENT


def _person_id(role: Node) -> Node | None:
    person = role.child("person")
    return None if person is None else person.child("id")


def _seen(node: Node | None, owner: str) -> Identifier | None:
    """An identifier, without taking it yet."""
    root, extension = text_at(node, "root"), text_at(node, "extension")
    return national_ids.of_oid(root, extension, owner=owner) if root and extension else None


def _patient(role: Section, origin: Origin, owner: str) -> Reference:
    person = role.child("person")
    for part in (role.child("id"), None if person is None else person.child("id")):
        found = None if part is None else identifier(part, "performers", owner)
        if part is not None and found and not national_ids.same(found, origin.person):
            expected = "the patient's own identifier, where the role is that of the patient"
            part.refuse("extension", "performers", expected, "rivta.performer")
    code = role.child("code")
    if code is not None:
        _take_role(code)
    name = None if person is None else person.take("name", "performers", str.strip)
    return Reference(type="Patient", identifier=origin.person, display=name)


def _take_role(code: Section) -> None:
    """What the role says is said by the performer; any other role is kept beside it."""
    if _is_role(code.node, PATIENT):
        code.take("code", "performers")
        code.take("codeSystem", "performers")
        code.drop("codeSystemVersion", Reason.ROUTING)
        code.drop("displayName", Reason.DISPLAY_ONLY)
        code.drop("codeSystemName", Reason.DISPLAY_ONLY)
        code.keep("originalText")
    else:
        for name in CV:
            code.keep(name)


def _relative(section: Section, origin: Origin, owner: str) -> RelativeRecord:
    return RelativeRecord(
        **_who(section, origin, owner, "relative"),
        relationships=_roles(section, "relationships"),
        source_texts=tuple(section.target.texts),
    )


def _member(section: Section, origin: Origin, owner: str, where: Reference | None) -> StaffRecord:
    return StaffRecord(
        **_who(section, origin, owner, "staff"),
        roles=_roles(section, "roles"),
        organization=where,
        source_texts=tuple(section.target.texts),
    )


def _who(section: Section, origin: Origin, owner: str, kind: str) -> dict[str, Any]:
    """What relatives and staff share: identifiers and name."""
    own, person = section.child("id"), section.child("person")
    ids = [_seen(section.node.child("id"), owner), _seen(_person_id(section.node), owner)]
    said = [f"{each.system}|{each.value}" for each in ids if each is not None]
    record_id = origin.mint(kind, *(said or [text_at(section.node, "person", "name")]))
    section.target.bind(record_id.value)
    own_id = None if own is None else identifier(own, "identifiers", owner)
    theirs = None if person is None else person.child("id")
    their_id = None if theirs is None else identifier(theirs, "identifiers", owner)
    name = None if person is None else person.take("name", "names.text", str.strip)
    found = dict.fromkeys(each for each in (own_id, their_id) if each is not None)
    return {
        **origin.common(),
        "id": record_id,
        "identifiers": tuple(found),
        "names": () if name is None else (Name(text=name),),
    }


def _roles(section: Section, field: str) -> tuple[Concept, ...]:
    code = section.child("code")
    found = None if code is None else concept(code, field, at=0)
    return () if found is None else (found,)
