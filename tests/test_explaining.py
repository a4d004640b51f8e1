"""Where a record comes from and where it stands is told by place and rule, and never by content."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapter.codec.documents import RawDocument
from adapter.errors import NotKnown
from adapter.usecases import explaining
from adapter.usecases.explaining import Explained
from adapter.values import End, Ref, Right, Step
from mappings.account import Class
from tests.test_ingest import document
from tests.world import ANNA, AnyServer, World, make_world

WORDS = "Gå till sjön och tillbaka"
DOCUMENT = document({"g": WORDS, "h": "Sova hela natten"}, words="Sjön betyder allt")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A document that was taken in at the region, and whose goals went on to the municipality."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.patient(made.municipality, ANNA)
    for route in ("documents", "plans"):
        made.enrol(route, ANNA)
    made.drop("plan.xml", DOCUMENT)
    made.run("documents")
    made.run("plans")
    return made


def goal_id(world: World) -> str:
    """The business identifier of the goal that is looked into."""
    [goal] = [
        each
        for each in world.region.everything()
        if each["resourceType"] == "Goal" and each["description"]["text"] == WORDS
    ]
    value: str = goal["identifier"][0]["value"]
    return value


def edit_goal(server: AnyServer, value: str, words: str) -> None:
    """Somebody at that side rewords the goal of that identifier."""
    [goal] = [
        each
        for each in server.everything()
        if each["resourceType"] == "Goal" and each["identifier"][0]["value"] == value
    ]
    ref = Ref("Goal", goal["id"])
    server.update(ref, {**goal, "description": {"text": words}}, if_match=None)


def told(world: World, element: str = "") -> Explained:
    return explaining.explain(world.context, f"Goal/{goal_id(world)}{element}", None)


def test_an_element_is_traced_to_the_line_and_path_it_was_read_from(world: World) -> None:
    [origin] = told(world, ".description.text").origins
    assert (origin.document, origin.format, origin.route) == ("plan.xml", "native", "documents")
    assert origin.items is not None
    [item] = origin.items
    assert (item.line, item.klass) == (1, Class.MAPPED)
    assert "words" in item.path
    assert item.target == f"Goal/{goal_id(world)}.description.text"


def test_a_record_is_traced_to_every_place_it_was_read_from(world: World) -> None:
    [origin] = told(world).origins
    targets = {item.target or "" for item in origin.items or ()}
    start = f"Goal/{goal_id(world)}"
    assert {f"{start}.description.text", f"{start}.lifecycleStatus"} <= targets
    assert all(target.startswith(start) for target in targets)


def test_an_element_around_what_was_read_is_traced_to_what_is_in_it(world: World) -> None:
    [whole], [part] = told(world, ".description").origins, told(world, ".description.text").origins
    assert whole.items == part.items


def test_an_element_that_nothing_was_read_into_has_no_place(world: World) -> None:
    [origin] = told(world, ".startDate").origins
    assert origin.items == ()


def test_a_record_names_the_runs_in_which_its_documents_came(world: World) -> None:
    [origin] = told(world).origins
    [run] = world.context.store.runs("documents")
    assert origin.runs == (run.id,)


def test_both_sides_of_each_route_are_named_and_whether_they_agreed(world: World) -> None:
    explained = told(world)
    by_route = {each.route.name: each for each in explained.standings}
    assert set(by_route) == {"documents", "plans"}
    plans = by_route["plans"]
    assert set(plans.links) == set(End)
    assert plans.agreed
    assert explained.first_seen == "region"


def test_the_writes_of_a_record_are_told_with_their_runs(world: World) -> None:
    by_route = {each.route.name: each for each in told(world).standings}
    for route, side in (("documents", "region"), ("plans", "municipality")):
        [written] = by_route[route].writes
        [run] = world.context.store.runs(route)
        assert (written.intent.method, written.intent.side) == (Step.CREATE, side)
        assert written.run == run.id
        assert by_route[route].agreed_at == written.intent.settled


def test_what_waits_for_the_owner_is_told(world: World) -> None:
    edit_goal(world.municipality, goal_id(world), "Gå längre")
    world.run("plans")
    [standing] = [each for each in told(world).standings if each.route.name == "plans"]
    [proposal] = standing.proposals
    assert proposal.owner == "region"
    assert "Gå längre" not in repr(proposal.units)


def test_a_record_is_found_by_where_it_lives_on_a_server(world: World) -> None:
    by_identifier = told(world, ".description")
    ref = by_identifier.standings[-1].links[End.THERE]
    found = explaining.explain(world.context, f"{ref}.description", "municipality")
    assert found == by_identifier


def test_an_open_conflict_is_told(world: World) -> None:
    world.share("plans", {"Goal": Right.SHARED})
    value = goal_id(world)
    edit_goal(world.region, value, "Region")
    edit_goal(world.municipality, value, "Kommun")
    world.run("plans")
    explained = explaining.explain(world.context, f"Goal/{value}", None)
    [conflict] = [each.conflict for each in explained.standings if each.conflict]
    assert "Region" not in repr(conflict.units)


def test_a_document_whose_text_is_gone_is_named_without_places(world: World) -> None:
    (world.inbox / "done" / "plan.xml").unlink()
    [origin] = told(world).origins
    assert (origin.document, origin.items) == ("plan.xml", None)


def test_a_folder_that_is_not_configured_any_more_has_no_documents(world: World) -> None:
    world.context = replace(world.context, folders={})
    [origin] = told(world).origins
    assert origin.items is None


def test_another_document_under_that_name_is_not_taken_for_it(world: World) -> None:
    (world.inbox / "done" / "plan.xml").write_bytes(document({"g": "Något annat"}))
    [origin] = told(world).origins
    assert origin.items is None


def test_a_document_can_be_given_where_none_is_kept(world: World) -> None:
    raw = RawDocument(name="given.xml", data=DOCUMENT)
    end = world.context.settings.endpoints["inbox"]
    sources = [world.context.source(end)]
    name = f"Goal/{goal_id(world)}.description"
    base = world.context.settings.base
    found = explaining.explain_document(raw, sources, name, base)
    [given], [kept] = found.origins, told(world, ".description").origins
    assert given.items == kept.items
    with pytest.raises(NotKnown):
        explaining.explain_document(raw, sources, "Goal/nobody", base)


@pytest.mark.parametrize("name", ["Goal", "Goal/nobody", "Observation/{id}", "Goal/{id}x"])
def test_what_names_nothing_is_said_so_and_not_repeated(world: World, name: str) -> None:
    with pytest.raises(NotKnown) as raised:
        explaining.explain(world.context, name.format(id=goal_id(world)), None)
    assert "nobody" not in str(raised.value)


def test_a_name_with_dots_in_it_is_not_cut_at_the_first_one(world: World) -> None:
    store = world.context.store
    for value in ("1.2", "1.2.3"):
        store.link("region", f"Goal|urn:x|{value}", Ref("Goal", value), origin="region")
    found = explaining.explain(world.context, "Goal/1.2.3.target[0]", None)
    assert (found.subject.key, found.subject.element) == ("Goal|urn:x|1.2.3", ".target[0]")


def test_two_records_of_one_name_ask_which(world: World) -> None:
    for system in ("urn:x", "urn:y"):
        key = f"Goal|{system}|1"
        world.context.store.link("region", key, Ref("Goal", system), origin="region")
    with pytest.raises(NotKnown, match="--endpoint"):
        explaining.explain(world.context, "Goal/1", None)
