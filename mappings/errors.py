"""What a mapping raises and reports. Facts travel in attributes; a value never does.

An error names the place in the source (line and path), the place in FHIR it was meant for, what
was expected, the *shape* of what was found (digits print as 9, letters as a) and the rule.
    ViktigtError
    ├── Unreadable           one value does not have the form its rule asks for
    ├── MappingError         a record or resource can't be translated at a FHIR path
    ├── RecordRefused        a required value is missing or unreadable: the record goes
    └── DocumentRefused      patient identity, conversation or envelope fail: the document goes
        └── UnknownFormat    no known format recognises the document
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mappings.redacted import Redacted

SHAPE_LIMIT: Final = 20


def shape(value: str) -> str:
    """The form of a value without its content: 9 for a digit, a for a letter, ≤ 20 characters."""
    return "".join(
        "9" if char.isdigit() else "a" if char.isalpha() else char if char.isprintable() else "?"
        for char in value[:SHAPE_LIMIT]
    )


class Severity(Enum):
    """IssueSeverity of https://hl7.org/fhir/R4/valueset-issue-severity.html."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Redacted):
    """One finding about a source document, in the terms of an OperationOutcome issue.

    `path` is the absolute XPath, JSON pointer or CSV cell in the source, `target` the FHIRPath the
    value was meant for, `code` an IssueType code, `rule` the stable name of the rule.
    """

    severity: Severity
    code: str
    rule: str
    expected: str
    line: int | None = None
    path: str | None = None
    target: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        place = " ".join(str(part) for part in (self.line, self.path) if part is not None)
        arrow = f" → {self.target}" if self.target else ""
        found = f", found the shape {self.found}" if self.found is not None else ""
        return f"{place}{arrow}: expected {self.expected}{found} (rule {self.rule})".strip()


class ViktigtError(Exception):
    """Base of everything this project raises on purpose."""


class Unreadable(ViktigtError):  # noqa: N818  the name is the fact
    """A value does not have the form that `rule` asks for."""

    def __init__(self, expected: str, rule: str) -> None:
        super().__init__(f"expected {expected} (rule {rule})")
        self.expected = expected
        self.rule = rule


class MappingError(ViktigtError):
    """A record or resource can't be translated: `path` in FHIR, what was found, what was asked."""

    def __init__(self, path: str, found: str | None, expected: str, rule: str = "mapping") -> None:
        self.path = path
        self.found = None if found is None else shape(found)
        self.expected = expected
        self.rule = rule
        what = "nothing" if self.found is None else f"the shape {self.found}"
        super().__init__(f"{path}: expected {expected}, found {what} (rule {rule})")


class RecordRefused(ViktigtError):  # noqa: N818
    """A required value is missing or unreadable; `issue` says where."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(str(issue))
        self.issue = issue


class DocumentRefused(ViktigtError):  # noqa: N818
    """The document as a whole can't be mapped; `issues` say why."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("; ".join(map(str, self.issues)))


class UnknownFormat(DocumentRefused):
    """No known format recognises the document: what was found, and what is known."""
