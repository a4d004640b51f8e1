"""Carry out a plan towards one side: one action after the other, each outcome told as it was.

Writes are conditional: a create on the business identifier, an update on the version that was
read. What is written is remembered before the next write begins. Where no answer comes, the outcome
is established by reading back.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from adapter.errors import Changed, Refused, TryLater, Unreachable
from adapter.ports import Endpoint
from adapter.sync.carry import Side, literal, unresolved
from adapter.sync.fingerprint import fingerprint
from adapter.sync.identity import is_own
from adapter.values import Action, Outcome, Resource, Result, Seen, Step

Remember = Callable[[Action, Seen], None]
_WRITES: Final = frozenset({Step.CREATE, Step.UPDATE, Step.DELETE})


class AlreadyThere(Exception):  # noqa: N818  never leaves this module
    """Another system's record of that identifier stands there and says something else."""


def execute(
    actions: Iterable[Action], endpoint: Endpoint, side: Side, remember: Remember
) -> Iterator[Outcome]:
    """Send every create, update and delete; `remember` stores what the server answered.

    A reference to something that was not there yet is made literal once it is.
    """
    waiting: list[tuple[Action, Seen]] = []
    for action in actions:
        if action.step not in _WRITES:
            continue
        pending = unresolved(action.body, side)
        outcome = _carried_out(action, endpoint, side)
        if outcome.seen is not None:
            side.add(action.key, outcome.seen.ref)
            remember(action, outcome.seen)
            if pending:
                waiting.append((action, outcome.seen))
        yield outcome
    for action, seen in waiting:
        _complete(action, seen, endpoint, side, remember)


def _carried_out(action: Action, endpoint: Endpoint, side: Side) -> Outcome:
    """Send one action, and tell what came of it."""
    body = literal(action.body or {}, side)
    try:
        seen = _written(action, body, endpoint)
    except AlreadyThere:
        return _failed(action, "already-there-and-different")
    except Changed:
        return _failed(action, "changed-meanwhile")
    except Refused as error:
        return _failed(action, f"refused-by-server: {'; '.join(error.issues)}")
    except TryLater:
        raise  # the server says itself that it did nothing
    except Unreachable:
        return _established(action, body, endpoint)
    return Outcome(action=action, result=Result.DONE, seen=seen)


def _written(action: Action, body: Resource, endpoint: Endpoint) -> Seen | None:
    if action.ref is None:
        return _create(action, body, endpoint)
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


def _create(action: Action, body: Resource, endpoint: Endpoint) -> Seen:
    seen, is_new = endpoint.create(body, if_none_exist=action.identifier)
    if is_new or fingerprint(seen.resource) == fingerprint(body):
        return seen
    if action.identifier is None or not is_own(action.identifier):
        raise AlreadyThere
    # Only we mint such an identifier: an earlier run got this far and was cut off.
    return endpoint.update(seen.ref, body, if_match=seen.version)


def _complete(
    action: Action, seen: Seen, endpoint: Endpoint, side: Side, remember: Remember
) -> None:
    """Send a record again now that what it refers to is there."""
    body = literal(action.body or {}, side)
    if fingerprint(seen.resource) != fingerprint(body):
        remember(action, endpoint.update(seen.ref, body, if_match=seen.version))
