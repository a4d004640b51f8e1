"""What the tables of own terminology are made of.

A code has its English name and meaning and what it is called in Swedish and Norwegian; an
extension its context, its value or its parts. https://hl7.org/fhir/R4/terminology-module.html,
https://hl7.org/fhir/R4/defining-extensions.html
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One concept; `ordinal` is its place on a scale that is ordered."""

    code: str
    display: str
    sv: str
    nb: str
    definition: str | None = None
    ordinal: int | None = None


def code(  # noqa: PLR0913  a line of a table
    code: str,
    display: str,
    sv: str,
    nb: str,
    *,
    definition: str | None = None,
    ordinal: int | None = None,
) -> Code:
    return Code(code=code, display=display, sv=sv, nb=nb, definition=definition, ordinal=ordinal)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One CodeSystem, and the ValueSet of all its codes."""

    url: str
    title: str
    description: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The types an extension's value may have; `targets` of a Reference; `binding` a CodeSystem."""

    types: tuple[str, ...]
    targets: tuple[str, ...] = ()
    binding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An extension inside an extension: by name, or by the canonical of one that has its own."""

    name: str
    short: str
    value: Value
    least: int = 0
    most: str = "1"
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One extension: either a `value` or `parts`. `modifies` says why nobody may ignore it."""

    url: str
    title: str
    definition: str
    contexts: tuple[str, ...]
    value: Value | None = None
    parts: tuple[Part, ...] = ()
    most: str = "1"
    modifies: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One NamingSystem: what its identifiers name, and who issues them."""

    url: str
    title: str
    description: str
