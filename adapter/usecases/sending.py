"""Send what was decided to either side, many people at a time, and remember what is agreed by it.

A window of people is sent in waves: whatever may go in any order goes together, in batches and
several at once. What goes wrong with one record is told of that record alone.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from adapter.errors import Changed, EndpointError, Refused
from adapter.sync.agreed import agreement
from adapter.sync.carry import neutral
from adapter.sync.execute import execute
from adapter.sync.identity import with_identifier
from adapter.sync.parts import Manner
from adapter.sync.plan import Record
from adapter.usecases.apart import Apart, send_apart
from adapter.usecases.auditing import Writes
from adapter.usecases.context import Context
from adapter.usecases.crossing import Crossing, may_be_told, permitted
from adapter.usecases.gather import persons_in
from adapter.usecases.guards import WRITES
from adapter.usecases.journal import Agreed, RunJournal
from adapter.usecases.manners import Manners
from adapter.usecases.recording import accounts_of, is_unanswered, record
from adapter.usecases.run import Report, waiting
from adapter.usecases.still import Fresh, taken_back
from adapter.values import (
    Action,
    Base,
    End,
    EndpointSettings,
    Hold,
    Link,
    Outcome,
    Ref,
    Resource,
    Route,
    Seen,
    Step,
    Why,
)
from mappings.redacted import Redacted

KEPT: Final = 10  # runs of which every write is remembered
WAVES: Final = 8  # a window fills about so many rounds of full batches


@dataclass(frozen=True, slots=True)
class Decided(Redacted):
    """What becomes of one person's records."""

    crossing: Crossing
    records: Mapping[str, Record]
    actions: list[Action]
    others: list[Apart]


def send(route: Route, context: Context, report: Report, decided: deque[Decided]) -> None:
    """Send all that was decided; what was sent needs no memory any more."""
    manners, fresh = Manners(context), Fresh(route, context)
    while decided:
        context.go_on()
        people = {
            each.crossing.handle: each
            for each in map(partial(_still, route, context, report, fresh), _window(route, decided))
            if each is not None
        }
        bases: dict[str, Base | None] = {}
        for end, side in ((End.HERE, route.here), (End.THERE, route.there)):
            count = sum(
                _is_write(action, side) for each in people.values() for action in each.actions
            )
            with manners.of(side, count) as manner:
                _Desk(route, context, report, end, people, bases, fresh).send(manner)
            context.go_on()
        for each in people.values():
            send_apart(each.crossing, context, report, each.others, fresh)
    _prune(route, context)


def _still(
    route: Route, context: Context, report: Report, fresh: Fresh, person: Decided
) -> Decided | None:
    """What may still be sent of somebody, by what is known now; None: nothing."""
    handle = person.crossing.handle
    gate = fresh.gate(handle)
    if isinstance(gate, Why):
        now = context.now()
        report.holds.append(Hold(route=route.name, person=handle, why=gate, since=now))
        return None
    crossing = person.crossing.through(gate)
    actions = [
        permitted(crossing, context, person.records[each.key], each) for each in person.actions
    ]
    changed = [now for was, now in zip(person.actions, actions, strict=True) if now is not was]
    report.holds += waiting(changed, route.name, context.now())[0]
    others = [
        each
        for each in person.others
        if each.tells is None or may_be_told(crossing, context, each.tells)
    ]
    return replace(person, crossing=crossing, actions=actions, others=others)


def _prune(route: Route, context: Context) -> None:
    """Forget intents of runs long past that a later write has outdone: `explain` tells no more."""
    runs = context.store.runs(route.name)
    if len(runs) > KEPT:
        context.store.forget_intents(route.name, runs[-KEPT].started)


def _window(route: Route, decided: deque[Decided]) -> Iterator[Decided]:
    """The next people, for as many actions as fill some rounds of batches."""
    size = WAVES * max(end.batch * end.concurrency for end in (route.here, route.there))
    while decided and size > 0:
        size -= len(decided[0].actions)
        yield decided.popleft()


def _is_write(action: Action, side: EndpointSettings) -> bool:
    return action.side == side.name and action.step in WRITES


