"""PLO v1.6: messages between hospitals, municipalities and GPs in Norway → records.

    opening, envelope, identity      which of the seven message types; conversation, flags, patient
    people, parties, attestation     patient, relatives, staff, units, who answers for the report
    goals, measures, services        goals, needs, measures, services
    narrative, functions             texts under headings, the patient's view, scores, aids
    logistics, appointments          stays, control visits
    reservations, safety, cancellation   what waits for a person, what is left out whole
    message, plan, body              the message, the plan that holds it, the table of elements
HIS 80704:2014 Pleie- og omsorgsmeldinger · HIS 80601 MsgHead · KITH felleskomponent 1.1
"""

from dataclasses import replace

from mappings.account import Account
from mappings.formats.plo import cancellation
from mappings.formats.plo.envelope import Head, read_head
from mappings.formats.plo.grammar import close
from mappings.formats.plo.message import read_message
from mappings.formats.plo.opening import Message, open_message, refuse_enclosures
from mappings.record import Document, MessageStatus, Source
from mappings.tree import Node

__all__ = ["read"]


def read(tree: Node, source: Source, account: Account) -> Document:
    """Read one message; raises DocumentRefused when its envelope, patient or kind fail."""
    message = open_message(tree)
    head = read_head(message, source)
    if head.envelope.status is MessageStatus.CANCEL:
        return _cancelled(message, head, account)
    close(account, tree, "MsgHead")
    close(account, message.body, "Body")
    refuse_enclosures(account, message)
    records, envelope = read_message(message, head, source, account)
    return Document(records=tuple(records), issues=tuple(account.issues), envelope=envelope)


def _cancelled(message: Message, head: Head, account: Account) -> Document:
    cancellation.leave_out(account, message.root, message.body)
    wrong = cancellation.may_be_wrong_person(message.body)
    envelope = replace(head.envelope, wrong_person=wrong, holds=())
    return Document(records=(), issues=tuple(account.issues), envelope=envelope)
