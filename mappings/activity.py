"""Who does what <-> ServiceRequest (https://hl7.org/fhir/R4/servicerequest.html), and Task on it.

An existing or decided service and a planned follow-up are activities too, told apart by category.
`CarePlan.activity.detail` is read from others, not written.
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.values import Concept, Note, Period, Quantity, Reference, Schedule
from mappings.record import Record


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
