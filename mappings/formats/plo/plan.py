"""The plan of a message → CarePlan: what all its records belong to; for a stay, the stay itself.

MsgInfo/Type → title; TypeInnhold → category; IssueDate → created; FromDate, ToDate → period; the
sender → author, and accountable for every record. Status and intent have no element in PLO. What
the message held for another safety channel becomes one coded flag with the time it was sent.
HIS 80601 MsgHead · https://hl7.org/fhir/R4/careplan.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mappings.account import Section
from mappings.activity import ActivityRecord
from mappings.agreed_time import AgreedTimeRecord
from mappings.care_team import CareTeamRecord
from mappings.errors import DocumentRefused
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.follow_up import FollowUpRecord
from mappings.formats import times
from mappings.formats.plo.codes import PRODUCTION, TRAFFIC
from mappings.formats.plo.envelope import Head
from mappings.formats.plo.opening import Message
from mappings.formats.plo.reading import Part, inform, issue_at
from mappings.formats.plo.values import concept, listed, words
from mappings.goal import GoalRecord
from mappings.narrative import NarrativeRecord
from mappings.need import NeedRecord
from mappings.patient_contract import Commitment, ContractRecord
from mappings.record import Record
from mappings.redacted import Redacted
from mappings.safety_notice import SafetyNotice, SafetyTopic
from mappings.self_monitoring import MeasurementRecord
from mappings.stay import StayRecord
from mappings.support_need import AssessmentRecord
from mappings.what_matters import StatementRecord

_TEST: Final = TRAFFIC - {PRODUCTION}
_SUPPORTING: Final = {
    StatementRecord: "Observation",
    NarrativeRecord: "Observation",
    AssessmentRecord: "Observation",
    MeasurementRecord: "Observation",
    StayRecord: "Encounter",
    AgreedTimeRecord: "Appointment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside(Redacted):
    """What stands beside the records: safety topics left out, remarks, who answers for it."""

    topics: tuple[SafetyTopic, ...] = ()
    remarks: tuple[Note, ...] = ()
    participating: tuple[Reference, ...] = ()


def plan(
    part: Part, message: Message, head: Head, records: list[Record], beside: Beside
) -> ContractRecord:
    info = part.reading.account.section(message.info, {}).into(part.section.target)
    title = words(info, "Type/@DN", "title")
    categories = tuple(_contents(part))
    period = take_document_dates(part, message)
    safety = _safety(info, head, beside.topics)
    _note_missing(part)
    return ContractRecord(
        **part.common(),
        kind=message.kind,
        status="unknown",
        intent="plan",
        title=title,
        categories=categories,
        period=period,
        created=None if head.issued is None else head.issued.date_time,
        responsible=head.accountable.care_giver,
        participating=beside.participating,
        goals=_references(records, GoalRecord, "Goal"),
        needs=_references(records, NeedRecord, "Condition"),
        care_teams=_references(records, CareTeamRecord, "CareTeam"),
        commitments=tuple(_commitments(records)),
        supporting=tuple(_supporting(records)),
        safety=safety,
        notes=(*beside.remarks, *_remarks(part, len(beside.remarks))),
    )


def _contents(part: Part) -> Iterator[Concept]:
    """What kind of content the message says it has."""
    section = part.section
    found = [
        concept(each.child("TypeInnhold"), "categories")
        for each in section.children("TypeInnholdIMelding")
    ]
    found += [
        listed(each.child("TypeInnholdKonsultasjon"), "categories")
        for each in section.children("InnholdKonsultasjon")
    ]
    yield from (each for each in found if each is not None)


_REMARKED: Final = ("TypeInnholdIMelding", "InnholdKonsultasjon", "OpplysningerTilSoknad")


def _remarks(part: Part, at: int) -> Iterator[Note]:
    for name in _REMARKED:
        for each in part.section.children(name):
            text = each.keep("Merknad", "notes", at=at)
            if text is not None:
                at += 1
                yield Note(text=text.strip())


def _safety(info: Section, head: Head, topics: tuple[SafetyTopic, ...]) -> SafetyNotice | None:
    """The flag that the message of that time held more; raises when no time can be read."""
    if not topics:
        return None
    sent = times.take(info, "GenDate", "safety.sent_at", head.zone) or head.issued
    if sent is None:
        expected = "when the message was made, since it holds safety information"
        raise DocumentRefused([issue_at(info.node, "plo.gen-date", expected)])
    return SafetyNotice(sent_at=sent.date_time, sender=head.accountable.care_giver, topics=topics)


def _note_missing(part: Part) -> None:
    for field in ("status", "intent"):
        expected = f"CarePlan.{field}, which the standard has no element for"
        inform(part, part.section.node, field, f"plo.plan.{field}", expected)


def _references(
    records: Iterable[Record], kind: type[Record], resource: str
) -> tuple[Reference, ...]:
    return tuple(
        Reference(type=resource, identifier=each.id) for each in records if isinstance(each, kind)
    )


def _commitments(records: list[Record]) -> Iterator[Commitment]:
    outcomes = [each for each in records if isinstance(each, FollowUpRecord)]
    for each in records:
        if isinstance(each, ActivityRecord):
            came = [
                follow
                for follow in outcomes
                if any(one.identifier == each.id for one in follow.about)
            ]
            yield Commitment(
                activity=Reference(type="ServiceRequest", identifier=each.id),
                outcomes=_references(came, FollowUpRecord, "Observation"),
            )


def _supporting(records: Iterable[Record]) -> Iterator[Reference]:
    for each in records:
        resource = _SUPPORTING.get(type(each))
        if resource is not None:
            yield Reference(type=resource, identifier=each.id)


def take_document_dates(part: Part, message: Message) -> Period | None:
    """FromDate and ToDate of the document, the period of the plan."""
    section = part.reading.account.section(message.document, {}).into(part.section.target)
    start = times.take(section, "FromDate/@V", "period.start", part.reading.zone)
    end = times.take(section, "ToDate/@V", "period.end", part.reading.zone)
    if start is None and end is None:
        return None
    return Period(
        start=None if start is None else start.text, end=None if end is None else end.text
    )
