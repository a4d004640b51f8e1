"""Carry out a plan towards one side: one action after the other, each outcome told as it was.

Writes are conditional: a create on the business identifier, an update on the version that was
read. What is written is remembered before the next write begins.
"""

from collections.abc import Callable, Iterable, Iterator

from adapter.errors import Changed, Refused
from adapter.ports import Endpoint
from adapter.sync.carry import Side, literal, unresolved
from adapter.sync.fingerprint import fingerprint
from adapter.sync.identity import is_own
from adapter.values import Action, Outcome, Result, Seen, Step

Remember = Callable[[Action, Seen], None]


class AlreadyThere(Exception):  # noqa: N818  never leaves this module
    """Another system's record of that identifier stands there and says something else."""


def execute(
    actions: Iterable[Action], endpoint: Endpoint, side: Side, remember: Remember
) -> Iterator[Outcome]:
    """Send every create and update; `remember` stores what the server answered.

    A reference to something that was not there yet is made literal once it is.
    """
    waiting: list[tuple[Action, Seen]] = []
    for action in actions:
        if action.step is Step.DELETE:
            yield _delete(action, endpoint)
        if action.step not in {Step.CREATE, Step.UPDATE} or action.body is None:
            continue
        pending = unresolved(action.body, side)
        outcome = _send(action, endpoint, side)
        if outcome.seen is not None:
            side.add(action.key, outcome.seen.ref)
            remember(action, outcome.seen)
            if pending:
                waiting.append((action, outcome.seen))
        yield outcome
    for action, seen in waiting:
        _complete(action, seen, endpoint, side, remember)


def _send(action: Action, endpoint: Endpoint, side: Side) -> Outcome:
    body = literal(action.body or {}, side)
    try:
        if action.ref is not None:
            seen = endpoint.update(action.ref, body, if_match=action.version)
        else:
            seen = _create(action, body, endpoint)
    except AlreadyThere:
        return Outcome(action=action, result=Result.FAILED, reason="already-there-and-different")
    except Changed:
        return Outcome(action=action, result=Result.FAILED, reason="changed-meanwhile")
    except Refused as error:
        named = "; ".join(error.issues)
        return Outcome(action=action, result=Result.FAILED, reason=f"refused-by-server: {named}")
    return Outcome(action=action, result=Result.DONE, seen=seen)


def _delete(action: Action, endpoint: Endpoint) -> Outcome:
    try:
        if action.ref is not None:
            endpoint.delete(action.ref, if_match=action.version)
    except Changed:
        return Outcome(action=action, result=Result.FAILED, reason="changed-meanwhile")
    except Refused as error:
        named = "; ".join(error.issues)
        return Outcome(action=action, result=Result.FAILED, reason=f"refused-by-server: {named}")
    return Outcome(action=action, result=Result.DONE)


def _create(action: Action, body: dict[str, object], endpoint: Endpoint) -> Seen:
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
