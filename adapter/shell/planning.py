"""`viktigt plan` and `viktigt apply`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapter import wiring
from adapter.codec import json_door
from adapter.errors import Exit
from adapter.shell.auditing import telling_head
from adapter.shell.guard import finishing
from adapter.shell.output import print_json, say, tell, written
from adapter.shell.reasons import explain
from adapter.shell.syncing import print_result, route_of
from adapter.usecases.guards import Asked
from adapter.usecases.lease import holding
from adapter.usecases.planned import apply, opened, plan, sealed
from adapter.values import Why


def run_plan(  # noqa: PLR0913  the options of the command
    config: Path | None,
    route_name: str,
    *,
    output: Path | None,
    with_values: bool,
    as_json: bool,
    asked: Asked,
) -> Exit:
    settings = wiring.needed(config)
    route = route_of(settings, route_name)
    with (
        wiring.context(settings) as opened_state,
        holding(opened_state, route.name) as context,
        telling_head(context),
        finishing(context.stopping),
    ):
        report, document = plan(route, context, asked)
        data = sealed(document, context)
    if output is not None:
        with written(output) as stream:
            stream.write(data)
    if as_json:
        shown = document if with_values else _without_values(document)
        print_json({**shown, "audit": report.audit})
    else:
        _print_plan(document, with_values=with_values)
    return report.exit


def run_apply(config: Path | None, file: Path, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    with wiring.context(settings) as context, finishing(context.stopping):
        approved = opened(file.read_bytes(), context)
        route = route_of(settings, approved.route)
        with holding(context, route.name) as running, telling_head(running):
            report = apply(approved, route, running)
    print_result(report, as_json=as_json)
    return report.exit


def _without_values(document: dict[str, Any]) -> dict[str, Any]:
    """What a plan may say to a terminal: which units change, not from what to what."""
    operations = [{**each, "diff": sorted(each["diff"])} for each in document["operations"]]
    return {**document, "operations": operations}


def _print_plan(document: dict[str, Any], *, with_values: bool) -> None:
    for each in document["operations"]:
        tell(f"{_line(each)}: {', '.join(each['diff'])}")
        for unit, sides in each["diff"].items() if with_values else ():
            before, after = (json_door.write_json(side).decode() for side in sides.values())
            tell(f"    {unit}: {before} → {after}")
    for each in document["waiting"]:
        tell(_line(each) + "".join(f" {unit}" for unit in each["units"]))
    for each in document["held"]:
        if "document" in each or "record" not in each:
            tell(f"held {' '.join([each['person'], *_document(each)])}: {each['why']}")
    explain(Why(each["why"]) for each in document["held"])
    for each in document["refused"]:
        tell(f"refused {each['document']}: {each['reason']}")
    for each in document["stopped"]:
        tell(f"stopped: {each['reason']}: {each['detail']}")
    say(f"operations: {len(document['operations'])}; nothing was sent")


def _document(held: Mapping[str, Any]) -> list[str]:
    return [held["document"]] if "document" in held else []


def _line(what: dict[str, Any]) -> str:
    place = what["reference"] or f"{what['type']} (new)"
    version = "" if what["version"] is None else f" version {what['version']}"
    why = "" if what["why"] is None else f", {what['why']}"
    head = f"{what['step']} at {what['to']} for {what['person']}"
    return f"{head}: {place}{version}, record {what['record']}{why}"
