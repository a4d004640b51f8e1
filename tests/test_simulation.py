"""Many stories of people, servers and failures: what is promised holds in each of them."""

import ast
import sys
from pathlib import Path
from typing import Final

import pytest

from adapter.state.store import Store
from tests.simulation.faults import Killed
from tests.simulation.figures import Figures
from tests.simulation.people import People
from tests.simulation.planted import PLANTED, Planted, first_caught
from tests.simulation.story import play
from tests.simulation.town import PEOPLE, town

STORIES: Final = 60
ENOUGH: Final = 200  # a planted defect is caught within so many stories
ON_BOTH_ROUTES: Final = PEOPLE[2]
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


def test_a_copy_that_a_killed_run_left_at_the_hub_goes_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by stories 20, 38 and 91: no link was kept, and the region seemed to own the record."""
    with town(1, 0.0) as here:
        people = People(here.chance.random, here.servers, here.patients(), here.remembers)
        people.plan_for(ON_BOTH_ROUTES, "north")
        with monkeypatch.context() as patched:
            patched.setattr(Store, "link", _killed)
            with pytest.raises(Killed):
                here.run("region-north")
        here.restart()
        here.run("region-south")
        assert [each for each in here.servers["region"].log if not each.by_person]
        assert [each for each in here.servers["south"].log if not each.by_person] == []


def _killed(*_: object, **__: object) -> None:
    raise Killed
