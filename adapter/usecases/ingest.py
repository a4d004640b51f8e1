"""Documents → a FHIR server: take in what waits in a drop folder, conversation by conversation.

A document is remembered with its last mapping, folded with the others of its conversation, and
moved to `done/` once what it says stands on the server. What must wait stays where it is; what
can't be read moves to `refused/`, its bytes kept in quarantine.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapter.codec.documents import RawDocument
from adapter.sync.carry import Side, neutral
from adapter.sync.execute import execute
from adapter.sync.fold import Folded, Message, fold, keyed
from adapter.sync.identity import identifier_of
from adapter.sync.merge import Copy, agreement
from adapter.sync.plan import Record, Terms, decide, rank
from adapter.sync.stays import taken_back
from adapter.usecases.context import Context
from adapter.usecases.journal import RunJournal
from adapter.usecases.map import Fate, Mapped, map_document
from adapter.usecases.matching import find
from adapter.usecases.recording import record_writes
from adapter.usecases.run import Report, waiting
from adapter.values import (
    Action,
    End,
    Hold,
    Ingested,
    Mode,
    Quarantined,
    Resource,
    Result,
    Route,
    Seen,
    Why,
)
from mappings.errors import Severity
from mappings.fhir.values import Identifier
from mappings.record import Environment, HoldReason, MessageStatus

PENDING: Final = "pending"
TAKEN: Final = "taken"
_HELD_FOR: Final = {
    HoldReason.RESERVATION_OR_WISH: Why.RESERVATION_OR_WISH,
    HoldReason.IDENTITY_UNCONFIRMED: Why.IDENTITY_UNCONFIRMED,
    HoldReason.CONSENT_CODE_UNKNOWN: Why.CONSENT_CODE_UNKNOWN,
    HoldReason.DEATH_REPORTED: Why.DEATH_REPORTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One document and one person it is about."""

    document: Ingested
    person: Identifier
    told: Resource | None
    why: Why | None


def ingest(route: Route, context: Context, report: Report) -> None:
    """Take in what waits on a route, and fill in the report."""
    arrivals = list(_arrivals(route, context, report))
    held = [_hold(route, arrival, arrival.why, context) for arrival in arrivals if arrival.why]
    report.holds += held
    ready = [arrival for arrival in arrivals if arrival.why is None]
    for (handle, _), group in _conversations(ready).items():
        context.go_on()
        _take_in(route, context, report, handle, group)
    if not report.dry_run:
        _settle(route, context, report)


def _arrivals(route: Route, context: Context, report: Report) -> Iterator[Arrival]:
    source = context.source(route.here)
    for name, data in context.folders[route.here.name].waiting():
        report.documents += 1
        digest = hashlib.sha256(data).hexdigest()
        raw = RawDocument(name=name, data=data)
        mapped = map_document(raw, source, format_name=None, recorded=context.now())
        if mapped.fate is not Fate.MAPPED:
            _refuse(route, context, report, name, data, mapped)
            continue
        if mapped.refused_anything:
            report.refused.append((name, _rules(mapped)))
        yield from _by_person(route, context, digest, mapped)


def _by_person(route: Route, context: Context, digest: str, mapped: Mapped) -> Iterator[Arrival]:
    """A document once for each person it is about: an aggregated answer may hold several."""
    envelope = mapped.envelope
    persons = {record.person: None for record in mapped.records}
    if envelope.person is not None:
        persons.setdefault(envelope.person, None)
    for person in persons:
        about = tuple(resource for record, resource in _paired(mapped) if record == person)
        handle = context.handle(person)
        document = Ingested(
            sha256=digest,
            name=mapped.name,
            format=mapped.format,
            conversation=envelope.conversation,
            message=envelope.message,
            parent=envelope.parent,
            status=envelope.status,
            wrong_person=envelope.wrong_person,
            person=handle,
            outcome=PENDING,
            received=context.now(),
            resources=about,
            takes_back=None if envelope.ends_stay is None else envelope.ends_stay.value,
        )
        told = next((each for each in about if each["resourceType"] == "Patient"), None)
        why = _why_wait(route, context, mapped, handle)
        yield Arrival(document=document, person=person, told=told, why=why)


def _paired(mapped: Mapped) -> Iterator[tuple[Identifier, Resource]]:
    """Each resource with the person its record is about."""
    persons = {record.id.value: record.person for record in mapped.records}
    for resource in mapped.resources:
        identifier = identifier_of(resource)
        if identifier is not None and identifier.value in persons:
            yield persons[identifier.value], resource


def _why_wait(route: Route, context: Context, mapped: Mapped, handle: str) -> Why | None:
    """Why a document must wait, by the first reason that applies."""
    envelope = mapped.envelope
    if envelope.status is MessageStatus.CANCEL:
        return None  # taking back discloses nothing, and must not wait
    if handle not in context.enrolled(route.name) and not _addressed(route, mapped):
        return Why.NOT_ENROLLED
    if envelope.holds:
        return _HELD_FOR[envelope.holds[0]]
    production = context.settings.environment is Environment.PRODUCTION
    if production and envelope.processing not in {None, "P", "production"}:
        return Why.NOT_PRODUCTION
    if envelope.onward_objection and not _addressed(route, mapped):
        return Why.ONWARD_OBJECTION
    return None


def _addressed(route: Route, mapped: Mapped) -> bool:
    """Whether the sender addressed the message to a receiver that this route serves."""
    receivers = {each.identifier for each in mapped.envelope.receivers if each.identifier}
    return bool(receivers & set(route.receivers))


