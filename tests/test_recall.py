"""Copies are listed, and asked back when somebody may not have them; no more is claimed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from adapter.codec import json_door
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Exit, NotKnown, Refused, Unreachable
from adapter.sync.withdrawing import WITHDRAW
from adapter.usecases import recalls
from adapter.usecases.consenting import end_consent
from adapter.usecases.guards import Asked
from adapter.usecases.recalling import recall_wrong
from adapter.usecases.run import Report
from adapter.usecases.sync import sync
from adapter.values import (
    Block,
    Classified,
    ConsentBasis,
    ConsentFacts,
    Ground,
    Meant,
    Measure,
    Mode,
    Ref,
    Resource,
    Seen,
    Shown,
    Stage,
    Standing,
)
from mappings.fhir import checker
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_gate import EVERYTHING, Service, reword
from tests.test_ingest import document
from tests.test_ingest_chain import message, the_person
from tests.world import ANNA, World, make_world

REGION = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2321000016-0001")
TOWN = Identifier(system="urn:oid:1.2.752.29.4.19", value="SE2120001801-0001")


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def world(tmp_path: Path, service: Service) -> World:
    """A plan of the region that was copied to the municipality."""
    made = make_world(tmp_path)
    made.context = replace(made.context, blocks=service)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    change(made, here={"party": REGION}, there={"party": TOWN})
    made.run("plans")
    return made


def change(
    world: World, here: dict[str, Any], there: dict[str, Any], shown: Shown = Shown.INBOX
) -> None:
    """Configure the route otherwise."""
    settings = world.context.settings
    route = settings.routes["plans"]
    route = replace(
        route,
        here=replace(route.here, **here),
        there=replace(route.there, **there),
        proposals=shown,
    )
    settings = replace(settings, routes={**settings.routes, "plans": route})
    world.context = replace(world.context, settings=settings)


def by_task(world: World, modes: Mapping[str, Mode] | None = None) -> None:
    """Let whoever has a copy be asked by a Task."""
    change(world, {}, {"modes": modes or {}}, Shown.TASK)


def tasks(world: World) -> list[dict[str, Any]]:
    return [each for each in world.municipality.everything() if each["resourceType"] == "Task"]


def copied(world: World) -> set[str]:
    return {
        f"{each['resourceType']}/{each['id']}"
        for each in world.municipality.everything()
        if each["resourceType"] not in {"Patient", "Task", "Provenance"}
    }


def states(world: World) -> list[Standing]:
    return [each.state for each in world.context.store.recalls()]


def told(world: World, measure: Measure) -> list[tuple[Stage, str | None]]:
    entries = [
        each.told(json_door.read_json(each.body.encode()))
        for each in world.context.store.audit_entries()
    ]
    return [(each.stage, each.why) for each in entries if each.measure is measure]


def written(world: World) -> int:
    servers = (world.region, world.municipality)
    return sum(each.writes for each in servers if isinstance(each, MemoryServer))


def test_every_copy_is_known_with_recipient_version_hash_and_basis(world: World) -> None:
    found = recalls.copies_of(world.context, world.context.handle(ANNA))
    assert {each["stands"].partition("/_history/")[0] for each in found} == copied(world)
    for each in found:
        assert (each["at"], each["route"]) == ("municipality", "plans")
        assert (each["basis"], each["arrived"]) == ("consent-osl", "yes")
        assert each["stands"].endswith("/_history/1")
        assert len(each["sha256"]) == 64
        assert each["asked_back"] is None
    reword(world, "Andra ord")
    world.run("plans")
    later = recalls.copies_of(world.context, world.context.handle(ANNA))
    assert len(later) == len(found)
    assert sum(each["stands"].endswith("/_history/2") for each in later) == 1


def test_a_write_that_nobody_answered_may_be_a_copy_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> NoReturn:
        raise Unreachable("municipality", "no answer")

    reword(world, "Andra ord")
    for name in ("update", "batch", "standing"):
        monkeypatch.setattr(world.municipality, name, lost)
    with pytest.raises(Unreachable):
        world.run("plans")
    found = recalls.copies_of(world.context, world.context.handle(ANNA))
    assert sorted({each["arrived"] for each in found}) == ["not known", "yes"]
    assert all(each["stands"] for each in found)


def test_what_is_the_recipients_own_is_no_copy(world: World) -> None:
    assert not [each for each in world.context.store.disclosed() if each.endpoint == "region"]
    copies = recalls.copies_of(world.context, world.context.handle(ANNA))
    assert {each["at"] for each in copies} == {"municipality"}


def test_a_block_that_comes_later_asks_every_copy_back_and_claims_no_more(
    world: World, service: Service
) -> None:
    before = written(world)
    service.blocks = (EVERYTHING,)
    report = world.run("plans")
    found = world.context.store.recalls()
    assert {str(each.stands).partition("/_history/")[0] for each in found} == copied(world)
    assert {each.ground for each in found} == {Ground.BLOCKED}
    assert {each.state for each in found} == {Standing.PLANNED}
    assert report.exit is Exit.WITHHELD
    assert report.counts["recalls"] == len(found) == len(report.as_json()["recalls"])
    assert written(world) == before
    assert told(world, Measure.RECALL) == [(Stage.ABOUT_TO, "blocked")] * len(found)
    again = world.run("plans")
    assert again.recalls == []
    assert world.context.store.recalls() == found
    assert written(world) == before


def test_they_are_asked_by_a_task_that_says_what_and_not_why(
    world: World, service: Service
) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    world.run("plans")
    assert set(states(world)) == {Standing.ASKED}
    assert {each["focus"]["reference"] for each in tasks(world)} == copied(world)
    for task in tasks(world):
        assert checker.is_valid(task)
        assert (task["status"], task["intent"]) == ("requested", "order")
        assert task["code"]["coding"][0]["code"] == WITHDRAW
        assert task["owner"]["identifier"]["value"] == TOWN.value
        assert task["requester"]["identifier"]["value"] == REGION.value
        assert "blocked" not in repr(task)
        assert ANNA.value not in repr(task)
    before = written(world)
    world.run("plans")
    assert written(world) == before
    assert recalls.counted(world.context.store.recalls()) == {"asked": len(copied(world))}


def test_nobody_is_asked_where_no_task_may_be_made(world: World, service: Service) -> None:
    by_task(world, modes={"Task": Mode.READ, "*": Mode.WRITE})
    service.blocks = (EVERYTHING,)
    world.run("plans")
    assert set(states(world)) == {Standing.PLANNED}
    assert tasks(world) == []


@pytest.mark.parametrize("status", ["completed", "rejected"])
def test_what_they_answer_is_told_as_theirs(world: World, service: Service, status: str) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    world.run("plans")
    task = tasks(world)[0]
    body = {**task, "status": status}
    world.municipality.update(Ref("Task", task["id"]), body, if_match=None)
    later(world)
    world.run("plans")
    (answered,) = [r for r in world.context.store.recalls() if r.state is Standing.ANSWERED]
    assert answered.answer == status
    assert (Stage.DISCLOSED, status) in told(world, Measure.RECALL)


def later(world: World, seconds: int = 90_000) -> None:
    """A day passes."""
    for _ in range(seconds):
        world.context.clock.now()


@pytest.mark.parametrize("how", ["deleted-there", "not-found-there", "entered-in-error-there"])
def test_what_their_server_says_of_a_copy_is_an_answer(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    service.blocks = (EVERYTHING,)
    goal = next(each for each in copied(world) if each.startswith("Goal/"))
    ref = Ref(*goal.split("/"))
    if how == "entered-in-error-there":
        seen = world.municipality.read(ref)
        assert seen is not None
        body = {**seen.resource, "lifecycleStatus": "entered-in-error"}
        world.municipality.update(ref, body, if_match=None)
    else:
        world.municipality.delete(ref, if_match=None)
    if how == "not-found-there":
        monkeypatch.setattr(world.municipality, "is_deleted", lambda _: False)
    world.run("plans")
    answers = {str(r.stands).partition("/_h")[0]: r.answer for r in world.context.store.recalls()}
    assert answers[goal] == how
    assert set(answers.values()) == {how, None}


def test_a_request_without_an_answer_is_unknown_and_made_once_more(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_task(world, {"Task": Mode.APPEND, "*": Mode.WRITE})
    service.blocks = (EVERYTHING,)
    create = world.municipality.create

    def lost(resource: Resource, *, if_none_exist: Identifier | None) -> NoReturn:
        create(resource, if_none_exist=if_none_exist)
        raise Unreachable("municipality", "no answer")

    def silent(*_: object, **__: object) -> NoReturn:
        raise Unreachable("municipality", "no answer")

    with monkeypatch.context() as broken:
        broken.setattr(world.municipality, "create", lost)
        broken.setattr(world.municipality, "standing", silent)
        report = world.run("plans")
    assert report.exit is Exit.TRY_AGAIN
    assert Standing.UNKNOWN in states(world)
    world.run("plans")
    assert set(states(world)) == {Standing.ASKED}
    assert len(tasks(world)) == len(copied(world))
    assert {each["meta"]["versionId"] for each in tasks(world)} == {"1"}


def test_what_is_only_added_to_is_not_told_that_a_reason_has_gone(
    world: World, service: Service
) -> None:
    by_task(world, {"Task": Mode.APPEND, "*": Mode.WRITE})
    service.blocks = (EVERYTHING,)
    world.run("plans")
    service.blocks = ()
    world.run("plans")
    assert set(states(world)) == {Standing.LIFTED}
    assert {each["status"] for each in tasks(world)} == {"requested"}


def test_a_request_that_was_answered_or_is_gone_is_not_taken_back(
    world: World, service: Service
) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    world.run("plans")
    first, second, *_ = tasks(world)
    done = {**first, "status": "completed"}
    world.municipality.update(Ref("Task", first["id"]), done, if_match=None)
    world.municipality.delete(Ref("Task", second["id"]), if_match=None)
    service.blocks = ()
    world.run("plans")
    said = {each["id"]: each["status"] for each in tasks(world)}
    assert said.pop(first["id"]) == "completed"
    assert set(said.values()) == {"cancelled"}
    assert second["id"] not in said


def test_a_block_asks_back_what_came_from_a_document_too(world: World, service: Service) -> None:
    world.enrol("documents", ANNA)
    world.drop("plan.xml", document({"g": "Sitta i solen"}))
    world.run("documents")
    service.blocks = (EVERYTHING,)
    report = world.run("documents")
    assert {(each.route, each.endpoint) for each in report.recalls} == {("documents", "region")}
    assert world.run("documents").recalls == []


def test_one_copy_that_can_not_be_looked_at_stops_no_other(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.blocks = (EVERYTHING,)
    goal = next(each for each in copied(world) if each.startswith("Goal/"))
    read = world.municipality.read

    def odd(ref: Ref) -> Seen | None:
        if str(ref) == goal:
            raise Refused("municipality", "no")
        return read(ref)

    world.run("plans", dry_run=True)
    monkeypatch.setattr(world.municipality, "read", odd)
    report = world.run("plans")
    assert [name for name, _ in report.refused] == [world.context.handle(ANNA)]
    assert len(states(world)) == len(copied(world))


def test_a_block_that_is_lifted_takes_the_request_back(world: World, service: Service) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    world.run("plans")
    service.blocks = ()
    world.run("plans")
    assert set(states(world)) == {Standing.LIFTED}
    assert {each["status"] for each in tasks(world)} == {"cancelled"}
    service.blocks = (EVERYTHING,)
    world.run("plans")
    assert set(states(world)) == {Standing.ASKED}
    assert sum(each["status"] == "requested" for each in tasks(world)) == len(copied(world))


def test_a_block_that_is_lifted_before_anybody_was_asked_leaves_nothing(
    world: World, service: Service
) -> None:
    service.blocks = (EVERYTHING,)
    world.run("plans")
    service.blocks = ()
    world.run("plans")
    assert world.context.store.recalls() == []


def test_a_silent_block_service_asks_nothing_back_and_takes_no_request_back(
    world: World, service: Service
) -> None:
    service.blocks = None
    assert world.run("plans").recalls == []
    service.blocks = (EVERYTHING,)
    world.run("plans")
    before = states(world)
    service.blocks = None
    world.run("plans")
    assert states(world) == before


def test_a_block_of_what_another_care_giver_wrote_asks_nothing_back(
    world: World, service: Service
) -> None:
    service.blocks = (Block(id="b1", care_giver="SE2120009999-0001"),)
    world.run("plans")
    assert world.context.store.recalls() == []
    service.blocks = (Block(id="b1", care_giver=REGION.value),)
    world.run("plans")
    assert len(world.context.store.recalls()) == len(copied(world))


def test_a_consent_that_ends_asks_back_what_rested_on_it(world: World) -> None:
    consent = ConsentFacts(
        id="c-1",
        person=world.context.handle(ANNA),
        basis=ConsentBasis.PERSON,
        start="2026-01-01",
        by="SE1",
        at=world.context.now(),
    )
    world.context.store.register_consent(consent)
    world.run("plans")
    assert world.context.store.recalls() == []
    end_consent(world.context, "c-1", day=None, mistaken=False, by="SE1")
    report = world.run("plans")
    assert {each.ground for each in report.recalls} == {Ground.NO_CONSENT}
    assert len(report.recalls) == len(copied(world))


def test_a_reservation_asks_back(world: World) -> None:
    denies = {
        "resourceType": "Consent",
        "status": "active",
        "provision": {"type": "deny"},
    }
    world.context.store.classify(
        Classified(
            matter="m",
            person=world.context.handle(ANNA),
            meant=Meant.RESERVATION,
            by="SE1",
            why="read",
            at=world.context.now(),
            consent=denies,
        )
    )
    assert {each.ground for each in world.run("plans").recalls} == {Ground.RESERVED}


def test_who_is_enrolled_no_more_is_asked_about_all_the_same(
    world: World, service: Service
) -> None:
    (enrolment,) = world.context.store.enrolments("plans")
    world.context.store.enrol(replace(enrolment, end="2026-01-01"))
    assert world.run("plans").recalls == []
    service.blocks = (EVERYTHING,)
    assert {each.ground for each in world.run("plans").recalls} == {Ground.BLOCKED}


def test_a_dry_run_and_a_stopped_run_ask_nobody(world: World, service: Service) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    planned = world.run("plans", dry_run=True)
    assert len(planned.recalls) == len(copied(world))
    assert world.context.store.recalls() == []
    assert tasks(world) == []


def test_an_approved_plan_asks_nobody_beside_it(world: World, service: Service) -> None:
    by_task(world)
    service.blocks = (EVERYTHING,)
    route = world.context.settings.routes["plans"]
    sync(route, world.context, dry_run=False, asked=Asked(permitted=frozenset()))
    assert set(states(world)) == {Standing.PLANNED}
    assert tasks(world) == []


def test_an_answer_that_came_by_letter_is_noted_with_who_and_how(
    world: World, service: Service
) -> None:
    service.blocks = (EVERYTHING,)
    world.run("plans")
    first = recalls.recalls(world.context, "plans")[0]
    recalls.note(world.context, first.id, "withdrawn", by="SE1", why="letter")
    assert first.id not in {each.id for each in recalls.recalls(world.context)}
    (noted,) = [
        each
        for each in recalls.recalls(world.context, everything=True)
        if each.recall.state is Standing.ANSWERED
    ]
    assert (noted.recall.answer, noted.recall.by, noted.recall.why) == (
        "withdrawn",
        "SE1",
        "letter",
    )
    assert (Stage.DISCLOSED, "withdrawn") in told(world, Measure.RECALL)
    with pytest.raises(NotKnown):
        recalls.note(world.context, first.id, "withdrawn", by="SE1", why="again")


# -- a message about another person -------------------------------------------------------------


def test_a_message_about_another_person_is_asked_back_from_whoever_got_it_elsewhere(
    world: World,
) -> None:
    keys = sorted(world.context.store.bases("plans"))
    documents = world.context.settings.routes["documents"]
    report = Report(route="documents", dry_run=True)
    recall_wrong(world.context, report, keys, documents)
    assert world.context.store.recalls() == []
    assert {each.ground for each in report.recalls} == {Ground.WRONG_PERSON}
    for _ in range(2):
        report = Report(route="documents", dry_run=False)
        recall_wrong(world.context, report, keys, documents)
    assert report.recalls == []
    found = world.context.store.recalls()
    assert {(each.route, each.endpoint) for each in found} == {("plans", "municipality")}
    assert len(found) == len(copied(world))
    by_task(world)
    world.run("plans")
    assert {each["focus"]["reference"] for each in tasks(world)} == copied(world)


def test_where_the_message_itself_stood_nobody_is_asked(world: World) -> None:
    report = Report(route="plans", dry_run=False)
    plans = world.context.settings.routes["plans"]
    recall_wrong(world.context, report, world.context.store.bases("plans"), plans)
    assert report.recalls == []


def test_a_cancellation_for_another_person_reaches_copies_of_copies(tmp_path: Path) -> None:
    made = make_world(tmp_path)
    person = the_person()
    for server in (made.region, made.municipality):
        made.patient(server, person)
    for route in ("documents", "plans"):
        made.enrol(route, person)
    made.drop("Ny.xml", message("Ny"))
    made.run("documents")
    made.run("plans")
    there = copied(made)
    assert there
    made.drop("Kansellering.xml", message("Kansellering"))
    report = made.run("documents")
    assert {each.ground for each in report.recalls} == {Ground.WRONG_PERSON}
    stand = {str(each.stands).partition("/_h")[0] for each in made.context.store.recalls()}
    assert stand == there
    made.run("plans")
    answers = {each.answer for each in made.context.store.recalls() if not each.is_open}
    assert answers <= {"entered-in-error-there"}
    assert made.run("documents").recalls == []
