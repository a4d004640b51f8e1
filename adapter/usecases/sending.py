"""Send what was decided for a person to either side, and remember what the sides agree on by it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from adapter.sync.execute import execute
from adapter.sync.merge import agreement
from adapter.sync.plan import Record
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing
from adapter.usecases.journal import RunJournal
from adapter.usecases.recording import record_writes
from adapter.usecases.run import Report
from adapter.usecases.views import View, copy_of
from adapter.values import Action, End, Link, Ref, Resource, Seen, Step


def send(
    crossing: Crossing,
    context: Context,
    report: Report,
    records: Mapping[str, Record],
    actions: list[Action],
) -> None:
    """Send a person's actions to either side; what is agreed is remembered at once."""
    for end, view in crossing.views.items():
        mine = [action for action in actions if action.side == view.end.name]
        for action in mine:
            record = records[action.key]
            settled = action.settles or record.base is None
            if action.step is Step.KEEP and settled and len(record.copies) == len(End):
                _agree(crossing, context, record, end, action, record.copies[end].carried)

        def remember(action: Action, seen: Seen, end: End = end, view: View = view) -> None:
            record = records[action.key]
            _link(crossing, context, record, end, seen.ref)
            answer = copy_of(view, seen, record.identifier).carried
            _agree(crossing, context, record, end, action, answer)

        origin = context.source(crossing.views[end.other].end)
        journal = RunJournal(context, crossing.route.name, view.end.name, remember)
        journal.look_back(view.seen)
        context.store.save_links(_sources(crossing, records, mine, end.other))
        outcomes = []
        for outcome in execute(mine, view.server, view.side, journal):
            outcomes.append(outcome)
            if context.stopping.is_set():
                break
        report.outcomes += outcomes
        record_writes(view.server, outcomes, origin, context.now())
        context.go_on()


def _sources(
    crossing: Crossing, records: Mapping[str, Record], actions: Iterable[Action], source: End
) -> Iterator[Link]:
    """Where what is about to be made comes from.

    Known before it is sent: a copy that nobody remembers would look like that side's own record,
    and go on from there to a third party.
    """
    for action in actions:
        record = records[action.key]
        copy = record.copies.get(source)
        if action.step is Step.CREATE and copy is not None and copy.ref is not None:
            name, origin = crossing.views[source].end.name, crossing.views[record.owner].end.name
            yield Link(endpoint=name, key=action.key, ref=copy.ref, origin=origin)


def _link(crossing: Crossing, context: Context, record: Record, end: End, ref: Ref) -> None:
    origin = crossing.views[record.owner].end.name
    refs = {each: copy.ref for each, copy in record.copies.items()} | {end: ref}
    for each, held in refs.items():
        if held is not None:
            context.store.link(crossing.views[each].end.name, record.key, held, origin=origin)


def _agree(  # noqa: PLR0913, PLR0917  an agreement is who, what and on what
    crossing: Crossing,
    context: Context,
    record: Record,
    end: End,
    action: Action,
    answer: Resource,
) -> None:
    """Remember what the two sides now agree on."""
    base = context.store.base(crossing.route.name, record.key)
    versions = replace(record.versions, base=base)
    base = agreement(versions, end, action.settles, answer)
    if base is not None:
        context.store.save_base(crossing.route.name, base)
