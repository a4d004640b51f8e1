"""The agreement that binds a plan together <-> CarePlan, CareTeam, Appointment, DocumentReference.

Kinds: the eight of RIV-TA TypeOfCarePlanEnum and patientkontrakt. Its four parts (SKR): agreement
→ description and activities; fixed contact → one CareTeam per appointing organisation; agreed
times → Appointment; coherent plan → partOf and supportingInfo. Overall responsible → author.
https://hl7.org/fhir/R4/careplan.html
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import SourcedRecord


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
class ContractRecord(SourcedRecord):
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
