"""Ask whoever has a copy to withdraw it, look at what they say, and take a request back.

They are asked by a Task, where the route says that they take Tasks (`proposals = "task"`) and the
mode lets us make one; else a person has to, and the copy is listed until somebody notes the answer.
That nobody holds it any more is their server's word, and told as that.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from adapter.errors import Changed, Refused, Unreachable
from adapter.sync.carry import Links, Side, homely, literal_ref
from adapter.sync.execute import execute
from adapter.sync.identity import key_of
from adapter.sync.withdrawing import LIFTED, answer_of, ref_of, request, said, whose
from adapter.usecases.auditing import Named, Writes, asking
from adapter.usecases.context import Context
from adapter.usecases.journal import Agreed, RunJournal
from adapter.usecases.run import Report
from adapter.usecases.withdrawals import request_of, settle
from adapter.values import (
    Action,
    EndpointSettings,
    Measure,
    Mode,
    Recall,
    Ref,
    Resource,
    Result,
    Route,
    Seen,
    Shown,
    Standing,
    Step,
)
from mappings.fhir import checker
from mappings.fhir.values import Identifier


def ask_back(route: Route, context: Context, report: Report) -> None:
    """Look at every copy that is asked back on a route, and ask where nobody was asked."""
    for each in context.store.recalls(route=route.name):
        context.go_on()
        here = each.endpoint in {route.here.name, route.there.name}
        if here and each.is_open and each.stands is not None and _is_due(route, context, each):
            try:
                _look(route, context, report, each)
            except (Refused, Changed, Unreachable) as error:
                report.refused.append((each.person, str(error)))


def _is_due(route: Route, context: Context, each: Recall) -> bool:
    """Whether it was not looked at lately; who could not be told is told at once."""
    if not each.at or each.state is Standing.UNKNOWN:
        return True
    age = context.clock.now() - datetime.fromisoformat(each.at)
    return age >= timedelta(seconds=route.full_every)


def _look(route: Route, context: Context, report: Report, each: Recall) -> None:
    server, copy = context.servers[each.endpoint], ref_of(str(each.stands))
    with asking(context, Measure.READ, [Named(each.endpoint, each.person)]):
        task = None if each.task is None else server.read(ref_of(each.task))
        seen = server.read(copy)
        deleted = seen is None and server.is_deleted(copy)
    answer = said(task) or answer_of(seen, deleted=deleted)
    looked = replace(each, at=context.now())
    if answer is not None:
        settle(context, replace(looked, state=Standing.ANSWERED, answer=answer))
        return
    settle(context, looked)
    if seen is not None and each.state is not Standing.ASKED and _may_ask(route, each):
        _ask(route, context, report, looked, seen)


def _end(route: Route, each: Recall) -> EndpointSettings:
    return route.there if each.endpoint == route.there.name else route.here


def _mode(route: Route, each: Recall) -> Mode:
    modes = _end(route, each).modes
    return modes.get("Task", modes.get("*", Mode.WRITE))


def _may_ask(route: Route, each: Recall) -> bool:
    return route.proposals is Shown.TASK and _mode(route, each) is not Mode.READ


def _ask(route: Route, context: Context, report: Report, each: Recall, copy: Seen) -> None:
    """Make the Task: what it tells, they have already."""
    end = _end(route, each)
    other = route.here if end is route.there else route.there
    parties = (other.party, end.party)
    body = request(each, copy.resource, request_of(context, each), parties)
    if checker.is_valid(body):
        _write(route, context, report, each, _action(context, each, Step.CREATE, body), copy)


def take_back(route: Route, context: Context, report: Report, lifted: Iterable[Recall]) -> None:
    """The reason has gone: nobody was asked, or they are told so where we may write a Task."""
    for each in lifted:
        if each.state is Standing.PLANNED:
            context.store.drop_recall(each)
        elif each.state is Standing.ASKED:
            _cancel(route, context, report, each)
            settle(context, replace(each, state=Standing.LIFTED, at=context.now()))


def _cancel(route: Route, context: Context, report: Report, each: Recall) -> None:
    if _mode(route, each) is not Mode.WRITE or each.task is None:
        return
    server = context.servers[each.endpoint]
    with asking(context, Measure.READ, [Named(each.endpoint, each.person)]):
        task = server.read(ref_of(each.task))
    if task is None or task.faulty or said(task) is not None:
        return
    body = {**homely(task.resource, _side(route, each)), "status": LIFTED}
    action = _action(context, each, Step.UPDATE, body)
    action = replace(action, ref=task.ref, version=task.version)
    _write(route, context, report, each, action, task)


def _write(  # noqa: PLR0913, PLR0917  a write, and where it is told
    route: Route, context: Context, report: Report, each: Recall, action: Action, of: Seen
) -> None:
    """Send it as every write is sent: written down before, settled after."""
    server, side = context.servers[each.endpoint], _side(route, each)
    told = Writes(context, each.endpoint, _patients(each, of, side.base))
    agreed = partial(_agreed, context, each)
    journal = RunJournal(context, route.name, told, agreed, _may_go)
    for outcome in execute([(action, side)], server, journal):
        report.outcomes.append(outcome)
        if action.step is Step.CREATE and outcome.result is Result.UNKNOWN:
            settle(context, replace(each, state=Standing.UNKNOWN))


def _may_go(_: Action) -> bool:
    """Asking for a copy back tells nobody anything new, and waits for nothing."""
    return True


def _agreed(context: Context, each: Recall, action: Action, seen: Seen) -> Agreed:
    now = replace(each, state=Standing.ASKED, task=str(seen.ref))
    keep = partial(context.store.save_recalls, [now])
    return Agreed(also=keep if action.step is Step.CREATE else None)


def _patients(each: Recall, of: Seen, base: str) -> dict[str, Ref]:
    """The person by that server's own id, as the record there refers to them."""
    named = whose(of.resource)
    ref = None if named is None else literal_ref(named["reference"], base)
    return {} if ref is None else {each.person: ref}


def _action(context: Context, each: Recall, step: Step, body: Resource) -> Action:
    identifier = request_of(context, each)
    return Action(
        step=step,
        side=each.endpoint,
        person=each.person,
        key=key_of("Task", identifier),
        type="Task",
        body=body,
        identifier=identifier,
    )


def _side(route: Route, each: Recall) -> Side:
    """The server, of which nothing but the references in a request matters."""
    nobody = Identifier(system="", value="")
    base = str(_end(route, each).url)
    return Side(base=base, person=Ref("Patient", ""), person_identifier=nobody, links=Links({}))
