"""What of a person's records on one server is not agreed: two versions of it wait for a decision.

Whoever reads an export acts on what it says. A unit of which another version stands on the other
side is marked, so that nobody takes one version for the plan that was agreed on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from adapter.usecases.context import Context
from adapter.values import Ref, Resource, Seen
from mappings.codes.systems import NOT_AGREED
from mappings.fhir.datatypes import extension, extensions_in


def marked(context: Context, endpoint: str, handle: str, found: Iterable[Seen]) -> list[Resource]:
    """What stands there, each record with the units of it that are in conflict on any route."""
    disputed = _disputed(context, endpoint, handle)
    return [_marked(each.resource, disputed.get(each.ref, ())) for each in found]


def _disputed(context: Context, endpoint: str, handle: str) -> Mapping[Ref, Sequence[str]]:
    """The units in conflict of somebody's records, by where they stand on that server."""
    links = context.store.links(endpoint)
    units: dict[Ref, dict[str, None]] = {}
    for route in context.settings.routes.values():
        if endpoint not in {route.here.name, route.there.name}:
            continue
        for each in context.store.conflicts(route.name, person=handle):
            if each.key in links:
                units.setdefault(links[each.key], {}).update(dict.fromkeys(each.units))
    return {ref: list(names) for ref, names in units.items()}


def _marked(resource: Resource, units: Sequence[str]) -> Resource:
    if not units:
        return resource
    marks = [extension(NOT_AGREED, valueString=each) for each in units]
    return {**resource, "extension": [*(resource.get("extension") or ()), *marks]}


def not_agreed(resources: Iterable[Resource]) -> Iterator[tuple[str, list[str]]]:
    """What is marked: Type/id, and its units."""
    for each in resources:
        units = [str(mark.get("valueString")) for mark in extensions_in(each, NOT_AGREED)]
        if units:
            yield f"{each['resourceType']}/{each.get('id')}", units
