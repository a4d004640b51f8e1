"""What waits on the routes, and what stewards say of it: what was meant, and what may go once.

Whoever decides is named as a steward of one of the two sides (OSL 2009:400 22 kap. 1 §: the harm is
considered each time by whoever answers for the record).
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapter.errors import NotKnown, NotTheirs, ValueRefused
from adapter.usecases.arrivals import Arrival, arrivals
from adapter.usecases.auditing import begin
from adapter.usecases.context import Context
from adapter.usecases.put_forward import consent_for, matters
from adapter.usecases.run import Report
from adapter.values import Classified, Hold, Meant, Release, Resource, Route, Why
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

_RELEASABLE: Final = frozenset({Why.PROTECTED_IDENTITY, Why.DECEASED})


@dataclass(frozen=True, slots=True)
class Waiting(Redacted):
    """A hold under the name by which stewards speak of it."""

    id: str
    hold: Hold
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Redacted):
    """What a steward says something is, of which of several, and against whom."""

    meant: Meant
    by: str
    why: str
    against: Sequence[Identifier] = ()
    item: int | None = None


def holds(context: Context, route: str | None = None) -> list[Waiting]:
    """What waits, on one route or on all, the oldest first."""
    routes = context.settings.routes
    chosen = list(routes.values()) if route is None else [routes[route]]
    found = [
        Waiting(_id(context, hold), hold, each)
        for each in chosen
        for hold in context.store.holds(each.name)
    ]
    return sorted(found, key=lambda each: (each.hold.since, each.id))


def _id(context: Context, hold: Hold) -> str:
    parts = (hold.route, hold.person, hold.why.value, hold.document or "", hold.key or "")
    digest = hmac.digest(context.key, "\x1f".join(("hold", *parts)).encode(), "sha256")
    return f"h-{digest.hex()[:8]}"


def named(context: Context, name: str) -> Waiting:
    """The hold of that name; raises NotKnown."""
    for each in holds(context):
        if each.id == name:
            return each
    raise NotKnown("nothing that waits has that name; see viktigt hold list")


def put_forward(context: Context, waiting: Waiting, by: str) -> list[Resource]:
    """What was put forward in a document that waits, in its order; raises NotKnown and NotTheirs.

    The audit tells who looked (patientdatalagen 2008:355, 4 kap. 1 and 3 §§).
    """
    _may_decide(waiting, by)
    context = begin(waiting.route, context, by=by)
    return [dict(each) for each in matters(_arrival(context, waiting).document.resources)]


def classify(context: Context, waiting: Waiting, said: Said) -> list[Classified]:
    """Remember what everything put forward in a document is, or the one `item` of it."""
    _may_decide(waiting, said.by)
    arrival = _arrival(context, waiting)
    tasks = _chosen(arrival, said.item)
    if said.against and said.meant is Meant.WISH:
        raise ValueRefused(["a wish is against nobody"])
    made = [_classified(context, waiting.route, arrival, task, said) for task in tasks]
    with context.store.transaction():
        for each in made:
            context.store.classify(each)
    return made


def _chosen(arrival: Arrival, item: int | None) -> list[Resource]:
    tasks = [dict(each) for each in matters(arrival.document.resources)]
    if item is None:
        return tasks
    if not 1 <= item <= len(tasks):
        raise NotKnown(f"there are {len(tasks)} things put forward in that document")
    return [tasks[item - 1]]


def _classified(
    context: Context, route: Route, arrival: Arrival, task: Resource, said: Said
) -> Classified:
    if said.meant is not Meant.RESERVATION and not task.get("description"):
        raise ValueRefused(["nothing is said there that could be a wish"])
    reserved = said.meant is not Meant.WISH
    return Classified(
        matter=str(task["identifier"][0]["value"]),
        person=str(arrival.document.person),
        meant=said.meant,
        by=said.by,
        why=said.why,
        at=context.now(),
        consent=consent_for(context, route, task, said.against) if reserved else None,
    )


def _arrival(context: Context, waiting: Waiting) -> Arrival:
    """The document that waits until somebody says what was put forward in it."""
    if waiting.hold.why is not Why.RESERVATION_OR_WISH:
        raise NotKnown("that does not wait for somebody to say what was meant")
    return _document(context, waiting)


def _document(context: Context, waiting: Waiting) -> Arrival:
    """The document of a hold, as it waits in its folder."""
    report = Report(route=waiting.route.name, dry_run=True)
    sought = (waiting.hold.document, waiting.hold.person)
    for each in arrivals(waiting.route, context, report):
        if (each.document.name, each.document.person) == sought:
            return each
    raise NotKnown("that document is not there any more; run the route")


def release(
    context: Context, waiting: Waiting, record: tuple[str, str] | None, *, by: str, why: str
) -> Release:
    """Let go what waits, in the next run only; or of a `record` (key, version) that version."""
    _may_decide(waiting, by)
    hold = waiting.hold
    if hold.why not in _RELEASABLE:
        raise NotKnown(f"not to be let go: what waits as {hold.why.value} waits for something else")
    key, version = (_what(context, waiting), None) if record is None else record
    made = Release(person=hold.person, what=key, version=version, by=by, why=why, at=context.now())
    context.store.let_go(waiting.route.name, made)
    return made


def _what(context: Context, waiting: Waiting) -> str:
    """The document that waits, by its hash; or the record, or all of the person."""
    if waiting.hold.document is None:
        return waiting.hold.key or ""
    return _document(context, waiting).document.sha256


def _may_decide(waiting: Waiting, by: str) -> None:
    ends = (waiting.route.here, waiting.route.there)
    if not any(by in end.stewards for end in ends):
        raise NotTheirs(waiting.id, [end.name for end in ends])
