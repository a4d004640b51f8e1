"""Who is carried, and what they consented to."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Commands, json_option


@click.group(cls=Commands)
def enrol() -> None:
    """Say who a route carries: nobody else is read or sent."""


@enrol.command("add")
@click.argument("route")
@click.option("--person", default=None, help="- reads the person from stdin; default: ask.")
@click.option("--person-file", type=click.Path(path_type=Path), help="Read the person from a file.")
@click.option("--decided-by", required=True, help="Who decided (HSA-id, HPR number or name).")
@click.option("--basis", help="Default: the basis of the route.")
@click.option("--from", "start", help="A date; default: today.")
@click.option("--to", "end", help="The last day; default: until ended.")
@click.option("--consent", help="The reference of the consent, where there is one.")
@click.pass_obj
def enrol_add(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Enrol one person on a route.

    \b
    Example:
      echo 195009072553 | viktigt enrol add hospital --person - --decided-by SE2321000016-1003
    """
    from adapter.shell.enrolling import run_enrol_add

    return run_enrol_add(config, **options)


@enrol.command("list")
@click.argument("route", required=False)
@json_option
@click.pass_obj
def enrol_list(config: Path | None, /, route: str | None, *, as_json: bool) -> int:
    r"""List who is enrolled, by local handle.

    \b
    Example:
      viktigt enrol list --json
    """
    from adapter.shell.enrolling import run_enrol_list

    return run_enrol_list(config, route, as_json=as_json)


@enrol.command("end")
@click.argument("route")
@click.argument("handle")
@click.option("--on", "day", help="The last day; default: yesterday, so that it ends now.")
@click.pass_obj
def enrol_end(config: Path | None, /, route: str, handle: str, day: str | None) -> int:
    r"""End an enrolment: what was carried stays, and nothing more is.

    \b
    Example:
      viktigt enrol end hospital p-4f1c2a7b90
    """
    from adapter.shell.enrolling import run_enrol_end

    return run_enrol_end(config, route, handle, day)


@enrol.command("suspend")
@click.argument("route")
@click.argument("handle")
@click.option("--reason", default="moved", show_default=True, help="Why; not about the person.")
@click.pass_obj
def enrol_suspend(config: Path | None, /, route: str, handle: str, reason: str) -> int:
    r"""Stop reading and sending for a person at once, until enrolled anew on a new basis.

    \b
    Example:
      viktigt enrol suspend hospital p-4f1c2a7b90 --reason moved
    """
    from adapter.shell.enrolling import run_enrol_suspend

    return run_enrol_suspend(config, route, handle, reason)


@enrol.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def enrol_import(config: Path | None, /, file: Path) -> int:
    r"""Enrol everybody in a CSV file: route, system, value, basis, decided_by, from, to, consent.

    \b
    Example:
      viktigt enrol import enrolments.csv
    """
    from adapter.shell.enrolling import run_enrol_import

    return run_enrol_import(config, file)


@click.group(cls=Commands)
def consent() -> None:
    """Register what people consented to; what has ended stays and is never taken up again."""


@consent.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def consent_import(config: Path | None, /, file: Path) -> int:
    r"""Register the consents of a CSV file (value, basis, decided_by; route, from, to, ended).

    \b
    Example:
      viktigt consent import consents.csv
    """
    from adapter.shell.policing import run_consent_import

    return run_consent_import(config, file)


@consent.command("end")
@click.argument("name", metavar="ID")
@click.option("--decided-by", "by", required=True, help="Who registers that (HSA-id, HPR number).")
@click.option("--from", "day", help="From which day; default: today.")
@click.option("--mistaken", is_flag=True, help="It was registered by mistake.")
@click.pass_obj
def consent_end(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""End a consent. This can't be undone: whoever consents anew has another one.

    \b
    Example:
      viktigt consent end c-0f3a52b1d4 --decided-by SE2321000016-1003
    """
    from adapter.shell.policing import run_consent_end

    return run_consent_end(config, **options)


@consent.command("list")
@json_option
@click.pass_obj
def consent_list(config: Path | None, /, *, as_json: bool) -> int:
    r"""List the consents that were registered, by handle.

    \b
    Example:
      viktigt consent list
    """
    from adapter.shell.policing import run_consent_list

    return run_consent_list(config, as_json=as_json)


COMMANDS = (enrol, consent)
