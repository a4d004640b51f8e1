"""What a plan decides about records, what came of it, and what stops a run.

`here` and `there` are the two sides of a route; a `key` names a record across sides and runs.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from adapter.values.seen import Ref, Resource, Seen
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


class End(Enum):
    """A side of a route."""

    HERE = "here"
    THERE = "there"

    __hash__ = object.__hash__  # that of an Enum hashes its name each time, and ends are keys

    @property
    def other(self) -> "End":
        return End.THERE if self is End.HERE else End.HERE


class Step(Enum):
    """What the plan says to do with one record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    KEEP = "keep"
    HOLD = "hold"
    CONFLICT = "conflict"

    __hash__ = object.__hash__


class Why(Enum):
    """Why a record or a person is held back until somebody looks or something changes."""

    NOT_ENROLLED = "not-enrolled"
    PERSON_NOT_THERE = "person-not-there"
    PERSON_AMBIGUOUS = "person-ambiguous"
    PROTECTED_IDENTITY = "protected-identity"
    RESERVATION_OR_WISH = "reservation-or-wish"
    IDENTITY_UNCONFIRMED = "identity-unconfirmed"
    CONSENT_CODE_UNKNOWN = "consent-code-unknown"
    DEATH_REPORTED = "death-reported"
    ONWARD_OBJECTION = "onward-objection"
    NOT_PRODUCTION = "not-production"
    CHANGED_BY_OTHER_SIDE = "changed-by-other-side"
    NOT_OF_THIS_ROUTE = "not-of-this-route"
    CHAIN_AMBIGUOUS = "chain-ambiguous"
    DUPLICATE_THERE = "duplicate-there"
    INVALID_RESOURCE = "invalid-resource"
    ENDPOINT_MODE = "endpoint-does-not-take-it"
    DELETED_BY_OWNER = "deleted-by-its-owner"
    UNUSUAL_STATUS = "unusual-change-of-status"
    PARTLY_TOLD = "partly-told"
    OF_SOMEBODY_ELSE = "of-somebody-else"
    WORDS_CHANGED_SINCE_ACCEPTED = "words-changed-since-accepted"
    REGISTER_SILENT = "register-silent"
    WITHHELD_THERE = "withheld-by-a-server"
    NO_REGISTER = "no-register-of-persons"
    DECEASED = "deceased"
    IDENTITY_REPLACED = "identity-replaced"
    MOVED = "moved"
    COME_OF_AGE = "come-of-age"
    UNIT_CLOSED_OR_MOVED = "unit-closed-or-moved"
    RESERVED = "reserved"
    NOT_TO_BE_KEPT = "not-to-be-kept"
    KIND_OUT_OF_SCOPE = "kind-out-of-scope"
    NO_RULE = "no-rule-in-force"
    NO_BASIS = "no-basis"
    BREAK_GLASS_IS_NO_BASIS = "break-glass-is-no-basis"
    ANOTHER_AREA = "another-area-of-law"
    NEEDS_LEGAL_DECISION = "needs-a-legal-decision"
    DIRECT_ACCESS_IS_NO_BASIS = "direct-access-is-no-basis"
    BLOCKED = "blocked"
    BLOCK_SERVICE_SILENT = "block-service-silent"
    BLOCK_KEYS_MISSING = "block-keys-missing"
    HELD = "held"
    NO_CONSENT = "no-consent"
    LABELLED = "labelled"
    NOT_IN_FIELD_LIST = "not-in-field-list"
    ERASED = "erased-by-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed(Redacted):
    """One unit that both sides changed, as JSON; None is a side that no longer has it."""

    unit: str
    here: Any
    there: Any
    base: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Redacted):
    """One step of a plan, towards one side.

    `body` is what would be sent, its references to other records still as keys; `version` is what
    an update expects to find. `person` is the local handle of the person, never an identifier.
    `settles` names the units on which the two sides agree once it is done; None: on all.
    `decided_by` names the people who decided on what is written, where somebody did.
    `before` is what stands there now of what an update or a delete replaces.
    """

    step: Step
    side: str
    person: str
    key: str
    type: str
    body: Resource | None = None
    ref: Ref | None = None
    version: str | None = None
    identifier: Identifier | None = None
    why: Why | None = None
    units: tuple[str, ...] = ()
    settles: tuple[str, ...] | None = ()
    disputed: tuple[Disputed, ...] = ()
    decided_by: tuple[str, ...] = ()
    before: Resource | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(Redacted):
    """A record on one side that refers by identifier only to another one, which is not there."""

    side: str
    person: str
    key: str
    target: str


class Result(Enum):
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Redacted):
    """What came of one action: the resource as the server answered it, or why not.

    `standing` is what stands under the identifier of what was to be made, and says something else.
    `perhaps_done`: it failed, and all the same a request of this run may have done it.
    """

    action: Action
    result: Result
    seen: Seen | None = None
    reason: str | None = None
    standing: Seen | None = None
    perhaps_done: bool = False


class StopReason(Enum):
    """Why nothing at all is sent: signs that something else changed than somebody's care."""

    ROUTE_CHANGED = "route-changed"
    SIDE_IS_EMPTY = "side-is-empty"
    MASS_CHANGE = "mass-change"
    WORLD_HAS_MOVED = "world-has-moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Redacted):
    """That a run sends nothing, and on what it goes; `detail` says what to look at."""

    reason: StopReason
    detail: str
