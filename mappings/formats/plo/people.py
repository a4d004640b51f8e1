"""The patient and those close to them → person and relatives.

MsgInfo/Patient (name, birth, sex, Ident, address, telecom) and TilleggsopplysningPasient (civil
status, lives alone, language) → Patient; ParorendeForesatt → RelatedPerson. Somebody who is only
mentioned (who put a wish forward, who was informed) becomes a reference, not a resource.
HIS 80601 MsgHead · HIS 80704 PLO
"""

from collections.abc import Iterator
from typing import Final

from mappings import people
from mappings.account import Reason, Section
from mappings.errors import Unreadable
from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.values import Coding, Concept, Reference
from mappings.formats import times
from mappings.formats.plo.codes import BCP47, GENDERS, language
from mappings.formats.plo.parties import (
    identifiers_of,
    printed,
    take_address,
    take_contact_points,
    take_identifiers,
    take_name,
)
from mappings.formats.plo.reading import Reading, said
from mappings.formats.plo.values import boolean, drop_all, keep_code, listed, words
from mappings.national_ids import same
from mappings.people import PersonRecord, RelativeRecord
from mappings.tree import Node

_YEAR: Final = "FodselsarMindrearigParorende"


def person(
    reading: Reading, node: Node, more: Node | None, died: tuple[bool, DateTime | None]
) -> PersonRecord:
    """The patient of the envelope, with what the message adds and reports of a death (`died`)."""
    part = reading.begin(node, people.FIELDS, "person")
    section = part.section
    born = birth_date(section, reading.zone)
    gender = sex(section)
    keep_code(section.child("Nationality"))
    identifiers = take_identifiers(section, reading.owner, born=born, on=reading.sent_on)
    names, addresses = take_name(section), take_address(section)
    telecom = take_contact_points(section)
    status, alone, languages = _more(
        None if more is None else reading.account.section(more, {}).into(section.target)
    )
    return PersonRecord(
        **part.common(),
        identifiers=identifiers,
        names=names,
        birth_date=born,
        gender=gender,
        addresses=addresses,
        contact_points=telecom,
        marital_status=status,
        lives_alone=alone,
        languages=languages,
        deceased=True if died[0] and died[1] is None else None,
        deceased_at=died[1],
    )


def _more(section: Section | None) -> tuple[Concept | None, bool | None, tuple[Concept, ...]]:
    if section is None:
        return None, None, ()
    spoken = tongue(section, "Sprak", "languages")
    return (
        listed(section.child("SivilStatus"), "marital_status"),
        section.take("BorAlene", "lives_alone", boolean),
        () if spoken is None else (spoken,),
    )


def tongue(section: Section, name: str, field: str) -> Concept | None:
    """Take a language of list 3303, as its BCP 47 tag and the name printed in the source."""
    tag = section.take(f"{name}/@V", field, language)
    display = words(section, f"{name}/@DN", field)
    if tag is None:
        return None if display is None else Concept(text=display)
    return Concept(codings=(Coding(system=BCP47, code=tag, display=display),))


def birth_date(section: Section, zone: str) -> Date | None:
    return section.take("DateOfBirth", "birth_date", lambda text: times.iso(text, zone).date)


def sex(section: Section) -> Code | None:
    section.drop("Sex/@DN", Reason.DISPLAY_ONLY)
    return section.take("Sex/@V", "gender", _gender)


def _gender(text: str) -> Code:
    if text.strip() not in GENDERS:
        raise Unreadable(f"one of {', '.join(GENDERS)} (list 3101)", "plo.sex")
    return GENDERS[text.strip()]


def relative(reading: Reading, node: Node) -> RelativeRecord:
    """One ParorendeForesatt."""
    who = node.child("Referanseperson")
    key = said(who, "FamilyName", "MiddleName", "GivenName", "DateOfBirth")
    part = reading.begin(node, people.RELATIVE_FIELDS, "relative", *key, *said(node, "Slektskap"))
    section = part.section
    found = [
        listed(section.child(name), "relationships") for name in ("Slektskap", "Omsorgsfunksjon")
    ]
    inner = section.child("Referanseperson") or section
    born = birth_date(inner, reading.zone)
    if born is None:
        born = section.take(_YEAR, "birth_date", lambda text: times.iso(text, reading.zone).date)
    else:
        section.keep(_YEAR)
    gender = sex(inner)
    keep_code(inner.child("Nationality"))
    identifiers = take_identifiers(inner, reading.owner, born=born, on=reading.sent_on)
    names, addresses = take_name(inner), take_address(inner)
    telecom = take_contact_points(inner)
    section.keep("Merknad")
    return RelativeRecord(
        **part.common(),
        identifiers=identifiers,
        names=names,
        relationships=tuple(each for each in found if each is not None),
        birth_date=born,
        gender=gender,
        addresses=addresses,
        contact_points=telecom,
    )


# -- people who are only mentioned ----------------------------------------------------------------


def mentioned(reading: Reading, section: Section | None, field: str | None) -> Reference | None:
    """Refer to a fk1:Person; without a `field` for the reference, their name is kept verbatim.

    It is the patient only if an identifier says so: father and son may share a name.
    """
    if section is None:
        return None
    who = is_patient(reading, section.node)
    display = printed(section.node)
    for each in section.children("Ident"):
        each.drop_whole(Reason.MATCHED_NOT_MADE if who is None else Reason.REPEATED)
    _take_mention(section, field)
    if who is None and display is None:
        return None
    return Reference(
        type=None if who is None else who.type,
        identifier=None if who is None else who.identifier,
        display=display,
    )


def is_patient(reading: Reading, node: Node) -> Reference | None:
    """The patient, if that is who a person is by an identifier."""
    found = identifiers_of(node, reading.owner)
    return reading.patient if any(same(each, reading.person) for each in found) else None


def _take_mention(section: Section, field: str | None) -> None:
    for name in ("FamilyName", "MiddleName", "GivenName"):
        if field is None:
            section.keep(name)
        else:
            section.take(name, field)
    drop_all(section, Reason.MATCHED_NOT_MADE, *_private())
    for name in ("Address", "TeleCom"):
        for each in section.children(name):
            each.drop_whole(Reason.MATCHED_NOT_MADE)


def _private() -> Iterator[str]:
    yield "DateOfBirth"
    for name in ("Sex", "Nationality"):
        yield from (f"{name}/@V", f"{name}/@DN")
