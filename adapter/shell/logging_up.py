"""`viktigt --log`: a log on stderr, as loud as asked for."""

import click

from adapter import logs
from adapter.values import Level


def begin_log(form: str | None, *, verbose: bool, quiet: bool) -> None:
    """Begin the log; whoever asks for more or less of it without saying how gets text."""
    if verbose and quiet:
        raise click.UsageError("--verbose and --quiet: one of them")
    level = Level.DEBUG if verbose else Level.WARNING if quiet else Level.INFO
    logs.begin(logs.Form(form or "text"), level)
