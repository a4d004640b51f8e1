"""An installation: made, examined, kept, and tried out."""

from pathlib import Path
from typing import Any

import click

from adapter.shell.commands.group import Commands, Told, json_option


@click.command(cls=Told)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> int:
    r"""Make an installation: a configuration to fill in, and the key that identifiers come from.

    \b
    Example:
      viktigt init my-installation
    """
    from adapter.shell.setting_up import run_init

    return run_init(folder)


@click.command(cls=Told)
@json_option
@click.pass_obj
def doctor(config: Path | None, /, *, as_json: bool) -> int:
    r"""Look at configuration, key, state and endpoints, and say every problem at once.

    \b
    Example:
      viktigt doctor
    """
    from adapter.shell.setting_up import run_doctor

    return run_doctor(config, as_json=as_json)


@click.group("config", cls=Commands)
def config_group() -> None:
    """Look at the configuration."""


@config_group.command("show")
@json_option
@click.pass_obj
def config_show(config: Path | None, /, *, as_json: bool) -> int:
    r"""Print the configuration as it is meant, with all that it leaves out, and no secret.

    \b
    Example:
      viktigt config show
    """
    from adapter.shell.setting_up import run_config_show

    return run_config_show(config, as_json=as_json)


@click.group(cls=Commands)
def state() -> None:
    """Look after the database of the installation."""


@state.command("migrate")
@json_option
@click.pass_obj
def state_migrate(config: Path | None, /, *, as_json: bool) -> int:
    r"""Bring the state of an older program up to date, after making a copy of it beside it.

    \b
    Example:
      viktigt state migrate
    """
    from adapter.shell.migrating import run_state_migrate

    return run_state_migrate(config, as_json=as_json)


@state.command("rekey")
@json_option
@click.pass_obj
def state_rekey(config: Path | None, /, *, as_json: bool) -> int:
    r"""Encrypt the state with the configured key: for the first time, or in place of another.

    \b
    Example:
      viktigt state rekey
    """
    from adapter.shell.migrating import run_state_rekey

    return run_state_rekey(config, as_json=as_json)


@click.group(cls=Commands)
def policy() -> None:
    """Say by which rules something may cross or be shown, and prove the rules."""


@policy.command("why")
@click.argument("name", metavar="RESOURCE")
@click.option("--route", required=True, help="By the rules of which route.")
@click.option("--endpoint", help="On which server of the route the record is; default: the first.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["person", "staff"]),
    help="Whether it may be shown to somebody; default: whether it may be sent.",
)
@click.option("--care-giver", help="For which care giver the reader works.")
@click.option("--care-unit", help="In which unit the reader works.")
@click.option(
    "--speaks",
    multiple=True,
    type=click.Choice(["relation", "relevance", "consent"]),
    help="What speaks for the reader, once for each.",
)
@json_option
@click.pass_obj
def policy_why(config: Path | None, /, **options: Any) -> int:  # noqa: ANN401
    r"""Explain step by step why a record may cross, or may not; exit 4 where it may not.

    RESOURCE is Type/id as the server has it. Shown are questions, answers, rules and their
    sources; nothing of what the record says, and nobody.

    \b
    Example:
      viktigt policy why Goal/5b1f0c9e --route shared-plans
    """
    from adapter.shell.policing import run_policy_why

    return run_policy_why(config, **options)


@policy.command("check")
@json_option
def policy_check(*, as_json: bool) -> int:
    r"""Try the cases that stand in the tables of rules: every rule has one at least.

    \b
    Example:
      viktigt policy check
    """
    from adapter.shell.policing import run_policy_check

    return run_policy_check(as_json=as_json)


@click.command(cls=Told)
@json_option
def demo(*, as_json: bool) -> int:
    r"""Show it at work: two servers, made-up documents, what crosses and what is held.

    \b
    Example:
      viktigt demo
    """
    from adapter.shell.showing import run_demo

    return run_demo(as_json=as_json)


@click.command(cls=Told)
@click.option("--region-port", type=int, default=8091, show_default=True)
@click.option("--municipality-port", type=int, default=8092, show_default=True)
def sandbox(region_port: int, municipality_port: int) -> int:
    r"""Run two FHIR servers on loopback, region and municipality, until interrupted.

    \b
    Example:
      viktigt sandbox --region-port 8091 --municipality-port 8092
    """
    from adapter.shell.showing import run_sandbox

    return run_sandbox(region_port, municipality_port)


COMMANDS = (init, doctor, config_group, state, policy, demo, sandbox)
