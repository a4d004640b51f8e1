"""A record that stands twice on a server: shown side by side, decided by a steward, then one."""

from pathlib import Path
from typing import Any

import pytest

from adapter.errors import Exit, NotKnown, NotTheirs
from adapter.sync.doubles import first
from adapter.usecases import doubles
from adapter.usecases.doubles import Double
from adapter.values import End, Mode, Ref, Seen, Step, Why
from tests.test_copy import plan_at_region
from tests.test_two_way import edit, held, is_quiet
from tests.world import ANNA, STEWARD, World, make_world

NAME = "Goal/g1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan that has crossed; then somebody made a second copy of its goal at the municipality."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    double(made, description={"text": "Till sjön, på nytt"})
    assert made.run("plans").exit is Exit.WITHHELD
    return made


def double(world: World, **changes: object) -> Ref:
    [goal, *_] = goals(world)
    body = {name: each for name, each in goal.items() if name not in {"id", "meta"}}
    return world.municipality.create({**body, **changes}, if_none_exist=None)[0].ref


def goals(world: World) -> list[dict[str, Any]]:
    found = [each for each in world.municipality.everything() if each["resourceType"] == "Goal"]
    return sorted(found, key=lambda each: int(each["id"]))


def the_double(world: World) -> Double:
    found = doubles.named(world.context, NAME)
    assert found is not None
    return found


def keep(world: World, which: int, by: str = STEWARD) -> None:
    ref = f"Goal/{goals(world)[which]['id']}"
    doubles.keep(world.context, the_double(world), ref, by=by, why="the other one came twice")


def statuses(world: World) -> list[str]:
    return [each["lifecycleStatus"] for each in goals(world)]


def test_both_stand_side_by_side_with_the_older_one_proposed(world: World) -> None:
    found = the_double(world)
    assert (found.name, found.person) == (NAME, world.context.handle(ANNA))
    stand = doubles.standing(world.context, found, STEWARD)
    assert set(stand) == {End.THERE}
    assert {each.ref.id for each in stand[End.THERE]} == {each["id"] for each in goals(world)}
    assert first(stand[End.THERE]).ref.id == goals(world)[0]["id"]


def test_nothing_of_it_moves_until_somebody_chose(world: World) -> None:
    edit(world.region, "Goal", description={"text": "Ändrat"})
    world.run("plans")
    assert {each["description"]["text"] for each in goals(world)} == {
        "Gå till sjön och tillbaka",
        "Till sjön, på nytt",
    }


def test_the_one_kept_is_carried_and_the_other_is_entered_in_error(world: World) -> None:
    keep(world, 0)
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert [(each.step, each.side) for each in report.actions if each.body] == [
        (Step.UPDATE, "municipality")
    ]
    assert statuses(world) == ["active", "entered-in-error"]
    assert doubles.doubles(world.context) == []
    edit(world.region, "Goal", description={"text": "Ändrat"})
    world.run("plans")
    assert [each["description"]["text"] for each in goals(world)] == [
        "Ändrat",
        "Till sjön, på nytt",
    ]
    assert is_quiet(world)
    assert doubles.doubles(world.context) == []


def test_the_newer_one_may_be_kept_and_what_refers_to_the_record_means_it(world: World) -> None:
    keep(world, 1)
    world.run("plans")
    assert statuses(world) == ["entered-in-error", "active"]
    assert world.run("plans").exit is Exit.WITHHELD  # the other words are proposed to the owner
    edit(world.region, "Goal", description={"text": "Till sjön, på nytt"})
    edit(world.region, "CarePlan", title="Ny titel")
    world.run("plans")
    assert world.run("plans").exit is Exit.OK
    plan = held(world.municipality, "CarePlan")
    assert plan["goal"] == [{"reference": f"Goal/{goals(world)[1]['id']}"}]


