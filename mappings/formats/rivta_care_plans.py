"""RIV-TA GetCarePlans 2.0 response → plans with their documents.

The contract is shaped like a document: header, plan type, participating units and `content` blobs
(TKB clinicalprocess:logistics:logistics 3.0.13 ch. 7). It has no structured goals, activities,
status or period, and none are read out of the narrative.
    carePlan                           CarePlan, status `unknown`, intent `plan` (it has neither)
    content                            DocumentReference in CarePlan.supportingInfo
    accountableHealthcareProfessional  CarePlan.author, PractitionerRole, Organization, block keys
    legalAuthenticator                 Provenance
A plan that can't be read takes only itself down: an answer may hold plans of several systems.
"""

from typing import Any, Final

from mappings import attachment, patient_contract
from mappings.account import Account, Reason, Section
from mappings.attachment import AttachmentRecord
from mappings.errors import Issue, RecordRefused, Severity, Unreadable
from mappings.fhir.values import Identifier, Reference
from mappings.formats.rivta import content, heading
from mappings.formats.rivta.answer import (
    II,
    RESULT,
    Shape,
    again,
    close,
    open_answer,
    refuse_whole,
    result_is_ok,
    say,
    text_at,
    texts,
)
from mappings.formats.rivta.origin import Origin
from mappings.formats.rivta.person import envelope_of, header_person
from mappings.formats.rivta.values import date_time, folded, identifier, unit
from mappings.patient_contract import ContractRecord, PlanKind
from mappings.record import Area, Document, Record, Source
from mappings.tree import Node

RESPONSE: Final = "GetCarePlansResponse"
HEADER: Final = "carePlanHeader"
BODY: Final = "carePlanBody"
UNIT: Final = "participatingCareUnitHSAId"
KIND: Final = "typeOfCarePlanEnum"
SHAPE: Final[Shape] = {
    "carePlan*": {
        HEADER: heading.SHAPE,
        BODY: {"content*": content.SHAPE, f"{UNIT}*": II, KIND: {}},
    },
    "result": RESULT,
}
KINDS: Final = {
    kind.value: kind
    for kind in (
        *(PlanKind.SIP, PlanKind.SPLPTLRV, PlanKind.SPU, PlanKind.VP),
        *(PlanKind.HP, PlanKind.RP, PlanKind.GP, PlanKind.SVP),
    )
}
# Socialstyrelsens termbank: a vårdplan is about health care, a genomförandeplan about an
# intervention of the social services. The other kinds may stand under both laws.
AREAS: Final = {
    PlanKind.VP: Area.HEALTH,
    PlanKind.SVP: Area.HEALTH,
    PlanKind.GP: Area.SOCIAL,
}


def read(tree: Node, source: Source, account: Account) -> Document:
    """Read one response; raises DocumentRefused for a Fault, an ERROR, or another document."""
    answer = open_answer(tree, account, RESPONSE)
    complete = result_is_ok(account.section(answer.node, {}))
    records: list[Record] = []
    doubts: list[Identifier] = []
    plans = answer.node.all("carePlan")
    repeated = again(plans, _key, texts)
    for node in plans:
        section = account.section(node, patient_contract.FIELDS)
        if repeated.get(id(node)):
            section.drop_whole(Reason.REPEATED)
        else:
            records += _plan_or_nothing(section, source, doubts, ambiguous=id(node) in repeated)
    close(account, answer.node, SHAPE, "CarePlan")
    envelope = envelope_of(records, doubts, answer.complete(complete))
    return Document(records=tuple(records), issues=tuple(account.issues), envelope=envelope)


def _key(plan: Node) -> str:
    system, document = (text_at(plan, HEADER, name) for name in ("sourceSystemHSAId", "documentId"))
    return f"{folded(system)}\x1e{document}" if document else ""


# -- one plan -----------------------------------------------------------------------------------


def _plan_or_nothing(
    section: Section, source: Source, doubts: list[Identifier], *, ambiguous: bool
) -> tuple[Record, ...]:
    if ambiguous:
        refuse_whole(section, _ambiguity(section))
        return ()
    try:
        return _plan(section, source, doubts)
    except RecordRefused as refused:
        refuse_whole(section, refused.issue)
        return ()


def _ambiguity(section: Section) -> Issue:
    expected = "one plan with this documentId, but this answer has several that differ"
    return section.issue(f"{HEADER}/documentId", "id", expected, "rivta.careplan.ambiguous")


