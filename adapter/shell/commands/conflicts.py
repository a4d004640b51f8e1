"""What both sides changed, and where something comes from."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Commands, Told, json_option


@click.group("conflicts", cls=Commands)
def conflicts_group() -> None:
    """Look at what both sides changed, and decide whose version stands."""


route_option = click.option("--route", help="Where a record is in conflict on several routes.")


@conflicts_group.command("list")
@click.argument("route", required=False)
@json_option
@click.pass_obj
def conflicts_list(config: Path | None, /, route: str | None, *, as_json: bool) -> int:
    r"""List the records that both sides changed, without what they say.

    \b
    Example:
      viktigt conflicts list shared-plans
    """
    from adapter.shell.deciding import run_conflicts_list

    return run_conflicts_list(config, route, as_json=as_json)


@conflicts_group.command("show")
@click.argument("name", metavar="KEY")
@click.option("--by", help="Who looks (HSA-id or HPR number): a steward of either side.")
@route_option
@json_option
@click.pass_obj
def conflicts_show(
    config: Path | None, /, name: str, route: str | None, by: str | None, *, as_json: bool
) -> int:
    r"""Say what is not agreed and since when; to a steward, in both versions.

    With --by both versions and the last agreement are printed, unit by unit: personal data, on
    stdout only. The audit tells who looked.

    \b
    Example:
      viktigt conflicts show Goal/5b1f0c9e-7d40 --by SE1-HSA
    """
    from adapter.shell.deciding import run_conflicts_show

    return run_conflicts_show(config, name, route, by, as_json=as_json)


@conflicts_group.command("resolve")
@click.argument("name", metavar="KEY")
@click.option("--take", type=click.Choice(["here", "there"]), help="Whose version.")
@click.option(
    "--value-from",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="What one unit is to say on both sides: its elements as JSON, from a file or - (stdin).",
)
@click.option("--keep", metavar="[ENDPOINT/]TYPE/ID", help="Of what stands twice: which stays.")
@click.option("--unit", "units", multiple=True, help="Default: every unit in conflict.")
@route_option
@click.option("--by", required=True, help="Who decided (HSA-id, HPR number or name).")
@click.option("--why", required=True, help="Why; not about the person.")
@json_option
@click.pass_obj
def conflicts_resolve(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Choose one side's version, or give another; the next run sends it.

    What somebody writes on either side meanwhile makes the choice void. Only people named as
    stewards of the side whose unit it is may choose, where it is shared those of either.

    \b
    Example:
      viktigt conflicts resolve Goal/5b1f0c9e-7d40 --take here --by SE1-HSA --why agreed
    """
    from adapter.shell.deciding import run_conflicts_resolve

    return run_conflicts_resolve(config, **options)


@click.command(cls=Told)
@click.argument("name", metavar="RESOURCE[.PATH]")
@click.option("--endpoint", help="RESOURCE is Type/id on this endpoint.")
@click.option(
    "--source",
    "document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The document, where it is not kept.",
)
@json_option
@click.pass_obj
def explain(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Say where a record or an element comes from and where it stands, without what it says.

    RESOURCE is Type/<identifier value>. Shown are documents, lines, paths and rules, runs, the
    places on both sides of each route, and what waits.

    \b
    Example:
      viktigt explain Goal/5b1f0c9e-7d40.description
    """
    from adapter.shell.explaining import run_explain

    return run_explain(config, **options)


COMMANDS = (conflicts_group, explain)
