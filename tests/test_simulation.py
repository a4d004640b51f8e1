"""Many stories of people, servers and failures: what is promised holds in each of them."""

import ast
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.simulation.figures import Figures
from tests.simulation.planted import PLANTED, Planted, first_caught
from tests.simulation.story import play

STORIES: Final = 60
ENOUGH: Final = 200  # a planted defect is caught within so many stories
_JUDGES: Final = ("oracle.py", "people.py", "words.py")


@pytest.mark.slow
def test_every_promise_holds_in_every_story_and_each_failure_was_seen() -> None:
    figures = Figures()
    for seed in range(STORIES):
        figures.add(play(seed))
    sys.stdout.write("\n".join(figures.lines()))
    broken = {each.seed: each.violations for each in figures.failed}
    assert broken == {}
    assert figures.too_rare() == []


@pytest.mark.slow
def test_a_story_told_twice_is_the_same_story() -> None:
    assert play(7).trace == play(7).trace


@pytest.mark.slow
@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_a_planted_defect_is_caught(bug: Planted) -> None:
    caught = first_caught(bug, range(ENOUGH))
    assert caught is not None
    sys.stdout.write(f"{bug.name}: story {caught[0]}, {caught[1]}")


@pytest.mark.parametrize("name", _JUDGES)
def test_the_judge_knows_nothing_of_how_the_adapter_decides(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / "simulation" / name).read_text())
    imported = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    } | {
        each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names
    }
    assert not [each for each in imported if each.startswith(("adapter.sync", "adapter.usecases"))]
