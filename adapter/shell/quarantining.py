"""`viktigt quarantine list | show | replay | drop`."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, print_table, say, tell, written
from adapter.shell.people import refuse_person
from adapter.shell.syncing import route_of
from adapter.usecases import quarantine
from adapter.usecases.context import Context
from adapter.usecases.lease import holding
from adapter.usecases.quarantine import Kept, Tried
from mappings.errors import Issue


def run_quarantine_list(config: Path | None, route: str | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    if route is not None:
        route_of(settings, route)
    with wiring.context(settings) as context:
        found = quarantine.quarantined(context, route)
    facts = [_facts(kept) for kept in found]
    if as_json:
        print_json(facts)
        return Exit.OK
    columns = ["id", "route", "document", "reason", "since"]
    print_table("Quarantine", columns, [[row[name] for name in columns] for row in facts])
    return Exit.OK


def run_quarantine_show(
    config: Path | None, name: str, output: Path | None, *, as_json: bool
) -> Exit:
    refuse_person("ID", name)
    with wiring.context(wiring.needed(config)) as context:
        kept = quarantine.named(context, name)
        findings = quarantine.findings(context, kept)
    if output is not None:
        with written(output) as stream:
            stream.write(kept.item.raw)
    facts = {**_facts(kept), "sha256": kept.item.sha256, "bytes": len(kept.item.raw)}
    if as_json:
        print_json({**facts, "findings": [_finding(issue) for issue in findings]})
        return Exit.OK
    for label, fact in facts.items():
        tell(f"{label}: {fact}")
    for issue in findings:
        tell(f"{kept.item.name}:{issue}")
    if not findings:
        say("as it is mapped now there is nothing against it: viktigt quarantine replay")
    return Exit.OK


def run_quarantine_replay(
    config: Path | None, name: str | None, *, everything: bool, as_json: bool
) -> Exit:
    if everything is (name is not None):
        raise click.UsageError("give an ID, or --all")
    refuse_person("ID", name)
    with wiring.context(wiring.needed(config)) as context, ExitStack() as locks:
        named = [] if name is None else [quarantine.named(context, name)]
        chosen = named or quarantine.quarantined(context)
        tried = quarantine.try_again(_held(locks, context, chosen), chosen)
    if as_json:
        print_json([_tried(each) for each in tried])
    else:
        for each in tried:
            told = "taken in" if each.reason is None else f"stays: {each.reason}"
            tell(f"{each.kept.id} {each.kept.item.name}: {told}")
    say(", ".join(f"{count} {what}" for what, count in quarantine.totals(tried).items()))
    return max((each.exit for each in tried), default=Exit.OK)


def run_quarantine_drop(config: Path | None, name: str, *, reason: str, by: str) -> Exit:
    for option, value in (("ID", name), ("--by", by), ("--reason", reason)):
        refuse_person(option, value)
    with wiring.context(wiring.needed(config)) as context:
        kept = quarantine.named(context, name)
        with holding(context, kept.route.name):
            quarantine.drop(context, kept, by=by, why=reason)
    say(f"{kept.id} {kept.item.name}: dropped; its bytes are gone from the state")
    return Exit.OK


def _held(locks: ExitStack, context: Context, chosen: Iterable[Kept]) -> Context:
    """Nobody else runs the routes of these documents meanwhile."""
    for route in sorted({kept.route.name for kept in chosen}):
        context = locks.enter_context(holding(context, route))
    return context


def _facts(kept: Kept) -> dict[str, str]:
    return {
        "id": kept.id,
        "route": kept.route.name,
        "document": kept.item.name,
        "reason": kept.item.reason,
        "since": kept.item.since,
    }


def _finding(issue: Issue) -> dict[str, Any]:
    facts = {
        "rule": issue.rule,
        "expected": issue.expected,
        "line": issue.line,
        "path": issue.path,
        "target": issue.target,
        "found": issue.found,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _tried(tried: Tried) -> dict[str, Any]:
    return {
        **_facts(tried.kept),
        "taken": tried.reason is None,
        "reason": tried.reason,
        "counts": tried.report.counts,
        "exit": int(tried.exit),
    }
