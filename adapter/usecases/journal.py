"""What a run is about to write, and what came of it: in the state before and after every write.

A run that is killed in between leaves an intent that was never settled. The next one finds by its
digest whether what stands on the server is what was sent.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping

from adapter.sync.fingerprint import fingerprint
from adapter.usecases.context import Context
from adapter.values import Action, Intent, Outcome, Resource, Result, Seen

Remember = Callable[[Action, Seen], None]


class RunJournal:
    """The journal of one run towards one side; `remember` stores what was agreed on."""

    def __init__(self, context: Context, route: str, side: str, remember: Remember) -> None:
        self._context = context
        self._route = route
        self._side = side
        self._remember = remember
        self._now: dict[str, str] = {}
        self._left: dict[str, list[Intent]] = defaultdict(list)
        for intent in context.store.open_intents(route):
            if intent.side == side:
                self._left[intent.key].append(intent)

    def about_to(self, action: Action, body: Resource) -> None:
        operation = self._now[action.key] = str(uuid.uuid4())
        intent = Intent(
            id=operation,
            route=self._route,
            side=self._side,
            key=action.key,
            method=action.step,
            started=self._context.now(),
            ref=action.ref,
            version=action.version,
            digest=fingerprint(body),
        )
        self._context.store.intend([intent])

    def settle(self, outcome: Outcome) -> None:
        store, key = self._context.store, outcome.action.key
        with store.transaction():
            if outcome.seen is not None:
                self._remember(outcome.action, outcome.seen)
            store.settle(self._now[key], outcome.result, self._context.now())
            if outcome.result is Result.DONE:
                self._close(key, Result.UNKNOWN)

    def left(self, action: Action, there: Resource) -> bool:
        """Whether some run sent this very thing: also one that never learnt whether it arrived."""
        digest = fingerprint(there)
        return any(
            intent.side == self._side and intent.digest == digest
            for intent in self._context.store.intents(self._route, action.key)
        )

    def look_back(self, seen: Mapping[str, Seen]) -> None:
        """Settle what earlier runs left open, where the server shows by now what came of it."""
        for key in self._left.keys() & seen.keys():
            arrived = self._stands(key, seen[key].resource)
            self._close(key, Result.DONE if arrived else Result.UNKNOWN)

    def _stands(self, key: str, there: Resource) -> bool:
        digest = fingerprint(there)
        return any(intent.digest == digest for intent in self._left.get(key, ()))

    def _close(self, key: str, result: Result) -> None:
        for intent in self._left.pop(key, ()):
            self._context.store.settle(intent.id, result, self._context.now())