def test_a_copy_that_a_run_sent_twice_is_deleted_again(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.patient(world.region, ANNA)
    world.patient(world.municipality, ANNA)
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    extra = double(world)
    world.run("plans")
    keep(world, 0)
    world.run("plans")
    assert world.municipality.is_deleted(extra)
    assert statuses(world) == ["active"]
    assert is_quiet(world)


def test_of_three_both_others_end_in_one_run(world: World) -> None:
    double(world, description={"text": "En tredje"})
    world.run("plans")
    keep(world, 0)
    world.run("plans")
    assert statuses(world) == ["active", "entered-in-error", "entered-in-error"]
    assert is_quiet(world)


def test_the_choice_holds_for_the_versions_that_stood_there_and_no_others(world: World) -> None:
    keep(world, 0)
    [_, newer] = goals(world)
    changed = {**newer, "description": {"text": "Ändrat sedan"}}
    world.municipality.update(Ref("Goal", newer["id"]), changed, if_match=None)
    world.run("plans")
    assert statuses(world) == ["active", "active"]
    assert [each.why for each in world.context.store.holds("plans")] == [Why.DUPLICATE_THERE]


def test_only_a_steward_of_the_side_where_it_stands_chooses(world: World) -> None:
    world.appoint("plans", "municipality", "SE-K")
    with pytest.raises(NotTheirs, match=r"endpoints\.municipality\.stewards"):
        keep(world, 0)
    keep(world, 0, by="SE-K")
    [made] = the_double(world).chosen
    assert (made.by, made.why) == ("SE-K", "the other one came twice")


def test_a_side_that_may_not_be_written_keeps_both(world: World) -> None:
    world.restrict("plans", "municipality", {"*": Mode.APPEND})
    keep(world, 0)
    world.run("plans")
    assert statuses(world) == ["active", "active"]
    reasons = {each.why for each in world.context.store.holds("plans")}
    assert reasons == {Why.DUPLICATE_THERE, Why.ENDPOINT_MODE}


def test_an_end_that_would_not_be_valid_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, 0)
    monkeypatch.setattr(
        "adapter.usecases.copy.checker.is_valid",
        lambda body: body.get("lifecycleStatus") != "entered-in-error",
    )
    world.run("plans")
    assert statuses(world) == ["active", "active"]
    reasons = {each.why for each in world.context.store.holds("plans")}
    assert reasons == {Why.DUPLICATE_THERE, Why.INVALID_RESOURCE}


def test_what_does_not_stand_there_cannot_be_kept(world: World) -> None:
    with pytest.raises(NotKnown, match="one of those"):
        doubles.keep(world.context, the_double(world), "Goal/99", by=STEWARD, why="x")
    assert doubles.named(world.context, "Goal/other") is None


def test_where_both_sides_have_it_twice_the_endpoint_says_which_is_meant(world: World) -> None:
    [goal] = [each for each in world.region.everything() if each["resourceType"] == "Goal"]
    body = {name: each for name, each in goal.items() if name not in {"id", "meta"}}
    world.region.create(body, if_none_exist=None)
    world.run("plans")
    stand = doubles.standing(world.context, the_double(world), STEWARD)
    assert set(stand) == set(End)
    here = first(stand[End.HERE]).ref
    made = doubles.keep(world.context, the_double(world), f"region/{here}", by=STEWARD, why="x")
    assert (made.endpoint, made.keep) == ("region", here)
    world.run("plans")
    assert set(doubles.standing(world.context, the_double(world), STEWARD)) == {End.THERE}
    keep(world, 0)
    world.run("plans")
    assert doubles.doubles(world.context) == []
    assert is_quiet(world)


def test_a_record_called_an_error_does_not_make_another_one_a_double(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.patient(world.region, ANNA)
    world.patient(world.municipality, ANNA)
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    double(world, lifecycleStatus="entered-in-error")
    assert world.run("plans").holds == []
    double(world, lifecycleStatus="entered-in-error")
    [goal, *_] = goals(world)
    wrong = {**goal, "lifecycleStatus": "entered-in-error"}
    world.municipality.update(Ref("Goal", goal["id"]), wrong, if_match=None)
    assert Why.DUPLICATE_THERE not in {each.why for each in world.run("plans").holds}


def test_what_says_nothing_of_its_time_is_not_the_first() -> None:
    told = {"meta": {"lastUpdated": "2026-03-02T08:00:00Z"}}
    stand = [
        Seen(ref=Ref("Goal", name), version="1", resource=each)
        for name, each in (("1", {}), ("12", told), ("3", told))
    ]
    assert first(stand).ref == Ref("Goal", "3")


def test_the_same_name_on_two_routes_asks_which(world: World) -> None:
    [hold] = world.context.store.holds("plans")
    world.context.store.replace_holds("documents", [hold])
    with pytest.raises(NotKnown, match="--route"):
        doubles.named(world.context, NAME)
    assert doubles.named(world.context, NAME, "plans") is not None
