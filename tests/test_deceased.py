"""A server that says that somebody has died stops what goes, as a register that says so does."""

from pathlib import Path
from typing import Any

import pytest

from adapter.errors import NothingToExport
from adapter.policy.life import death_told, is_dead
from adapter.usecases import holds
from adapter.usecases.export import from_endpoint
from adapter.usecases.why import why
from adapter.values import Reason, Ref, Told, Verdict, Why
from mappings.codes.systems import DATA_ABSENT
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.test_ingest_chain import active, message, the_person
from tests.world import ANNA, STEWARD, World, make_world

SAID: dict[str, tuple[dict[str, Any], Told]] = {
    "the day": ({"deceasedDateTime": "2026-02"}, Told.TRUE),
    "that it is so": ({"deceasedBoolean": True}, Told.TRUE),
    "that it is not": ({"deceasedBoolean": False}, Told.FALSE),
    "nothing": ({}, Told.ABSENT),
    "a word without a value": ({"_deceasedBoolean": {"extension": []}}, Told.UNKNOWN),
    "a day without a value": ({"_deceasedDateTime": {"extension": []}}, Told.UNKNOWN),
    "what is no truth value": ({"deceasedBoolean": "perhaps"}, Told.UNKNOWN),
}


@pytest.mark.parametrize(("patient", "told"), SAID.values(), ids=SAID)
def test_what_a_patient_says_of_death_is_one_of_four_answers(
    patient: dict[str, Any], told: Told
) -> None:
    assert death_told(patient) is told
    assert is_dead(patient) is (told in {Told.TRUE, Told.UNKNOWN})


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def dies_at(world: World, side: str, **said: Any) -> None:  # noqa: ANN401  deceased[x]
    server = getattr(world, side)
    patient = next(each for each in server.everything() if each["resourceType"] == "Patient")
    patient.pop("_deceasedBoolean", None)
    body = {**patient, **(said or {"deceasedDateTime": "2026-03-01"})}
    server.update(Ref("Patient", patient["id"]), body, if_match=None)


def whys(world: World, route: str = "plans") -> list[Why]:
    return [each.why for each in world.run(route).holds]


@pytest.mark.parametrize("side", ["region", "municipality"])
@pytest.mark.parametrize("before", [False, True])
def test_of_whom_either_server_says_that_they_died_nothing_goes(
    world: World, side: str, *, before: bool
) -> None:
    if before:
        for _ in range(3):
            world.run("plans")  # somebody at rest is looked at once their Patient changes
    dies_at(world, side)
    held = [server.everything() for server in (world.region, world.municipality)]
    assert whys(world) == [Why.DECEASED]
    assert [server.everything() for server in (world.region, world.municipality)] == held


def test_what_a_server_leaves_open_waits_and_goes_once_it_says_that_the_person_lives(
    world: World,
) -> None:
    unsaid = {"url": DATA_ABSENT, "valueCode": "asked-unknown"}
    dies_at(world, "municipality", _deceasedBoolean={"extension": [unsaid]})
    assert whys(world) == [Why.DECEASED]
    dies_at(world, "municipality", deceasedBoolean=False)
    assert whys(world) == []
    assert len(world.municipality.everything()) > 1


def test_a_steward_lets_go_once_what_waits_because_of_death(world: World) -> None:
    dies_at(world, "region")
    whys(world)
    [waiting] = holds.holds(world.context, "plans")
    holds.release(world.context, waiting, None, by=STEWARD, why="the owner asks for it")
    assert whys(world) == []
    assert len(world.municipality.everything()) > 1


def test_a_document_about_somebody_whom_the_server_says_is_dead_waits(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå till sjön"}))
    before = len(world.region.everything())
    dies_at(world, "region")
    assert whys(world, "documents") == [Why.DECEASED]
    assert len(world.region.everything()) == before


def test_what_takes_back_does_not_wait_for_death(tmp_path: Path) -> None:
    made = make_world(tmp_path)
    made.patient(made.region, the_person())
    made.enrol("documents", the_person())
    made.drop("1.xml", message("Ny"))
    made.run("documents")
    assert active(made)
    dies_at(made, "region")
    made.drop("2.xml", message("Kansellering"))
    assert whys(made, "documents") == []
    assert active(made) == []


def test_nobody_gets_a_file_of_somebody_who_died(world: World) -> None:
    dies_at(world, "region")
    with pytest.raises(NothingToExport, match="deceased"):
        from_endpoint(world.context, "region", ANNA)


def test_policy_why_tells_that_somebody_died(world: World) -> None:
    goal = next(each for each in world.region.everything() if each["resourceType"] == "Goal")
    route = world.context.settings.routes["plans"]
    name = f"Goal/{goal['id']}"
    assert why(world.context, route, name, "region", None).decision.reason is not Reason.DECEASED
    dies_at(world, "region")
    decision = why(world.context, route, name, "region", None).decision
    assert (decision.verdict, decision.reason) == (Verdict.HOLD, Reason.DECEASED)
