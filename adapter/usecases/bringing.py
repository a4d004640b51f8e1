"""Bring a FHIR server to what one conversation of documents says: plan it, and send it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapter.sync.agreed import agreement
from adapter.sync.carry import Side, neutral
from adapter.sync.execute import execute
from adapter.sync.identity import identifier_of
from adapter.sync.merge import Copy
from adapter.sync.parts import Manner
from adapter.sync.plan import Record, Terms, decide, rank
from adapter.usecases.auditing import Named, Writes, asking
from adapter.usecases.context import Context
from adapter.usecases.gate import Gate
from adapter.usecases.guarding import guarded, may_go
from adapter.usecases.guards import WRITES, operation
from adapter.usecases.journal import Agreed, RunJournal
from adapter.usecases.manners import Manners
from adapter.usecases.recording import accounts_of, record
from adapter.usecases.run import Report, waiting
from adapter.values import (
    Action,
    Base,
    End,
    Link,
    Measure,
    Mode,
    Outcome,
    Ref,
    Resource,
    Result,
    Route,
    Seen,
    Step,
)


def bring(  # noqa: PLR0913, PLR0917  one conversation, and where it goes
    route: Route,
    context: Context,
    report: Report,
    handle: str,
    side: Side,
    offered: dict[str, Resource],
    gate: Gate | None,
) -> bool:
    """Plan and send what one conversation says; True when all of it stands on the server.

    No gate: it takes back, which discloses nothing and must not wait.
    """
    named = [Named(route.there.name, handle, side.person.id)]
    with asking(context, Measure.READ, named):
        records = _records(route, context, handle, side, offered)
    terms = Terms(
        names={End.HERE: route.here.name, End.THERE: route.there.name},
        modes={End.HERE: {"*": Mode.READ}, End.THERE: route.there.modes},
    )
    decided = [action for record in records.values() for action in decide(record, terms)]
    # A document is not written back to: its side only tells.
    actions = [
        _passed(context, gate, offered, _with_given(action, records[action.key]))
        for action in decided
        if action.side == route.there.name
    ]
    report.actions += actions
    holds, conflicts = waiting(actions, route.name, context.now())
    report.holds += holds
    report.conflicts += conflicts
    if report.dry_run:
        return False

    def agree(
        action: Action, end: End, units: Sequence[str] | None, answer: Resource
    ) -> Base | None:
        record = records[action.key]
        base = agreement(record.versions, end, units, answer)
        if base is not None:
            records[action.key] = replace(record, base=base)
        return base

    def agreed(action: Action, seen: Seen) -> Agreed:
        there = route.there.name
        link = Link(endpoint=there, key=action.key, ref=seen.ref, origin=there)
        if seen.faulty:
            return Agreed([link])
        answer = neutral(seen.resource, side)
        return Agreed([link], agree(action, End.THERE, action.settles, answer))

    for action in decided:
        record = records[action.key]
        units = [unit for unit in action.settles or () if unit in record.decisions]
        if action.side == route.here.name and units:
            # Somebody chose what stands there over the document: nothing is sent, and it is agreed.
            base = agree(action, End.HERE, units, record.copies[End.HERE].carried)
            context.store.save_bases(route.name, [base] if base else [])
    server = context.servers[route.there.name]
    patients = {handle: side.person}
    told = Writes(context, route.there.name, patients)
    journal = RunJournal(context, route.name, told, agreed)
    permitted = [each for each in actions if _is_permitted(route, report, each)]
    with Manners(context).of(route.there, len(permitted)) as manner:
        outcomes = list(execute([(each, side) for each in permitted], server, journal, manner))
        report.outcomes += outcomes
        _account(route, context, outcomes, manner, patients)
    done = all(outcome.result is Result.DONE for outcome in outcomes)
    return done and not holds and not conflicts and len(permitted) == len(actions)


def _passed(
    context: Context, gate: Gate | None, offered: Mapping[str, Resource], action: Action
) -> Action:
    """The action, or that it waits: what it would bring may not go there."""
    if gate is None:
        return action
    plans = [each for each in offered.values() if each["resourceType"] == "CarePlan"]
    passed = gate.passed(action, End.THERE, End.HERE, plans)
    return may_go(context, guarded(gate.known, ()), passed, End.THERE, End.HERE, None)


def _with_given(action: Action, record: Record) -> Action:
    """The action settling what somebody gave too: the document will never come to say it."""
    given = [unit for unit, each in record.decisions.items() if each.value is not None]
    if action.settles is None or action.step is not Step.UPDATE:
        return action
    more = [unit for unit in given if unit in action.units and unit not in action.settles]
    return replace(action, settles=(*action.settles, *more))


def _account(
    route: Route,
    context: Context,
    outcomes: Sequence[Outcome],
    manner: Manner,
    patients: Mapping[str, Ref],
) -> None:
    made = accounts_of(outcomes, context.source(route.here), context.now())
    accounts = [(person, each) for each in made for person in patients]
    for error in record(context, route.there.name, accounts, manner, patients):
        if error is not None:
            raise error


def _is_permitted(route: Route, report: Report, action: Action) -> bool:
    """Whether an approved plan holds it: what an earlier document changed waits for another."""
    if report.permitted is None or action.step not in WRITES:
        return True
    return operation(route.name, action) in report.permitted


def _records(
    route: Route, context: Context, handle: str, side: Side, offered: Mapping[str, Resource]
) -> dict[str, Record]:
    """What the documents say beside what the server holds, in the order of writing."""
    server = context.servers[route.there.name]
    decisions = context.store.decisions(route.name)
    records = {}
    for key, resource in sorted(
        offered.items(), key=lambda each: (rank(each[1]["resourceType"]), each[0])
    ):
        body = neutral(resource, side)
        identifier = identifier_of(body)
        if identifier is None:
            continue
        copies = {End.HERE: Copy(ref=None, version=None, local=body, carried=body)}
        known, seen = {}, None
        if key in side.refs:
            known[End.THERE] = side.refs[key]
            seen = server.read(side.refs[key])
            if seen is not None and not seen.faulty:
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
            faulty=frozenset([End.THERE] if seen is not None and seen.faulty else []),
            base=context.store.base(route.name, key),
            decisions=decisions.get(key, {}),
        )
    return records
