"""Who and what may cross on a run: asked before any request names a person, and before each send.

Everybody on a route goes through here once as it starts; who does not pass waits, and nobody is
asked about them. A live block service is asked only about those of whom there is something to plan.
Each write is decided by the record that it would bring, and once more, on what is known by then,
right before it is sent. The second time can only take back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapter.errors import Unreachable
from adapter.usecases.block_sources import LiveBlocks
from adapter.usecases.context import Context
from adapter.usecases.permitting import permitted, person_permitted
from adapter.usecases.put_forward import reservations_of
from adapter.usecases.registered import Registered, admitted, registered
from adapter.usecases.run import Report
from adapter.usecases.standing import AskOfBlocks, Standing, blocks_of, standing_of
from adapter.values import (
    Action,
    Block,
    ConsentFacts,
    End,
    Enrolment,
    Hold,
    Resource,
    Route,
    Step,
    Why,
)
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted, whole

_BRINGS: Final = frozenset({Step.CREATE, Step.UPDATE})


@dataclass(frozen=True, slots=True)
class Gate(Redacted):
    """What is known of one person on one route, and so of what may cross of theirs.

    As long as nobody `is_asked` about blocks, nothing of theirs may.
    """

    known: Registered
    standing: Standing
    is_asked: bool = True

    @property
    def assumed(self) -> Standing:
        """What is known; of somebody about whom nobody was asked yet as if nothing were blocked."""
        return self.standing if self.is_asked else replace(self.standing, blocks=())

    @property
    def terms(self) -> str:
        """All that a decision on this person hangs on, as text: other terms, another decision."""
        standing = self.assumed
        blocks, consents = standing.blocks or (), standing.consents
        lifts = [lift.id for each in blocks for lift in each.lifts if standing.at <= lift.end]
        answers = [whole(each) for each in (standing.protected, standing.held)]
        facts = [
            *(standing.blocks is None, lifts, answers, standing.of_age, self.known.handling.value),
            *(whole(each) for each in (*blocks, *consents)),
            *standing.reservations,
        ]
        # What holds for some days only is looked at anew each day.
        dated = bool(blocks or consents or standing.reservations)
        return repr([*facts, standing.on if dated else None])

    def passed(
        self, action: Action, to: End, owner: End, plans: Iterable[Resource], source: Resource
    ) -> Action:
        """The action if what it would bring may go there; else it waits, and says why.

        `source` is the record as the other side has it: its server knows how old it is at most.
        """
        if action.step not in _BRINGS or action.body is None:
            return action
        record = _dated(action.body, source)
        decision = permitted(self.standing, record, to, owner=owner, plans=plans)
        if decision.allows:
            return action
        return replace(action, step=Step.HOLD, why=Why(decision.reason.value))


def _dated(body: Resource, source: Resource) -> Resource:
    """What would be brought, with the time of its last change where it comes from."""
    updated = (source.get("meta") or {}).get("lastUpdated")
    return {**body, "meta": {**(body.get("meta") or {}), "lastUpdated": updated}}


def gates(route: Route, context: Context, report: Report) -> dict[str, Gate]:
    """Who may be asked about on this run, by handle; everybody else waits, and is told why."""
    consents: dict[str, list[ConsentFacts]] = defaultdict(list)
    for each in context.store.consents():
        consents[each.person].append(each)
    reservations: dict[str, list[Resource]] = defaultdict(list)
    for said in context.store.classified().values():
        if said.consent is not None:
            reservations[said.person].append(said.consent)
    found = {}
    people = admitted(route, context, report, context.enrolled(route.name))
    for handle, known in people.items():
        is_asked = not isinstance(context.blocks, LiveBlocks)
        ask = context.blocks.of if is_asked else _not_yet
        gate = _gate(route, context, known, consents[handle], reservations[handle], ask)
        found[handle] = replace(gate, is_asked=is_asked)
    return _passing(route, context, report, found)


def asked_about(
    route: Route, context: Context, report: Report, gates: Mapping[str, Gate]
) -> dict[str, Gate]:
    """The same once a live block service was asked; who does not pass now waits."""
    live = context.blocks
    if not isinstance(live, LiveBlocks):
        return dict(gates)
    found = {}
    for handle, gate in gates.items():
        blocks = blocks_of(gate.known.enrolment, live.lately)
        found[handle] = Gate(gate.known, replace(gate.standing, blocks=blocks))
    return _passing(route, context, report, found)


def _passing(
    route: Route, context: Context, report: Report, gates: Mapping[str, Gate]
) -> dict[str, Gate]:
    """Those of whom something may be asked for at all, as far as that is known."""
    found = {}
    for handle, gate in gates.items():
        decision = person_permitted(gate.assumed)
        if decision.allows:
            found[handle] = gate
        else:
            why, now = Why(decision.reason.value), context.now()
            report.holds.append(Hold(route=route.name, person=handle, why=why, since=now))
    return found


def _not_yet(_person: Identifier) -> tuple[Block, ...]:
    raise Unreachable("blocks", "nobody was asked yet")


def gate_of(route: Route, context: Context, enrolment: Enrolment | None) -> Gate | Why:
    """The gate of one person as it is now, or why nothing of theirs may be sent any more."""
    if enrolment is None:
        return Why.NOT_ENROLLED  # or somebody ended it since
    handle = enrolment.handle
    if context.store.tombstones(name=handle):
        return Why.ERASED
    known = registered(context, route, enrolment)
    if known.why is not None:
        return known.why
    if known.successor is not None:
        return Why.IDENTITY_REPLACED
    gate = _gate(
        route,
        context,
        known,
        context.store.consents(person=handle),
        reservations_of(context, handle),
    )
    decision = person_permitted(gate.standing)
    return gate if decision.allows else Why(decision.reason.value)


def _gate(  # noqa: PLR0913, PLR0917  what is known comes from several places
    route: Route,
    context: Context,
    known: Registered,
    consents: Sequence[ConsentFacts],
    reservations: Sequence[Resource],
    ask: AskOfBlocks | None = None,
) -> Gate:
    standing = standing_of(
        context,
        route,
        known.enrolment,
        protected=known.protected,
        of_age=known.of_age,
        reservations=reservations,
        registered=consents,
        ask=ask,
    )
    return Gate(known, standing)
