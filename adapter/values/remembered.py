"""What an installation remembers between runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from adapter.values.decided import Disputed, End, Result, Step, Stop, Why
from adapter.values.seen import Ref, Resource
from mappings.fhir.values import Identifier
from mappings.record import MessageStatus
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment(Redacted):
    """One person on one route: on which basis, from when to when, and who decided.

    `handle` is the local name under which people see the person in `status`; `suspended` says why
    nothing is read or sent any more until somebody enrols the person anew. `municipality` is where
    a register said last that the person lives, and what somebody knew of who enrolled them.
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
    suspended: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Redacted):
    """Something that waits for a person: which route and person, why, since when."""

    route: str
    person: str
    why: Why
    since: str
    document: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base(Redacted):
    """What each side of a route held of one record when the two last agreed.

    Two, because a server may answer with other bytes than it was sent: that is not a change.
    `unsettled` are the units in which they differed when they met, and never agreed since.
    `person` is whose it is (a local handle), where that is known: states of version 1 did not say.
    """

    key: str
    here: Resource
    there: Resource
    unsettled: tuple[str, ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested(Redacted):
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
class OpenConflict(Redacted):
    """A record that both sides changed: left alone on both until somebody decides.

    `disputed` keeps both versions of each unit and what was last agreed on.
    """

    key: str
    person: str
    units: tuple[str, ...]
    since: str
    disputed: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Redacted):
    """A conflict for which a Task stands on an endpoint, until both sides agree again."""

    route: str
    key: str
    endpoint: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined(Redacted):
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
class Run(Redacted):
    """One run of a route: when, how it ended, what it counted, and what stopped it."""

    id: str
    route: str
    started: str
    ended: str | None = None
    exit: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered(Redacted):
    """How a route was configured when it last ran, and what it saw.

    `held` is how many records each endpoint held of each person, by handle.
    """

    configuration: Mapping[str, Any]
    held: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Redacted):
    """Whose version of one unit somebody chose (`take`), or what else it is to say (`value`).

    `here` and `there` are digests of what the two sides said then: the choice was between those,
    and holds for nothing that was written since.
    """

    key: str
    unit: str
    take: End | None
    by: str
    why: str
    at: str
    here: str
    there: str
    value: Resource | None = None

    @property
    def what(self) -> str:
        """`here`, `there` or `given`."""
        return "given" if self.take is None else self.take.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Redacted):
    """Which of several records under one identifier on an endpoint somebody chose to keep.

    `stood` names the very versions among which it was chosen: it holds for no others.
    """

    endpoint: str
    key: str
    keep: Ref
    stood: tuple[str, ...]
    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Redacted):
    """A document that somebody took out of the quarantine for good, who and why."""

    sha256: str
    name: str
    reason: str
    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent(Redacted):
    """One write as it was about to be sent, and its outcome once that is known (`settled`).

    `side` is the endpoint, `version` the one that an update expects to find, `digest` the SHA-256
    of the body: a run that was killed tells by it whether the write arrived. `person` (a local
    handle) and `basis` are of whom and on what it rests, `stands` which version it made.
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
    person: str = ""
    basis: str = ""
    stands: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease(Redacted):
    """Which process on which machine runs a route, since when, and until when unless renewed."""

    route: str
    host: str
    process: str
    since: str
    until: str


class ProposalState(Enum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Redacted):
    """A change by a side that may not make it, shown to the endpoint whose record it is.

    `told` is what a Task on the owner's server said of it last; None: there is none.
    """

    route: str
    key: str
    person: str
    owner: str
    units: tuple[str, ...]
    body: Resource
    since: str
    state: ProposalState = ProposalState.OPEN
    told: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Redacted):
    """Where a record lives on an endpoint, and from which endpoint it came in the beginning."""

    endpoint: str
    key: str
    ref: Ref
    origin: str
