"""`viktigt hold list | show | classify | release`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.people import refuse_person
from adapter.shell.reasons import explain
from adapter.shell.syncing import route_of
from adapter.usecases import holds
from adapter.usecases.holds import Said, Waiting
from adapter.usecases.lease import holding
from adapter.values import Meant
from mappings.fhir.values import Identifier


def run_hold_list(config: Path | None, route: str | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    if route is not None:
        route_of(settings, route)
    with wiring.context(settings) as context:
        found = holds.holds(context, route)
    if as_json:
        print_json([_facts(each) for each in found])
        return Exit.OK
    rows = [list(_facts(each).values()) for each in found]
    print_table("Held", ["id", "route", "person", "why", "what", "since"], rows)
    explain(each.hold.why for each in found)
    return Exit.OK


def _facts(each: Waiting) -> dict[str, Any]:
    hold = each.hold
    return {
        "id": each.id,
        "route": hold.route,
        "person": hold.person,
        "why": hold.why.value,
        "what": hold.document or hold.key or "",
        "since": hold.since,
    }


def run_hold_show(config: Path | None, name: str, by: str, *, as_json: bool) -> Exit:
    refuse_person("ID", name)
    refuse_person("--by", by)
    with wiring.context(wiring.needed(config)) as context:
        found = holds.put_forward(context, holds.named(context, name), by)
    if as_json:
        print_json(found)
        return Exit.OK
    for number, task in enumerate(found, 1):
        tell(f"{number}. {task.get('description', 'says nothing')}")
        tell(f"   put forward {task.get('authoredOn', 'on a day that it does not say')}")
        for note in task.get("note") or ():
            tell(f"   {note.get('text', '')}")
    return Exit.OK


def run_hold_classify(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    name: str,
    meant: str,
    against: Sequence[str],
    item: int | None,
    by: str,
    why: str,
) -> Exit:
    for option, value in (("ID", name), ("--by", by), ("--why", why)):
        refuse_person(option, value)
    said = Said(meant=Meant(meant), by=by, why=why, against=_receivers(against), item=item)
    with wiring.context(wiring.needed(config)) as context:
        waiting = holds.named(context, name)
        with holding(context, waiting.route.name):
            made = holds.classify(context, waiting, said)
    say(f"{len(made)} classified as {meant}; the next viktigt sync {waiting.route.name} goes by it")
    return Exit.OK


def _receivers(texts: Sequence[str]) -> list[Identifier]:
    found = []
    for text in texts:
        system, _, value = text.rpartition("|")
        if not system or not value:
            raise click.UsageError("--against: the identifier of a receiver as system|value")
        found.append(Identifier(system=system, value=value))
    return found


def run_hold_release(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    name: str,
    record: str | None,
    version: str | None,
    by: str,
    why: str,
) -> Exit:
    for option, value in (("ID", name), ("--by", by), ("--why", why), ("--record", record)):
        refuse_person(option, value)
    if (record is None) != (version is None):
        raise click.UsageError("--record and --version: of a record one version is let go")
    chosen = None if record is None or version is None else (record, version)
    with wiring.context(wiring.needed(config)) as context:
        waiting = holds.named(context, name)
        with holding(context, waiting.route.name):
            holds.release(context, waiting, chosen, by=by, why=why)
    say(f"let go, without places, in the next viktigt sync {waiting.route.name} and no other")
    return Exit.OK
