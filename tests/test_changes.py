"""Who is looked at: a run with nothing to do asks each side for what changed, and reads nobody."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import Exit, Refused, Stopped, Unreachable
from adapter.usecases.guards import Asked
from adapter.usecases.listing import PAGE
from adapter.usecases.planned import apply, opened, plan, sealed
from adapter.usecases.run import Report
from adapter.usecases.status import Status, status
from adapter.usecases.sync import sync
from adapter.values import CARRIED_TYPES, Changes, Mode, Page, Ref, Seen, StopReason, Why
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.world import ANNA, LINE, AnyServer, World, make_world

Query = Sequence[tuple[str, str]]
TYPES = len(CARRIED_TYPES)


class Counting:
    """A server that counts what it is asked; a page is a request."""

    def __init__(self, inner: AnyServer) -> None:
        self.inner = inner
        self.asked: Counter[str] = Counter()
        self.named: set[str] = set()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name in {"read", "is_deleted", "create", "update", "delete", "history"}:
            self.asked[name] += 1
        return getattr(self.inner, name)

    def search(self, kind: str, query: Query) -> Iterator[Seen]:
        self.asked["search"] += 1
        self.named |= {each for _, value in query for each in value.split(",")}
        return self.inner.search(kind, query)

    def newest(self, kind: str, query: Query, count: int) -> Iterator[Page]:
        self.named |= {each for _, value in query for each in value.split(",")}
        for page in self.inner.newest(kind, query, count):
            self.asked["newest"] += 1
            yield page


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of Anna's that has crossed, and Line, who is known on both sides and not enrolled."""
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
        made.patient(server, LINE)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    assert made.run("plans").counts["created"] == 3
    return made


def watched(world: World) -> dict[str, Counting]:
    """Count from here on."""
    servers = {"region": world.region, "municipality": world.municipality}
    counting = {name: Counting(server) for name, server in servers.items()}
    world.context = replace(world.context, servers=counting)
    return counting


def settled(world: World) -> dict[str, Counting]:
    """Let everybody come to rest, and count from here on."""
    world.run("plans")
    return watched(world)


def run(world: World, *, full: bool) -> Report:
    route = world.context.settings.routes["plans"]
    return sync(route, world.context, dry_run=False, asked=Asked(full=full))


def goal_at(server: AnyServer) -> Seen:
    (found,) = server.search("Goal", [])
    return found


def goal_of(world: World, patient: str) -> None:
    """Another goal, of whoever that patient is at the region."""
    body = {**goal_at(world.region).resource, "subject": {"reference": patient}}
    identifier = [{"system": "urn:b", "value": patient}]
    del body["addresses"]
    world.region.create({**body, "identifier": identifier}, if_none_exist=None)


def reword(server: AnyServer, words: str) -> None:
    goal = goal_at(server)
    server.update(goal.ref, {**goal.resource, "description": {"text": words}}, if_match=None)


def test_a_quiet_run_asks_each_side_once_for_each_type_and_once_for_the_patients(
    world: World,
) -> None:
    servers = settled(world)
    for _ in range(2):
        report = world.run("plans")
        assert report.exit is Exit.OK
        assert report.actions == []
        for server in servers.values():
            assert server.asked == {"newest": TYPES + 1}
            server.asked.clear()


def test_a_quiet_run_asks_no_more_however_many_records_there_are(world: World) -> None:
    goal = goal_at(world.region).resource
    for number in range(3 * PAGE):
        body = {**goal, "identifier": [{"system": "urn:b", "value": str(number)}]}
        world.region.create(body, if_none_exist=None)
    world.run("plans")
    for _ in range(500):
        world.context.now()  # what was written just now would be listed once more
    for _ in range(2):
        world.run("plans")
    servers = watched(world)
    world.run("plans")
    assert servers["region"].asked == servers["municipality"].asked == {"newest": TYPES + 1}


def test_nobody_is_asked_about_who_is_not_enrolled(world: World) -> None:
    servers = settled(world)
    world.run("plans")
    reword(world.region, "Gå till sjön")
    world.run("plans")
    for server in servers.values():
        token = f"{LINE.system}|{LINE.value}"
        (line,) = server.inner.search("Patient", [("identifier", token)])
        assert not {str(line.ref), line.ref.id, token} & server.named


