"""`viktigt sync` and `viktigt status`."""

from pathlib import Path

from adapter import wiring
from adapter.config import Settings
from adapter.errors import ConfigurationError, Exit
from adapter.shell.auditing import telling_head
from adapter.shell.guard import finishing
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.reasons import explain
from adapter.usecases.conflicts import name_of_key
from adapter.usecases.guards import Asked
from adapter.usecases.lease import holding
from adapter.usecases.recalls import counted
from adapter.usecases.run import Report
from adapter.usecases.status import status
from adapter.usecases.sync import sync
from adapter.values import Action, Parked, Route, Step


def run_sync(
    config: Path | None, route_name: str, *, dry_run: bool, as_json: bool, asked: Asked
) -> Exit:
    settings = wiring.needed(config)
    route = route_of(settings, route_name)
    with (
        wiring.context(settings) as opened,
        holding(opened, route.name) as context,
        telling_head(context),
        finishing(context.stopping),
    ):
        report = sync(route, context, dry_run=dry_run, asked=asked)
    print_result(report, as_json=as_json)
    return report.exit


def print_result(report: Report, *, as_json: bool) -> None:
    """What a run did, for a program or for people."""
    if as_json:
        print_json(report.as_json())
    else:
        _print_report(report)


def route_of(settings: Settings, name: str) -> Route:
    if name not in settings.routes:
        known = ", ".join(settings.routes) or "none"
        raise ConfigurationError([f"routes.{name}: not configured; known are {known}"])
    return settings.routes[name]


def run_status(config: Path | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    with wiring.context(settings) as context:
        found = status(context)
    if as_json:
        print_json(found.as_json())
        return found.exit
    rows = [
        [
            each.route,
            each.last_run.started if each.last_run else "never",
            "" if each.last_run is None else str(each.last_run.exit),
            str(len(each.holds)),
            str(len(each.conflicts)),
            str(len(each.quarantined)),
        ]
        for each in found.routes
    ]
    columns = ["route", "last run", "exit", "held", "conflicts", "quarantined"]
    print_table("Routes", columns, rows)
    waits = [
        [each.route, hold.person, hold.why.value, hold.document or hold.key or "", hold.since]
        for each in found.routes
        for hold in each.holds
    ]
    if waits:
        print_table("Waiting", ["route", "person", "why", "what", "since"], waits)
        explain(hold.why for each in found.routes for hold in each.holds)
    for each in found.routes:
        for state, count in counted(each.recalls).items():
            tell(f"asked back: {each.route}: {count} {state} (viktigt recall list)")
        for stop in each.stops:
            tell(f"stopped: {each.route}: {stop.reason.value}: {stop.detail}")
        for reference in each.parked:
            _print_parked(reference)
        for name in each.alarms:
            hours = each.unread[name] / 3600
            tell(f"alarm: {each.route}: {name} was last read {hours:.0f} hours ago")
        for key in each.overdue:
            hours = each.undecided[key] / 3600
            name = name_of_key(key)
            tell(f"alarm: {each.route}: {name} has been in conflict for {hours:.0f} hours")
    return found.exit


def _print_report(report: Report) -> None:
    rows = [
        [action.step.value, action.side, action.person, action.type, _about(action)]
        for action in report.actions
        if action.step is not Step.KEEP
    ]
    nothing = report.dry_run or report.stops
    title = "Plan (nothing was sent)" if nothing else "What was done"
    if rows:
        print_table(title, ["step", "to", "person", "type", "what"], rows)
    for hold in report.holds:
        if hold.document is not None or hold.key is None:
            tell(f"held: {hold.person} {hold.why.value} {hold.document or ''}".rstrip())
    explain(hold.why for hold in report.holds)
    for recall in report.recalls:
        stands = recall.stands or recall.key
        tell(f"asked back: {recall.person} {stands} at {recall.endpoint}: {recall.ground.value}")
    for stop in report.stops:
        tell(f"stopped: {stop.reason.value}: {stop.detail}")
    for each in report.parked:
        _print_parked(each)
    for name, reason in report.refused:
        tell(f"refused: {name}: {reason}")
    for outcome in report.outcomes:
        if outcome.reason is not None:
            tell(f"failed: {outcome.action.type} {outcome.reason}")
    say(", ".join(f"{count} {name}" for name, count in report.counts.items()))


def _print_parked(parked: Parked) -> None:
    record, target = (name_of_key(key) for key in (parked.key, parked.target))
    tell(f"waits: {record} at {parked.side} refers to {target}, which is not there yet")


def _about(action: Action) -> str:
    parts = [
        action.key.rpartition("|")[2],
        ", ".join(action.units),
        "" if action.why is None else action.why.value,
    ]
    return " ".join(part for part in parts if part)
