"""Documents that wait in a drop folder, each once for every person it is about, mapped.

Whether one may be taken in is decided here, before any server is asked; one that can't be read is
refused on the spot, its bytes kept in quarantine.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from adapter.codec.documents import RawDocument
from adapter.policy.labels import DELETE_AFTER_USE, is_test, labels_of
from adapter.sync.identity import identifier_of
from adapter.usecases.buried import document_hold, is_buried
from adapter.usecases.context import Context
from adapter.usecases.enrolment import Terms, enrolment_of
from adapter.usecases.guarding import document_without_places
from adapter.usecases.map import Fate, Mapped, map_document
from adapter.usecases.put_forward import Sorted, is_reserved, sort_out
from adapter.usecases.registered import Registered, admitted, registered
from adapter.usecases.run import Report
from adapter.values import Enrolment, Erased, Hold, Ingested, Quarantined, Resource, Route, Why
from mappings.errors import Severity
from mappings.fhir.values import Identifier
from mappings.record import Environment, HoldReason, MessageStatus
from mappings.redacted import Redacted

PENDING: Final = "pending"
_LEFT: Final = frozenset({Why.MOVED, Why.IDENTITY_REPLACED})  # not enrolled, from this moment on
_HELD_FOR: Final = {
    HoldReason.RESERVATION_OR_WISH: Why.RESERVATION_OR_WISH,
    HoldReason.IDENTITY_UNCONFIRMED: Why.IDENTITY_UNCONFIRMED,
    HoldReason.CONSENT_CODE_UNKNOWN: Why.CONSENT_CODE_UNKNOWN,
    HoldReason.DEATH_REPORTED: Why.DEATH_REPORTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival(Redacted):
    """One document and one person it is about."""

    document: Ingested
    person: Identifier
    told: Resource | None
    why: Why | None
    addressed: Identifier | None = None  # to whom of this route the sender addressed it


def arrivals(route: Route, context: Context, report: Report) -> Iterator[Arrival]:
    """The documents that wait on a route; what can't be read is told in the report."""
    source, buried = context.source(route.here), context.store.buried()
    for name, data in context.folders[route.here.name].waiting():
        report.documents += 1
        digest = hashlib.sha256(data).hexdigest()
        if context.buried(Erased.DOCUMENT, digest) in buried:
            report.holds.append(document_hold(route, context, name))
            continue
        raw = RawDocument(name=name, data=data)
        # A Binary has no business identifier: the run could not know it again on the server.
        mapped = map_document(
            raw, source, format_name=None, recorded=context.now(), inline_only=True
        )
        if mapped.fate is not Fate.MAPPED:
            _refuse(route, context, report, name, data, mapped)
            continue
        if mapped.refused_anything:
            report.refused.append((name, _rules(mapped)))
        for person, handle, theirs in _people(context, mapped):
            if is_buried(context, buried, handle, theirs):
                report.holds.append(document_hold(route, context, name, handle))
            else:
                yield _arrival(route, context, report, digest, mapped, person, theirs)


def _people(context: Context, mapped: Mapped) -> Iterator[tuple[Identifier, str, list[Resource]]]:
    """Everybody whom a document is about, with what it says of each."""
    persons = {record.person: None for record in mapped.records}
    if mapped.envelope.person is not None:
        persons.setdefault(mapped.envelope.person, None)
    for person in persons:
        theirs = [resource for record, resource in _paired(mapped) if record == person]
        yield person, context.handle(person), theirs


def _arrival(  # noqa: PLR0913, PLR0917  a document, and whom of it is meant
    route: Route,
    context: Context,
    report: Report,
    digest: str,
    mapped: Mapped,
    person: Identifier,
    theirs: Sequence[Resource],
) -> Arrival:
    envelope, handle = mapped.envelope, context.handle(person)
    put_forward = sort_out(context, route, handle, theirs)
    known = _known(route, context, report, person, handle)
    told = next((each for each in theirs if each["resourceType"] == "Patient"), None)
    about = document_without_places(known, put_forward.resources, route.types)
    if not report.dry_run:
        for each in put_forward.ended:
            context.store.classify(each)
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
        resources=about or (),
        takes_back=None if envelope.ends_stay is None else envelope.ends_stay.value,
    )
    why = known.why if known.why in _LEFT else None
    why = why or _why_wait(route, context, mapped, known, put_forward)
    if why is None and mapped.envelope.status is not MessageStatus.CANCEL:
        is_let_go = known.lets(digest, None) and about is not None
        why = known.why or (None if is_let_go else Why.PROTECTED_IDENTITY)
    addressed = _addressed(route, mapped)
    return Arrival(document=document, person=person, told=told, why=why, addressed=addressed)


