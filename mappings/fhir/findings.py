"""What the checker finds: where, which rule, and what was expected. A value is never quoted."""

from dataclasses import dataclass
from typing import Final

from mappings.errors import Severity, shape
from mappings.redacted import Redacted

_STRUCTURE: Final = "structure"
_ISSUE_TYPES: Final = {
    "required": "required",
    "binding": "code-invalid",
    "resource-type": _STRUCTURE,
    "unknown-element": _STRUCTURE,
    "cardinality": _STRUCTURE,
    "choice": _STRUCTURE,
    "empty": _STRUCTURE,
    "null": _STRUCTURE,
    "sibling": _STRUCTURE,
    "type": _STRUCTURE,
}
_KINDS: Final = {
    bool: "true or false",
    dict: "an object",
    float: "a float",
    int: "a number",
    list: "a list",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Redacted):
    """One fault of a resource; `expression` is its FHIRPath with positions, by JSON names."""

    expression: str
    rule: str
    expected: str
    found: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def message(self) -> str:
        """What was expected and what stands there instead, to be read after "expected"."""
        return self.expected if self.found is None else f"{self.expected}, found {self.found}"

    @property
    def code(self) -> str:
        """Its IssueType (https://hl7.org/fhir/R4/valueset-issue-type.html)."""
        if self.rule.startswith(("primitive-", "ref-")) and self.rule != "ref-1":
            return "value"
        return _ISSUE_TYPES.get(self.rule, "invariant")

    def __str__(self) -> str:
        return f"{self.expression}: expected {self.message} (rule {self.rule})"


def said_of(value: object) -> str:
    """Say what stands there without saying what it is."""
    if isinstance(value, str):
        return f"the shape {shape(value)}" if value else "empty text"
    return _KINDS.get(type(value), "a number")
