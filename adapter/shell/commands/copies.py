"""Copies that others have: asked back, erased, and told of."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Commands, Told, json_option


@click.group("recall", cls=Commands)
def recall_group() -> None:
    """Look at copies that others have, and at which of them are asked back."""


@recall_group.command("list")
@click.argument("route", required=False)
@click.option("--all", "everything", is_flag=True, help="What was answered, too.")
@json_option
@click.pass_obj
def recall_list(
    config: Path | None, /, route: str | None, *, everything: bool, as_json: bool
) -> int:
    r"""List the copies that are asked back: from whom, why, and what is known of it.

    \b
    Example:
      viktigt recall list shared-plans
    """
    from adapter.shell.recalling import run_recall_list

    return run_recall_list(config, route, everything=everything, as_json=as_json)


@recall_group.command("copies")
@click.option("--person", help="A handle from `status`, or - to read the person from stdin.")
@click.option("--person-file", type=click.Path(path_type=Path), help="Read the person from a file.")
@json_option
@click.pass_obj
def recall_copies(
    config: Path | None, /, person: str | None, person_file: Path | None, *, as_json: bool
) -> int:
    r"""List every copy of one person's records: at whom, in which version, on which basis.

    \b
    Example:
      viktigt recall copies --person p-0123456789
    """
    from adapter.shell.recalling import run_recall_copies

    return run_recall_copies(config, person, person_file, as_json=as_json)


@recall_group.command("answer")
@click.argument("name", metavar="ID")
@click.option(
    "--said",
    type=click.Choice(["withdrawn", "kept", "unknown"]),
    required=True,
    help="What they answered; unknown: nobody there can be asked any more.",
)
@click.option("--by", required=True, help="Who noted it (HSA-id, HPR number or name).")
@click.option("--why", required=True, help="How they said so; not about the person.")
@click.pass_obj
def recall_answer(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Note what whoever has a copy answered, where no Task tells it.

    \b
    Example:
      viktigt recall answer r-3f2a9c71 --said withdrawn --by SE2321000016-1003 --why letter
    """
    from adapter.shell.recalling import run_recall_answer

    return run_recall_answer(config, **options)


@click.command(cls=Told)
@click.argument("name", metavar="[HANDLE|RESOURCE]", required=False)
@click.option("--person", help="- to read the person from stdin; without both you are asked.")
@click.option("--person-file", type=click.Path(path_type=Path), help="Read the person from a file.")
@click.option("--decision", required=True, metavar="REF", help="By which decision; is audited.")
@click.option("--confirm", is_flag=True, help="Do it. Without this nothing is erased.")
@json_option
@click.pass_obj
def erase(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Erase all of a person, or one record, from this installation, and ask for every copy back.

    \b
    Example:
      viktigt erase p-0123456789 --decision IVO-2026-17
    """
    from adapter.shell.erasing import run_erase

    return run_erase(config, **options)


@click.group("audit", cls=Commands)
def audit_group() -> None:
    """Look at what was asked, sent and held back, and whether that record is what it was."""


@audit_group.command("verify")
@click.option("--head", metavar="SEQ:HASH", help="Where a run said that the audit stood.")
@click.pass_obj
def audit_verify(config: Path | None, /, head: str | None) -> int:
    r"""Look at every entry: one that was changed, moved, removed or cut off is found.

    \b
    Example:
      viktigt audit verify
    """
    from adapter.shell.auditing import run_audit_verify

    return run_audit_verify(config, head)


@audit_group.command("export")
@click.option("--person", help="A handle from `status`, or - to read the person from stdin.")
@click.option("--person-file", type=click.Path(path_type=Path), help="Read the person from a file.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(["sv", "nb", "en"]),
    default="sv",
    show_default=True,
    help="Of the list for people.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A list for people, or FHIR AuditEvents (IHE BALP), one a line.",
)
@click.option("--storelog", is_flag=True, help="Records of the Swedish log service, one a line.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: stdout.")
@click.pass_obj
def audit_export(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Tell who did what with one person's data, when and on which basis, and of nobody else.

    \b
    Example:
      viktigt audit export --person p-0123456789 --lang nb
    """
    from adapter.shell.auditing import run_audit_export

    return run_audit_export(config, **options)


COMMANDS = (recall_group, erase, audit_group)
