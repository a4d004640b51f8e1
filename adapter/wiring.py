"""Build what a command needs from its settings. The only place that knows every room."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from adapter import config
from adapter.config import Settings
from adapter.errors import ConfigurationError
from adapter.ports import Endpoint, Folder
from adapter.usecases.context import Context
from adapter.values import AuthKind, EndpointKind, EndpointSettings
from mappings.codes.systems import BASE
from mappings.record import Source, fingerprint_of

# Without an installation there is nothing to keep secret: identifiers are those of an example.
EXAMPLE_KEY: Final = bytes(32)
STATE_FILE: Final = "viktigt.sqlite"


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def settings(given: Path | None) -> Settings | None:
    """The settings of the configuration file, or None when there is none and none was named."""
    file = config.find(given, Path.cwd())
    return None if file is None else config.load(file)


def needed(given: Path | None) -> Settings:
    """The settings, for a command that can't do without."""
    found = settings(given)
    if found is None:
        raise ConfigurationError(
            ["no viktigt.toml here; run viktigt init, or name one by --config"]
        )
    return found


def source(found: Settings | None) -> Source:
    """How `map` and `check` read documents: by the installation, else as an example."""
    if found is None:
        return Source(key=EXAMPLE_KEY, installation=fingerprint_of(EXAMPLE_KEY))
    from adapter.state import key as keys

    key = keys.read(found.state)
    return Source(key=key, installation=fingerprint_of(key), environment=found.environment)


def base(found: Settings | None) -> str:
    """Under which our own codes and extensions stand in what is written."""
    return BASE if found is None else found.base


@contextmanager
def context(found: Settings) -> Iterator[Context]:
    """Everything of one installation, open while the block runs."""
    from adapter.codec import json_door
    from adapter.state import key as keys
    from adapter.state.store import Store

    key = keys.read(found.state)
    name = fingerprint_of(key)
    store = Store(found.state / STATE_FILE, name, json_door.write_json, json_door.read_json)
    ends = found.endpoints.values()
    try:
        yield Context(
            settings=found,
            key=key,
            installation=name,
            store=store,
            servers={
                end.name: server(end, found.base) for end in ends if end.kind is EndpointKind.FHIR
            },
            folders={end.name: folder(end) for end in ends if end.kind is EndpointKind.DIRECTORY},
            clock=SystemClock(),
        )
    finally:
        store.close()


def server(end: EndpointSettings, base: str = BASE) -> Endpoint:
    """A FHIR server, with the secrets that its table refers to."""
    from adapter import secrets
    from adapter.endpoints.auth import credentials
    from adapter.endpoints.fhir_server import FhirServer

    where = f"endpoints.{end.name}.auth"
    auth = end.auth
    found: credentials.Credentials | None = None
    match auth.kind:
        case AuthKind.BASIC if auth.user is not None and auth.secret is not None:
            password = secrets.resolve(f"{where}.password", auth.secret)
            found = credentials.basic(where, auth.user, password)
        case AuthKind.BEARER if auth.secret is not None:
            found = credentials.bearer(where, secrets.resolve(f"{where}.token", auth.secret))
        case _:
            pass
    return FhirServer(end, base, credentials=found)


def folder(end: EndpointSettings) -> Folder:
    from adapter.endpoints.directory import DropFolder

    return DropFolder(end)
