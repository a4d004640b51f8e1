"""A person or a record is erased whole, comes back by no way, and others are asked to follow."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from adapter.codec import json_door
from adapter.errors import AuditNotWritten, ErasedPerson, Locked, NotKnown, exit_code
from adapter.state.store import Store
from adapter.usecases import erasing
from adapter.usecases.audit_log import verified
from adapter.usecases.consenting import import_consents
from adapter.usecases.enrolment import import_list
from adapter.usecases.explaining import key_named
from adapter.values import (
    Classified,
    ConsentBasis,
    ConsentFacts,
    Ground,
    Meant,
    Measure,
    PersonFacts,
    Quarantined,
    Release,
    Resource,
    Right,
    Secret,
    Shown,
    Stage,
    Standing,
    Why,
)
from mappings.record import fingerprint_of
from tests.test_copy import plan_at_region
from tests.test_ingest import document
from tests.test_registered import Register
from tests.test_state_erasing import found_in, whole
from tests.world import ANNA, KEY, LINE, World, make_world

DECISION: Final = "IVO-2026-17"
SAID: Final = "Att orka gå till sjön igen."
HOPE: Final = "Sitta i solen hos Greta"
THERE: Final = "Kommunens egna ord om sjön"
PROPOSED: Final = "Kommunens rubrik"
RESERVED: Final = "Inget till grannen Sven"
BROKEN: Final = f"<inte hel {ANNA.value[2:8]}-{ANNA.value[8:]} Oläsliga ord".encode()
PLANTED: Final = (ANNA.value, SAID, HOPE, THERE, PROPOSED, RESERVED, "Oläsliga ord")
OTHERS: Final = "Linas egna ord om fjället"


@pytest.fixture(params=[None, Secret("5f" * 32)], ids=["plain", "encrypted"])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> World:
    """Somebody of whom something stands wherever it can, and somebody else."""
    made = make_world(tmp_path)
    assert isinstance(made.context.store, Store)
    made.context.store.close()
    file = made.context.settings.state / "viktigt.sqlite"
    file.unlink()
    name = fingerprint_of(KEY)
    write, read = json_door.write_json, json_door.read_json
    made.context = replace(made.context, store=Store(file, name, write, read, key=request.param))
    fill(made)
    return made


def fill(made: World) -> None:
    for person in (ANNA, LINE):
        for server in (made.region, made.municipality):
            made.patient(server, person)
        for route in ("plans", "documents"):
            made.enrol(route, person)
    made.share("plans", {"Goal.description": Right.SHARED})
    plan_at_region(made)
    theirs = {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:a", "value": "line"}],
        "lifecycleStatus": "active",
        "description": {"text": OTHERS},
        "subject": {"reference": "Patient/2"},
    }
    made.region.create(theirs, if_none_exist=None)
    made.drop("plan.xml", document({"g": HOPE}))
    made.drop("broken.xml", BROKEN)
    made.run("documents")
    made.run("plans")
    reword(made.region, "Goal", description={"text": "Regionens ord"})
    reword(made.municipality, "Goal", description={"text": THERE})
    reword(made.municipality, "CarePlan", title=PROPOSED)
    made.run("plans")
    decide(made)
    made.run("plans")


def reword(server: Any, kind: str, **elements: object) -> None:  # noqa: ANN401
    """Somebody at one side writes something else into Anna's plan."""
    seen = next(
        each
        for each in server.search(kind, [])
        if each.resource["subject"]["reference"] == "Patient/1" and HOPE not in repr(each.resource)
    )
    server.update(seen.ref, {**seen.resource, **elements}, if_match=seen.version)


def decide(made: World) -> None:
    """What stewards and others said of her."""
    store, handle, now = made.context.store, made.context.handle(ANNA), made.context.now()
    said: Resource = {"resourceType": "Consent", "status": "inactive", "note": RESERVED}
    store.classify(
        Classified(
            matter="m", person=handle, meant=Meant.WISH, by="SE1", why="read", at=now, consent=said
        )
    )
    store.let_go("plans", Release(person=handle, what="", by="SE1", why=RESERVED, at=now))
    store.register_consent(
        ConsentFacts(
            id="c-1",
            person=handle,
            basis=ConsentBasis.PERSON,
            start="2026-01-01",
            by="SE1",
            at=now,
        )
    )


def everywhere(made: World) -> bytes:
    """Every byte that this installation holds, and all rows as they are read."""
    held = whole(made.context.settings.state) + whole(made.inbox)
    return held + rows(made).encode()


