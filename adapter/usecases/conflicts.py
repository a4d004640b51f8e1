"""Records that both sides changed, or one side that does not own them: shown in both versions.

Versions are read anew each time, for the eyes of a steward of either side, and are written nowhere
by this; who looked is in the audit. Whoever runs the program sees which units wait, and since when
(patientdatalagen 2008:355, 4 kap. 1 §: only who needs it for their work may read of somebody).
What somebody decides about them is in `resolving`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapter.errors import NotKnown, NotTheirs
from adapter.sync.given import put_together
from adapter.sync.merge import Versions
from adapter.sync.units import said
from adapter.usecases.auditing import begin
from adapter.usecases.context import Context
from adapter.usecases.crossing import behind_of, owner_of
from adapter.usecases.ingest import ingest
from adapter.usecases.run import Report
from adapter.usecases.views import View, copy_of, known_of, look, views_of
from adapter.values import (
    End,
    EndpointKind,
    OpenConflict,
    Proposal,
    Resolution,
    Resource,
    Route,
    Why,
)
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Redacted):
    """A conflict of a route, or a change proposed to the owner, and what was chosen: by unit."""

    route: Route
    conflict: OpenConflict
    chosen: Mapping[str, Resolution]
    proposed_to: str | None = None

    @property
    def name(self) -> str:
        """`Goal/<identifier value>`."""
        return name_of_key(self.conflict.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(Redacted):
    """One unit in both versions, and what each side held when they last agreed."""

    unit: str
    now: Mapping[End, Any]
    base: Mapping[End, Any]


def name_of_key(key: str) -> str:
    kind, _, value = key.split("|", 2)
    return f"{kind}/{value}"


def conflicts(context: Context, route: str | None = None) -> list[Open]:
    """What is in conflict or proposed, on one route or on all."""
    routes = context.settings.routes
    chosen = list(routes.values()) if route is None else [routes[route]]
    found = []
    for each in chosen:
        decided = context.store.decisions(each.name)
        found += [
            Open(route=each, conflict=conflict, chosen=decided.get(conflict.key, {}))
            for conflict in context.store.conflicts(each.name)
        ]
        found += [
            Open(
                route=each,
                conflict=_as_conflict(proposal),
                chosen=decided.get(proposal.key, {}),
                proposed_to=proposal.owner,
            )
            for proposal in context.store.proposals(each.name)
        ]
    return found


def _as_conflict(proposal: Proposal) -> OpenConflict:
    """A proposal waits as a conflict does: two versions, and somebody who chooses."""
    return OpenConflict(
        key=proposal.key, person=proposal.person, units=proposal.units, since=proposal.since
    )


def named(context: Context, name: str, route: str | None = None) -> Open:
    """The conflict about `Type/<identifier value>`, or the whole key; raises NotKnown."""
    found = [each for each in conflicts(context, route) if name in {each.name, each.conflict.key}]
    if len({(each.route.name, each.conflict.key) for each in found}) > 1:
        raise NotKnown("several conflicts have that name: give the whole key, or --route")
    if not found:
        raise NotKnown("no open conflict has that name; see viktigt conflicts list")
    first, *more = found
    units = dict.fromkeys(unit for each in (first, *more) for unit in each.conflict.units)
    proposed_to = next((each.proposed_to for each in found if each.proposed_to), None)
    whole = replace(first.conflict, units=tuple(units))
    return replace(first, conflict=whole, proposed_to=proposed_to)


def may_look(route: Route, by: str) -> None:
    """Raise NotTheirs unless it is a steward of either side who wants to see what was said."""
    if by not in {*route.here.stewards, *route.there.stewards}:
        raise NotTheirs("what either side says", [route.here.name, route.there.name])


def versions(context: Context, chosen: Open, by: str) -> Versions:
    """Both sides as they stand now, in the form that travels, and the last agreement."""
    route, key = chosen.route, chosen.conflict.key
    if route.here.kind is EndpointKind.DIRECTORY:
        return _of_documents(begin(route, context, by=by), chosen)
    views = seen_for(context, route, chosen.conflict.person, by)
    held = {end: _carried(view, key) for end, view in views.items()}
    now = {end: each for end, each in held.items() if each is not None}
    stand = behind_of(views, key)
    origin = context.store.origins().get(key, route.here.name)
    first = End.THERE if origin == route.there.name else End.HERE
    return Versions(
        key=key,
        kind=key.partition("|")[0],
        owner=owner_of(route, list(now.values()), stand, first),
        base=context.store.base(route.name, key),
        now=now,
        signed=any(each.signed for each in stand),
    )


def seen_for(context: Context, route: Route, person: str, by: str) -> Mapping[End, View]:
    """Both servers as they are now for somebody who is enrolled; `by` is who wants to know."""
    enrolled = context.enrolled(route.name, handle=person)
    if not enrolled:
        raise NotKnown("the person of this conflict is not enrolled on the route any more")
    ends = {End.HERE: route.here, End.THERE: route.there}
    known = {end: known_of(route, each, context) for end, each in ends.items()}
    looked = look(route, begin(route, context, by=by), enrolled, known)[person]
    if isinstance(looked, Why):
        raise NotKnown(f"the person of this conflict can't be told on both sides: {looked.value}")
    return views_of(context, enrolled[person], known, looked)


def _of_documents(context: Context, chosen: Open) -> Versions:
    """What the waiting documents say beside the server: by planning the route without sending."""
    route, key = chosen.route, chosen.conflict.key
    report = Report(route=route.name, dry_run=True)
    ingest(route, context, report)
    standing = [each for each in report.conflicts if each.key == key]
    if not standing:
        raise NotKnown("that conflict does not stand any more; run the route")
    kind = key.partition("|")[0]
    here = put_together(kind, {each.unit: each.here for each in standing[0].disputed})
    there = put_together(kind, {each.unit: each.there for each in standing[0].disputed})
    return Versions(
        key=key,
        kind=kind,
        owner=End.HERE,
        base=context.store.base(route.name, key),
        now={End.HERE: here, End.THERE: there},
    )


def disagreements(found: Versions, units: Sequence[str]) -> list[Disagreement]:
    """Each unit as both sides have it now, and as they had it when they agreed."""
    return [
        Disagreement(
            unit=unit,
            now={end: said(each, unit) for end, each in found.now.items()},
            base={} if found.base is None else {end: found.agreed(end, unit) for end in End},
        )
        for unit in units
    ]


def _carried(view: View, key: str) -> Resource | None:
    ref = view.side.refs.get(key)
    if ref is None:
        return None
    seen = view.seen.get(key) or view.server.read(ref)
    _, system, value = key.split("|", 2)
    identifier = Identifier(system=system, value=value)
    return None if seen is None else copy_of(view, seen, identifier).carried
