"""What is not agreed is told where people act on it: in exports, in `status`, and as an alarm."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapter.errors import Exit
from adapter.usecases.export import ExportForm, export, from_endpoint
from adapter.usecases.handing_on import Handed
from adapter.usecases.status import status
from adapter.values import Audience, Resource
from mappings.codes.systems import NOT_AGREED
from mappings.fhir import checker
from tests.test_copy import plan_at_region
from tests.test_two_way import edit
from tests.world import ANNA, World, make_world

AT = "2026-03-02T08:00:00Z"
HANDED = Handed(reader=Audience.STAFF, expires=date(2026, 4, 1))

SIDES = ("region", "municipality")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A goal that either side gave other words."""
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    for server, words in ((made.region, "Gå ut"), (made.municipality, "Gå hem")):
        edit(server, "Goal", description={"text": words})
    assert made.run("plans").exit is Exit.CONFLICTS
    return made


def exported(world: World, side: str) -> list[Resource]:
    return from_endpoint(world.context, side, ANNA)


@pytest.mark.parametrize("side", SIDES)
def test_an_export_from_either_side_says_which_unit_of_which_record(
    world: World, side: str
) -> None:
    found = exported(world, side)
    (goal,) = (each for each in found if each["resourceType"] == "Goal")
    assert goal["extension"] == [{"url": NOT_AGREED, "valueString": "aim"}]
    assert checker.is_valid(goal)
    assert str(found).count(NOT_AGREED) == 1


@pytest.mark.parametrize("form", [ExportForm.BUNDLE, ExportForm.NDJSON])
def test_the_manifest_says_so_too(world: World, form: ExportForm) -> None:
    found = exported(world, "region")
    (goal,) = (each for each in found if each["resourceType"] == "Goal")
    manifest = export(found, form).manifest("plan", form, AT, HANDED)
    assert manifest["not_agreed"] == [{"record": f"Goal/{goal['id']}", "units": ["aim"]}]


def test_an_agreed_plan_has_no_such_mark(world: World) -> None:
    for server in (world.region, world.municipality):
        edit(server, "Goal", description={"text": "Gå till kyrkan"})
    world.run("plans")
    assert NOT_AGREED not in str(exported(world, "region"))
    manifest = export(exported(world, "region"), ExportForm.NDJSON).manifest(
        "plan", ExportForm.NDJSON, AT, HANDED
    )
    assert manifest["not_agreed"] == []


def test_status_tells_how_old_a_conflict_is_and_when_that_is_too_long(world: World) -> None:
    (plans,) = (each for each in status(world.context).routes if each.route == "plans")
    (key,) = plans.undecided
    assert key.startswith("Goal|")
    assert plans.overdue == []
    late = replace(plans, undecided={key: 90_000.0})
    assert late.overdue == [key]
    told = json.loads(json.dumps(status(world.context).as_json(), default=str))
    (route,) = (each for each in told["routes"] if each["route"] == "plans")
    assert route["conflicts"][0]["age_seconds"] >= 0
    assert route["overdue"] == []
