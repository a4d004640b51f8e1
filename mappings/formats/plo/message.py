"""One message → its records and envelope: in which order its parts are read.

Safety information goes first, so that nothing else reads it; the plan last, since it refers to all
that was read. A message of Pasientlogistikk has no plan: its stay stands for it.
"""

from dataclasses import replace
from typing import Final

from mappings import patient_contract
from mappings import stay as stays
from mappings.account import Account
from mappings.errors import Issue, Severity, Unreadable
from mappings.fhir.primitives import Code, Instant
from mappings.fhir.values import Note
from mappings.follow_up import FollowUpRecord
from mappings.formats import times
from mappings.formats.plo import attestation, functions, people, reservations, safety
from mappings.formats.plo.body import READERS, read_body
from mappings.formats.plo.envelope import Head
from mappings.formats.plo.logistics import Stay, holders, stay
from mappings.formats.plo.opening import Message
from mappings.formats.plo.parties import staff_reference, units
from mappings.formats.plo.plan import Beside, plan
from mappings.formats.plo.reading import Part, Reading, issue_at, said
from mappings.formats.plo.transport import take_envelope
from mappings.narrative import NarrativeRecord
from mappings.record import Envelope, HoldReason, Record, Source
from mappings.safety_notice import SafetyTopic
from mappings.self_monitoring import MeasurementRecord
from mappings.staff import StaffRecord
from mappings.support_need import AssessmentRecord
from mappings.tree import Node

_BESIDE_A_STAY: Final = frozenset(
    {"ParorendeForesatt", "SendtDokument", "MeldingOmUtskrevetPasient", "InfoInformasjonGitt"}
)
_OF_A_PLAN: Final = READERS.keys() - _BESIDE_A_STAY | {"TypeInnholdIMelding", "InnholdKonsultasjon"}
_OBSERVED: Final = (NarrativeRecord, AssessmentRecord, MeasurementRecord, FollowUpRecord)


def read_message(
    message: Message, head: Head, source: Source, account: Account
) -> tuple[list[Record], Envelope]:
    topics = safety.leave_out(account, message.body)
    reading = _reading(message, head, source, account)
    planned = message.kind is not None or _has_plan(message.body, topics)
    fields = patient_contract.FIELDS if planned else stays.FIELDS
    anchor = reading.begin(message.body, fields, "plan" if planned else "stay")
    remarks = take_envelope(anchor, message, head, topics)
    named = attestation.responsible_staff(reading, message.body)
    found = _read_parts(reading, message, anchor, named)
    held = _stay(reading, anchor, message, remarks, planned=planned)
    if held is not None:
        found.append(held.record)
    if planned:
        taking_part = tuple(staff_reference(person) for _, person in named)
        beside = Beside(topics=topics, remarks=remarks, participating=taking_part)
        found.append(plan(anchor, message, head, found, beside))
    found.append(_person(reading, message, held))
    _note_unapproved(reading, message.body, found)
    return found, _envelope(reading, message, head.envelope, held)


def _has_plan(body: Node, topics: tuple[SafetyTopic, ...]) -> bool:
    """Whether a message about a stay holds more than its type has."""
    return bool(topics) or any(each.name in _OF_A_PLAN for each in body.children)


def _reading(message: Message, head: Head, source: Source, account: Account) -> Reading:
    return Reading(
        source=source,
        account=account,
        zone=head.zone,
        key=head.key,
        person=head.person,
        owner=head.owner,
        accountable=head.accountable,
        chain=head.chain,
        labels=head.labels,
        origin=head.origin,
        observed=_observed(message.body, head.zone),
        writer=head.accountable.care_unit,
        sent_on=head.sent_on,
        recorded=_instant(head.sent),
    )


def _observed(body: Node, zone: str) -> Code:
    """The status of what the report tells: final once somebody approved it, else not known."""
    for each in body.all("AnsvarForRapport"):
        (date,) = said(each, "GodkjentDato")
        try:
            times.either(date or "", zone)
        except Unreadable:
            continue
        return "final"
    return "unknown"


def _instant(time: times.Time | None) -> Instant | None:
    try:
        return None if time is None else time.instant
    except Unreadable:
        return None


def _read_parts(
    reading: Reading, message: Message, anchor: Part, named: list[tuple[Node, StaffRecord]]
) -> list[Record]:
    """Everything but the stay, the plan and the patient."""
    sender = message.info.child("Sender")
    organisations, acting = units(reading, sender and sender.child("Organisation"))
    if len(named) == 1:
        reading = replace(reading, writer=staff_reference(named[0][1]))
    found: list[Record] = [*organisations, *acting]
    for node, person in named:
        found.append(person)
        found += attestation.report_attestation(reading, node, person, anchor)
    found += read_body(reading, message.body, anchor.reference)
    return found


def _stay(
    reading: Reading, anchor: Part, message: Message, remarks: tuple[Note, ...], *, planned: bool
) -> Stay | None:
    if not planned:
        return stay(anchor, message.body, remarks)
    if not holders(message.body):
        return None
    return stay(reading.begin(message.body, stays.FIELDS, "stay"), message.body)


def _person(reading: Reading, message: Message, held: Stay | None) -> Record:
    node = message.info.child("Patient") or message.info
    died = (False, None) if held is None else (held.dead, held.died_at)
    more = message.body.child("TilleggsopplysningPasient")
    found = people.person(reading, node, more, died)
    interpreter = functions.needs_interpreter(reading, message.body)
    return replace(found, interpreter_needed=interpreter)


def _note_unapproved(reading: Reading, body: Node, found: list[Record]) -> None:
    """Say once that nobody is said to have approved what the message reports."""
    if reading.observed == "unknown" and any(isinstance(each, _OBSERVED) for each in found):
        expected = "AnsvarForRapport/GodkjentDato: what nobody approved has no known status"
        issue = issue_at(body, "plo.observation.status", expected, target="Observation.status")
        reading.account.issues.append(_informing(issue))


def _informing(issue: Issue) -> Issue:
    return replace(issue, severity=Severity.INFORMATION, code="incomplete")


def _envelope(
    reading: Reading, message: Message, envelope: Envelope, held: Stay | None
) -> Envelope:
    holds = list(envelope.holds)
    if reservations.any_waits(reading, message.body):
        holds.insert(0, HoldReason.RESERVATION_OR_WISH)
    if held is not None and held.dead:
        holds.append(HoldReason.DEATH_REPORTED)
    return replace(envelope, holds=tuple(holds), ends_stay=None if held is None else held.ends)
