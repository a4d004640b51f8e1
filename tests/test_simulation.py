"""Many stories of people, servers and failures: what is promised holds in each of them."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.simulation.planted import ENOUGH, PLANTED, first_caught, planted
from tests.simulation.shrinking import promises, smallest
from tests.simulation.story import play

STORIES: Final = 2000
IN_ONE_PROCESS: Final = 40
_JUDGES: Final = ("oracle.py", "writes.py", "permits.py", "people.py", "words.py")


@pytest.mark.slow
def test_promises_hold_in_every_story_failures_are_seen_and_planted_defects_caught() -> None:
    """Told by processes of their own, on every processor; one in a hundred is told twice."""
    environment = {name: each for name, each in os.environ.items() if "COV" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", str(STORIES), "0"],
        cwd=Path(__file__).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stdout.write(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [each.name for each in PLANTED if each.name not in done.stdout] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(STORIES, STORIES + IN_ONE_PROCESS))
def test_every_promise_holds_in_a_story(seed: int) -> None:
    assert play(seed).violations == []


def test_a_story_told_twice_is_the_same_story() -> None:
    assert play(7).trace == play(7).trace


def test_what_is_left_out_of_a_story_does_not_happen_and_the_rest_before_it_does() -> None:
    whole = play(8)
    place = whole.parts.index("2 deed 1")
    shorter = play(8, frozenset({"2 deed 1"}))
    assert shorter.parts[:place] == whole.parts[:place]
    assert "2 deed 1" not in shorter.parts


def test_a_story_that_breaks_a_promise_is_made_smaller() -> None:
    bug = next(each for each in PLANTED if each.name == "create on no condition")
    caught = first_caught(bug, range(ENOUGH))
    assert caught is not None
    with planted(bug):
        whole = play(caught[0])
        small = smallest(whole, tries=60)
        assert promises(small) & promises(whole)
        assert len(small.parts) < len(whole.parts) // 2
        assert play(caught[0], small.without).trace == small.trace


@pytest.mark.parametrize("name", _JUDGES)
def test_the_judge_knows_nothing_of_how_the_adapter_decides(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / "simulation" / name).read_text())
    imported = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    } | {
        each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names
    }
    decides = ("adapter.sync", "adapter.usecases", "adapter.policy")
    assert not [each for each in imported if each.startswith(decides)]
