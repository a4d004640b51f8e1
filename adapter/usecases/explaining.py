"""Where a record, or one element of it, comes from and where it stands: places, never contents.

From the state: which documents it was read from and in which runs, where it lives on either side
of each route, whether the two sides agreed on it, what waits. From the document itself, where the
drop folder still has it or the caller gives it: the line and path of each value, the element it
went to, and the rule that refused what did not come through.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapter.codec.documents import RawDocument
from adapter.errors import NotKnown
from adapter.sync.fold import keyed
from adapter.usecases.context import Context
from adapter.usecases.map import Mapped, map_document
from adapter.values import (
    End,
    Hold,
    Ingested,
    Intent,
    OpenConflict,
    Proposal,
    Ref,
    Resolution,
    Result,
    Route,
    Run,
)
from mappings.account import Item
from mappings.codes.systems import BASE
from mappings.errors import Issue
from mappings.record import Source
from mappings.redacted import Redacted
from mappings.tree import path

_STEP: Final = (".", "[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Redacted):
    """What is asked for: a record by its key, and perhaps an element of it (`.target[0]`)."""

    key: str
    element: str = ""

    @property
    def target(self) -> str:
        """How an account names it: `Goal/<identifier value>.target[0]`."""
        kind, _, value = self.key.split("|", 2)
        return f"{kind}/{value}{self.element}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Redacted):
    """A document that says something of the record; `items` is None where its text is gone."""

    document: str
    format: str | None
    route: str | None = None
    sha256: str | None = None
    received: str | None = None
    outcome: str | None = None
    runs: tuple[str, ...] = ()
    items: tuple[Item, ...] | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Redacted):
    """A write of the record, and the run that made it."""

    intent: Intent
    run: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Redacted):
    """Where the record stands on one route, what was written there, and what waits."""

    route: Route
    links: Mapping[End, Ref]
    agreed: bool
    writes: tuple[Write, ...]
    conflict: OpenConflict | None
    chosen: tuple[Resolution, ...]
    proposals: tuple[Proposal, ...]
    holds: tuple[Hold, ...]

    @property
    def agreed_at(self) -> str | None:
        """When the last write came to stand; None where both sides said the same by themselves."""
        done = [each.intent.settled for each in self.writes if each.intent.outcome is Result.DONE]
        return max((each for each in done if each), default=None) if self.agreed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Redacted):
    subject: Subject
    first_seen: str | None
    standings: tuple[Standing, ...]
    origins: tuple[Origin, ...]


def explain(context: Context, name: str, endpoint: str | None) -> Explained:
    """All that the state knows of `Type/<identifier value>[.path]`, or of `Type/id` on a server."""
    subject = _on_server(context, name, endpoint) if endpoint else _by_identifier(context, name)
    routes = context.settings.routes.values()
    return Explained(
        subject=subject,
        first_seen=context.store.origins().get(subject.key),
        standings=tuple(each for each in (_standing(context, r, subject) for r in routes) if each),
        origins=tuple(each for route in routes for each in _origins(context, route, subject)),
    )


def key_named(context: Context, name: str) -> str:
    """The key of the record `Type/<identifier value>`; raises NotKnown."""
    subject = _by_identifier(context, name)
    if subject.element:
        raise NotKnown("a record is erased as a whole; expected Type/<identifier value>")
    return subject.key


def explain_document(
    document: RawDocument, sources: Sequence[Source], name: str, base: str
) -> Explained:
    """What one given document says of a record, without any state.

    Identifiers depend on where a document came from: it is read as from each source in turn.
    """
    for source in sources:
        mapped = map_document(document, source, format_name=None, recorded=_ANY_TIME)
        known = keyed(mapped.resources)
        if any(_begins(name, Subject(key=key).target) for key in known):
            subject = _chosen(name, known)
            origin = Origin(document=document.name, format=mapped.format)
            told = _with_places(origin, mapped, subject, base)
            return Explained(subject=subject, first_seen=None, standings=(), origins=(told,))
    raise NotKnown("the document says nothing of a record of that name")


_ANY_TIME: Final = "1970-01-01T00:00:00Z"  # places don't depend on it, and it is shown to nobody


def _by_identifier(context: Context, name: str) -> Subject:
    keys: dict[str, None] = {}
    for end in context.settings.endpoints:
        keys |= dict.fromkeys(context.store.links(end))
    for route in context.settings.routes:
        keys |= dict.fromkeys(each.key for each in context.store.conflicts(route))
        keys |= dict.fromkeys(each.key for each in context.store.holds(route) if each.key)
        for document in context.store.documents(route):
            keys |= dict.fromkeys(keyed(document.resources))
    return _chosen(name, keys)


def _on_server(context: Context, name: str, endpoint: str) -> Subject:
    """The record that lives under `Type/id` on one endpoint."""
    found = [
        Subject(key=key, element=name.removeprefix(str(ref)))
        for key, ref in context.store.links(endpoint).items()
        if _begins(name, str(ref))
    ]
    return _only(found)


def _chosen(name: str, keys: Mapping[str, object]) -> Subject:
    """The record of that name: an identifier may itself have dots in it, so the longest counts."""
    found = []
    for key in keys:
        start = Subject(key=key).target
        if _begins(name, start):
            found.append(Subject(key=key, element=name.removeprefix(start)))
    shortest = min((len(each.element) for each in found), default=0)
    return _only([each for each in found if len(each.element) == shortest])


def _only(found: Sequence[Subject]) -> Subject:
    if not found:
        raise NotKnown("nothing of that name is known; expected Type/<identifier value>[.path]")
    if len(found) > 1:
        raise NotKnown("several records have that name: give --endpoint and the id there")
    return found[0]


def _begins(name: str, start: str) -> bool:
    return name == start or (name.startswith(start) and name[len(start)] in _STEP)


def _standing(context: Context, route: Route, subject: Subject) -> Standing | None:
    store, key = context.store, subject.key
    names = {End.HERE: route.here.name, End.THERE: route.there.name}
    links = {end: store.links(name).get(key) for end, name in names.items()}
    runs = store.runs(route.name)
    standing = Standing(
        route=route,
        links={end: ref for end, ref in links.items() if ref is not None},
        agreed=store.base(route.name, key) is not None,
        writes=tuple(
            Write(intent=each, run=next(iter(_during(runs, each.started)), None))
            for each in store.intents(route.name, key)
        ),
        conflict=next((each for each in store.conflicts(route.name) if each.key == key), None),
        chosen=tuple(each for each in store.resolutions(route.name) if each.key == key),
        proposals=tuple(each for each in store.proposals(route.name) if each.key == key),
        holds=tuple(each for each in store.holds(route.name) if each.key == key),
    )
    waits = standing.conflict or standing.chosen or standing.proposals or standing.holds
    concerned = standing.agreed or standing.writes or waits or len(standing.links) == len(End)
    return standing if concerned else None


def _during(runs: Iterable[Run], time: str) -> tuple[str, ...]:
    """The runs that were under way at a time; one that never ended may have been."""
    return tuple(
        run.id for run in runs if run.started <= time and (run.ended is None or time <= run.ended)
    )


def _origins(context: Context, route: Route, subject: Subject) -> Iterator[Origin]:
    """The documents of a route that the record was read from."""
    runs = context.store.runs(route.name)
    for document in context.store.documents(route.name):
        if subject.key not in keyed(document.resources):
            continue
        origin = Origin(
            document=document.name,
            format=document.format,
            route=route.name,
            sha256=document.sha256,
            received=document.received,
            outcome=document.outcome,
            runs=_during(runs, document.received),
        )
        yield _read_again(context, route, document, subject, origin)


def _read_again(
    context: Context, route: Route, document: Ingested, subject: Subject, origin: Origin
) -> Origin:
    """The origin with its places, if the document is still kept somewhere."""
    data = _original(context, route, document)
    if data is None:
        return origin
    raw = RawDocument(name=document.name, data=data)
    source = context.source(route.here)
    mapped = map_document(raw, source, format_name=None, recorded=_ANY_TIME)
    return _with_places(origin, mapped, subject, context.settings.base)


def _original(context: Context, route: Route, document: Ingested) -> bytes | None:
    folder = context.folders.get(route.here.name)
    return None if folder is None else folder.kept(document.name, document.sha256)


def _with_places(origin: Origin, mapped: Mapped, subject: Subject, base: str) -> Origin:
    """The origin with the lines of the account that lead to what is asked for, and the issues."""
    target = subject.target
    items = () if mapped.account is None else tuple(mapped.account.items())
    chosen = [each for each in items if each.target and _begins(each.target, target)]
    if not chosen and mapped.account is not None:
        leaf = mapped.account.source_of(target)
        chosen = [] if leaf is None else [each for each in items if each.path == path(leaf)]
    told = [
        each._replace(target=each.target and each.target.replace(BASE, base)) for each in chosen
    ]
    issues = [each for each in mapped.issues if each.target and _begins(each.target, target)]
    return replace(origin, items=tuple(told), issues=tuple(issues))
