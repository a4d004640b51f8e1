"""The agreement that binds a plan together <-> CarePlan, CareTeam, Appointment, DocumentReference.

Kinds: the eight of RIV-TA TypeOfCarePlanEnum and patientkontrakt. Its four parts (SKR): agreement
→ description and activities; fixed contact → one CareTeam per appointing organisation; agreed
times → Appointment; coherent plan → partOf and supportingInfo. Overall responsible → author.
https://hl7.org/fhir/R4/careplan.html
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, Date, DateTime, Instant, Uri
from mappings.fhir.values import Concept, ContactPoint, Note, Period, Reference
from mappings.record import Record


class PlanKind(Enum):
    """What kind of plan: the first eight are RIV-TA's, the others our own plan-kind codes."""

    SIP = "SIP"
    SPLPTLRV = "SPLPTLRV"
    SPU = "SPU"
    VP = "VP"
    HP = "HP"
    RP = "RP"
    GP = "GP"
    SVP = "SVP"
    PATIENTKONTRAKT = "patientkontrakt"
    NURSING = "nursing-documentation"
    SERVICES = "municipal-services"
    MEDICAL = "medical-information"


class SafetyTopic(Enum):
    """What a source message also held that is no part of a plan."""

    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    DIAGNOSES = "diagnoses"
    INFECTION = "infection"
    BLOOD_TYPE = "blood-type"
    PACEMAKER = "pacemaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNotice:
    """The message of that date and sender also held safety information: look in the record."""

    sent_at: DateTime
    sender: Reference | None = None
    topics: tuple[SafetyTopic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Which version of the plan this is, as the parties count."""

    number: str | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One activity of the plan, with what came of it."""

    activity: Reference
    outcomes: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRecord(Record):
    """A plan. `kind` None: the source does not say.

    status, intent   CarePlan.status and .intent from the source (`unknown`, `plan` with an issue)
    agreement        what was agreed, in words; `categories` the source's own further kinds
    responsible      who answers for the whole (author); `participating` the units that take part
    safety           what else the source message held, as a coded flag, never as content
    withdrawn        missing from two complete answers of its source: kept, and marked
    """

    kind: PlanKind | None
    status: Code
    intent: Code
    title: str | None = None
    agreement: str | None = None
    categories: tuple[Concept, ...] = ()
    period: Period | None = None
    created: DateTime | None = None
    responsible: Reference | None = None
    participating: tuple[Reference, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    goals: tuple[Reference, ...] = ()
    needs: tuple[Reference, ...] = ()
    care_teams: tuple[Reference, ...] = ()
    supporting: tuple[Reference, ...] = ()
    part_of: tuple[Reference, ...] = ()
    replaces: tuple[Reference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    revision: Revision | None = None
    safety: SafetyNotice | None = None
    withdrawn: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One member of a team: who, in which roles, from when to when, reached how."""

    member: Reference
    roles: tuple[Concept, ...] = ()
    period: Period | None = None
    on_behalf_of: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTeamRecord(Record):
    """The fixed contacts that one organisation appointed, or those who take part in a plan."""

    status: Code | None = None
    fixed_contacts: bool = False
    name: str | None = None
    categories: tuple[Concept, ...] = ()
    contacts: tuple[Contact, ...] = ()
    organizations: tuple[Reference, ...] = ()
    period: Period | None = None
    contact_points: tuple[ContactPoint, ...] = ()
    notes: tuple[Note, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord(Record):
    """Agreed content as a document: inline (`data`, base64) or by a `url` that is not fetched.

    `status` is DocumentReference.status; `hash` SHA-1 (base64) and `size` of the bytes.
    """

    status: Code
    media_type: Code
    type: Concept | None = None
    title: str | None = None
    created: DateTime | None = None
    data: str | None = None
    url: Uri | None = None
    size: int | None = None
    hash: str | None = None
    authors: tuple[Reference, ...] = ()
    custodian: Reference | None = None
    date: Instant | None = None
    description: str | None = None

