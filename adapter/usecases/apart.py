"""Writes that belong to no record of both sides: what ends a double, what tells an owner.

They go the way of every write, written down before and settled after. Each is sent alone and
after all others: two may concern the same key, and none changes what a key stands for.
"""

from collections.abc import Mapping

from adapter.sync.carry import Links, Side
from adapter.sync.execute import execute
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing
from adapter.usecases.journal import RunJournal
from adapter.usecases.run import Report
from adapter.usecases.views import View
from adapter.values import Action, End, Seen


def send_apart(
    crossing: Crossing,
    context: Context,
    report: Report,
    actions: Mapping[End, list[Action]],
) -> None:
    """Send them, one after the other, until somebody asks to stop."""
    for end, mine in actions.items():
        view = crossing.views[end]
        for action in mine:
            journal = RunJournal(context, crossing.route.name, view.end.name, _nothing)
            report.outcomes += execute([action], view.server, _own_side(view), journal)
            context.go_on()


def _nothing(_action: Action, _seen: Seen) -> None:
    """No two sides agree on it."""


def _own_side(view: View) -> Side:
    """The side, with links that nobody else sees changed."""
    side = view.side
    return Side(
        base=side.base,
        person=side.person,
        person_identifier=side.person_identifier,
        links=Links(side.refs),
    )
