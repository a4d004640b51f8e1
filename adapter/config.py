"""viktigt.toml → Settings.

Every problem is found at once and named by its key. A secret is never in the file, only the name of
the environment variable that holds it.
"""

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapter.errors import ConfigurationError
from adapter.values import CARRIED_TYPES, EndpointKind, EndpointSettings, Mode, Right, Route
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier
from mappings.record import Environment

FILE_NAME: Final = "viktigt.toml"
BASES: Final = ("same-authority", "consent-osl", "statute", "no-hpl")
_ENDPOINT_KEYS: Final = frozenset({"kind", "party", "system", "zone", "environment", "stewards"})
_KEYS_OF: Final = {
    EndpointKind.FHIR: _ENDPOINT_KEYS | {"url", "token_env", "timeout", "deadline", "modes"},
    EndpointKind.DIRECTORY: _ENDPOINT_KEYS | {"path"},
}
_ROUTE_KEYS: Final = frozenset({"from", "to", "between", "basis", "types", "receivers", "rights"})
# Endpoints and routes name files and are shown: plain words.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
_Choice = TypeVar("_Choice", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation. The folder `state` holds database and key."""

    file: Path | None
    state: Path
    base: str = BASE
    environment: Environment = Environment.TEST
    endpoints: Mapping[str, EndpointSettings] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)


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
    top = _Table("", tree, [])
    settings = _settings(file, top)
    if top.problems:
        raise ConfigurationError(top.problems)
    return settings


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file: where it stands, what it holds, and the problems found so far.

    What a value says is never repeated: it may be a secret in the wrong place.
    """

    where: str
    held: Mapping[str, Any]
    problems: list[str]

    def wrong(self, key: str, expected: str) -> None:
        place = ".".join(part for part in (self.where, key) if part)
        self.problems.append(f"{place}: {expected}")

    def only(self, known: frozenset[str]) -> None:
        for key in sorted(set(self.held) - known):
            self.wrong(key, "unknown")

    def tables(self, key: str) -> "dict[str, _Table]":
        """The named tables below a key."""
        found = self.held.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "a table of tables")
            return {}
        return {name: self._table(f"{key}.{name}", name, held) for name, held in found.items()}

    def _table(self, where: str, name: str, held: object) -> "_Table":
        if not _NAME.fullmatch(name):
            self.wrong(where, "a name of ASCII letters, digits, - and _")
        if not isinstance(held, dict):
            self.wrong(where, "a table")
        return _Table(where, held if isinstance(held, dict) else {}, self.problems)

    def text(self, key: str, default: str | None = None) -> str:
        found = self.held.get(key, default)
        if isinstance(found, str) and found:
            return found
        self.wrong(key, "a text")
        return ""

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if key in self.held else None

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.held.get(key, [])
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.wrong(key, "a list of texts")
        return ()

    def seconds(self, key: str, default: float) -> float:
        found = self.held.get(key, default)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if is_number and math.isfinite(found) and found > 0:
            return float(found)
        self.wrong(key, "a number of seconds above 0")
        return default

    def choice(self, key: str, default: _Choice) -> _Choice:
        found = self.held.get(key, default.value)
        for each in type(default):
            if each.value == found:
                return each
        self.wrong(key, f"one of {', '.join(each.value for each in type(default))}")
        return default

    def choices(self, key: str, among: type[_Choice], known: Collection[str]) -> dict[str, _Choice]:
        """A table from a resource type, or one of its units, to a choice."""
        found = self.held.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "a table")
            return {}
        words = {each.value: each for each in among}
        for name, word in found.items():
            if name.partition(".")[0] not in known:
                self.wrong(f"{key}.{name}", f"a type among {', '.join(sorted(known))}")
            if word not in words:
                self.wrong(f"{key}.{name}", f"one of {', '.join(words)}")
        return {name: words[word] for name, word in found.items() if word in words}

    def url(self, key: str, default: str | None = None) -> str:
        found = self.text(key, default)
        if found and not _is_base_url(found):
            self.wrong(key, "an http or https URL without user name, query or fragment")
        return found.rstrip("/")

    def variable(self, key: str) -> str | None:
        found = self.maybe_text(key)
        if found and not _VARIABLE.fullmatch(found):
            self.wrong(key, "the name of an environment variable, in capitals; never the secret")
        return found

    def zone(self, key: str) -> str | None:
        found = self.maybe_text(key)
        if found and not _is_zone(found):
            self.wrong(key, "a time zone of the IANA database")
        return found

    def identifiers(self, key: str, found: tuple[str, ...]) -> tuple[Identifier, ...]:
        parts = [each.partition("|") for each in found]
        if not all(system and value for system, _, value in parts):
            self.wrong(key, "an identifier as system|value")
            return ()
        return tuple(Identifier(system=system, value=value) for system, _, value in parts)

    def identifier(self, key: str) -> Identifier | None:
        found = self.maybe_text(key)
        return next(iter(self.identifiers(key, (found,))), None) if found else None


