"""What could not be taken in: looked at, tried again, let go; and nobody's data is shown."""

import hashlib
from pathlib import Path

import pytest

from adapter.errors import Exit, NotKnown
from adapter.usecases import quarantine
from adapter.usecases.quarantine import Kept
from adapter.usecases.status import status
from adapter.values import Hold, Quarantined, Why
from mappings.fhir.values import Identifier
from tests.test_ingest import document, goals
from tests.world import ANNA, World, make_world

GOOD = document({"g": "Gå till sjön"})
BROKEN = b"<patientContract"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.region, ANNA, birthDate="1950-09-07")
    return made


def keep(world: World, name: str, data: bytes, *, since: str = "2026-01-01T08:00:00Z") -> Kept:
    """A document that an earlier mapping refused."""
    digest = hashlib.sha256(data).hexdigest()
    item = Quarantined(sha256=digest, name=name, reason="old.rule", since=since, raw=data)
    world.context.store.quarantine("documents", item)
    return quarantine.named(world.context, digest)


def reasons(world: World) -> dict[str, str]:
    return {each.item.name: each.item.reason for each in quarantine.quarantined(world.context)}


def test_a_document_that_can_be_mapped_now_is_taken_in_and_leaves_the_quarantine(
    world: World,
) -> None:
    world.enrol("documents", ANNA)
    kept = keep(world, "plan.xml", GOOD)
    [tried] = quarantine.try_again(world.context, [kept])
    assert (tried.reason, tried.exit) == (None, Exit.OK)
    assert goals(world) == {"Gå till sjön": "active"}
    assert reasons(world) == {}


def test_trying_again_leaves_the_same_state_as_taking_in(world: World, tmp_path: Path) -> None:
    world.enrol("documents", ANNA)
    quarantine.try_again(world.context, [keep(world, "plan.xml", GOOD)])
    (tmp_path / "other").mkdir()
    other = make_world(tmp_path / "other")
    other.patient(other.region, ANNA, birthDate="1950-09-07")
    other.enrol("documents", ANNA)
    other.drop("plan.xml", GOOD)
    other.run("documents")
    assert goals(world) == goals(other)
    assert world.context.store.links("region") == other.context.store.links("region")
    assert world.context.store.bases("documents") == other.context.store.bases("documents")


def test_what_was_taken_in_by_a_replay_is_not_written_again_by_a_run(world: World) -> None:
    world.enrol("documents", ANNA)
    quarantine.try_again(world.context, [keep(world, "plan.xml", GOOD)])
    writes = world.region.writes
    world.drop("plan.xml", GOOD)
    world.run("documents")
    assert world.region.writes == writes


def test_what_still_cannot_be_read_stays_for_the_reason_it_has_now(world: World) -> None:
    [tried] = quarantine.try_again(world.context, [keep(world, "a.xml", BROKEN)])
    assert tried.exit is Exit.REFUSED
    assert reasons(world) == {"a.xml": tried.reason}
    assert tried.reason != "old.rule"


def test_somebody_who_is_not_enrolled_is_held_as_on_any_run(world: World) -> None:
    [tried] = quarantine.try_again(world.context, [keep(world, "plan.xml", GOOD)])
    assert (tried.reason, tried.exit) == (Why.NOT_ENROLLED.value, Exit.WITHHELD)
    assert goals(world) == {}


def test_what_waits_on_the_route_is_left_as_it_is(world: World) -> None:
    world.enrol("documents", ANNA)
    waiting = Hold(route="documents", person="p-1", why=Why.PERSON_NOT_THERE, since="2026-01-01")
    world.context.store.replace_holds("documents", [waiting])
    world.drop("other.xml", document({"h": "Sova"}))
    quarantine.try_again(world.context, [keep(world, "plan.xml", GOOD)])
    assert world.context.store.holds("documents") == [waiting]
    assert (world.inbox / "other.xml").exists()
    assert goals(world) == {"Gå till sjön": "active"}


def test_one_that_stays_does_not_stop_the_others(world: World) -> None:
    world.enrol("documents", ANNA)
    stranger = Identifier(system=ANNA.system, value="196101182803")
    world.enrol("documents", stranger)
    keep(world, "a.xml", BROKEN)
    keep(world, "b.xml", document({"g": "Gå"}, person=stranger.value))
    keep(world, "c.xml", GOOD)
    tried = quarantine.try_again(world.context, quarantine.quarantined(world.context))
    assert quarantine.totals(tried) == {"taken": 1, "stays": 2}
    assert set(reasons(world)) == {"a.xml", "b.xml"}


def test_a_replay_is_remembered_as_a_run(world: World) -> None:
    quarantine.try_again(world.context, [keep(world, "a.xml", BROKEN)])
    [run] = world.context.store.runs("documents")
    assert (run.exit, run.counts["refused"]) == (Exit.REFUSED, 1)


def test_findings_name_the_place_and_quote_nothing(world: World) -> None:
    secret = GOOD.replace(b"<status>active<", b"<status>Hemligt<")
    findings = quarantine.findings(world.context, keep(world, "plan.xml", secret))
    assert [each.line for each in findings] == [1]
    assert not any("Hemligt" in str(each) for each in findings)


def test_what_somebody_lets_go_is_gone_and_the_decision_stays(world: World) -> None:
    kept = keep(world, "a.xml", BROKEN)
    quarantine.drop(world.context, kept, by="SE2321000016-1003", why="Sent twice")
    assert reasons(world) == {}
    [dropped] = world.context.store.dropped("documents")
    assert (dropped.by, dropped.why, dropped.reason) == (
        "SE2321000016-1003",
        "Sent twice",
        "old.rule",
    )


def test_a_document_goes_by_the_first_digits_of_its_id(world: World) -> None:
    kept = keep(world, "a.xml", BROKEN)
    for name in (kept.id, kept.id[:4], f"documents/{kept.id}"):
        assert quarantine.named(world.context, name) == kept


@pytest.mark.parametrize("name", ["", "ff", "000000000000", "plans/{id}"])
def test_what_names_no_document_is_refused(world: World, name: str) -> None:
    kept = keep(world, "a.xml", BROKEN)
    with pytest.raises(NotKnown):
        quarantine.named(world.context, name.format(id=kept.id))


def test_an_id_that_two_routes_have_asks_for_the_route(world: World) -> None:
    kept = keep(world, "a.xml", BROKEN)
    world.context.store.quarantine("plans", kept.item)
    with pytest.raises(NotKnown, match="ROUTE/ID"):
        quarantine.named(world.context, kept.id)
    assert quarantine.named(world.context, f"plans/{kept.id}").route.name == "plans"


def test_what_has_left_the_quarantine_meanwhile_is_left_alone(world: World) -> None:
    world.enrol("documents", ANNA)
    kept = keep(world, "plan.xml", GOOD)
    quarantine.drop(world.context, kept, by="SE2321000016-1003", why="Sent twice")
    assert quarantine.try_again(world.context, [kept]) == []
    assert goals(world) == {}


def test_status_names_what_is_in_the_quarantine_by_its_id(world: World) -> None:
    kept = keep(world, "a.xml", BROKEN)
    told = status(world.context).as_json()["routes"][0]["quarantined"]
    assert [each["id"] for each in told] == [kept.id]


def test_the_folder_of_one_document_gives_back_that_one_alone(world: World) -> None:
    item = keep(world, "plan.xml", GOOD).item
    folder = quarantine.OneDocument("inbox", item)
    assert folder.kept("plan.xml", item.sha256) == GOOD
    assert folder.kept("plan.xml", "00") is None
    assert folder.kept("other.xml", item.sha256) is None
