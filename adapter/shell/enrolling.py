"""`viktigt enrol add | list | end | import`."""

from pathlib import Path

import click

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.people import ask_person, refuse_person
from adapter.usecases import enrolment
from adapter.usecases.enrolment import Terms


def run_enrol_add(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    route: str,
    person: str | None,
    person_file: Path | None,
    decided_by: str,
    basis: str | None,
    start: str | None,
    end: str | None,
    consent: str | None,
) -> Exit:
    terms = Terms(decided_by=decided_by, basis=basis, start=start, end=end, consent=consent)
    settings = wiring.needed(config)
    with wiring.context(settings) as context:
        added = enrolment.enrol(context, route, ask_person(person, person_file), terms)
    tell(added.handle)
    return Exit.OK


def run_enrol_list(config: Path | None, route: str | None, *, as_json: bool) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        found = context.store.enrolments(route)
    facts = [
        {
            "route": each.route,
            "handle": each.handle,
            "basis": each.basis,
            "decided_by": each.decided_by,
            "from": each.start,
            "to": each.end,
            "consent": each.consent,
            "suspended": each.suspended,
        }
        for each in found
    ]
    if as_json:
        print_json(facts)
    else:
        columns = ["route", "handle", "basis", "decided_by", "from", "to", "consent", "suspended"]
        print_table(
            "Enrolled", columns, [[str(row[key] or "") for key in columns] for row in facts]
        )
    return Exit.OK


def run_enrol_end(config: Path | None, route: str, handle: str, day: str | None) -> Exit:
    refuse_person("HANDLE", handle)
    with wiring.context(wiring.needed(config)) as context:
        ended = enrolment.end(context, route, handle, day)
    if not ended:
        raise click.UsageError("nobody is enrolled on that route under that handle")
    return Exit.OK


def run_enrol_suspend(config: Path | None, route: str, handle: str, why: str) -> Exit:
    for option, value in (("HANDLE", handle), ("--reason", why)):
        refuse_person(option, value)
    with wiring.context(wiring.needed(config)) as context:
        suspended = enrolment.suspend(context, route, handle, why)
    if not suspended:
        raise click.UsageError("nobody is enrolled on that route under that handle")
    return Exit.OK


def run_enrol_import(config: Path | None, file: Path) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        count, issues = enrolment.import_list(context, file.read_bytes())
    for issue in issues:
        say(f"{issue.severity.value}: {file.name}:{issue}")
    say(f"{count} enrolled, {len(issues)} rows refused")
    return Exit.REFUSED if issues else Exit.OK
