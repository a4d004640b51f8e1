"""What each route did last, and what waits: read from the state, without the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from adapter.errors import Exit
from adapter.usecases.context import Context
from adapter.usecases.recalls import counted
from adapter.usecases.run import conflict_json, hold_json, parked_json, stop_json
from adapter.values import (
    Hold,
    OpenConflict,
    Parked,
    Quarantined,
    Recall,
    Run,
    Standing,
    Stop,
    StopReason,
)
from mappings.redacted import Redacted

# Copies that nobody at their recipient is known to have been asked about.
_OURS: Final = frozenset({Standing.PLANNED, Standing.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStatus(Redacted):
    route: str
    enrolled: int
    last_run: Run | None
    holds: list[Hold]
    conflicts: list[OpenConflict]
    quarantined: list[Quarantined]
    suspended: int
    parked: list[Parked]
    recalls: list[Recall]
    unread: Mapping[str, float]
    undecided: Mapping[str, float]
    alarm_after: float

    @property
    def alarms(self) -> list[str]:
        """The endpoints that could not be read for too long."""
        return [name for name, seconds in self.unread.items() if seconds > self.alarm_after]

    @property
    def overdue(self) -> list[str]:
        """The records on which nobody decided for too long, by their keys."""
        return [key for key, seconds in self.undecided.items() if seconds > self.alarm_after]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What stopped the last run; an approved plan that came too late leaves nothing waiting."""
        last = () if self.last_run is None else self.last_run.stops
        return tuple(each for each in last if each.reason is not StopReason.WORLD_HAS_MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Redacted):
    routes: list[RouteStatus]

    @property
    def exit(self) -> Exit:
        """The same codes as a run, for what waits now."""
        waits = [Exit.OK]
        for route in self.routes:
            waits += [Exit.CONFLICTS] * bool(route.conflicts)
            waits += [Exit.WITHHELD] * bool(route.holds)
            waits += [Exit.REFUSED] * bool(route.quarantined)
            waits += [Exit.WITHHELD] * bool(route.stops)
            waits += [Exit.WITHHELD] * any(each.state in _OURS for each in route.recalls)
            waits += [Exit.UNAVAILABLE] * bool(route.alarms)
        return max(waits)

    def as_json(self) -> dict[str, Any]:
        return {"routes": [_route_json(route) for route in self.routes], "exit": int(self.exit)}


def status(context: Context) -> Status:
    """The state of every configured route."""
    store = context.store
    return Status(
        routes=[
            RouteStatus(
                route=name,
                enrolled=len(context.enrolled(name)),
                last_run=store.last_run(name),
                holds=store.holds(name),
                conflicts=store.conflicts(name),
                quarantined=store.quarantined(name),
                suspended=sum(each.suspended is not None for each in store.enrolments(name)),
                parked=store.parked(name),
                recalls=[each for each in store.recalls(route=name) if each.is_open],
                unread=_unread(context, name),
                undecided=_undecided(context, name),
                alarm_after=route.alarm_after,
            )
            for name, route in context.settings.routes.items()
        ]
    )


def _unread(context: Context, route: str) -> dict[str, float]:
    """For how many seconds each endpoint has not been read: endpoint → age."""
    return {each.endpoint: _age(context, each.at) for each in context.store.readings(route)}


def _undecided(context: Context, route: str) -> dict[str, float]:
    """For how many seconds each record has been in conflict: key → age."""
    return {each.key: _age(context, each.since) for each in context.store.conflicts(route)}


def _age(context: Context, at: str) -> float:
    return (context.clock.now() - datetime.fromisoformat(at)).total_seconds()


def _route_json(route: RouteStatus) -> dict[str, Any]:
    run = route.last_run
    return {
        "route": route.route,
        "enrolled": route.enrolled,
        "suspended": route.suspended,
        "last_run": None
        if run is None
        else {
            "started": run.started,
            "ended": run.ended,
            "exit": run.exit,
            "counts": dict(run.counts),
            "stopped": [stop_json(each) for each in run.stops],
        },
        "unread_seconds": {name: round(age) for name, age in route.unread.items()},
        "alarms": route.alarms,
        "held": [hold_json(hold) for hold in route.holds],
        "conflicts": [
            {**conflict_json(each), "age_seconds": round(route.undecided[each.key])}
            for each in route.conflicts
        ],
        "overdue": route.overdue,
        "parked": [parked_json(each) for each in route.parked],
        "recalls": counted(route.recalls),
        "quarantined": [
            {
                "id": each.short,
                "document": each.name,
                "reason": each.reason,
                "since": each.since,
            }
            for each in route.quarantined
        ],
    }
