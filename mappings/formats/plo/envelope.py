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

from mappings.codes.systems import PLO_CONVERSATION, local_system
from mappings.errors import DocumentRefused, Issue, Unreadable
from mappings.fhir.primitives import Date, Uri
from mappings.fhir.values import Coding, Identifier
from mappings.formats import times
from mappings.formats.plo.addressing import (
    accountable,
    organisation_reference,
    receivers,
    sender_identifier,
    sending,
)
from mappings.formats.plo.codes import NOT_ONWARD, PRODUCTION, TEST_DATA, TRAFFIC, list_system
from mappings.formats.plo.identity import doubts, person_of, refuse_nobody, refuse_test
from mappings.formats.plo.opening import Message
from mappings.formats.plo.reading import issue_at, peek_time, said
from mappings.formats.plo.values import boolean
from mappings.record import Accountable, Envelope, HoldReason, MessageStatus, Source
from mappings.redacted import Redacted
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
class Head(Redacted):
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
    organisation = sending(message)
    sender = sender_identifier(organisation)
    status = _status(message)
    refuse_nobody(message, status)
    conversation, parent = _conversation(message, status)
    key = (source.system or f"{sender.system}|{sender.value}", conversation)
    sent = peek_time(message.info.child("GenDate"), zone)
    issued = peek_time(message.refdoc.child("IssueDate"), zone)
    day = None if sent is None else sent.text[:10]
    person = person_of(message, source, key, sender.value, day)
    envelope = Envelope(
        person=person,
        status=status,
        conversation=conversation,
        message=_message_id(message.info.child("MsgId")),
        parent=parent,
        sender=organisation_reference(organisation, sender.value),
        receivers=tuple(receivers(message.info, sender.value)),
        onward_objection=_objection(message),
        consent_code=_consent(message),
        processing=_value(message.info, "ProcessingStatus"),
        holds=tuple(_holds(message, person, sender.value)),
    )
    refuse_test(message, source, person, envelope.processing)
    return Head(
        envelope=envelope,
        zone=zone,
        owner=sender.value,
        key=key,
        person=person,
        accountable=accountable(organisation, sender.value, issued or sent),
        labels=tuple(_labels(envelope)),
        origin=local_system(sender.value, "source"),
        sent=sent,
        issued=issued,
    )


def _value(node: Node, name: str) -> str | None:
    text = said(node, name)[0]
    return text.strip() if text and text.strip() else None


# -- the conversation ---------------------------------------------------------------------------


def _status(message: Message) -> MessageStatus:
    shipment = message.body.child("InformasjonOmForsendelsen")
    value = "" if shipment is None else _value(shipment, "Forsendelsesstatus") or ""
    if value not in STATUS:
        raise DocumentRefused([_no_status(shipment or message.body)])
    return STATUS[value]


def _no_status(node: Node) -> Issue:
    expected = f"Forsendelsesstatus, one of {', '.join(STATUS)} (list 7309)"
    found = node.child("Forsendelsesstatus")
    if found is None:
        return issue_at(node, "plo.status", expected, code="required")
    return issue_at(found, "plo.status", expected, attribute="V")


def _message_id(node: Node | None) -> str | None:
    """A message id; a UUID is the same in capitals."""
    text = "" if node is None else (node.text or "").strip()
    return (text.lower() if _UUID.fullmatch(text) else text) or None


def _conversation(message: Message, status: MessageStatus) -> tuple[str, str | None]:
    """The conversation that a message belongs to, and the message before it."""
    referred = message.info.child("ConversationRef")
    own = _message_id(message.info.child("MsgId"))
    if own is None:
        raise _no_conversation(message.info, "a MsgId")
    if referred is None:
        if status is MessageStatus.CANCEL:
            raise _no_conversation(message.info, "ConversationRef: what a cancellation cancels")
        return own, None
    conversation = _message_id(referred.child("RefToConversation"))
    if conversation is None:
        raise _no_conversation(referred, "RefToConversation")
    return conversation, _message_id(referred.child("RefToParent"))


def _no_conversation(node: Node, expected: str) -> DocumentRefused:
    return DocumentRefused([issue_at(node, "plo.conversation", expected, code="required")])


# -- flags --------------------------------------------------------------------------------------


def _objection(message: Message) -> bool | None:
    """True: the patient objects to forwarding; what can't be read counts as an objection."""
    shipment = message.body.child("InformasjonOmForsendelsen")
    text = None if shipment is None else _value(shipment, "ForbeholdOmVideresending")
    if text is None:
        return None
    try:
        return boolean(text)
    except Unreadable:
        return True


def _consent(message: Message) -> Coding | None:
    node = message.document.child("Consent")
    held = {} if node is None else {name: value.strip() for name, value in node.attributes.items()}
    if not any(held.values()):
        return None
    try:
        system = list_system(held.get("S", ""))
    except Unreadable:
        system = None
    display = held.get("DN") or held.get("OT") or None
    return Coding(system=system, code=held.get("V") or None, display=display)


def _holds(message: Message, person: Identifier, owner: str) -> Iterator[HoldReason]:
    yield from doubts(message, person, owner)
    # The standard names no list for Consent: whatever stands there, a person must read it.
    if _consent(message) is not None:
        yield HoldReason.CONSENT_CODE_UNKNOWN


def _labels(envelope: Envelope) -> Iterator[Coding]:
    if envelope.onward_objection:
        yield NOT_ONWARD
    if envelope.processing in TRAFFIC - {PRODUCTION}:
        yield TEST_DATA
