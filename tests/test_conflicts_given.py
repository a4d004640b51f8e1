"""A person gives other words than either side has: both get them, and only if they may be said."""

from pathlib import Path
from typing import Any

import pytest

from adapter.errors import Exit, NotTheirs, Unreachable, ValueRefused, exit_code
from adapter.sync.units import item_unit
from adapter.usecases import conflicts
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Mode, Resolution, Right
from mappings.codes.systems import GOAL_ACCEPTANCE
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.test_two_way import edit, held, is_quiet
from tests.world import ANNA, STEWARD, World, make_world

PLAN = "CarePlan/p1"
GIVEN = "Region och kommun"


@pytest.fixture
def plain(tmp_path: Path) -> World:
    """A plan of the region that has crossed."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    return made


@pytest.fixture
def world(plain: World) -> World:
    """Both sides changed the words of the plan, each in its own way."""
    plain.share("plans", {"CarePlan.description": Right.SHARED, "Goal.aim": Right.SHARED})
    for server, word in ((plain.region, "Region"), (plain.municipality, "Kommun")):
        edit(server, "CarePlan", description=word)
    assert plain.run("plans").exit is Exit.CONFLICTS
    return plain


def give(world: World, value: dict[str, Any], *units: str, name: str = PLAN) -> list[Resolution]:
    chosen = conflicts.named(world.context, name)
    decision = Decision(take=None, value=value, units=units, by=STEWARD, why="by phone")
    return resolve(world.context, chosen, decision)


def words(world: World) -> list[str]:
    return [held(each, "CarePlan")["description"] for each in (world.region, world.municipality)]


def test_the_next_run_writes_what_was_given_to_both_sides(world: World) -> None:
    [made] = give(world, {"description": GIVEN})
    assert (made.take, made.what, made.value) == (None, "given", {"description": GIVEN})
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert report.counts["updated"] == 2
    assert words(world) == [GIVEN, GIVEN]
    assert conflicts.conflicts(world.context) == []
    assert is_quiet(world)


def test_what_was_given_is_what_the_sides_agree_on_from_then_on(world: World) -> None:
    give(world, {"description": GIVEN})
    world.run("plans")
    world.run("plans")
    edit(world.region, "CarePlan", description="Vidare")
    world.run("plans")
    assert words(world) == ["Vidare", "Vidare"]


def test_it_is_planned_with_before_and_after_and_sends_nothing_yet(world: World) -> None:
    give(world, {"description": GIVEN})
    writes = world.region.writes, world.municipality.writes
    actions = [each for each in world.run("plans", dry_run=True).actions if each.body]
    assert {(each.side, each.units) for each in actions} == {
        ("region", ("description",)),
        ("municipality", ("description",)),
    }
    assert (world.region.writes, world.municipality.writes) == writes


def test_what_somebody_writes_meanwhile_makes_it_void(world: World) -> None:
    give(world, {"description": GIVEN})
    edit(world.municipality, "CarePlan", description="Kommun igen")
    world.run("plans")
    assert words(world) == ["Region", "Kommun igen"]


def test_a_run_that_reached_one_side_only_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(world, {"description": GIVEN})

    def unreachable(*_: object, **__: object) -> None:
        raise Unreachable("municipality", "an answer")

    monkeypatch.setattr(world.municipality, "update", unreachable)
    assert world.run("plans").exit is Exit.TRY_AGAIN
    monkeypatch.undo()
    assert words(world) == [GIVEN, "Kommun"]
    [left] = conflicts.conflicts(world.context)
    assert set(left.chosen) == {"description"}
    writes = world.region.writes
    assert world.run("plans").exit is Exit.OK
    assert words(world) == [GIVEN, GIVEN]
    assert world.region.writes == writes
    assert is_quiet(world)


def test_a_side_that_may_not_be_written_keeps_its_words_and_is_shown_what_was_decided(
    world: World,
) -> None:
    world.restrict("plans", "region", {"*": Mode.READ})
    give(world, {"description": GIVEN})
    assert world.run("plans").exit is Exit.WITHHELD
    assert words(world) == ["Region", GIVEN]
    [proposal] = world.context.store.proposals("plans")
    assert (proposal.owner, proposal.units) == ("region", ("description",))
    assert proposal.body["description"] == GIVEN
    assert is_quiet(world)
    edit(world.region, "CarePlan", description=GIVEN)
    world.run("plans")
    assert conflicts.conflicts(world.context) == []


def test_the_decision_outlives_a_run_that_could_not_look_at_the_person(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(world, {"description": GIVEN})
    with monkeypatch.context() as broken:
        broken.setattr("adapter.usecases.copy.views_of", _refused)
        assert world.run("plans").exit is Exit.REFUSED
    assert len(conflicts.conflicts(world.context)) == 1
    world.run("plans")
    assert words(world) == [GIVEN, GIVEN]


def _refused(*_: object) -> None:
    from adapter.errors import Refused

    raise Refused("region", "a search", 400)


def test_one_item_of_a_list_is_given_alone(world: World) -> None:
    note = {"authorString": "Ssk Lind", "time": "2026-03-01T09:00:00Z", "text": "Ring"}
    for server, category in ((world.region, "a"), (world.municipality, "b")):
        extension = [{"url": "https://example.org/kind", "valueString": category}]
        edit(server, "CarePlan", note=[{**note, "extension": extension}])
    world.run("plans")
    unit = item_unit(held(world.region, "CarePlan"), "note", note)
    found = conflicts.named(world.context, PLAN)
    assert unit in found.conflict.units
    other = {**note, "text": "Skriv"}
    with pytest.raises(ValueRefused, match="the one item"):
        give(world, {"note": [other]}, unit)
    give(world, {"note": [note]}, unit)
    world.run("plans")
    for server in (world.region, world.municipality):
        assert held(server, "CarePlan")["note"] == [note]


def test_a_new_aim_is_accepted_by_nobody_yet(world: World) -> None:
    accepted = {
        "url": GOAL_ACCEPTANCE,
        "extension": [
            {"url": "individual", "valueReference": {"reference": "Patient/1"}},
            {"url": "status", "valueCode": "agree"},
        ],
    }
    edit(world.region, "Goal", description={"text": "Till sjön"}, extension=[accepted])
    edit(world.municipality, "Goal", description={"text": "Till bryggan"})
    world.run("plans")
    found = conflicts.versions(world.context, conflicts.named(world.context, "Goal/g1"), STEWARD)
    [shown] = conflicts.disagreements(found, ["aim"])
    value = {**shown.now[End.HERE], "description": {"text": "Till badet"}}
    give(world, value, "aim", name="Goal/g1")
    world.run("plans")
    for server in (world.region, world.municipality):
        goal = held(server, "Goal")
        assert goal["description"]["text"] == "Till badet"
        [answer] = goal["extension"]
        assert answer["extension"][1]["valueCode"] == "pending"
    assert is_quiet(world)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({}, "the elements of the unit"),
        ({"title": "x"}, "title: not of this unit"),
        ({"description": ["x"]}, "CarePlan.description"),
        ({"description": "x", "_description": {"id": 1}}, "CarePlan.description"),
    ],
)
def test_what_is_not_that_unit_or_not_valid_is_refused_and_not_repeated(
    world: World, value: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValueRefused, match=problem) as caught:
        give(world, value)
    assert exit_code(caught.value) is Exit.UNREADABLE
    assert world.context.store.resolutions("plans") == []


def test_a_reference_that_means_something_on_one_server_only_is_refused(world: World) -> None:
    for server in (world.region, world.municipality):
        edit(server, "CarePlan", replaces=[{"display": server.name}])
    world.run("plans")
    with pytest.raises(ValueRefused, match="Type/id"):
        give(world, {"replaces": [{"reference": "CarePlan/7"}]}, "replaces")


def test_a_value_is_for_one_unit(world: World) -> None:
    edit(world.region, "CarePlan", title="Region")
    edit(world.municipality, "CarePlan", title="Kommun")
    world.run("plans")
    with pytest.raises(ValueRefused, match="one unit"):
        give(world, {"title": "x"})


def test_a_document_and_the_server_get_along_on_what_was_given(plain: World) -> None:
    plain.enrol("documents", ANNA)
    plain.drop("1.xml", document({"g": "Gå till sjön"}))
    plain.run("documents")
    [goal] = [each for each in plain.region.everything() if _from_documents(each)]
    _reword(plain, goal, "Gå runt sjön")
    plain.drop("2.xml", document({"g": "Gå till sjön varje dag"}, version=2))
    assert plain.run("documents").exit is Exit.CONFLICTS
    [found] = conflicts.conflicts(plain.context, "documents")
    [shown] = conflicts.disagreements(conflicts.versions(plain.context, found, STEWARD), ["aim"])
    value = {**shown.now[End.THERE], "description": {"text": "Gå"}}
    with pytest.raises(ValueRefused, match="not of this unit"):
        give(plain, {"note": []}, name=found.name)
    give(plain, value, name=found.name)
    assert plain.run("documents").exit is Exit.OK
    assert (plain.inbox / "done" / "2.xml").exists()
    assert _text(plain) == "Gå"
    plain.drop("3.xml", document({"g": "Gå till sjön varje dag", "h": "Sova"}, version=3))
    assert plain.run("documents").conflicts == []
    assert _text(plain) == "Gå"


def _from_documents(resource: dict[str, Any]) -> bool:
    text = (resource.get("description") or {}) if resource["resourceType"] == "Goal" else {}
    return bool(text) and text["text"] not in {"Gå till sjön och tillbaka", "Sova"}


def _reword(world: World, goal: dict[str, Any], text: str) -> None:
    from adapter.values import Ref

    changed = {**goal, "description": {"text": text}}
    world.region.update(Ref("Goal", goal["id"]), changed, if_match=None)


def _text(world: World) -> str:
    [goal] = [each for each in world.region.everything() if _from_documents(each)]
    text: str = goal["description"]["text"]
    return text


# -- who may decide -----------------------------------------------------------------------------


def choose(world: World, by: str, *units: str) -> None:
    chosen = conflicts.named(world.context, PLAN)
    resolve(world.context, chosen, Decision(take=End.HERE, by=by, why="x", units=units))


def test_what_is_shared_is_decided_by_the_stewards_of_either_side(world: World) -> None:
    world.appoint("plans", "region", "SE-R")
    world.appoint("plans", "municipality", "SE-K")
    choose(world, "SE-R")
    choose(world, "SE-K")
    with pytest.raises(NotTheirs, match=r"endpoints\.region\.stewards or endpoints\.munic") as not_:
        choose(world, "SE-X")
    assert exit_code(not_.value) is Exit.NOT_PERMITTED


def test_what_is_its_owners_is_decided_by_the_stewards_of_its_owner(world: World) -> None:
    world.share("plans", {})
    world.appoint("plans", "region", "SE-R")
    world.appoint("plans", "municipality", "SE-K")
    with pytest.raises(NotTheirs, match=r"in endpoints\.region\.stewards$"):
        choose(world, "SE-K")
    choose(world, "SE-R")


def test_a_record_that_one_side_calls_wrong_is_its_owners_to_decide(world: World) -> None:
    world.appoint("plans", "region", "SE-R")
    edit(world.municipality, "CarePlan", status="entered-in-error")
    with pytest.raises(NotTheirs):
        choose(world, STEWARD)
    choose(world, "SE-R")


def test_nobody_decides_where_nobody_is_named(world: World) -> None:
    world.appoint("plans", "region")
    world.appoint("plans", "municipality")
    with pytest.raises(NotTheirs):
        choose(world, STEWARD)
    assert world.context.store.resolutions("plans") == []


def test_what_the_municipality_owns_is_decided_by_its_stewards(plain: World) -> None:
    subject = {"reference": f"Patient/{held(plain.municipality, 'Patient')['id']}"}
    plain.municipality.create(
        {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:k", "value": "k1"}],
            "lifecycleStatus": "active",
            "description": {"text": "Handla själv"},
            "subject": subject,
        },
        if_none_exist=None,
    )
    plain.run("plans")
    [there] = [each for each in plain.region.everything() if _named(each, "k1")]
    _reword(plain, there, "Handla")
    plain.run("plans")
    plain.appoint("plans", "region", "SE-R")
    found = conflicts.named(plain.context, "Goal/k1")
    assert found.proposed_to == "municipality"
    for by in ("SE-R", STEWARD):
        decision = Decision(take=End.HERE, by=by, why="x")
        if by == STEWARD:
            resolve(plain.context, found, decision)
        else:
            with pytest.raises(NotTheirs):
                resolve(plain.context, found, decision)


def _named(resource: dict[str, Any], value: str) -> bool:
    held = resource.get("identifier") or ()
    return isinstance(held, list) and any(each["value"] == value for each in held)