def rows(made: World) -> str:
    store = made.context.store
    told: list[object] = [*store.enrolments(), *store.consents(), *store.classified().values()]
    for route in made.context.settings.routes:
        told += [each.resources for each in store.documents(route)]
        told += [(each.here, each.there) for each in store.bases(route).values()]
        told += [each.disputed for each in store.conflicts(route)]
        told += [each.body for each in store.proposals(route)]
        told += [each.raw for each in store.quarantined(route)]
        told += [each.why for each in store.releases(route)]
    told += [each.person.value for each in store.enrolments()]
    disputes = [one for each in told if isinstance(each, tuple) for one in each]
    return "\n".join([*map(repr, told), *(repr(vars_of(each)) for each in disputes)])


def vars_of(value: object) -> list[object]:
    names = getattr(type(value), "__slots__", ())
    return [getattr(value, name) for name in names] or [value]


def erase_anna(made: World) -> erasing.Erasure:
    handle = made.context.handle(ANNA)
    found = erasing.of_person(made.context, handle, ANNA)
    return erasing.erase(made.context, found, DECISION)


def test_what_is_planted_is_found_before_and_nowhere_after(world: World) -> None:
    before = everywhere(world)
    assert [words for words in PLANTED if not found_in(before, words)] == []
    done = erase_anna(world)
    assert done.is_whole
    after = everywhere(world)
    assert [words for words in PLANTED if found_in(after, words)] == []
    assert found_in(after, OTHERS)
    assert found_in(after, LINE.value)
    for kind in ("enrolments", "bases", "documents", "quarantine", "conflicts", "proposals"):
        assert done.rows[kind]
    for kind in ("links", "intents", "consents", "classified", "releases"):
        assert done.rows[kind]


def test_what_would_be_erased_is_told_and_nothing_is(world: World) -> None:
    before = everywhere(world)
    found = erasing.of_person(world.context, world.context.handle(ANNA), None)
    told = erasing.facts(found)
    assert told["originals"] == ["inbox: plan.xml", "inbox: broken.xml"]
    assert told["asked_back"] == len(found.recalls) > 0
    assert ANNA.value not in repr(told)
    assert SAID not in repr(told)
    assert everywhere(world) == before


def test_the_audit_still_holds_and_tells_that_when_and_by_which_decision(world: World) -> None:
    head = world.context.store.audit_head()
    erase_anna(world)
    assert verified(world.context, head) != head
    handle = world.context.handle(ANNA)
    told = [
        each.told(json_door.read_json(each.body.encode()))
        for each in world.context.store.audit_entries(handle)
    ]
    erased = [each for each in told if each.measure is Measure.ERASE]
    assert [each.stage for each in erased] == [Stage.ABOUT_TO, Stage.DISCLOSED]
    assert {each.about["decision"] for each in erased} == {DECISION}
    assert {each.person for each in erased} == {handle}
    assert not any(words in repr([each.body() for each in told]) for words in PLANTED)


def test_every_recipient_is_listed_and_asked_and_nothing_is_claimed(world: World) -> None:
    stood = {
        f"{each['resourceType']}/{each['id']}"
        for each in world.municipality.everything()
        if each.get("subject") == {"reference": "Patient/1"}
    }
    assert stood
    erase_anna(world)
    found = world.context.store.recalls()
    assert {each.ground for each in found} == {Ground.ERASED}
    assert {each.state for each in found} == {Standing.PLANNED}
    assert {each.decision for each in found} == {DECISION}
    at = {str(each.stands).partition("/_h")[0] for each in found if each.endpoint == "municipality"}
    assert at == stood
    assert {each.endpoint for each in found} == {"municipality", "region"}  # from the document
    assert {each.digest for each in found} == {""}
    asked_by_task(world)
    world.run("plans")
    states = {each.state for each in world.context.store.recalls(endpoint="municipality")}
    assert states == {Standing.ASKED}
    tasks = [each for each in world.municipality.everything() if each["resourceType"] == "Task"]
    assert {each["focus"]["reference"] for each in tasks} == stood
    assert all(each["for"] == {"reference": "Patient/1"} for each in tasks)
    assert not any(found_in(everywhere(world), words) for words in PLANTED)


def asked_by_task(world: World) -> None:
    settings = world.context.settings
    plans = replace(settings.routes["plans"], proposals=Shown.TASK)
    routes = {**settings.routes, "plans": plans}
    world.context = replace(world.context, settings=replace(settings, routes=routes))


def test_it_comes_back_neither_by_a_document_nor_by_an_enrolment_nor_by_a_sync(
    world: World,
) -> None:
    erase_anna(world)
    with pytest.raises(ErasedPerson) as told:
        world.enrol("plans", ANNA)
    assert exit_code(told.value) == 77
    world.drop("again.xml", document({"g": HOPE}, version=2))
    world.drop("broken.xml", BROKEN)
    report = world.run("documents")
    assert {(each.why, each.document) for each in report.holds} == {
        (Why.ERASED, "again.xml"),
        (Why.ERASED, "broken.xml"),
    }
    assert (world.inbox / "again.xml").exists()
    world.run("plans")
    world.run("documents")
    (world.inbox / "again.xml").unlink()
    (world.inbox / "broken.xml").unlink()
    assert not any(found_in(everywhere(world), words) for words in PLANTED)


