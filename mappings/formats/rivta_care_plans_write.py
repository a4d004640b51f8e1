"""Plans → RIV-TA GetCarePlans 2.0 response, valid against GetCarePlansResponder_2.0.xsd.

In scope: the header, the eight kinds, participating units, and documents of at most 100 KB in the
six media types (TKB clinicalprocess:logistics:logistics ch. 7). All else is reported as left out.
A plan without a document of its own gets a readable text of the whole plan, marked as such. What
the schema requires is never made up: a plan without it is left out, and so is one whose security
labels the contract can't carry, or that was withdrawn (`nullified` must not be sent). The plan's
source must name the HSA-id of the system that answers (rivta.values.source_uri).
"""

import base64
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mappings.attachment import AttachmentRecord
from mappings.errors import Unreadable
from mappings.fhir.values import Reference
from mappings.formats.rivta.content import HTML, MEDIA_TYPES, MOST_BYTES, clean_html, decoded
from mappings.formats.rivta.elements import Unwritable, attach, element, ii, optional
from mappings.formats.rivta.given import Given
from mappings.formats.rivta.header_out import approval_of, document_id, header, own_source_ids
from mappings.formats.rivta.left_out import NO_PLACE, PlanLeftOut, Report
from mappings.formats.rivta.readable import readable
from mappings.formats.rivta_care_plans import AREAS, BODY, KIND, KINDS, UNIT
from mappings.patient_contract import ContractRecord
from mappings.record import Accountable, LeftOut, Record, Written
from mappings.tree import Node

RESPONDER: Final = "urn:riv:clinicalprocess:logistics:logistics:GetCarePlansResponder:2"
IN_TEXT: Final = "it is said in the readable text alone"
_LOG: Final = uuid.UUID("5a2e6f0c-51b1-5e0e-9b57-0d2a2f6f3c11")


def write(records: Iterable[Record]) -> Written:
    """Write every plan that the contract can hold, and say what it can't."""
    given = Given(records)
    root = Node("GetCarePlansResponse", space=RESPONDER)
    left_out: list[LeftOut] = []
    written: set[int] = set()
    said: set[int] = set()
    keys: set[tuple[str | None, str]] = set()
    for plan in given.of(ContractRecord):
        report = Report(taken=written)
        try:
            _check_key(plan, keys)
            made = _plan(plan, given, report)
        except PlanLeftOut as error:
            left_out.append(LeftOut(record=plan.id, kind="ContractRecord", reason=error.reason))
            continue
        attach(root, made)
        left_out += report.left_out
        written |= {*report.written, id(plan)}
        said |= report.said
    _result(root, given)
    left_out += _others(given, written, said)
    return Written(tree=root, left_out=tuple(left_out))


def _check_key(plan: ContractRecord, keys: set[tuple[str | None, str]]) -> None:
    """See that no other plan of the answer has the documentId; raises PlanLeftOut."""
    key = (plan.source, document_id(plan))
    if key in keys:
        raise PlanLeftOut("source_ids: another plan of this answer has the same documentId")
    keys.add(key)


def _others(given: Given, written: set[int], said: set[int]) -> list[LeftOut]:
    """The records that went into no plan; of the plans themselves it has been said why."""
    return [
        LeftOut(
            record=record.id,
            kind=type(record).__name__,
            reason=IN_TEXT if id(record) in said else NO_PLACE,
        )
        for record in given.records
        if id(record) not in written and not isinstance(record, ContractRecord)
    ]


def _result(root: Node, given: Given) -> None:
    result = element(root, "result", space=RESPONDER)
    element(result, "resultCode", "OK")
    # Anything that tells this answer from others; derived, so that the same plans give the same.
    about = " ".join(record.id.value for record in given.of(ContractRecord))
    element(result, "logId", str(uuid.uuid5(_LOG, about)))


def _plan(plan: ContractRecord, given: Given, report: Report) -> Node:
    if plan.kind is not None and plan.kind.value not in KINDS:
        raise PlanLeftOut(f"kind: GetCarePlans has no kind {plan.kind.value}")
    if plan.status == "entered-in-error" or plan.withdrawn:
        raise PlanLeftOut("status: a withdrawn plan is left out of an answer")
    made = element(None, "carePlan", space=RESPONDER)
    attach(made, header(plan, given, report))
    body = element(made, BODY)
    documents = _documents(body, plan, given, report)
    in_text = not documents or plan.safety is not None
    if in_text:
        _say_all(body, plan, given, report)
    for unit in plan.participating:
        report.attempt(plan, "participating", _participating, body, unit)
    optional(body, KIND, None if plan.kind is None else plan.kind.value)
    report.compare(plan, _kept(plan, documents), IN_TEXT if in_text else NO_PLACE)
    return made


