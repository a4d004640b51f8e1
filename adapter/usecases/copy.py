"""FHIR ⇄ FHIR: carry the plans of enrolled persons between two servers, as they are.

Nothing is normalised: a resource is copied with its references rewritten, and what both sides
changed since they last agreed is merged. Records that came from a third party stay out.
"""

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from adapter.errors import Changed, Refused, Unreachable, Withheld
from adapter.sync.parking import parked
from adapter.sync.plan import Record, Terms, decide, rank
from adapter.usecases.apart import Apart
from adapter.usecases.asking import tasks_of
from adapter.usecases.buried import holds_of
from adapter.usecases.changes import Chosen, choose
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing, Memory, erased_in, guarded_by, permitted, records_of
from adapter.usecases.differing import differences_of
from adapter.usecases.doubles import endings_of
from adapter.usecases.gate import asked_about, gates
from adapter.usecases.guards import WRITES, Asked, may_send
from adapter.usecases.proposing import proposals_of
from adapter.usecases.registered import use_releases
from adapter.usecases.resting import carry_over, in_parts, is_due, rest_of
from adapter.usecases.run import Report, waiting
from adapter.usecases.sending import Decided, send
from adapter.usecases.together import is_too_much
from adapter.usecases.views import Known, Looked, known_of, look, views_of
from adapter.values import (
    Action,
    End,
    Enrolment,
    Hold,
    Route,
    Step,
    Why,
)
from mappings.fhir import checker


def copy(route: Route, context: Context, report: Report, asked: Asked) -> None:
    """Bring both sides of a route to what the other one says.

    All is planned before anything is sent, so that a change of everything at once is noticed.
    """
    passing = gates(route, context, report)
    ask = partial(asked_about, route, context, report)
    chosen = choose(route, context, passing, ask, full=asked.full or is_due(route, context))
    carry_over(route, context, report, chosen)
    decided = _decide(route, context, report, chosen)
    known = {side: sum(people.values()) for side, people in report.held.items()}
    if not may_send(route, context, report, asked, known):
        return
    send(route, context, report, decided)
    use_releases(context, route, [each.person for each in report.actions if each.step in WRITES])


def _decide(
    route: Route,
    context: Context,
    report: Report,
    chosen: Chosen,
) -> deque[Decided]:
    """Plan for all who are looked at; kept are the people for whom there is something to do."""
    decided: deque[Decided] = deque()
    if not chosen.people:
        return decided  # and nothing is read for them from the state
    ends = {End.HERE: route.here, End.THERE: route.there}
    let_go = [each.known.enrolment.person for each in chosen.gates.values() if each.known.only]
    known = {end: known_of(route, each, context, let_go) for end, each in ends.items()}
    store = context.store
    decisions, kept = store.decisions(route.name), store.kept(route.name)
    memory = Memory(store.origins(), decisions, kept, store.buried())
    cut_off = {each.key for each in context.store.open_intents(route.name)}
    for handle, looked in _looked(route, context, report, chosen.people, known):
        if isinstance(looked, Why):
            now = context.now()
            report.holds.append(Hold(route=route.name, person=handle, why=looked, since=now))
            continue
        with _theirs(handle, report):
            views = views_of(context, chosen.people[handle], known, looked)
            gate = chosen.gates[handle]
            person_as_seen = guarded_by(gate, views)
            crossing = Crossing(route, handle, views, memory, gate, person_as_seen)
            person = _person(crossing, context, report)
            others = [each.action for each in person.others]
            is_work = any(_is_work(person, action) for action in (*person.actions, *others))
            if is_work or cut_off:
                decided.append(person)
            # What can't be seen can't be counted either: it is looked for until it is.
            hidden = any(each.is_out_of_sight for each in person.records.values())
            if not is_work and not hidden and not cut_off & person.records.keys():
                report.rests.append(rest_of(handle, chosen.terms[handle], known, looked))
    return decided


def _looked(
    route: Route,
    context: Context,
    report: Report,
    people: Mapping[str, Enrolment],
    known: Mapping[End, Known],
) -> Iterator[tuple[str, Looked]]:
    """Everybody who is to be looked at, as they stand on both sides; many are read together.

    Who can't be read is left alone. Where that is everybody it is the server that can't be read. Of
    whom a server keeps something from us nothing is concluded: they wait.
    """
    waiting = deque(in_parts(people))
    trouble, is_read = None, False
    while waiting:
        context.go_on()
        some = waiting.popleft()
        try:
            found = look(route, context, some, known)
        except Withheld:
            waiting.extendleft(reversed(_halves(some)))
            if len(some) == 1:
                is_read = True
                yield from dict.fromkeys(some, Why.WITHHELD_THERE).items()
            continue
        except (Refused, Changed, Unreachable) as error:
            if not isinstance(error, Changed) and not is_too_much(error):
                raise
            if len(some) == 1:
                trouble = error if isinstance(error, Unreachable) else trouble
                report.refused += [(handle, str(error)) for handle in some]
            waiting.extendleft(reversed(_halves(some)))
            continue
        is_read = True
        yield from found.items()
    if trouble is not None and not is_read:
        raise trouble


