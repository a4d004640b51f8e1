"""Both sides work on one plan: what merges, what is proposed, what is a conflict, what ends."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapter.errors import Exit, Stopped, Unreachable
from adapter.sync.merge import Versions, digest_of
from adapter.values import End, Mode, Ref, Resolution, Right, Seen, Step, Why
from mappings.codes.systems import GOAL_ACCEPTANCE
from tests.real_server import PAIRS, PAIRS_OF_SERVERS, RealServer, RealServers
from tests.test_copy import plan_at_region
from tests.world import ANNA, LINE, AnyServer, World, make_world


@pytest.fixture(params=["memory", *PAIRS_OF_SERVERS])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A plan of the region that has already crossed, on servers in memory and on real ones."""
    made = make_world(tmp_path)
    if request.param != "memory":
        real: RealServers = request.getfixturevalue("real_servers")
        kinds = zip(("region", "municipality"), PAIRS[request.param], strict=True)
        servers = {name: RealServer(name, real.url(kind, name)) for name, kind in kinds}
        for server in servers.values():
            server.clear()
        made.move(servers, {name: server.url for name, server in servers.items()})
    person = made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made, str(person))
    made.enrol("plans", ANNA)
    made.run("plans")
    return made


def held(server: AnyServer, kind: str) -> dict[str, Any]:
    [found] = [each for each in server.everything() if each["resourceType"] == kind]
    return found


def edit(server: AnyServer, kind: str, **changes: object) -> None:
    """Somebody at that side saves a change; an empty list takes the element away."""
    resource = held(server, kind)
    changed = {name: each for name, each in {**resource, **changes}.items() if each != []}
    server.update(Ref(kind, resource["id"]), changed, if_match=None)


def activity(server: AnyServer, text: str) -> dict[str, Any]:
    """Something that somebody at that side is to do."""
    subject = {"reference": f"Patient/{held(server, 'Patient')['id']}"}
    body = {
        "resourceType": "ServiceRequest",
        "identifier": [{"system": f"urn:{server.name}", "value": text}],
        "status": "active",
        "intent": "plan",
        "code": {"text": text},
        "subject": subject,
    }
    ref = server.create(body, if_none_exist=None)[0].ref
    return {"reference": {"reference": str(ref)}}


def is_quiet(world: World) -> bool:
    """Whether the next run writes nothing on either side."""
    before = world.region.writes, world.municipality.writes
    world.run("plans")
    return before == (world.region.writes, world.municipality.writes)


def texts(server: AnyServer) -> set[str]:
    """What is to be done by the plan, on one server, followed through its references."""
    requests = {
        f"ServiceRequest/{each['id']}": each["code"]["text"]
        for each in server.everything()
        if each["resourceType"] == "ServiceRequest"
    }
    plan = held(server, "CarePlan")
    return {requests[each["reference"]["reference"]] for each in plan.get("activity") or ()}


def test_what_each_side_adds_to_a_plan_they_share_reaches_the_other_one(world: World) -> None:
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    edit(world.municipality, "CarePlan", activity=[activity(world.municipality, "Gå ut dagligen")])

    report = world.run("plans")

    assert report.exit is Exit.OK
    assert texts(world.region) == texts(world.municipality) == {"Träna balans", "Gå ut dagligen"}
    assert is_quiet(world)


def test_a_plan_that_one_side_renames_and_the_other_adds_to_merges(world: World) -> None:
    edit(world.region, "CarePlan", title="Plan inför hemgång")
    edit(world.municipality, "CarePlan", activity=[activity(world.municipality, "Gå ut dagligen")])
    assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "CarePlan")["title"] == "Plan inför hemgång"
    assert texts(world.region) == {"Gå ut dagligen"}
    assert is_quiet(world)


def test_what_the_other_side_takes_away_from_what_is_shared_goes_on_both(world: World) -> None:
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    world.run("plans")
    edit(world.municipality, "CarePlan", activity=[])
    world.run("plans")
    assert texts(world.region) == set()
    assert is_quiet(world)