@dataclass(frozen=True, slots=True)
class _Desk(Redacted):
    """What goes to one side for a window of people; `bases` is what was agreed on in it so far."""

    route: Route
    context: Context
    report: Report
    end: End
    people: Mapping[str, Decided]
    bases: dict[str, Base | None]
    fresh: Fresh

    @property
    def side(self) -> EndpointSettings:
        return self.route.here if self.end is End.HERE else self.route.there

    def send(self, manner: Manner) -> None:
        self._keep()
        told = Writes(self.context, self.side.name, self._patients())
        # Of one record a part may be written while another part waits: the write is asked about.
        writes = {
            (each.person, each.key): (who, each)
            for who, each in self._actions()
            if each.step in WRITES
        }
        may_go = partial(self._may_go, writes)
        journal = RunJournal(self.context, self.route.name, told, self._agreed, may_go, self._same)
        for person, each in self.people.items():
            journal.look_back(person, each.crossing.views[self.end].seen)
        self.context.store.save_links(self._sources())
        tasks = [
            (action, person.crossing.views[self.end].side) for person, action in self._actions()
        ]
        server = self.context.servers[self.side.name]
        outcomes: dict[str, list[Outcome]] = defaultdict(list)
        stopping = self.context.stopping.is_set
        trouble = None
        try:
            for outcome in execute(tasks, server, journal, manner, stopping):
                outcomes[outcome.action.person].append(outcome)
                self.report.outcomes.append(outcome)
        except EndpointError as error:
            trouble = error
        self._account(outcomes, manner)
        if trouble is not None:
            raise trouble

    def _may_go(
        self, decided: Mapping[tuple[str, str], tuple[Decided, Action]], action: Action
    ) -> bool:
        """Whether it may go by what is known since it was decided; else it waits, and is told."""
        person, action = decided[action.person, action.key]
        crossing, gate = person.crossing, self.fresh.gate(action.person)
        if gate is crossing.gate:
            return True
        record = person.records[action.key]
        waits = taken_back(
            action,
            gate,
            lambda now: permitted(crossing.through(now), self.context, record, action),
        )
        if waits is not None:
            self.report.holds += waiting([waits], self.route.name, self.context.now())[0]
        return waits is None

    def _patients(self) -> dict[str, Ref]:
        """Under which logical id each person is known there."""
        return {
            person: each.crossing.views[self.end].side.person
            for person, each in self.people.items()
        }

    def _actions(self) -> Iterator[tuple[Decided, Action]]:
        for person in self.people.values():
            for action in person.actions:
                if action.side == self.side.name:
                    yield person, action

    def _keep(self) -> None:
        """Remember what both sides came to say by themselves."""
        agreed: list[Base] = []
        for person, action in self._actions():
            record = person.records[action.key]
            settled = action.settles or record.base is None
            if action.step is Step.KEEP and settled and len(record.copies) == len(End):
                base = self._agreement(record, action, record.copies[self.end].carried)
                agreed += [base] if base is not None else []
        if agreed:
            self.context.store.save_bases(self.route.name, agreed)

    def _agreed(self, action: Action, seen: Seen) -> Agreed:
        person = self.people[action.person]
        record, view = person.records[action.key], person.crossing.views[self.end]
        answer = with_identifier(
            neutral(seen.resource, view.side, view.describe), record.identifier
        )
        links = list(self._links(person.crossing, record, seen.ref))
        if seen.faulty:
            return Agreed(links)
        return Agreed(links, self._agreement(record, action, answer))

    def _same(self, action: Action, standing: Seen) -> Iterator[Link]:
        """What stands there under the identifier of a record, if it is about the same person.

        The next run sees both, and that they differ: a conflict, and not a write refused forever.
        """
        person = self.people[action.person]
        side = person.crossing.views[self.end].side
        if side.person in persons_in(standing.resource, side.base):
            yield from self._links(person.crossing, person.records[action.key], standing.ref)

    def _agreement(self, record: Record, action: Action, answer: Resource) -> Base | None:
        """What the two sides now agree on."""
        base = self.bases.get(record.key, record.base)
        versions = replace(record.versions, base=base)
        agreed = agreement(versions, self.end, action.settles, answer)
        if agreed is not None:
            self.bases[record.key] = agreed
        return agreed

    def _links(self, crossing: Crossing, record: Record, ref: Ref) -> Iterator[Link]:
        origin = crossing.views[record.owner].end.name
        refs = {each: copy.ref for each, copy in record.copies.items()} | {self.end: ref}
        for each, held in refs.items():
            if held is not None:
                name = crossing.views[each].end.name
                yield Link(endpoint=name, key=record.key, ref=held, origin=origin)

    def _sources(self) -> Iterator[Link]:
        """Where what is about to be made comes from.

        Known before it is sent: a copy that nobody remembers would look like that side's own
        record, and go on from there to a third party.
        """
        source = self.end.other
        for person, action in self._actions():
            record, views = person.records[action.key], person.crossing.views
            copy = record.copies.get(source)
            if action.step is Step.CREATE and copy is not None and copy.ref is not None:
                name, origin = views[source].end.name, views[record.owner].end.name
                yield Link(endpoint=name, key=action.key, ref=copy.ref, origin=origin)

    def _account(self, outcomes: Mapping[str, Iterable[Outcome]], manner: Manner) -> None:
        """Account on that server for what was written there, for each person apart."""
        other = self.route.there if self.end is End.HERE else self.route.here
        source, now = self.context.source(other), self.context.now()
        accounts = [
            (handle, account)
            for handle, written in outcomes.items()
            for account in accounts_of(written, source, now)
        ]
        trouble = None
        found = record(self.context, self.side.name, accounts, manner, self._patients())
        for (handle, _), error in zip(accounts, found, strict=True):
            if isinstance(error, Refused | Changed) or is_unanswered(error):
                self.report.refused.append((handle, str(error)))
            elif error is not None:
                trouble = error
        if trouble is not None:
            raise trouble
