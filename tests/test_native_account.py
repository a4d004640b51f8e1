"""A value of a native document is where the account says, or is refused by name and place."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from mappings.account import Class
from mappings.errors import MappingError
from mappings.tree import Leaf, Node, leaves, path
from tests.account_checks import Planted, assert_found, assert_refused, assert_reviewed, dropped
from tests.native_support import cases, run, run_xml, source_of, tree_of
from tests.plo_support import change

BROKEN: Final = (
    "native-what-can-not-be-read-takes-the-smallest-part",
    "native-csv-rows-that-can-not-be-read",
    "native-nobody-says-whom-it-is-about",
)
SOUND: Final = [case for case in cases() if case.name not in BROKEN]
MINTED: Final = frozenset({"id", "statement_id", "measurement_id", "system", "ref", "follows"})
sound_cases = pytest.mark.parametrize("case", SOUND, ids=lambda each: each.name)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL: Final = re.compile(r"\d+\.\d+")
Choose = Callable[[Leaf, int], str | None]


def plant(file: Path, choose: Choose) -> Iterator[Planted]:
    """Read a document once for each leaf, that leaf having another value."""
    for at in range(len(list(leaves(tree_of(file))))):
        tree = tree_of(file)
        leaf = list(leaves(tree))[at]
        value = choose(leaf, at)
        if value is not None:
            change(leaf, value)
            yield Planted(leaf=leaf, shown=value, outcome=run(tree))


def token(leaf: Leaf, at: int) -> str | None:
    """A text that stands nowhere else; what says which format this is stays."""
    is_layout = leaf.attribute == "version" or leaf.node.name == "patientContract"
    return None if is_layout else f"Plant{at}"


def another(leaf: Leaf, at: int) -> str | None:
    """A legal value of the same form, for what has a form that can be told."""
    if _DATE.match(leaf.value):
        return f"2031{leaf.value[4:]}"
    return f"7{at}.250" if _DECIMAL.fullmatch(leaf.value) else None


def name_of(leaf: Leaf) -> str:
    return leaf.attribute or leaf.node.name


@sound_cases
def test_a_word_planted_anywhere_is_where_the_account_says_or_refused_by_name(case: Path) -> None:
    fates = {Class.MAPPED: 0, Class.REFUSED: 0}
    for planted in plant(source_of(case), token):
        if planted.outcome.refused:
            assert planted.outcome.issues
        elif planted.item.klass is Class.REFUSED:
            assert_refused(planted)
            fates[Class.REFUSED] += 1
        elif planted.item.klass is Class.MAPPED and name_of(planted.leaf) not in MINTED:
            assert_found_or_no_code(planted)
            fates[Class.MAPPED] += 1
    assert all(fates.values()), fates


def assert_found_or_no_code(planted: Planted) -> None:
    """The value is found; or the mapping into FHIR refuses it, at the path the account gives."""
    try:
        assert_found(planted)
    except MappingError as error:
        refused_at = error.path
    else:
        return
    kind, _, steps = str(planted.item.target).partition("/")
    assert refused_at.startswith(f"{kind}.{steps.partition('.')[2]}")


@sound_cases
def test_a_date_or_number_planted_anywhere_is_where_the_account_says(case: Path) -> None:
    for planted in plant(source_of(case), another):
        if planted.item.klass is not Class.DROPPED:
            shown = planted.shown[:16].replace(" ", "T")
            assert_found(Planted(leaf=planted.leaf, shown=shown, outcome=planted.outcome))


@sound_cases
def test_another_id_gives_a_record_another_identifier(case: Path) -> None:
    before = dict(_targets(tree_of(source_of(case))))
    for planted in plant(source_of(case), token):
        is_id = name_of(planted.leaf) in {"id", "statement_id", "measurement_id"}
        if is_id and planted.item.klass is not Class.DROPPED:
            where = path(planted.leaf)
            assert planted.item.klass is Class.MAPPED
            assert planted.item.target != before[where]


def _targets(tree: Node) -> Iterator[tuple[str, str | None]]:
    for item in run(tree).account.items():
        yield item.path, item.target


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
def test_every_refused_value_of_a_case_has_an_issue_for_its_rule(case: Path) -> None:
    outcome = run(tree_of(source_of(case)))
    refused = {item.reason for item in outcome.account.items() if item.klass is Class.REFUSED}
    assert refused <= {issue.rule for issue in outcome.issues}


def test_every_dropped_path_has_been_reviewed() -> None:
    outcomes = [run(tree_of(source_of(case))) for case in cases()]
    assert_reviewed("dropped-native.txt", dropped(outcomes))


def test_what_no_record_takes_over_is_dropped_and_said_so() -> None:
    outcome = run_xml(
        '<header system="s" document="d"/><person system="personnummer" value="195009072553"/>'
        "<defaults><language>sv</language></defaults>"
    )
    items = {item.path.rpartition("'")[0]: item for item in outcome.account.items()}
    reasons = sorted(str(item.reason) for item in items.values() if item.klass is Class.DROPPED)
    assert outcome.account.counts()[Class.DROPPED] == len(list(leaves(outcome.account.root)))
    assert "says-no-more-than-absence" in reasons
