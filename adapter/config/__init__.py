"""viktigt.toml → Settings.

Every problem is found at once and named by its key. A secret is never in the file, only where it is
kept.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from adapter.config.access import auth_of, is_guarded, tls_of
from adapter.config.table import Table
from adapter.errors import ConfigurationError
from adapter.values import (
    CARRIED_TYPES,
    AuthSettings,
    Changes,
    EndpointKind,
    EndpointSettings,
    Mode,
    Recipient,
    Right,
    Route,
    SecretRef,
    Shown,
    TlsSettings,
)
from mappings.codes.systems import BASE
from mappings.record import Area, Environment

FILE_NAME: Final = "viktigt.toml"
BASES: Final = ("same-authority", "consent-osl", "statute", "no-hpl", "svod-disclosure")
REGISTER_FORMS: Final = (".toml", ".json", ".csv")
STATE_FOLDER: Final = "viktigt-state"
BLOCKS_AGE: Final = 300.0  # seconds for which an answer about blocks counts in planning
NO_BLOCKS_KEPT: Final = "none"  # somebody says that no blocks are kept here
_ENDPOINT_KEYS: Final = frozenset(
    {
        *("kind", "party", "recipient", "municipality", "system", "zone", "environment"),
        *("stewards", "area"),
    }
)
KEYS_OF: Final = {
    EndpointKind.FHIR: _ENDPOINT_KEYS
    | {"url", "auth", "tls", "timeout", "deadline", "modes", "changes", "overlap"}
    | {"concurrency", "batch"},
    EndpointKind.DIRECTORY: _ENDPOINT_KEYS | {"path"},
}
_ROUTE_KEYS: Final = frozenset(
    {
        *("from", "to", "between", "basis", "types", "receivers", "rights"),
        *("proposals", "conflicts", "provenance"),
        *("full_every", "alarm_after"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation. The folder `state` holds database and key.

    The database is encrypted by what `state_key` refers to; `former_key` is read by `state rekey`
    alone. `blocks` says who knows of blocks: an endpoint, a file or folder; or that none are kept;
    `blocks_age` for how many seconds an answer of an endpoint counts in planning.
    `persons` and `organisations` are the files of the registers.
    """

    file: Path | None
    state: Path
    state_key: SecretRef | None = None
    former_key: SecretRef | None = None
    base: str = BASE
    environment: Environment = Environment.TEST
    endpoints: Mapping[str, EndpointSettings] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    blocks: str | None = None
    blocks_age: float = BLOCKS_AGE
    persons: Path | None = None
    organisations: Path | None = None


def find(given: Path | None, start: Path) -> Path | None:
    """The configuration file: the one given, else viktigt.toml in the working folder."""
    if given is not None:
        return given
    here = start / FILE_NAME
    return here if here.is_file() else None


def load(file: Path) -> Settings:
    """Read a configuration; raises ConfigurationError with every problem in it."""
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"not TOML: {error}"]) from error
    except FileNotFoundError as error:
        raise ConfigurationError([f"there is no file {file}"]) from error
    top = Table("", tree, [])
    settings = _settings(file, top)
    if top.problems:
        raise ConfigurationError(top.problems)
    return settings


def _settings(file: Path, top: Table) -> Settings:
    top.only(frozenset({"profile", "base", "state", "endpoints", "routes", "policy", "registers"}))
    tables = top.tables("endpoints")
    endpoints = {name: _endpoint(file, name, table) for name, table in tables.items()}
    routes = {name: _route(name, table, endpoints) for name, table in top.tables("routes").items()}
    policy = top.table("policy")
    policy.only(frozenset({"blocks", "blocks_age"}))
    _check_age(policy, endpoints)
    registers = top.table("registers")
    registers.only(frozenset({"persons", "organisations"}))
    state, key, former = _state(file, top)
    return Settings(
        file=file,
        blocks=_blocks(file, policy, endpoints),
        blocks_age=policy.seconds("blocks_age", BLOCKS_AGE),
        persons=_register(file, registers, "persons"),
        organisations=_register(file, registers, "organisations"),
        state=state,
        state_key=key,
        former_key=former,
        base=top.url("base", BASE),
        environment=top.choice("profile", Environment.TEST),
        endpoints={name: end for name, end in endpoints.items() if end is not None},
        routes={name: route for name, route in routes.items() if route is not None},
    )


def _state(file: Path, top: Table) -> tuple[Path, SecretRef | None, SecretRef | None]:
    """The folder of the state, or a table of it and of the keys that encrypt it."""
    if not isinstance(top.held.get("state"), dict):
        return file.parent / top.text("state", STATE_FOLDER), None, None
    table = top.table("state")
    table.only(frozenset({"folder", "encryption"}))
    folder = file.parent / table.text("folder", STATE_FOLDER)
    keys = table.part("encryption")
    if keys is None:
        return folder, None, None
    keys.only(frozenset({"key", "former"}))
    if "key" not in keys.held:
        keys.wrong("key", "needed")
    return folder, keys.secret("key", file.parent), keys.secret("former", file.parent)


def _register(file: Path, registers: Table, key: str) -> Path | None:
    found = registers.maybe_text(key)
    if found is None:
        return None
    path = file.parent / found
    if path.suffix not in REGISTER_FORMS:
        registers.wrong(key, f"a file that ends in {', '.join(REGISTER_FORMS)}")
    return path


