"""What a decision about access looks at, and what it says.

Every question that a rule asks is answered true, false, unknown (nobody can say now) or absent
(nobody ever said); which of them stands in the way is told by the rule tables. None of these values
names a person but by the identifier that was asked about; an AccessDecision names nobody at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from mappings.record import Area
from mappings.redacted import Redacted


class Told(Enum):
    """What is known about one question."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    ABSENT = "absent"

    __hash__ = object.__hash__  # these are keys, and an Enum hashes its name each time

    @classmethod
    def of(cls, known: bool | None) -> "Told":  # noqa: FBT001  it is the value itself
        """True or false as known; None is absent."""
        if known is None:
            return cls.ABSENT
        return cls.TRUE if known else cls.FALSE


class Purpose(Enum):
    """For whom it is decided: a named reader, or a job between two authorities."""

    VIEW = "view"
    TRANSFER = "transfer"

    __hash__ = object.__hash__  # these are keys, and an Enum hashes its name each time


class Audience(Enum):
    """For whom something is written."""

    PERSON = "person"
    STAFF = "staff"
    GUARDIAN = "guardian"


class Verdict(Enum):
    """ALLOW; or a reader learns only that blocked data exist; or nothing; or somebody must look."""

    ALLOW = "allow"
    BLOCKED_EXISTS = "blocked-exists"
    NOTHING = "nothing"
    HOLD = "hold"


class Reason(Enum):
    """Why it was decided so, as a steward reads it; tells nothing about anybody."""

    PERMITTED = "permitted"
    KIND_OUT_OF_SCOPE = "kind-out-of-scope"
    NO_RULE = "no-rule-in-force"
    NO_BASIS = "no-basis"
    BREAK_GLASS_IS_NO_BASIS = "break-glass-is-no-basis"
    ANOTHER_AREA = "another-area-of-law"
    NEEDS_LEGAL_DECISION = "needs-a-legal-decision"
    DIRECT_ACCESS_IS_NO_BASIS = "direct-access-is-no-basis"
    NOT_ENROLLED = "not-enrolled"
    REGISTER_SILENT = "register-silent"
    NO_REGISTER = "no-register-of-persons"
    PROTECTED_IDENTITY = "protected-identity"
    DECEASED = "deceased"
    COME_OF_AGE = "come-of-age"
    MOVED = "moved"
    IDENTITY_REPLACED = "identity-replaced"
    UNIT_CLOSED_OR_MOVED = "unit-closed-or-moved"
    BLOCKED = "blocked"
    BLOCK_SERVICE_SILENT = "block-service-silent"
    BLOCK_KEYS_MISSING = "block-keys-missing"
    ONWARD_OBJECTION = "onward-objection"
    RESERVED = "reserved"
    HELD = "held"
    NO_CONSENT = "no-consent"
    NO_CARE_RELATION = "no-care-relation"
    NOT_RELEVANT = "not-relevant"
    LABELLED = "labelled"
    NOT_APPROVED_FOR_PATIENT = "not-approved-for-patient"
    NOT_IN_FIELD_LIST = "not-in-field-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDecision(Redacted):
    """What was decided, why, and by which rule of the tables (its id)."""

    verdict: Verdict
    reason: Reason
    rule: str

    @property
    def allows(self) -> bool:
        return self.verdict is Verdict.ALLOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountable(Redacted):
    """Whose a record is: the keys that blocks compare, as identifier values.

    `comparison_time` is a FHIR dateTime, as precise as the source gave it. Where there is none,
    `not_before` and `not_after` say between when it was written, as far as that is known.
    """

    care_giver: str | None = None
    care_unit: str | None = None
    comparison_time: str | None = None
    area: Area | None = None
    not_before: str | None = None
    not_after: str | None = None


class Grantor(Enum):
    """In which role somebody set a block or gave a consent."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift(Redacted):
    """A block that is lifted for some days, for one unit or one member of staff.

    `start` is None where the source does not say from when.
    """

    id: str
    start: datetime | None
    end: datetime
    care_unit: str | None = None
    employee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Redacted):
    """Data of a care giver (outer block) or of one of its units (inner) that others may not see.

    It covers what has a comparison time between `start` and `end`, both included, and is in force
    from `since` to `until`; None is open. `excepted` are information types that it leaves open;
    `understood` is False when it says something that can't be read: then it covers everything.
    """

    id: str
    care_giver: str | None = None
    care_unit: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    excepted: frozenset[str] = frozenset()
    lifts: tuple[Lift, ...] = ()
    set_by: Grantor = Grantor.UNKNOWN
    understood: bool = True


class ConsentBasis(Enum):
    """Who consented: the person, a guardian, or others who assessed what the person would want."""

    PERSON = "person"
    GUARDIAN = "guardian"
    INCAPACITATED_ASSESSED = "incapacitated-assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts(Redacted):
    """One registered consent: of whom (a local handle), what it rests on, from when until when.

    `route` and `plan_kinds` narrow it; `assessor` and `assessed_on` stand by a consent of somebody
    who can't decide. `by` registered it at `at`. `ended` is when it was ended, which can't be
    undone; `mistaken` that it was registered by mistake.
    """

    id: str
    person: str
    basis: ConsentBasis
    start: str
    by: str
    at: str
    route: str | None = None
    plan_kinds: tuple[str, ...] = ()
    end: str | None = None
    assessor: str | None = None
    assessed_on: str | None = None
    ended: str | None = None
    mistaken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Redacted):
    """Who would see the data: a unit of a care giver, and the member of staff if it is one."""

    care_giver: str | None = None
    care_unit: str | None = None
    employee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Redacted):
    """Who would read: the person (no actor), or somebody of a unit, and what speaks for it."""

    actor: Actor | None
    relation: Told = Told.ABSENT
    relevance: Told = Told.ABSENT
    consent: Told = Told.ABSENT


class Question(Enum):
    """What a decision asks, in the order in which the tables ask it."""

    BASIS = "basis"
    KIND = "kind"
    ENROLLED = "enrolled"
    PROTECTED = "protected"
    BLOCKED = "blocked"
    OBJECTION = "objection"
    HELD = "held"
    RELATION = "relation"
    RELEVANCE = "relevance"
    CONSENT = "consent"
    LABEL = "label"
    APPROVED = "approved"
    FIELDS = "fields"

    __hash__ = object.__hash__  # these are keys, and an Enum hashes its name each time


class Condition(Enum):
    """When a rule asks at all: an unconditional rule always does."""

    KIND_NEEDS_CONSENT = "kind-needs-consent"
    READER_IS_STAFF = "reader-is-staff"
    READER_IS_PERSON = "reader-is-person"

    __hash__ = object.__hash__  # these are keys, and an Enum hashes its name each time


@dataclass(frozen=True, slots=True)
class Answer(Redacted):
    """How a question is answered; `reason` where it says more than the rule that asks."""

    told: Told
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Redacted):
    """All that one decision looks at. A question that nobody answers is answered ABSENT."""

    purpose: Purpose
    on: date
    answers: Mapping[Question, Answer]
    conditions: frozenset[Condition] = frozenset()