def test_one_shared_unit_changed_by_both_keeps_both_versions_and_merges_the_rest(
    world: World,
) -> None:
    route = world.context.settings.routes["plans"]
    world.share(route.name, {"CarePlan.description": Right.SHARED})
    edit(world.region, "CarePlan", description="Region", title="Ny titel")
    edit(world.municipality, "CarePlan", description="Kommun")

    report = world.run("plans")

    assert report.exit is Exit.CONFLICTS
    assert [each.units for each in report.conflicts] == [("description",)]
    assert held(world.region, "CarePlan")["description"] == "Region"
    assert held(world.municipality, "CarePlan")["description"] == "Kommun"
    assert held(world.municipality, "CarePlan")["title"] == "Ny titel"
    assert is_quiet(world)


def test_a_change_of_what_is_anothers_is_proposed_and_the_owner_can_take_it(world: World) -> None:
    edit(world.municipality, "Goal", description={"text": "Gå till sjön med hunden"})
    report = world.run("plans")
    assert [(each.why, each.key) for each in report.holds] == [
        (Why.CHANGED_BY_OTHER_SIDE, "Goal|urn:a|g1")
    ]
    assert held(world.region, "Goal")["description"] == {"text": "Gå till sjön och tillbaka"}
    assert is_quiet(world)

    edit(world.region, "Goal", description={"text": "Gå till sjön med hunden"})

    assert world.run("plans").holds == []
    assert is_quiet(world)


def test_what_the_owner_changes_does_not_overwrite_what_was_proposed(world: World) -> None:
    edit(world.municipality, "Goal", description={"text": "Gå till sjön med hunden"})
    world.run("plans")
    edit(world.region, "Goal", description={"text": "Gå till bryggan"}, lifecycleStatus="on-hold")
    report = world.run("plans")
    assert [each.units for each in report.conflicts] == [("aim",)]
    assert held(world.municipality, "Goal")["description"] == {"text": "Gå till sjön med hunden"}
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "on-hold"


def test_only_the_owner_says_that_a_record_was_wrong_even_where_it_is_shared(world: World) -> None:
    world.share("plans", {"CarePlan": Right.SHARED})
    edit(world.municipality, "CarePlan", status="entered-in-error")
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.CHANGED_BY_OTHER_SIDE]
    assert held(world.region, "CarePlan")["status"] == "active"


def test_what_one_side_ended_and_the_other_went_on_with_never_merges(world: World) -> None:
    edit(world.region, "CarePlan", status="revoked")
    edit(world.municipality, "CarePlan", activity=[activity(world.municipality, "Gå ut dagligen")])
    report = world.run("plans")
    assert report.exit is Exit.CONFLICTS
    assert held(world.municipality, "CarePlan")["status"] == "active"
    assert texts(world.region) == set()


def accepted(world: World, answer: str) -> dict[str, Any]:
    """What the person says to the goal."""
    person = f"Patient/{held(world.region, 'Patient')['id']}"
    return {
        "url": GOAL_ACCEPTANCE,
        "extension": [
            {"url": "individual", "valueReference": {"reference": person}},
            {"url": "status", "valueCode": answer},
        ],
    }


def answer_in(server: AnyServer) -> str:
    parts = held(server, "Goal")["extension"][0]["extension"]
    return next(str(each["valueCode"]) for each in parts if each["url"] == "status")


def test_an_acceptance_never_survives_a_change_of_what_was_accepted(world: World) -> None:
    edit(world.region, "Goal", extension=[accepted(world, "agree")])
    world.run("plans")
    assert answer_in(world.municipality) == "agree"

    edit(world.region, "Goal", description={"text": "Gå till affären"})
    report = world.run("plans")

    assert answer_in(world.region) == answer_in(world.municipality) == "pending"
    assert Why.WORDS_CHANGED_SINCE_ACCEPTED in {each.why for each in report.actions}
    assert is_quiet(world)


