"""Build what a command needs from its settings. The only place that knows every room."""

import os
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
from adapter.values import EndpointKind, EndpointSettings
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
            at_once=8,
        )
    finally:
        store.close()


def server(end: EndpointSettings, base: str = BASE) -> Endpoint:
    """A FHIR server, with the token that the environment holds for it."""
    from adapter.endpoints.fhir_server import FhirServer

    token = None if end.token_env is None else os.environ.get(end.token_env)
    if end.token_env is not None and not token:
        raise ConfigurationError([f"endpoints.{end.name}.token_env: {end.token_env} is not set"])
    return FhirServer(end, token, base)


def folder(end: EndpointSettings) -> Folder:
    from adapter.endpoints.directory import DropFolder

    return DropFolder(end)
