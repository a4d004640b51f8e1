"""Both versions of what is in conflict are shown, and a person's choice ends it."""

from pathlib import Path

import pytest

from adapter.errors import Exit, NotKnown
from adapter.sync.units import item_unit, said
from adapter.usecases import conflicts, enrolment
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Ref, Right
from tests.test_copy import plan_at_region
from tests.test_two_way import activity, edit, held, is_quiet
from tests.world import ANNA, STEWARD, World, make_world

NAME = "CarePlan/p1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Both sides changed the words of a plan that had crossed, each in its own way."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    made.share("plans", {"CarePlan.description": Right.SHARED, "CarePlan.title": Right.SHARED})
    for server, word in ((made.region, "Region"), (made.municipality, "Kommun")):
        edit(server, "CarePlan", description=word, title=word)
    assert made.run("plans").exit is Exit.CONFLICTS
    return made


def choose(world: World, take: End, *units: str) -> None:
    chosen = conflicts.named(world.context, NAME)
    decision = Decision(take=take, units=units, by=STEWARD, why="by phone")
    resolve(world.context, chosen, decision)


def words(world: World) -> list[tuple[str, str]]:
    plans = [held(server, "CarePlan") for server in (world.region, world.municipality)]
    return [(each["description"], each["title"]) for each in plans]


def test_a_conflict_goes_by_type_and_identifier_or_by_its_key(world: World) -> None:
    [found] = conflicts.conflicts(world.context)
    assert found.name == NAME
    assert conflicts.named(world.context, NAME) == found
    assert conflicts.named(world.context, found.conflict.key, "plans") == found
    with pytest.raises(NotKnown):
        conflicts.named(world.context, "CarePlan/p2")


def test_both_versions_and_the_last_agreement_are_shown_by_unit(world: World) -> None:
    found = conflicts.named(world.context, NAME)
    versions = conflicts.versions(world.context, found, STEWARD)
    [shown] = conflicts.disagreements(versions, ["description"])
    assert shown.now == {
        End.HERE: {"description": "Region"},
        End.THERE: {"description": "Kommun"},
    }
    assert set(shown.base) == set(End)
    assert shown.base[End.HERE] == shown.base[End.THERE]


@pytest.mark.parametrize(("take", "word"), [(End.HERE, "Region"), (End.THERE, "Kommun")])
def test_the_next_run_sends_the_version_that_was_chosen(world: World, take: End, word: str) -> None:
    choose(world, take)
    assert world.run("plans").exit is Exit.OK
    assert words(world) == [(word, word)] * 2
    assert conflicts.conflicts(world.context) == []
    assert is_quiet(world)


def test_units_are_chosen_one_by_one(world: World) -> None:
    choose(world, End.HERE, "description")
    choose(world, End.THERE, "title")
    world.run("plans")
    assert words(world) == [("Region", "Kommun")] * 2


def test_a_unit_that_nobody_chose_stays_in_conflict(world: World) -> None:
    choose(world, End.HERE, "description")
    world.run("plans")
    assert words(world) == [("Region", "Region"), ("Region", "Kommun")]
    [left] = conflicts.conflicts(world.context)
    assert left.conflict.units == ("title",)


def test_what_is_written_after_the_choice_is_not_overwritten(world: World) -> None:
    choose(world, End.HERE)
    edit(world.municipality, "CarePlan", description="Kommun igen")
    world.run("plans")
    assert held(world.municipality, "CarePlan")["description"] == "Kommun igen"


def test_who_chose_what_and_why_is_remembered(world: World) -> None:
    choose(world, End.HERE, "title")
    [made] = world.context.store.resolutions("plans")
    assert (made.unit, made.take, made.by, made.why) == (
        "title",
        End.HERE,
        STEWARD,
        "by phone",
    )
    assert set(conflicts.named(world.context, NAME).chosen) == {"title"}


def test_who_decided_is_the_author_of_what_was_written_and_of_nothing_else(world: World) -> None:
    choose(world, End.HERE, "title")
    edit(world.region, "Goal", note=[{"text": "Ringt"}])
    world.run("plans")
    told = {
        "decided" if agent["who"].get("display") == STEWARD else "not": each["target"]
        for each in world.municipality.everything()
        if each["resourceType"] == "Provenance"
        for agent in each["agent"][-1:]
    }
    plan, goal = held(world.municipality, "CarePlan"), held(world.municipality, "Goal")
    version = plan["meta"]["versionId"]
    assert told["decided"] == [{"reference": f"CarePlan/{plan['id']}/_history/{version}"}]
    version = goal["meta"]["versionId"]
    assert told["not"] == [{"reference": f"Goal/{goal['id']}/_history/{version}"}]


