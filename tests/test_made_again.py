"""A record is deleted and made again under the same identifier, between two runs or after one."""

import pytest

from adapter.values import Ref, Why
from tests.simulation.people import People
from tests.simulation.town import PEOPLE, Town, town
from tests.simulation.words import PLACES, Body, made

ROUTE = "region-north"
NEW = "tag-0-100"
AIM = next(each for each in PLACES if (each.kind, each.name) == ("Goal", "aim"))


def test_an_owner_who_makes_it_again_at_once_has_changed_it() -> None:
    with town(1) as here:
        _settled(here)
        _made_again(here, "region", _deleted(here, "region"))
        here.run(ROUTE)
        assert [_aims(here, each) for each in ("region", "north")] == [[NEW], [NEW]]
        assert here.store.holds(ROUTE) == []


def test_what_an_owner_makes_again_after_its_copy_was_deleted_waits_and_is_shown() -> None:
    with town(1) as here:
        _settled(here)
        goal = _deleted(here, "region")
        here.run(ROUTE)
        _made_again(here, "region", goal)
        here.run(ROUTE)
        here.run(ROUTE)
        assert [_aims(here, each) for each in ("region", "north")] == [[NEW], []]
        assert [each.why for each in here.store.holds(ROUTE)] == [Why.CHANGED_BY_OTHER_SIDE]


@pytest.mark.parametrize("runs", [0, 1])
def test_who_makes_a_copy_again_proposes_a_change_to_its_owner(runs: int) -> None:
    with town(1) as here:
        _settled(here)
        goal = _deleted(here, "north")
        for _ in range(runs):
            here.run(ROUTE)
        _made_again(here, "north", goal)
        here.run(ROUTE)
        assert _aims(here, "region") == ["tag-0-0"]
        assert _aims(here, "north") == [NEW]
        assert [each.why for each in here.store.holds(ROUTE)] == [Why.CHANGED_BY_OTHER_SIDE]


def _settled(here: Town) -> None:
    people = People(here.chance, here.servers, here.patients(), here.remembers)
    people.plan_for(PEOPLE[0], "region")
    here.run(ROUTE)
    here.run(ROUTE)


def _goals(here: Town, server: str) -> list[Body]:
    standing = here.servers[server].inner.everything()
    return [each for each in standing if each["resourceType"] == "Goal" and made(each) == 0]


def _aims(here: Town, server: str) -> list[str]:
    return [each["description"]["text"] for each in _goals(here, server)]


def _deleted(here: Town, server: str) -> Body:
    goal = _goals(here, server)[0]
    here.servers[server].deleted_by_person(Ref("Goal", goal["id"]))
    return goal


def _made_again(here: Town, server: str, goal: Body) -> None:
    body = {name: each for name, each in goal.items() if name not in {"id", "meta"}}
    here.servers[server].saved_by_person(None, AIM.write(body, NEW))