def test_an_acceptance_of_the_same_words_crosses_as_it_was_given(world: World) -> None:
    edit(world.region, "Goal", extension=[accepted(world, "pending")])
    world.run("plans")
    edit(world.region, "Goal", extension=[accepted(world, "agree")])
    world.run("plans")
    assert answer_in(world.region) == answer_in(world.municipality) == "agree"


def test_a_record_that_its_owner_deleted_goes_from_the_other_side_too(world: World) -> None:
    goal = held(world.region, "Goal")
    edit(world.region, "CarePlan", goal=[])
    world.run("plans")
    world.region.delete(Ref("Goal", goal["id"]))

    report = world.run("plans")

    assert report.counts["deleted"] == 1
    assert "Goal" not in {each["resourceType"] for each in world.municipality.everything()}
    assert is_quiet(world)


def test_a_deleted_record_that_the_other_side_went_on_with_waits(world: World) -> None:
    edit(world.region, "CarePlan", goal=[])
    world.run("plans")
    world.region.delete(Ref("Goal", held(world.region, "Goal")["id"]))
    edit(world.municipality, "Goal", lifecycleStatus="on-hold")
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.DELETED_BY_OWNER]
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "on-hold"


def test_a_record_that_a_server_only_hides_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = Ref("Goal", held(world.region, "Goal")["id"])
    search, read = world.region.search, world.region.read
    monkeypatch.setattr(
        world.region,
        "search",
        lambda kind, query: (each for each in search(kind, query) if each.ref != goal),
    )
    monkeypatch.setattr(world.region, "read", lambda ref: None if ref == goal else read(ref))
    report = world.run("plans")
    assert {each.step for each in report.actions} == {Step.KEEP}
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "active"


def test_a_side_that_can_only_be_read_is_never_written(world: World) -> None:
    world.restrict("plans", "municipality", {"Goal": Mode.READ})
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.ENDPOINT_MODE]
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "active"


def test_a_side_that_only_takes_new_records_gets_those(world: World) -> None:
    world.restrict("plans", "municipality", {"*": Mode.APPEND})
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    report = world.run("plans")
    assert report.counts["created"] == 1
    assert [each.why for each in report.holds] == [Why.ENDPOINT_MODE]


def test_units_that_each_side_changed_without_the_other_knowing_all_arrive(world: World) -> None:
    world.share("plans", {"Goal.state": Right.SHARED})
    edit(world.region, "Goal", description={"text": "Gå till bryggan"})
    edit(world.municipality, "Goal", lifecycleStatus="completed")
    world.run("plans")
    for server in (world.region, world.municipality):
        goal = held(server, "Goal")
        assert goal["description"] == {"text": "Gå till bryggan"}
        assert goal["lifecycleStatus"] == "completed"
    assert is_quiet(world)


def test_an_element_that_nobody_here_knows_survives_an_update(world: World) -> None:
    unknown = {"url": "https://example.org/their-own", "valueString": "x"}
    edit(world.municipality, "CarePlan", extension=[unknown])
    edit(world.region, "CarePlan", title="Ny titel")
    world.run("plans")
    assert held(world.municipality, "CarePlan")["extension"] == [unknown]
    assert held(world.municipality, "CarePlan")["title"] == "Ny titel"


def test_a_narrative_that_was_generated_from_older_values_does_not_stay(world: World) -> None:
    told = '<div xmlns="http://www.w3.org/1999/xhtml">Gå till sjön och tillbaka</div>'
    edit(world.municipality, "Goal", text={"status": "generated", "div": told})
    edit(world.region, "Goal", description={"text": "Gå till affären"})
    world.run("plans")
    assert "text" not in held(world.municipality, "Goal")


