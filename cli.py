"""The command line: parse, build, call one use case, render, exit.

stdout is data, stderr is talk. Each command is told in adapter.shell.commands, and what it does is
imported when it runs.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from adapter.shell.commands import (
    conflicts,
    copies,
    documents,
    installation,
    people,
    runs,
    waiting,
)
from adapter.shell.commands.group import CONTEXT, Commands
from mappings.version import MAPPING_VERSION


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(MAPPING_VERSION, prog_name="viktigt")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="VIKTIGT_CONFIG",
    help="The configuration; by default viktigt.toml in the working folder.",
)
@click.option(
    "--log",
    "form",
    type=click.Choice(["json", "text", "off"]),
    envvar="VIKTIGT_LOG",
    help="Tell on stderr what happens, for programs or people; names nobody. [default: off]",
)
@click.option("-v", "--verbose", is_flag=True, help="Log each operation as it begins, too.")
@click.option("-q", "--quiet", is_flag=True, help="Log only what went wrong.")
@click.pass_context
def main(
    context: click.Context, config: Path | None, form: str | None, *, verbose: bool, quiet: bool
) -> None:
    """Carry what matters to a person between care systems, as FHIR R4."""
    context.obj = config
    if form or verbose or quiet:
        from adapter.shell.logging_up import begin_log

        begin_log(form, verbose=verbose, quiet=quiet)


for _module in (documents, runs, waiting, conflicts, copies, people, installation):
    for _command in _module.COMMANDS:
        main.add_command(_command)


def run() -> NoReturn:
    """Run the program and leave with its exit code. Click alone would make a closed stdout 1."""
    from adapter.shell.defects import keep_quiet
    from adapter.shell.guard import guarded

    def program() -> object:
        with main.make_context("viktigt", sys.argv[1:]) as context:
            return main.invoke(context)

    keep_quiet()
    guarded(program)


if __name__ == "__main__":
    run()