def test_lists_name_nobody_again_who_was_erased(world: World) -> None:
    erase_anna(world)
    row = f"plans,{ANNA.value},SE1\n"
    count, issues = import_list(world.context, f"route,value,decided_by\n{row}".encode())
    assert (count, [each.rule for each in issues]) == (0, ["enrolment.row"])
    consent = f"value,basis,decided_by\n{ANNA.value},person,SE1\n"
    count, issues = import_consents(world.context, consent.encode())
    assert (count, [each.rule for each in issues]) == (0, ["consent.row"])
    assert ANNA.value not in repr(issues)


def test_who_is_enrolled_all_the_same_waits(world: World) -> None:
    (theirs,) = [each for each in world.context.store.enrolments("plans") if each.person == ANNA]
    erase_anna(world)
    world.context.store.enrol(theirs)  # by an older copy of the state, say
    assert (Why.ERASED, theirs.handle) in {
        (each.why, each.person) for each in world.run("plans").holds
    }


# -- again, and midway --------------------------------------------------------------------------


def test_once_more_finds_nothing_and_forgets_nothing(world: World) -> None:
    first = erase_anna(world)
    recalls, buried = world.context.store.recalls(), world.context.store.tombstones()
    again = erase_anna(world)
    assert set(again.rows) <= {"recalls"}
    assert again.originals == ()
    assert world.context.store.recalls() == recalls
    assert set(recalls) == set(first.recalls)
    assert world.context.store.tombstones() == buried


STEPS: Final = ("drop_copies", "erase", "bury", "save_recalls", "scrub")


@pytest.mark.parametrize("step", STEPS)
def test_whatever_stops_it_once_more_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as midway:
        midway.setattr(world.context.store, step, killed)
        with pytest.raises(KeyboardInterrupt):
            erase_anna(world)
    rows_left = world.context.store.enrolments("plans")
    is_gone = all(each.person != ANNA for each in rows_left)
    assert is_gone == (step == "scrub")  # all of the rows, or none
    if step == "scrub":
        assert {each.scrubbed for each in world.context.store.tombstones()} == {None}
    erase_anna(world)
    assert not any(found_in(everywhere(world), words) for words in PLANTED)
    assert None not in {each.scrubbed for each in world.context.store.tombstones()}
    assert world.context.store.recalls()


