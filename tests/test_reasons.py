"""Whoever reads that something was held back is told what that means."""

import pytest

from adapter.shell.reasons import WORDS, explain
from adapter.values import Why


def test_every_reason_has_words_and_no_two_have_the_same() -> None:
    assert set(WORDS) == set(Why)
    assert len(set(WORDS.values())) == len(Why)


def test_each_reason_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    explain([Why.NO_CONSENT, Why.BLOCKED, Why.NO_CONSENT])
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == ["no-consent", "blocked"]
    assert "enrol add --consent" in said[0]
