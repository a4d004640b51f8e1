"""A reference to what is not there yet waits, is told of, and becomes literal when it arrives."""

from pathlib import Path

import pytest

from adapter.shell.syncing import print_result
from adapter.values import Mode, Parked
from tests.test_copy import plan_at_region
from tests.test_two_way import held, is_quiet
from tests.world import ANNA, World, make_world

STATEMENT = "Observation|urn:a|s1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan and a goal that refer to a statement, which the municipality does not take."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.restrict("plans", "municipality", {"Observation": Mode.READ, "*": Mode.WRITE})
    return made


def waits(world: World, record: str) -> Parked:
    handle = world.context.handle(ANNA)
    return Parked(side="municipality", person=handle, key=record, target=STATEMENT)


def test_a_run_tells_which_reference_waits_for_what_and_where(world: World) -> None:
    expected = [waits(world, "CarePlan|urn:a|p1"), waits(world, "Goal|urn:a|g1")]
    assert world.run("plans", dry_run=True).parked == expected
    report = world.run("plans")
    assert report.parked == expected
    assert report.counts["parked"] == 2
    goal = held(world.municipality, "Goal")
    assert goal["addresses"][0]["identifier"] == {"system": "urn:a", "value": "s1"}
    assert "reference" not in goal["addresses"][0]


def test_it_is_literal_and_told_of_no_more_once_the_record_has_arrived(world: World) -> None:
    world.run("plans")
    world.restrict("plans", "municipality", {})
    world.run("plans")
    report = world.run("plans")
    assert report.parked == []
    statement = held(world.municipality, "Observation")
    [reference] = held(world.municipality, "Goal")["addresses"]
    assert reference["reference"] == f"Observation/{statement['id']}"
    assert is_quiet(world)


def test_what_arrives_in_the_same_run_does_not_wait(world: World) -> None:
    world.restrict("plans", "municipality", {})
    assert world.run("plans").parked == []


def test_what_does_not_cross_waits_for_nothing(world: World) -> None:
    world.restrict("plans", "municipality", {"*": Mode.READ})
    assert world.run("plans").parked == []


def test_people_read_names_and_programs_keys(
    world: World, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = world.run("plans")
    print_result(report, as_json=False)
    line = b"waits: Goal/g1 at municipality refers to Observation/s1, which is not there yet"
    assert line in capsysbinary.readouterr().out
    assert report.as_json()["parked"][1] == {
        "at": "municipality",
        "person": world.context.handle(ANNA),
        "record": "Goal|urn:a|g1",
        "waits_for": STATEMENT,
    }