def test_a_record_that_stands_twice_on_a_side_waits_and_is_never_picked_from(world: World) -> None:
    goal = held(world.municipality, "Goal")
    twin = {name: each for name, each in goal.items() if name not in {"id", "meta"}}
    world.municipality.create(twin, if_none_exist=None)
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    report = world.run("plans")
    assert [(each.why, each.key) for each in report.holds] == [
        (Why.DUPLICATE_THERE, "Goal|urn:a|g1")
    ]
    assert {
        each["lifecycleStatus"]
        for each in world.municipality.everything()
        if each["resourceType"] == "Goal"
    } == {"active"}


class Lost:
    """A connection that breaks on its way back, or on its way there."""

    def __init__(self, server: AnyServer, name: str, *, arrives: bool) -> None:
        self._call = getattr(server, name)
        self._name = server.name
        self._arrives = arrives
        self.broken = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if self.broken:
            return self._call(*args, **kwargs)
        self.broken += 1
        if self._arrives:
            self._call(*args, **kwargs)
        raise Unreachable(self._name, "no answer")


@pytest.mark.parametrize("arrives", [True, False])
def test_a_create_without_an_answer_is_looked_for_and_never_sent_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, *, arrives: bool
) -> None:
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    monkeypatch.setattr(
        world.municipality, "create", Lost(world.municipality, "create", arrives=arrives)
    )
    report = world.run("plans")
    assert report.exit is (Exit.OK if arrives else Exit.TRY_AGAIN)
    world.run("plans")
    world.run("plans")  # what had to name it by identifier now refers to it
    assert texts(world.municipality) == {"Träna balans"}
    assert held(world.municipality, "ServiceRequest")["code"]["text"] == "Träna balans"
    assert is_quiet(world)


@pytest.mark.parametrize("arrives", [True, False])
def test_an_update_without_an_answer_is_established_by_reading_back(
    world: World, monkeypatch: pytest.MonkeyPatch, *, arrives: bool
) -> None:
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    lost = Lost(world.municipality, "update", arrives=arrives)
    monkeypatch.setattr(world.municipality, "update", lost)
    report = world.run("plans")
    assert lost.broken == 1
    assert report.exit is (Exit.OK if arrives else Exit.TRY_AGAIN)
    world.run("plans")
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "on-hold"
    assert is_quiet(world)


def test_a_run_that_stops_between_a_write_and_its_memory_finds_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    monkeypatch.setattr(world.context.store, "save_bases", _full)
    with pytest.raises(OSError, match="full"):
        world.run("plans")
    monkeypatch.undo()
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert report.conflicts == []
    assert is_quiet(world)


def _full(*_: object) -> None:
    raise OSError("full")


def test_a_run_that_is_asked_to_stop_finishes_its_item_and_the_next_one_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(
        world.region,
        "CarePlan",
        activity=[activity(world.region, "Träna balans"), activity(world.region, "Gå ut")],
    )
    create = world.municipality.create

    def stopped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Somebody asks while a write is on its way."""
        world.context.stopping.set()
        return create(*args, **kwargs)

    monkeypatch.setattr(world.municipality, "create", stopped)
    with pytest.raises(Stopped):
        world.run("plans")
    monkeypatch.undo()
    world.context.stopping.clear()
    kinds = [each["resourceType"] for each in world.municipality.everything()]
    assert kinds.count("ServiceRequest") == 1

    world.run("plans")

    assert texts(world.municipality) == {"Träna balans", "Gå ut"}
    assert is_quiet(world)


def conflict(world: World) -> Versions:
    """Both sides say something else of the same unit of the plan."""
    world.share("plans", {"CarePlan.description": Right.SHARED})
    edit(world.region, "CarePlan", description="Region")
    edit(world.municipality, "CarePlan", description="Kommun")
    world.run("plans")
    now = {
        End.HERE: held(world.region, "CarePlan"),
        End.THERE: held(world.municipality, "CarePlan"),
    }
    return Versions(key="", kind="CarePlan", owner=End.HERE, base=None, now=now)


def resolution(world: World, versions: Versions, take: End) -> Resolution:
    return Resolution(
        key="CarePlan|urn:a|p1",
        unit="description",
        take=take,
        by="SE2321000016-1003",
        why="agreed by phone",
        at=world.context.now(),
        here=digest_of(versions, End.HERE, "description"),
        there=digest_of(versions, End.THERE, "description"),
    )


@pytest.mark.parametrize(("take", "words"), [(End.HERE, "Region"), (End.THERE, "Kommun")])
def test_a_conflict_ends_with_the_version_that_somebody_chose(
    world: World, take: End, words: str
) -> None:
    versions = conflict(world)
    world.context.store.resolve("plans", [resolution(world, versions, take)])
    assert world.run("plans").conflicts == []
    for server in (world.region, world.municipality):
        assert held(server, "CarePlan")["description"] == words
    assert is_quiet(world)


def test_a_choice_does_not_hold_for_what_was_written_after_it(world: World) -> None:
    versions = conflict(world)
    world.context.store.resolve("plans", [resolution(world, versions, End.HERE)])
    edit(world.municipality, "CarePlan", description="Kommun igen")
    assert world.run("plans").exit is Exit.OK  # the same conflict, which is not new
    assert held(world.municipality, "CarePlan")["description"] == "Kommun igen"


def killed_in_create(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that sends a record without an identifier and is killed before it can note it."""
    create, subject = world.region.create, held(world.region, "CarePlan")["subject"]
    body = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Sova hela natten"},
        "subject": subject,
    }
    create(body, if_none_exist=None)
    monkeypatch.setattr(world.context.store, "save_bases", _full)
    with pytest.raises(OSError, match="full"):
        world.run("plans")
    monkeypatch.undo()


