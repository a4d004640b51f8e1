"""One table of the configuration file, asked for values; whatever is wrong with it is gathered."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapter.values import SecretRef, SecretSource
from mappings.fhir import elements
from mappings.fhir.values import Identifier

# Endpoints and routes name files and are shown: plain words.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
_Choice = TypeVar("_Choice", bound=Enum)


@dataclass(frozen=True, slots=True)
class Table:
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

    def tables(self, key: str) -> "dict[str, Table]":
        """The named tables below a key."""
        found = self.held.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "a table of tables")
            return {}
        return {name: self._table(f"{key}.{name}", name, held) for name, held in found.items()}

    def table(self, key: str) -> "Table":
        """The table below a key; an empty one where there is none."""
        return self._table(key, key, self.held.get(key, {}))

    def _table(self, where: str, name: str, held: object) -> "Table":
        if not _NAME.fullmatch(name):
            self.wrong(where, "a name of ASCII letters, digits, - and _")
        if not isinstance(held, dict):
            self.wrong(where, "a table")
        return Table(where, held if isinstance(held, dict) else {}, self.problems)

    def part(self, key: str) -> "Table | None":
        """One table below this one, if it is there."""
        if key not in self.held:
            return None
        held = self.held[key]
        where = f"{self.where}.{key}"
        if not isinstance(held, dict):
            self.wrong(key, "a table")
        return Table(where, held if isinstance(held, dict) else {}, self.problems)

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

    def flag(self, key: str) -> bool:
        found = self.held.get(key, False)
        if not isinstance(found, bool):
            self.wrong(key, "true or false")
        return found is True

    def seconds(self, key: str, default: float) -> float:
        found = self.held.get(key, default)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if is_number and math.isfinite(found) and found > 0:
            return float(found)
        self.wrong(key, "a number of seconds above 0")
        return default

    def count(self, key: str, default: int, most: int) -> int:
        found = self.held.get(key, default)
        if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= most:
            return found
        self.wrong(key, f"a number from 1 to {most}")
        return default

    def choice(self, key: str, default: _Choice) -> _Choice:
        found = self.held.get(key, default.value)
        for each in type(default):
            if each.value == found:
                return each
        self.wrong(key, f"one of {', '.join(each.value for each in type(default))}")
        return default

    def choices(
        self, key: str, among: type[_Choice], known: Collection[str], *, units: bool = False
    ) -> dict[str, _Choice]:
        """A table from a resource type, or also one of its units of meaning, to a choice."""
        found = self.held.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, "a table")
            return {}
        words = {each.value: each for each in among}
        for name, word in found.items():
            kind, dot, unit = name.partition(".")
            if kind not in known or (dot and not units):
                self.wrong(f"{key}.{name}", f"a type among {', '.join(sorted(known))}")
            elif dot and unit not in elements.units_in(kind):
                self.wrong(f"{key}.{name}", f"a unit among {', '.join(elements.units_in(kind))}")
            if word not in words:
                self.wrong(f"{key}.{name}", f"one of {', '.join(words)}")
        return {name: words[word] for name, word in found.items() if word in words}

    def url(self, key: str, default: str | None = None) -> str:
        found = self.text(key, default)
        if found and not _is_base_url(found):
            self.wrong(key, "an http or https URL without user name, query or fragment")
        return found.rstrip("/")

    def among(self, key: str, known: Collection[str]) -> str | None:
        found = self.maybe_text(key)
        if found and found not in known:
            self.wrong(key, f"one of {', '.join(known)}")
        return found

    def origins(self, key: str) -> tuple[str, ...]:
        found = self.texts(key)
        if not all(_is_base_url(each) and not urlsplit(each).path.strip("/") for each in found):
            self.wrong(key, "a list of origins, as https://host")
        return tuple(each.rstrip("/") for each in found)

    def file(self, key: str, folder: Path) -> str | None:
        """The path of a file, relative to the folder of the configuration."""
        found = self.maybe_text(key)
        return str(folder / found) if found else None

    def secret(self, key: str, folder: Path) -> SecretRef | None:
        """Where a secret is kept: a table of one of three keys."""
        if key not in self.held:
            return None
        held = self.held[key]
        found = list(held.items()) if isinstance(held, dict) else []
        if len(found) == 1 and (ref := _secret(*found[0], folder)) is not None:
            return ref
        told = 'one of { file = "path" }, { env = "NAME" }, { keyring = "service/user" }'
        self.wrong(key, f"{told}; never the secret")
        return None

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


def _secret(kind: str, name: object, folder: Path) -> SecretRef | None:
    """A reference to a secret, or None when that is none."""
    if not isinstance(name, str) or not name.isprintable():
        return None
    service, _, user = name.rpartition("/")
    if kind == "env" and _VARIABLE.fullmatch(name):
        return SecretRef(SecretSource.ENV, name)
    if kind == "keyring" and service and user:
        return SecretRef(SecretSource.KEYRING, name)
    is_file = kind == "file" and name
    return SecretRef(SecretSource.FILE, str(folder / name)) if is_file else None


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
