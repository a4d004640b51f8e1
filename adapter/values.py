"""Frozen values that cross rooms: what was seen on a server, what was decided, what came of it.

`here` and `there` are the two sides of a route; a `key` names a record across sides and runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from mappings.fhir.values import Identifier
from mappings.record import MessageStatus

Resource: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A literal reference on one server: `Goal/17`."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A resource as one server held it at one moment; `version` is its meta.versionId."""

    ref: Ref
    version: str | None
    resource: Resource


class Step(Enum):
    """What the plan says to do with one record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    KEEP = "keep"
    HOLD = "hold"
    CONFLICT = "conflict"


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
    WORDS_CHANGED_SINCE_ACCEPTED = "words-changed-since-accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One step of a plan, towards one side.

    `body` is what would be sent, its references to other records still as keys; `version` is what
    an update expects to find. `person` is the local handle of the person, never an identifier.
    `settles` names the units on which the two sides agree once it is done; None: on all.
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
    disputed: "tuple[Disputed, ...]" = ()
    before: Resource | None = field(default=None, compare=False, repr=False)


class Result(Enum):
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one action: the resource as the server answered it, or why not."""

    action: Action
    result: Result
    seen: Seen | None = None
    reason: str | None = None


# What a route carries when it does not say.
CARRIED_TYPES: Final = (
    "CarePlan",
    "Goal",
    "Observation",
    "ServiceRequest",
    "Condition",
    "CareTeam",
    "Appointment",
    "List",
    "DocumentReference",
    "Encounter",
    "Consent",
    "Task",
)


class Mode(Enum):
    """What a side lets us do with the resources of a type."""

    READ = "read"
    APPEND = "append"
    WRITE = "write"


class Right(Enum):
    """Who may change a unit of a record: its owner's side, either side, or either by adding."""

    OWNER = "owner"
    SHARED = "shared"
    APPEND = "append"


class EndpointKind(Enum):
    FHIR = "fhir"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """One side we talk to: a FHIR server (`url`) or a drop folder (`path`).

    `party` is the organisation that answers for it; `system` and `zone` describe its documents.
    `modes` say for a resource type, or `*`, what it lets us do; what is not named may be written.
    """

    name: str
    kind: EndpointKind
    url: str | None = None
    path: str | None = None
    party: Identifier | None = None
    system: str | None = None
    zone: str | None = None
    environment: str = "test"
    token_env: str | None = None
    timeout: float = 30.0
    deadline: float = 120.0
    modes: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Two endpoints with rules. Its directions follow from their kinds.

    `rights` say for a type, or `Type.unit`, who may change it, where the usual table is not meant.
    """

    name: str
    here: EndpointSettings
    there: EndpointSettings
    basis: str
    types: tuple[str, ...] = CARRIED_TYPES
    receivers: tuple[Identifier, ...] = ()
    rights: Mapping[str, Right] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One person on one route: on which basis, from when to when, and who decided.

    `handle` is the local name under which people see the person in `status`.
    """

    route: str
    handle: str
    person: Identifier
    basis: str
    decided_by: str
    start: str
    end: str | None = None
    plan_kinds: tuple[str, ...] = ()
    consent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Something that waits for a person: which route and person, why, since when."""

    route: str
    person: str
    why: Why
    since: str
    document: str | None = None
    key: str | None = None


class End(Enum):
    """A side of a route."""

    HERE = "here"
    THERE = "there"

    @property
    def other(self) -> "End":
        return End.THERE if self is End.HERE else End.HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What each side of a route held of one record when the two last agreed.

    Two, because a server may answer with other bytes than it was sent: that is not a change.
    """

    key: str
    here: Resource
    there: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A source document as the state remembers it: its place in a chain, and its last mapping."""

    sha256: str
    name: str
    format: str | None
    conversation: str | None
    message: str | None
    parent: str | None
    status: MessageStatus
    wrong_person: bool
    person: str
    outcome: str
    received: str
    resources: tuple[Resource, ...]
    takes_back: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """One unit that both sides changed, as JSON; None is a side that no longer has it."""

    unit: str
    here: Any
    there: Any
    base: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConflict:
    """A record that both sides changed: left alone on both until somebody decides.

    `disputed` keeps both versions of each unit and what was last agreed on.
    """

    key: str
    person: str
    units: tuple[str, ...]
    since: str
    disputed: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A document that can't be taken in, with its bytes and the rules that refused it."""

    sha256: str
    name: str
    reason: str
    since: str
    raw: bytes

    @property
    def short(self) -> str:
        """The id that people use: too few digits to be taken for somebody's number."""
        return self.sha256[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a route: when, how it ended, and what it counted."""

    id: str
    route: str
    started: str
    ended: str | None = None
    exit: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """How a route was configured when it last ran, and what it saw.

    `held` is how many records each endpoint held of each person, by handle.
    """

    configuration: Mapping[str, Any]
    held: Mapping[str, Mapping[str, int]]


class StopReason(Enum):
    """Why nothing at all is sent: signs that something else changed than somebody's care."""

    ROUTE_CHANGED = "route-changed"
    SIDE_IS_EMPTY = "side-is-empty"
    MASS_CHANGE = "mass-change"
    WORLD_HAS_MOVED = "world-has-moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """That a run sends nothing, and on what it goes; `detail` says what to look at."""

    reason: StopReason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCapabilities:
    """What a CapabilityStatement says of one resource type; None: it does not say.

    `if_match` is whether an update must name the version that it replaces (`versioned-update`).
    """

    create: bool | None = None
    update: bool | None = None
    delete: bool | None = None
    conditional_create: bool | None = None
    conditional_update: bool | None = None
    update_create: bool | None = None
    if_match: bool | None = None
    history_instance: bool | None = None
    history_type: bool | None = None
    last_updated: bool | None = None
    since: bool | None = None
    count: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a CapabilityStatement says of a server, in all and by resource type."""

    fhir_version: str | None = None
    transaction: bool | None = None
    batch: bool | None = None
    types: Mapping[str, TypeCapabilities] = field(default_factory=dict)

    def of(self, kind: str) -> TypeCapabilities:
        """What is said of a type: nothing, when the statement does not name it."""
        return self.types.get(kind, TypeCapabilities())


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whose version of one unit somebody chose, who and why.

    `here` and `there` are digests of what the two sides said then: the choice was between those,
    and holds for nothing that was written since.
    """

    key: str
    unit: str
    take: End
    by: str
    why: str
    at: str
    here: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A document that somebody took out of the quarantine for good, who and why."""

    sha256: str
    name: str
    reason: str
    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One write as it was about to be sent, and its outcome once that is known (`settled`).

    `side` is the endpoint, `version` the one that an update expects to find, `digest` the SHA-256
    of the body: a run that was killed tells by it whether the write arrived.
    """

    id: str
    route: str
    side: str
    key: str
    method: Step
    started: str
    ref: Ref | None = None
    version: str | None = None
    digest: str | None = None
    settled: str | None = None
    outcome: Result | None = None


class ProposalState(Enum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change by a side that may not make it, shown to the endpoint whose record it is."""

    route: str
    key: str
    person: str
    owner: str
    units: tuple[str, ...]
    body: Resource
    since: str
    state: ProposalState = ProposalState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a record lives on an endpoint, and from which endpoint it came in the beginning."""

    endpoint: str
    key: str
    ref: Ref
    origin: str
