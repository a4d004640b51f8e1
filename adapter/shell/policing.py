"""`viktigt policy why | check` and `viktigt consent import | end | list`."""

from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.policy import cases
from adapter.policy.decide import Step
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.people import refuse_person
from adapter.usecases import consenting
from adapter.usecases.standing import tables
from adapter.usecases.why import Why, why
from adapter.values import Actor, Reader, Told, Verdict

PERSON = "person"
STAFF = "staff"


def run_policy_why(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    name: str,
    route: str,
    endpoint: str | None,
    audience: str | None,
    care_giver: str | None,
    care_unit: str | None,
    speaks: tuple[str, ...],
    as_json: bool,
) -> Exit:
    refuse_person("RESOURCE", name.partition("/")[2])
    settings = wiring.needed(config)
    if route not in settings.routes:
        raise click.UsageError(f"--route: {route} is not configured")
    reader = _reader(audience, Actor(care_giver=care_giver, care_unit=care_unit), speaks)
    with wiring.context(settings) as context:
        found = why(context, settings.routes[route], name, endpoint, reader)
    if as_json:
        print_json(_json(found))
    else:
        _print(found)
    return Exit.OK if found.decision.allows else Exit.WITHHELD


def _reader(audience: str | None, actor: Actor, speaks: tuple[str, ...]) -> Reader | None:
    if audience is None:
        return None
    if audience == PERSON:
        return Reader(actor=None)
    said = dict.fromkeys(speaks, Told.TRUE)
    return Reader(actor=actor, **said)


def _json(found: Why) -> dict[str, Any]:
    return {
        "to": found.to,
        "verdict": found.decision.verdict.value,
        "reason": found.decision.reason.value,
        "rule": found.decision.rule,
        "look_at_blocks": found.flagged,
        "steps": [_step(each) for each in found.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "question": step.question.value,
        "answer": step.told.value,
        "means": step.verdict.value,
        "reason": step.reason.value,
        "rule": None if step.rule is None else step.rule.id,
        "source": None if step.rule is None else step.rule.source,
    }


def _print(found: Why) -> None:
    decision = found.decision
    tell(f"{decision.verdict.value}: {decision.reason.value} ({decision.rule})")
    if found.flagged:
        tell("a block that a guardian set stands, and waits for somebody to look")
    for step in found.steps:
        rule, source = ("no rule", "") if step.rule is None else (step.rule.id, step.rule.source)
        tell(f"{step.question.value}: {step.told.value}, {step.verdict.value} ({rule})")
        if step.verdict is not Verdict.ALLOW:
            tell(f"    {step.reason.value}; {source}")


def run_policy_check(*, as_json: bool) -> Exit:
    tried = list(cases.try_all(tables()))
    failed = [each for each in tried if not each.holds]
    if as_json:
        print_json(
            {
                "rules": len(list(tables().every())),
                "cases": len(tried),
                "failed": [{"rule": each.rule, "on": str(each.on)} for each in failed],
            }
        )
    else:
        for each in failed:
            say(f"{each.rule} on {each.on}: expected {each.expected}, found {each.found}")
        tell(f"{len(tried)} cases of {len(list(tables().every()))} rules: {len(failed)} fail")
    return Exit.REFUSED if failed else Exit.OK


def run_consent_import(config: Path | None, file: Path) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        count, issues = consenting.import_consents(context, file.read_bytes())
    for issue in issues:
        say(f"{issue.severity.value}: {file.name}:{issue}")
    say(f"{count} registered, {len(issues)} rows refused")
    return Exit.REFUSED if issues else Exit.OK


def run_consent_end(
    config: Path | None, *, name: str, day: str | None, mistaken: bool, by: str
) -> Exit:
    for option, value in (("ID", name), ("--decided-by", by)):
        refuse_person(option, value)
    with wiring.context(wiring.needed(config)) as context:
        ended = consenting.end_consent(context, name, day=day, mistaken=mistaken, by=by)
    if not ended:
        raise click.UsageError("there is no consent of that id, or it has ended already")
    return Exit.OK


def run_consent_list(config: Path | None, *, as_json: bool) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        found = context.store.consents()
    facts = [
        {
            "id": each.id,
            "handle": each.person,
            "basis": each.basis.value,
            "route": each.route,
            "plan_kinds": " ".join(each.plan_kinds) or None,
            "from": each.start,
            "to": each.end,
            "assessed_on": each.assessed_on,
            "decided_by": each.by,
            "ended": each.ended,
            "mistaken": each.mistaken,
        }
        for each in found
    ]
    if as_json:
        print_json(facts)
    else:
        columns = ["id", "handle", "route", "from", "to", "ended"]
        print_table(
            "Consents", columns, [[str(row[key] or "") for key in columns] for row in facts]
        )
    return Exit.OK
