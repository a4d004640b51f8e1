"""Writes that belong to no record of both sides: what ends a double, what tells an owner.

They go the way of every write, written down before and settled after. Each is sent alone and
after all others: two may concern the same key, and none changes what a key stands for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from adapter.sync.carry import Links, Side
from adapter.sync.execute import execute
from adapter.usecases.auditing import Writes
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing, Telling, may_be_told
from adapter.usecases.journal import Agreed, RunJournal
from adapter.usecases.run import Report
from adapter.usecases.still import Fresh
from adapter.usecases.views import View
from adapter.values import Action, Link, Result, Seen, Why
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart(Redacted):
    """Such a write; of a Task also what is remembered once it stands there.

    `tells` is what the other side gets to know by it; `proposal` the record of a proposal that is
    kept until its owner was told.
    """

    action: Action
    note: Callable[[], None] | None = None
    tells: Telling | None = None
    proposal: str | None = None


def send_apart(
    crossing: Crossing, context: Context, report: Report, others: Sequence[Apart], fresh: Fresh
) -> None:
    """Send them, one after the other, until somebody asks to stop."""
    views = {view.end.name: view for view in crossing.views.values()}
    for each in others:
        view = views[each.action.side]

        def agreed(action: Action, seen: Seen, each: Apart = each) -> Agreed:
            if each.note is None:
                return Agreed()
            link = Link(endpoint=action.side, key=action.key, ref=seen.ref, origin=action.side)
            return Agreed([link], also=each.note)

        patients = {crossing.handle: view.side.person}
        told = Writes(context, view.end.name, patients, merges=each.note is None)
        may_go = partial(_may_go, crossing, context, fresh, each.tells)
        journal = RunJournal(context, crossing.route.name, told, agreed, may_go)
        outcomes = list(execute([(each.action, _own_side(view))], view.server, journal))
        done = [it.result is Result.DONE for it in outcomes]
        if each.proposal is not None and not (done and all(done)):
            report.untold.add(each.proposal)
        report.outcomes += outcomes
        context.go_on()


def _may_go(
    crossing: Crossing, context: Context, fresh: Fresh, tells: Telling | None, _: Action
) -> bool:
    """Whether it may go even now; what tells nobody anything new never waits for a block."""
    gate = fresh.gate(crossing.handle)
    if isinstance(gate, Why):
        return False
    return tells is None or may_be_told(crossing.through(gate), context, tells)


def _own_side(view: View) -> Side:
    """The side, with links that nobody else sees changed."""
    side = view.side
    return Side(
        base=side.base,
        person=side.person,
        person_identifier=side.person_identifier,
        links=Links(side.refs),
    )
