"""What a door says when it refuses, and the exit code that every error has."""

import pytest

from adapter.errors import EXIT_CODES, Exit, Unparseable, Unwritable, exit_code
from mappings.errors import DocumentRefused, UnknownFormat, ViktigtError


def test_a_refusal_names_every_fact_it_has_and_only_those() -> None:
    full = Unparseable("xml.depth", "at most 64 levels", line=3, column=7, pointer="/a", limit=64)
    assert str(full) == "line 3, column 7, at /a: expected at most 64 levels (rule xml.depth)"
    assert str(Unparseable("xml.doctype", "no DOCTYPE")) == "expected no DOCTYPE (rule xml.doctype)"


@pytest.mark.parametrize(("limit", "code"), [(None, "structure"), (64, "too-long")])
def test_a_refusal_is_an_issue_of_the_kind_that_fhir_has_for_it(
    limit: int | None, code: str
) -> None:
    issue = Unparseable("rule", "expected", line=3, pointer="/a", limit=limit).issue
    assert (issue.code, issue.line, issue.path, issue.rule) == (code, 3, "/a", "rule")


def test_a_refusal_can_be_moved_to_the_lines_of_a_larger_file() -> None:
    error = Unparseable("rule", "expected", line=3, column=7, pointer="/a", limit=1)
    assert vars(error.moved(10)) == {**vars(error), "line": 13}
    assert error.moved(0) is error


def test_an_error_has_the_exit_code_of_its_nearest_class() -> None:
    assert exit_code(Unparseable("rule", "expected")) is Exit.UNREADABLE
    assert exit_code(UnknownFormat([])) is exit_code(DocumentRefused([])) is Exit.UNREADABLE
    assert exit_code(FileNotFoundError()) is Exit.IO
    assert exit_code(KeyboardInterrupt()) is Exit.TRY_AGAIN


@pytest.mark.parametrize(
    "error", [KeyError(), ViktigtError(), Unwritable("rule", "expected", "/a")]
)
def test_an_error_that_nobody_expected_is_a_bug(error: Exception) -> None:
    assert exit_code(error) is Exit.BUG


def test_the_exit_codes_are_those_that_are_documented() -> None:
    assert {code.name: code.value for code in Exit} == {
        "OK": 0, "BUG": 1, "USAGE": 2, "CONFLICTS": 3, "WITHHELD": 4, "REFUSED": 5,
        "UNREADABLE": 65, "UNAVAILABLE": 69, "IO": 74, "TRY_AGAIN": 75, "NOT_PERMITTED": 77,
        "CONFIG": 78,
    }  # fmt: skip
    assert Exit.OK not in EXIT_CODES.values()
