"""Carry out a plan towards one side, in batches where it takes them, each outcome told as it was.

Writes are conditional: a create on the business identifier, an update on the version that was
read. Each is written down before it is sent, and settled by what the server says of it alone.
    an answer that does not speak of each entry    what stands there is read back; what has not
    (refused whole, too large, garbled, 500)       arrived is sent again in halves, then alone
    no answer at all (timeout, broken off, 504)    what stands there is read back; the server may
                                                   still be at it: nothing is sent again
Records that refer to one another go in one transaction, or first without their references.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Final

from adapter.errors import Changed, EndpointError, NotPermitted, Refused, TryLater
from adapter.ports import Endpoint
from adapter.sync.carry import Side
from adapter.sync.fingerprint import fingerprint
from adapter.sync.parts import (
    DIFFERENT,
    NOT_ARRIVED,
    TAKEN_BACK,
    Answer,
    Journal,
    Manner,
    Part,
    alone,
    established,
    failed,
    failed_by,
    part_of,
    perhaps,
    place_of,
    placed,
    resent,
    started,
    was_heard,
)
from adapter.sync.waves import Task, Wave, task_of, waves
from adapter.values import Action, Outcome, Reply, Result, Step

_WRITES: Final = frozenset({Step.CREATE, Step.UPDATE, Step.DELETE})


class _Kind(Enum):
    """Whether of the writes in a request each is done, or all of them or none."""

    EACH = "batch"
    WHOLE = "transaction"


def execute(
    tasks: Iterable[tuple[Action, Side]],
    endpoint: Endpoint,
    journal: Journal,
    manner: Manner | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Send every create, update and delete, what is referred to first.

    Once `stopping` says so, what is under way is finished and nothing else begun.
    """
    asked = [task_of(action, side) for action, side in tasks if action.step in _WRITES]
    yield from _Run(endpoint, journal, manner or Manner(), stopping).all_of(asked)


