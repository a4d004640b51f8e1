"""What the registers say of whom a route carries, before any request names a person.

`admitted` goes through everybody once at the start of a run: it applies what happened in their
lives, and who must wait does so. `registered` says the same of one person again, right before
something is sent. Without a register of persons everybody waits: that a server marks nobody tells
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from adapter.errors import Unreachable
from adapter.policy.ages import of_age
from adapter.policy.guardians import Guardianship, guardianship
from adapter.policy.life import event
from adapter.policy.protected import Handling, answer_of, handling, released
from adapter.ports import PersonRegister
from adapter.usecases.context import Context
from adapter.usecases.run import Report
from adapter.usecases.standing import tables
from adapter.values import (
    Answer,
    EndpointKind,
    Enrolment,
    Hold,
    PersonFacts,
    Reason,
    Recipient,
    Release,
    Route,
    Told,
    Why,
)
from mappings import national_ids
from mappings.codes.number_rules import Check
from mappings.fhir.values import Identifier
from mappings.record import Environment
from mappings.redacted import Redacted

MOVED: Final = "moved"
REPLACED: Final = "identity-replaced"
_NOBODY_ASKED: Final = Answer(Told.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Redacted):
    """What is known of one person who is enrolled.

    `why` is why nothing may be asked or sent; `protected`, `of_age` are for a decision, `handling`
    is what becomes of each record that goes. `successor` is the identifier that holds now.
    `only`: nothing goes but what was let go. `places` are those that are known of the person.
    """

    enrolment: Enrolment
    why: Why | None = None
    protected: Answer = _NOBODY_ASKED
    of_age: date | None = None
    handling: Handling = Handling.OPEN
    successor: Identifier | None = None
    municipality: str | None = None
    only: tuple[Release, ...] = ()
    places: frozenset[str] = frozenset()

    def lets(self, what: str, version: str | None) -> bool:
        """Whether stewards let a record (its key) or a document (its SHA-256) go, or need not.

        The records of a document that was let go are let go with it.
        """
        return not self.only or any(_covers(each, what, version) for each in self.only)


def _covers(release: Release, what: str, version: str | None) -> bool:
    of_document = bool(release.what) and "|" not in release.what
    meant = release.what in {"", what} or (of_document and "|" in what)
    return meant and release.version in {None, version}


def registered(
    context: Context,
    route: Route,
    enrolment: Enrolment,
    let_go: Sequence[Release] | None = None,
) -> Registered:
    """What the register of persons says of somebody now; `let_go` if that was read already."""
    unusable = _unusable(context, enrolment.person)
    if unusable is not None:
        return Registered(enrolment=enrolment, why=unusable)
    if context.persons is None:
        return Registered(enrolment=enrolment, why=Why.NO_REGISTER)
    if let_go is None:
        let_go = releases_of(context, route, enrolment.handle)
    facts = _facts(context.persons, enrolment.person)
    if facts is None:
        silent = Answer(Told.UNKNOWN, Reason.REGISTER_SILENT)
        return Registered(enrolment=enrolment, why=Why.REGISTER_SILENT, protected=silent)
    return _known(context, route, enrolment, facts, let_go)


def _unusable(context: Context, person: Identifier) -> Why | None:
    if national_ids.check(person) is Check.INVALID:
        return Why.IDENTITY_UNCONFIRMED
    if context.settings.environment is Environment.PRODUCTION and national_ids.is_synthetic(person):
        return Why.NOT_PRODUCTION
    return None


def _facts(register: PersonRegister, person: Identifier) -> PersonFacts | None:
    """What the register says; of somebody with another id by now what it says of that one.

    None where it is silent, or where the ids lead round in a circle.
    """
    asked: list[Identifier] = []
    while person not in asked:
        asked.append(person)
        found = _asked(register, person)
        if found is None or found.replaced_by is None:
            return found
        person = found.replaced_by
    return None


def known_now(context: Context, person: Identifier) -> PersonFacts | None:
    """What the register of persons says of somebody, by whichever id holds now."""
    return None if context.persons is None else _facts(context.persons, person)


def _asked(register: PersonRegister, person: Identifier) -> PersonFacts | None:
    try:
        return register.look_up(person)
    except Unreachable:
        return None


def _known(
    context: Context,
    route: Route,
    enrolment: Enrolment,
    facts: PersonFacts,
    let_go: Sequence[Release],
) -> Registered:
    on = context.clock.now().date()
    alone_from = _alone_from(facts, on)
    places = {end.municipality for end in (route.here, route.there)} - {None}
    happened = event(facts, enrolment, {each for each in places if each}, alone_from, on)
    recipient = recipient_of(route)
    found = handling(facts.highest, recipient)
    waits = found.rank >= Handling.HOLD.rank and not let_go
    return Registered(
        enrolment=enrolment,
        why=_waiting(None if happened is Why.DECEASED and let_go else happened, waits=waits),
        protected=answer_of(facts, recipient, is_released=bool(let_go)),
        of_age=alone_from,
        handling=released(found),
        successor=None if national_ids.same(facts.person, enrolment.person) else facts.person,
        municipality=facts.municipality,
        only=tuple(let_go),
    )


def _waiting(happened: Why | None, *, waits: bool) -> Why | None:
    return happened or (Why.PROTECTED_IDENTITY if waits else None)


def why_not_shown(
    context: Context, person: Identifier, recipient: Recipient = Recipient.PUBLIC
) -> Why | None:
    """Why nothing of somebody is looked up to be written into a file, on whichever route."""
    if context.persons is None:
        return Why.NO_REGISTER
    facts = _facts(context.persons, person)
    if facts is None:
        return Why.REGISTER_SILENT
    if facts.deceased:
        return Why.DECEASED
    waits = handling(facts.highest, recipient).rank >= Handling.HOLD.rank
    return Why.PROTECTED_IDENTITY if waits else None


def guardian_of(context: Context, person: Identifier, guardian: str) -> Guardianship:
    """Whether whom that handle names is a guardian of the person now, by the register."""
    facts, on = known_now(context, person), context.clock.now().date()
    alone_from = None if facts is None else _alone_from(facts, on)
    return guardianship(facts, lambda each: context.handle(each) == guardian, alone_from, on)


def _alone_from(facts: PersonFacts, on: date) -> date | None:
    return facts.of_age or of_age(tables(), facts.person, facts.born, on)


def recipient_of(route: Route) -> Recipient:
    """Who would get something on a route: a private body if either side is one.

    The identifier of a person goes to both sides, whoever the record is for.
    """
    ends = [end for end in (route.here, route.there) if end.kind is EndpointKind.FHIR]
    private = any(end.recipient is Recipient.PRIVATE for end in ends)
    return Recipient.PRIVATE if private else Recipient.PUBLIC


def releases_of(context: Context, route: Route, handle: str) -> list[Release]:
    """What stewards let go of a person, as far as no run has made use of it."""
    found = context.store.releases(route.name, person=handle)
    return [each for each in found if each.used is None]


def admitted(
    route: Route, context: Context, report: Report, enrolled: Mapping[str, Enrolment]
) -> dict[str, Registered]:
    """Who may be asked about on this run, by handle; everybody else waits, and is told why.

    Somebody who moved is suspended at once, and of somebody with another id the enrolment follows.
    """
    let_go: dict[str, list[Release]] = {}
    for release in context.store.releases(route.name):
        if release.used is None:
            let_go.setdefault(release.person, []).append(release)
    found, buried = {}, context.store.buried()
    with context.store.transaction():
        for handle, enrolment in enrolled.items():
            if handle in buried:
                report.holds.append(_hold(context, route, handle, Why.ERASED))
                continue
            known = registered(context, route, enrolment, let_go.get(handle, ()))
            known = _lived(context, route, known, dry_run=report.dry_run)
            if known.why is None:
                found[known.enrolment.handle] = known
            else:
                report.holds.append(_hold(context, route, known.enrolment.handle, known.why))
    return found


def _hold(context: Context, route: Route, handle: str, why: Why) -> Hold:
    return Hold(route=route.name, person=handle, why=why, since=context.now())


def _lived(context: Context, route: Route, known: Registered, *, dry_run: bool) -> Registered:
    """Apply what happened in somebody's life, unless it is only looked at."""
    if known.successor is not None:
        known = _followed(context, route, known, dry_run=dry_run)
    if not dry_run:
        _remember(context, known)
    return known