def _conversations(arrivals: Sequence[Arrival]) -> dict[tuple[str, str], list[Arrival]]:
    """Arrivals by person and conversation; a document outside any is its own."""
    groups: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in arrivals:
        document = arrival.document
        name = document.conversation or document.sha256
        groups.setdefault((str(document.person), name), []).append(arrival)
    return groups


def _take_in(
    route: Route, context: Context, report: Report, handle: str, group: list[Arrival]
) -> None:
    """Fold one conversation and bring the server to what it says."""
    folded = _folded(route, context, handle, group)
    if folded.problem is not None:
        report.holds += [_hold(route, arrival, folded.problem, context) for arrival in group]
        return
    links = context.store.links(route.there.name)
    state = _with_notices_taken_back(route, context, handle, group, folded)
    carried = {
        key: resource for key, resource in state.items() if resource["resourceType"] in route.types
    }
    offered = {
        key: resource for key, resource in carried.items() if key in links or not folded.cancelled
    }
    if not offered:
        _remember(route, context, report, group)
        return
    server = context.servers[route.there.name]
    told = next((arrival.told for arrival in group if arrival.told is not None), None)
    patient = find(server, group[0].person, told)
    if isinstance(patient, Why):
        report.holds += [_hold(route, arrival, patient, context) for arrival in group]
        return
    side = Side(
        base=str(route.there.url),
        person=patient.ref,
        person_identifier=group[0].person,
        refs=links,
        travelling=frozenset(carried),
    )
    if _bring(route, context, report, handle, side, offered):
        _remember(route, context, report, group)


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


def _bring(  # noqa: PLR0913, PLR0917  one conversation, and where it goes
    route: Route,
    context: Context,
    report: Report,
    handle: str,
    side: Side,
    offered: dict[str, Resource],
) -> bool:
    """Plan and send what one conversation says; True when all of it stands on the server."""
    records = _records(route, context, handle, side, offered)
    terms = Terms(
        names={End.HERE: route.here.name, End.THERE: route.there.name},
        modes={End.HERE: {"*": Mode.READ}, End.THERE: route.there.modes},
    )
    decided = [action for record in records.values() for action in decide(record, terms)]
    # A document is not written back to: its side only tells.
    actions = [action for action in decided if action.side == route.there.name]
    report.actions += actions
    holds, conflicts = waiting(actions, route.name, context.now())
    report.holds += holds
    report.conflicts += conflicts
    if report.dry_run:
        return False

    def remember(action: Action, seen: Seen) -> None:
        context.store.link(route.there.name, action.key, seen.ref, origin=route.there.name)
        answer = neutral(seen.resource, side)
        base = agreement(records[action.key].versions, End.THERE, action.settles, answer)
        if base is not None:
            context.store.save_base(route.name, base)

    server = context.servers[route.there.name]
    journal = RunJournal(context, route.name, route.there.name, remember)
    outcomes = list(execute(actions, server, side, journal))
    report.outcomes += outcomes
    record_writes(server, outcomes, context.source(route.here), context.now())
    done = all(outcome.result is Result.DONE for outcome in outcomes)
    return done and not holds and not conflicts


def _records(
    route: Route, context: Context, handle: str, side: Side, offered: Mapping[str, Resource]
) -> dict[str, Record]:
    """What the documents say beside what the server holds, in the order of writing."""
    bases = context.store.bases(route.name)
    server = context.servers[route.there.name]
    records = {}
    for key, resource in sorted(
        offered.items(), key=lambda each: (rank(each[1]["resourceType"]), each[0])
    ):
        body = neutral(resource, side)
        identifier = identifier_of(body)
        if identifier is None:
            continue
        copies = {End.HERE: Copy(ref=None, version=None, local=body, carried=body)}
        known = {}
        if key in side.refs:
            known[End.THERE] = side.refs[key]
            seen = server.read(side.refs[key])
            if seen is not None:
                held = neutral(seen.resource, side)
                copies[End.THERE] = Copy(
                    ref=seen.ref, version=seen.version, local=held, carried=held
                )
        records[key] = Record(
            key=key,
            type=body["resourceType"],
            identifier=identifier,
            person=handle,
            owner=End.HERE,
            copies=copies,
            known=known,
            base=bases.get(key),
        )
    return records


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


def _refuse(  # noqa: PLR0913, PLR0917  a refusal is its document, and where it is told
    route: Route, context: Context, report: Report, name: str, data: bytes, mapped: Mapped
) -> None:
    reason = _rules(mapped)
    report.refused.append((name, reason))
    if report.dry_run:
        return
    context.store.quarantine(
        route.name,
        Quarantined(
            sha256=hashlib.sha256(data).hexdigest(),
            name=name,
            reason=reason,
            since=context.now(),
            raw=data,
        ),
    )
    context.folders[route.here.name].settle(name, "refused")


def _rules(mapped: Mapped) -> str:
    """The rules that refused something, each once: a reason without anybody's data."""
    rules = {issue.rule: None for issue in mapped.issues if issue.severity is Severity.ERROR}
    return ", ".join(rules)


def _hold(route: Route, arrival: Arrival, why: Why, context: Context) -> Hold:
    return Hold(
        route=route.name,
        person=str(arrival.document.person),
        why=why,
        since=context.now(),
        document=arrival.document.name,
    )
