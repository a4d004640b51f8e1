"""What a run asks back: copies that were made, and that somebody may not have any more.

Who blocks, reserves or withdraws a consent later takes nothing away from whoever has a copy: it is
their record (OSL 2009:400; SFS 2022:913). So each copy is listed, and they are asked. It is planned
from what is known now, not from what was: a reason that has gone is taken back too.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from adapter.policy.recalls import can_tell, ground
from adapter.usecases.asking_back import ask_back, take_back
from adapter.usecases.block_sources import LiveBlocks
from adapter.usecases.context import Context
from adapter.usecases.permitting import facts_of
from adapter.usecases.put_forward import reservations_of
from adapter.usecases.run import Report
from adapter.usecases.standing import Standing as Known
from adapter.usecases.standing import standing_of
from adapter.usecases.withdrawals import Ledger, copies, is_new, recall_of, remember
from adapter.values import (
    ConsentFacts,
    Disclosed,
    End,
    EndpointKind,
    Facts,
    Ground,
    Recall,
    Resource,
    Route,
)

_PASSING: Final = frozenset({Ground.BLOCKED, Ground.RESERVED, Ground.NO_CONSENT})


def recall(route: Route, context: Context, report: Report) -> None:
    """Plan what is asked back on a route, and ask; an approved plan holds nothing of it."""
    if report.stops:
        return
    known = context.store.recalls(route=route.name)
    found = list(_looked_at(route, context, known, dry_run=report.dry_run))
    now = {_at(each): each for each in known}
    new = [
        recall_of(context, copy, why)
        for copy, why, _ in found
        if why is not None and is_new(now.get(_at(copy)), copy)
    ]
    report.recalls += new
    if report.dry_run:
        return
    remember(context, new)
    gone = {_at(each) for each, why, is_sure in found if why is None and is_sure}
    lifted = [each for each in known if each.ground in _PASSING and _at(each) in gone]
    if report.permitted is None:
        take_back(route, context, report, lifted)
        ask_back(route, context, report)


def _at(each: Recall | Disclosed) -> tuple[str, str]:
    return each.endpoint, each.key


def _looked_at(
    route: Route, context: Context, known: Iterable[Recall], *, dry_run: bool
) -> Iterator[tuple[Disclosed, Ground | None, bool]]:
    """Each copy of whom something may have changed: why it is asked back, and if that is sure.

    Of people at rest nothing that a decision hangs on has changed: nobody is asked about them.
    """
    asked = {each.person for each in known if each.is_open and each.ground in _PASSING}
    store, ledger = context.store, Ledger(context)
    people = store.not_at_rest(route.name) | asked
    if dry_run:  # who is disturbed is not remembered then
        people |= {each.handle for each in store.enrolments(route.name)}
    said = _who_said_something(context) if people else set()
    for handle in sorted(people):
        theirs = ledger.of(route=route.name, person=handle)
        here = [each for each in theirs if each.endpoint in {route.here.name, route.there.name}]
        standing = _standing(route, context, handle, said) if here else None
        if standing is not None and (_says_anything(standing) or handle in asked):
            yield from _decided(route, context, standing, here, ledger.origins)


def _who_said_something(context: Context) -> set[str]:
    """Who reserved something, or has a consent that does not simply hold."""
    day = context.clock.now().date().isoformat()
    found = {each.person for each in context.store.consents() if not _is_plain(each, day)}
    return found | {each.person for each in context.store.classified().values() if each.consent}


def _is_plain(consent: ConsentFacts, day: str) -> bool:
    """Whether it covers every kind of plan, and has come to no end."""
    over = consent.mistaken or consent.ended is not None or (consent.end or day) < day
    return not over and not consent.plan_kinds and consent.start <= day


def _standing(route: Route, context: Context, handle: str, said: Container[str]) -> Known | None:
    """What is known of somebody now, enrolled or not any more; None: nothing that matters here."""
    live = context.blocks
    ask = live.lately if isinstance(live, LiveBlocks) else live.of
    for enrolment in context.store.enrolments(route.name, handle=handle):
        if handle in said:
            reservations = reservations_of(context, handle)
            return standing_of(context, route, enrolment, reservations=reservations, ask=ask)
        return standing_of(context, route, enrolment, registered=(), ask=ask)
    return None


def _says_anything(standing: Known) -> bool:
    return bool(standing.blocks or standing.reservations or standing.consents)


def _decided(
    route: Route,
    context: Context,
    standing: Known,
    theirs: Sequence[Disclosed],
    origins: Mapping[str, str],
) -> Iterator[tuple[Disclosed, Ground | None, bool]]:
    bodies = [_body(route, context, each) for each in theirs]
    plans = [body for body in bodies if body["resourceType"] == "CarePlan"]
    for copy, body in zip(theirs, bodies, strict=True):
        facts = _facts(route, standing, copy, body, plans, origins)
        yield copy, ground(facts), can_tell(facts)


def _facts(  # noqa: PLR0913, PLR0917  a copy, of which record, and what it belongs to
    route: Route,
    standing: Known,
    copy: Disclosed,
    body: Resource,
    plans: Sequence[Resource],
    origins: Mapping[str, str],
) -> Facts:
    to = End.THERE if copy.endpoint == route.there.name else End.HERE
    named = {route.here.name: End.HERE, route.there.name: End.THERE}
    owner = to.other if route.here.kind is EndpointKind.DIRECTORY else None
    owner = owner or named.get(origins.get(copy.key, ""), to.other)
    # It was written before it was copied.
    dated = {**body, "meta": {**(body.get("meta") or {}), "lastUpdated": copy.at}}
    return facts_of(standing, dated, to, owner=owner, plans=plans)


def _body(route: Route, context: Context, copy: Disclosed) -> Resource:
    """What stands there, as it was last agreed on; of what never was, the type alone."""
    base = context.store.base(route.name, copy.key)
    if base is None:
        return {"resourceType": copy.key.partition("|")[0]}
    return base.there if copy.endpoint == route.there.name else base.here


# -- somebody else's plan -----------------------------------------------------------------------


def recall_wrong(context: Context, report: Report, keys: Iterable[str], but: Route) -> None:
    """A message was about another person: whoever got what it said from elsewhere is asked too.

    Where the message itself stood its words are taken away at once.
    """
    known = {(each.route, *_at(each)): each for each in context.store.recalls()}
    new = [
        recall_of(context, copy, Ground.WRONG_PERSON)
        for key in keys
        for copy in copies(context, key=key)
        if (copy.route, copy.endpoint) != (but.name, but.there.name)
        and is_new(known.get((copy.route, *_at(copy))), copy)
    ]
    report.recalls += new
    if not report.dry_run:
        remember(context, new)
