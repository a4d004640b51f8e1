"""What stops a run before anything is sent: signs that something else changed than somebody's care.

reason            when                                                       goes on with
route-changed     another endpoint, party or basis, or fewer types           --accept-changes
side-is-empty     a side that held records of somebody still enrolled        --accept-changes
                  answers with none of anybody, nor that a few were deleted
mass-change       more than 20, and more than a tenth, of the records known  --expect N
                  at one side would be changed or deleted there
world-has-moved   what an approved plan was made of is not so any more       a new plan
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapter.sync.fingerprint import fingerprint
from adapter.usecases.auditing import Named, asking
from adapter.usecases.context import Context
from adapter.usecases.run import Report
from adapter.values import (
    Action,
    EndpointSettings,
    Measure,
    Remembered,
    Route,
    Step,
    Stop,
    StopReason,
)

WRITES: Final = frozenset({Step.CREATE, Step.UPDATE, Step.DELETE})
FEW: Final = 20
SHARE: Final = 10  # one in ten
_DIGITS: Final = 32
_SAME: Final = ("name", "kind", "url", "path", "party")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the people who start a run know and want nevertheless.

    `expect` is the number of changes that they have seen; `permitted` are the operations of a plan
    that they approved, and nothing else is sent. `full`: everybody is looked at.
    """

    expect: int | None = None
    accept_changes: bool = False
    permitted: frozenset[str] | None = None
    full: bool = False


AS_USUAL: Final = Asked()


def configuration(route: Route) -> dict[str, Any]:
    """How a route is configured, as far as it decides what is sent where."""
    return {
        "here": _end(route.here),
        "there": _end(route.there),
        "basis": route.basis,
        "types": sorted(route.types),
        "receivers": sorted(f"{each.system}|{each.value}" for each in route.receivers),
        "proposals": route.proposals.value,
        "provenance": route.provenance,
        "rights": {name: right.value for name, right in sorted(route.rights.items())},
    }


def _end(end: EndpointSettings) -> dict[str, Any]:
    return {
        "name": end.name,
        "kind": end.kind.value,
        "url": end.url,
        "path": end.path,
        "party": None if end.party is None else f"{end.party.system}|{end.party.value}",
        "system": end.system,
        "environment": end.environment,
        "modes": {name: mode.value for name, mode in sorted(end.modes.items())},
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What of a configuration may not change unnoticed and did, by name."""
    found = [
        f"{end}.{name}"
        for end in ("here", "there")
        for name in _SAME
        if before[end][name] != now[end][name]
    ]
    if before["basis"] != now["basis"]:
        found.append("basis")
    if set(before["types"]) - set(now["types"]):
        found.append("types")
    return found


def route_changed(route: Route, context: Context, asked: Asked) -> Iterator[Stop]:
    """Asked before anything is read: another address is not even asked about anybody."""
    known = context.store.remembered(route.name)
    if known is None or asked.accept_changes:
        return
    found = changes(known.configuration, configuration(route))
    if found:
        detail = f"changed since the last run: {', '.join(found)}; --accept-changes goes on"
        yield Stop(reason=StopReason.ROUTE_CHANGED, detail=detail)


def may_send(
    route: Route, context: Context, report: Report, asked: Asked, known: Mapping[str, int]
) -> bool:
    """Whether what was planned may be sent. How things are is remembered before it is.

    `known` is how many records each side is known to hold.
    """
    report.stops += _empty(route, context, report, asked)
    report.stops += _mass(report, asked, known)
    report.stops += _moved(route, report, asked)
    if report.stops or report.dry_run:
        return False
    now = Remembered(configuration=configuration(route), held=report.held)
    context.store.remember(route.name, now)
    return True


def _empty(route: Route, context: Context, report: Report, asked: Asked) -> Iterator[Stop]:
    remembered = context.store.remembered(route.name)
    if remembered is None or asked.accept_changes:
        return
    for side, people in report.held.items():
        then = remembered.held.get(side, {})
        lost = sum(then.get(handle, 0) for handle in people)
        if lost and not any(people.values()) and not _were_deleted(context, side, lost):
            detail = f"{side} held {lost} records and answers with none; --accept-changes goes on"
            yield Stop(reason=StopReason.SIDE_IS_EMPTY, detail=detail)


def _were_deleted(context: Context, side: str, lost: int) -> bool:
    """Whether a side that never held many records says of as many that they were deleted (410)."""
    refs = list(context.store.links(side).values())
    if lost > FEW or len(refs) > FEW * SHARE:
        return False
    with asking(context, Measure.READ, [Named(side)], records=len(refs)):
        return sum(map(context.servers[side].is_deleted, refs)) >= lost


def _mass(report: Report, asked: Asked, known: Mapping[str, int]) -> Iterator[Stop]:
    counted = {side: _changed_at(side, report) for side in known}
    over = {
        side: count
        for side, count in counted.items()
        if count > FEW and count * SHARE > known[side]
    }
    total = sum(over.values())
    if over and asked.expect != total:
        sides = ", ".join(f"{count} of {known[side]} at {side}" for side, count in over.items())
        detail = f"would change or delete {sides}; --expect {total} goes on"
        yield Stop(reason=StopReason.MASS_CHANGE, detail=detail)


def _changed_at(side: str, report: Report) -> int:
    changed = {Step.UPDATE, Step.DELETE}
    return sum(action.side == side and action.step in changed for action in report.actions)


def _moved(route: Route, report: Report, asked: Asked) -> Iterator[Stop]:
    if asked.permitted is None:
        return
    now = {operation(route.name, action) for action in report.actions if action.step in WRITES}
    gone, new = len(asked.permitted - now), len(now - asked.permitted)
    if gone or new:
        detail = (
            f"{gone} of the {len(asked.permitted)} planned operations are not what is to be done "
            f"now, {new} others are; nothing was sent, make a new plan"
        )
        yield Stop(reason=StopReason.WORLD_HAS_MOVED, detail=detail)


def operation(route: str, action: Action) -> str:
    """The id of one operation: the same whenever the same is to be done to the same version."""
    said = (
        route,
        action.side,
        action.step.value,
        action.key,
        action.person,
        str(action.ref),
        str(action.version),
        str(digest(action)),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:_DIGITS]


def digest(action: Action) -> str | None:
    """The SHA-256 of what the body means."""
    return None if action.body is None else fingerprint(action.body)
