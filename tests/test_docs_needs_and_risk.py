"""docs/needs-and-risk.md names tests that are there, and says why where there is none."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
TEXT: Final = (ROOT / "docs" / "needs-and-risk.md").read_text(encoding="utf-8")
RULES: Final = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in TEXT.partition("## What the law asks")[2].partition("## For you")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| rule |")
]
_TEST: Final = re.compile(r"`(test_\w+)(?:::(test_\w+))?`")


@pytest.mark.parametrize("row", RULES, ids=[row[0][:50] for row in RULES])
def test_a_rule_names_its_tests_or_says_why_there_is_none(row: list[str]) -> None:
    assert len(row) in {2, 3}
    named = _TEST.findall(" ".join(row[1:]))
    if len(row) == 2 or not row[2]:
        assert re.search(r"\bno\b|\bnot\b|No command|this file", row[1]), "why there is none"
    for file, test in named:
        source = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
        assert f"def {test}(" in source if test else source


def test_there_are_rules_of_both_countries_and_the_union() -> None:
    assert len(RULES) > 40
    assert all(f"### {name}" in TEXT for name in ("Sweden", "Norway", "European Union"))


@pytest.mark.parametrize("named", re.findall(r"\]\(([^)#:]+)\)", TEXT))
def test_what_it_links_to_is_there(named: str) -> None:
    assert (ROOT / "docs" / named).exists()
