"""`viktigt explain`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.codec.documents import RawDocument
from adapter.config import Settings
from adapter.errors import Exit, NotKnown
from adapter.shell.output import print_json, tell
from adapter.shell.people import refuse_person
from adapter.usecases import explaining
from adapter.usecases.explaining import Explained, Origin, Standing, Write
from adapter.usecases.run import conflict_json, hold_json
from adapter.values import EndpointKind
from mappings.account import Item


def run_explain(
    config: Path | None, *, name: str, endpoint: str | None, document: Path | None, as_json: bool
) -> Exit:
    refuse_person("RESOURCE", name.partition("/")[2])
    if document is None:
        explained = _from_state(wiring.needed(config), name, endpoint)
    elif endpoint is not None:
        raise click.UsageError("--endpoint: with --source a record goes by its identifier")
    else:
        explained = _from_document(wiring.settings(config), name, document)
    if as_json:
        print_json(_json(explained))
    else:
        _print(explained)
    return Exit.OK


def _from_state(settings: Settings, name: str, endpoint: str | None) -> Explained:
    if endpoint is not None and endpoint not in settings.endpoints:
        raise click.UsageError(f"--endpoint: {endpoint} is not configured")
    with wiring.context(settings) as context:
        return explaining.explain(context, name, endpoint)


def _from_document(settings: Settings | None, name: str, file: Path) -> Explained:
    """What the file says, and where the record stands if there is an installation."""
    raw = RawDocument(name=file.name, data=file.read_bytes())
    sources, base = [wiring.source(settings)], wiring.base(settings)
    if settings is None:
        return explaining.explain_document(raw, sources, name, base)
    with wiring.context(settings) as context:
        ends = settings.endpoints.values()
        inboxes = [each for each in ends if each.kind is EndpointKind.DIRECTORY]
        sources = [*map(context.source, inboxes), *sources]
        found = explaining.explain_document(raw, sources, name, base)
        try:
            return replace(explaining.explain(context, name, None), origins=found.origins)
        except NotKnown:
            return found


def _json(explained: Explained) -> dict[str, Any]:
    return {
        "record": explained.subject.key,
        "element": explained.subject.element or None,
        "first_seen": explained.first_seen,
        "routes": [_standing(each) for each in explained.standings],
        "documents": [_origin(each) for each in explained.origins],
    }


def _standing(each: Standing) -> dict[str, Any]:
    return {
        "route": each.route.name,
        **{end.value: str(ref) for end, ref in each.links.items()},
        "agreed": each.agreed,
        "agreed_at": each.agreed_at,
        "writes": [_write(written) for written in each.writes],
        "conflict": None if each.conflict is None else conflict_json(each.conflict),
        "chosen": [
            {"unit": made.unit, "take": made.what, "by": made.by, "at": made.at}
            for made in each.chosen
        ],
        "proposed": [
            {"units": list(made.units), "to": made.owner, "since": made.since}
            for made in each.proposals
        ],
        "held": [hold_json(hold) for hold in each.holds],
    }


def _write(each: Write) -> dict[str, Any]:
    intent = each.intent
    return {
        "step": intent.method.value,
        "to": intent.side,
        "started": intent.started,
        "outcome": None if intent.outcome is None else intent.outcome.value,
        "run": each.run,
    }


def _origin(each: Origin) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "document": each.document,
        "format": each.format,
        "route": each.route,
        "sha256": each.sha256,
        "received": each.received,
        "outcome": each.outcome,
        "runs": list(each.runs),
    }
    if each.items is not None:
        facts["places"] = [_place(item) for item in each.items]
        facts["findings"] = [str(issue) for issue in each.issues]
    return {name: fact for name, fact in facts.items() if fact is not None}


def _place(item: Item) -> dict[str, Any]:
    facts = {
        "line": item.line,
        "path": item.path,
        "class": item.klass.value,
        "target": item.target,
        "reason": item.reason,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _print(explained: Explained) -> None:
    tell(f"{explained.subject.key} {explained.subject.element}".rstrip())
    if explained.first_seen is not None:
        tell(f"first seen: {explained.first_seen}")
    for standing in explained.standings:
        _print_standing(standing)
    for origin in explained.origins:
        _print_origin(origin)


def _print_standing(each: Standing) -> None:
    where = ", ".join(f"{end.value} {ref}" for end, ref in each.links.items()) or "nowhere yet"
    agreed = f"agreed {each.agreed_at or 'from the start'}" if each.agreed else "never agreed"
    tell(f"{each.route.name}: {where}; {agreed}")
    for written in each.writes:
        facts = _write(written)
        came = facts["outcome"] or "outcome not known yet"
        run = f" (run {facts['run']})" if facts["run"] else ""
        tell(f"  {facts['step']} at {facts['to']} {facts['started']}: {came}{run}")
    if each.conflict is not None:
        tell(f"  conflict since {each.conflict.since}: {', '.join(each.conflict.units)}")
    for made in each.chosen:
        tell(f"  chosen {made.at} by {made.by}: {made.unit}: {made.what}")
    for proposal in each.proposals:
        units = ", ".join(proposal.units)
        tell(f"  proposed to {proposal.owner} since {proposal.since}: {units}")
    for hold in each.holds:
        tell(f"  held since {hold.since}: {hold.why.value}")


def _print_origin(each: Origin) -> None:
    told = [each.format, each.route, each.received, each.outcome]
    tell(f"{each.document}: {', '.join(fact for fact in told if fact)}")
    for run in each.runs:
        tell(f"  run {run}")
    if each.items is None:
        tell("  the document is not kept: give it by --source")
        return
    for item in each.items:
        line = "" if item.line is None else f"{item.line} "
        reason = f" ({item.reason})" if item.reason else ""
        tell(f"  {line}{item.path} → {item.klass.value} {item.target or ''}{reason}")
    for issue in each.issues:
        tell(f"  {issue}")
