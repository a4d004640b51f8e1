"""What carries a message, and the flags in it → plan or stay, or left out as routing.

MsgInfo and Document of MsgHead, InformasjonOmForsendelsen of PLO. The conversation names every
record; a reservation against forwarding and test traffic become security labels; a consent code is
kept for a person to read. Addresses of the message, versions and connections only carry it.
HIS 80601 MsgHead · HIS 80704 PLO
"""

from typing import Final

from mappings.account import Reason, Section
from mappings.errors import Unreadable
from mappings.fhir.values import Note
from mappings.formats import times
from mappings.formats.plo.codes import PRODUCTION, TRAFFIC
from mappings.formats.plo.envelope import Head
from mappings.formats.plo.narrative import notes
from mappings.formats.plo.opening import Message
from mappings.formats.plo.reading import Part
from mappings.formats.plo.values import boolean
from mappings.safety_notice import SafetyTopic

_TEST: Final = TRAFFIC - {PRODUCTION}


def take_envelope(
    part: Part, message: Message, head: Head, topics: tuple[SafetyTopic, ...]
) -> tuple[Note, ...]:
    """Account for MsgInfo and Document, with what they say of the plan or stay."""
    account, target = part.reading.account, part.section.target
    info = account.section(message.info, {}).into(target)
    document = account.section(message.document, {}).into(target)
    refdoc = account.section(message.refdoc, {}).into(target)
    own = message.info.child("ConversationRef") is None
    info.take("MsgId" if own else "ConversationRef/RefToConversation", "chain")
    _take_flags(info, document, account.section(message.body, {}).into(target), head)
    times.take(refdoc, "IssueDate/@V", "accountable.comparison_time", head.zone)
    if not topics:
        _sent(info, head)
    if not part.section.target.has("title"):
        _leave_plan_parts(info, document)
    refdoc.keep("Description")
    document.keep("ContentDescription")
    _route(info, document, refdoc)
    return notes(document, "Annotation")


def _sent(info: Section, head: Head) -> None:
    """GenDate: the time that blocks compare with when the document itself has none."""
    if head.issued is None:
        times.take(info, "GenDate", "accountable.comparison_time", head.zone)
        return
    leaf = info.leaf("GenDate")
    try:
        times.either("" if leaf is None else leaf.value, head.zone)
    except Unreadable as error:
        info.refuse("GenDate", "accountable.comparison_time", error.expected, error.rule)
    info.drop("GenDate", Reason.ROUTING)


def _leave_plan_parts(info: Section, document: Section) -> None:
    """A stay has no title and no period of a document."""
    info.drop("Type/@DN", Reason.ROUTING)
    document.keep("FromDate/@V")
    document.keep("ToDate/@V")


def _take_flags(info: Section, document: Section, body: Section, head: Head) -> None:
    for shipment in body.children("InformasjonOmForsendelsen"):
        _take_shipment(shipment, head)
    _processing(info, head)
    consent = document.child("Consent")
    if consent is not None:
        for name in ("@V", "@S", "@DN", "@OT"):
            consent.keep(name)


def _take_shipment(shipment: Section, head: Head) -> None:
    name = "ForbeholdOmVideresending"
    if head.envelope.onward_objection is False:
        shipment.keep(name)
    else:
        shipment.take(name, "labels", boolean)
    for each in ("Forsendelsesstatus/@V", "Forsendelsesstatus/@DN", "SvarPaaForesporsel"):
        shipment.drop(each, Reason.ROUTING)
    for request in shipment.children("Foresporsel"):
        request.drop_whole(Reason.OUT_OF_SCOPE)


def _processing(info: Section, head: Head) -> None:
    part = info.child("ProcessingStatus")
    if part is None:
        return
    if head.envelope.processing in _TEST:
        part.take("@V", "labels")
    elif head.envelope.processing == PRODUCTION:
        part.drop("@V", Reason.ROUTING)
    else:
        part.refuse("@V", "labels", "P, D or T", "plo.processing")
    part.drop("@DN", Reason.DISPLAY_ONLY)


_INFO_ROUTING: Final = (
    "MIGversion",
    "MsgId",
    "ConversationRef/RefToParent",
    "Type/@V",
    "RequestedPriority/@V",
    "RequestedPriority/@DN",
    "Ack/@V",
    "Ack/@DN",
    "Sender/ComMethod/@V",
    "Sender/ComMethod/@DN",
)
_CODED_ROUTING: Final = ("DocumentConnection", "ContentType", "ContentCategory")
_REFDOC_ROUTING: Final = ("Id", "MimeType", "FileReference")


def _route(info: Section, document: Section, refdoc: Section) -> None:
    """Leave out what only carries the message."""
    for name in _INFO_ROUTING:
        info.drop(name, Reason.ROUTING)
    for name in ("Receiver", "OtherReceiver"):
        for each in info.children(name):
            each.drop_whole(Reason.ROUTING)
    for name in _CODED_ROUTING:
        for each in document.children(name):
            each.drop_whole(Reason.ROUTING)
    for name in ("OidRef", "EnquiryRefId"):
        document.drop(name, Reason.ROUTING)
    for name in ("MsgType", "Compression"):
        for each in refdoc.children(name):
            each.drop_whole(Reason.ROUTING)
    for name in _REFDOC_ROUTING:
        refdoc.drop(name, Reason.ROUTING)
