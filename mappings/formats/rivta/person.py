"""The person a RIV-TA document is about, by identifier.

Twelve characters without separator, and the OID of their type (TKB ch. 5). A number that breaks
the rule of its type is kept and put on hold, since test persons and mistypings look alike; one
whose type can't be told refuses what it stands on. No id is derived from it.
"""

from collections.abc import Iterable

from mappings import national_ids
from mappings.account import Section
from mappings.codes.number_rules import Check
from mappings.errors import RecordRefused, Severity, Unreadable
from mappings.fhir.values import Identifier
from mappings.formats.rivta.answer import say
from mappings.formats.rivta.values import system_of
from mappings.record import Envelope, HoldReason, Record

_EXPECTED = "the person's identifier, with the OID of its type"


def header_person(header: Section, doubts: list[Identifier]) -> Identifier:
    """Take `patientId` (id, type) of a header; raises RecordRefused."""
    part = header.child("patientId")
    if part is None:
        raise RecordRefused(header.issue("patientId", "person", _EXPECTED, "rivta.patient"))
    return person_of(part, "id", "type", "person", doubts)


def person_of(
    section: Section, value_name: str, type_name: str, field: str, doubts: list[Identifier]
) -> Identifier:
    """Take a person's identifier; one that can't be right is added to `doubts`."""
    value = section.need(value_name, field, _whole, rule="rivta.patient")
    kind = section.need(type_name, f"{field}.system", _oid, rule="rivta.patient")
    found = national_ids.of_oid(kind, value, owner=None)
    if national_ids.check(found) is Check.INVALID:
        doubts.append(found)
        expected = "a number that keeps the rule of its type: until a person has looked, it waits"
        say(section, value_name, field, expected, "rivta.patient.check")
    elif found.system != system_of(kind):
        expected = "the OID of the type that its digits belong to; that type was taken"
        rule, severity = "rivta.patient.type", Severity.INFORMATION
        say(section, type_name, f"{field}.system", expected, rule, severity=severity)
    return found


def envelope_of(
    records: Iterable[Record], doubts: list[Identifier], in_synch: tuple[tuple[str, bool], ...]
) -> Envelope:
    """What the answer says of itself: whom it is about, if one person, and what must wait."""
    persons = {record.person for record in records}
    return Envelope(
        person=persons.pop() if len(persons) == 1 else None,
        holds=(HoldReason.IDENTITY_UNCONFIRMED,) if doubts else (),
        in_synch=in_synch,
    )


def _whole(text: str) -> str:
    if len(text.split()) != 1:
        raise Unreadable("an identifier without blanks", "rivta.patient")
    return text.strip()


def _oid(text: str) -> str:
    system_of(text)
    return text.strip()
