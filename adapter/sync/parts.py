"""One write on its way, and what is known of it afterwards.

A Bundle that was refused or garbled as a whole says nothing of its writes, and no answer at all
says less: then only what stands on the server tells.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Protocol, TypeAlias

from adapter.errors import Changed, EndpointError, NotPermitted, Opaque, Refused, TryLater
from adapter.ports import Endpoint
from adapter.sync.carry import literal
from adapter.sync.fingerprint import fingerprint
from adapter.sync.waves import Task
from adapter.values import Action, Outcome, Reply, Resource, Result, Seen, Step, Write

Answer: TypeAlias = "list[Reply] | EndpointError"

NOT_ARRIVED: Final = "not-arrived"
CHANGED: Final = "changed-meanwhile"
DIFFERENT: Final = "already-there-and-different"
# Said of a write that arrived a second time, these may speak of what it did the first time.
OF_ITSELF: Final = frozenset({CHANGED, DIFFERENT})
NOT_NOW: Final = "not-taken-now"
NOT_PERMITTED: Final = "not-permitted"
TAKEN_BACK: Final = "may-not-be-sent-any-more"
_NO_BUNDLES: Final = frozenset({404, 405, 501})
_TOO_LARGE: Final = 413
# A gateway that gave up says nothing of the server behind it.
_NOT_HEARD: Final = frozenset({None, 408, 429, 502, 503, 504})


class Journal(Protocol):
    """Where a run writes down what it is about to do, and what came of it."""

    def together(self) -> AbstractContextManager[None]:
        """What is written down inside stands or falls together."""

    def may_go(self, action: Action) -> bool:
        """Whether it may be sent even now: asked right before each request that carries it."""

    def about_to(self, writes: Sequence[tuple[Action, Resource]]) -> None:
        """Writes are about to be sent: remembered, all of them, before any is."""

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """What came of them, together with what the two sides now agree on."""

    def left(self, action: Action, there: Resource) -> bool:
        """Whether an earlier run left this, and nobody has touched it since."""

    def doubtful(self, key: str) -> bool:
        """Whether an earlier write of the record was never heard of again."""


@dataclass(slots=True, kw_only=True)
class Manner:
    """How one server is written to; what it turns out not to bear is changed here.

    `entries` are the writes of one batch (1: one by one), `at_once` the requests under way at the
    same time. `updates`: it looks at ifMatch in a batch.
    """

    entries: int = 1
    at_once: int = 1
    updates: bool = False
    transactions: bool = False

    def learn(self, error: EndpointError, size: int, *, whole: bool) -> None:
        """A Bundle of this size was not taken: write otherwise from now on."""
        unfit = isinstance(error, Opaque) or error.status in _NO_BUNDLES
        if whole:
            self.transactions = self.transactions and not unfit
        elif unfit:
            self.entries = 1
        elif error.status == _TOO_LARGE:
            self.entries = max(1, size // 2)


class Part(NamedTuple):
    """One write on its way; `pending` are the keys of what it refers to by identifier only."""

    task: Task
    body: Resource
    write: Write
    pending: frozenset[str]


def part_of(task: Task, places: Mapping[str, str]) -> Part:
    action, side = task.action, task.side
    body = literal(action.body or {}, side, places)
    pending = frozenset(key for key in task.awaits if key not in side.refs and key not in places)
    return Part(task, body, write_of(action, body, places.get(action.key)), pending)


def place_of(task: Task) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, task.action.key).urn


def placed(part: Part, stand: Mapping[str, str]) -> Resource:
    """The body as it stands there, if it arrived."""
    if part.write.place is None:
        return part.body
    return literal(part.task.action.body or {}, part.task.side, stand)


def write_of(action: Action, body: Resource, place: str | None) -> Write:
    return Write(
        step=action.step,
        type=action.type,
        body=body,
        ref=action.ref,
        version=action.version,
        identifier=action.identifier,
        place=place,
    )


def failed(action: Action, reason: str) -> Outcome:
    return Outcome(action=action, result=Result.FAILED, reason=reason)


def failed_by(action: Action, error: Changed | Refused | TryLater | NotPermitted) -> Outcome:
    """Why a server did not do it, as it said."""
    match error:
        case Changed():
            return failed(action, CHANGED)
        case Refused():
            return failed(action, f"refused-by-server: {'; '.join(error.issues)}")
        case TryLater():
            return failed(action, NOT_NOW)
        case NotPermitted():
            return failed(action, NOT_PERMITTED)


def unknown(action: Action, reason: str) -> Outcome:
    return Outcome(action=action, result=Result.UNKNOWN, reason=reason)


def perhaps(outcome: Outcome) -> Outcome:
    """One that failed, and that a request of this run may have done all the same."""
    is_failed = outcome.result is Result.FAILED
    return replace(outcome, perhaps_done=True) if is_failed else outcome


def resent(outcome: Outcome) -> Outcome:
    """What came of a second try, which says nothing of the first one: that one may have done it.

    What a server refuses for what it says is refused all the same, and stays so.
    """
    is_open = outcome.reason in OF_ITSELF | {NOT_NOW, NOT_PERMITTED, TAKEN_BACK}
    told = perhaps(outcome)
    return replace(told, result=Result.UNKNOWN) if is_open else told


def was_heard(error: EndpointError) -> bool:
    """Whether the server itself said something about a Bundle, and so is no longer at it."""
    told = isinstance(error, Refused | Changed | Opaque)
    return told or error.status not in _NOT_HEARD


def established(action: Action, body: Resource, found: Sequence[Seen] | None) -> Outcome:
    """No answer came: what stands there now tells whether the write arrived."""
    if found is None:
        return unknown(action, "no-answer-and-not-to-be-seen")
    if len(found) == 1 and fingerprint(found[0].resource) == fingerprint(body):
        return Outcome(action=action, result=Result.DONE, seen=found[0])
    if action.step is Step.DELETE and not found:
        return Outcome(action=action, result=Result.DONE)
    untouched = [each.version for each in found] == [action.version]
    if untouched or (action.step is Step.CREATE and not found):
        return unknown(action, NOT_ARRIVED)
    return unknown(action, "no-answer-and-something-else-there")


def started(pool: ThreadPoolExecutor | None, call: Callable[[], Answer]) -> "Future[Answer]":
    if pool is not None:
        return pool.submit(call)
    future: Future[Answer] = Future()
    future.set_result(call())
    return future


def alone(write: Write, endpoint: Endpoint) -> Reply:
    """One write in a request of its own."""
    try:
        if write.ref is None:
            seen, is_new = endpoint.create(write.body, if_none_exist=write.identifier)
            return Reply(seen=seen, is_new=is_new)
        if write.step is Step.DELETE:
            endpoint.delete(write.ref, if_match=write.version)
            return Reply()
        return Reply(seen=endpoint.update(write.ref, write.body, if_match=write.version))
    except EndpointError as error:
        return Reply(error=error)
