"""Bring a FHIR server to what one conversation of documents says: plan it, and send it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
from adapter.usecases.guarding import guarded, may_go, seen_at
from adapter.usecases.guards import WRITES, operation
from adapter.usecases.journal import Agreed, RunJournal
from adapter.usecases.manners import Manners
from adapter.usecases.recording import accounts_of, record
from adapter.usecases.run import Report, waiting
from adapter.usecases.still import Fresh, taken_back
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
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing(Redacted):
    """What one conversation says of one person, and the server that it goes to.

    No gate: it takes back, which discloses nothing and must not wait.
    """

    route: Route
    context: Context
    report: Report
    handle: str
    side: Side
    offered: Mapping[str, Resource]
    gate: Gate | None
    patient: Resource
    fresh: Fresh

    def bring(self) -> bool:
        """Plan and send it; True when all of it stands on the server."""
        named = [Named(self.route.there.name, self.handle, self.side.person.id)]
        with asking(self.context, Measure.READ, named):
            records = _records(self.route, self.context, self.handle, self.side, self.offered)
        decided = [each for record in records.values() for each in decide(record, self._terms())]
        # A document is not written back to: its side only tells.
        actions = [
            self._passed(_with_given(action, records[action.key]))
            for action in decided
            if action.side == self.route.there.name
        ]
        waits = self._tell(actions)
        if self.report.dry_run:
            return False
        self._keep(decided, records)
        return self._send(actions, records) and not waits

    def _terms(self) -> Terms:
        there = self.route.there
        return Terms(
            names={End.HERE: self.route.here.name, End.THERE: there.name},
            modes={End.HERE: {"*": Mode.READ}, End.THERE: there.modes},
        )

    def _passed(self, action: Action) -> Action:
        """The action, or that it waits: what it would bring may not go there."""
        return action if self.gate is None else self._by(self.gate, action)

    def _by(self, gate: Gate, action: Action) -> Action:
        plans = [each for each in self.offered.values() if each["resourceType"] == "CarePlan"]
        passed = gate.passed(action, End.THERE, End.HERE, plans, {})
        person = guarded(seen_at(gate.known, self.patient), ())
        return may_go(self.context, person, passed, End.THERE, End.HERE, None)

    def _may_go(self, planned: Mapping[str, Action], action: Action) -> bool:
        """Whether it may go by what is known since it was planned; else it waits."""
        if self.gate is None:
            return True
        action = planned[action.key]
        waits = taken_back(action, self.fresh.gate(self.handle), lambda now: self._by(now, action))
        if waits is not None:
            self._tell_of([waits])
        return waits is None

    def _tell(self, actions: Sequence[Action]) -> bool:
        """Report what is planned; whether any of it waits."""
        self.report.actions += actions
        return self._tell_of(actions)

    def _tell_of(self, actions: Sequence[Action]) -> bool:
        holds, conflicts = waiting(actions, self.route.name, self.context.now())
        self.report.holds += holds
        self.report.conflicts += conflicts
        return bool(holds or conflicts)

    def _keep(self, decided: Sequence[Action], records: dict[str, Record]) -> None:
        """Where somebody chose what stands there over the document: it is agreed, nothing sent."""
        for action in decided:
            record = records[action.key]
            units = [unit for unit in action.settles or () if unit in record.decisions]
            if action.side == self.route.here.name and units:
                said = record.copies[End.HERE].carried
                base = _agree(records, action, End.HERE, units, said)
                self.context.store.save_bases(self.route.name, [base] if base else [])

    def _send(self, actions: Sequence[Action], records: dict[str, Record]) -> bool:
        """Send what an approved plan holds, if there is one; whether all of it is done."""
        there, patients = self.route.there, {self.handle: self.side.person}
        told = Writes(self.context, there.name, patients)
        agreed = partial(self._agreed, records)
        may_go = partial(self._may_go, {each.key: each for each in actions if each.step in WRITES})
        journal = RunJournal(self.context, self.route.name, told, agreed, may_go)
        permitted = [each for each in actions if _is_permitted(self.route, self.report, each)]
        tasks = [(each, self.side) for each in permitted]
        with Manners(self.context).of(there, len(permitted)) as manner:
            outcomes = list(execute(tasks, self.context.servers[there.name], journal, manner))
            self.report.outcomes += outcomes
            _account(self.route, self.context, outcomes, manner, patients)
        done = sum(outcome.result is Result.DONE for outcome in outcomes)
        return done == sum(each.step in WRITES for each in actions)

    def _agreed(self, records: dict[str, Record], action: Action, seen: Seen) -> Agreed:
        """Where it stands now, and what was agreed on by it."""
        there = self.route.there.name
        link = Link(endpoint=there, key=action.key, ref=seen.ref, origin=there)
        if seen.faulty:
            return Agreed([link])
        answer = neutral(seen.resource, self.side)
        return Agreed([link], _agree(records, action, End.THERE, action.settles, answer))


def _agree(
    records: dict[str, Record],
    action: Action,
    end: End,
    units: Sequence[str] | None,
    answer: Resource,
) -> Base | None:
    """What is agreed on by now: the next agreement on that record goes on from it."""
    record = records[action.key]
    base = agreement(record.versions, end, units, answer)
    if base is not None:
        records[action.key] = replace(record, base=base)
    return base


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
