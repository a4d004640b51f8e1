"""Everything that keeps an installation from working, found in one look."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapter.config import Settings
from adapter.errors import EndpointError, Exit
from adapter.usecases.context import Context
from adapter.values import EndpointKind
from mappings.codes.systems import BASE
from mappings.record import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing that was looked at. `exit` is what a problem of its kind ends with."""

    what: str
    fine: bool
    said: str
    exit: Exit = Exit.CONFIG


def examine(context: Context) -> Iterator[Examined]:
    """Look at the base, the folders and the servers of an installation that opens."""
    settings = context.settings
    yield Examined(what="state", fine=True, said=str(settings.state))
    yield _base(settings)
    for end in settings.endpoints.values():
        if end.kind is EndpointKind.DIRECTORY:
            folder = Path(str(end.path))
            said = f"{folder}" if folder.is_dir() else f"{folder} is no folder"
            yield Examined(what=f"endpoint {end.name}", fine=folder.is_dir(), said=said)
        else:
            yield _server(context, end.name)
    for route in settings.routes.values():
        count = len(context.enrolled(route.name))
        said = f"{count} enrolled" if count else "nobody is enrolled: nothing will be read"
        yield Examined(what=f"route {route.name}", fine=True, said=said)


def _base(settings: Settings) -> Examined:
    placeholder = settings.base == BASE
    production = settings.environment is Environment.PRODUCTION
    said = f"{settings.base} is a placeholder" if placeholder else settings.base
    return Examined(what="base", fine=not (placeholder and production), said=said)


def _server(context: Context, name: str) -> Examined:
    what = f"endpoint {name}"
    try:
        statement = context.servers[name].capabilities()
    except EndpointError as error:
        return Examined(what=what, fine=False, said=str(error), exit=Exit.UNAVAILABLE)
    version = statement.get("fhirVersion")
    fine = isinstance(version, str) and version.startswith("4.0")
    said = f"FHIR {version}" if fine else "expected a FHIR R4 (4.0) CapabilityStatement"
    return Examined(what=what, fine=fine, said=said)
