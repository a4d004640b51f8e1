"""One run of a route: locked, planned, executed, remembered, told."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

from adapter.errors import Locked
from adapter.usecases.auditing import begin, withheld
from adapter.usecases.context import Context
from adapter.usecases.copy import copy
from adapter.usecases.guards import AS_USUAL, Asked, route_changed
from adapter.usecases.ingest import ingest
from adapter.usecases.recalling import recall
from adapter.usecases.resting import remember
from adapter.usecases.run import Report
from adapter.values import EndpointKind, Hold, Logged, OpenConflict, Result, Route, Run, Why


def sync(route: Route, context: Context, *, dry_run: bool, asked: Asked = AS_USUAL) -> Report:
    """Run a route. With `dry_run` the same plan is made, and nothing but reads is sent."""
    report = Report(route=route.name, dry_run=dry_run, permitted=asked.permitted)
    name = str(uuid.uuid4())
    context = begin(route, context)
    context = replace(context, log=context.log.bound(run=name, route=route.name))
    started, since = context.now(), time.monotonic()
    with _told(context):
        carry = ingest if route.here.kind is EndpointKind.DIRECTORY else copy
        report.stops += route_changed(route, context, asked)
        if not report.stops:
            carry(route, context, report, asked)
        recall(route, context, report)
        if not dry_run:
            _close(route, context, report, started, name)
            _scrub(context)
    _tell(context, report, time.monotonic() - since)
    report.audit = context.store.audit_head()
    return report


def _scrub(context: Context) -> None:
    """Finish an erasure that was cut off before its last step; who reads meanwhile may go on."""
    if context.store.tombstones(scrubbed=None):
        with suppress(Locked):
            context.store.scrub(context.now())


@contextmanager
def _told(context: Context) -> Iterator[None]:
    """The log has a line under the id of the run also when it breaks off, whatever did that."""
    context.log.tell(Logged.RUN_STARTED)
    try:
        yield
    except BaseException as error:
        context.log.tell(Logged.BROKEN_OFF, kind=type(error).__name__)
        raise


def _tell(context: Context, report: Report, seconds: float) -> None:
    """Tell the log how the run went."""
    for hold in report.holds:
        context.log.tell(Logged.HELD, subject=hold.person, code=hold.why.value)
    for stop in report.stops:
        context.log.tell(Logged.STOPPED, code=stop.reason.value)
    counts, code = report.counts, int(report.exit)
    context.log.tell(Logged.RUN_ENDED, counts=counts, exit=code, seconds=round(seconds, 3))


def _close(route: Route, context: Context, report: Report, started: str, name: str) -> None:
    """Remember what waits and how the run ended."""
    store = context.store
    with store.transaction():
        if not report.stops:  # else what waits was not looked at, or not to be believed
            before = store.holds(route.name)
            report.new_holds = store.replace_holds(route.name, report.holds)
            store.audit(withheld(context, _new(before, store.holds(route.name))))
            still = _still_open(route, context, report)
            report.new_conflicts = store.replace_conflicts(route.name, [*report.conflicts, *still])
            _show_proposals(route, context, report)
            if route.here.kind is EndpointKind.FHIR:
                remember(route, context, report, started)
        store.save_run(
            Run(
                id=name,
                route=route.name,
                started=started,
                ended=context.now(),
                exit=int(report.exit),
                counts=report.counts,
                stops=tuple(report.stops),
            )
        )


def _new(before: Sequence[Hold], now: Sequence[Hold]) -> list[Hold]:
    known = set(before)
    return [each for each in now if each not in known]


def _still_open(route: Route, context: Context, report: Report) -> list[OpenConflict]:
    """What this run neither saw nor settled: a decision about it must not be forgotten.

    That is what somebody decided and could not be sent, and all of a person who was not looked at.
    """
    unsent = {each.action.key for each in report.outcomes if each.result is not Result.DONE}
    unsent |= {each.key for each in report.actions if each.why in _NOT_SENT}
    decided = context.store.decisions(route.name).keys() & unsent
    unseen = {name for name, _ in report.refused}
    now = {each.key for each in report.conflicts}
    return [
        each
        for each in context.store.conflicts(route.name)
        if each.key not in now and (each.key in decided or each.person in unseen)
    ]


_NOT_SENT: Final = frozenset({Why.ENDPOINT_MODE, Why.INVALID_RESOURCE})


def _show_proposals(route: Route, context: Context, report: Report) -> None:
    """Keep what is proposed now, and nothing that no side proposes any more."""
    for proposal in report.proposals:
        context.store.propose(proposal)
    proposed = {each.key for each in report.proposals}
    unseen = {name for name, _ in report.refused}
    for known in context.store.proposals(route.name):
        if known.key not in proposed | report.untold and known.person not in unseen:
            context.store.withdraw_proposal(route.name, known.key)
