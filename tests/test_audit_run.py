"""What a run tells the audit: before it asks or sends, and nothing at all where it can't."""

from pathlib import Path
from typing import Any, cast

import pytest

from adapter.errors import Changed, Unreachable
from adapter.usecases.audit_log import of_person
from adapter.usecases.auditing import Named, asking, withheld
from adapter.usecases.conflicts import conflicts, versions
from adapter.values import Audited, Hold, Measure, Right, Stage, Why
from tests.audited import SENDS, number, told, two_people, watched
from tests.world import ANNA, LINE, STEWARD, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return two_people(tmp_path)


def test_each_record_that_crosses_is_told_once_before_and_once_after(world: World) -> None:
    world.run("plans")
    writes = [each for each in told(world) if each.measure is Measure.CREATE]
    by_operation: dict[str, list[Audited]] = {}
    for each in writes:
        by_operation.setdefault(each.operation, []).append(each)
    assert [[one.stage for one in pair] for pair in by_operation.values()] == [
        [Stage.ABOUT_TO, Stage.DISCLOSED]
    ] * 4
    assert {pair[1].what for pair in by_operation.values()} == {
        (f"{each['resourceType']}/{each['id']}/_history/1",)
        for each in world.municipality.everything()
        if each["resourceType"] != "Patient"
    }


def test_nothing_is_asked_or_perhaps_done_the_audit_knows(world: World) -> None:
    doors = watched(world)
    world.run("plans")
    entries = told(world)
    for side, door in doors.items():
        assert {name for name, _ in door.calls} & SENDS or side == "region"
        for name, head in door.calls:
            begun = [
                each
                for each in entries[: number(head)]
                if each.side == side and each.stage is Stage.ABOUT_TO
            ]
            assert begun, f"{name} at {side} before anything was told"
        writes = [head for name, head in door.calls if name in SENDS]
        for head in writes:  # the last entry tells of this very write
            assert entries[number(head) - 1].stage is Stage.ABOUT_TO


def test_a_question_about_many_is_an_entry_for_each_and_one_answer(world: World) -> None:
    world.run("plans")
    queries = [each for each in told(world) if each.measure is Measure.QUERY]
    handles = {world.context.handle(each) for each in (ANNA, LINE)}
    for side in ("region", "municipality"):
        asked = [each for each in queries if each.side == side and each.stage is Stage.ABOUT_TO]
        assert {each.person for each in asked} == handles
        assert all(each.patient for each in asked)
        (answered,) = [each for each in queries if each.side == side and each not in asked]
        assert (answered.person, answered.stage) == (None, Stage.DISCLOSED)
        assert {each.operation for each in asked} == {answered.operation}


def test_no_entry_holds_a_national_identifier(world: World) -> None:
    world.run("plans")
    whole = " ".join(f"{each}" for each in world.context.store.audit_entries())
    assert ANNA.value not in whole
    assert LINE.value not in whole


def test_a_plan_that_is_only_made_is_told_too(world: World) -> None:
    report = world.run("plans", dry_run=True)
    assert {each.measure for each in told(world)} == {Measure.JOB, Measure.MATCH, Measure.QUERY}
    assert report.as_json()["audit"] == world.context.store.audit_head()


def test_people_at_rest_are_asked_about_together(world: World) -> None:
    world.run("plans")
    world.run("plans")
    watches = [each for each in told(world) if each.measure is Measure.WATCH]
    assert {(each.side, each.person) for each in watches} == {
        (side, world.context.handle(person))
        for side in ("region", "municipality")
        for person in (ANNA, LINE)
    }
    before = len(told(world))
    world.run("plans")
    quiet = told(world)[before:]
    assert [each.measure for each in quiet] == [Measure.JOB, *[Measure.QUERY] * 4]
    assert {each.person for each in quiet} == {None}
    assert quiet[1].about == {"people_at_rest": 2}


def test_a_question_without_an_answer_says_so(world: World) -> None:
    def silent() -> None:
        with asking(world.context, Measure.QUERY, [Named("region", "p-1", "17")]):
            raise Unreachable("region", "no answer")

    with pytest.raises(Unreachable):
        silent()
    assert [each.stage for each in told(world)] == [Stage.ABOUT_TO, Stage.UNKNOWN]


def test_a_question_about_nobody_is_not_told(world: World) -> None:
    with asking(world.context, Measure.QUERY, []):
        assert told(world) == []
    assert told(world) == []


def test_what_is_held_back_is_told_once(world: World) -> None:
    world.patient(world.region, ANNA)  # a second one: who is meant, nobody can say
    world.run("plans")
    world.run("plans")
    (held,) = [each for each in told(world) if each.measure is Measure.WITHHOLD]
    assert held.why == Why.PERSON_AMBIGUOUS.value
    assert held.person == world.context.handle(ANNA)


def test_a_record_that_is_held_back_is_named(world: World) -> None:
    hold = Hold(route="plans", person="", why=Why.INVALID_RESOURCE, since="", key="Goal|urn:a|g1")
    (entry,) = withheld(world.context, [hold])
    assert (entry.person, entry.what) == (None, ("Goal|urn:a|g1",))


def test_who_looks_at_a_conflict_is_told(world: World) -> None:
    world.share("plans", {"Goal.description": Right.SHARED})
    world.run("plans")
    for server, words in ((world.region, "här"), (world.municipality, "där")):
        (goal,) = server.search("Goal", [])
        body = {**goal.resource, "description": {"text": words}}
        server.update(goal.ref, body, if_match=goal.version)
    world.run("plans")
    (found,) = conflicts(world.context)
    before = len(told(world))
    versions(world.context, found, STEWARD)
    measures = [each.measure for each in told(world)[before:]]
    assert measures == [Measure.JOB, *[Measure.MATCH] * 4, *[Measure.QUERY] * 4]


# -- one person's list --------------------------------------------------------------------------


def test_a_person_is_told_of_their_own_and_of_nobody_else(world: World) -> None:
    world.run("plans")
    anna, line = (of_person(world.context, world.context.handle(each)) for each in (ANNA, LINE))
    assert {each.person for each in anna} == {world.context.handle(ANNA)}
    assert {each.measure for each in anna} == {Measure.MATCH, Measure.QUERY, Measure.CREATE}
    assert {each.measure for each in line} == {Measure.MATCH, Measure.QUERY, Measure.WATCH}
    assert {each.stage for each in (*anna, *line)} == {Stage.DISCLOSED}
    assert {each.job.basis for each in anna} == {"consent-osl"}


def test_what_a_server_says_is_another_version_may_be_what_was_sent(world: World) -> None:
    """As it says when a gateway delivered a create twice."""

    def twice(*_: object, **_more: object) -> object:
        raise Changed("municipality", "more than one match", 412)

    at = cast("Any", world.municipality)
    at.create = twice
    world.run("plans")
    outcomes = [each for each in told(world) if each.measure is Measure.CREATE and each.why]
    assert {(each.stage, each.why) for each in outcomes} == {(Stage.UNKNOWN, "changed-meanwhile")}
