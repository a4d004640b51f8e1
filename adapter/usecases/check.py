"""Check source documents and FHIR resources; findings in the shape of an OperationOutcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from adapter.codec import json_door
from adapter.codec.documents import RawDocument, media_of
from adapter.codec.sources import read_documents
from adapter.errors import Exit, Unparseable
from adapter.usecases.map import map_document
from adapter.usecases.unseen import ALL_SEEN
from mappings import catalog
from mappings.errors import Issue, Severity
from mappings.fhir import checker
from mappings.fhir.own_extensions import check_own_extensions
from mappings.fhir.unseen import unseen
from mappings.record import Source
from mappings.redacted import Redacted

# The instant is needed to map, and is not part of what is checked.
_ANY_INSTANT = "2000-01-01T00:00:00Z"


@dataclass(slots=True, kw_only=True)
class Checked(Redacted):
    """How many documents there were, and what was found in them."""

    documents: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def exit(self) -> Exit:
        if self.documents == self.unreadable:
            return Exit.UNREADABLE
        return Exit.REFUSED if self.errors else Exit.OK


def check_sources(
    sources: Sequence[str], stdin: BinaryIO, source: Source, checked: Checked
) -> Iterator[tuple[str, tuple[Issue, ...]]]:
    """Each document with its findings; `checked` counts along."""
    for document in read_documents(sources, stdin, wrapper=catalog.WRAPPER):
        try:
            issues = _check(document, source)
        except Unparseable as error:
            issues = (error.issue,)
            checked.unreadable += 1
        checked.documents += 1
        checked.errors += sum(issue.severity is Severity.ERROR for issue in issues)
        checked.warnings += sum(issue.severity is Severity.WARNING for issue in issues)
        yield document.name, issues


def _check(document: RawDocument, source: Source) -> tuple[Issue, ...]:
    if document.refused is not None:
        raise document.refused
    if media_of(document.data) == "json":
        value = json_door.read_json(document.data)
        if isinstance(value, dict) and "resourceType" in value:
            return check_resource(value, document.line)
    mapped = map_document(document, source, format_name=None, recorded=_ANY_INSTANT)
    return mapped.issues


def check_resource(resource: Mapping[str, Any], line: int) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            severity=finding.severity,
            code=finding.code,
            rule=finding.rule,
            expected=finding.message,
            line=line,
            target=finding.expression,
        )
        for finding in (*checker.check(resource), *check_own_extensions(resource))
    ) + tuple(
        Issue(
            severity=Severity.ERROR,
            code="value",
            rule="text.unseen-in-name",
            expected=ALL_SEEN,
            line=line,
            target=place,
        )
        for place in unseen(resource)
    )


def operation_outcome(findings: Sequence[tuple[str, Issue]]) -> dict[str, Any]:
    """An OperationOutcome of all findings; one that all is well when there are none."""
    issues = [_outcome_issue(name, issue) for name, issue in findings]
    fine = {"severity": "information", "code": "informational", "diagnostics": "no findings"}
    return {"resourceType": "OperationOutcome", "issue": issues or [fine]}


def _outcome_issue(name: str, issue: Issue) -> dict[str, Any]:
    made: dict[str, Any] = {
        "severity": issue.severity.value,
        "code": issue.code,
        "details": {"text": f"{issue.rule}: {issue.expected}"},
        "diagnostics": f"{name}:{issue}",
    }
    if issue.target is not None:
        made["expression"] = [issue.target]
    return made