class _Run:
    """One run towards one server. Threads only send; everything else happens in this one."""

    def __init__(
        self, endpoint: Endpoint, journal: Journal, manner: Manner, stopping: Callable[[], bool]
    ) -> None:
        self._endpoint = endpoint
        self._journal = journal
        self._manner = manner
        self._stopping = stopping
        self._trouble: EndpointError | None = None  # why nothing more is begun
        self._pending: list[tuple[Action, Part]] = []

    def all_of(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        for wave in waves(tasks):
            yield from self._sent(wave)
        for wave in waves(self._resolved()):
            deque(self._sent(wave), maxlen=0)  # a reference made literal is no news
        if self._trouble is not None:
            raise self._trouble

    def _sent(self, wave: Wave) -> Iterator[Outcome]:
        """Send what may go in any order, several requests at once."""
        at_once = self._manner.at_once
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(at_once)) if at_once > 1 else None
            under_way: deque[tuple[list[Part], Future[Answer]]] = deque()
            requests, going = self._requests(wave), True
            while going or under_way:
                is_full = len(under_way) > (at_once if pool else 0)
                done = self._heard(under_way) if under_way and (is_full or not going) else []
                is_over = self._trouble is not None or self._stopping()
                following = self._following(requests) if going and not is_over else None
                with self._journal.together():  # to ask the disk twice takes as long as to send
                    self._settle(done)
                    going = following is not None and self._trouble is None
                    parts = self._begun(*following) if following and going else []
                if going:
                    under_way.append((parts, started(pool, partial(self._asked, parts))))
                yield from done

    def _following(
        self, requests: Iterator[tuple[Sequence[Task], _Kind]]
    ) -> tuple[Sequence[Task], _Kind] | None:
        """The next request, without what was taken back since it was decided."""
        for tasks, kind in requests:
            still = [each for each in tasks if self._journal.may_go(each.action)]
            if still:
                return still, kind if len(still) > 1 else _Kind.EACH
        return None

    def _resolved(self) -> list[Task]:
        """What was written without a reference that can be literal by now."""
        return [
            task_of(action, part.task.side)
            for action, part in self._pending
            if any(key in part.task.side.refs for key in part.pending)
        ]

    # -- what goes together ---------------------------------------------------------------------

    def _requests(self, wave: Wave) -> Iterator[tuple[Sequence[Task], _Kind]]:
        """What goes in each request, and whether all of it or nothing."""
        whole = [each for each in wave.cycles if self._may_be_one(each)]
        loose = [each for cycle in wave.cycles if cycle not in whole for each in cycle]
        together = deque(each for each in (*wave.alone, *loose) if self._may_join(each))
        alone = [each for each in (*wave.alone, *loose) if not self._may_join(each)]
        while together:
            size = min(len(together), self._manner.entries)
            yield [together.popleft() for _ in range(size)], _Kind.EACH
        for task in alone:
            yield [task], _Kind.EACH
        for cycle in whole:
            yield cycle, _Kind.WHOLE

    def _may_join(self, task: Task) -> bool:
        """Whether it may go with others: what was never heard of once goes alone."""
        action = task.action
        if action.step is Step.DELETE or self._journal.doubtful(action.key):
            return False
        return action.step is Step.CREATE or self._manner.updates

    def _may_be_one(self, cycle: Sequence[Task]) -> bool:
        new = all(each.action.step is Step.CREATE for each in cycle)
        doubtful = any(self._journal.doubtful(each.action.key) for each in cycle)
        return new and self._manner.transactions and not doubtful

    # -- one request ----------------------------------------------------------------------------

    def _begun(self, tasks: Sequence[Task], kind: _Kind = _Kind.EACH) -> list[Part]:
        """Write down what is about to be sent."""
        places = {each.action.key: place_of(each) for each in tasks} if kind is _Kind.WHOLE else {}
        parts = [part_of(each, places) for each in tasks]
        self._journal.about_to([(each.task.action, each.body) for each in parts])
        return parts

    def _asked(self, parts: Sequence[Part]) -> Answer:
        """What the server answers. This alone may happen in another thread."""
        writes = [each.write for each in parts]
        if len(writes) == 1:
            return [alone(writes[0], self._endpoint)]
        try:
            if writes[0].place is not None:
                return self._endpoint.transact(writes)
            return self._endpoint.batch(writes)
        except EndpointError as error:
            return error

    def _heard(self, under_way: deque[tuple[list[Part], "Future[Answer]"]]) -> list[Outcome]:
        """What came of the request that was sent first."""
        parts, future = under_way.popleft()
        outcomes = self._told(parts, future.result())
        for part, outcome in zip(parts, outcomes, strict=True):
            self._arrived(part, outcome)
        return outcomes

    def _settle(self, outcomes: Sequence[Outcome]) -> None:
        try:
            if outcomes:
                self._journal.settle(outcomes)
        except EndpointError as error:
            self._trouble = error

    def _arrived(self, part: Part, outcome: Outcome) -> None:
        action, side, seen = part.task.action, part.task.side, outcome.seen
        if seen is None:
            return
        side.add(action.key, seen.ref)
        if part.pending:
            again = replace(action, step=Step.UPDATE, ref=seen.ref, version=seen.version)
            self._pending.append((again, part))

    # -- what came of it ------------------------------------------------------------------------

    def _told(self, parts: list[Part], answer: Answer) -> list[Outcome]:
        """What an answer says of each; what it does not say is found out."""
        if not isinstance(answer, EndpointError):
            return self._judged(parts, answer)
        if isinstance(answer, TryLater | NotPermitted):  # the server says that it did nothing
            self._trouble = answer
            return [failed_by(each.task.action, answer) for each in parts]
        found = self._looked(parts)
        if not was_heard(answer):
            return found
        self._manner.learn(answer, len(parts), whole=parts[0].write.place is not None)
        return self._once_more(parts, found)

    def _judged(self, parts: Sequence[Part], replies: Sequence[Reply]) -> list[Outcome]:
        told = [self._outcome(each, reply) for each, reply in zip(parts, replies, strict=True)]
        unknown = [part for part, each in zip(parts, told, strict=True) if each is None]
        looked = iter(self._looked(unknown))
        # An error names no resource: in a wrong order two of them may have changed places.
        return [
            next(looked) if each is None else perhaps(each) if unknown else each for each in told
        ]

    def _outcome(self, part: Part, reply: Reply) -> Outcome | None:
        """What a reply says; None when it leaves it unknown whether it was done."""
        action = part.task.action
        match reply.error:
            case None:
                return self._answered(part, reply)
            case Changed() | Refused() as error:
                return failed_by(action, error)
            case TryLater() | NotPermitted() as error:
                self._trouble = error
                return failed_by(action, error)
            case _:
                return None

    def _answered(self, part: Part, reply: Reply) -> Outcome | None:
        action, seen = part.task.action, reply.seen
        if seen is None or reply.is_new or fingerprint(seen.resource) == fingerprint(part.body):
            return Outcome(action=action, result=Result.DONE, seen=seen)
        if not self._journal.left(action, seen.resource):
            return replace(failed(action, DIFFERENT), standing=seen)
        # An earlier run got this far and was cut off: what it left is brought up to date.
        if not self._journal.may_go(action):
            return failed(action, TAKEN_BACK)
        late = replace(part.write, step=Step.UPDATE, ref=seen.ref, version=seen.version)
        return self._outcome(part, alone(late, self._endpoint))

    def _looked(self, parts: Sequence[Part]) -> list[Outcome]:
        """What stands there tells whether a write arrived."""
        if not parts:
            return []
        try:
            found = self._endpoint.standing([each.write for each in parts])
        except EndpointError as error:
            self._trouble = error
            found = [None] * len(parts)
        stand = {
            part.task.action.key: str(each[0].ref)
            for part, each in zip(parts, found, strict=True)
            if part.write.place is not None and each
        }
        return [
            established(part.task.action, placed(part, stand), each)
            for part, each in zip(parts, found, strict=True)
        ]

    # -- when a Bundle was not taken ------------------------------------------------------------

    def _once_more(self, parts: list[Part], found: list[Outcome]) -> list[Outcome]:
        """Send what has not arrived in halves, down to one by one."""
        missing = [at for at, each in enumerate(found) if each.reason == NOT_ARRIVED]
        left = [parts[at] for at in missing]
        if left and left[0].write.place is not None:
            self._settle([found[at] for at in missing])
            left = self._begun([each.task for each in left])
            for at, each in zip(missing, left, strict=True):
                parts[at] = each
        while left and self._trouble is None:
            size = max(1, min(self._manner.entries, len(parts) // 2))
            some, left = left[:size], left[size:]
            for outcome in self._again(some):
                found[missing.pop(0)] = resent(outcome)
        return found

    def _again(self, parts: Sequence[Part]) -> list[Outcome]:
        """What came of a second try; what was taken back meanwhile is not tried."""
        may_go = [self._journal.may_go(each.task.action) for each in parts]
        going = [each for each, may in zip(parts, may_go, strict=True) if may]
        told = iter(self._told(going, self._asked(going)) if going else ())
        return [
            next(told) if may else failed(each.task.action, TAKEN_BACK)
            for each, may in zip(parts, may_go, strict=True)
        ]