def _settings(file: Path, top: _Table) -> Settings:
    top.only(frozenset({"profile", "base", "state", "endpoints", "routes"}))
    tables = top.tables("endpoints")
    endpoints = {name: _endpoint(file, name, table) for name, table in tables.items()}
    routes = {name: _route(name, table, endpoints) for name, table in top.tables("routes").items()}
    return Settings(
        file=file,
        state=file.parent / top.text("state", "viktigt-state"),
        base=top.url("base", BASE),
        environment=top.choice("profile", Environment.TEST),
        endpoints={name: end for name, end in endpoints.items() if end is not None},
        routes={name: route for name, route in routes.items() if route is not None},
    )


def _endpoint(file: Path, name: str, table: _Table) -> EndpointSettings | None:
    if "kind" not in table.held:
        table.wrong("kind", f"one of {', '.join(kind.value for kind in EndpointKind)}")
        return None
    known = len(table.problems)
    kind = table.choice("kind", EndpointKind.FHIR)
    if len(table.problems) > known:
        return None
    table.only(_KEYS_OF[kind])
    is_server = kind is EndpointKind.FHIR
    return EndpointSettings(
        name=name,
        kind=kind,
        url=table.url("url") if is_server else None,
        path=None if is_server else str(file.parent / table.text("path")),
        party=table.identifier("party"),
        system=table.maybe_text("system"),
        zone=table.zone("zone"),
        environment=table.choice("environment", Environment.TEST).value,
        token_env=table.variable("token_env"),
        timeout=table.seconds("timeout", 30.0),
        deadline=table.seconds("deadline", 120.0),
        modes=table.choices("modes", Mode, {*CARRIED_TYPES, "*"}),
        stewards=table.texts("stewards"),
    )


def _route(
    name: str, table: _Table, endpoints: Mapping[str, EndpointSettings | None]
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
        rights=table.choices("rights", Right, CARRIED_TYPES),
    )


def _ends(table: _Table) -> tuple[str, ...]:
    if "between" not in table.held:
        return tuple(table.text(key) for key in ("from", "to") if key in table.held)
    for key in ("from", "to"):
        if key in table.held:
            table.wrong(key, "not beside `between`")
    return table.texts("between")


def _check_direction(table: _Table, here: EndpointSettings, there: EndpointSettings) -> None:
    if there.kind is not EndpointKind.FHIR:
        table.wrong("to", "a FHIR endpoint")
    elif ("between" in table.held) != (here.kind is EndpointKind.FHIR):
        table.wrong("", "`between` two FHIR endpoints, or `from` a folder `to` a FHIR endpoint")
    if here.environment != there.environment:
        table.wrong("", "both ends in the same environment")


def _is_basis(text: str) -> bool:
    kind, colon, reference = text.partition(":")
    return kind in BASES and bool(reference) == (kind == "statute") == bool(colon)


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_http = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port, or no address between the brackets
        return False
    is_bare = parts.username is None and not {"?", "#", "\\"} & set(text)
    return is_http and is_bare and text.isprintable() and " " not in text


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
