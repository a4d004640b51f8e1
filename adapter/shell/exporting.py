"""`viktigt export`."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click

from adapter import wiring
from adapter.codec import json_door
from adapter.config import Settings
from adapter.errors import Exit
from adapter.shell.auditing import telling_head
from adapter.shell.output import say, written
from adapter.shell.people import STDIN, ask_person, refuse_person
from adapter.usecases import export as exports
from adapter.usecases.audit_log import is_handle
from adapter.usecases.auditing import begin_view
from adapter.usecases.context import Context, instant
from adapter.usecases.export import Exported, ExportForm
from adapter.usecases.handing_on import Handed, bases_of
from adapter.usecases.leaving import leaving, persons_in
from adapter.values import Audience, EndpointSettings, Resource
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

KEPT: Final = timedelta(days=30)  # as long as nobody says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Redacted):
    """What was said of the file: for whom, who looked, on which basis, and until when."""

    reader: Audience
    guardian: str | None
    reviewed_by: str | None
    basis: str | None
    recipient: str | None
    expires: date

    def handed(self, bases: Sequence[str] = (), whose: str | None = None) -> Handed:
        """The same with what is known where nothing was said."""
        theirs = {Audience.PERSON: whose, Audience.GUARDIAN: self.guardian}.get(self.reader)
        return Handed(
            reader=self.reader,
            basis=tuple(bases) if self.basis is None else (self.basis,),
            recipient=self.recipient or theirs,
            expires=self.expires,
            reviewed_by=self.reviewed_by,
        )


def run_export(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    sources: Sequence[str],
    endpoint: str | None,
    person: str | None,
    person_file: Path | None,
    form: str,
    output: Path,
    audience: str,
    reviewed_by: str | None,
    basis: str | None,
    recipient: str | None,
    expires: str | None,
) -> Exit:
    named = {"--person": person, "--reviewed-by": reviewed_by, "--basis": basis}
    for option, value in {**named, "--recipient": recipient}.items():
        refuse_person(option, value)
    created = instant(wiring.SystemClock().now())
    reader, guardian = _reader(audience)
    _check(reader, guardian, endpoint, person, reviewed_by)
    said = Said(
        reader=reader,
        guardian=guardian,
        reviewed_by=reviewed_by,
        basis=basis,
        recipient=recipient,
        expires=_until(expires),
    )
    chosen = ExportForm(form)
    if endpoint is not None:
        settings = wiring.needed(config)
        exported, handed = _of_server(
            settings, endpoint, (person, person_file), chosen, output, said
        )
    else:
        exported, handed = _of_files(wiring.settings(config), sources, chosen, output, said)
    _account(exported, handed, output, chosen, created)
    return Exit.OK


def _reader(audience: str) -> tuple[Audience, str | None]:
    """For whom it is; of a guardian also who."""
    name, colon, who = audience.partition(":")
    refuse_person("--for", who)
    known = {each.value: each for each in Audience}
    is_guardian = name == Audience.GUARDIAN.value
    if name not in known or bool(colon) != is_guardian:
        raise click.UsageError("--for: expected person, staff or guardian:HANDLE")
    if is_guardian and who != STDIN and not is_handle(who):
        raise click.UsageError("--for: a guardian is named by a handle, or - to read their number")
    return known[name], who or None


def _check(
    reader: Audience,
    guardian: str | None,
    endpoint: str | None,
    person: str | None,
    reviewed_by: str | None,
) -> None:
    """What does not go together."""
    if reviewed_by is not None and reader is Audience.STAFF:
        raise click.UsageError("--reviewed-by: only of what is given --for person or guardian")
    if guardian is None:
        return
    if endpoint is None:
        raise click.UsageError("--for guardian: only with --endpoint; a register says who is one")
    if guardian == STDIN and person == STDIN:
        raise click.UsageError("--for: stdin names one person; name the other by handle or file")


def _until(given: str | None) -> date:
    """The last day on which the file is to be kept."""
    today = wiring.SystemClock().now().date()
    if given is None:
        return today + KEPT
    try:
        until = date.fromisoformat(given)
    except ValueError:
        raise click.UsageError("--expires: expected a date as 2026-12-31") from None
    if until < today:
        raise click.UsageError("--expires: expected a day that has not gone by")
    return until


def _of_server(  # noqa: PLR0913, PLR0917  from where, of whom, and how it is written
    settings: Settings,
    endpoint: str,
    named: tuple[str | None, Path | None],
    form: ExportForm,
    output: Path,
    said: Said,
) -> tuple[Exported, Handed]:
    with wiring.context(settings) as opened, telling_head(opened):
        end = _server(settings, endpoint)
        who = person_by(opened, named[0]) or ask_person(*named)
        said = _with_guardian(opened, said)
        context = begin_view(opened, [end], f"export from {endpoint}")
        found = exports.from_endpoint(context, endpoint, who, said.guardian)
        exported = exports.export(_given(found, said), form, settings.base)
        handed = said.handed(bases_of(context, [who]), context.handle(who))
        _put(exported, output, handed, context, [who])
    return exported, handed


def _of_files(
    settings: Settings | None,
    sources: Sequence[str],
    form: ExportForm,
    output: Path,
    said: Said,
) -> tuple[Exported, Handed]:
    now = instant(wiring.SystemClock().now())
    found = exports.from_sources(sources, sys.stdin.buffer, wiring.source(settings), now)
    resources = _given(found, said)
    exported = exports.export(resources, form, wiring.base(settings))
    if settings is None:
        handed = said.handed()
        _put(exported, output, handed)
        return exported, handed
    with wiring.context(settings) as opened, telling_head(opened):
        context, persons = begin_view(opened, (), "export from files"), persons_in(resources)
        handles = sorted({context.handle(each) for each in persons})
        handed = said.handed(bases_of(context, persons), handles[0] if len(handles) == 1 else None)
        _put(exported, output, handed, context, persons)
    return exported, handed


def _with_guardian(context: Context, said: Said) -> Said:
    """The guardian by their handle, also where stdin gives their number."""
    if said.guardian != STDIN:
        return said
    return replace(said, guardian=context.handle(ask_person(STDIN, None)))


def _account(
    exported: Exported, handed: Handed, output: Path, form: ExportForm, created: str
) -> None:
    """Put the manifest beside the file, and say what is not in it or not said."""
    manifest = exported.manifest(output.name, form, created, handed)
    with written(output.with_name(f"{output.name}.manifest.json")) as stream:
        stream.write(json_door.write_json_pretty(manifest) + b"\n")
    for name, option in (("basis", "--basis"), ("recipient", "--recipient")):
        if manifest[name] is None:
            say(f"the manifest says no {name}: give {option}")
    for each in manifest["not_agreed"]:
        say(f"two versions, not agreed: {each['record']}: {', '.join(each['units'])}")
    for each in manifest["left_out"]:
        say(f"left out: {each['count']} {each['kind']}: {each['reason']}")


def _given(resources: Sequence[Resource], said: Said) -> Sequence[Resource]:
    """What the reader may have; what is kept from them is told to whoever exports, as a number."""
    found, not_assessed = exports.for_reader(resources, said.reader, said.reviewed_by)
    if not_assessed:
        say(
            f"{not_assessed} records left out: nobody has assessed whether the person may be "
            "shown them; look at them, and give --reviewed-by"
        )
    return found


def _put(
    exported: Exported,
    output: Path,
    handed: Handed,
    context: Context | None = None,
    persons: Iterable[Identifier] = (),
) -> None:
    """Put the file in place, after the audit of the installation was told of it."""
    if context is None:
        with written(output) as stream:
            stream.write(exported.data)
        return
    with written(output) as stream, leaving(context, **handed.told) as left:
        left.of(persons)
        left.write(stream, exported.data)


def _server(settings: Settings, endpoint: str) -> EndpointSettings:
    end = settings.endpoints.get(endpoint)
    if end is None or end.url is None:
        raise click.UsageError(f"--endpoint: {endpoint} is no configured FHIR server")
    return end


def person_by(context: Context, handle: str | None) -> Identifier | None:
    """The person under that handle; None: they are named otherwise."""
    if handle is None or handle == STDIN:
        return None
    for enrolment in context.store.enrolments():
        if enrolment.handle == handle:
            return enrolment.person
    raise click.UsageError("--person: nobody is enrolled under that handle")
