"""Whose a record is, and that a signed one is changed by its owner alone: read from Provenance."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.config import load
from adapter.errors import ConfigurationError, Exit, NotTheirs, Refused
from adapter.shell.setting_up import TEMPLATE
from adapter.usecases import conflicts
from adapter.usecases.behind import behind
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End, Ref, Right, Seen
from mappings.codes.systems import ACCOUNTABLE, PARTICIPANT_TYPE
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_two_way import edit, held
from tests.world import ANNA, STEWARD, AnyServer, World, make_world

TOWN = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2120001801-0001")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan that has crossed; its route asks who stands behind a record."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    change(made, provenance=True)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    return made


def change(world: World, **changes: object) -> None:
    routes = world.context.settings.routes
    known = routes["plans"]
    plans = replace(known, there=replace(known.there, party=TOWN), **changes)  # type: ignore[arg-type]
    settings = replace(world.context.settings, routes={**routes, "plans": plans})
    world.context = replace(world.context, settings=settings)


def provenance(server: AnyServer, kind: str, role: str, who: dict[str, Any]) -> None:
    """Somebody stands behind a record, as its server says."""
    coding = {"system": PARTICIPANT_TYPE, "code": role}
    body = {
        "resourceType": "Provenance",
        "target": [{"reference": f"{kind}/{held(server, kind)['id']}"}],
        "recorded": "2026-03-01T09:00:00Z",
        "agent": [{"type": {"coding": [coding]}, "who": who}],
    }
    server.create(body, if_none_exist=None)


def said(world: World, kind: str, element: str) -> list[Any]:
    return [held(server, kind).get(element) for server in (world.region, world.municipality)]


def reworded_there(world: World) -> Exit:
    """What comes of an edit at the municipality: it goes over where the record is theirs."""
    edit(world.municipality, "Goal", description={"text": "Kommunens ord"})
    return world.run("plans").exit


def test_a_record_is_where_it_was_first_seen_unless_somebody_says_otherwise(world: World) -> None:
    assert reworded_there(world) is Exit.WITHHELD
    assert said(world, "Goal", "description")[0] != {"text": "Kommunens ord"}


@pytest.mark.parametrize("end", ["region", "municipality"])
def test_a_custodian_makes_it_theirs_on_whichever_server_it_stands(world: World, end: str) -> None:
    server = world.region if end == "region" else world.municipality
    provenance(server, "Goal", "custodian", {"identifier": {"value": TOWN.value}})
    assert reworded_there(world) is Exit.OK
    assert said(world, "Goal", "description") == [{"text": "Kommunens ord"}] * 2


def test_a_custodian_may_be_a_reference_to_that_servers_organization(world: World) -> None:
    held_there = {"system": TOWN.system, "value": TOWN.value}
    town = {"resourceType": "Organization", "identifier": [held_there], "name": "Kommunen"}
    ref = world.municipality.create(town, if_none_exist=None)[0].ref
    provenance(world.municipality, "Goal", "custodian", {"reference": str(ref)})
    assert reworded_there(world) is Exit.OK


@pytest.mark.parametrize("who", [{"display": "Kommunen"}, {"reference": "Organization/99"}])
def test_whoever_has_no_identifier_owns_nothing(world: World, who: dict[str, Any]) -> None:
    provenance(world.municipality, "Goal", "custodian", who)
    assert reworded_there(world) is Exit.WITHHELD


def test_a_record_may_say_itself_who_answers_for_it(world: World) -> None:
    giver = {"url": "careGiver", "valueReference": {"identifier": {"value": TOWN.value}}}
    accountable = {"url": ACCOUNTABLE, "extension": [giver]}
    for server in (world.region, world.municipality):
        edit(server, "Goal", extension=[accountable])
    world.run("plans")
    assert reworded_there(world) is Exit.OK


def test_the_author_of_a_plan_comes_before_its_custodian(world: World) -> None:
    author = {"identifier": {"system": TOWN.system, "value": TOWN.value}}
    edit(world.region, "CarePlan", author=author)
    world.run("plans")
    provenance(world.region, "CarePlan", "custodian", {"identifier": {"value": "SE-other"}})
    edit(world.municipality, "CarePlan", title="Kommunens")
    assert world.run("plans").exit is Exit.OK
    assert said(world, "CarePlan", "title") == ["Kommunens"] * 2


@pytest.mark.parametrize("role", ["verifier", "attester", "legal", "LA"])
def test_what_is_shared_is_shared_no_more_once_somebody_signed_it(world: World, role: str) -> None:
    change(world, rights={"CarePlan": Right.SHARED})
    world.run("plans")
    provenance(world.region, "CarePlan", role, {"display": "Leg. läkare"})
    edit(world.municipality, "CarePlan", title="Kommunens")
    assert world.run("plans").exit is Exit.WITHHELD
    assert said(world, "CarePlan", "title") == [None, "Kommunens"]
    [proposal] = world.context.store.proposals("plans")
    assert (proposal.owner, proposal.units) == ("region", ("title",))


def test_its_owner_replaces_a_signed_record(world: World) -> None:
    provenance(world.region, "CarePlan", "attester", {"display": "Leg. läkare"})
    edit(world.region, "CarePlan", title="Regionens nya")
    assert world.run("plans").exit is Exit.OK
    assert said(world, "CarePlan", "title") == ["Regionens nya"] * 2


def test_who_wrote_it_down_has_not_signed_it(world: World) -> None:
    change(world, rights={"CarePlan": Right.SHARED})
    world.run("plans")
    provenance(world.region, "CarePlan", "enterer", {"display": "Sekreterare"})
    edit(world.municipality, "CarePlan", title="Kommunens")
    assert world.run("plans").exit is Exit.OK


def test_a_conflict_in_a_signed_record_is_its_owners_to_decide(world: World) -> None:
    change(world, rights={"CarePlan": Right.SHARED})
    world.appoint("plans", "region", "SE-R")
    world.run("plans")
    provenance(world.region, "CarePlan", "attester", {"display": "Leg. läkare"})
    edit(world.region, "CarePlan", title="Regionens")
    edit(world.municipality, "CarePlan", title="Kommunens")
    assert world.run("plans").exit is Exit.CONFLICTS
    chosen = conflicts.named(world.context, "CarePlan/p1")
    decision = Decision(take=End.HERE, by="SE2321000016-1003", why="x")
    with pytest.raises(NotTheirs):
        resolve(world.context, chosen, decision)
    resolve(world.context, chosen, replace(decision, by="SE-R"))


def test_a_conflict_is_its_custodians_to_decide(world: World) -> None:
    provenance(world.municipality, "Goal", "custodian", {"identifier": {"value": TOWN.value}})
    world.appoint("plans", "region", "SE-R")
    edit(world.region, "Goal", description={"text": "Regionens ord"})
    edit(world.municipality, "Goal", description={"text": "Kommunens ord"})
    world.run("plans")
    chosen = conflicts.named(world.context, "Goal/g1")
    assert conflicts.versions(world.context, chosen, STEWARD).owner is End.THERE


def test_nothing_is_asked_where_the_route_does_not_ask(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(world, provenance=False)
    asked = record(world, monkeypatch)
    edit(world.region, "Goal", description={"text": "Nya ord"})
    world.run("plans")
    assert "Provenance" not in asked


def test_many_records_are_asked_about_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = record(world, monkeypatch)
    edit(world.region, "Goal", description={"text": "Nya ord"})
    world.run("plans")
    assert asked.count("Provenance") == 1


def record(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which types the region is asked for."""
    asked: list[str] = []
    search = world.region.search

    def heard(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        asked.append(kind)
        return search(kind, query)

    monkeypatch.setattr(world.region, "search", heard)
    return asked


@pytest.mark.parametrize(("status", "is_known"), [(404, True), (422, False)])
def test_a_server_without_provenance_says_nothing_and_other_refusals_are_told(
    world: World, monkeypatch: pytest.MonkeyPatch, status: int, *, is_known: bool
) -> None:
    def refused(*_: object) -> Iterator[Seen]:
        raise Refused("region", "a search", status)

    monkeypatch.setattr(world.region, "search", refused)
    if is_known:
        assert behind(world.region, "https://region.example", [Ref("Goal", "1")], _nobody) == {}
    else:
        with pytest.raises(Refused):
            behind(world.region, "https://region.example", [Ref("Goal", "1")], _nobody)


def _nobody(_: Ref) -> None:
    return None


def test_a_target_elsewhere_concerns_nobody_here(world: World) -> None:
    body = {
        "resourceType": "Provenance",
        "target": [{"reference": "Goal/1"}, {"reference": "https://other.example/Goal/2"}],
        "recorded": "2026-03-01T09:00:00Z",
        "agent": [{"who": {"display": "Någon"}}],
    }
    world.region.create(body, if_none_exist=None)
    found = behind(world.region, "https://region.example", [Ref("Goal", "1")], _nobody)
    assert set(found) == {Ref("Goal", "1")}


@pytest.mark.parametrize(
    ("line", "is_right"), [("provenance = true", True), ('provenance = "yes"', False)]
)
def test_a_route_says_by_true_or_false(tmp_path: Path, line: str, *, is_right: bool) -> None:
    file = tmp_path / "viktigt.toml"
    between = 'between = ["region", "municipality"]'
    file.write_text(TEMPLATE.replace(between, f"{between}\n{line}"), encoding="utf-8")
    if is_right:
        assert load(file).routes["shared-plans"].provenance
    else:
        with pytest.raises(ConfigurationError, match="true or false"):
            load(file)
