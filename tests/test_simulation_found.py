"""What stories once found, told again by name: each broke a promise until it was put right."""

import pytest

from adapter.state.store import Store
from adapter.values import Ref
from tests.simulation.faults import Killed
from tests.simulation.people import People
from tests.simulation.town import PEOPLE, Town, town
from tests.simulation.words import PLACES, Body, is_agreed, made

ON_BOTH_ROUTES = PEOPLE[2]
AIM = next(each for each in PLACES if (each.kind, each.name) == ("Goal", "aim"))


def test_a_copy_that_a_killed_run_left_at_the_hub_goes_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by stories 20, 38 and 91: no link was kept, and the region seemed to own the record."""
    with town(1) as here:
        people = People(here.chance, here.servers, here.patients(), here.remembers)
        people.plan_for(ON_BOTH_ROUTES, "north")
        with monkeypatch.context() as patched:
            patched.setattr(Store, "settle", _killed)
            with pytest.raises(Killed):
                here.run("region-north")
        here.restart()
        here.run("region-south")
        assert [each for each in here.servers["region"].log if not each.by_person]
        assert [each for each in here.servers["south"].log if not each.by_person] == []


def test_an_answer_that_crossed_to_one_side_is_not_one_to_new_words_for_another() -> None:
    """Found by story 100435 as it once was: the second route knew nothing of the first words."""
    with town(1) as here:
        people = People(here.chance, here.servers, here.patients(), here.remembers)
        people.plan_for(ON_BOTH_ROUTES, "region")
        people.accept("region", _goal(here, "region"))
        here.run("region-north")
        assert is_agreed(_goal(here, "north"))
        _reworded(here, "region")
        here.run("region-south")
        assert not is_agreed(_goal(here, "south"))
        here.run("region-north")
        here.run("region-south")
        assert not [each for each in here.servers if is_agreed(_goal(here, each))]


def test_an_answer_to_the_words_as_they_are_crosses_on_every_route() -> None:
    with town(1) as here:
        people = People(here.chance, here.servers, here.patients(), here.remembers)
        people.plan_for(ON_BOTH_ROUTES, "region")
        here.run("region-north")
        _reworded(here, "region")
        people.accept("region", _goal(here, "region"))
        here.run("region-south")
        here.run("region-north")
        assert [each for each in here.servers if is_agreed(_goal(here, each))] == [*here.servers]


def _goal(here: Town, server: str) -> Body:
    """The goal that was made first there."""
    standing = here.servers[server].inner.everything()
    return min(
        (each for each in standing if each["resourceType"] == "Goal"),
        key=lambda each: made(each) or 0,
    )


def _reworded(here: Town, server: str) -> None:
    """Somebody changes the words and leaves the answer as it is."""
    goal = _goal(here, server)
    here.servers[server].saved_by_person(Ref("Goal", goal["id"]), AIM.write(goal, "tag-0-100"))


def _killed(*_: object, **__: object) -> None:
    raise Killed
