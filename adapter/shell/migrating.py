"""`viktigt state migrate`."""

from contextlib import ExitStack
from pathlib import Path

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, say
from adapter.state import key
from adapter.state.lock import only_run
from adapter.state.migrate import Migrated, migrate
from mappings.record import fingerprint_of


def run_state_migrate(config: Path | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    name = fingerprint_of(key.read(settings.state))
    with ExitStack() as locks:
        for route in sorted(settings.routes):
            locks.enter_context(only_run(settings.state, route))
        done = migrate(settings.state / wiring.STATE_FILE, name)
    if as_json:
        copy = None if done.backup is None else str(done.backup)
        print_json({"from": done.found, "to": done.now, "backup": copy})
    else:
        _tell(done)
    return Exit.OK


def _tell(done: Migrated) -> None:
    if done.backup is None:
        click.echo(f"nothing to do: the state has schema version {done.now}")
        return
    click.echo(f"migrated the state from schema version {done.found} to {done.now}")
    click.echo(f"its copy from before: {done.backup}")
    say("the copy holds what the state held: remove it when you no longer need it")
