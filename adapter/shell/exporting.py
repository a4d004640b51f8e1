"""`viktigt export`."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from adapter import wiring
from adapter.codec import json_door
from adapter.config import Settings
from adapter.errors import Exit
from adapter.shell.auditing import telling_head
from adapter.shell.output import say, written
from adapter.shell.people import STDIN, ask_person, refuse_person
from adapter.usecases import export as exports
from adapter.usecases.auditing import begin_view
from adapter.usecases.context import Context, instant
from adapter.usecases.export import Exported, ExportForm
from adapter.usecases.leaving import leaving, persons_in
from adapter.values import Audience, EndpointSettings, Resource
from mappings.fhir.values import Identifier


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
) -> Exit:
    refuse_person("--person", person)
    refuse_person("--reviewed-by", reviewed_by)
    reader = Audience(audience)
    if reviewed_by is not None and reader is not Audience.PERSON:
        raise click.UsageError("--reviewed-by: only of what is given --for person")
    created = instant(wiring.SystemClock().now())
    settings = wiring.settings(config)
    chosen = ExportForm(form)
    if endpoint is not None:
        settings = wiring.needed(config)
        with wiring.context(settings) as opened, telling_head(opened):
            end = _server(settings, endpoint)
            who = person_by(opened, person) or ask_person(person, person_file)
            context = begin_view(opened, [end], f"export from {endpoint}")
            resources = _given(exports.from_endpoint(context, endpoint, who), reader, reviewed_by)
            exported = exports.export(resources, chosen, settings.base)
            _put(exported, output, context, [who])
    else:
        found = exports.from_sources(sources, sys.stdin.buffer, wiring.source(settings), created)
        resources = _given(found, reader, reviewed_by)
        exported = exports.export(resources, chosen, wiring.base(settings))
        if settings is None:
            _put(exported, output)
        else:
            with wiring.context(settings) as opened, telling_head(opened):
                context = begin_view(opened, (), "export from files")
                _put(exported, output, context, persons_in(resources))
    manifest = {**exported.manifest(output.name, chosen, created), "for": reader.value}
    if reviewed_by is not None:
        manifest["reviewed_by"] = reviewed_by
    with written(output.with_name(f"{output.name}.manifest.json")) as stream:
        stream.write(json_door.write_json_pretty(manifest) + b"\n")
    for each in manifest["not_agreed"]:
        say(f"two versions, not agreed: {each['record']}: {', '.join(each['units'])}")
    for each in manifest["left_out"]:
        say(f"left out: {each['count']} {each['kind']}: {each['reason']}")
    return Exit.OK


def _given(
    resources: Sequence[Resource], reader: Audience, reviewed_by: str | None
) -> Sequence[Resource]:
    """What the reader may have; what is kept from them is told to whoever exports, as a number."""
    found, not_assessed = exports.for_reader(resources, reader, reviewed_by)
    if not_assessed:
        say(
            f"{not_assessed} records left out: nobody has assessed whether the person may be "
            "shown them; look at them, and give --reviewed-by"
        )
    return found


def _put(
    exported: Exported,
    output: Path,
    context: Context | None = None,
    persons: Iterable[Identifier] = (),
) -> None:
    """Put the file in place, after the audit of the installation was told of it."""
    if context is None:
        with written(output) as stream:
            stream.write(exported.data)
        return
    with written(output) as stream, leaving(context, recipient="file") as left:
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