def test_one_edit_is_carried_with_the_reads_of_one_person(world: World) -> None:
    servers = settled(world)
    world.run("plans")
    for server in servers.values():
        server.asked.clear()
    reword(world.region, "Gå till sjön")

    report = world.run("plans")

    assert report.counts["updated"] == 1
    assert goal_at(world.municipality).resource["description"] == {"text": "Gå till sjön"}
    region, municipality = servers["region"], servers["municipality"]
    assert region.asked["newest"] == municipality.asked["newest"] == TYPES + 1
    assert region.asked["search"] == municipality.asked["search"] == TYPES + 1
    # who wrote it is looked at once more, and then no longer
    assert world.run("plans").counts["kept"] == 3
    for server in servers.values():
        server.asked.clear()
    world.run("plans")
    assert all(server.asked == {"newest": TYPES + 1} for server in servers.values())


# -- what else is noticed -------------------------------------------------------------------------


def test_a_new_record_is_noticed(world: World) -> None:
    settled(world)
    body = {**goal_at(world.region).resource, "identifier": [{"system": "urn:b", "value": "new"}]}
    world.region.create(body, if_none_exist=None)
    assert world.run("plans").counts["created"] == 1


def test_a_deletion_is_noticed_and_carried_on_evidence_alone(world: World) -> None:
    settled(world)
    world.region.delete(goal_at(world.region).ref)
    assert world.run("plans").counts["deleted"] == 1
    assert list(world.municipality.search("Goal", [])) == []


def test_a_record_that_is_only_not_shown_is_looked_for_and_not_deleted(world: World) -> None:
    servers = settled(world)
    hidden = goal_at(world.region).ref
    shown = servers["region"].inner.newest

    def without(kind: str, query: Query, count: int) -> Iterator[Page]:
        for page in shown(kind, query, count):
            seen = tuple(each for each in page.seen if each.ref != hidden)
            yield replace(page, seen=seen, total=len(seen))

    servers["region"].newest = without  # type: ignore[method-assign]  # one that lags behind
    report = world.run("plans")
    assert report.counts["deleted"] == 0
    assert report.counts["kept"] == 3
    assert servers["region"].asked["search"] == TYPES + 1


