"""Conflicts as Tasks on both servers, where the route says so and the servers take them.

Two teams act on two versions of a plan until somebody sees that there are two. The Task says which
record, and to whom it belongs; what either side says of it, it does not tell. It is closed by the
run that finds both sides agreed. What the state remembers spares reading it again.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from adapter.sync.asking import REQUESTED, RESOLVED, difference_of
from adapter.sync.identity import key_of
from adapter.sync.plan import Record, Terms
from adapter.usecases.apart import Apart
from adapter.usecases.asking import task_action, task_changed
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing, Telling, may_be_told
from adapter.usecases.views import View
from adapter.values import Action, Difference, End, Mode, Shown, Step


def differences_of(
    crossing: Crossing,
    context: Context,
    terms: Terms,
    records: Mapping[str, Record],
    actions: Iterable[Action],
) -> Iterator[Apart]:
    """What has to be written to tell both sides of somebody's conflicts, and that they are over."""
    if crossing.route.conflicts is not Shown.TASK:
        return
    decided = crossing.memory.decisions
    waits = {
        each.key
        for each in actions
        if each.step is Step.CONFLICT or (each.step is Step.HOLD and each.key in decided)
    }
    for end in End:
        mode, view = terms.mode(end, "Task"), crossing.views[end]
        told = _told(crossing, context, view)
        if mode is not Mode.READ:
            for key in sorted(waits - told.keys()):
                yield from _opened(crossing, context, view, records[key], mode)
        if mode is Mode.WRITE:
            for key in sorted(told.keys() - waits):
                yield from _closed(crossing, context, view, told[key])


def _told(crossing: Crossing, context: Context, view: View) -> dict[str, Difference]:
    """The Tasks that stand open on a side, by the key of the record."""
    found = context.store.differences(
        crossing.route.name, person=crossing.handle, endpoint=view.end.name
    )
    return {each.key: each for each in found}


def _opened(
    crossing: Crossing, context: Context, view: View, record: Record, mode: Mode
) -> Iterator[Apart]:
    """The Task for a conflict: a new one, or the one that was closed when they last agreed."""
    end = crossing.end_named(view.end.name)
    other = record.copies.get(end.other)
    if other is None or record.key not in view.side.refs:
        return
    tells = Telling(view.end.name, record.key, other.carried)
    if not may_be_told(crossing, context, tells):
        return  # that the other side says something else is not told either
    identifier = context.source(view.end).mint("difference", crossing.route.name, record.key)
    ref = view.side.refs.get(key_of("Task", identifier))
    if ref is None:
        owner = crossing.views[record.owner].end.party
        body = difference_of(record.key, view.side, identifier, context.now(), owner)
        action = task_action(crossing, view, identifier, Step.CREATE, body)
    elif mode is Mode.WRITE:
        changed = task_changed(crossing, view, identifier, ref, {"status": REQUESTED})
        if changed is None:
            return
        action = changed
    else:
        return
    difference = Difference(
        route=crossing.route.name,
        key=record.key,
        endpoint=view.end.name,
        person=crossing.handle,
    )
    yield Apart(action=action, note=partial(context.store.differ, difference), tells=tells)


def _closed(
    crossing: Crossing, context: Context, view: View, difference: Difference
) -> Iterator[Apart]:
    """The Task is closed: whoever it was, somebody made both sides agree."""
    identifier = context.source(view.end).mint("difference", crossing.route.name, difference.key)
    ref = view.side.refs.get(key_of("Task", identifier))
    if ref is None:
        return
    action = task_changed(crossing, view, identifier, ref, {"status": RESOLVED})
    if action is not None:
        yield Apart(action=action, note=partial(context.store.agree, difference))
