"""The envelope of a message: whom it is about, who sent it, its place in a conversation, its flags.

MsgInfo (MsgId, ConversationRef, Sender, Receiver, OtherReceiver, Patient, ProcessingStatus),
Document/Consent, RefDoc/IssueDate and InformasjonOmForsendelsen (status N, M, A, C; reservation
against forwarding). A conversation is named by RefToConversation, in its first message by MsgId.
What fails here takes the message: nobody could say whose it is, or what it changes.
HIS 80601 MsgHead · HIS 80704 PLO, 7309
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mappings.codes.number_rules import Check
from mappings.codes.systems import PLO_CONVERSATION
from mappings.errors import DocumentRefused, Unreadable
from mappings.fhir.primitives import Date, Uri
from mappings.fhir.values import Coding, Identifier, Reference
from mappings.formats import times
from mappings.formats.plo.codes import (
    GENDERS,
    NOT_ONWARD,
    PRODUCTION,
    TEST_DATA,
    TRAFFIC,
    list_system,
)
from mappings.formats.plo.opening import Message
from mappings.formats.plo.parties import identifiers_of, owner_of, printed
from mappings.formats.plo.reading import issue_at, said
from mappings.formats.plo.values import boolean
from mappings.national_ids import check, contradicts, is_synthetic
from mappings.record import (
    Accountable,
    Area,
    Envelope,
    Environment,
    HoldReason,
    MessageStatus,
    Source,
)
from mappings.tree import Node

STATUS: Final = {
    "N": MessageStatus.NEW,
    "M": MessageStatus.REPLACE,
    "A": MessageStatus.ADD,
    "C": MessageStatus.CANCEL,
    "K": MessageStatus.CANCEL,
}
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the envelope gives every record of the message."""

    envelope: Envelope
    zone: str
    owner: str
    key: tuple[str, str]
    person: Identifier
    accountable: Accountable
    labels: tuple[Coding, ...]
    origin: Uri
    sent: times.Time | None
    issued: times.Time | None

    @property
    def chain(self) -> Identifier:
        return Identifier(system=PLO_CONVERSATION, value=self.key[1])

    @property
    def sent_on(self) -> Date | None:
        """The day the message was made."""
        return None if self.sent is None else self.sent.text[:10]


def read_head(message: Message, source: Source) -> Head:
    """Read the envelope; raises DocumentRefused."""
    zone = source.zone or "Europe/Oslo"
    sent = _peek_time(message.info.child("GenDate"), zone)
    organisation = _child(message.info, "Sender", "Organisation")
    sender = _sender(message, organisation)
    owner = owner_of(organisation) or ""
    status = _status(message)
    conversation, parent = _conversation(message, status)
    system = source.system or f"{sender.system}|{sender.value}"
    key = (system, conversation)
    patient = message.info.child("Patient")
    born, on = _born(patient, zone), None if sent is None else sent.text[:10]
    person = _person(message, identifiers_of(patient, owner, born=born, on=on))
    person = person or source.mint(*key, "somebody")
    _refuse_contradiction(patient, person, born)
    processing = _value(message.info, "ProcessingStatus")
    _refuse_test(message, source, person, processing)
    objection = _objection(message)
    consent = message.document.child("Consent")
    envelope = Envelope(
        person=person,
        status=status,
        conversation=conversation,
        message=_identity(message.info.child("MsgId")),
        parent=parent,
        sender=_organisation(organisation, owner),
        receivers=tuple(_receivers(message.info, owner)),
        onward_objection=objection,
        consent_code=None if consent is None else _coding(consent),
        processing=processing,
        holds=tuple(_holds(patient, person, owner, consent)),
    )
    issued = _peek_time(message.refdoc.child("IssueDate"), zone)
    return Head(
        envelope=envelope,
        zone=zone,
        owner=owner,
        key=key,
        person=person,
        accountable=_accountable(organisation, owner, issued or sent),
        labels=tuple(_labels(objection, processing)),
        origin=f"{sender.system}#{quote(sender.value, safe='')}",
        sent=sent,
        issued=issued,
    )


def _child(node: Node | None, *names: str) -> Node | None:
    for name in names:
        node = None if node is None else node.child(name)
    return node


def _value(node: Node, name: str) -> str | None:
    (text,) = said(node, name)
    return text.strip() if text and text.strip() else None


def _peek_time(node: Node | None, zone: str) -> times.Time | None:
    """Read a time without accounting for it: the record that it belongs to does that."""
    text = "" if node is None else node.attributes.get("V") or node.text or ""
    try:
        return times.either(text, zone)
    except Unreadable:
        return None


# -- the conversation ---------------------------------------------------------------------------


def _status(message: Message) -> MessageStatus:
    shipment = message.body.child("InformasjonOmForsendelsen")
    value = "" if shipment is None else _value(shipment, "Forsendelsesstatus") or ""
    if value not in STATUS:
        expected = f"Forsendelsesstatus, one of {', '.join(STATUS)} (list 7309)"
        raise DocumentRefused([issue_at(shipment or message.body, "plo.status", expected)])
    return STATUS[value]


def _identity(node: Node | None) -> str | None:
    """A message id; a UUID is the same in capitals."""
    text = "" if node is None else (node.text or "").strip()
    return (text.lower() if _UUID.fullmatch(text) else text) or None


