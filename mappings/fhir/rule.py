"""A rule of the checker: a test of one element, its key, and what a finding says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from mappings.errors import Severity
from mappings.fhir.fhirpath import Json

Holds = Callable[[Json], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    key: str
    expected: str
    holds: Holds
    severity: Severity = Severity.ERROR


def rules(*tests: Holds, severity: Severity = Severity.ERROR) -> tuple[Rule, ...]:
    """Make a rule of each function: its name is the key, its docstring says what is expected."""
    return tuple(
        Rule(
            key=test.__name__.replace("_", "-"),
            expected=_expected(test.__doc__ or ""),
            holds=test,
            severity=severity,
        )
        for test in tests
    )


def _expected(docstring: str) -> str:
    """Turn `Give a code.` into `to give a code`."""
    return f"to {docstring[:1].lower()}{docstring[1:].rstrip('.')}"


class _ValueNeededError(Exception):
    """A rule asked for a value where only names are known."""


class _Names(dict[str, Any]):
    """An element of which only the names of the members are known."""

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  as dict.get
        if name in self:
            raise _ValueNeededError
        return default

    def __getitem__(self, name: str) -> NoReturn:
        raise _ValueNeededError

    def items(self) -> NoReturn:
        raise _ValueNeededError

    def values(self) -> NoReturn:
        raise _ValueNeededError


def decided(holds: Holds, names: Iterable[str]) -> bool | None:
    """What a rule says of every element with these members, or None if it needs their values."""
    try:
        return holds(_Names.fromkeys(names))
    except _ValueNeededError:
        return None
