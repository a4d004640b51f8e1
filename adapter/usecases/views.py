"""One server as it is seen for one person, before anything is decided.

People are matched and never made; records are named by key, and staff and units by the logical
reference under which another server may know them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from adapter.ports import Endpoint
from adapter.sync.carry import Describe, Side, neutral, waits_for_reference
from adapter.sync.identity import identifier_of, identifiers_of, key_of, with_identifier
from adapter.sync.merge import Copy
from adapter.usecases.context import Context
from adapter.usecases.gather import gather
from adapter.usecases.matching import find
from adapter.values import End, EndpointSettings, Enrolment, Ref, Route, Seen, Why
from mappings.fhir.values import Identifier


@dataclass(frozen=True, slots=True)
class View:
    """One server as seen for one person: what it holds of what the route carries.

    `doubled` names the records that stand there more than once: none of them is picked.
    """

    end: EndpointSettings
    server: Endpoint
    side: Side
    seen: Mapping[str, Seen]
    describe: Describe
    doubled: frozenset[str]


def views_of(
    route: Route,
    context: Context,
    enrolment: Enrolment,
    describe: Mapping[End, Describe],
) -> Mapping[End, View] | Why:
    """Both servers for one person, or why the person can't be found there."""
    views = {}
    for end, settings in ((End.HERE, route.here), (End.THERE, route.there)):
        patient = find(context.servers[settings.name], enrolment.person)
        if isinstance(patient, Why):
            return patient
        views[end] = _view(route, context, settings, patient.ref, enrolment, describe[end])
    return views


def _view(  # noqa: PLR0913, PLR0917  a view is what its facts are
    route: Route,
    context: Context,
    end: EndpointSettings,
    person: Ref,
    enrolment: Enrolment,
    describe: Describe,
) -> View:
    server = context.servers[end.name]
    base = str(end.url)
    links = context.store.links(end.name)
    by_ref = {ref: key for key, ref in links.items()}
    seen: dict[str, Seen] = {}
    doubled = set()
    for ref, each in gather(server, base, person, route.types).items():
        key = by_ref.get(ref) or _key(context, end, each)
        if key in seen:
            doubled.add(key)
        seen[key] = each
    refs = {**links, **{key: each.ref for key, each in seen.items()}}
    side = Side(base=base, person=person, person_identifier=enrolment.person, refs=refs)
    return View(end, server, side, seen, describe, frozenset(doubled))


def _key(context: Context, end: EndpointSettings, seen: Seen) -> str:
    identifier = identifier_of(seen.resource)
    if identifier is None:
        identifier = context.source(end).mint(end.name, seen.ref.type, seen.ref.id)
    return key_of(seen.ref.type, identifier)


def copy_of(view: View, seen: Seen, identifier: Identifier) -> Copy:
    """A record as that server has it, and in the form that travels."""
    return Copy(
        ref=seen.ref,
        version=seen.version,
        incomplete=waits_for_reference(seen.resource, view.side),
        local=neutral(seen.resource, view.side),
        carried=with_identifier(neutral(seen.resource, view.side, view.describe), identifier),
    )


def describer(server: Endpoint) -> Describe:
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
