"""What a run does about people at rest: it leaves them alone, and what waits for them stays.

Somebody comes to rest when a run looked at all of theirs and had nothing to write or to remember.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from adapter.sync.quiet import stamps
from adapter.usecases.auditing import watched
from adapter.usecases.changes import Chosen
from adapter.usecases.context import Context
from adapter.usecases.gather import AT_ONCE
from adapter.usecases.run import Report
from adapter.usecases.views import Known, Look
from adapter.values import End, Enrolment, Reading, Rest, Route


def is_due(route: Route, context: Context) -> bool:
    """Whether everybody is to be looked at again, because that was long ago or never."""
    last = [datetime.fromisoformat(each.whole) for each in context.store.readings(route.name)]
    age = timedelta(seconds=route.full_every)
    return not last or context.clock.now() - min(last) >= age


def remember(route: Route, context: Context, report: Report, started: str) -> None:
    """Who came to rest, what waits for a record, and that both sides were read."""
    store, name = context.store, route.name
    store.rest(name, report.rests)
    for end in (route.here, route.there):
        at_rest = [(each.person, each.patients[end.name]) for each in report.rests]
        store.audit(watched(context, at_rest, end.name))
    if report.parked or store.parked(name):
        store.replace_parked(name, report.parked)
    whole = {each.endpoint: each.whole for each in store.readings(name)}
    for end in (route.here, route.there):
        last = started if report.full else whole.get(end.name, started)
        store.save_reading(name, Reading(endpoint=end.name, at=started, whole=last))


def carry_over(route: Route, context: Context, report: Report, chosen: Chosen) -> None:
    """Remember who is at rest no longer; what waits for those who are goes on waiting."""
    store, name = context.store, route.name
    report.full = not chosen.resting
    if not report.dry_run:
        with store.transaction():
            store.disturb(name, chosen.disturbed)
            store.save_cursors(name, chosen.cursors)
    if not chosen.resting:
        return
    report.holds += (each for each in store.holds(name) if each.person in chosen.resting)
    report.conflicts += (each for each in store.conflicts(name) if each.person in chosen.resting)
    report.proposals += (each for each in store.proposals(name) if each.person in chosen.resting)
    report.parked += (each for each in store.parked(name) if each.person in chosen.resting)
    known = store.remembered(name)
    for side, people in ({} if known is None else known.held).items():
        report.held[side] = {
            person: count for person, count in people.items() if person in chosen.resting
        }


def in_parts(people: Mapping[str, Enrolment]) -> Iterator[dict[str, Enrolment]]:
    """As many people as are read together."""
    waiting = iter(sorted(people.items()))
    while some := dict(islice(waiting, AT_ONCE)):
        yield some


def rest_of(
    person: str, terms: str, known: Mapping[End, Known], looked: Mapping[End, Look]
) -> Rest:
    """What both servers hold of somebody for whom there is nothing to do."""
    names = {end: each.end.name for end, each in known.items()}
    return Rest(
        person=person,
        terms=terms,
        patients={names[end]: each.patient.ref.id for end, each in looked.items()},
        held={
            names[end]: stamps([each.patient, *each.held.values()]) for end, each in looked.items()
        },
    )
