"""`viktigt map` and `viktigt check`."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from adapter import wiring
from adapter.config import Settings
from adapter.errors import Exit
from adapter.shell.auditing import telling_head
from adapter.shell.output import print_json, say, shown, tell, written, written_if
from adapter.usecases.auditing import begin_view
from adapter.usecases.check import Checked, check_sources, operation_outcome
from adapter.usecases.context import instant
from adapter.usecases.leaving import Leaving, leaving
from adapter.usecases.map_files import Finding, Form, MapOptions, Tell, map_files
from mappings.errors import Issue


def run_map(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    sources: Sequence[str],
    format_name: str | None,
    form: str,
    output: Path | None,
    loss: Path | None,
    jobs: int,
    fold_chains: bool,
    recorded: str | None,
) -> Exit:
    found = wiring.settings(config)
    if found is None:
        say("no viktigt.toml: identifiers are those of an example installation (see viktigt init)")
    options = MapOptions(
        source=wiring.source(found),
        recorded=_instant(recorded),
        base=wiring.base(found),
        form=Form(form),
        format_name=format_name,
        with_loss=loss is not None,
        fold_chains=fold_chains,
        audited=found is not None,
    )
    with (
        written(output) as out,
        written_if(loss) as account,
        _progress() as tell,
        _leaving(found, "stdout" if output is None else "file") as left,
    ):
        summary = map_files(
            sources, sys.stdin.buffer, out, account, options, jobs=jobs, tell=tell, left=left
        )
    say(
        f"{summary.documents} documents, {summary.resources} resources, "
        f"{summary.refused} with something refused"
    )
    return summary.exit


@contextmanager
def _leaving(found: Settings | None, recipient: str) -> Iterator[Leaving | None]:
    """An installation tells its audit what it maps; without one there is none to tell."""
    if found is None:
        yield None
        return
    with (
        wiring.context(found) as context,
        telling_head(context),
        leaving(begin_view(context, (), "map"), recipient=recipient) as left,
    ):
        yield left


def run_check(config: Path | None, sources: Sequence[str], *, as_json: bool) -> Exit:
    source = wiring.source(wiring.settings(config))
    checked = Checked()
    issues: list[Finding] = []
    for name, found in check_sources(sources, sys.stdin.buffer, source, checked):
        issues += [(name, issue) for issue in found]
        if not as_json:
            for issue in found:
                tell(_line(name, issue))
    if as_json:
        print_json(operation_outcome(issues))
    say(f"{checked.documents} checked, {checked.errors} errors, {checked.warnings} warnings")
    return checked.exit


def _instant(given: str | None) -> str:
    if given is None:
        return instant(wiring.SystemClock().now())
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError:
        parsed = None
    if parsed is None or parsed.tzinfo is None:
        raise click.BadParameter("an instant with offset, such as 2026-01-31T12:00:00+01:00")
    return given


def _line(name: str, issue: Issue) -> str:
    return f"{issue.severity.value}: {name}:{issue}"


@contextmanager
def _progress() -> Iterator[Tell]:
    """How findings are told as they come; with a bar when somebody watches."""
    if not os.isatty(sys.stderr.fileno()):
        yield _tell_plainly
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} documents mapped"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def tell(count: int, findings: Sequence[Finding]) -> None:
            for name, issue in findings:
                progress.console.print(shown(_line(name, issue)), markup=False, highlight=False)
            progress.advance(task, count)

        yield tell


def _tell_plainly(_count: int, findings: Sequence[Finding]) -> None:
    for name, issue in findings:
        say(_line(name, issue))
