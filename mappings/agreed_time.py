"""An agreed time <-> Appointment (https://hl7.org/fhir/R4/appointment.html)."""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.values import Concept, Reference
from mappings.record import Record


class Reply(Enum):
    """Appointment.participant.status."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needs-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    actor: Reference
    reply: Reply
    types: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTimeRecord(Record):
    """An agreed time. The person is the first attendee (`reply`), `attendees` are the others.

    `end` None means unknown and is said so (data-absent-reason), never made up. `zone` is the IANA
    zone the time was agreed in.
    """

    status: Code
    reply: Reply
    start: Instant | None = None
    end: Instant | None = None
    zone: Code | None = None
    what: Concept | None = None
    description: str | None = None
    comment: str | None = None
    person_instruction: str | None = None
    created: DateTime | None = None
    attendees: tuple[Attendee, ...] = ()
    based_on: tuple[Reference, ...] = ()
    supporting: tuple[Reference, ...] = ()
