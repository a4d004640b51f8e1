"""How every command is told and what several of them share.

Nothing slow is imported before a command runs, so that help is quick.
"""

from collections.abc import Callable
from typing import Any

import click

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FEWEST_DIGITS = 10  # of a national id


class Told(click.Command):
    r"""A command whose docstring keeps its lines after \b, though it is a raw one."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.help and self.help.replace(r"\b", "\b")
        super().format_help_text(ctx, formatter)


class Commands(click.Group):
    """A group of such commands, and of such groups."""

    command_class = Told
    group_class = type

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse whatever may be somebody's number, whichever command or option it is for."""
        if any(sum(map(str.isdigit, each)) >= FEWEST_DIGITS for each in args):
            from adapter.shell.people import refuse_people

            refuse_people(args)
        return super().parse_args(ctx, args)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def guard_options(command: Callable[..., Any]) -> Callable[..., Any]:
    expect = click.option(
        "--expect", type=int, metavar="N", help="This many changes of known records are meant."
    )
    accept = click.option(
        "--accept-changes", is_flag=True, help="The route or a side is meant to be as it is now."
    )
    full = click.option(
        "--full", is_flag=True, help="Between two servers: look at everybody, changed or not."
    )
    return expect(accept(full(command)))
