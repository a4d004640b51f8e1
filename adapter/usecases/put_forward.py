"""Wishes and reservations in documents: what becomes of them once somebody said which each is.

A document waits until everything put forward in it was looked at. What is a reservation is
remembered beyond the document, and holds on every route.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from adapter.policy.consents import reservation_of
from adapter.usecases.context import Context
from adapter.values import Classified, Meant, Resource, Route, Told
from mappings.activity import TaskRecord, task_from_fhir
from mappings.consent import consent_from_fhir, consent_to_fhir
from mappings.fhir.types import Consent, Task
from mappings.fhir.values import Identifier
from mappings.formats.plo.put_forward import reservation, waits, wish, withdrawal
from mappings.redacted import Redacted
from mappings.what_matters import statement_to_fhir


@dataclass(frozen=True, slots=True)
class Sorted(Redacted):
    """The resources of a document with what was put forward in its place, and whether any waits."""

    resources: tuple[Resource, ...]
    waits: bool
    ended: tuple[Classified, ...] = ()


def sort_out(context: Context, route: Route, handle: str, resources: Sequence[Resource]) -> Sorted:
    """Put statements and consents where somebody said what the tasks of a document are.

    `ended` are the reservations that this document withdraws.
    """
    tasks = [each for each in resources if waits(each)]
    if not tasks:
        return Sorted(tuple(resources), waits=False)
    said = context.store.classified(person=handle)
    made: list[Resource] = []
    ended: list[Classified] = []
    is_waiting = False
    for each in resources:
        if not waits(each):
            made.append(each)
            continue
        task = task_from_fhir(cast("Task", each))
        known = said.get(task.id.value)
        if known is None and task.status != "cancelled":
            made.append(each)
            is_waiting = True
        if known is None:
            continue  # what was taken back before anybody looked at it goes nowhere
        now = _with_the_day_of_withdrawal(task, known)
        if now != known:
            ended.append(replace(now, at=context.now()))
        made += _meant(context, route, task, now)
    return Sorted(tuple(made), is_waiting, tuple(ended))


def _with_the_day_of_withdrawal(task: TaskRecord, known: Classified) -> Classified:
    """The reservation with the day from which a later version of the document takes it back."""
    if known.consent is None or task.period is None or task.period.end is None:
        return known
    record = consent_from_fhir(cast("Consent", known.consent))
    ended = consent_to_fhir(replace(record, withdrawn_at=task.period.end))
    return replace(known, consent=cast("Resource", ended))


def _meant(
    context: Context, route: Route, task: TaskRecord, known: Classified
) -> Iterator[Resource]:
    if known.meant is not Meant.RESERVATION:
        name = _name(context, route, task, "statement")
        yield cast("Resource", statement_to_fhir(wish(task, name)))
        if _is_taken_back(context, task):
            sequel = withdrawal(task, _name(context, route, task, "withdrawal"), name)
            yield cast("Resource", statement_to_fhir(sequel))
    if known.consent is not None:
        yield known.consent


def _is_taken_back(context: Context, task: TaskRecord) -> bool:
    """Whether a later version of the document took it back, on a day that has come."""
    end = None if task.period is None else task.period.end
    return end is not None and end[:10] <= context.clock.now().date().isoformat()


def _name(context: Context, route: Route, task: TaskRecord, kind: str) -> Identifier:
    """An identifier for what takes over from a task, the same each time."""
    return context.source(route.here).mint("put-forward", task.id.value, kind)


def consent_for(
    context: Context, route: Route, task: Resource, against: Sequence[Identifier]
) -> Resource:
    """The reservation that a task turned out to be."""
    record = task_from_fhir(cast("Task", task))
    name = _name(context, route, record, "reservation")
    return cast("Resource", consent_to_fhir(reservation(record, name, against)))


def reservations_of(context: Context, handle: str) -> list[Resource]:
    """Every reservation that was read out of somebody's documents, on whichever route."""
    said = context.store.classified(person=handle).values()
    return [each.consent for each in said if each.consent is not None]


def is_reserved(
    context: Context, route: Route, handle: str, of_age: date | None, start: str
) -> bool:
    """Whether the person forbade that the other side of a route gets anything, or may have.

    `of_age` is from when they decide alone; `start` is when their enrolment began.
    """
    party = route.there.party
    receivers = [each.value for each in (party, *route.receivers) if each is not None]
    on, said = context.clock.now().date(), reservations_of(context, handle)
    found = reservation_of(said, receivers, on, of_age, start)
    return found.told in {Told.TRUE, Told.UNKNOWN}


def matters(resources: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The tasks of a document that wait for somebody, in its order."""
    return [each for each in resources if waits(each) and each.get("status") != "cancelled"]
