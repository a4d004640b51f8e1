"""docs/security.md names tests that are there, and exit codes that are documented."""

import re
from pathlib import Path
from typing import Final

import pytest

from adapter.errors import Exit

ROOT: Final = Path(__file__).resolve().parents[1]
ROWS: Final = [
    line.split(" | ")
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "| test |" not in line
]
_TEST: Final = re.compile(r"`(test_\w+)(?:::(test_\w+)(…?))?`")


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip("| ") for row in ROWS])
def test_a_row_names_a_code_and_tests_that_are_there(row: list[str]) -> None:
    _, codes, _, named = row
    assert codes == "as its status" or {*re.findall(r"\d+", codes)} <= {str(int(c)) for c in Exit}
    assert _TEST.search(named)
    for file, test, is_cut in _TEST.findall(named):
        source = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
        assert f"def {test}" in source if is_cut or not test else f"def {test}(" in source