def goals_of(server: AnyServer, text: str) -> list[dict[str, Any]]:
    return [
        each
        for each in server.everything()
        if each["resourceType"] == "Goal" and each["description"]["text"] == text
    ]


def test_what_a_killed_run_left_is_found_again_and_not_made_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_in_create(world, monkeypatch)
    assert len(world.context.store.open_intents("plans")) == 1
    report = world.run("plans")
    assert report.exit is Exit.OK
    assert len(goals_of(world.municipality, "Sova hela natten")) == 1
    assert world.context.store.open_intents("plans") == []
    assert is_quiet(world)


def test_what_somebody_did_with_what_a_killed_run_left_is_not_overwritten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_in_create(world, monkeypatch)
    [left] = goals_of(world.municipality, "Sova hela natten")
    world.municipality.update(
        Ref("Goal", left["id"]), {**left, "lifecycleStatus": "on-hold"}, if_match=None
    )
    report = world.run("plans")
    assert [each.units for each in report.conflicts] == [("state",)]
    [there] = goals_of(world.municipality, "Sova hela natten")
    assert there["lifecycleStatus"] == "on-hold"


def test_a_conflict_keeps_both_versions_and_what_was_agreed_on(world: World) -> None:
    edit(world.region, "CarePlan", description="Före")
    world.run("plans")
    conflict(world)
    [found] = world.context.store.conflicts("plans")
    [unit] = found.disputed
    assert (unit.unit, unit.here, unit.there, unit.base) == (
        "description",
        {"description": "Region"},
        {"description": "Kommun"},
        {"description": "Före"},
    )


