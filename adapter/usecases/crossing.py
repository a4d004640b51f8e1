"""One person's records as both sides of a route have them, with all that a decision needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from adapter.sync import acceptance
from adapter.sync.merge import Copy
from adapter.sync.plan import Record
from adapter.usecases.behind import NOBODY, Behind, custodian_of
from adapter.usecases.buried import keys_buried, keys_of
from adapter.usecases.context import Context
from adapter.usecases.gate import Gate
from adapter.usecases.gather import may_travel
from adapter.usecases.guarding import Guarded, guarded, may_go
from adapter.usecases.views import View, copy_of
from adapter.values import Action, End, Kept, Resolution, Resource, Route, Step
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True)
class Memory(Redacted):
    """What a run remembers of all records: where they came from, what people said of them."""

    origins: Mapping[str, str]
    decisions: Mapping[str, Mapping[str, Resolution]]
    kept: Mapping[tuple[str, str], Kept]
    buried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Crossing(Redacted):
    """One person's records, as both sides have them."""

    route: Route
    handle: str
    views: Mapping[End, View]
    memory: Memory
    gate: Gate
    person: Guarded  # with what both servers say of where they are

    def through(self, gate: Gate) -> "Crossing":
        """The same by what is known now."""
        return replace(self, gate=gate, person=guarded_by(gate, self.views))

    def end_named(self, name: str) -> End:
        """The side that an endpoint is."""
        return next(end for end, view in self.views.items() if view.end.name == name)


def guarded_by(gate: Gate, views: Mapping[End, View]) -> Guarded:
    """A person with what both servers say of where they are."""
    return guarded(gate.known, [view.patient for view in views.values()])


def records_of(crossing: Crossing, context: Context) -> Iterator[Record]:
    """Every record that either side offers and that may travel between these two."""
    views, origins, decisions = crossing.views, crossing.memory.origins, crossing.memory.decisions
    names = {view.end.name: end for end, view in views.items()}
    first_seen = {key: end for end in reversed(End) for key in views[end].seen}
    apart = {key for view in views.values() for key in view.doubled} | erased_in(crossing, context)
    for key, first in sorted(first_seen.items()):
        if key in apart:
            continue
        origin = names.get(origins[key]) if key in origins else first
        if origin is None:
            continue  # it came from a third party: nothing transits
        record = _record(crossing, context, key, origin, decisions.get(key, {}))
        if all(may_travel(copy.local) for copy in record.copies.values()):
            yield record


def erased_in(crossing: Crossing, context: Context) -> set[str]:
    """The records that were erased by a decision, and that a server still has."""
    buried = crossing.memory.buried
    records = (
        [key, *keys_of(seen.resource)]
        for view in crossing.views.values()
        for key, seen in (view.seen.items() if buried else ())
        if not seen.faulty
    )
    return keys_buried(context, buried, records)


def permitted(crossing: Crossing, context: Context, record: Record, action: Action) -> Action:
    """The action, or that it waits: what it would bring may not go there."""
    to = crossing.end_named(action.side)
    source = record.copies.get(to.other)
    version = None if source is None else source.version
    passed = _passed(crossing, action, to, record.owner)
    return may_go(context, crossing.person, passed, to, record.owner, version)


def _passed(crossing: Crossing, action: Action, to: End, owner: End) -> Action:
    view = crossing.views[to.other]
    seen = view.seen.get(action.key)
    source = {} if seen is None else seen.resource
    return crossing.gate.passed(action, to, owner, view.plans, source)


@dataclass(frozen=True, slots=True)
class Telling(Redacted):
    """What a side would get to know of a record: something of, or just that there is, this body."""

    side: str
    key: str
    body: Resource


def may_be_told(crossing: Crossing, context: Context, telling: Telling) -> bool:
    """Whether a side may get to know of it, as a write of the whole body would bring it there."""
    to = crossing.end_named(telling.side)
    action = Action(
        step=Step.UPDATE,
        side=telling.side,
        person=crossing.handle,
        key=telling.key,
        type=telling.body["resourceType"],
        body=telling.body,
    )
    passed = _passed(crossing, action, to, to.other)
    return may_go(context, crossing.person, passed, to, to, None).step is Step.UPDATE


def _record(
    crossing: Crossing,
    context: Context,
    key: str,
    origin: End,
    decisions: Mapping[str, Resolution],
) -> Record:
    kind, system, value = key.split("|", 2)
    identifier = Identifier(system=system, value=value)
    copies, known, deleted, faulty = {}, {}, set(), set()
    for end, view in crossing.views.items():
        ref = view.side.refs.get(key)
        if ref is None:
            continue
        known[end] = ref
        seen = view.seen.get(key) or view.server.read(ref)
        if seen is not None and seen.faulty:
            faulty.add(end)
        elif seen is not None:
            copies[end] = copy_of(view, seen, identifier)
        elif view.server.is_deleted(ref):
            deleted.add(end)
    stand = behind_of(crossing.views, key)
    return Record(
        key=key,
        type=kind,
        identifier=identifier,
        person=crossing.handle,
        owner=owner_of(crossing.route, [each.carried for each in copies.values()], stand, origin),
        signed=any(each.signed for each in stand),
        copies=copies,
        known=known,
        base=context.store.base(crossing.route.name, key),
        deleted=frozenset(deleted),
        faulty=frozenset(faulty),
        decisions=decisions,
        elsewhere=dict(_elsewhere(crossing, context, key, copies)),
    )


def _elsewhere(
    crossing: Crossing, context: Context, key: str, copies: Mapping[End, Copy]
) -> Iterator[tuple[End, tuple[Resource, ...]]]:
    """What other routes last knew of an answered goal on a side that they share with this one."""
    for end, copy in copies.items():
        if acceptance.is_answered(copy.carried):
            name = crossing.views[end].end.name
            yield end, tuple(_known_of(name, crossing.route, context, key))


def _known_of(name: str, but: Route, context: Context, key: str) -> Iterator[Resource]:
    for route in context.settings.routes.values():
        if route.name == but.name or name not in {route.here.name, route.there.name}:
            continue
        base = context.store.base(route.name, key)
        if base is not None:
            yield base.here if route.here.name == name else base.there


def behind_of(views: Mapping[End, View], key: str) -> list[Behind]:
    """Who stands behind a record, by each server that has it."""
    return [
        view.behind.get(view.side.refs[key], NOBODY)
        for view in views.values()
        if key in view.side.refs
    ]


def owner_of(route: Route, bodies: Sequence[Resource], stand: Iterable[Behind], origin: End) -> End:
    """Whose record it is.

    Of one that both have: the author's of a plan, else the custodian's by the record itself or by
    a Provenance, if either side is theirs. Else it is where the record came from.
    """
    if len(bodies) < len(End):
        return origin
    parties = {End.HERE: route.here.party, End.THERE: route.there.party}
    authors = [author_of(body) for body in bodies]
    custodians = [custodian_of(body) for body in bodies]
    provenances = sorted({value for each in stand for value in each.custodians})
    for value in (*authors, *custodians, *provenances):
        for end, party in parties.items():
            if party is not None and party.value == value:
                return end
    return origin


def author_of(body: Resource) -> str | None:
    """The author of a plan, by identifier value; of a document there may be several: none."""
    said = body.get("author")
    author = (said.get("identifier") if isinstance(said, dict) else None) or {}
    value = author.get("value")
    return value if isinstance(value, str) else None