def _remember(context: Context, known: Registered) -> None:
    """Suspend somebody who moved, and remember where somebody lives."""
    enrolment, place = known.enrolment, known.municipality
    moved = MOVED if known.why is Why.MOVED else enrolment.suspended
    now = replace(enrolment, suspended=moved, municipality=place or enrolment.municipality)
    if now != enrolment:
        context.store.enrol(now)


def _followed(context: Context, route: Route, known: Registered, *, dry_run: bool) -> Registered:
    """The enrolment under the id that holds now; one that is there already stays as it is."""
    former, successor = known.enrolment, known.successor or known.enrolment.person
    handle = context.handle(successor)
    there = context.store.enrolments(route.name, handle=handle)
    now = there[0] if there else replace(former, handle=handle, person=successor)
    if not dry_run:
        with context.store.transaction():
            context.store.enrol(now)
            context.store.enrol(replace(former, suspended=REPLACED))
            _carry_consents(context, former.handle, handle)
    if now.handle not in context.enrolled(route.name, handle=now.handle) and there:
        return replace(known, enrolment=now, why=Why.IDENTITY_REPLACED, successor=None)
    return replace(known, enrolment=now, successor=None)


def _carry_consents(context: Context, former: str, handle: str) -> None:
    """What the person consented to under the former id holds under the new one."""
    for each in context.store.consents(person=former):
        if each.ended is None:
            context.store.register_consent(replace(each, id=f"{each.id}-{handle}", person=handle))
    for said in context.store.classified(person=former).values():
        context.store.classify(replace(said, person=handle))


def use_releases(context: Context, route: Route, handles: Iterable[str]) -> None:
    """What was let go for one run counts no more, now that the run is over."""
    for handle in handles:
        for release in releases_of(context, route, handle):
            context.store.use_release(route.name, release, context.now())
