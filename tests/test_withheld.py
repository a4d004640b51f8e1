"""A server that says that it keeps something from us: what is not in its answer may be there."""

from pathlib import Path
from typing import Any

import pytest

from adapter.endpoints.answers import withheld
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Exit, NothingToExport, Unreachable, Withheld, exit_code
from adapter.usecases.block_sources import ServerBlocks
from adapter.usecases.export import from_endpoint
from adapter.usecases.matching import find
from adapter.values import Ref, Resource, Step, Why, Write
from mappings.fhir.values import Identifier
from tests.http_stub import answer, serving
from tests.test_copy import plan_at_region
from tests.test_fhir_server import EMPTY, HELD, client, page
from tests.test_ingest import document
from tests.world import ANNA, LINE, World, make_world


def outcome(*issues: dict[str, str]) -> Resource:
    told = {"resourceType": "OperationOutcome", "issue": list(issues)}
    return {"resource": told, "search": {"mode": "outcome"}}


SUPPRESSED = {"severity": "information", "code": "suppressed"}
IGNORED = {"severity": "warning", "code": "not-supported"}


@pytest.mark.parametrize(
    ("issues", "count"),
    [
        ([], 0),
        ([IGNORED], 0),
        ([{"severity": "information", "code": "informational"}], 0),
        ([SUPPRESSED], 1),
        ([SUPPRESSED, IGNORED, {"severity": "warning", "code": "incomplete"}], 2),
        ([{"severity": "error", "code": "whatever"}], 1),
        ([{"severity": "fatal"}], 1),
    ],
)
def test_what_a_search_says_beside_its_matches_is_counted(
    issues: list[dict[str, str]], count: int
) -> None:
    assert withheld({"entry": [{"resource": HELD}, outcome(*issues), {}]}) == count
    assert withheld({"entry": [outcome(), outcome(*issues)]}) == count


def test_what_is_no_outcome_says_nothing() -> None:
    assert withheld({"entry": [{"resource": "x"}, {"resource": {"issue": [SUPPRESSED]}}]}) == 0
    assert withheld({}) == 0


@pytest.mark.parametrize("at", [0, 1])
def test_a_search_that_is_not_all_ends_as_such_on_whichever_page(at: int) -> None:
    pages: list[Any] = [page(HELD, then="fhir?p=2"), page(HELD)]
    pages[at] = {**pages[at], "entry": [*pages[at]["entry"], outcome(SUPPRESSED)]}
    with serving(*(answer(200, each) for each in pages)) as stub, pytest.raises(Withheld) as caught:
        list(client(stub).search("Goal", [("patient", "Patient/1")]))
    assert caught.value.count == 1
    assert exit_code(caught.value) is Exit.WITHHELD


def test_what_may_have_been_written_is_not_taken_for_missing_where_something_is_kept_back() -> None:
    """Else it would be made twice."""
    write = Write(
        step=Step.CREATE, type="Goal", body=HELD, identifier=Identifier(system="urn:a", value="1")
    )
    kept = {**EMPTY, "entry": [outcome(SUPPRESSED)]}
    with serving(answer(200, kept)) as stub:
        assert client(stub).standing([write]) == [None]
    found = {"response": {"status": "200"}, "resource": kept}
    batch = {"resourceType": "Bundle", "type": "batch-response", "entry": [found, found]}
    with serving(answer(200, batch), answer(200, kept), answer(200, kept)) as stub:
        assert client(stub).standing([write, write]) == [None, None]


# -- runs -----------------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for person in (ANNA, LINE):
        for server in (made.region, made.municipality):
            made.patient(server, person)
        made.enrol("plans", person)
    plan_at_region(made)
    return made


def keeps_back(server: object, kind: str) -> MemoryServer:
    assert isinstance(server, MemoryServer)
    held = [each for each in server.everything() if each["resourceType"] == kind]
    server.kept_back = {Ref(kind, each["id"]) for each in held[:1]}
    return server


def holds(world: World, route: str = "plans") -> list[tuple[str, Why]]:
    return [(each.person, each.why) for each in world.run(route).holds]


@pytest.mark.parametrize("kind", ["Patient", "Goal"])
@pytest.mark.parametrize("rested", [False, True])
def test_of_whom_a_server_keeps_something_nothing_is_concluded_and_others_go_on(
    world: World, kind: str, *, rested: bool
) -> None:
    for _ in range(3 * rested):
        world.run("plans")
    keeps_back(world.region, kind)
    before = [world.region.writes, world.municipality.writes]
    anna = world.context.handle(ANNA)
    assert holds(world) == [(anna, Why.WITHHELD_THERE)]
    assert [world.region.writes, world.municipality.writes] == before
    keeps_back(world.region, kind).kept_back.clear()
    assert holds(world) == []


def test_what_the_receiving_side_keeps_from_us_is_not_made_there_again(world: World) -> None:
    for _ in range(3):
        world.run("plans")
    goals = [each for each in world.municipality.everything() if each["resourceType"] == "Goal"]
    keeps_back(world.municipality, "Goal")
    world.run("plans")
    keeps_back(world.municipality, "Goal").kept_back.clear()
    world.run("plans")
    now = [each for each in world.municipality.everything() if each["resourceType"] == "Goal"]
    assert now == goals


def test_a_document_waits_where_the_server_keeps_its_person_from_us(world: World) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Gå till sjön"}))
    keeps_back(world.region, "Patient")
    assert [why for _, why in holds(world, "documents")] == [Why.WITHHELD_THERE]


def test_a_block_service_that_keeps_something_from_us_has_not_said_that_nothing_is_blocked(
    world: World,
) -> None:
    server = keeps_back(world.region, "Patient")
    assert find(server, ANNA) is Why.WITHHELD_THERE
    with pytest.raises(Unreachable):
        ServerBlocks(server).of(ANNA)


def test_a_file_of_a_plan_of_which_something_is_kept_from_us_is_not_written(world: World) -> None:
    keeps_back(world.region, "Patient")
    with pytest.raises(NothingToExport, match="withheld-by-a-server"):
        from_endpoint(world.context, "region", ANNA)
    keeps_back(world.region, "Goal")
    with pytest.raises(Withheld):
        from_endpoint(world.context, "region", ANNA)