def _conversation(message: Message, status: MessageStatus) -> tuple[str, str | None]:
    referred = message.info.child("ConversationRef")
    conversation = _identity(_child(referred, "RefToConversation"))
    parent = _identity(_child(referred, "RefToParent"))
    own = _identity(message.info.child("MsgId"))
    if own is None or (conversation is None and referred is not None):
        raise DocumentRefused(
            [issue_at(message.info, "plo.conversation", "a MsgId, and the conversation it is in")]
        )
    if conversation is None and status is MessageStatus.CANCEL:
        expected = "ConversationRef: a cancellation that says what it cancels"
        raise DocumentRefused([issue_at(message.info, "plo.conversation", expected)])
    return conversation or own, parent


# -- organisations ------------------------------------------------------------------------------


def _sender(message: Message, organisation: Node | None) -> Identifier:
    found = identifiers_of(organisation, "sender")
    owner = owner_of(organisation)
    for each in found:
        if each.value == owner:
            return each
    raise DocumentRefused([issue_at(message.info, "plo.sender", "a Sender with an Ident")])


def _organisation(node: Node | None, owner: str) -> Reference | None:
    """An organisation as it is referred to: its first identifier and its name."""
    found = identifiers_of(node, owner)
    (name,) = said(node, "OrganisationName")
    if not found and not name:
        return None
    return Reference(
        type="Organization",
        identifier=found[0] if found else None,
        display=(name or "").strip() or None,
    )


def _nested(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.child("Organisation")


def _receivers(info: Node, owner: str) -> Iterator[Reference]:
    for receiver in (*info.all("Receiver"), *info.all("OtherReceiver")):
        for node in _nested(receiver.child("Organisation")):
            found = _organisation(node, owner)
            if found is not None:
                yield found
        for name in ("Patient", "Person", "HealthcareProfessional"):
            if (who := receiver.child(name)) is not None:
                yield _somebody(who, name, owner)


def _somebody(node: Node, name: str, owner: str) -> Reference:
    kind = {"Patient": "Patient", "HealthcareProfessional": "Practitioner"}.get(name)
    found = identifiers_of(node, owner)
    return Reference(type=kind, identifier=found[0] if found else None, display=printed(node))


def _accountable(node: Node | None, owner: str, issued: times.Time | None) -> Accountable:
    chain = [_organisation(each, owner) for each in _nested(node)]
    return Accountable(
        care_giver=chain[0],
        care_unit=chain[-1],
        comparison_time=None if issued is None else issued.date_time,
        area=Area.HEALTH,
    )


# -- the person ---------------------------------------------------------------------------------


def _person(message: Message, found: list[Identifier]) -> Identifier | None:
    """The identifier to match by: one that keeps the rule of its type, else the first."""
    if message.info.child("Patient") is None:
        raise DocumentRefused([issue_at(message.info, "plo.patient", "a Patient")])
    for each in found:
        if check(each) is Check.VALID:
            return each
    return found[0] if found else None


def _born(patient: Node | None, zone: str) -> Date | None:
    time = _peek_time(_child(patient, "DateOfBirth"), zone)
    return None if time is None else time.text[:10]


def _refuse_contradiction(patient: Node | None, person: Identifier, born: Date | None) -> None:
    date = _child(patient, "DateOfBirth")
    if date is not None and contradicts(person, born=born):
        expected = "the date of birth that the identifier says"
        raise DocumentRefused(
            [issue_at(date, "identity.birth-date", expected, target="Patient.birthDate")]
        )


def _refuse_test(
    message: Message, source: Source, person: Identifier, processing: str | None
) -> None:
    if source.environment is not Environment.PRODUCTION:
        return
    if is_synthetic(person) or processing not in (None, PRODUCTION):
        expected = "a real person in production traffic: this installation takes no tests"
        raise DocumentRefused([issue_at(message.info, "plo.test", expected)])


def _holds(
    patient: Node | None, person: Identifier, owner: str, consent: Node | None
) -> Iterator[HoldReason]:
    (sex,) = said(patient, "Sex")
    unknown = not identifiers_of(patient, owner)
    other = contradicts(person, gender=GENDERS.get((sex or "").strip()))
    if unknown or other or check(person) is Check.INVALID:
        yield HoldReason.IDENTITY_UNCONFIRMED
    # The standard names no list for Consent: whatever stands there, a person must read it.
    if consent is not None and any(value.strip() for value in consent.attributes.values()):
        yield HoldReason.CONSENT_CODE_UNKNOWN


# -- flags --------------------------------------------------------------------------------------


def _objection(message: Message) -> bool | None:
    """True: the patient objects to forwarding; what can't be read counts as an objection."""
    node = _child(message.body, "InformasjonOmForsendelsen", "ForbeholdOmVideresending")
    if node is None or not (node.text or "").strip():
        return None
    try:
        return boolean(node.text or "")
    except Unreadable:
        return True


def _coding(node: Node) -> Coding:
    held = {name: value.strip() or None for name, value in node.attributes.items()}
    try:
        system = list_system(held.get("S") or "")
    except Unreadable:
        system = None
    return Coding(system=system, code=held.get("V"), display=held.get("DN") or held.get("OT"))


def _labels(objection: bool | None, processing: str | None) -> Iterator[Coding]:  # noqa: FBT001
    if objection:
        yield NOT_ONWARD
    if processing in TRAFFIC - {PRODUCTION}:
        yield TEST_DATA
