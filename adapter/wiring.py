"""Build what a command needs from its settings. The only place that knows every room."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from ssl import SSLContext
from typing import Final

from adapter import config, logs
from adapter.config import Settings
from adapter.endpoints.auth.credentials import Credentials, Static, basic, bearer
from adapter.errors import ConfigurationError
from adapter.ports import Blocks, Endpoint, Folder, OrganisationRegister, PersonRegister
from adapter.usecases.context import Context
from adapter.values import (
    CARRIED_TYPES,
    AuthKind,
    EndpointKind,
    EndpointSettings,
    Route,
    Secret,
    SecretRef,
    TlsSettings,
)
from mappings.codes.systems import BASE
from mappings.record import Environment, Source, fingerprint_of

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

    _refuse_open_state(found)
    key = keys.read(found.state)
    name = fingerprint_of(key)
    cipher = state_key(found)
    file = found.state / STATE_FILE
    store = Store(file, name, json_door.write_json, json_door.read_json, key=cipher)
    ends = found.endpoints.values()
    try:
        servers = {
            end.name: server(end, found.base, found.routes.values())
            for end in ends
            if end.kind is EndpointKind.FHIR
        }
        yield Context(
            settings=found,
            key=key,
            installation=name,
            store=store,
            servers=servers,
            blocks=block_service(found.blocks, servers, found.blocks_age),
            persons=person_register(found.persons),
            organisations=organisation_register(found.organisations),
            folders={end.name: folder(end) for end in ends if end.kind is EndpointKind.DIRECTORY},
            clock=SystemClock(),
            log=logs.chosen(),
        )
    finally:
        store.close()


def _refuse_open_state(found: Settings) -> None:
    """In production nothing is read or written where others can get at it."""
    from adapter.state.modes import open_to_others

    if found.environment is Environment.PRODUCTION:
        told = "must be ours, and for its owner alone (0700 for the folder, 0600 for its files)"
        if problems := [f"{path}: {told}" for path in open_to_others(found.state)]:
            raise ConfigurationError(problems)


def state_key(found: Settings) -> Secret | None:
    """What the state is encrypted with; None where it is not."""
    return _cipher("state.encryption.key", found.state_key)


def former_key(found: Settings) -> Secret | None:
    """What the state was encrypted with before."""
    return _cipher("state.encryption.former", found.former_key)


def _cipher(where: str, ref: SecretRef | None) -> Secret | None:
    if ref is None:
        return None
    from adapter import secrets
    from adapter.state.cipher import checked

    return checked(where, secrets.resolve(where, ref))


def person_register(file: Path | None) -> PersonRegister | None:
    """The register of persons, if one was named; raises ConfigurationError for what is wrong."""
    if file is None:
        return None
    from adapter.registers.kept import Kept, PersonFile
    from adapter.usecases.register_files import read_persons

    kept = Kept("registers.persons", file, read_persons)
    kept.open()
    return PersonFile(kept)


def organisation_register(file: Path | None) -> OrganisationRegister | None:
    """The same of organisations."""
    if file is None:
        return None
    from adapter.registers.kept import Kept, OrganisationFile
    from adapter.usecases.register_files import read_organisations

    kept = Kept("registers.organisations", file, read_organisations)
    kept.open()
    return OrganisationFile(kept)


def block_service(
    named: str | None, servers: Mapping[str, Endpoint], age: float = config.BLOCKS_AGE
) -> Blocks:
    """Who is asked about blocks; where nobody is named everything is taken to be blocked."""
    from adapter.usecases import block_sources

    if named is None:
        return block_sources.NoService()
    if named == config.NO_BLOCKS_KEPT:
        return block_sources.NoneKept()
    if named in servers:
        service = block_sources.ServerBlocks(servers[named])
        return block_sources.LiveBlocks(service, SystemClock(), age)
    return block_sources.FileBlocks(Path(named))


def server(end: EndpointSettings, base: str = BASE, routes: Iterable[Route] = ()) -> Endpoint:
    """A FHIR server, with the secrets that its tables refer to, for what routes need there."""
    from adapter.endpoints.fhir_server import FhirServer

    trusted = trust(end)
    return FhirServer(end, base, credentials=_credentials(end, trusted, routes), trust=trusted)


def trust(end: EndpointSettings) -> SSLContext | None:
    """Whom we believe that it is this server; None for whom everybody believes."""
    if end.tls == TlsSettings():
        return None
    from adapter import secrets
    from adapter.endpoints.tls import trust_of

    where, phrase = f"endpoints.{end.name}.tls", None
    if end.tls.key is not None:
        secrets.guarded(f"{where}.key", end.tls.key)
    if end.tls.passphrase is not None:
        phrase = secrets.resolve(f"{where}.passphrase", end.tls.passphrase)
    production = end.environment == Environment.PRODUCTION.value
    return trust_of(where, end.tls, phrase, production=production, now=SystemClock().now())


def _credentials(
    end: EndpointSettings, trust: SSLContext | None, routes: Iterable[Route]
) -> Credentials:
    from adapter import secrets

    where, auth = f"endpoints.{end.name}.auth", end.auth
    if auth.kind is AuthKind.BASIC and auth.secret is not None:
        return basic(where, str(auth.user), secrets.resolve(f"{where}.password", auth.secret))
    if auth.kind is AuthKind.BEARER and auth.secret is not None:
        return bearer(where, secrets.resolve(f"{where}.token", auth.secret))
    if auth.key is not None:
        return _tokens(end, secrets.resolve(f"{where}.key", auth.key), trust, routes)
    return Static()


def _tokens(
    end: EndpointSettings, key: Secret, trust: SSLContext | None, routes: Iterable[Route]
) -> Credentials:
    """Credentials by an issuer. Where it is another host, another authority may vouch for it."""
    from adapter.endpoints.auth.issued import issued
    from adapter.endpoints.auth.scopes import needed
    from adapter.endpoints.tls import trust_of

    where = f"endpoints.{end.name}.auth"
    other = None
    if end.auth.ca is not None:
        production = end.environment == Environment.PRODUCTION.value
        tls = TlsSettings(ca=end.auth.ca)
        other = trust_of(where, tls, None, production=production, now=SystemClock().now())
    ours = [route for route in routes if end.name in {route.here.name, route.there.name}]
    types = {kind for route in ours for kind in route.types} or set(CARRIED_TYPES)
    told = any(route.provenance for route in ours)
    scopes = needed(types, end.modes, told=told)
    return issued(end, key, scopes=scopes, trust=trust, other=other)


def folder(end: EndpointSettings) -> Folder:
    from adapter.endpoints.directory import DropFolder

    return DropFolder(end)
