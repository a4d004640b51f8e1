"""Proposals as Tasks on the owner's server, where the route says so and the server takes them.

Each proposal has one Task, found again by its identifier. It is brought up to date when something
else is proposed, and closed when a steward decided or nothing is proposed any more. What the state
remembers of it (`told`) spares reading it again: on a quiet run no Task is even asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from adapter.sync.asking import REQUESTED, inputs, status_of, task_of
from adapter.sync.carry import homely
from adapter.sync.fingerprint import fingerprint
from adapter.sync.identity import key_of
from adapter.sync.plan import Terms
from adapter.usecases.apart import Apart
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing, Telling, may_be_told
from adapter.usecases.views import View
from adapter.values import Action, End, Mode, Proposal, Ref, Resource, Shown, Step
from mappings.fhir.values import Identifier


def tasks_of(
    crossing: Crossing, context: Context, terms: Terms, proposals: Iterable[Proposal]
) -> Iterator[Apart]:
    """What has to be written to tell the owners of somebody's records."""
    if crossing.route.proposals is not Shown.TASK:
        return
    now = {each.key: each for each in proposals}
    held = context.store.proposals(crossing.route.name, person=crossing.handle)
    known = {each.key: each for each in held}
    ends = {view.end.name: end for end, view in crossing.views.items()}
    for key, proposal in sorted({**known, **now}.items()):
        same = known.get(key)
        if same is not None:
            state = same.state if same.body == proposal.body else proposal.state
            proposal = replace(proposal, state=state, told=same.told)  # noqa: PLW2901
        if terms.mode(ends[proposal.owner], "Task") is not Mode.READ:
            status = status_of(proposal, stands=key in now)
            yield from _told(crossing, context, terms, ends[proposal.owner], proposal, status)


def _told(  # noqa: PLR0913, PLR0917  a Task is what, of whom and where
    crossing: Crossing,
    context: Context,
    terms: Terms,
    end: End,
    proposal: Proposal,
    status: str,
) -> Iterator[Apart]:
    """The write that makes the Task say what is so, if it does not."""
    view = crossing.views[end]
    told = _digest(proposal, view, status)
    if told == proposal.told or proposal.key not in view.side.refs:
        return
    tells = None
    if status == REQUESTED:
        tells = Telling(proposal.owner, proposal.key, proposal.body)
        if not may_be_told(crossing, context, tells):
            return  # it stays in the list of proposals, on this side
    identifier = context.source(view.end).mint("proposal", crossing.route.name, proposal.key)
    ref = view.side.refs.get(key_of("Task", identifier))
    if ref is not None and terms.mode(end, "Task") is Mode.WRITE:
        says: Resource = {"status": status}
        if status == REQUESTED:
            says["input"] = inputs(proposal, view.side)
        action = task_changed(crossing, view, identifier, ref, says)
    elif ref is None and status == REQUESTED:
        parties = (crossing.views[end.other].end.party, view.end.party)
        body = task_of(proposal, view.side, identifier, parties)
        action = task_action(crossing, view, identifier, Step.CREATE, body)
    else:
        return
    if action is not None:
        note = partial(_note, context, proposal, told)
        yield Apart(action=action, note=note, tells=tells, proposal=proposal.key)


def _note(context: Context, proposal: Proposal, told: str) -> None:
    """The owner has been told, or what is to be done was taken back."""
    context.store.propose(proposal)
    context.store.tell_owner(proposal.route, proposal.key, told)


def task_changed(
    crossing: Crossing, view: View, identifier: Identifier, ref: Ref, says: Resource
) -> Action | None:
    """The Task that stands there, brought up to date; None where that can't be done any more."""
    seen = view.server.read(ref)
    if seen is None or seen.faulty:
        return None
    before = homely(seen.resource, view.side)
    action = task_action(crossing, view, identifier, Step.UPDATE, {**before, **says})
    return replace(action, ref=ref, version=seen.version, before=before)


def task_action(
    crossing: Crossing, view: View, identifier: Identifier, step: Step, body: Resource
) -> Action:
    return Action(
        step=step,
        side=view.end.name,
        person=crossing.handle,
        key=key_of("Task", identifier),
        type="Task",
        body=body,
        identifier=identifier,
    )


def _digest(proposal: Proposal, view: View, status: str) -> str:
    """What a Task says, short enough to be remembered."""
    if status != REQUESTED:
        return status
    said = {"resourceType": "Task", "input": inputs(proposal, view.side)}
    return f"{status} {fingerprint(said)}"
