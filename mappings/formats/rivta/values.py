"""Identifiers, codes and names of RIV-TA contracts → the values of records.

II             (root, extension): OID roots become urn:oid or the system HL7 Sweden names, UUIDs
               urn:uuid, anything else is unique at its source system only
CV             code, codeSystem (an OID), displayName, originalText → Concept, as the source has it
HSA-id         system urn:oid:1.2.752.29.4.19 whichever of its two OIDs stood there
approval       approvedForPatient → label; false, absent and unreadable all mean NOPATIENT
https://hl7.se/fhir/ig/base · https://rivta.se/domains/clinicalprocess_logistics_logistics.html
"""

import re
from typing import Final
from urllib.parse import quote, unquote

from mappings import national_ids
from mappings.account import Reason, Section
from mappings.codes.systems import (
    HSA_ID,
    ICF,
    LOINC,
    SNOMED,
    V3_ROLE_CLASS,
    local_system,
)
from mappings.errors import Severity, Unreadable
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT
from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.fhir.values import Coding, Concept, Identifier, Reference, SourceText
from mappings.formats import times
from mappings.formats.rivta.answer import boolean

URI: Final = "urn:ietf:rfc:3986"

_OID: Final = re.compile(r"[0-2](\.(0|[1-9]\d*))+", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HSA: Final = re.compile(r"SE\d{10,12}-[A-Za-z0-9]+", re.ASCII)
_CODE: Final = re.compile(r"\S+( \S+)*")
_CODE_SYSTEMS: Final = {
    "2.16.840.1.113883.6.96": SNOMED,
    "1.2.752.116.2.1.1": SNOMED,
    "1.2.752.116.2.1.1.1": SNOMED,
    "2.16.840.1.113883.6.1": LOINC,
    "1.2.752.116.1.1.3": ICF,
    "1.2.752.116.1.1.3.1.1": ICF,
    "1.2.752.116.1.1.3.3.1": ICF,
    "2.16.840.1.113883.5.110": V3_ROLE_CLASS,
}


# -- identifiers --------------------------------------------------------------------------------


def hsa(value: str) -> Identifier:
    """An HSA-id. Real ones come in many shapes, none of them with blanks."""
    return Identifier(system=HSA_ID, value=hsa_text(value))


def hsa_text(value: str) -> str:
    if len(value.split()) != 1:
        raise Unreadable("an HSA-id without blanks", "rivta.hsa-id")
    return value.strip()


def folded(hsa_id: str) -> str:
    """An HSA-id as it compares: case carries no meaning in it."""
    return hsa_id.strip().upper()


def system_of(oid: str) -> Uri:
    """The system of a code system or of a type of identifier that is given by its OID."""
    oid = oid.strip().removeprefix("urn:oid:")
    if _OID.fullmatch(oid) is None:
        raise Unreadable("an OID", "rivta.oid")
    return _CODE_SYSTEMS.get(oid) or national_ids.of_oid(oid, "", owner=None).system


def identifier(
    section: Section, field: str, owner: str | None, *, at: int | None = None
) -> Identifier | None:
    """Take the (root, extension) that `section` stands on.

    `owner` gave what has no OID or UUID; None refuses it.
    """
    root = (section.take("root", field, at=at) or "").strip()
    extension = (section.take("extension", field, at=at) or "").strip()
    if root and (owner is not None or is_global(root)):
        if extension:
            return _whole(section, field, national_ids.of_oid(root, extension, owner=owner), at)
        return _root_alone(section, root, owner, field, at)
    if root:
        section.refuse("root", field, "an OID or a UUID", "rivta.ii", at=at)
    elif extension:
        section.refuse("extension", field, "a root that says whose it is", "rivta.ii", at=at)
    return None


def _whole(section: Section, field: str, found: Identifier, at: int | None) -> Identifier | None:
    if found.system == HSA_ID and len(found.value.split()) != 1:
        expected = "an HSA-id without blanks"
        section.refuse("extension", field, expected, "rivta.hsa-id", at=at)
        return None
    return found


def is_global(root: str) -> bool:
    """Whether a root is unique beyond its source system."""
    return any(form.fullmatch(root) for form in (_OID, _UUID, _HSA))


def _root_alone(
    section: Section, root: str, owner: str | None, field: str, at: int | None
) -> Identifier:
    """A root that is the whole identifier; producers put a bare HSA-id there."""
    if _HSA.fullmatch(root):
        _note_bare_hsa(section, field, at)
        return hsa(root)
    if _OID.fullmatch(root):
        return Identifier(system=URI, value=f"urn:oid:{root}")
    if _UUID.fullmatch(root):
        return Identifier(system=URI, value=f"urn:uuid:{root.lower()}")
    return Identifier(system=local_system(owner or "", "id"), value=root)


def _note_bare_hsa(section: Section, field: str, at: int | None) -> None:
    expected = "the OID of HSA-ids as root, and the HSA-id as extension"
    issue = section.issue("root", field, expected, "rivta.ii", at=at, severity=Severity.WARNING)
    section.account.issues.append(issue)


# -- where a record comes from ------------------------------------------------------------------

# Inera's mapping principles for FHIR: a source system is an endpoint of the service catalogue.
_ENDPOINT: Final = "https://tjanstekatalogen.inera.se/Endpoint/"


def source_uri(system: Identifier) -> Uri:
    """The meta.source of what a source system holds."""
    if system.system == HSA_ID:
        return f"{_ENDPOINT}{quote(system.value, safe='')}"
    return local_system(system.system.removeprefix("urn:oid:"), system.value)


def source_hsa(uri: Uri | None) -> str | None:
    """The HSA-id of a source system, from its meta.source."""
    if uri is None or not uri.startswith(_ENDPOINT):
        return None
    return unquote(uri.removeprefix(_ENDPOINT))


# -- codes --------------------------------------------------------------------------------------


def code(text: str) -> Code:
    """A FHIR code: no white space around it, nor more than one blank inside."""
    if _CODE.fullmatch(text.strip()) is None:
        raise Unreadable("a code without line breaks", "rivta.code")
    return text.strip()


def concept(section: Section, field: str, *, at: int | None = None) -> Concept | None:
    """Take the CV that `section` stands on."""

    def into(part: str) -> str:
        return f"{field}.{part}" if section.target.has(f"{field}.{part}") else field

    coding = Coding(
        system=section.take("codeSystem", into("system"), system_of, at=at),
        version=section.take("codeSystemVersion", into("version"), str.strip, at=at),
        code=section.take("code", into("code"), code, at=at),
        display=section.take("displayName", into("display"), at=at),
    )
    text = section.take("originalText", into("text"), at=at)
    section.drop("codeSystemName", Reason.DISPLAY_ONLY)
    codings = () if coding == Coding() else (coding,)
    return Concept(codings=codings, text=text) if codings or text is not None else None


# -- references ---------------------------------------------------------------------------------


def unit(identifier: Identifier | None, name: str | None = None) -> Reference | None:
    """A unit or organisation, by identifier and name."""
    if identifier is None and name is None:
        return None
    return Reference(type="Organization", identifier=identifier, display=name)


def named(
    part: Section, field: str, owner: str, kind: str | None, *, at: int | None = None
) -> Reference | None:
    """Take an id and a name as one reference."""
    own = part.child("id")
    known = None if own is None else identifier(own, field, owner, at=at)
    name = part.take("name", field, str.strip, at=at)
    if known is None and name is None:
        return None
    return Reference(type=kind, identifier=known, display=name)


# -- times and approval -------------------------------------------------------------------------


def date_time(
    section: Section, name: str, field: str, zone: str, *, at: int | None = None
) -> DateTime | None:
    """Take a time into a dateTime, keeping the source's text where FHIR would claim seconds."""
    time = times.take(section, name, field, zone, at=at)
    if time is None:
        return None
    leaf = section.leaf(name)
    if time.during is not None and leaf is not None and not time.ambiguous:
        section.target.texts.append(SourceText(name=leaf.node.name, text=leaf.value))
    return time.date_time


def approval(section: Section) -> Coding:
    """Take approvedForPatient: without a readable true, the person is not shown the record."""
    name = "approvedForPatient"
    if section.leaf(name) is None:
        expected = "true or false; without it the answer is false"
        section.refuse(name, "labels", expected, "rivta.approved", severity=Severity.WARNING)
    approved = section.take(name, "labels", boolean)
    return FOR_PATIENT if approved else NOPATIENT
