"""Documents → a FHIR server: take in what waits in a drop folder, conversation by conversation.

A document is remembered with its last mapping, folded with the others of its conversation, and
moved to `done/` once what it says stands on the server. What must wait stays where it is; what
can't be read moves to `refused/`, its bytes kept in quarantine.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from adapter.sync.carry import Links, Side
from adapter.sync.fold import Folded, Message, fold, keyed
from adapter.sync.stays import taken_back
from adapter.usecases.arrivals import (
    Arrival,
    arrivals,
    brought_in,
    conversations,
    hold_of,
)
from adapter.usecases.auditing import Named, asking
from adapter.usecases.bringing import Bringing
from adapter.usecases.context import Context
from adapter.usecases.gate import Gate, gate_of
from adapter.usecases.guards import FEW, Asked, may_send
from adapter.usecases.matching import find
from adapter.usecases.recalling import recall_wrong
from adapter.usecases.registered import use_releases
from adapter.usecases.run import Report
from adapter.usecases.still import Fresh
from adapter.values import (
    Measure,
    Resource,
    Route,
    Seen,
    Why,
)
from mappings.fhir.values import Identifier

TAKEN: Final = "taken"
Groups: TypeAlias = Mapping[tuple[str, str], list[Arrival]]


def ingest(route: Route, context: Context, report: Report, asked: Asked | None = None) -> None:
    """Take in what waits on a route, and fill in the report. None asked: this is all meant."""
    found = list(arrivals(route, context, report))
    report.holds += [hold_of(route, each, each.why, context) for each in found if each.why]
    ready = [each for each in found if each.why is None]
    links = Links(context.store.links(route.there.name))
    groups = conversations(ready)
    touched = [
        _touched(route, context, handle, group, links) for (handle, _), group in groups.items()
    ]
    # One conversation is its sender's word, a cancellation too: only several are a mass.
    known = {route.there.name: len(links.refs)} if sum(map(bool, touched)) > 1 else {}
    if asked is not None and not report.dry_run:
        planned = Report(route=route.name, dry_run=True)
        if asked.permitted is not None or (known and sum(touched) > FEW):
            _take_all_in(route, context, planned, groups, links)
        planned.dry_run = False
        if not may_send(route, context, planned, asked, known):
            report.actions, report.stops = planned.actions, planned.stops
            return
    if not report.dry_run:
        for enrolment in brought_in(route, context, ready).values():
            context.store.enrol(enrolment)  # so that people see who is carried, and why
    _take_all_in(route, context, report, groups, links)
    if not report.dry_run:
        use_releases(context, route, {str(each.document.person) for each in ready})
        _settle(route, context, report)
    elif asked is not None:
        may_send(route, context, report, asked, known)


def _take_all_in(
    route: Route, context: Context, report: Report, groups: Groups, links: Links
) -> None:
    for (handle, _), group in groups.items():
        context.go_on()
        _take_in(route, context, report, handle, group, links)


def _touched(
    route: Route, context: Context, handle: str, group: Sequence[Arrival], links: Links
) -> int:
    """How many records that the server knows a conversation speaks of: no more can change."""
    folded = _folded(route, context, handle, group)
    if folded.problem is not None:
        return 0
    state = _with_notices_taken_back(route, context, handle, group, folded)
    return len(state.keys() & links.refs.keys())


def _take_in(  # noqa: PLR0913, PLR0917  one conversation, and where it goes
    route: Route,
    context: Context,
    report: Report,
    handle: str,
    group: list[Arrival],
    links: Links,
) -> None:
    """Fold one conversation and bring the server to what it says."""
    folded = _folded(route, context, handle, group)
    if folded.problem is not None:
        report.holds += [hold_of(route, arrival, folded.problem, context) for arrival in group]
        return
    state = _with_notices_taken_back(route, context, handle, group, folded)
    if folded.wrong_person:
        recall_wrong(context, report, state, route)
    carried = {
        key: resource for key, resource in state.items() if resource["resourceType"] in route.types
    }
    known = links.refs.keys() if folded.cancelled else carried.keys()
    offered = {key: resource for key, resource in carried.items() if key in known}
    if not offered:
        _remember(route, context, report, group)
        return
    found = _whom(route, context, handle, group, is_asked=not folded.cancelled)
    if isinstance(found, Why):
        report.holds += [hold_of(route, arrival, found, context) for arrival in group]
        return
    gate, patient = found
    side = Side(
        base=str(route.there.url),
        person=patient.ref,
        person_identifier=group[0].person,
        links=links,
        travelling=frozenset(carried),
    )
    bringing = Bringing(
        route=route,
        context=context,
        report=report,
        handle=handle,
        side=side,
        offered=offered,
        gate=gate,
        patient=patient.resource,
        fresh=Fresh(route, context),
    )
    if bringing.bring():
        _remember(route, context, report, group)


def _whom(
    route: Route, context: Context, handle: str, group: Sequence[Arrival], *, is_asked: bool
) -> tuple[Gate | None, Seen] | Why:
    """Who it is about on the server, by which gate; or why it waits.

    What only takes back is not asked about: it has no gate.
    """
    gate = _gate(route, context, handle, group) if is_asked else None
    if isinstance(gate, Why):
        return gate
    server = context.servers[route.there.name]
    told = next((arrival.told for arrival in group if arrival.told is not None), None)
    with asking(context, Measure.MATCH, [Named(route.there.name, handle)]):
        patient = find(server, group[0].person, told, _let_go(gate, group))
    return patient if isinstance(patient, Why) else (gate, patient)


def _gate(route: Route, context: Context, handle: str, group: Sequence[Arrival]) -> Gate | Why:
    """What may cross of whom a conversation is about: enrolled, or about to be by its address."""
    enrolled = context.enrolled(route.name, handle=handle) or brought_in(route, context, group)
    return gate_of(route, context, enrolled.get(handle))


def _let_go(gate: Gate | None, group: Sequence[Arrival]) -> list[Identifier]:
    """Whom a steward let go whatever the server says of them: by these documents, or as a whole.

    What only takes back asks nobody: it tells nothing.
    """
    if gate is None:
        return [group[0].person]
    documents = [arrival.document.sha256 for arrival in group]
    passes = all(gate.known.lets(each, None) for each in documents)
    return [group[0].person] if gate.known.only and passes else []


def _with_notices_taken_back(
    route: Route, context: Context, handle: str, group: Sequence[Arrival], folded: Folded
) -> dict[str, Resource]:
    """The state of a conversation, and the notices of others that it takes back, or they its."""
    known = context.store.documents(route.name, person=handle)
    earlier = {key: each for document in known for key, each in keyed(document.resources).items()}
    own = {arrival.document.takes_back for arrival in group} - {None}
    others = {document.takes_back for document in known} - {None}
    state = dict(folded.resources)
    state |= dict(taken_back(state, (each for each in others if each is not None)))
    return state | dict(taken_back(earlier, (each for each in own if each is not None)))


def _folded(route: Route, context: Context, handle: str, group: Sequence[Arrival]) -> Folded:
    """The conversation with the messages that were taken in before."""
    conversation = group[0].document.conversation
    documents = {arrival.document.sha256: arrival.document for arrival in group}
    if conversation is not None:
        for known in context.store.documents(route.name, conversation=conversation):
            if known.person == handle:
                documents.setdefault(known.sha256, known)
    messages = [
        Message(
            id=each.message or each.sha256,
            parent=each.parent,
            status=each.status,
            resources=each.resources,
            wrong_person=each.wrong_person,
        )
        for each in documents.values()
    ]
    return fold(conversation or "", messages)


def _remember(route: Route, context: Context, report: Report, group: Sequence[Arrival]) -> None:
    """What these documents say is settled: it stands on the server, or need not."""
    if report.dry_run:
        return
    with context.store.transaction():
        for arrival in group:
            context.store.save_document(route.name, replace(arrival.document, outcome=TAKEN))


def _settle(route: Route, context: Context, report: Report) -> None:
    """Move every document out of the way of which nothing waits any more."""
    folder = context.folders[route.here.name]
    waits = {hold.document for hold in report.holds}
    taken = {each.sha256 for each in context.store.documents(route.name, outcome=TAKEN)}
    for name, data in folder.waiting():
        if hashlib.sha256(data).hexdigest() in taken and name not in waits:
            folder.settle(name, "done")