def test_nothing_is_chosen_in_a_unit_that_is_not_in_conflict(world: World) -> None:
    with pytest.raises(NotKnown, match="description, title"):
        choose(world, End.HERE, "period")
    assert world.context.store.resolutions("plans") == []


def test_nothing_is_chosen_once_a_version_is_gone(world: World) -> None:
    plan = held(world.municipality, "CarePlan")
    world.municipality.delete(Ref("CarePlan", plan["id"]), if_match=None)
    with pytest.raises(NotKnown):
        choose(world, End.HERE)


def test_nobody_is_looked_up_who_is_not_enrolled_any_more(world: World) -> None:
    enrolment.end(world.context, "plans", world.context.handle(ANNA), "2020-01-01")
    with pytest.raises(NotKnown):
        choose(world, End.HERE)


def test_a_person_who_is_on_one_side_only_has_no_second_version(world: World) -> None:
    patient = held(world.municipality, "Patient")
    edit(world.municipality, "Patient", identifier=[])
    assert patient["identifier"]
    with pytest.raises(NotKnown, match="person-not-there"):
        choose(world, End.HERE)


def test_the_same_record_in_conflict_on_two_routes_asks_which(world: World) -> None:
    [known] = world.context.store.conflicts("plans")
    world.context.store.replace_conflicts("documents", [known])
    with pytest.raises(NotKnown, match="--route"):
        conflicts.named(world.context, NAME)
    assert conflicts.named(world.context, NAME, "plans").route.name == "plans"


def test_of_a_list_with_keys_only_the_item_is_shown(world: World) -> None:
    edit(
        world.region,
        "CarePlan",
        activity=[activity(world.region, "Träna"), activity(world.region, "Gå ut")],
    )
    found = conflicts.versions(world.context, conflicts.named(world.context, NAME), STEWARD)
    plan = found.now[End.HERE]
    for item in plan["activity"]:
        unit = item_unit(plan, "activity", item)
        assert said(plan, unit) == {"activity": [item]}
    assert said(plan, "activity[none]") == {}


@pytest.mark.parametrize(("take", "words"), [(End.THERE, "Kommunens"), (End.HERE, "Regionens")])
def test_what_is_proposed_to_its_owner_is_taken_or_declined(
    tmp_path: Path, take: End, words: str
) -> None:
    world = make_world(tmp_path)
    world.patient(world.region, ANNA)
    world.patient(world.municipality, ANNA)
    plan_at_region(world)
    world.enrol("plans", ANNA)
    edit(world.region, "CarePlan", title="Regionens")
    world.run("plans")
    edit(world.municipality, "CarePlan", title="Kommunens")
    assert world.run("plans").exit is Exit.WITHHELD
    [found] = conflicts.conflicts(world.context)
    assert (found.name, found.proposed_to, found.conflict.units) == (NAME, "region", ("title",))

    choose(world, take)
    world.run("plans")

    for server in (world.region, world.municipality):
        assert held(server, "CarePlan")["title"] == words
    assert conflicts.conflicts(world.context) == []
    assert is_quiet(world)


def test_of_two_that_never_met_one_may_be_gone_again(tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    fresh = make_world(tmp_path / "fresh")
    fresh.enrol("plans", ANNA)
    for server in (fresh.region, fresh.municipality):
        body = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:a", "value": "g1"}],
            "lifecycleStatus": "active",
            "description": {"text": server.name},
            "subject": {"reference": str(fresh.patient(server, ANNA))},
        }
        server.create(body, if_none_exist=None)
    fresh.run("plans")
    chosen = conflicts.named(fresh.context, "Goal/g1")
    fresh.municipality.delete(Ref("Goal", held(fresh.municipality, "Goal")["id"]), if_match=None)
    with pytest.raises(NotKnown):
        resolve(fresh.context, chosen, Decision(take=End.HERE, by=STEWARD, why="x"))
