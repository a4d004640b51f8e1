"""What nobody sees in a document is told by its place, and kept."""

import pytest

from adapter.codec.documents import RawDocument
from adapter.usecases.map import Mapped, map_document
from mappings.errors import Issue, Severity
from mappings.record import Source
from tests.import_rule import ROOT

WORDS = "Klara trappan"
PLAN = (ROOT / "adapter" / "demo" / "municipality" / "sip-berg.xml").read_text("utf-8")
SOURCE = Source(key=bytes(32), installation="i")
UNSEEN = ("\u202e", "\u2066", "\u200b", "\u200e", "\u061c", "&#x202e;", "&#8294;", "\ufeff")


def mapped(text: str) -> Mapped:
    document = RawDocument(name="plan.xml", data=text.encode())
    return map_document(document, SOURCE, format_name=None, recorded="2026-03-02T08:00:00Z")


def told(text: str) -> list[Issue]:
    return [issue for issue in mapped(text).issues if issue.rule == "text.unseen"]


@pytest.mark.parametrize("hidden", UNSEEN)
def test_what_nobody_sees_is_told_by_its_line_and_kept(hidden: str) -> None:
    text = PLAN.replace(WORDS, f"Klara{hidden}trappan")
    [issue] = told(text)
    assert (issue.severity, issue.line) == (Severity.WARNING, 18)
    assert issue.path is not None
    assert issue.path.endswith("/words")
    assert "trappan" not in str(issue)
    plain, with_it = mapped(PLAN), mapped(text)
    assert with_it.refused_anything == plain.refused_anything
    assert "trappan till bryggan" in str(list(with_it.resources))
    assert str(list(with_it.resources)) != str(list(plain.resources))


@pytest.mark.parametrize("shown", ["–", "’", "…", "\u0645\u06cc\u200c\u062e", "&#229;", "a\u00adb"])
def test_what_people_write_is_not_told(shown: str) -> None:
    assert told(PLAN.replace(WORDS, f"{shown} {WORDS}")) == []
