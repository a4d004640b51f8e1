"""Why a record may cross or may not: every question, its answer, the rule and where it stands.

The record and its patient are read where they are; nothing that they say is told, nor whose it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from adapter.errors import NotKnown
from adapter.policy.blocks import flagged
from adapter.policy.decide import ABSENT, Step, decide, steps
from adapter.policy.life import is_dead
from adapter.sync.identity import identifier_of, identifiers_of, key_of
from adapter.usecases.context import Context
from adapter.usecases.gather import persons_in
from adapter.usecases.matching import is_protected
from adapter.usecases.permitting import YES, facts_of, facts_of_view
from adapter.usecases.put_forward import reservations_of
from adapter.usecases.registered import registered
from adapter.usecases.standing import Standing, standing_of, tables
from adapter.values import (
    AccessDecision,
    Answer,
    End,
    EndpointKind,
    EndpointSettings,
    Enrolment,
    Reader,
    Reason,
    Ref,
    Resource,
    Route,
    Told,
)
from adapter.values import Why as Held
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Redacted):
    """One decision, step by step. `to` is the endpoint, or None for a reader.

    `flagged`: a block stands there that somebody must look at, since a guardian set it.
    """

    decision: AccessDecision
    steps: tuple[Step, ...]
    to: str | None
    flagged: bool


def why(
    context: Context, route: Route, name: str, endpoint: str | None, reader: Reader | None
) -> Why:
    """The decision on `Type/id` as one server of the route has it.

    Raises NotKnown when it is not there.
    """
    end = _end(route, endpoint)
    record = _record(context, route, end, name)
    standing = _standing(context, route, end, record)
    if reader is None:
        to = end.other if _settings(route, end.other).kind is EndpointKind.FHIR else End.THERE
        owner = _owner(context, route, record) or to.other
        facts, receiver = facts_of(standing, record, to, owner=owner), _settings(route, to).name
    else:
        facts, receiver = facts_of_view(standing, record, reader), None
    blocks = standing.blocks or ()
    return Why(
        decision=decide(facts, tables()),
        steps=tuple(steps(facts, tables())),
        to=receiver,
        flagged=any(flagged(block, _minor(standing)) for block in blocks),
    )


def _minor(standing: Standing) -> Told:
    return Told.UNKNOWN if standing.of_age is None else Told.of(standing.on < standing.of_age)


def _end(route: Route, endpoint: str | None) -> End:
    """The side that is asked: the one named, else the first that is a server."""
    for end in End:
        settings = _settings(route, end)
        if settings.kind is EndpointKind.FHIR and endpoint in {None, settings.name}:
            return end
    raise NotKnown(f"no FHIR endpoint of that name on route {route.name}")


def _settings(route: Route, end: End) -> EndpointSettings:
    return route.here if end is End.HERE else route.there


def _record(context: Context, route: Route, end: End, name: str) -> Resource:
    kind, slash, local = name.partition("/")
    if not (kind and slash and local):
        raise NotKnown("expected Type/id, as the server has it")
    seen = context.servers[_settings(route, end).name].read(Ref(kind, local))
    if seen is None:
        raise NotKnown("no such record on that server")
    if seen.faulty:
        raise NotKnown("a record on that server that can't be read as FHIR")
    return seen.resource


def _standing(context: Context, route: Route, end: End, record: Resource) -> Standing:
    """What is known of whom the record is about, if that is one person who is enrolled."""
    settings = _settings(route, end)
    server = context.servers[settings.name]
    refs = sorted(persons_in(record, str(settings.url)))
    patients = [seen.resource for ref in refs if (seen := server.read(ref)) is not None]
    known = list(_enrolled(context, route, patients))
    if len(known) != 1 or len(patients) != 1:
        return standing_of(context, route, None)
    told = registered(context, route, known[0])
    stops = told.why or (Held.DECEASED if is_dead(patients[0]) else None)
    return standing_of(
        context,
        route,
        known[0],
        protected=YES if is_protected(patients[0]) else told.protected,
        held=ABSENT if stops is None else Answer(Told.TRUE, _reason(stops)),
        of_age=told.of_age,
        reservations=reservations_of(context, known[0].handle),
    )


def _reason(why_held: Held) -> Reason:
    """The same as a reason of a decision, where there is one of that name."""
    names = {each.value: each for each in Reason}
    return names.get(why_held.value, Reason.HELD)


def _owner(context: Context, route: Route, record: Resource) -> End | None:
    """The side that the record came from, if it was carried before."""
    identifier = identifier_of(record)
    if identifier is None:
        return None
    origin = context.store.origins().get(key_of(record["resourceType"], identifier))
    return next((end for end in End if _settings(route, end).name == origin), None)


def _enrolled(context: Context, route: Route, patients: list[Resource]) -> Iterator[Enrolment]:
    for patient in patients:
        handles = {context.handle(each) for each in identifiers_of(patient)}
        for enrolment in context.store.enrolments(route.name):
            if enrolment.handle in handles:
                yield enrolment
