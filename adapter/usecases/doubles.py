"""Records that stand under one identifier more than once: shown side by side, decided, ended.

Until somebody chose which of them to keep, nothing of them is read or written. The choice is among
the very versions that stand there, and is made by a steward of that side. The next run plans the
end of the others and sends it like any write; from then on the kept one is carried.
"""

from dataclasses import dataclass, replace

from adapter.errors import NotKnown, NotTheirs
from adapter.sync.carry import literal_ref
from adapter.sync.doubles import endings
from adapter.sync.doubles import named as named_versions
from adapter.sync.fingerprint import fingerprint
from adapter.sync.identity import references_in
from adapter.sync.plan import Terms
from adapter.usecases.conflicts import name_of_key, seen_for
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing
from adapter.usecases.views import View
from adapter.values import Action, End, Kept, Mode, Ref, Route, Seen, Step, Why
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Double(Redacted):
    """A record that stands more than once on a side of a route."""

    route: Route
    key: str
    person: str
    since: str
    chosen: tuple[Kept, ...] = ()

    @property
    def name(self) -> str:
        """`Goal/<identifier value>`."""
        return name_of_key(self.key)


def doubles(context: Context, route: str | None = None) -> list[Double]:
    """What was found more than once, on one route or on all."""
    routes = context.settings.routes
    found = []
    for each in routes.values() if route is None else [routes[route]]:
        kept = context.store.kept(each.name)
        found += [
            Double(
                route=each,
                key=hold.key,
                person=hold.person,
                since=hold.since,
                chosen=tuple(made for (_, key), made in kept.items() if key == hold.key),
            )
            for hold in context.store.holds(each.name)
            if hold.why is Why.DUPLICATE_THERE and hold.key is not None
        ]
    return found


def named(context: Context, name: str, route: str | None = None) -> Double | None:
    """What stands twice under that name; None: nothing does."""
    found = [each for each in doubles(context, route) if name in {each.name, each.key}]
    if len(found) > 1:
        raise NotKnown("several records have that name: give the whole key, or --route")
    return next(iter(found), None)


def standing(context: Context, double: Double, by: str) -> dict[End, tuple[Seen, ...]]:
    """What stands there now, by side: only where it is more than one."""
    views = seen_for(context, double.route, double.person, by)
    found = {end: view.doubled.get(double.key, ()) for end, view in views.items()}
    return {end: stand for end, stand in found.items() if stand}


def keep(context: Context, double: Double, chosen: str, *, by: str, why: str) -> Kept:
    """Choose which to keep: `Goal/7`, or `region/Goal/7`."""
    ends = {End.HERE: double.route.here, End.THERE: double.route.there}
    found = [
        (ends[end], each.ref, stand)
        for end, stand in standing(context, double, by).items()
        for each in stand
        if chosen in {str(each.ref), f"{ends[end].name}/{each.ref}"}
    ]
    if len(found) != 1:
        raise NotKnown("expected one of those that stand there: see viktigt conflicts show")
    ((end, ref, stand),) = found
    if by not in end.stewards:
        raise NotTheirs(str(ref), [end.name])
    kept = Kept(
        endpoint=end.name,
        key=double.key,
        keep=ref,
        stood=named_versions(stand),
        by=by,
        why=why,
        at=context.now(),
    )
    context.store.keep(double.route.name, kept)
    return kept


def endings_of(crossing: Crossing, context: Context, terms: Terms, end: End) -> list[Action]:
    """What ends the doubles of a side among which somebody chose."""
    view = crossing.views[end]
    return [
        _allowed(action, terms.mode(end, action.type))
        for key, stand in sorted(view.doubled.items())
        for kept in [crossing.memory.kept.get((view.end.name, key))]
        if kept is not None and kept.stood == named_versions(stand)
        for action in endings(
            stand,
            kept.keep,
            _made_by_us(crossing, context, view, key),
            view.side,
            of=(view.end.name, crossing.handle),
        )
    ]


def _made_by_us(crossing: Crossing, context: Context, view: View, key: str) -> frozenset[Ref]:
    """Those that say, to the letter, what a run of ours sent, and that nobody there refers to."""
    sent = {
        intent.digest
        for intent in context.store.intents(crossing.route.name, key)
        if intent.side == view.end.name
    }
    ours = {each.ref for each in view.doubled[key] if fingerprint(each.resource) in sent}
    meant = {
        literal_ref(each.get("reference"), view.side.base)
        for seen in view.seen.values()
        for each in references_in(seen.resource)
    }
    return frozenset(ours - meant)


def _allowed(action: Action, mode: Mode) -> Action:
    if mode is Mode.WRITE:
        return action
    return replace(action, step=Step.HOLD, why=Why.ENDPOINT_MODE)