def _known(
    route: Route, context: Context, report: Report, person: Identifier, handle: str
) -> Registered:
    """What the register says of somebody whom a document is about, on this very day.

    What comes under an id that another one replaced waits: whose it is now, a person must say.
    """
    there = context.enrolled(route.name, handle=handle).get(handle)
    if there is None:
        day = context.clock.now().date().isoformat()
        made = Enrolment(
            route=route.name,
            handle=handle,
            person=person,
            basis=route.basis,
            decided_by="",
            start=day,
        )
        return registered(context, route, made)
    alone = Report(route=route.name, dry_run=report.dry_run)
    passing = admitted(route, context, alone, {handle: there})
    if handle in passing:
        return passing[handle]
    why = alone.holds[0].why if alone.holds else Why.IDENTITY_REPLACED
    return Registered(enrolment=there, why=why)


def _paired(mapped: Mapped) -> Iterator[tuple[Identifier, Resource]]:
    """Each resource with the person its record is about."""
    persons = {record.id.value: record.person for record in mapped.records}
    for resource in mapped.resources:
        identifier = identifier_of(resource)
        if identifier is not None and identifier.value in persons:
            yield persons[identifier.value], resource


def _why_wait(
    route: Route, context: Context, mapped: Mapped, known: Registered, put_forward: Sorted
) -> Why | None:
    """Why a document must wait, by the first reason that applies."""
    envelope, handle = mapped.envelope, known.enrolment.handle
    if envelope.status is MessageStatus.CANCEL:
        return None  # taking back discloses nothing, and must not wait
    if not _is_carried(route, context, mapped, handle):
        return Why.NOT_ENROLLED
    held = _held(envelope.holds, put_forward)
    if held is None and is_reserved(context, route, handle, known.of_age, known.enrolment.start):
        return Why.RESERVED
    return held or _flagged(route, context, mapped, put_forward.resources)


def _held(holds: Sequence[HoldReason], put_forward: Sorted) -> Why | None:
    """Why somebody must look first, unless that is what somebody has done."""
    said = set() if put_forward.waits else {HoldReason.RESERVATION_OR_WISH}
    return next((_HELD_FOR[hold] for hold in holds if hold not in said), None)


def _flagged(
    route: Route, context: Context, mapped: Mapped, resources: Sequence[Resource]
) -> Why | None:
    """Why a document may not go on by what its sender says of it, and of what is in it."""
    envelope = mapped.envelope
    production = context.settings.environment is Environment.PRODUCTION
    is_made_up = any(is_test(labels_of(each)) for each in resources)
    if production and (is_made_up or envelope.processing not in {None, "P", "production"}):
        return Why.NOT_PRODUCTION
    if any(DELETE_AFTER_USE in labels_of(each) for each in resources):
        return Why.NOT_TO_BE_KEPT
    if envelope.onward_objection and not _addressed(route, mapped):
        return Why.ONWARD_OBJECTION
    return None


def _is_carried(route: Route, context: Context, mapped: Mapped, handle: str) -> bool:
    """Whether the person is enrolled, or becomes so by an address.

    No address brings back whose enrolment was ended or suspended.
    """
    if context.store.enrolments(route.name, handle=handle):
        return bool(context.enrolled(route.name, handle=handle))
    return _addressed(route, mapped) is not None


def _addressed(route: Route, mapped: Mapped) -> Identifier | None:
    """The receiver that the sender addressed the message to, if this route serves one."""
    receivers = {each.identifier for each in mapped.envelope.receivers if each.identifier}
    return next((each for each in route.receivers if each in receivers), None)


def brought_in(route: Route, context: Context, arrivals: Sequence[Arrival]) -> dict[str, Enrolment]:
    """The enrolments that messages bring about by their address, by handle.

    Whoever has an enrolment keeps it as it is: one that was ended stays ended.
    """
    known = {each.handle for each in context.store.enrolments(route.name)}
    found: dict[str, Enrolment] = {}
    for arrival in arrivals:
        handle, addressed = context.handle(arrival.person), arrival.addressed
        cancels = arrival.document.status is MessageStatus.CANCEL
        if addressed is not None and not cancels and handle not in known | found.keys():
            terms = Terms(decided_by=f"message addressed to {addressed.system}|{addressed.value}")
            found[handle] = enrolment_of(context, route.name, arrival.person, terms)
    return found


def conversations(arrivals: Sequence[Arrival]) -> dict[tuple[str, str], list[Arrival]]:
    """Arrivals by person and conversation; a document outside any is its own."""
    groups: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in arrivals:
        document = arrival.document
        name = document.conversation or document.sha256
        groups.setdefault((str(document.person), name), []).append(arrival)
    return groups


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


def hold_of(route: Route, arrival: Arrival, why: Why, context: Context) -> Hold:
    """That a document waits, and why."""
    return Hold(
        route=route.name,
        person=str(arrival.document.person),
        why=why,
        since=context.now(),
        document=arrival.document.name,
    )