def _plan(section: Section, source: Source, doubts: list[Identifier]) -> tuple[Record, ...]:
    header = section.child(HEADER)
    if header is None:
        raise RecordRefused(section.issue(HEADER, "id", "a header", "rivta.careplan"))
    document = heading.document(header, source)
    record_id = document.mint("plan")
    section.target.bind(record_id.value)
    person = header_person(header, doubts)
    withdrawn = heading.is_withdrawn(header)
    kind = section.take(f"{BODY}/{KIND}", "kind", _plan_kind)
    area = None if kind is None else AREAS.get(kind)
    origin = heading.origin(header, document, person, area)
    professional = heading.professional(header, origin)
    facts = {
        **origin.common(),
        "id": record_id,
        "source_ids": (heading.source_id(document),),
        "kind": kind,
        "intent": _intent(section),
        "created": date_time(header, "documentTime", "created", document.zone),
        "responsible": professional.reference,
        "encounter": heading.encounter(header, document),
    }
    make = _withdrawn if withdrawn else _standing
    return (*make(section, header, origin, facts), *professional.records)


def _withdrawn(
    section: Section, header: Section, _: Origin, facts: dict[str, Any]
) -> tuple[Record, ...]:
    """A plan that was wrong, without what it said: that may have been about another person."""
    for name in ("documentTitle", "nullifiedReason"):
        header.drop(name, Reason.CANCELLED)
    for part in (header.child("legalAuthenticator"), section.child(BODY)):
        if part is not None:
            part.drop_whole(Reason.CANCELLED)
    expected = "no nullified plan: it is entered-in-error now, and its content is left out"
    say(section, f"{HEADER}/nullified", "status", expected, "rivta.careplan.nullified")
    texts = tuple(section.target.texts)
    return (ContractRecord(**facts, status="entered-in-error", source_texts=texts),)


def _standing(
    section: Section, header: Section, origin: Origin, facts: dict[str, Any]
) -> tuple[Record, ...]:
    plan = Reference(type="CarePlan", identifier=facts["id"])
    title = header.take("documentTitle", "title")
    about = content.About(
        title=title,
        created=facts["created"],
        author=facts["responsible"],
        custodian=None if origin.accountable is None else origin.accountable.care_giver,
    )
    documents = _documents(section, origin, about)
    signature = heading.signature(header, origin, plan)
    header.keep("nullifiedReason")
    contract = ContractRecord(
        **facts,
        status=_status(section),
        title=title,
        participating=_participating(section, origin.document.owner),
        supporting=tuple(
            Reference(type="DocumentReference", identifier=each.id) for each in documents
        ),
        source_texts=tuple(section.target.texts),
    )
    return (contract, *documents, *(() if signature is None else (signature,)))


def _plan_kind(text: str) -> PlanKind:
    kind = KINDS.get(text.strip())
    if kind is None:
        raise Unreadable(f"one of {', '.join(KINDS)}", "rivta.careplan.kind")
    return kind


def _status(section: Section) -> str:
    expected = "a status, which this contract does not have: it is unknown"
    say(
        section,
        "status",
        "status",
        expected,
        "rivta.careplan.status",
        severity=Severity.INFORMATION,
    )
    return "unknown"


def _intent(section: Section) -> str:
    expected = "an intent, which this contract does not have: what it carries are plans"
    say(
        section,
        "intent",
        "intent",
        expected,
        "rivta.careplan.intent",
        severity=Severity.INFORMATION,
    )
    return "plan"


def _participating(section: Section, owner: str) -> tuple[Reference, ...]:
    body = section.child(BODY)
    found: list[Reference] = []
    for part in () if body is None else body.children(UNIT):
        each = unit(identifier(part, "participating", owner, at=len(found)))
        if each is not None:
            found.append(each)
    return tuple(found)


def _documents(section: Section, origin: Origin, about: content.About) -> list[AttachmentRecord]:
    body = section.child(BODY)
    found: dict[str, AttachmentRecord] = {}
    for part in () if body is None else body.children("content"):
        held = content.see(part.open(attachment.FIELDS))
        record_id = held.id(origin)
        if record_id.value in found:
            part.drop_whole(Reason.REPEATED)
            continue
        try:
            found[record_id.value] = content.content(held, record_id, origin, about)
        except RecordRefused as refused:
            refuse_whole(held.section, refused.issue)
    if not any(map(content.is_readable, found.values())):
        expected = "content that can be read here: a reference is not fetched"
        say(section, f"{BODY}/content", "supporting", expected, "rivta.careplan.no-content")
    return list(found.values())
