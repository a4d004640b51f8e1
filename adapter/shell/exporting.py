"""`viktigt export`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from adapter import wiring
from adapter.codec import json_door
from adapter.config import Settings
from adapter.errors import Exit
from adapter.shell.output import say, written
from adapter.shell.people import STDIN, ask_person, refuse_person
from adapter.usecases import export as exports
from adapter.usecases.context import Context, instant
from adapter.usecases.export import ExportForm
from adapter.values import Resource
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
) -> Exit:
    refuse_person("--person", person)
    created = instant(wiring.SystemClock().now())
    if endpoint is None:
        settings = wiring.settings(config)
        source = wiring.source(settings)
        resources = exports.from_sources(sources, sys.stdin.buffer, source, created)
    else:
        resources = _from_endpoint(wiring.needed(config), endpoint, person, person_file)
    chosen = ExportForm(form)
    exported = exports.export(resources, chosen, wiring.base(wiring.settings(config)))
    with written(output) as stream:
        stream.write(exported.data)
    manifest = exported.manifest(output.name, chosen, created)
    with written(output.with_name(f"{output.name}.manifest.json")) as stream:
        stream.write(json_door.write_json_pretty(manifest) + b"\n")
    for each in manifest["left_out"]:
        say(f"left out: {each['count']} {each['kind']}: {each['reason']}")
    return Exit.OK


def _from_endpoint(
    settings: Settings, endpoint: str, person: str | None, person_file: Path | None
) -> list[Resource]:
    if endpoint not in settings.endpoints or settings.endpoints[endpoint].url is None:
        raise click.UsageError(f"--endpoint: {endpoint} is no configured FHIR server")
    with wiring.context(settings) as context:
        identifier = _by_handle(context, person) or ask_person(person, person_file)
        return exports.from_endpoint(context, endpoint, identifier)


def _by_handle(context: Context, handle: str | None) -> Identifier | None:
    if handle is None or handle == STDIN:
        return None
    for enrolment in context.store.enrolments():
        if enrolment.handle == handle:
            return enrolment.person
    raise click.UsageError("--person: nobody is enrolled under that handle")
