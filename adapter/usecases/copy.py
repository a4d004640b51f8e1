"""FHIR ⇄ FHIR: carry the plans of enrolled persons between two servers, as they are.

Nothing is normalised: a resource is copied with its references rewritten, and what both sides
changed since they last agreed is merged. Records that came from a third party stay out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from adapter.errors import Changed, Refused
from adapter.sync.execute import execute
from adapter.sync.merge import Copy, agreement
from adapter.sync.plan import Record, Terms, decide, rank
from adapter.usecases.context import Context
from adapter.usecases.gather import may_travel
from adapter.usecases.journal import RunJournal
from adapter.usecases.recording import record_writes
from adapter.usecases.run import Report, waiting
from adapter.usecases.views import View, copy_of, known_of, views_of
from adapter.values import (
    Action,
    End,
    Hold,
    Link,
    Proposal,
    Ref,
    Resolution,
    Resource,
    Route,
    Seen,
    Step,
    Why,
)
from mappings.fhir import checker
from mappings.fhir.values import Identifier


@dataclass(frozen=True, slots=True)
class Memory:
    """What a run remembers of all records: where each came from, and what people decided."""

    origins: Mapping[str, str]
    decisions: Mapping[str, Mapping[str, Resolution]]


@dataclass(frozen=True, slots=True)
class Crossing:
    """One person's records, as both sides have them."""

    route: Route
    handle: str
    views: Mapping[End, View]
    memory: Memory


def copy(route: Route, context: Context, report: Report) -> None:
    """Bring both sides of a route to what the other one says, person by person."""
    ends = {End.HERE: route.here, End.THERE: route.there}
    known = {end: known_of(each, context) for end, each in ends.items()}
    memory = Memory(context.store.origins(), context.store.decisions(route.name))
    for handle, enrolment in sorted(context.enrolled(route.name).items()):
        try:
            context.go_on()
            views = views_of(route, context, enrolment, known)
            if isinstance(views, Why):
                now = context.now()
                report.holds.append(Hold(route=route.name, person=handle, why=views, since=now))
            else:
                _person(Crossing(route, handle, views, memory), context, report)
        except (Refused, Changed) as error:
            # One person's trouble stays theirs.
            report.refused.append((handle, str(error)))


def _person(crossing: Crossing, context: Context, report: Report) -> None:
    """Plan what becomes of one person's records, and send it to either side."""
    route = crossing.route
    records = list(_records(crossing, context))
    terms = _terms(route)
    actions = [_checked(action) for record in records for action in decide(record, terms)]
    actions.sort(key=lambda each: (rank(each.type), each.key, each.side))
    report.actions += actions
    holds, conflicts = waiting(actions, route.name, context.now())
    report.holds += [*holds, *_doubled(crossing, context.now())]
    report.conflicts += conflicts
    by_key = {each.key: each for each in records}
    report.proposals += _proposals(crossing, by_key, actions, context.now())
    if not report.dry_run:
        _send(crossing, context, report, by_key, actions)


def _proposals(
    crossing: Crossing, records: Mapping[str, Record], actions: Iterable[Action], now: str
) -> Iterator[Proposal]:
    """What one side changed that is the other one's to change, for the owner to look at."""
    for action in actions:
        record = records[action.key]
        copy = record.copies.get(record.owner.other)
        if action.why is Why.CHANGED_BY_OTHER_SIDE and action.units and copy is not None:
            yield Proposal(
                route=crossing.route.name,
                key=action.key,
                person=action.person,
                owner=crossing.views[record.owner].end.name,
                units=action.units,
                body=copy.carried,
                since=now,
            )


def _doubled(crossing: Crossing, now: str) -> list[Hold]:
    """What stands twice somewhere waits: which of the two is meant, a person must say."""
    keys = {key: None for view in crossing.views.values() for key in sorted(view.doubled)}
    return [
        Hold(
            route=crossing.route.name,
            person=crossing.handle,
            why=Why.DUPLICATE_THERE,
            since=now,
            key=key,
        )
        for key in keys
    ]


def _terms(route: Route) -> Terms:
    ends = {End.HERE: route.here, End.THERE: route.there}
    return Terms(
        names={end: each.name for end, each in ends.items()},
        modes={end: each.modes for end, each in ends.items()},
        rights=route.rights,
    )


def _records(crossing: Crossing, context: Context) -> Iterator[Record]:
    """Every record that either side offers and that may travel between these two."""
    views, origins, decisions = crossing.views, crossing.memory.origins, crossing.memory.decisions
    names = {view.end.name: end for end, view in views.items()}
    first_seen = {key: end for end in reversed(End) for key in views[end].seen}
    doubled = {key for view in views.values() for key in view.doubled}
    for key, first in sorted(first_seen.items()):
        if key in doubled:
            continue
        origin = names.get(origins[key]) if key in origins else first
        if origin is None:
            continue  # it came from a third party: nothing transits
        record = _record(crossing, context, key, origin, decisions.get(key, {}))
        if all(may_travel(copy.local) for copy in record.copies.values()):
            yield record


def _record(
    crossing: Crossing,
    context: Context,
    key: str,
    origin: End,
    decisions: Mapping[str, Resolution],
) -> Record:
    kind, system, value = key.split("|", 2)
    identifier = Identifier(system=system, value=value)
    copies, known, deleted = {}, {}, set()
    for end, view in crossing.views.items():
        ref = view.side.refs.get(key)
        if ref is None:
            continue
        known[end] = ref
        seen = view.seen.get(key) or view.server.read(ref)
        if seen is not None:
            copies[end] = copy_of(view, seen, identifier)
        elif view.server.is_deleted(ref):
            deleted.add(end)
    return Record(
        key=key,
        type=kind,
        identifier=identifier,
        person=crossing.handle,
        owner=_owner(crossing, copies, origin),
        copies=copies,
        known=known,
        base=context.store.base(crossing.route.name, key),
        deleted=frozenset(deleted),
        decisions=decisions,
    )


def _owner(crossing: Crossing, copies: Mapping[End, Copy], origin: End) -> End:
    """Whose record it is: the author's of a plan that both have, else where it came from."""
    for copy in copies.values() if len(copies) == len(End) else ():
        author = (copy.carried.get("author") or {}).get("identifier") or {}
        for end, view in crossing.views.items():
            party = view.end.party
            if party is not None and party.value == author.get("value"):
                return end
    return origin


def _checked(action: Action) -> Action:
    """Nothing invalid is sent: a record that the checker refuses waits instead."""
    if action.step not in {Step.CREATE, Step.UPDATE} or action.body is None:
        return action
    if checker.is_valid(action.body):
        return action
    return replace(action, step=Step.HOLD, why=Why.INVALID_RESOURCE)


def _send(
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
