"""What waits for somebody: documents that were refused, and what is held."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Commands, json_option


@click.group("quarantine", cls=Commands)
def quarantine_group() -> None:
    """Look at documents that could not be taken in, and decide what becomes of them."""


@quarantine_group.command("list")
@click.argument("route", required=False)
@json_option
@click.pass_obj
def quarantine_list(config: Path | None, /, route: str | None, *, as_json: bool) -> int:
    r"""List what could not be taken in, by id, with the rule that refused it.

    \b
    Example:
      viktigt quarantine list hospital
    """
    from adapter.shell.quarantining import run_quarantine_list

    return run_quarantine_list(config, route, as_json=as_json)


@quarantine_group.command("show")
@click.argument("name", metavar="ID")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write its bytes here.")
@json_option
@click.pass_obj
def quarantine_show(
    config: Path | None, /, name: str, output: Path | None, *, as_json: bool
) -> int:
    r"""Say what there is against a document today, with the places in it.

    \b
    Example:
      viktigt quarantine show 3f2a9c71 -o document.xml
    """
    from adapter.shell.quarantining import run_quarantine_show

    return run_quarantine_show(config, name, output, as_json=as_json)


@quarantine_group.command("replay")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything in the quarantine.")
@json_option
@click.pass_obj
def quarantine_replay(
    config: Path | None, /, name: str | None, *, everything: bool, as_json: bool
) -> int:
    r"""Take documents in as they are mapped now; what still can't be taken in stays.

    \b
    Example:
      viktigt quarantine replay --all
    """
    from adapter.shell.quarantining import run_quarantine_replay

    return run_quarantine_replay(config, name, everything=everything, as_json=as_json)


@quarantine_group.command("drop")
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, help="Why it is not needed; not about the person.")
@click.option("--by", required=True, help="Who decided (HSA-id, HPR number or name).")
@click.pass_obj
def quarantine_drop(config: Path | None, /, name: str, *, reason: str, by: str) -> int:
    r"""Let a document go for good; who decided and why is remembered.

    \b
    Example:
      viktigt quarantine drop 3f2a9c71 --reason resent --by SE2321000016-1003
    """
    from adapter.shell.quarantining import run_quarantine_drop

    return run_quarantine_drop(config, name, reason=reason, by=by)


@click.group("hold", cls=Commands)
def hold_group() -> None:
    """Look at what waits for somebody, say what was meant, and let go what may go."""


@hold_group.command("list")
@click.argument("route", required=False)
@json_option
@click.pass_obj
def hold_list(config: Path | None, /, route: str | None, *, as_json: bool) -> int:
    r"""List what waits, why and since when, without what it says.

    \b
    Example:
      viktigt hold list hospital
    """
    from adapter.shell.holding_back import run_hold_list

    return run_hold_list(config, route, as_json=as_json)


@hold_group.command("show")
@click.argument("name", metavar="ID")
@click.option("--by", required=True, help="Who looks (HSA-id or HPR number): a steward.")
@json_option
@click.pass_obj
def hold_show(config: Path | None, /, name: str, by: str, *, as_json: bool) -> int:
    r"""Print what was put forward in a document: personal data, on stdout only.

    Only a steward of either side sees it, and the audit tells who looked.

    \b
    Example:
      viktigt hold show h-3f2a9c71 --by SE1-HSA
    """
    from adapter.shell.holding_back import run_hold_show

    return run_hold_show(config, name, by, as_json=as_json)


@hold_group.command("classify")
@click.argument("name", metavar="ID")
@click.option(
    "--as",
    "meant",
    type=click.Choice(["wish", "reservation", "both"]),
    required=True,
    help="What somebody who read it says that it is.",
)
@click.option(
    "--against",
    multiple=True,
    metavar="SYSTEM|VALUE",
    help="Who may not get anything, by the receiver's identifier; default: nobody may.",
)
@click.option("--item", type=int, help="Which of several things put forward; default: all.")
@click.option("--by", required=True, help="Who decided (HSA-id, HPR number or name).")
@click.option("--why", required=True, help="Why; not about the person.")
@click.pass_obj
def hold_classify(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Say whether what a document puts forward is a wish, or a reservation against somebody.

    A wish goes on as a statement in the writer's words; a reservation holds on every route.

    \b
    Example:
      viktigt hold classify h-3f2a9c71 --as wish --by SE1-HSA --why read
    """
    from adapter.shell.holding_back import run_hold_classify

    return run_hold_classify(config, **options)


@hold_group.command("release")
@click.argument("name", metavar="ID")
@click.option("--record", metavar="KEY", help="Only this record; default: all that waits there.")
@click.option("--version", help="Of that record only this version.")
@click.option("--by", required=True, help="Who decided (HSA-id, HPR number or name).")
@click.option("--why", required=True, help="Why no harm is to be expected; not about the person.")
@click.pass_obj
def hold_release(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Let go what waits for its person's protection, in one run, without any place in it.

    \b
    Example:
      viktigt hold release h-3f2a9c71 --by SE1-HSA --why considered
    """
    from adapter.shell.holding_back import run_hold_release

    return run_hold_release(config, **options)


COMMANDS = (quarantine_group, hold_group)
