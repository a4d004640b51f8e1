"""A rule of the checker: a test of one element, its key, and what a finding says."""

from collections.abc import Callable
from dataclasses import dataclass

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
