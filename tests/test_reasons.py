"""Whoever reads that something was held back is told what that means."""

import pytest

from adapter.shell.reasons import WORDS, explain
from adapter.values import Hold, Why


def hold(why: Why) -> Hold:
    return Hold(route="plans", person="p-1", why=why, since="2026-03-02T08:00:00.000Z")


def test_every_reason_has_words_and_no_two_have_the_same() -> None:
    assert set(WORDS) == set(Why)
    assert len(set(WORDS.values())) == len(Why)


def test_each_reason_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    explain([hold(Why.NO_CONSENT), hold(Why.BLOCKED), hold(Why.NO_CONSENT)])
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == ["no-consent", "blocked"]
    assert "enrol add --consent" in said[0]
