"""Golden cases: a source beside what it becomes, one folder per situation in fixtures/cases.

    source.*      the document      fhir.json     its resources
    account.json  where each value went          issues.json   what was found
With UPDATE_CASES=1 in the environment the three files are written anew; look at what changed.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from mappings.account import Account, Class
from mappings.errors import Issue

CASES: Final = Path(__file__).resolve().parents[1] / "fixtures" / "cases"


def folders(start: str) -> list[Path]:
    """The cases whose names begin so."""
    return sorted(each for each in CASES.iterdir() if each.name.startswith(start))


def compare(folder: Path, name: str, found: object) -> None:
    """Hold a file of a case against what was found."""
    file = folder / name
    text = json.dumps(found, indent=2, ensure_ascii=False, default=str) + "\n"
    if os.environ.get("UPDATE_CASES"):
        file.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(file.read_text(encoding="utf-8"))


def account_json(account: Account) -> dict[str, Any]:
    """The account as the loss file holds it: counts and one item per value."""
    counts = {klass.value: count for klass, count in account.counts().items()}
    return {**counts, "items": [_item(item) for item in account.items()]}


def _item(item: Any) -> dict[str, Any]:  # noqa: ANN401  an Item of the account
    made = {"path": item.path, "line": item.line, "class": item.klass.value}
    if item.target is not None and item.klass is not Class.DROPPED:
        made["target"] = item.target
    if item.reason is not None:
        made["reason"] = item.reason
    return made


def issue_json(issue: Issue) -> dict[str, Any]:
    found = {
        "severity": issue.severity.value,
        "code": issue.code,
        "rule": issue.rule,
        "expected": issue.expected,
        "line": issue.line,
        "path": issue.path,
        "target": issue.target,
        "found": issue.found,
    }
    return {name: value for name, value in found.items() if value is not None}
