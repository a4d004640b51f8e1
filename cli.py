"""The command line: parse, build, call one use case, render, exit.

stdout is data, stderr is talk. Everything is imported inside the commands, so that help is quick.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from mappings.catalog import FORMATS
from mappings.version import MAPPING_VERSION

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FEWEST_DIGITS = 10  # of a national id
FORMAT_NAMES = [each.name for each in FORMATS]


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


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(MAPPING_VERSION, prog_name="viktigt")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="VIKTIGT_CONFIG",
    help="The configuration; by default viktigt.toml in the working folder.",
)
@click.option(
    "--log",
    "form",
    type=click.Choice(["json", "text", "off"]),
    envvar="VIKTIGT_LOG",
    help="Tell on stderr what happens, for programs or people; names nobody. [default: off]",
)
@click.option("-v", "--verbose", is_flag=True, help="Log each operation as it begins, too.")
@click.option("-q", "--quiet", is_flag=True, help="Log only what went wrong.")
@click.pass_context
def main(
    context: click.Context, config: Path | None, form: str | None, *, verbose: bool, quiet: bool
) -> None:
    """Carry what matters to a person between care systems, as FHIR R4."""
    context.obj = config
    if form or verbose or quiet:
        from adapter.shell.logging_up import begin_log

        begin_log(form, verbose=verbose, quiet=quiet)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


@main.command("map")
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.group("quarantine")
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


@main.group("hold")
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


@main.group("recall")
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


@main.command()
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


@main.group("audit")
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


@main.group("conflicts")
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


@main.command()
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


@main.group()
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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> int:
    r"""Make an installation: a configuration to fill in, and the key that identifiers come from.

    \b
    Example:
      viktigt init my-installation
    """
    from adapter.shell.setting_up import run_init

    return run_init(folder)


@main.command()
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


@main.group("config")
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


@main.group()
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


@main.group()
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


@main.group()
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


@main.command()
@json_option
def demo(*, as_json: bool) -> int:
    r"""Show it at work: two servers, made-up documents, what crosses and what is held.

    \b
    Example:
      viktigt demo
    """
    from adapter.shell.showing import run_demo

    return run_demo(as_json=as_json)


@main.command()
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


def run() -> NoReturn:
    """Run the program and leave with its exit code. Click alone would make a closed stdout 1."""
    from adapter.shell.defects import keep_quiet
    from adapter.shell.guard import guarded

    def program() -> object:
        with main.make_context("viktigt", sys.argv[1:]) as context:
            return main.invoke(context)

    keep_quiet()
    guarded(program)


if __name__ == "__main__":
    run()
