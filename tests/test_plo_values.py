"""Where every value of the real messages goes: to the place, or nowhere, that the account says."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.tree import Leaf, Node, place
from tests.plo_support import Outcome, change, every_leaf, real_messages, run, text

WORD: Final = "zq7kvxw"
ILLEGAL: Final = "¿"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
_OTHER: Final = {"true": "false", "false": "true"}

pytestmark = pytest.mark.slow
messages = pytest.mark.parametrize("message", real_messages(), ids=lambda each: each.stem)


def _names(outcome: Outcome, leaf: Leaf) -> bool:
    """Whether an issue names the line and path of a leaf, or of an element around it."""
    where = place(leaf)
    return any(
        issue.path is not None
        and where.startswith(issue.path)
        and (issue.line == leaf.node.line or len(issue.path) < len(where))
        for issue in outcome.issues
    )


@messages
def test_every_value_of_a_real_message_is_accounted_for(message: Path) -> None:
    counts = run(read_xml(message.read_bytes())).account.counts()
    assert counts[Class.UNACCOUNTED] == 0
    assert counts[Class.REFUSED] == 0


@messages
def test_a_token_planted_in_any_value_is_where_the_account_says_it_went(message: Path) -> None:
    tree = read_xml(message.read_bytes())
    went: Counter[Class] = Counter()
    for leaf in every_leaf(tree):
        old = change(leaf, WORD)
        outcome = run(tree)
        item = outcome.item(leaf)
        went[item.klass] += 1
        assert item.klass is not Class.UNACCOUNTED, item.path
        if item.klass is Class.REFUSED:
            assert _names(outcome, leaf), item.path
        elif item.klass is Class.DROPPED:
            assert WORD not in text(outcome.resources), item.path
        else:
            assert item.target is not None
            assert WORD in outcome.values_at(item.target), (item.path, item.target)
        change(leaf, old)
    assert went[Class.DROPPED] > 0


def _another(value: str) -> str | None:
    """Another value of the same type, when the value is a date, a time or a flag."""
    if _DATE.fullmatch(value):
        return "2031-07-19" + value[10:]
    return _OTHER.get(value)


@messages
def test_another_date_or_flag_shows_where_the_account_says_it_went(message: Path) -> None:
    tree = read_xml(message.read_bytes())
    for leaf in every_leaf(tree):
        other = _another(leaf.value)
        if other is None:
            continue
        before = run(tree)
        old = change(leaf, other)
        outcome = run(tree)
        item = outcome.item(leaf)
        if item.klass in (Class.MAPPED, Class.KEPT):
            assert item.target is not None
            now = outcome.values_at(item.target)
            told = before.item(leaf)
            then = None if told.target is None else before.values_at(told.target)
            assert other[:10] in now or then != now, (item.path, item.target)
        elif item.klass is Class.REFUSED:
            assert _names(outcome, leaf), item.path
        change(leaf, old)


@messages
def test_an_illegal_value_is_refused_with_the_line_and_the_target_of_the_account(
    message: Path,
) -> None:
    tree = read_xml(message.read_bytes())
    typed = 0
    for leaf in every_leaf(tree):
        before = run(tree).item(leaf)
        old = change(leaf, ILLEGAL)
        outcome = run(tree)
        item = outcome.item(leaf)
        if item.klass is Class.REFUSED:
            typed += 1
            assert any(
                (issue.line, issue.path) == (leaf.node.line, place(leaf))
                and (outcome.refused or issue.target == item.target)
                for issue in outcome.issues
            ), (item.path, item.target, outcome.issues)
        elif _DATE.fullmatch(old) or old in _OTHER:
            assert before.klass is Class.DROPPED, item.path
        change(leaf, old)
    if not _cancels(tree):
        assert typed > 0


def _cancels(tree: Node) -> bool:
    return any(
        node.attributes.get("V") == "C" for node in tree.walk() if node.name == "Forsendelsesstatus"
    )
