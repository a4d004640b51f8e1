"""Plans carried between two servers: what crosses, what does not, and what a second run does."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest

from adapter.errors import Exit
from adapter.values import Ref, Seen, Step, Why
from tests.world import ANNA, LINE, AnyServer, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    made.patient(made.municipality, LINE)
    made.patient(made.municipality, ANNA, name=[{"family": "Berg"}])
    return made


class AtRegion(Protocol):
    """Where somebody at the region can work."""

    @property
    def region(self) -> AnyServer: ...


def plan_at_region(world: AtRegion, person: str = "Patient/1") -> dict[str, Ref]:
    """A plan with a statement, a goal that answers it, and who does what."""
    subject = {"reference": person}
    create = world.region.create
    unit = create(
        {
            "resourceType": "Organization",
            "identifier": [{"system": "urn:oid:1.2.752.29.4.19", "value": "SE2321000016-A1"}],
            "name": "Vårdcentralen Sjöstaden",
        },
        if_none_exist=None,
    )[0].ref
    statement = create(
        {
            "resourceType": "Observation",
            "identifier": [{"system": "urn:a", "value": "s1"}],
            "status": "final",
            "code": {"text": "Vad är viktigt för dig?"},
            "subject": subject,
            "valueString": "Att orka gå till sjön igen.",
        },
        if_none_exist=None,
    )[0].ref
    goal = create(
        {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:a", "value": "g1"}],
            "lifecycleStatus": "active",
            "description": {"text": "Gå till sjön och tillbaka"},
            "subject": subject,
            "addresses": [{"reference": str(statement)}],
            "target": [
                {
                    "measure": {"text": "steg"},
                    "detailQuantity": {"value": Decimal("72.50"), "unit": "m"},
                }
            ],
        },
        if_none_exist=None,
    )[0].ref
    plan = create(
        {
            "resourceType": "CarePlan",
            "identifier": [{"system": "urn:a", "value": "p1"}],
            "status": "active",
            "intent": "plan",
            "subject": subject,
            "author": {"reference": str(unit)},
            "goal": [{"reference": str(goal)}],
            "supportingInfo": [{"reference": str(statement)}],
        },
        if_none_exist=None,
    )[0].ref
    return {"plan": plan, "goal": goal, "statement": statement, "unit": unit}


def only(world: World, kind: str) -> dict[str, Any]:
    found = [each for each in world.municipality.everything() if each["resourceType"] == kind]
    assert len(found) == 1
    return found[0]


def test_a_plan_crosses_with_what_it_refers_to_and_the_second_run_writes_nothing(
    world: World,
) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)

    first = world.run("plans")
    writes = world.municipality.writes
    second = world.run("plans")

    assert first.counts["created"] == 3
    assert first.exit is Exit.OK
    plan, goal, statement = (only(world, kind) for kind in ("CarePlan", "Goal", "Observation"))
    assert plan["goal"] == [{"reference": f"Goal/{goal['id']}"}]
    assert goal["addresses"] == [{"reference": f"Observation/{statement['id']}"}]
    assert plan["subject"] == {"reference": "Patient/2"}
    assert world.municipality.writes == writes
    assert second.counts["created"] + second.counts["updated"] == 0


def test_decimals_keep_value_and_precision_from_server_to_server(world: World) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    quantity = only(world, "Goal")["target"][0]["detailQuantity"]
    assert str(quantity["value"]) == "72.50"


def test_each_server_is_told_what_was_written_there_down_to_the_version(world: World) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    told = only(world, "Provenance")
    assert told["meta"]["tag"][0]["code"] == "viktigt"
    assert {each["reference"] for each in told["target"]} == {
        f"{each['resourceType']}/{each['id']}/_history/1"
        for each in world.municipality.everything()
        if each["resourceType"] not in {"Patient", "Provenance"}
    }


def test_staff_and_units_are_named_there_by_logical_reference(world: World) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    assert only(world, "CarePlan")["author"] == {
        "type": "Organization",
        "identifier": {"system": "urn:oid:1.2.752.29.4.19", "value": "SE2321000016-A1"},
        "display": "Vårdcentralen Sjöstaden",
    }


def test_nobody_is_read_or_sent_who_is_not_enrolled(world: World) -> None:
    plan_at_region(world)
    before = world.municipality.writes
    report = world.run("plans")
    assert report.actions == []
    assert world.municipality.writes == before


def test_a_person_whom_the_other_side_does_not_know_is_held_and_never_made(world: World) -> None:
    stranger = world.patient(world.region, LINE)
    plan_at_region(world, str(stranger))
    world.municipality.delete(Ref("Patient", "1"))
    world.enrol("plans", LINE)
    report = world.run("plans")
    assert [hold.why for hold in report.holds] == [Why.PERSON_NOT_THERE]
    assert report.exit is Exit.WITHHELD
    assert [each["resourceType"] for each in world.municipality.everything()] == ["Patient"]


def test_two_patients_of_one_number_are_never_picked_from(world: World) -> None:
    plan_at_region(world)
    world.patient(world.municipality, ANNA)
    world.enrol("plans", ANNA)
    assert [hold.why for hold in world.run("plans").holds] == [Why.PERSON_AMBIGUOUS]


def test_a_merged_patient_is_followed_to_the_one_that_replaced_it(world: World) -> None:
    plan_at_region(world)
    survivor = world.patient(world.municipality, LINE)
    old = world.municipality.read(Ref("Patient", "2"))
    assert old is not None
    link = [{"other": {"reference": str(survivor)}, "type": "replaced-by"}]
    world.municipality.update(old.ref, {**old.resource, "link": link}, if_match=None)
    world.enrol("plans", ANNA)
    world.run("plans")
    assert only(world, "CarePlan")["subject"] == {"reference": str(survivor)}


def test_patients_that_are_said_to_replace_each_other_are_held(world: World) -> None:
    plan_at_region(world)
    for ref, other in (("1", "2"), ("2", "1")):
        held = world.municipality.read(Ref("Patient", ref))
        assert held is not None
        link = [{"other": {"reference": f"Patient/{other}"}, "type": "replaced-by"}]
        world.municipality.update(held.ref, {**held.resource, "link": link}, if_match=None)
    world.enrol("plans", ANNA)
    assert [hold.why for hold in world.run("plans").holds] == [Why.PERSON_AMBIGUOUS]


def test_somebody_with_a_protected_identity_is_held(world: World) -> None:
    world.region.update(
        Ref("Patient", "1"),
        {
            "resourceType": "Patient",
            "meta": {
                "security": [
                    {
                        "system": "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel",
                        "code": "skyddadFolkbokforing",
                    }
                ]
            },
            "identifier": [{"system": ANNA.system, "value": ANNA.value}],
        },
        if_match=None,
    )
    plan_at_region(world)
    world.enrol("plans", ANNA)
    assert [hold.why for hold in world.run("plans").holds] == [Why.PROTECTED_IDENTITY]


def test_a_change_on_its_own_side_is_merged_over_what_stands_there(world: World) -> None:
    refs = plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    ref = Ref("Goal", only(world, "Goal")["id"])
    _note_by_the_server(world, ref)
    goal = world.region.read(refs["goal"])
    assert goal is not None
    changed = {**goal.resource, "lifecycleStatus": "completed"}
    world.region.update(refs["goal"], changed, if_match=goal.version)

    report = world.run("plans")

    assert report.counts["updated"] == 1
    assert only(world, "Goal")["lifecycleStatus"] == "completed"
    assert only(world, "Goal")["meta"]["tag"] == [{"system": "urn:there", "code": "seen"}]


def _note_by_the_server(world: World, ref: Ref) -> None:
    """Something the other side added that means nothing to a sync, and must survive it."""
    held = world.municipality.read(ref)
    assert held is not None
    tagged = {**held.resource["meta"], "tag": [{"system": "urn:there", "code": "seen"}]}
    world.municipality.update(ref, {**held.resource, "meta": tagged}, if_match=held.version)


def test_a_change_on_the_other_side_is_not_written_back_and_stays_visible(world: World) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    goal = only(world, "Goal")
    ref = Ref("Goal", goal["id"])
    world.municipality.update(ref, {**goal, "lifecycleStatus": "cancelled"}, if_match=None)
    regional = world.region.writes

    report = world.run("plans")

    assert [hold.why for hold in report.holds] == [Why.CHANGED_BY_OTHER_SIDE]
    assert world.region.writes == regional
    assert only(world, "Goal")["lifecycleStatus"] == "cancelled"


def test_what_both_sides_changed_is_a_conflict_and_left_alone(world: World) -> None:
    refs = plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    there = only(world, "Goal")
    world.municipality.update(
        Ref("Goal", there["id"]), {**there, "lifecycleStatus": "cancelled"}, if_match=None
    )
    here = world.region.read(refs["goal"])
    assert here is not None
    world.region.update(
        refs["goal"], {**here.resource, "lifecycleStatus": "completed"}, if_match=here.version
    )

    report = world.run("plans")

    assert [conflict.units for conflict in report.conflicts] == [("state",)]
    assert report.exit is Exit.CONFLICTS
    assert only(world, "Goal")["lifecycleStatus"] == "cancelled"
    assert world.region.read(refs["goal"]).resource["lifecycleStatus"] == "completed"  # type: ignore[union-attr]


def test_a_dry_run_sends_nothing_and_plans_what_the_run_then_does(world: World) -> None:
    plan_at_region(world)
    world.enrol("plans", ANNA)
    before = world.municipality.writes
    planned = world.run("plans", dry_run=True)
    assert world.municipality.writes == before
    done = world.run("plans")
    assert planned.actions == done.actions
    assert [each.step for each in planned.actions] == [Step.CREATE] * 3


def test_a_record_that_may_not_be_passed_on_stays(world: World) -> None:
    refs = plan_at_region(world)
    statement = world.region.read(refs["statement"])
    assert statement is not None
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOREUSE"}
    world.region.update(
        refs["statement"],
        {**statement.resource, "meta": {"security": [label]}},
        if_match=statement.version,
    )
    world.enrol("plans", ANNA)
    world.run("plans")
    kinds = {each["resourceType"] for each in world.municipality.everything()}
    assert "Observation" not in kinds


def test_a_server_that_answers_with_everybody_gives_away_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.patient(world.region, LINE)
    plan_at_region(world, str(stranger))
    search = world.region.search

    def lenient(kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        """A search that ignores whose records were asked for, as some servers do."""
        return search(kind, [each for each in query if each[0] != "patient"])

    monkeypatch.setattr(world.region, "search", lenient)
    world.enrol("plans", ANNA)
    world.run("plans")
    assert {each["resourceType"] for each in world.municipality.everything()} == {"Patient"}


def test_an_edit_that_comes_between_reading_and_writing_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = plan_at_region(world)
    world.enrol("plans", ANNA)
    world.run("plans")
    goal = world.region.read(refs["goal"])
    assert goal is not None
    changed = {**goal.resource, "lifecycleStatus": "completed"}
    world.region.update(refs["goal"], changed, if_match=goal.version)
    update = world.municipality.update

    def overtaken(ref: Ref, resource: dict[str, Any], *, if_match: str | None) -> Seen:
        """Somebody at the other side saves first."""
        held = only(world, "Goal")
        update(ref, {**held, "lifecycleStatus": "on-hold"}, if_match=None)
        return update(ref, resource, if_match=if_match)

    monkeypatch.setattr(world.municipality, "update", overtaken)
    report = world.run("plans")
    assert only(world, "Goal")["lifecycleStatus"] == "on-hold"
    assert [outcome.reason for outcome in report.outcomes] == ["changed-meanwhile"]
