"""Documents: mapped, checked, and put into a file to hand on."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Told, json_option
from mappings.catalog import FORMATS

FORMAT_NAMES = [each.name for each in FORMATS]


@click.command("map", cls=Told)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--from", "format_name", type=click.Choice(FORMAT_NAMES), help="Default: detect.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["ndjson", "transaction", "collection"]),
    default="ndjson",
    show_default=True,
    help="One resource per line, or one Bundle per document.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: stdout.")
@click.option("--loss", type=click.Path(path_type=Path), help="Write the loss account here.")
@click.option("--jobs", type=click.IntRange(1), default=1, help="Map files in N processes.")
@click.option("--fold-chains", is_flag=True, help="Fold messages of one conversation.")
@click.option("--recorded", help="The instant that Provenance states; default: now.")
@click.pass_obj
def map_command(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Translate source documents (files, folders, or - for stdin) to FHIR.

    \b
    Example:
      viktigt map plan.xml --loss loss.json -o plan.ndjson
    """
    from adapter.shell.mapping import run_map

    return run_map(config, **options)


@click.command(cls=Told)
@click.argument("sources", nargs=-1, required=True, metavar="PATH...")
@json_option
@click.pass_obj
def check(config: Path | None, /, sources: tuple[str, ...], *, as_json: bool) -> int:
    r"""Check source documents or FHIR resources, and say every finding.

    \b
    Example:
      viktigt check plan.ndjson
    """
    from adapter.shell.mapping import run_check

    return run_check(config, sources, as_json=as_json)


@click.command(cls=Told)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--endpoint", help="Export from this endpoint instead of files.")
@click.option("--person", help="A handle from `status`, or - to read the person from stdin.")
@click.option("--person-file", type=click.Path(path_type=Path), help="Read the person from a file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["bundle", "ndjson", "csv", "rivta"]),
    default="bundle",
    show_default=True,
)
@click.option(
    "--for",
    "audience",
    metavar="person|staff|guardian:HANDLE",
    default="staff",
    show_default=True,
    help="Who is to read it. A guardian is named by a handle, or by - on stdin.",
)
@click.option(
    "--reviewed-by",
    metavar="ID",
    help="Who looked at what nobody had assessed, and lets the person have it.",
)
@click.option("--basis", help="Why the file may be made; default: what the enrolments rest on.")
@click.option("--recipient", metavar="ID", help="Who gets it, for the manifest and the audit.")
@click.option("--expires", metavar="DATE", help="Until when it is kept; default: 30 days.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.pass_obj
def export(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Write one person's plan, or all that the sources hold, with a manifest beside it.

    \b
    Example:
      viktigt export plan.xml --format rivta -o plan-rivta.xml
    """
    from adapter.shell.exporting import run_export

    return run_export(config, **options)


COMMANDS = (map_command, check, export)