def _halves(people: Mapping[str, Enrolment]) -> list[dict[str, Enrolment]]:
    handles = list(people)
    half = len(handles) // 2
    halves = (handles[:half], handles[half:]) if half else ()
    return [{handle: people[handle] for handle in each} for each in halves]


@contextmanager
def _theirs(handle: str, report: Report) -> Iterator[None]:
    """One person's trouble stays theirs."""
    try:
        yield
    except (Refused, Changed) as error:
        report.refused.append((handle, str(error)))


def _is_work(person: Decided, action: Action) -> bool:
    """Whether an action writes something, or settles what is to be remembered."""
    if action.step is not Step.KEEP:
        return action.step in WRITES or bool(action.settles)
    record = person.records[action.key]
    return bool(action.settles) or (record.base is None and len(record.copies) == len(End))


def _person(crossing: Crossing, context: Context, report: Report) -> Decided:
    """Plan what becomes of one person's records."""
    route = crossing.route
    for view in crossing.views.values():
        report.held.setdefault(view.end.name, {})[crossing.handle] = len(view.seen)
    records = list(records_of(crossing, context))
    terms = _terms(route)
    actions = [
        _checked(permitted(crossing, context, record, action))
        for record in records
        for action in decide(record, terms)
    ]
    actions.sort(key=lambda each: (rank(each.type), each.key, each.side))
    by_key = {each.key: each for each in records}
    report.holds += holds_of(route, context, crossing.handle, erased_in(crossing, context))
    if not report.dry_run:
        _remember_whose(route, context, crossing.handle, records)
    proposals = proposals_of(crossing, by_key, actions, context.now())
    report.proposals += proposals
    known = {end: view.side.refs for end, view in crossing.views.items()}
    report.parked += parked(records, actions, terms.names, known)
    apart = [
        *(Apart(action=each) for end in End for each in endings_of(crossing, context, terms, end)),
        *tasks_of(crossing, context, terms, proposals),
        *differences_of(crossing, context, terms, by_key, actions),
    ]
    others = [replace(each, action=_checked(each.action)) for each in apart]
    _tell(crossing, context, report, actions, [each.action for each in others])
    return Decided(crossing, by_key, actions, others)


def _remember_whose(route: Route, context: Context, handle: str, records: Sequence[Record]) -> None:
    """Of what an older program agreed on it is not known whose it is: an erasure has to know."""
    unknown = [each.base for each in records if each.base is not None and not each.base.person]
    if unknown:
        context.store.save_bases(route.name, [replace(each, person=handle) for each in unknown])


def _tell(
    crossing: Crossing,
    context: Context,
    report: Report,
    actions: Sequence[Action],
    others: Sequence[Action],
) -> None:
    """What is planned for somebody, and what waits."""
    report.actions += [*actions, *others]
    holds, conflicts = waiting([*actions, *others], crossing.route.name, context.now())
    ended = {(action.side, action.key) for action in others if action.step in WRITES}
    report.holds += [*holds, *_doubled(crossing, ended, context.now())]
    report.conflicts += conflicts


def _doubled(crossing: Crossing, ended: Container[tuple[str, str]], now: str) -> list[Hold]:
    """What stands twice somewhere waits: which of the two is meant, a person must say."""
    found = {
        key
        for view in crossing.views.values()
        for key in view.doubled
        if (view.end.name, key) not in ended
    }
    return [
        Hold(
            route=crossing.route.name,
            person=crossing.handle,
            why=Why.DUPLICATE_THERE,
            since=now,
            key=key,
        )
        for key in sorted(found)
    ]


def _terms(route: Route) -> Terms:
    ends = {End.HERE: route.here, End.THERE: route.there}
    return Terms(
        names={end: each.name for end, each in ends.items()},
        modes={end: each.modes for end, each in ends.items()},
        rights=route.rights,
    )


def _checked(action: Action) -> Action:
    """Nothing invalid is sent: a record that the checker refuses waits instead."""
    if action.step not in {Step.CREATE, Step.UPDATE} or action.body is None:
        return action
    if checker.is_valid(action.body):
        return action
    return replace(action, step=Step.HOLD, why=Why.INVALID_RESOURCE)
