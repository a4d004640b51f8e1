"""A conflict or a proposal decided by a person: whose version stands, or what else is to be said.

A decision is between the two versions that stand on the servers when it is made. The next run
plans and writes it like anything else; what anybody writes after the decision makes it void.
What is the owner's to change is decided by those who may for the owner's unit; what the sides share
by those of either (patientdatalagen 2008:355, 3 kap. 14 §: a record is corrected by whoever answers
for it).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.errors import NotKnown, NotTheirs, ValueRefused
from adapter.sync import given
from adapter.sync.merge import Versions, digest_of
from adapter.sync.rights import is_owner_only, right_of
from adapter.usecases.conflicts import Open, versions
from adapter.usecases.context import Context
from adapter.values import (
    End,
    EndpointKind,
    ProposalState,
    Resolution,
    Resource,
    Right,
    Route,
)
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Redacted):
    """Whose version (`take`) of which units, or what else one unit is to say; by whom and why."""

    take: End | None
    by: str
    why: str
    units: Sequence[str] = ()
    value: Mapping[str, Any] | None = None


def resolve(context: Context, chosen: Open, decision: Decision) -> list[Resolution]:
    """Decide some units, by default all that are in conflict."""
    units = tuple(decision.units or chosen.conflict.units)
    if set(units) - set(chosen.conflict.units):
        raise NotKnown(f"in conflict are: {', '.join(chosen.conflict.units)}")
    found = versions(context, chosen, decision.by)
    if len(found.now) < len(End):
        raise NotKnown("one of the two versions is not there any more; run the route")
    for unit in units:
        _may_decide(chosen.route, found, unit, decision.by)
    value = None if decision.value is None else _accepted(context, chosen, found, units, decision)
    at = context.now()
    made = [
        Resolution(
            key=chosen.conflict.key,
            unit=unit,
            take=decision.take,
            by=decision.by,
            why=decision.why,
            at=at,
            here=digest_of(found, End.HERE, unit),
            there=digest_of(found, End.THERE, unit),
            value=value,
        )
        for unit in units
    ]
    with context.store.transaction():
        context.store.resolve(chosen.route.name, made)
        if chosen.proposed_to is not None:
            said_to_it = _answer(chosen, decision)
            context.store.decide_proposal(chosen.route.name, chosen.conflict.key, said_to_it)
    return made


def _answer(chosen: Open, decision: Decision) -> ProposalState:
    """Whether the owner took what was proposed, as it was proposed."""
    ends = {End.HERE: chosen.route.here.name, End.THERE: chosen.route.there.name}
    declined = decision.take is None or ends[decision.take] == chosen.proposed_to
    return ProposalState.DECLINED if declined else ProposalState.TAKEN


def _may_decide(route: Route, found: Versions, unit: str, by: str) -> None:
    """Raise NotTheirs unless whoever decides may do so for a side whose unit this is."""
    ends = {End.HERE: route.here, End.THERE: route.there}
    theirs = list(End) if _is_shared(route, found, unit) else [found.owner]
    if not any(by in ends[end].stewards for end in theirs):
        raise NotTheirs(unit, [ends[end].name for end in theirs])


def _is_shared(route: Route, found: Versions, unit: str) -> bool:
    """Whether a unit is either side's to change.

    It never is in a signed record, nor where a side says that all was wrong.
    """
    if found.signed or any(is_owner_only(found.before(end), now) for end, now in found.now.items()):
        return False
    return right_of(found.kind, unit, route.rights) is Right.SHARED


def _accepted(
    context: Context, chosen: Open, found: Versions, units: Sequence[str], decision: Decision
) -> Resource:
    """What was given, if it is this unit and leaves both records valid; raises ValueRefused."""
    value = decision.value or {}
    if len(units) != 1:
        raise ValueRefused([f"one unit (--unit) of {', '.join(units)}"])
    (unit,) = units
    problems = list(given.wrong(found.kind, unit, value))
    if not problems:
        grounds = _grounds(context, chosen, found)
        problems = [each for ground in grounds for each in given.refused(ground, unit, value)]
    if problems:
        raise ValueRefused(dict.fromkeys(problems))
    return given.asked_again(found, unit, value)


def _grounds(context: Context, chosen: Open, found: Versions) -> Iterator[Resource]:
    """The records that the value becomes a part of; a document is not written to."""
    route, key = chosen.route, chosen.conflict.key
    if route.here.kind is not EndpointKind.DIRECTORY:
        yield from found.now.values()
        return
    ref = context.store.links(route.there.name).get(key)
    seen = None if ref is None else context.servers[route.there.name].read(ref)
    if seen is not None and not seen.faulty:
        yield seen.resource
