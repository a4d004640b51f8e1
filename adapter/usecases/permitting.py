"""May this cross? The facts of one decision, gathered; the decision itself is adapter.policy's.

`person_permitted` decides before any request names somebody, `permitted` on each record that one
side would get, and the same again on a fresh standing right before the send: it can only take back
what was allowed before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from adapter.policy import consents, labels, scopes
from adapter.policy.blocks import is_blocked
from adapter.policy.decide import ABSENT, decide
from adapter.policy.keys import are_whole, is_one_area, keys_of, kinds_of, services_of
from adapter.usecases.standing import Standing, tables
from adapter.values import (
    AccessDecision,
    Accountable,
    Actor,
    Answer,
    Condition,
    End,
    EndpointSettings,
    Facts,
    Purpose,
    Question,
    Reader,
    Reason,
    Resource,
    Route,
    Told,
)

YES: Final = Answer(Told.TRUE)
NO: Final = Answer(Told.FALSE)


def person_permitted(standing: Standing) -> AccessDecision:
    """Whether anything of a person may be asked for at all on a route."""
    return decide(facts_of_person(standing), tables())


def permitted(
    standing: Standing,
    record: Resource,
    to: End,
    *,
    owner: End | None = None,
    plans: Iterable[Resource] = (),
) -> AccessDecision:
    """Whether one record may go to one side; `owner` answers for it, `plans` are its plans."""
    return decide(facts_of(standing, record, to, owner=owner, plans=plans), tables())


def viewable(standing: Standing, record: Resource, reader: Reader) -> AccessDecision:
    """Whether one record may be shown to a reader."""
    return decide(facts_of_view(standing, record, reader), tables())


def facts_of_person(standing: Standing) -> Facts:
    """What is known before a record is: what only records can tell lets pass."""
    covered, basis = _legal(standing, Purpose.TRANSFER, (), (), one_area=True)
    answers = {
        Question.BASIS: basis,
        Question.KIND: covered.answer,
        Question.BLOCKED: NO if standing.blocks is not None else Answer(Told.UNKNOWN),
        Question.OBJECTION: NO,
        Question.HELD: standing.held,
        Question.CONSENT: _consent(standing, ()),
        Question.LABEL: NO,
        Question.FIELDS: YES,
    }
    return _facts(standing, Purpose.TRANSFER, answers, _needs(covered))


def facts_of(
    standing: Standing,
    record: Resource,
    to: End,
    *,
    owner: End | None = None,
    plans: Iterable[Resource] = (),
) -> Facts:
    """All that the decision on one record looks at."""
    route = standing.route
    receiver, holder = _end(route, to), _end(route, owner or to.other)
    keys = keys_of(record, _value(holder), standing.units)
    kinds = kinds_of([record, *plans])
    covered, basis = _legal(
        standing,
        Purpose.TRANSFER,
        kinds,
        services_of(record, keys),
        one_area=is_one_area(keys, holder.area, receiver.area),
    )
    actor = Actor(care_giver=_value(receiver))
    answers = {
        Question.BASIS: basis,
        Question.KIND: covered.answer,
        Question.BLOCKED: _blocked(standing, keys, actor),
        Question.CONSENT: _consent(standing, kinds),
        Question.FIELDS: Answer(Told.of(record["resourceType"] in route.types)),
        **_labelled(standing, record, [_value(receiver)]),
    }
    return _facts(standing, Purpose.TRANSFER, answers, _needs(covered))


def facts_of_view(standing: Standing, record: Resource, reader: Reader) -> Facts:
    """All that the decision on showing one record looks at."""
    route = standing.route
    keys = keys_of(record, _value(route.here), standing.units)
    covered, basis = _legal(
        standing, Purpose.VIEW, kinds_of([record]), services_of(record, keys), one_area=True
    )
    answers = {
        Question.BASIS: basis,
        Question.KIND: covered.answer,
        Question.BLOCKED: _blocked(standing, keys, reader.actor or Actor()),
        Question.RELATION: Answer(reader.relation),
        Question.RELEVANCE: Answer(reader.relevance),
        Question.CONSENT: Answer(reader.consent),
        Question.APPROVED: labels.approved(labels.labels_of(record)),
        **_labelled(standing, record, []),
    }
    who = Condition.READER_IS_PERSON if reader.actor is None else Condition.READER_IS_STAFF
    return _facts(standing, Purpose.VIEW, answers, {who})


def _facts(
    standing: Standing,
    purpose: Purpose,
    answers: Mapping[Question, Answer],
    conditions: Iterable[Condition],
) -> Facts:
    return Facts(
        purpose=purpose,
        on=standing.on,
        conditions=frozenset(conditions),
        answers={
            Question.ENROLLED: consents.enrolled(standing.enrolment, standing.on),
            Question.PROTECTED: standing.protected,
            **answers,
        },
    )


def _legal(
    standing: Standing,
    purpose: Purpose,
    kinds: Sequence[str],
    services: Sequence[str],
    *,
    one_area: bool,
) -> tuple[scopes.Covered, Answer]:
    """What route and enrolment rest on, and what that covers: both must, where they differ."""
    enrolment, on = standing.enrolment, standing.on
    named = (standing.route.basis, *((enrolment.basis,) if enrolment else ()))
    basis = _strictest_basis(named, purpose, on, one_area=one_area)
    covered = _covered(named, tuple(kinds), tuple(services), on)
    if enrolment is not None and enrolment.plan_kinds:
        enrolled = bool(kinds) and set(kinds) <= set(enrolment.plan_kinds)
        covered = covered if enrolled else replace(covered, answer=NO)
    return covered, basis


@lru_cache  # the same for nearly everybody on a route
def _strictest_basis(
    named: tuple[str, ...], purpose: Purpose, on: date, *, one_area: bool
) -> Answer:
    found = [scopes.basis_of(tables(), each, purpose, on, one_area=one_area) for each in named]
    worst = scopes.strictest([each.told for each in found])
    return next(each for each in found if each.told is worst)


@lru_cache
def _covered(
    named: tuple[str, ...], kinds: tuple[str, ...], services: tuple[str, ...], on: date
) -> scopes.Covered:
    covers = [scopes.covered(tables(), each, kinds, services, on) for each in named]
    told = scopes.strictest([each.answer.told for each in covers])
    return scopes.Covered(Answer(told), any(each.needs_consent for each in covers))


def _needs(covered: scopes.Covered) -> set[Condition]:
    return {Condition.KIND_NEEDS_CONSENT} if covered.needs_consent else set()


def _blocked(standing: Standing, keys: tuple[Accountable, ...], actor: Actor) -> Answer:
    if standing.blocks is None:
        return Answer(Told.UNKNOWN)
    if any(is_blocked(each, actor, standing.blocks, standing.at) for each in keys):
        return YES
    strict = scopes.needs_keys(tables(), standing.route.basis, standing.on)
    return Answer(Told.TRUE, Reason.BLOCK_KEYS_MISSING) if strict and not are_whole(keys) else NO


def _consent(standing: Standing, kinds: Sequence[str]) -> Answer:
    named = None if standing.enrolment is None else standing.enrolment.consent
    route, known = standing.route.name, standing.consents
    return consents.consent_of(known, route, kinds, standing.on, standing.of_age, named)


def _labelled(
    standing: Standing, record: Resource, receivers: Iterable[str | None]
) -> dict[Question, Answer]:
    """What the record's own labels say, with what the person reserved and what stewards hold."""
    found = labels.answers_of(tables(), labels.labels_of(record), standing.on)
    start = None if standing.enrolment is None else standing.enrolment.start
    to = [each for each in receivers if each]
    reserved = consents.reservation_of(
        standing.reservations, to, standing.on, standing.of_age, start
    )
    objection = labels.strictest_of([found.get(Question.OBJECTION, ABSENT), reserved])
    held = labels.strictest_of([found.get(Question.HELD, ABSENT), standing.held])
    return {
        Question.LABEL: found.get(Question.LABEL, ABSENT),
        Question.OBJECTION: objection,
        Question.HELD: held,
    }


def _end(route: Route, end: End) -> EndpointSettings:
    return route.here if end is End.HERE else route.there


def _value(end: EndpointSettings) -> str | None:
    return None if end.party is None else end.party.value
