"""viktigt.toml → Settings.

Every problem is found at once and named by its key. A secret is never in the file, only the name of
the environment variable that holds it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapter.errors import ConfigurationError
from adapter.values import EndpointKind, EndpointSettings, Route
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier
from mappings.record import Environment

FILE_NAME: Final = "viktigt.toml"
BASES: Final = ("same-authority", "consent-osl", "statute", "no-hpl")
_ENDPOINT_KEYS: Final = frozenset(
    {"kind", "url", "path", "party", "system", "zone", "environment", "token_env", "timeout"}
    | {"deadline"}
)
_ROUTE_KEYS: Final = frozenset(
    {"from", "to", "between", "basis", "may_create", "types", "receivers"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation. `folder` holds state and key, and is the root of relative paths."""

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
    problems: list[str] = []
    settings = _settings(file, tree, problems)
    if problems:
        raise ConfigurationError(problems)
    return settings


def _settings(file: Path, tree: dict[str, Any], problems: list[str]) -> Settings:
    unknown = set(tree) - {"profile", "base", "state", "endpoints", "routes"}
    problems += [f"{key}: unknown" for key in sorted(unknown)]
    endpoints = {
        name: endpoint
        for name, table in _tables(tree, "endpoints", problems)
        if (endpoint := _endpoint(file, name, table, problems)) is not None
    }
    routes = {
        name: route
        for name, table in _tables(tree, "routes", problems)
        if (route := _route(name, table, endpoints, problems)) is not None
    }
    return Settings(
        file=file,
        state=file.parent / _text(tree, "state", "state", problems, "viktigt-state"),
        base=_url(_text(tree, "base", "base", problems, BASE), "base", problems).rstrip("/"),
        environment=_choice(tree, "profile", "profile", Environment, problems, Environment.TEST),
        endpoints=endpoints,
        routes=routes,
    )


def _endpoint(
    file: Path, name: str, table: Mapping[str, Any], problems: list[str]
) -> EndpointSettings | None:
    where = f"endpoints.{name}"
    problems += [f"{where}.{key}: unknown" for key in sorted(set(table) - _ENDPOINT_KEYS)]
    kind = _choice(table, "kind", f"{where}.kind", EndpointKind, problems, None)
    if kind is None:
        return None
    url, path = table.get("url"), table.get("path")
    if kind is EndpointKind.FHIR:
        url = _url(_text(table, "url", f"{where}.url", problems), f"{where}.url", problems)
    else:
        path = str(file.parent / _text(table, "path", f"{where}.path", problems))
    zone = table.get("zone")
    if zone is not None and not _is_zone(zone):
        problems.append(f"{where}.zone: not a time zone of the IANA database")
    environment = _choice(
        table, "environment", f"{where}.environment", Environment, problems, Environment.TEST
    )
    return EndpointSettings(
        name=name,
        kind=kind,
        url=url.rstrip("/") if isinstance(url, str) else None,
        path=path,
        party=_identifier(table.get("party"), f"{where}.party", problems),
        system=table.get("system"),
        zone=zone,
        environment=environment.value,
        token_env=table.get("token_env"),
        timeout=_seconds(table, "timeout", f"{where}.timeout", problems, 30.0),
        deadline=_seconds(table, "deadline", f"{where}.deadline", problems, 120.0),
    )


def _route(
    name: str,
    table: Mapping[str, Any],
    endpoints: Mapping[str, EndpointSettings],
    problems: list[str],
) -> Route | None:
    where = f"routes.{name}"
    problems += [f"{where}.{key}: unknown" for key in sorted(set(table) - _ROUTE_KEYS)]
    names = table.get("between") or [table.get("from"), table.get("to")]
    ends = [endpoints.get(end) for end in names if isinstance(end, str)]
    here, there = (*ends, None, None)[:2]
    if here is None or there is None or here is there:
        problems.append(f"{where}: needs `between`, or `from` and `to`, naming two known endpoints")
        return None
    problems += _bad_direction(where, table, here, there)
    basis = _text(table, "basis", f"{where}.basis", problems)
    if basis.partition(":")[0] not in BASES:
        problems.append(f"{where}.basis: one of {', '.join(BASES)} (statute:<reference>)")
    receivers = [
        _identifier(each, f"{where}.receivers", problems) for each in table.get("receivers", ())
    ]
    more = {key: tuple(table[key]) for key in ("may_create", "types") if key in table}
    return Route(
        name=name,
        here=here,
        there=there,
        basis=basis,
        receivers=tuple(each for each in receivers if each is not None),
        **more,
    )


def _bad_direction(
    where: str, table: Mapping[str, Any], here: EndpointSettings, there: EndpointSettings
) -> Iterator[str]:
    if there.kind is not EndpointKind.FHIR:
        yield f"{where}.to: a FHIR endpoint"
    if ("between" in table) != (here.kind is EndpointKind.FHIR):
        yield f"{where}: `between` two FHIR endpoints, or `from` a folder `to` a FHIR endpoint"
    if here.environment != there.environment:
        yield f"{where}: both ends in the same environment"


def _tables(
    tree: Mapping[str, Any], key: str, problems: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in (tree.get(key) or {}).items():
        if isinstance(table, dict):
            yield name, table
        else:
            problems.append(f"{key}.{name}: a table")


def _text(
    table: Mapping[str, Any], key: str, where: str, problems: list[str], default: str | None = None
) -> str:
    value = table.get(key, default)
    if isinstance(value, str) and value:
        return value
    problems.append(f"{where}: a text")
    return ""


def _seconds(
    table: Mapping[str, Any], key: str, where: str, problems: list[str], default: float
) -> float:
    value = table.get(key, default)
    if isinstance(value, int | float) and value > 0:
        return float(value)
    problems.append(f"{where}: a number of seconds above 0")
    return default


def _choice(  # noqa: PLR0913, PLR0917  one table entry is its table, key, place, choices and default
    table: Mapping[str, Any],
    key: str,
    where: str,
    choices: Any,  # noqa: ANN401  an Enum class
    problems: list[str],
    default: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    value = table.get(key, None if default is None else default.value)
    for choice in choices:
        if choice.value == value:
            return choice
    problems.append(f"{where}: one of {', '.join(choice.value for choice in choices)}")
    return default


def _url(value: str, where: str, problems: list[str]) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        problems.append(f"{where}: an http or https URL without user name")
    return value


def _identifier(value: object, where: str, problems: list[str]) -> Identifier | None:
    if value is None:
        return None
    system, bar, code = value.partition("|") if isinstance(value, str) else ("", "", "")
    if not bar or not system or not code:
        problems.append(f"{where}: an identifier as system|value")
        return None
    return Identifier(system=system, value=code)


def _is_zone(name: object) -> bool:
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
