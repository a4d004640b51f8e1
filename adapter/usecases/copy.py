"""FHIR ⇄ FHIR: carry the plans of enrolled persons between two servers, as they are.

Nothing is normalised: a resource is copied with its references rewritten. The side that a record
came from is the only one that writes it; records that came from a third party stay out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from adapter.errors import Changed, Refused
from adapter.ports import Endpoint
from adapter.sync.carry import Describe, Side, neutral
from adapter.sync.execute import execute
from adapter.sync.identity import identifier_of, identifiers_of, key_of, with_identifier
from adapter.sync.plan import Offer, Standing, decide, rank
from adapter.usecases.context import Context
from adapter.usecases.gather import gather
from adapter.usecases.matching import find
from adapter.usecases.recording import record_writes
from adapter.usecases.run import Report, waiting
from adapter.values import (
    Action,
    Base,
    EndpointSettings,
    Enrolment,
    Hold,
    Ref,
    Route,
    Seen,
    Step,
    Why,
)
from mappings.fhir import checker
from mappings.fhir.values import Identifier


class View:
    """One server as seen for one person: what it holds of what the route carries."""

    def __init__(self, end: EndpointSettings, side: Side, seen: Mapping[str, Seen]) -> None:
        self.end = end
        self.side = side
        self.seen = dict(seen)


@dataclass(frozen=True, slots=True)
class Crossing:
    """One person's records on their way from one side to the other."""

    handle: str
    origin: View
    target: View
    owned: set[str]


def copy(route: Route, context: Context, report: Report) -> None:
    """Bring both sides of a route to what the other one says, person by person."""
    for handle, enrolment in sorted(context.enrolled(route.name).items()):
        try:
            _person(route, context, report, handle, enrolment)
        except (Refused, Changed) as error:
            # One person's trouble stays theirs.
            report.refused.append((handle, str(error)))


def _person(
    route: Route, context: Context, report: Report, handle: str, enrolment: Enrolment
) -> None:
    views: list[View] = []
    for end in (route.here, route.there):
        patient = find(context.servers[end.name], enrolment.person)
        if isinstance(patient, Why):
            now = context.now()
            report.holds.append(Hold(route=route.name, person=handle, why=patient, since=now))
            return
        views.append(_view(route, context, end, patient.ref, enrolment))
    here, there = views
    owners = _owners(context, here, there)
    for origin, target in ((here, there), (there, here)):
        owned = {key for key, owner in owners.items() if owner == origin.end.name}
        _towards(route, context, report, Crossing(handle, origin, target, owned))


def _owners(context: Context, here: View, there: View) -> dict[str, str]:
    """Which endpoint each record came from: as remembered, else where it is first seen."""
    remembered = context.store.origins()
    seen_now = dict.fromkeys(there.seen, there.end.name) | dict.fromkeys(here.seen, here.end.name)
    return seen_now | {key: remembered[key] for key in seen_now if key in remembered}


def _view(
    route: Route, context: Context, end: EndpointSettings, person: Ref, enrolment: Enrolment
) -> View:
    server = context.servers[end.name]
    base = str(end.url)
    links = context.store.links(end.name)
    by_ref = {ref: key for key, ref in links.items()}
    seen: dict[str, Seen] = {}
    for ref, each in gather(server, base, person, route.types).items():
        key = by_ref.get(ref) or _key(context, end, each)
        seen[key] = each
    refs = {**links, **{key: each.ref for key, each in seen.items()}}
    side = Side(base=base, person=person, person_identifier=enrolment.person, refs=refs)
    return View(end, side, seen)


def _key(context: Context, end: EndpointSettings, seen: Seen) -> str:
    identifier = identifier_of(seen.resource)
    if identifier is None:
        identifier = context.source(end).mint(end.name, seen.ref.type, seen.ref.id)
    return key_of(seen.ref.type, identifier)


