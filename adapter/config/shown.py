"""The settings as a configuration that says everything: what the file leaves out stands there too.

What is written reads back as the same settings. A secret is only where it is kept: none is read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from adapter.config import KEYS_OF, Settings
from adapter.config.access import keys_of
from adapter.values import AuthKind, AuthSettings, EndpointKind, EndpointSettings, Route, SecretRef
from mappings.fhir.values import Identifier

_BETWEEN: Final = frozenset({"proposals", "conflicts", "provenance"})  # only of two servers


def as_tree(settings: Settings) -> dict[str, Any]:
    """Everything, as TOML and JSON have it."""
    return {
        "profile": settings.environment.value,
        "base": settings.base,
        "state": _state(settings),
        **_policy(settings),
        **_registers(settings),
        "endpoints": {name: _endpoint(end) for name, end in settings.endpoints.items()},
        "routes": {name: _route(route) for name, route in settings.routes.items()},
    }


def _policy(settings: Settings) -> dict[str, Any]:
    if settings.blocks is None:
        return {}
    age = {"blocks_age": settings.blocks_age} if settings.blocks in settings.endpoints else {}
    return {"policy": {"blocks": settings.blocks, **age}}


def _state(settings: Settings) -> str | dict[str, Any]:
    """Its folder, and where the keys are kept that encrypt it."""
    keys = {"key": settings.state_key, "former": settings.former_key}
    held = {name: _plain(key) for name, key in keys.items() if key is not None}
    folder = str(settings.state)
    return {"folder": folder, "encryption": held} if held else folder


def _registers(settings: Settings) -> dict[str, Any]:
    files = {"persons": settings.persons, "organisations": settings.organisations}
    held = {name: str(file) for name, file in files.items() if file is not None}
    return {"registers": held} if held else {}


def as_toml(settings: Settings) -> str:
    return "\n".join(_written("", as_tree(settings))).lstrip("\n") + "\n"


def _endpoint(end: EndpointSettings) -> dict[str, Any]:
    known = dict(_members(end))
    if end.kind is EndpointKind.FHIR:
        known["auth"] = _auth(end.auth)
    return {key: value for key, value in known.items() if key in KEYS_OF[end.kind] and value != {}}


def _auth(auth: AuthSettings) -> dict[str, Any]:
    known = dict(_members(auth))
    if "secret" in known:
        known["token" if auth.kind is AuthKind.BEARER else "password"] = known["secret"]
    return {key: value for key, value in known.items() if key in {"kind", *keys_of(auth.kind)}}


def _route(route: Route) -> dict[str, Any]:
    ends = (route.here.name, route.there.name)
    known = {key: value for key, value in _members(route) if key not in {"name", "here", "there"}}
    if route.here.kind is EndpointKind.FHIR:
        return {"between": list(ends), **known}
    rest = {key: value for key, value in known.items() if key not in _BETWEEN}
    return {"from": ends[0], "to": ends[1], **rest}


def _members(held: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  a dataclass
    """What a dataclass says; what is not there is left out, and so are its parts' own tables."""
    for each in fields(held):
        value = getattr(held, each.name)
        if value is not None:
            yield each.name, _plain(value)


def _plain(value: Any) -> Any:  # noqa: ANN401  any setting, as TOML has it
    match value:
        case Enum():
            return value.value
        case Identifier():
            return f"{value.system}|{value.value}"
        case SecretRef():
            return {value.source.value: value.name}
        case _:
            return _plain_parts(value)


def _plain_parts(value: Any) -> Any:  # noqa: ANN401
    """The same of what has parts; a text, a number and a truth value are what they are."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(_members(value)) if is_dataclass(value) else value


def _written(where: str, table: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one table, and of those below it; a table of plain values stays on its line."""
    below = {key: each for key, each in table.items() if isinstance(each, dict) and _opens(each)}
    if where and (len(below) < len(table) or not table):
        yield f"\n[{where}]"
    for key, each in table.items():
        if key not in below:
            yield f"{key} = {_value(each)}"
    for key, each in below.items():
        yield from _written(f"{where}.{key}" if where else key, each)


def _opens(table: Mapping[str, Any]) -> bool:
    """Whether a table has a heading of its own."""
    return (
        "kind" in table
        or "basis" in table
        or any(isinstance(each, dict) for each in table.values())
    )


def _value(value: Any) -> str:  # noqa: ANN401
    match value:
        case dict():
            held = ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items())
            return f"{{ {held} }}" if held else "{}"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return _text(value)
        case _:
            return json.dumps(value)


def _text(text: str) -> str:
    """A basic string: those of JSON are, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
