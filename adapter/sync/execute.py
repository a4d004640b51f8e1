"""Carry out a plan towards one side: one action after the other, each outcome told as it was.

Writes are conditional: a create on the business identifier, an update on the version that was
read. Each is written down before it is sent, and settled before the next one begins. Where no
answer comes, the outcome is established by reading back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Protocol

from adapter.errors import Changed, Refused, TryLater, Unreachable
from adapter.ports import Endpoint
from adapter.sync.carry import Side, literal, unresolved
from adapter.sync.fingerprint import fingerprint
from adapter.values import Action, Outcome, Resource, Result, Seen, Step

_WRITES: Final = frozenset({Step.CREATE, Step.UPDATE, Step.DELETE})


class AlreadyThere(Exception):  # noqa: N818  never leaves this module
    """Another system's record of that identifier stands there and says something else."""


class Journal(Protocol):
    """Where a run writes down what it is about to do, and what came of it."""

    def about_to(self, action: Action, body: Resource) -> None:
        """A write is about to be sent: remembered before it is."""

    def settle(self, outcome: Outcome) -> None:
        """What came of it, together with what the two sides now agree on."""

    def left(self, action: Action, there: Resource) -> bool:
        """Whether an earlier run left this, and nobody has touched it since."""


def execute(
    actions: Iterable[Action], endpoint: Endpoint, side: Side, journal: Journal
) -> Iterator[Outcome]:
    """Send every create, update and delete, one after the other.

    A reference to something that was not there yet is made literal once it is.
    """
    waiting: list[Action] = []
    for action in actions:
        if action.step not in _WRITES:
            continue
        pending = unresolved(action.body, side)
        outcome = _carried_out(action, endpoint, side, journal)
        if outcome.seen is not None:
            side.add(action.key, outcome.seen.ref)
            if pending:
                seen = outcome.seen
                again = replace(action, step=Step.UPDATE, ref=seen.ref, version=seen.version)
                waiting.append(again)
        yield outcome
    for action in waiting:
        _carried_out(action, endpoint, side, journal)


def _carried_out(action: Action, endpoint: Endpoint, side: Side, journal: Journal) -> Outcome:
    """Send one action, and write down what came of it."""
    body = literal(action.body or {}, side)
    journal.about_to(action, body)
    outcome = _sent(action, body, endpoint, journal)
    journal.settle(outcome)
    return outcome


def _sent(action: Action, body: Resource, endpoint: Endpoint, journal: Journal) -> Outcome:
    try:
        seen = _written(action, body, endpoint, journal)
    except AlreadyThere:
        return _failed(action, "already-there-and-different")
    except Changed:
        return _failed(action, "changed-meanwhile")
    except Refused as error:
        return _failed(action, f"refused-by-server: {'; '.join(error.issues)}")
    except TryLater:
        journal.settle(_failed(action, "not-taken-now"))  # the server says that it did nothing
        raise
    except Unreachable:
        return _established(action, body, endpoint)
    return Outcome(action=action, result=Result.DONE, seen=seen)


def _written(action: Action, body: Resource, endpoint: Endpoint, journal: Journal) -> Seen | None:
    if action.ref is None:
        return _create(action, body, endpoint, journal)
    if action.step is Step.DELETE:
        endpoint.delete(action.ref, if_match=action.version)
        return None
    return endpoint.update(action.ref, body, if_match=action.version)


def _failed(action: Action, reason: str) -> Outcome:
    return Outcome(action=action, result=Result.FAILED, reason=reason)


def _established(action: Action, body: Resource, endpoint: Endpoint) -> Outcome:
    """No answer came: what stands there now tells whether the write arrived. It is never resent."""
    found = _standing(action, endpoint)
    if len(found) == 1 and fingerprint(found[0].resource) == fingerprint(body):
        return Outcome(action=action, result=Result.DONE, seen=found[0])
    if action.step is Step.DELETE and not found:
        return Outcome(action=action, result=Result.DONE)
    untouched = [each.version for each in found] == [action.version]
    if untouched or (action.step is Step.CREATE and not found):
        return Outcome(action=action, result=Result.UNKNOWN, reason="not-arrived")
    return Outcome(
        action=action, result=Result.UNKNOWN, reason="no-answer-and-something-else-there"
    )


def _standing(action: Action, endpoint: Endpoint) -> list[Seen]:
    """What a write without an answer may have left."""
    if action.ref is not None:
        seen = endpoint.read(action.ref)
        return [] if seen is None else [seen]
    if action.identifier is None:
        return []
    token = f"{action.identifier.system}|{action.identifier.value}"
    return list(endpoint.search(action.type, [("identifier", token)]))


def _create(action: Action, body: Resource, endpoint: Endpoint, journal: Journal) -> Seen:
    seen, is_new = endpoint.create(body, if_none_exist=action.identifier)
    if is_new or fingerprint(seen.resource) == fingerprint(body):
        return seen
    if not journal.left(action, seen.resource):
        raise AlreadyThere
    # An earlier run got this far and was cut off: what it left is brought up to date.
    return endpoint.update(seen.ref, body, if_match=seen.version)
