"""What a run is about to write, and what came of it: in the state before and after every request.

A run that is killed in between leaves intents that were never settled. The next one finds by their
digests whether what stands on the server is what was sent.
"""

import itertools
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from adapter.errors import EndpointError, Refused
from adapter.ports import Fact
from adapter.sync.fingerprint import fingerprint
from adapter.usecases.auditing import Writes, reference_of
from adapter.usecases.context import Context
from adapter.values import (
    Action,
    Audited,
    Base,
    Intent,
    Link,
    Logged,
    Outcome,
    Resource,
    Result,
    Seen,
)


class Agreed(NamedTuple):
    """What is to be remembered of a record once it stands on a server; `also` writes the rest."""

    links: Sequence[Link] = ()
    base: Base | None = None
    also: Callable[[], None] | None = None


Agree = Callable[[Action, Seen], Agreed]
Same = Callable[[Action, Seen], Iterable[Link]]
MayGo = Callable[[Action], bool]


class RunJournal:
    """The journal of one run towards one side; `agree` says what a write makes agreed.

    `same` says what stands there instead of what was to be made: it is looked at from then on.
    `may_go` says right before each request whether a write may still be sent.
    """

    def __init__(  # noqa: PLR0913, PLR0917  what a run knows beside its writes
        self,
        context: Context,
        route: str,
        told: Writes,
        agree: Agree,
        may_go: MayGo,
        same: Same | None = None,
    ) -> None:
        side = told.side
        self._context = context
        self._route = route
        self._basis = context.settings.routes[route].basis
        self._side = side
        self._told = told
        self._agree = agree
        self._same = same
        self._may_go = may_go
        self._name = str(uuid.uuid4())
        self._count = itertools.count(1)
        self._now: dict[str, str] = {}
        self._left: dict[str, list[Intent]] = defaultdict(list)
        for intent in context.store.open_intents(route):
            if intent.side == side:
                self._left[intent.key].append(intent)
        self._doubtful = context.store.doubtful(route, side)

    def together(self) -> AbstractContextManager[None]:
        """What is written down inside stands or falls together."""
        return self._context.store.transaction()

    def may_go(self, action: Action) -> bool:
        return self._may_go(action)

    def about_to(self, writes: Sequence[tuple[Action, Resource]]) -> None:
        started = self._context.now()
        intents = [self._intent(action, body, started) for action, body in writes]
        self._now |= {each.key: each.id for each in intents}
        store = self._context.store
        for (action, _), intent in zip(writes, intents, strict=True):
            self._log(Logged.ABOUT_TO, action, intent.id)
        with store.transaction():
            store.intend(intents)
            store.audit(
                self._told.about_to(action, intent.id, started)
                for (action, _), intent in zip(writes, intents, strict=True)
            )

    def _intent(self, action: Action, body: Resource, started: str) -> Intent:
        return Intent(
            id=f"{self._name}-{next(self._count)}",
            route=self._route,
            side=self._side,
            key=action.key,
            method=action.step,
            started=started,
            ref=action.ref,
            version=action.version,
            digest=fingerprint(body),
            person=action.person,
            basis=self._basis,
        )

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        agreed, trouble = self._agreed(outcomes)
        results = {self._now[outcome.action.key]: outcome.result for outcome in outcomes}
        stands = {
            self._now[each.action.key]: reference_of(each.seen)
            for each in outcomes
            if each.seen is not None
        }
        store, now = self._context.store, self._context.now()
        told = [self._told.came(each, self._now[each.action.key], now) for each in outcomes]
        for outcome in outcomes:
            if outcome.result is Result.DONE:
                action = outcome.action
                told += self._over(action.key, action.person, results, Result.UNKNOWN, now)
        with store.transaction():
            store.save_links([link for each in agreed for link in each.links])
            store.save_links(self._standing(outcomes))
            store.save_bases(self._route, [each.base for each in agreed if each.base is not None])
            for each in agreed:
                if each.also is not None:
                    each.also()
            store.settle(results, now, stands)
            store.audit(told)
        for outcome in outcomes:
            self._log_outcome(outcome)
        if trouble is not None:
            raise trouble

    def _log_outcome(self, outcome: Outcome) -> None:
        event = Logged.OUTCOME if outcome.result is Result.DONE else Logged.NOT_DONE
        code = outcome.reason and outcome.reason.partition(":")[0]
        operation = self._now[outcome.action.key]
        self._log(event, outcome.action, operation, result=outcome.result.value, code=code)

    def _log(self, event: Logged, action: Action, operation: str, **more: Fact) -> None:
        self._context.log.tell(
            event,
            operation=operation,
            endpoint=self._side,
            step=action.step.value,
            type=action.type,
            subject=action.person,
            **more,
        )

    def _agreed(self, outcomes: Sequence[Outcome]) -> tuple[list[Agreed], EndpointError | None]:
        """What is agreed on by now; to tell, a server may have to say who its staff are."""
        agreed, trouble = [], None
        for outcome in outcomes:
            if outcome.seen is None:
                continue
            try:
                agreed.append(self._agree(outcome.action, outcome.seen))
            except Refused:
                continue  # the next run finds it on both sides
            except EndpointError as error:
                trouble = error
        return agreed, trouble

    def _standing(self, outcomes: Sequence[Outcome]) -> list[Link]:
        return [
            link
            for each in outcomes
            if self._same is not None and each.standing is not None
            for link in self._same(each.action, each.standing)
        ]

    def left(self, action: Action, there: Resource) -> bool:
        """Whether some run sent this very thing: also one that never learnt whether it arrived."""
        digest = fingerprint(there)
        return any(
            intent.side == self._side and intent.digest == digest
            for intent in self._context.store.intents(self._route, action.key)
        )

    def doubtful(self, key: str) -> bool:
        return key in self._doubtful

    def look_back(self, person: str, seen: Mapping[str, Seen]) -> None:
        """Settle what earlier runs left open, where the server shows by now what came of it."""
        results: dict[str, Result] = {}
        told: list[Audited] = []
        stands: dict[str, str] = {}
        store, now = self._context.store, self._context.now()
        for key in self._left.keys() & seen.keys():
            arrived = self._stands(key, seen[key].resource)
            result = Result.DONE if arrived else Result.UNKNOWN
            if arrived:
                stands |= {each.id: reference_of(seen[key]) for each in self._left[key]}
            told += self._over(key, person, results, result, now)
        if results:
            with store.transaction():
                store.settle(results, now, stands)
                store.audit(told)

    def _stands(self, key: str, there: Resource) -> bool:
        digest = fingerprint(there)
        return any(intent.digest == digest for intent in self._left.get(key, ()))

    def _over(
        self, key: str, person: str, results: dict[str, Result], result: Result, now: str
    ) -> Iterator[Audited]:
        """What an earlier run left open is over; what the audit is told of it."""
        for intent in self._left.pop(key, ()):
            results[intent.id] = result
            yield self._told.found(intent, person, result, now)
