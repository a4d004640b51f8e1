"""Who does what <-> ServiceRequest (https://hl7.org/fhir/R4/servicerequest.html), and Task on it.

An existing or decided service and a planned follow-up are activities too, told apart by the own
code in category. Recommended, agreed and decided are three intents, and never one another: what a
hospital recommends is no order. Who does it is performer, and which goals it serves the extension
https://hl7.org/fhir/R4/extension-resource-pertainstogoal.html.
`CarePlan.activity.detail` is read from others, not written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from mappings.codes.systems import ACTIVITY_KIND, PERTAINS_TO_GOAL
from mappings.codes.tables import by_value
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.types import ServiceRequest, Task
from mappings.fhir.values import Concept, Note, Period, Quantity, Reference, Schedule
from mappings.record import Record
from mappings.record_fhir import (
    common_in,
    common_out,
    concept_fields,
    fields,
    note_fields,
    period_fields,
)


class Standing(Enum):
    """How far an activity has come: ServiceRequest.intent proposal, plan, order."""

    RECOMMENDED = "proposal"
    AGREED = "plan"
    DECIDED = "order"


class ActivityKind(Enum):
    """What role the activity has for the plan (own code system activity-kind)."""

    MEASURE = "measure"
    SERVICE = "service"
    SERVICE_NEED = "service-need"
    FOLLOW_UP = "follow-up"
    CONTROL_TO_BOOK = "control-to-book"
    TENTATIVE_TIME = "tentative-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRecord(Record):
    """One thing that somebody does, or is to do.

    what          code and words; `kind` the role in the plan; `categories` the source's own (KVÅ,
                  KSI, 9151)
    status        ServiceRequest.status, from the source only
    performers    who does it: the person, a relative, a unit or an organisation
    serves        the goals it serves (resource-pertainsToGoal); `reasons` needs it answers
    occurs_at, occurs_during, schedule   when: at most one
    do_not        it must not be done; None when the source does not say
    """

    status: Code
    standing: Standing
    kind: ActivityKind
    what: Concept
    categories: tuple[Concept, ...] = ()
    do_not: bool | None = None
    quantity: Quantity | None = None
    occurs_at: DateTime | None = None
    occurs_during: Period | None = None
    schedule: Schedule | None = None
    as_needed: bool | None = None
    authored_on: DateTime | None = None
    requester: Reference | None = None
    performers: tuple[Reference, ...] = ()
    performer_type: Concept | None = None
    serves: tuple[Reference, ...] = ()
    reasons: tuple[Reference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    person_instruction: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord(Record):
    """Workflow on an activity: asked for, accepted, handed over (Task.focus is the activity)."""

    status: Code
    intent: Code
    focus: Reference
    what: Concept | None = None
    description: str | None = None
    status_reason: Concept | None = None
    business_status: Concept | None = None
    authored_on: DateTime | None = None
    last_modified: DateTime | None = None
    period: Period | None = None
    requester: Reference | None = None
    owner: Reference | None = None
    notes: tuple[Note, ...] = ()


_TIMING: Final = "ServiceRequest.occurrenceTiming"
FIELDS: Final[Mapping[str, str]] = {
    **fields("ServiceRequest"),
    "status": "ServiceRequest.status",
    "standing": "ServiceRequest.intent",
    "kind": "ServiceRequest.category[0].coding.code",
    **concept_fields("what", "ServiceRequest.code"),
    **concept_fields("categories", "ServiceRequest.category[]"),
    "do_not": "ServiceRequest.doNotPerform",
    "quantity": "ServiceRequest.quantityQuantity",
    "quantity.value": "ServiceRequest.quantityQuantity.value",
    "quantity.unit": "ServiceRequest.quantityQuantity.unit",
    "occurs_at": "ServiceRequest.occurrenceDateTime",
    **period_fields("occurs_during", "ServiceRequest.occurrencePeriod"),
    "schedule": _TIMING,
    "schedule.bounds.start": f"{_TIMING}.repeat.boundsPeriod.start",
    "schedule.bounds.end": f"{_TIMING}.repeat.boundsPeriod.end",
    "schedule.frequency": f"{_TIMING}.repeat.frequency",
    "schedule.period": f"{_TIMING}.repeat.period",
    "schedule.period_unit": f"{_TIMING}.repeat.periodUnit",
    "schedule.days": f"{_TIMING}.repeat.dayOfWeek[]",
    "schedule.times": f"{_TIMING}.repeat.timeOfDay[]",
    "schedule.text": f"{_TIMING}.code.text",
    "as_needed": "ServiceRequest.asNeededBoolean",
    "authored_on": "ServiceRequest.authoredOn",
    "requester": "ServiceRequest.requester",
    "performers": "ServiceRequest.performer[]",
    "performer_type": "ServiceRequest.performerType",
    "serves": f"ServiceRequest.extension.where(url='{PERTAINS_TO_GOAL}')[].valueReference",
    "reasons": "ServiceRequest.reasonReference[]",
    "based_on": "ServiceRequest.basedOn[]",
    "encounter": "ServiceRequest.encounter",
    "person_instruction": "ServiceRequest.patientInstruction",
    **note_fields("ServiceRequest"),
}
TASK_FIELDS: Final[Mapping[str, str]] = {
    **fields("Task", "for.identifier.value"),
    "status": "Task.status",
    "intent": "Task.intent",
    "focus": "Task.focus",
    "what": "Task.code",
    "description": "Task.description",
    "status_reason": "Task.statusReason",
    "business_status": "Task.businessStatus",
    "authored_on": "Task.authoredOn",
    "last_modified": "Task.lastModified",
    **period_fields("period", "Task.executionPeriod"),
    "requester": "Task.requester",
    "owner": "Task.owner",
    **note_fields("Task"),
}
STANDING: Final = by_value(FIELDS["standing"], Standing)
KIND: Final = by_value(FIELDS["kind"], ActivityKind)


def activity_to_fhir(record: ActivityRecord) -> ServiceRequest:
    made = common_out(record, "ServiceRequest")
    if record.serves:
        made["extension"] = [
            *made.get("extension", ()),
            *(
                dt.extension(PERTAINS_TO_GOAL, valueReference=dt.reference_out(goal))
                for goal in record.serves
            ),
        ]
    members = {
        "basedOn": dt.references_out(record.based_on),
        "status": record.status,
        "intent": STANDING.to_fhir(record.standing),
        "category": [
            dt.concept(ACTIVITY_KIND, KIND.to_fhir(record.kind)),
            *dt.concepts_out(record.categories),
        ],
        "doNotPerform": record.do_not,
        "code": dt.concept_out(record.what),
        "quantityQuantity": amounts.quantity_out(record.quantity),
        "subject": dt.person_out(record.person),
        "encounter": dt.reference_out(record.encounter),
        "occurrenceDateTime": record.occurs_at,
        "occurrencePeriod": amounts.period_out(record.occurs_during),
        "occurrenceTiming": amounts.schedule_out(record.schedule),
        "asNeededBoolean": record.as_needed,
        "authoredOn": record.authored_on,
        "requester": dt.reference_out(record.requester),
        "performerType": dt.concept_out(record.performer_type),
        "performer": dt.references_out(record.performers),
        "reasonReference": dt.references_out(record.reasons),
        "note": dt.notes_out(record.notes),
        "patientInstruction": record.person_instruction,
    }
    return cast("ServiceRequest", dt.filled(made, members))


def activity_from_fhir(request: ServiceRequest) -> ActivityRecord:
    need = dt.Need("an activity")
    return ActivityRecord(
        **common_in(request, request.get("subject"), "ServiceRequest"),
        status=need(request.get("status"), FIELDS["status"]),
        standing=STANDING.from_fhir(request.get("intent")),
        kind=KIND.from_fhir(dt.code_in(ACTIVITY_KIND, request.get("category"))),
        what=need(dt.concept_in(request.get("code")), FIELDS["what"]),
        categories=dt.others_in((ACTIVITY_KIND,), request.get("category")),
        do_not=request.get("doNotPerform"),
        quantity=amounts.quantity_in(request.get("quantityQuantity")),
        occurs_at=request.get("occurrenceDateTime"),
        occurs_during=amounts.period_in(request.get("occurrencePeriod")),
        schedule=amounts.schedule_in(request.get("occurrenceTiming")),
        as_needed=request.get("asNeededBoolean"),
        authored_on=request.get("authoredOn"),
        requester=dt.reference_in(request.get("requester")),
        performers=dt.references_in(request.get("performer")),
        performer_type=dt.concept_in(request.get("performerType")),
        serves=dt.references_in(
            [each.get("valueReference", {}) for each in dt.extensions_in(request, PERTAINS_TO_GOAL)]
        ),
        reasons=dt.references_in(request.get("reasonReference")),
        based_on=dt.references_in(request.get("basedOn")),
        encounter=dt.reference_in(request.get("encounter")),
        person_instruction=request.get("patientInstruction"),
        notes=dt.notes_in(request.get("note")),
    )


def task_to_fhir(record: TaskRecord) -> Task:
    made = common_out(record, "Task")
    members = {
        "status": record.status,
        "statusReason": dt.concept_out(record.status_reason),
        "businessStatus": dt.concept_out(record.business_status),
        "intent": record.intent,
        "code": dt.concept_out(record.what),
        "description": record.description,
        "focus": dt.reference_out(record.focus),
        "for": dt.person_out(record.person),
        "executionPeriod": amounts.period_out(record.period),
        "authoredOn": record.authored_on,
        "lastModified": record.last_modified,
        "requester": dt.reference_out(record.requester),
        "owner": dt.reference_out(record.owner),
        "note": dt.notes_out(record.notes),
    }
    return cast("Task", dt.filled(made, members))


def task_from_fhir(task: Task) -> TaskRecord:
    need = dt.Need("a task")
    return TaskRecord(
        **common_in(task, task.get("for"), "Task"),
        status=need(task.get("status"), TASK_FIELDS["status"]),
        intent=need(task.get("intent"), TASK_FIELDS["intent"]),
        focus=need(dt.reference_in(task.get("focus")), TASK_FIELDS["focus"]),
        what=dt.concept_in(task.get("code")),
        description=task.get("description"),
        status_reason=dt.concept_in(task.get("statusReason")),
        business_status=dt.concept_in(task.get("businessStatus")),
        authored_on=task.get("authoredOn"),
        last_modified=task.get("lastModified"),
        period=amounts.period_in(task.get("executionPeriod")),
        requester=dt.reference_in(task.get("requester")),
        owner=dt.reference_in(task.get("owner")),
        notes=dt.notes_in(task.get("note")),
    )