def test_where_the_audit_takes_no_entry_nothing_is_erased(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> str:
        raise AuditNotWritten

    with monkeypatch.context() as full:
        full.setattr(world.context.store, "audit", refused)
        with pytest.raises(AuditNotWritten):
            erase_anna(world)
    after = everywhere(world)
    assert all(found_in(after, words) for words in PLANTED)


def test_the_next_run_finishes_what_was_cut_off_before_its_last_step(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: str) -> None:
        raise KeyboardInterrupt

    def busy(_: str) -> None:
        raise Locked("another program reads the state")

    with monkeypatch.context() as midway:
        midway.setattr(world.context.store, "scrub", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_anna(world)
        midway.setattr(world.context.store, "scrub", busy)
        world.run("plans")
    assert {each.scrubbed for each in world.context.store.tombstones()} == {None}
    world.run("plans")
    assert None not in {each.scrubbed for each in world.context.store.tombstones()}
    assert not any(found_in(everywhere(world), words) for words in PLANTED)


# -- what is known of whose it is ---------------------------------------------------------------


def test_a_former_number_is_theirs_too_where_the_register_says_so(world: World) -> None:
    (former,) = [each for each in world.context.store.enrolments("plans") if each.person == LINE]
    world.context.store.enrol(replace(former, suspended="identity-replaced"))
    register = Register(
        {LINE: PersonFacts(person=LINE, replaced_by=ANNA), ANNA: PersonFacts(person=ANNA)}
    )
    world.context = replace(world.context, persons=register)
    found = erasing.of_person(world.context, world.context.handle(ANNA), ANNA)
    assert set(found.people) == {world.context.handle(ANNA), world.context.handle(LINE)}
    world.context = replace(world.context, persons=None)
    found = erasing.of_person(world.context, world.context.handle(ANNA), ANNA)
    assert found.people == (world.context.handle(ANNA),)


def test_what_an_older_program_agreed_on_is_told_to_be_of_nobody_knows_whom(
    world: World,
) -> None:
    store = world.context.store
    known = store.bases("plans")
    store.save_bases("plans", [replace(each, person="") for each in known.values()])
    found = erasing.of_person(world.context, world.context.handle(ANNA), ANNA)
    assert (found.unattributed, found.is_whole) == (len(known), False)
    world.context.store.disturb("plans", [world.context.handle(each) for each in (ANNA, LINE)])
    world.run("plans")
    assert world.context.store.unattributed() == 0


def test_an_original_that_tells_of_others_too_is_left_and_said(world: World) -> None:
    (theirs,) = world.context.store.documents("documents")
    other = replace(theirs, person=world.context.handle(LINE), resources=())
    world.context.store.save_document("documents", other)
    done = erase_anna(world)
    assert [each.name for each in done.shared] == ["plan.xml"]
    assert not done.is_whole
    assert (world.inbox / "done" / "plan.xml").exists()
    assert world.context.store.documents("documents") == [other]


@pytest.mark.parametrize(
    "spelled",
    [
        lambda value: value,
        lambda value: value[2:],
        lambda value: f"{value[2:8]}+{value[8:]}",
        lambda value: f"{value[:8]} {value[8:]}",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_number_is_found_in_the_quarantine_as_people_write_it(
    world: World, spelled: Callable[[str], str], encoding: str
) -> None:
    raw = f"<x>{spelled(ANNA.value)}".encode(encoding)
    digest = hashlib.sha256(raw).hexdigest()
    item = Quarantined(sha256=digest, name="x", reason="xml", since="2026-03-02", raw=raw)
    other = replace(item, sha256="0" * 64, raw=b"<x>13116900216")
    for each in (item, other):
        world.context.store.quarantine("documents", each)
    erase_anna(world)
    assert world.context.store.quarantined("documents") == [other]


def test_a_person_known_by_another_kind_of_number_is_found_by_it(world: World) -> None:
    person = replace(ANNA, system="urn:local", value="AB-12")
    raw = b"<x>AB-12"
    item = Quarantined(sha256="0" * 64, name="x", reason="xml", since="2026-03-02", raw=raw)
    world.context.store.quarantine("documents", item)
    found = erasing.of_person(world.context, world.context.handle(person), person)
    assert [each.name for each in found.originals] == ["x"]


# -- one record ---------------------------------------------------------------------------------


def test_one_record_is_erased_and_the_others_stay(world: World) -> None:
    statement = next(each for each in world.context.store.bases("plans") if "s1" in each)
    name = f"Observation/{statement.rpartition('|')[2]}"
    key = key_named(world.context, name)
    found = erasing.of_record(world.context, key)
    assert found.people == (world.context.handle(ANNA),)
    erasing.erase(world.context, found, DECISION)
    after = everywhere(world)
    assert not found_in(after, SAID)
    assert found_in(after, THERE)
    assert len(world.context.store.enrolments("plans")) == 2
    (asked,) = world.context.store.recalls()
    assert asked.key.startswith("Observation|")
    assert "s1" not in asked.key
    report = world.run("plans")
    assert [each.why for each in report.holds if each.key == asked.key] == [Why.ERASED]
    assert not found_in(everywhere(world), SAID)
    again = world.run("plans")
    assert again.new_holds == 0
    with pytest.raises(NotKnown):
        key_named(world.context, name)


def test_a_record_of_a_document_leaves_the_document_without_it(world: World) -> None:
    (taken,) = world.context.store.documents("documents")
    key = next(
        f"Goal|{each['identifier'][0]['system']}|{each['identifier'][0]['value']}"
        for each in taken.resources
        if each["resourceType"] == "Goal"
    )
    found = erasing.of_record(world.context, key)
    assert [each.name for each in found.originals] == ["plan.xml"]
    erasing.erase(world.context, found, DECISION)
    (left,) = world.context.store.documents("documents")
    assert len(left.resources) == len(taken.resources) - 1
    assert not found_in(everywhere(world), HOPE)
    world.drop("newer.xml", document({"g": HOPE}, version=2))
    report = world.run("documents")
    assert [(each.why, each.document) for each in report.holds] == [(Why.ERASED, "newer.xml")]


def test_a_record_in_the_quarantine_is_erased_with_its_document(world: World) -> None:
    (taken,) = world.context.store.documents("documents")
    raw = document({"g": HOPE}, version=3)
    digest = hashlib.sha256(raw).hexdigest()
    item = Quarantined(sha256=digest, name="q.xml", reason="x", since="2026-03-02", raw=raw)
    world.context.store.quarantine("documents", item)
    identifier = next(
        each["identifier"][0] for each in taken.resources if each["resourceType"] == "Goal"
    )
    key = f"Goal|{identifier['system']}|{identifier['value']}"
    erasing.erase(world.context, erasing.of_record(world.context, key), DECISION)
    assert digest not in {each.sha256 for each in world.context.store.quarantined("documents")}


def test_a_record_is_named_as_a_whole(world: World) -> None:
    with pytest.raises(NotKnown):
        key_named(world.context, "Observation/s1.status")
