"""One run of a route: locked, planned, executed, remembered, told."""

import uuid

from adapter.usecases.context import Context
from adapter.usecases.copy import copy
from adapter.usecases.guards import AS_USUAL, Asked, route_changed
from adapter.usecases.ingest import ingest
from adapter.usecases.run import Report
from adapter.values import EndpointKind, Route, Run


def sync(route: Route, context: Context, *, dry_run: bool, asked: Asked = AS_USUAL) -> Report:
    """Run a route. With `dry_run` the same plan is made, and nothing but reads is sent."""
    report = Report(route=route.name, dry_run=dry_run, permitted=asked.permitted)
    started = context.now()
    carry = ingest if route.here.kind is EndpointKind.DIRECTORY else copy
    report.stops += route_changed(route, context, asked)
    if not report.stops:
        carry(route, context, report, asked)
    if not dry_run:
        _close(route, context, report, started)
    return report


def _close(route: Route, context: Context, report: Report, started: str) -> None:
    """Remember what waits and how the run ended."""
    store = context.store
    with store.transaction():
        if not report.stops:  # else what waits was not looked at, or not to be believed
            report.new_holds = store.replace_holds(route.name, report.holds)
            report.new_conflicts = store.replace_conflicts(route.name, report.conflicts)
            _show_proposals(route, context, report)
        store.save_run(
            Run(
                id=str(uuid.uuid4()),
                route=route.name,
                started=started,
                ended=context.now(),
                exit=int(report.exit),
                counts=report.counts,
            )
        )


def _show_proposals(route: Route, context: Context, report: Report) -> None:
    """Keep what is proposed now, and nothing that no side proposes any more."""
    for proposal in report.proposals:
        context.store.propose(proposal)
    proposed = {each.key for each in report.proposals}
    for known in context.store.proposals(route.name):
        if known.key not in proposed:
            context.store.withdraw_proposal(route.name, known.key)
