"""The order in which servers answer says nothing: any order plans the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from adapter.values import Action, Mode, Page, Right, Seen, Step
from tests.test_copy import plan_at_region
from tests.test_two_way import activity, edit, held
from tests.world import ANNA, AnyServer, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Everything that can happen to a record, all at once."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    walk, sleep = (activity(made.region, text) for text in ("Gå ut", "Sova"))
    edit(made.region, "CarePlan", activity=[walk, sleep])
    made.run("plans")
    made.share("plans", {"CarePlan.description": Right.SHARED})
    made.restrict("plans", "municipality", {"*": Mode.WRITE, "Observation": Mode.READ})
    edit(made.region, "CarePlan", description="Region", title="Ny titel", activity=[sleep])
    edit(
        made.municipality,
        "CarePlan",
        description="Kommun",
        note=[{"text": "Från kommunen"}],
        activity=[
            *held(made.municipality, "CarePlan")["activity"],
            activity(made.municipality, "Äta själv"),
        ],
    )
    edit(made.region, "Observation", valueString="Att orka gå till affären.")
    edit(made.municipality, "Goal", description={"text": "Gå till sjön med hunden"})
    twin = {name: each for name, each in held(made.region, "Goal").items() if name != "id"}
    twice = [{"system": "urn:twice", "value": "1"}]
    for text in ("Läsa", "Skriva"):
        made.region.create(
            {**twin, "identifier": twice, "description": {"text": text}}, if_none_exist=None
        )
    return made


class Shuffling:
    """A server whose answers come in any order."""

    def __init__(self, server: AnyServer, random: Random) -> None:
        self._search, self._newest = server.search, server.newest
        self._random = random
        self.turned = 0

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        return iter(self._any_order(self._search(kind, query)))

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        for page in self._newest(kind, query, count):
            yield replace(page, seen=tuple(self._any_order(page.seen)))

    def _any_order(self, found: Iterable[Seen]) -> list[Seen]:
        told = list(found)
        self._random.shuffle(told)
        self.turned += len(told) > 1
        return told


def planned(world: World) -> list[Action]:
    return world.run("plans", dry_run=True).actions


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_answers_plans_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    before = planned(world)
    assert {each.step for each in before} == set(Step) - {Step.DELETE}
    random = Random(seed)  # noqa: S311  an order, not a secret
    shuffling = [Shuffling(server, random) for server in (world.region, world.municipality)]
    for server, other in zip((world.region, world.municipality), shuffling, strict=True):
        monkeypatch.setattr(server, "search", other.search)
        monkeypatch.setattr(server, "newest", other.newest)
    assert planned(world) == before
    assert all(each.turned for each in shuffling)
