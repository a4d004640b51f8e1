"""`viktigt erase`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.auditing import telling_head
from adapter.shell.output import print_json, say, tell
from adapter.shell.people import refuse_person, whose
from adapter.usecases import erasing
from adapter.usecases.audit_log import is_handle
from adapter.usecases.context import Context
from adapter.usecases.erasing import Erasure
from adapter.usecases.explaining import key_named
from adapter.usecases.lease import holding


def run_erase(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    name: str | None,
    person: str | None,
    person_file: Path | None,
    decision: str,
    confirm: bool,
    as_json: bool,
) -> Exit:
    refuse_person("RESOURCE", name)
    refuse_person("--decision", decision)
    with (
        wiring.context(wiring.needed(config)) as context,
        telling_head(context),
        ExitStack() as held,
    ):
        for route in sorted(context.settings.routes) if confirm else ():
            held.enter_context(holding(context, route))
        erasure = _meant(context, name, person, person_file)
        if confirm:
            erasure = erasing.erase(context, erasure, decision)
    _tell(erasure, decision, done=confirm, as_json=as_json)
    return Exit.OK if erasure.is_whole else Exit.WITHHELD


def _meant(
    context: Context, name: str | None, person: str | None, person_file: Path | None
) -> Erasure:
    if name is None:
        return erasing.of_person(context, *whose(context, person, person_file))
    if person is not None or person_file is not None:
        raise click.UsageError("either a person or a record")
    if is_handle(name):
        return erasing.of_handle(context, *whose(context, name, None))
    return erasing.of_record(context, key_named(context, name))


def _tell(erasure: Erasure, decision: str, *, done: bool, as_json: bool) -> None:
    facts = erasing.facts(erasure)
    if as_json:
        print_json({"done": done, "decision": decision, **facts})
    else:
        tell("erased" if done else "would be erased (nothing was; --confirm does it)")
        for what, count in facts["rows"].items():
            tell(f"  {count} {what}")
        _tell_files(facts)
        tell(f"  asked back from others: {facts['asked_back']} copies (viktigt recall list)")
    if erasure.shared:
        say("originals that tell of others too stay: a person has to look at them")
    if erasure.unattributed:
        say(f"of {erasure.unattributed} agreements it is not known whose they are: first run")
        say("each route with --full, then erase once more")


def _tell_files(facts: dict[str, Any]) -> None:
    for what in ("originals", "left_originals", "copies_of_the_state"):
        for each in facts[what]:
            tell(f"  {what.replace('_', ' ')}: {each}")
