"""Runs of routes: planned, done, and how they went."""

from pathlib import Path

import click

from adapter.shell.commands.group import Told, guard_options, json_option


@click.command(cls=Told)
@click.argument("route")
@click.option("--dry-run", is_flag=True, help="Print the plan; send nothing but reads.")
@guard_options
@json_option
@click.pass_obj
def sync(  # noqa: PLR0913  the options of the command
    config: Path | None,
    /,
    route: str,
    *,
    dry_run: bool,
    expect: int | None,
    accept_changes: bool,
    full: bool,
    as_json: bool,
) -> int:
    r"""Run a route: take documents in, or carry plans between two servers.

    \b
    Example:
      viktigt sync hospital --dry-run
    """
    from adapter.shell.syncing import run_sync
    from adapter.usecases.guards import Asked

    asked = Asked(expect=expect, accept_changes=accept_changes, full=full)
    return run_sync(config, route, dry_run=dry_run, as_json=as_json, asked=asked)


@click.command(cls=Told)
@click.argument("route")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the plan for apply.")
@click.option("--diff", "with_values", is_flag=True, help="Print values too: personal data.")
@guard_options
@json_option
@click.pass_obj
def plan(  # noqa: PLR0913  the options of the command
    config: Path | None,
    /,
    route: str,
    *,
    output: Path | None,
    with_values: bool,
    expect: int | None,
    accept_changes: bool,
    full: bool,
    as_json: bool,
) -> int:
    r"""Say what a run would do and why; send nothing but reads.

    \b
    Example:
      viktigt plan hospital -o plan.json
    """
    from adapter.shell.planning import run_plan
    from adapter.usecases.guards import Asked

    asked = Asked(expect=expect, accept_changes=accept_changes, full=full)
    return run_plan(
        config, route, output=output, with_values=with_values, as_json=as_json, asked=asked
    )


@click.command(cls=Told)
@click.argument(
    "file", metavar="PLAN", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@json_option
@click.pass_obj
def apply(config: Path | None, /, file: Path, *, as_json: bool) -> int:
    r"""Do what a plan says, if that is still exactly what is to be done.

    \b
    Example:
      viktigt apply plan.json
    """
    from adapter.shell.planning import run_apply

    return run_apply(config, file, as_json=as_json)


@click.command(cls=Told)
@json_option
@click.pass_obj
def status(config: Path | None, /, *, as_json: bool) -> int:
    r"""Show what each route did last and what waits; exits as a run with those left would.

    \b
    Example:
      viktigt status --json
    """
    from adapter.shell.syncing import run_status

    return run_status(config, as_json=as_json)


COMMANDS = (sync, plan, apply, status)