def _kept(plan: ContractRecord, documents: list[AttachmentRecord]) -> ContractRecord:
    """The plan as far as the contract has elements for it: as it would come back."""
    return ContractRecord(
        id=plan.id,
        person=plan.person,
        accountable=_kept_keys(plan),
        labels=approval_of(plan),
        source=plan.source,
        source_ids=own_source_ids(plan),
        kind=plan.kind,
        status="unknown",
        intent="plan",
        title=plan.title,
        created=plan.created,
        responsible=plan.responsible,
        participating=tuple(_bare("Organization", each) for each in plan.participating),
        supporting=tuple(
            Reference(type="DocumentReference", identifier=each.id) for each in documents
        ),
        encounter=None if plan.encounter is None else _bare("Encounter", plan.encounter),
    )


def _kept_keys(plan: ContractRecord) -> Accountable:
    keys = plan.accountable or Accountable()
    return replace(
        keys,
        area=None if plan.kind is None else AREAS.get(plan.kind),
        care_unit=None if keys.care_unit is None else _bare("Organization", keys.care_unit),
        care_giver=None if keys.care_giver is None else _bare("Organization", keys.care_giver),
    )


def _bare(kind: str, reference: Reference) -> Reference:
    return Reference(type=kind, identifier=reference.identifier)


def _participating(body: Node, unit: Reference) -> None:
    if unit.identifier is None:
        raise Unwritable("an identifier")
    ii(body, UNIT, unit.identifier)


# -- content ------------------------------------------------------------------------------------


def _documents(
    body: Node, plan: ContractRecord, given: Given, report: Report
) -> list[AttachmentRecord]:
    """Write the plan's own documents; the answer is those that could be written."""
    found = []
    for document in given.meant(plan.supporting, AttachmentRecord):
        report.took(document)
        try:
            data = _data(document)
            _content(body, document, data)
        except Unwritable as error:
            report.whole(document, f"the contract asks for {error.reason}")
        else:
            report.compare(document, _as_read(document, data, plan))
            found.append(document)
    return found


def _data(document: AttachmentRecord) -> str | None:
    """What can be read here, HTML without what acts; raises Unwritable."""
    if document.status != "current":
        raise Unwritable("what is current")
    if document.media_type not in MEDIA_TYPES:
        raise Unwritable(f"one of the media types {', '.join(sorted(MEDIA_TYPES))}")
    if document.data is None:
        if document.url is None:
            raise Unwritable("a value or a reference")
        return None
    try:
        data = (clean_html if document.media_type == HTML else decoded)(document.data)
    except Unreadable as error:
        raise Unwritable(error.expected) from None
    if len(data) > MOST_BYTES:
        raise Unwritable(f"at most {MOST_BYTES} bytes")
    return base64.b64encode(data).decode("ascii")


def _content(body: Node, document: AttachmentRecord, data: str | None) -> None:
    made = element(None, "content")
    element(made, "mediaType", document.media_type)
    # Exactly one of the two: what can be read here goes before what must be fetched.
    if data is not None:
        element(made, "value", data)
    else:
        element(made, "reference", document.url)
    attach(body, made)


def _as_read(
    document: AttachmentRecord, data: str | None, plan: ContractRecord
) -> AttachmentRecord:
    """The document as it comes back: what the plan says of it, and its content."""
    keys = _kept_keys(plan)
    return AttachmentRecord(
        id=document.id,
        person=plan.person,
        accountable=keys,
        labels=approval_of(plan),
        source=plan.source,
        status="current",
        media_type=document.media_type,
        title=plan.title,
        created=plan.created,
        data=data,
        url=None if data is not None else document.url,
        size=document.size,
        hash=document.hash,
        authors=() if plan.responsible is None else (plan.responsible,),
        custodian=keys.care_giver,
    )


def _say_all(body: Node, plan: ContractRecord, given: Given, report: Report) -> None:
    """Write the whole plan as one readable text."""
    text, records = readable(plan, given)
    data = text.encode()
    if len(data) > MOST_BYTES:
        report.part(plan, "supporting", f"its readable text is longer than {MOST_BYTES} bytes")
        return
    made = element(body, "content")
    element(made, "mediaType", "text/plain")
    element(made, "value", base64.b64encode(data).decode("ascii"))
    report.said.update(id(record) for record in records)
