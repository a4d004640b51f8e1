"""Who answers for the report, and who for what is in it → staff, units and attestations.

AnsvarForRapport   approved on a day (GodkjentDato) → verifier; without one they take part in the
                   plan, and nobody has attested anything
Ansvarlig          responsible for an event (list 9131) at a time → author
A signature is never made of a mere name: what is not approved stays unapproved.
HIS 80704:2014 ch. 5 · https://hl7.org/fhir/R4/provenance.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from mappings import provenance
from mappings.errors import RecordRefused
from mappings.fhir.primitives import DateTime
from mappings.fhir.values import Reference
from mappings.formats import times
from mappings.formats.plo.codes import FUNCTION_ASSESSED, RESPONSIBILITY
from mappings.formats.plo.grammar import take_all
from mappings.formats.plo.parties import professional, staff_reference, unit_reference, units
from mappings.formats.plo.reading import Part, Reading, attempt, said
from mappings.formats.plo.values import coding_of, concept, flag, words
from mappings.provenance import AttestationRecord, Stand
from mappings.record import Record
from mappings.redacted import Redacted
from mappings.staff import StaffRecord
from mappings.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(Redacted):
    """When functions were assessed, and by whom, if the message says so in a field of its own."""

    at: DateTime | None = None
    by: tuple[Reference, ...] = ()


def responsible_staff(reading: Reading, body: Node) -> list[tuple[Node, StaffRecord]]:
    """Each AnsvarForRapport with the professional it names."""
    found = []
    for each in body.all("AnsvarForRapport"):
        who = each.child("AnsvarligRapport")
        if who is None:
            _refuse_nobody(reading, each)
        else:
            role = reading.account.section(each, {}).child("TypeRelasjon")
            found.append((each, professional(reading, who, role=role)))
    return found


def _refuse_nobody(reading: Reading, node: Node) -> None:
    part = reading.begin(node, provenance.FIELDS, "report")
    take_all(part.section, "who")
    issue = part.section.issue("AnsvarligRapport", "who", "who answers for it", "plo.responsible")
    reading.account.refuse_record(part.section.target, issue)


def report_attestation(
    reading: Reading, node: Node, person: StaffRecord, anchor: Part
) -> Iterator[AttestationRecord]:
    """The approval of a report, if it is approved; a remark without one stays with the plan."""
    (approved,) = said(node, "GodkjentDato")
    if approved is None or not approved.strip():
        reading.account.section(node, {}).into(anchor.section.target).keep("Merknad")
        return
    part = reading.begin(node, provenance.FIELDS, "report", person.id.value, approved)
    yield from attempt(part, partial(_approval, part, person, anchor.reference))


def _approval(part: Part, person: StaffRecord, target: Reference) -> AttestationRecord:
    section = part.section
    day = times.take(section, "GodkjentDato", "occurred_at", part.reading.zone)
    remark = words(section, "Merknad", "words")
    if day is None:
        expected = "the day of the approval"
        raise RecordRefused(section.issue("GodkjentDato", "occurred_at", expected, "plo.approved"))
    return AttestationRecord(
        **part.common(),
        target=target,
        stand=Stand.VERIFIER,
        who=staff_reference(person),
        on_behalf_of=part.reading.accountable.care_unit,
        occurred_at=day.at,
        occurred_during=day.during,
        recorded=_recorded(part),
        words=remark,
    )


def _recorded(part: Part) -> str:
    if part.reading.recorded is None:
        expected = "a message with the time it was made, to the second"
        raise RecordRefused(part.section.issue(".", "recorded", expected, "plo.gen-date"))
    return part.reading.recorded


def responsible(reading: Reading, node: Node, target: Reference) -> tuple[list[Record], Assessed]:
    """One Ansvarlig: what it makes, and the assessment of functions that it speaks of."""
    who = node.child("AnsvarligTjenesteyter")
    org_units, people = units(reading, node.child("Virksomhet"))
    acting = [] if who is None else [professional(reading, who)]
    unit = unit_reference(org_units[-1]) if org_units else None
    by = staff_reference(acting[0]) if acting else unit or reading.accountable.care_unit
    key = said(node, "TypeHendelse", "TidspunktForHendelse", "Merknad")
    part = reading.begin(node, provenance.FIELDS, "responsible", *key)
    built = attempt(part, partial(_event, part, target, by or reading.patient, unit))
    made: list[Record] = [*org_units, *people, *acting, *built]
    return made, _assessed(built)


def _event(
    part: Part, target: Reference, who: Reference, unit: Reference | None
) -> AttestationRecord:
    section = part.section
    kind = concept(section.child("TypeHendelse"), "reason")
    time = times.take(section, "TidspunktForHendelse", "occurred_at", part.reading.zone)
    if flag(section, "Ekstern", "source_texts"):
        section.keep("Ekstern")
    remark = words(section, "Merknad", "words")
    return AttestationRecord(
        **part.common(),
        target=target,
        stand=Stand.AUTHOR,
        who=who,
        on_behalf_of=unit if unit != who else None,
        occurred_at=None if time is None else time.at,
        occurred_during=None if time is None else time.during,
        recorded=_recorded(part),
        reason=kind,
        words=remark,
    )


def _assessed(built: list[AttestationRecord]) -> Assessed:
    for each in built:
        coding = coding_of(each.reason)
        known = (RESPONSIBILITY, FUNCTION_ASSESSED)
        if coding is not None and (coding.system, coding.code) == known:
            return Assessed(at=each.occurred_at, by=(each.who,))
    return Assessed()