def _blocks(
    file: Path, policy: Table, endpoints: Mapping[str, EndpointSettings | None]
) -> str | None:
    """Who knows of blocks: an endpoint by its name, `none`, or where the files are."""
    named = policy.maybe_text("blocks")
    if named is None or named == NO_BLOCKS_KEPT:
        return named
    if named not in endpoints:
        return str(file.parent / named)
    end = endpoints[named]
    if end is not None and end.kind is not EndpointKind.FHIR:
        policy.wrong("blocks", "a FHIR endpoint, a file or folder, or none")
    return named


def _check_age(policy: Table, endpoints: Mapping[str, EndpointSettings | None]) -> None:
    """Files are read as they are; only what a server said can be old."""
    if "blocks_age" in policy.held and policy.held.get("blocks") not in endpoints:
        policy.wrong("blocks_age", "only where blocks names a FHIR endpoint")


def _endpoint(file: Path, name: str, table: Table) -> EndpointSettings | None:
    if "kind" not in table.held:
        table.wrong("kind", f"one of {', '.join(kind.value for kind in EndpointKind)}")
        return None
    known = len(table.problems)
    kind = table.choice("kind", EndpointKind.FHIR)
    if len(table.problems) > known:
        return None
    table.only(KEYS_OF[kind])
    is_server = kind is EndpointKind.FHIR
    environment = table.choice("environment", Environment.TEST)
    url = table.url("url") if is_server else None
    if environment is Environment.PRODUCTION and url is not None and not is_guarded(url):
        table.wrong("url", "https in production, but on this machine")
    return EndpointSettings(
        name=name,
        kind=kind,
        url=url,
        path=None if is_server else str(file.parent / table.text("path")),
        party=table.identifier("party"),
        recipient=table.choice("recipient", Recipient.PRIVATE),
        municipality=table.maybe_text("municipality"),
        system=table.maybe_text("system"),
        zone=table.zone("zone"),
        environment=environment.value,
        auth=auth_of(table, file.parent) if is_server else AuthSettings(),
        tls=tls_of(table, file.parent) if is_server else TlsSettings(),
        timeout=table.seconds("timeout", 30.0),
        deadline=table.seconds("deadline", 120.0),
        changes=table.choice("changes", Changes.SEARCH),
        overlap=table.seconds("overlap", 300.0),
        modes=table.choices("modes", Mode, {*CARRIED_TYPES, "*"}),
        concurrency=table.count("concurrency", 4, 32),
        batch=table.count("batch", 100, 500),
        stewards=table.texts("stewards"),
        area=table.choice("area", Area.HEALTH) if "area" in table.held else None,
    )


def _route(
    name: str, table: Table, endpoints: Mapping[str, EndpointSettings | None]
) -> Route | None:
    table.only(_ROUTE_KEYS)
    basis = table.text("basis")
    if basis and not _is_basis(basis):
        table.wrong("basis", f"one of {', '.join(BASES)} (statute:<reference>)")
    receivers = table.identifiers("receivers", table.texts("receivers"))
    types = table.texts("types") if "types" in table.held else CARRIED_TYPES
    if not set(types) <= set(CARRIED_TYPES):
        table.wrong("types", f"among {', '.join(CARRIED_TYPES)}")
    ends = _ends(table)
    if len(set(ends)) != 2 or not set(ends) <= set(endpoints):  # noqa: PLR2004  here and there
        table.wrong("", "needs `between`, or `from` and `to`, naming two known endpoints")
        return None
    here, there = (endpoints[end] for end in ends)
    if here is None or there is None:
        return None  # what is wrong with them is said there
    _check_direction(table, here, there)
    return Route(
        name=name,
        here=here,
        there=there,
        basis=basis,
        receivers=receivers,
        types=types,
        rights=table.choices("rights", Right, CARRIED_TYPES, units=True),
        proposals=table.choice("proposals", Shown.INBOX),
        conflicts=table.choice("conflicts", Shown.INBOX),
        provenance=table.flag("provenance"),
        full_every=table.seconds("full_every", 86_400.0),
        alarm_after=table.seconds("alarm_after", 86_400.0),
    )


def _ends(table: Table) -> tuple[str, ...]:
    if "between" not in table.held:
        return tuple(table.text(key) for key in ("from", "to") if key in table.held)
    for key in ("from", "to"):
        if key in table.held:
            table.wrong(key, "not beside `between`")
    return table.texts("between")


def _check_direction(table: Table, here: EndpointSettings, there: EndpointSettings) -> None:
    if there.kind is not EndpointKind.FHIR:
        table.wrong("to", "a FHIR endpoint")
    elif ("between" in table.held) != (here.kind is EndpointKind.FHIR):
        table.wrong("", "`between` two FHIR endpoints, or `from` a folder `to` a FHIR endpoint")
    for key in ("proposals", "conflicts", "provenance"):
        if key in table.held and "between" not in table.held:
            table.wrong(key, "only `between` two FHIR endpoints")
    if here.environment != there.environment:
        table.wrong("", "both ends in the same environment")


def _is_basis(text: str) -> bool:
    kind, colon, reference = text.partition(":")
    return kind in BASES and bool(reference) == (kind == "statute") == bool(colon)