def test_a_create_that_was_not_found_again_is_known_later_by_what_was_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = held(world.region, "CarePlan")["subject"]
    body = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Sova hela natten"},
        "subject": subject,
    }
    here = world.region.create(body, if_none_exist=None)[0]
    search = world.municipality.search

    def blind(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        """An index that is behind: what was just made is not found by identifier."""
        by_identifier = kind != "Patient" and any(name == "identifier" for name, _ in query)
        return iter(()) if by_identifier else search(kind, query)

    lost = Lost(world.municipality, "create", arrives=True)
    monkeypatch.setattr(world.municipality, "create", lost)
    monkeypatch.setattr(world.municipality, "search", blind)
    assert world.run("plans").exit is Exit.TRY_AGAIN
    monkeypatch.undo()
    world.region.update(here.ref, {**here.resource, "lifecycleStatus": "on-hold"}, if_match=None)

    gone = {each["id"] for each in goals_of(world.municipality, "Sova hela natten")}

    def hidden(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        """And no search for the person's records finds it either."""
        of_person = any(name == "patient" for name, _ in query)
        return (each for each in search(kind, query) if not (of_person and each.ref.id in gone))

    monkeypatch.setattr(world.municipality, "search", hidden)
    world.run("plans")

    [there] = goals_of_seen(world.municipality, gone)
    assert there["lifecycleStatus"] == "on-hold"


def goals_of_seen(server: AnyServer, ids: set[str]) -> list[dict[str, Any]]:
    """Goals by id, whatever a search finds."""
    found = [server.read(Ref("Goal", each)) for each in ids]
    return [each.resource for each in found if each is not None]


def test_what_is_about_to_be_sent_is_written_down_before_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    update = world.municipality.update
    known: list[int] = []

    def watched(*args: Any, **kwargs: Any) -> Seen:  # noqa: ANN401
        known.append(len(world.context.store.open_intents("plans")))
        return update(*args, **kwargs)

    monkeypatch.setattr(world.municipality, "update", watched)
    world.run("plans")
    assert known == [1]
    assert world.context.store.open_intents("plans") == []


def test_a_choice_does_not_hold_for_what_the_chosen_side_wrote_after_it(world: World) -> None:
    versions = conflict(world)
    world.context.store.resolve("plans", [resolution(world, versions, End.HERE)])
    edit(world.region, "CarePlan", description="Region igen")
    world.run("plans")
    assert held(world.municipality, "CarePlan")["description"] == "Kommun"


def test_a_merge_that_is_no_valid_record_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(world.region, "Goal", lifecycleStatus="on-hold")
    monkeypatch.setattr("mappings.fhir.checker.is_valid", lambda _resource: False)
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.INVALID_RESOURCE]
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "active"


def test_a_record_that_may_no_longer_be_passed_on_is_not_updated(world: World) -> None:
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOREUSE"}
    meta = held(world.region, "Goal")["meta"]
    edit(world.region, "Goal", meta={**meta, "security": [label]}, lifecycleStatus="on-hold")
    world.run("plans")
    assert held(world.municipality, "Goal")["lifecycleStatus"] == "active"


def test_what_stands_under_the_identifier_of_a_new_record_becomes_a_conflict(world: World) -> None:
    """A run that was killed made it, somebody there went on with it, and no plan names it yet."""
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    there = held(world.municipality, "Patient")["id"]
    sent = held(world.region, "ServiceRequest")
    kept = {name: each for name, each in sent.items() if name not in {"id", "meta"}}
    subject = {"reference": f"Patient/{there}"}
    twin = {**kept, "subject": subject, "code": {"text": "Träna balans varje dag"}}
    world.municipality.create(twin, if_none_exist=None)

    world.run("plans")
    world.run("plans")

    [found] = world.context.store.conflicts("plans")
    assert found.key.startswith("ServiceRequest|")
    assert held(world.municipality, "ServiceRequest")["code"] == twin["code"]
    assert held(world.region, "ServiceRequest")["code"] == sent["code"]
    assert texts(world.municipality) == {"Träna balans varje dag"}
    assert is_quiet(world)


def test_a_record_of_somebody_else_under_the_same_identifier_is_not_looked_at(
    world: World,
) -> None:
    edit(world.region, "CarePlan", activity=[activity(world.region, "Träna balans")])
    other = world.patient(world.municipality, LINE)
    sent = held(world.region, "ServiceRequest")
    kept = {name: each for name, each in sent.items() if name not in {"id", "meta"}}
    theirs = {**kept, "subject": {"reference": str(other)}, "code": {"text": "Handla"}}
    world.municipality.create(theirs, if_none_exist=None)
    world.run("plans")
    world.run("plans")
    assert world.context.store.conflicts("plans") == []
    assert held(world.municipality, "ServiceRequest")["code"] == {"text": "Handla"}