def _towards(route: Route, context: Context, report: Report, crossing: Crossing) -> None:
    """Plan and send what one side is the origin of."""
    offers = _offers(context, crossing)
    bases = context.store.bases(route.name)
    side = crossing.target.end.name
    actions = [
        _checked(
            decide(
                offer,
                _standing(context, crossing.target, offer.key),
                bases.get(offer.key),
                side=side,
                person=crossing.handle,
            )
        )
        for offer in sorted(offers.values(), key=lambda each: (rank(each.type), each.key))
    ]
    report.actions += actions
    holds, conflicts = waiting(actions, route.name, context.now())
    report.holds += holds
    report.conflicts += conflicts
    if not report.dry_run:
        _send(route, context, report, crossing, offers, actions)


def _offers(context: Context, crossing: Crossing) -> dict[str, Offer]:
    describe = _describer(context.servers[crossing.origin.end.name])
    offers = {}
    for key in crossing.owned & crossing.origin.seen.keys():
        kind, system, value = key.split("|", 2)
        identifier = Identifier(system=system, value=value)
        body = neutral(crossing.origin.seen[key].resource, crossing.origin.side, describe)
        body = with_identifier(body, identifier)
        offers[key] = Offer(key=key, type=kind, identifier=identifier, body=body)
    return offers


def _describer(server: Endpoint) -> Describe:
    """How staff and units of a server are named elsewhere: type, identifier and name."""

    @cache
    def describe(ref: Ref) -> Mapping[str, Any] | None:
        seen = server.read(ref)
        if seen is None:
            return None
        identifier = next(iter(identifiers_of(seen.resource)), None)
        if identifier is None:
            return None
        held = {"system": identifier.system, "value": identifier.value}
        named = name_of(seen.resource)
        return {"identifier": held, **({} if named is None else {"display": named})}

    return describe


def name_of(resource: Mapping[str, Any]) -> str | None:
    """The printed name of a unit or a professional."""
    name = resource.get("name")
    if isinstance(name, str):
        return name
    first: dict[str, Any] = next(iter(name or ()), {})
    parts = [*(first.get("given") or ()), first.get("family")]
    return first.get("text") or " ".join(part for part in parts if part) or None


def _standing(context: Context, target: View, key: str) -> Standing | None:
    if key not in target.side.refs:
        return None
    ref = target.side.refs[key]
    seen = target.seen.get(key) or context.servers[target.end.name].read(ref)
    body = None if seen is None else neutral(seen.resource, target.side)
    return Standing(ref=ref, seen=seen, body=body)


def _checked(action: Action) -> Action:
    """Nothing invalid is sent: a record that the checker refuses waits instead."""
    if action.step not in {Step.CREATE, Step.UPDATE} or action.body is None:
        return action
    if checker.is_valid(action.body):
        return action
    return replace(action, step=Step.HOLD, why=Why.INVALID_RESOURCE)


def _send(  # noqa: PLR0913, PLR0917  a plan is sent with all that it was made from
    route: Route,
    context: Context,
    report: Report,
    crossing: Crossing,
    offers: Mapping[str, Offer],
    actions: list[Action],
) -> None:
    store, target, origin = context.store, crossing.target, crossing.origin

    def remember(action: Action, seen: Seen) -> None:
        sent = offers[action.key].body
        base = Base(key=action.key, sent=sent, answered=neutral(seen.resource, target.side))
        source = origin.seen[action.key].ref
        with store.transaction():
            store.link(origin.end.name, action.key, source, origin=origin.end.name)
            store.link(target.end.name, action.key, seen.ref, origin=origin.end.name)
            store.save_base(route.name, base)

    known = store.bases(route.name)
    for action in actions:
        if action.step is Step.KEEP and action.ref is not None and action.key not in known:
            seen = target.seen.get(action.key)
            if seen is not None:
                remember(action, seen)
    server = context.servers[target.end.name]
    outcomes = list(execute(actions, server, target.side, remember))
    report.outcomes += outcomes
    record_writes(server, outcomes, context.source(origin.end), context.now())