def test_what_was_out_of_sight_and_is_then_deleted_is_deleted_on_the_other_side(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by story 106334: as many records stood there as when nothing was to do."""
    goal, read = goal_at(world.region), world.region.read
    with monkeypatch.context() as hidden:
        hidden.setattr(world.region, "search", _but(world.region.search, goal.ref))
        hidden.setattr(world.region, "read", lambda ref: None if ref == goal.ref else read(ref))
        assert world.run("plans").counts["deleted"] == 0
    world.region.delete(goal.ref)
    assert world.run("plans").counts["deleted"] == 1
    assert list(world.municipality.search("Goal", [])) == []


def _but(search: Any, hidden: Ref) -> Any:  # noqa: ANN401  as the real one
    """A search that shows all but one."""

    def shown(kind: str, query: Query) -> Iterator[Seen]:
        return (each for each in search(kind, query) if each.ref != hidden)

    return shown


def test_a_patient_who_is_replaced_there_is_followed(world: World) -> None:
    settled(world)
    survivor = world.municipality.create({"resourceType": "Patient"}, if_none_exist=None)[0].ref
    old = world.municipality.read(Ref("Patient", "1"))
    assert old is not None
    link = [{"other": {"reference": str(survivor)}, "type": "replaced-by"}]
    world.municipality.update(old.ref, {**old.resource, "link": link}, if_match=None)
    assert world.run("plans").actions


def test_a_protected_identity_is_noticed_and_held(world: World) -> None:
    settled(world)
    patient = world.region.read(Ref("Patient", "1"))
    assert patient is not None
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    body = {**patient.resource, "meta": {"security": [label]}}
    world.region.update(patient.ref, body, if_match=None)
    assert [each.why for each in world.run("plans").holds] == [Why.PROTECTED_IDENTITY]


def test_who_is_not_on_both_sides_is_looked_for_on_every_run(world: World) -> None:
    world.enrol("plans", LINE)
    (line,) = world.municipality.search("Patient", [("identifier", f"{LINE.system}|{LINE.value}")])
    world.municipality.delete(line.ref)
    settled(world)
    assert [each.why for each in world.run("plans").holds] == [Why.PERSON_NOT_THERE]
    world.patient(world.municipality, LINE)
    assert world.run("plans").holds == []


def test_an_enrolment_that_is_added_is_looked_at_alone(world: World) -> None:
    settled(world)
    goal_of(world, "Patient/2")
    world.enrol("plans", LINE)
    report = world.run("plans")
    (line,) = world.context.enrolled("plans").keys() - {world.context.handle(ANNA)}
    assert {each.person for each in report.actions} == {line}


def test_what_happened_while_an_enrolment_was_ended_is_seen_when_it_is_back(world: World) -> None:
    settled(world)
    (anna,) = world.context.enrolled("plans").values()
    world.context.store.enrol(replace(anna, end="2026-01-01"))
    reword(world.region, "Gå till sjön")
    assert world.run("plans").actions == []
    world.run("plans")
    world.context.store.enrol(anna)
    assert world.run("plans").counts["updated"] == 1


def test_another_configuration_lets_everybody_be_looked_at(world: World) -> None:
    settled(world)
    route = world.context.settings.routes["plans"]
    report = sync(
        replace(route, basis="statute:PDL"),
        world.context,
        dry_run=False,
        asked=Asked(accept_changes=True),
    )
    assert report.counts["kept"] == 3


def test_everybody_is_looked_at_when_asked_for_and_when_that_is_long_ago(world: World) -> None:
    settled(world)
    assert run(world, full=True).counts["kept"] == 3
    assert run(world, full=False).counts["kept"] == 0
    route = world.context.settings.routes["plans"]
    often = sync(replace(route, full_every=0.5), world.context, dry_run=False)
    assert often.counts["kept"] == 3


# -- what waits for people at rest ----------------------------------------------------------------


def test_what_waits_stays_in_the_inbox_while_nobody_is_looked_at(world: World) -> None:
    settled(world)
    reword(world.municipality, "Något annat")  # the region's to say
    first = world.run("plans")
    assert [each.why for each in first.holds] == [Why.CHANGED_BY_OTHER_SIDE]
    store = world.context.store
    waits = store.holds("plans"), store.proposals("plans")
    world.run("plans")
    servers = watched(world)

    report = world.run("plans")

    assert all(server.asked == {"newest": TYPES + 1} for server in servers.values())
    assert (store.holds("plans"), store.proposals("plans")) == waits
    assert report.counts["held"] == 1
    assert report.new_holds == 0
    assert report.exit is Exit.OK


def test_a_side_that_lost_everything_stops_the_run_and_one_persons_loss_does_not(
    world: World,
) -> None:
    goal_of(world, "Patient/2")
    world.enrol("plans", LINE)
    world.run("plans")
    settled(world)
    for each in list(world.region.everything()):
        if each.get("subject") == {"reference": "Patient/2"}:
            world.region.delete(Ref(each["resourceType"], each["id"]))
    assert world.run("plans").stops == []
    servers = watched(world)
    servers["region"].inner = MemoryServer("region")
    for person in (ANNA, LINE):
        world.patient(servers["region"].inner, person)
    stops = world.run("plans").stops
    assert [each.reason for each in stops] == [StopReason.SIDE_IS_EMPTY]
    assert len(list(world.municipality.search("Goal", []))) == 1


# -- what goes wrong ------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", ["search", "disturb", "save_cursors", "rest", "save_run"])
def test_a_run_that_is_killed_between_noticing_and_settling_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    settled(world)
    reword(world.region, "Gå till sjön")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(MemoryServer if at == "search" else type(world.context.store), at, killed)
        with pytest.raises(Killed):
            world.run("plans")
    world.run("plans")
    assert goal_at(world.municipality).resource["description"] == {"text": "Gå till sjön"}


def test_a_dry_run_remembers_nothing_of_what_it_noticed(world: World) -> None:
    settled(world)
    world.run("plans")
    before = world.context.store.cursors("plans"), world.context.store.resting("plans")
    reword(world.region, "Gå till sjön")
    assert world.run("plans", dry_run=True).actions
    assert (world.context.store.cursors("plans"), world.context.store.resting("plans")) == before
    assert world.run("plans").counts["updated"] == 1


def test_a_list_that_ends_midway_for_somebody_lets_everybody_be_looked_at(world: World) -> None:
    servers = settled(world)
    world.run("plans")
    cursors = world.context.store.cursors("plans")
    reword(world.region, "Gå till sjön")
    ends_midway(servers["region"], Refused("region", "gone", 410))
    assert world.run("plans").counts["updated"] == 1
    until = {(each.endpoint, each.type): each.at for each in world.context.store.cursors("plans")}
    assert until == {
        (each.endpoint, each.type): each.at if each.endpoint == "region" else mock.ANY
        for each in cursors
    }


def ends_midway(server: Counting, error: Exception) -> Callable[..., Iterator[Page]]:
    whole = server.newest

    def cut_short(kind: str, query: Query, count: int) -> Iterator[Page]:
        first = next(whole(kind, query, count))
        yield replace(first, seen=())
        raise error

    server.newest = cut_short  # type: ignore[method-assign]
    return whole


def test_a_list_that_breaks_off_midway_counts_for_nothing(world: World) -> None:
    servers = settled(world)
    world.run("plans")
    cursors = world.context.store.cursors("plans")
    reword(world.region, "Gå till sjön")
    whole = ends_midway(servers["region"], Unreachable("region", "gone"))
    with pytest.raises(Unreachable):
        world.run("plans")
    assert world.context.store.cursors("plans") == cursors
    servers["region"].newest = whole  # type: ignore[method-assign]
    assert world.run("plans").counts["updated"] == 1


def test_a_server_that_lists_nothing_so_is_read_as_a_whole_on_every_run(world: World) -> None:
    servers = settled(world)

    def refused(kind: str, query: Query, count: int) -> Iterator[Page]:
        raise Refused("region", f"can not list {count} of {kind} by {len(query)}", 400)

    servers["region"].newest = refused  # type: ignore[method-assign]
    assert world.run("plans").counts["kept"] == 3
    reword(world.region, "Gå till sjön")
    assert world.run("plans").counts["updated"] == 1


@pytest.mark.parametrize("changes", Changes)
def test_every_way_of_finding_changes_finds_edits_and_deletions(
    world: World, changes: Changes
) -> None:
    set_up(world, changes=changes)
    servers = settled(world)
    for _ in range(2):
        assert world.run("plans").actions == []
    reword(world.region, "Gå till sjön")
    assert world.run("plans").counts["updated"] == 1
    for _ in range(2):
        world.run("plans")
    world.region.delete(goal_at(world.region).ref)
    assert world.run("plans").counts["deleted"] == 1
    assert list(world.municipality.search("Goal", [])) == []
    assert bool(servers["region"].asked["history"]) is (changes is Changes.HISTORY)


def set_up(world: World, **settings: Any) -> None:  # noqa: ANN401
    """Let both sides be configured so."""
    known = world.context.settings
    route = known.routes["plans"]
    here, there = (replace(end, **settings) for end in (route.here, route.there))
    routes = {**known.routes, "plans": replace(route, here=here, there=there)}
    world.context = replace(world.context, settings=replace(known, routes=routes))


# -- what people are told -------------------------------------------------------------------------


def test_status_tells_how_long_a_side_was_not_read_and_when_that_is_too_long(world: World) -> None:
    world.run("plans")
    found = status(world.context)
    told = next(each for each in found.as_json()["routes"] if each["route"] == "plans")
    assert told["unread_seconds"].keys() == {"region", "municipality"}
    assert told["alarms"] == []
    assert found.exit is Exit.OK
    (plans,) = (each for each in found.routes if each.route == "plans")
    late = replace(plans, unread={"region": 90_000.0, "municipality": 3.0})
    assert late.alarms == ["region"]
    assert Status(routes=[late]).exit is Exit.UNAVAILABLE


def test_a_side_that_can_not_be_read_leaves_the_time_of_before(world: World) -> None:
    servers = settled(world)
    before = world.context.store.readings("plans")

    def gone(kind: str, query: Query, count: int) -> Iterator[Page]:
        raise Unreachable("region", f"no answer about {count} of {kind} by {len(query)}", 503)

    servers["region"].newest = gone  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        world.run("plans")
    assert world.context.store.readings("plans") == before


def test_a_plan_made_of_everybody_is_applied_to_everybody(world: World) -> None:
    settled(world)
    world.run("plans")
    route = world.context.settings.routes["plans"]
    report, document = plan(route, world.context, Asked(full=True))
    assert report.counts["kept"] == 3
    approved = opened(sealed(document, world.context), world.context)
    assert approved.asked.full
    assert apply(approved, route, world.context).counts["kept"] == 3


@pytest.mark.parametrize("at_once", [1, 2, 8])
def test_both_sides_are_asked_whether_or_not_at_the_same_time(world: World, at_once: int) -> None:
    servers = settled(world)
    set_up(world, concurrency=at_once)
    world.run("plans")
    reword(world.municipality, "Gå till sjön")
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.CHANGED_BY_OTHER_SIDE]
    assert all(server.asked["newest"] == 2 * (TYPES + 1) for server in servers.values())


def test_a_run_that_is_asked_to_stop_stops_between_two_types(world: World) -> None:
    set_up(world, concurrency=1)
    servers = settled(world)
    whole = servers["region"].newest

    def stopping(kind: str, query: Query, count: int) -> Iterator[Page]:
        world.context.stopping.set()
        return whole(kind, query, count)

    servers["region"].newest = stopping  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        world.run("plans")
    assert servers["region"].asked["newest"] == 1


def test_a_person_whom_a_server_refuses_to_look_for_keeps_nobody_else_from_crossing(
    world: World,
) -> None:
    world.enrol("plans", LINE)
    servers = watched(world)
    search = servers["region"].search

    def picky(kind: str, query: Query) -> Iterator[Seen]:
        if any(LINE.value in value for _, value in query):
            raise Refused("region", "what a number", 400)
        return search(kind, query)

    servers["region"].search = picky  # type: ignore[method-assign]
    reword(world.region, "Gå till sjön")
    report = world.run("plans")
    assert [name for name, _ in report.refused] == [world.context.handle(LINE)]
    assert report.counts["updated"] == 1


def test_a_history_is_read_back_to_the_last_run_and_no_further(world: World) -> None:
    set_up(world, changes=Changes.HISTORY)
    for number in range(3 * PAGE):
        reword(world.region, f"{number} varv")
    world.run("plans")
    for _ in range(500):
        world.context.now()
    servers = settled(world)
    world.run("plans")
    told = servers["region"].inner.history

    def forgetful(kind: str, _since: datetime, count: int) -> Iterator[Page]:
        return told(kind, datetime(2026, 1, 1, tzinfo=UTC), count)  # it does not look at _since

    pages: Counter[str] = Counter()

    def counted(kind: str, since: datetime, count: int) -> Iterator[Page]:
        for page in forgetful(kind, since, count):
            pages[kind] += 1
            yield page

    servers["region"].history = counted  # type: ignore[attr-defined]
    assert world.run("plans").actions == []
    assert pages["Goal"] == 1


def test_many_people_are_read_together_and_each_gets_what_is_theirs(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    people = [Identifier(system="https://people.example", value=str(each)) for each in range(40)]
    for person in people:
        patient = world.patient(world.region, person)
        world.patient(world.municipality, person)
        goal = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:b", "value": person.value}],
            "lifecycleStatus": "active",
            "description": {"text": f"{person.value} varv"},
            "subject": {"reference": str(patient)},
        }
        world.region.create(goal, if_none_exist=None)
        world.enrol("plans", person)
    servers = watched(world)
    assert world.run("plans").counts["created"] == len(people)
    assert servers["region"].asked["search"] == TYPES + 1
    for found in servers["municipality"].inner.search("Patient", []):
        (goal_there,) = servers["municipality"].inner.search("Goal", [("patient", str(found.ref))])
        number = found.resource["identifier"][0]["value"]
        assert goal_there.resource["description"]["text"] == f"{number} varv"


def test_a_reference_that_waits_is_told_of_while_nobody_is_looked_at(world: World) -> None:
    condition = {
        "resourceType": "Condition",
        "identifier": [{"system": "urn:a", "value": "c1"}],
        "code": {"text": "yrsel"},
        "subject": {"reference": "Patient/1"},
    }
    seen, _ = world.region.create(condition, if_none_exist=None)
    goal = goal_at(world.region)
    body = {**goal.resource, "addresses": [{"reference": str(seen.ref)}]}
    world.region.update(goal.ref, body, if_match=None)
    world.restrict("plans", "municipality", {"Condition": Mode.READ, "*": Mode.WRITE})
    world.run("plans")
    waits = world.run("plans").parked
    assert [each.target for each in waits] == ["Condition|urn:a|c1"]
    settled(world)
    report = world.run("plans")
    assert report.counts["kept"] == 0
    assert report.parked == waits
    (told,) = (each for each in status(world.context).as_json()["routes"] if each["parked"])
    assert told["parked"][0]["waits_for"] == "Condition|urn:a|c1"
