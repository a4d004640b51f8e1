"""Why a record may cross or may not: every question, its answer, the rule and where it stands.

The record and its patient are read where they are; nothing that they say is told, nor whose it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from adapter.errors import NotKnown
from adapter.policy.blocks import flagged
from adapter.policy.decide import ABSENT, Step, decide, steps
from adapter.sync.identity import identifiers_of
from adapter.usecases.context import Context
from adapter.usecases.gather import persons_in
from adapter.usecases.matching import is_protected
from adapter.usecases.permitting import (
    YES,
    Reader,
    Standing,
    facts_of,
    facts_of_view,
    standing_of,
    tables,
)
from adapter.values import (
    AccessDecision,
    End,
    EndpointKind,
    EndpointSettings,
    Enrolment,
    Ref,
    Resource,
    Route,
    Told,
)
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
        other = route.here if end is End.THERE else route.there
        to = end.other if other.kind is EndpointKind.FHIR else End.THERE
        facts, receiver = facts_of(standing, record, to), _settings(route, to).name
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
    enrolment = known[0] if len(known) == 1 and len(patients) == 1 else None
    protected = YES if any(is_protected(each) for each in patients) else ABSENT
    return standing_of(context, route, enrolment, protected=protected)


def _enrolled(context: Context, route: Route, patients: list[Resource]) -> Iterator[Enrolment]:
    for patient in patients:
        handles = {context.handle(each) for each in identifiers_of(patient)}
        for enrolment in context.store.enrolments(route.name):
            if enrolment.handle in handles:
                yield enrolment
