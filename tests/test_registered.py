"""What registers say of people, and what becomes of their enrolments and runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.errors import NothingToExport, Unreachable
from adapter.policy.life import event, has_moved
from adapter.policy.protected import Handling
from adapter.shell.reasons import WORDS
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.export import from_endpoint
from adapter.usecases.registered import Registered, admitted, registered, use_releases
from adapter.usecases.run import Report
from adapter.values import (
    Classified,
    ConsentBasis,
    ConsentFacts,
    Enrolment,
    Grade,
    Meant,
    PersonFacts,
    Recipient,
    Release,
    Seen,
    Told,
    Why,
)
from mappings.codes.systems import PERSONNUMMER
from mappings.fhir.values import Identifier
from mappings.record import Environment
from tests.world import ANNA, STEWARD, World, make_world

TOLVAN = Identifier(system=PERSONNUMMER, value="191212121212")
THIRD = Identifier(system=PERSONNUMMER, value="196101182803")
Say: TypeAlias = Callable[..., "Register"]


@dataclass
class Register:
    """A register of persons that a test can make say anything, or nothing."""

    known: dict[Identifier, PersonFacts] = field(default_factory=dict)
    silent: bool = False

    def look_up(self, person: Identifier) -> PersonFacts | None:
        if self.silent:
            raise Unreachable("registers.persons", "an answer")
        return self.known.get(person)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.context = replace(made.context, persons=Register({ANNA: PersonFacts(person=ANNA)}))
    made.enrol("plans", ANNA)
    return made


def say(world: World, **facts: Any) -> Register:  # noqa: ANN401  what a register says
    register = Register({ANNA: PersonFacts(person=ANNA, **facts)})
    world.context = replace(world.context, persons=register)
    return register


def ask(world: World, *, dry_run: bool = False) -> tuple[dict[str, Registered], list[Why]]:
    route = world.context.settings.routes["plans"]
    report = Report(route="plans", dry_run=dry_run)
    found = admitted(route, world.context, report, world.context.enrolled("plans"))
    return found, [each.why for each in report.holds]


def enrolment(world: World, person: Identifier = ANNA) -> Enrolment:
    [found] = world.context.store.enrolments("plans", handle=world.context.handle(person))
    return found


def for_authorities(world: World) -> None:
    route = world.context.settings.routes["plans"]
    here = replace(route.here, recipient=Recipient.PUBLIC, municipality="1780")
    there = replace(route.there, recipient=Recipient.PUBLIC)
    settings = world.context.settings
    routes = {**settings.routes, "plans": replace(route, here=here, there=there)}
    world.context = replace(world.context, settings=replace(settings, routes=routes))


def test_of_whom_nothing_is_to_be_said_goes_on(world: World) -> None:
    found, holds = ask(world)
    assert list(found) == [world.context.handle(ANNA)]
    assert holds == []


def test_without_a_register_everybody_waits(world: World) -> None:
    """That a server marks nobody is no all-clear: somebody must be there to be asked."""
    world.context = replace(world.context, persons=None)
    assert ask(world) == ({}, [Why.NO_REGISTER])
    assert "[registers] persons" in WORDS[Why.NO_REGISTER]


def test_a_silent_register_holds_everybody_and_so_does_one_that_does_not_know_them(
    world: World,
) -> None:
    register = say(world)
    register.silent = True
    assert ask(world) == ({}, [Why.REGISTER_SILENT])
    register.silent = False
    register.known.clear()
    assert ask(world) == ({}, [Why.REGISTER_SILENT])


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"grade": Grade.MARKED}, Why.PROTECTED_IDENTITY),
        ({"relatives": (Grade.NONE, Grade.UNKNOWN)}, Why.PROTECTED_IDENTITY),
        ({"grade": Grade.CONFIDENTIAL}, Why.PROTECTED_IDENTITY),
        ({"deceased": True}, Why.DECEASED),
        ({"born": date(2010, 3, 2), "of_age": date(2026, 3, 2)}, None),
    ],
)
def test_who_is_protected_or_dead_waits(
    world: World, facts: dict[str, Any], why: Why | None
) -> None:
    say(world, **facts)
    found, holds = ask(world)
    assert holds == ([] if why is None else [why])
    assert len(found) == (why is None)


def test_fortrolig_goes_to_authorities_without_places(world: World) -> None:
    for_authorities(world)
    say(world, grade=Grade.CONFIDENTIAL)
    found, holds = ask(world)
    assert holds == []
    assert found[world.context.handle(ANNA)].handling is Handling.REDACT


def test_a_number_that_breaks_its_rule_is_not_asked_about_anywhere(world: World) -> None:
    nobody = Identifier(system=PERSONNUMMER, value="195009072554")
    world.enrol("plans", nobody)
    found, holds = ask(world)
    assert holds == [Why.IDENTITY_UNCONFIRMED]
    assert list(found) == [world.context.handle(ANNA)]


def test_in_production_nobody_is_carried_who_can_only_be_made_up(world: World) -> None:
    settings = replace(world.context.settings, environment=Environment.PRODUCTION)
    world.context = replace(world.context, settings=settings)
    world.enrol("plans", Identifier(system=PERSONNUMMER, value="189002029800"))
    assert ask(world)[1] == [Why.NOT_PRODUCTION]


# -- moves ----------------------------------------------------------------------------------------


def test_who_moves_is_suspended_at_once_and_a_dry_run_changes_nothing(world: World) -> None:
    say(world, municipality="1780")
    ask(world)
    assert enrolment(world).municipality == "1780"
    say(world, municipality="0180")
    assert ask(world, dry_run=True) == ({}, [Why.MOVED])
    assert enrolment(world).suspended is None
    assert ask(world) == ({}, [Why.MOVED])
    assert (enrolment(world).suspended, enrolment(world).municipality) == ("moved", "0180")
    assert ask(world) == ({}, [])


def test_who_is_enrolled_anew_after_a_move_is_carried_although_they_live_elsewhere(
    world: World,
) -> None:
    for_authorities(world)
    say(world, municipality="1780")
    ask(world)
    say(world, municipality="0180")
    ask(world)
    terms = Terms(decided_by=STEWARD, basis="consent-osl", consent="Consent/2")
    enrol(world.context, "plans", ANNA, terms)
    assert ask(world)[1] == []


def test_who_lives_elsewhere_from_the_beginning_is_shown_to_somebody(world: World) -> None:
    for_authorities(world)
    say(world, municipality="0180")
    assert ask(world) == ({}, [Why.MOVED])


@given(
    now=st.sampled_from([None, "a", "b"]),
    known=st.sampled_from([None, "a", "b"]),
    sides=st.sets(st.sampled_from(["a", "b"])),
)
def test_nobody_moves_to_where_they_were_known_to_live(
    now: str | None, known: str | None, sides: set[str]
) -> None:
    moved = has_moved(now, known, sides)
    assert not (moved and now in {None, known})
    assert moved or now is None or now == known or (known is None and (not sides or now in sides))


# -- coming of age --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "held"), [("2026-01-01", True), ("2026-03-01", True), ("2026-03-02", False)]
)
def test_what_guardians_consented_to_ends_on_the_day_somebody_comes_of_age(
    world: World, start: str, *, held: bool
) -> None:
    enrol(world.context, "plans", ANNA, Terms(decided_by=STEWARD, start=start))
    say(world, born=date(2008, 3, 2))
    assert ask(world)[1] == ([Why.COME_OF_AGE] if held else [])


def test_somebody_younger_is_carried_on_what_guardians_said(world: World) -> None:
    say(world, born=date(2008, 3, 3))
    found, _ = ask(world)
    assert found[world.context.handle(ANNA)].of_age == date(2026, 3, 3)


def test_death_is_told_first() -> None:
    facts = PersonFacts(person=ANNA, deceased=True, municipality="b")
    terms = Enrolment(
        route="r", handle="h", person=ANNA, basis="b", decided_by="x", start="2026-01-01"
    )
    assert event(facts, terms, {"a"}, date(2026, 1, 2), date(2026, 3, 2)) is Why.DECEASED


# -- another id -----------------------------------------------------------------------------------


def replaced(world: World, *, by: Identifier = TOLVAN) -> None:
    register = say(world, replaced_by=by)
    register.known[TOLVAN] = PersonFacts(person=TOLVAN)


def test_the_enrolment_follows_to_the_id_that_holds_now_and_so_does_what_was_said(
    world: World,
) -> None:
    old, new = world.context.handle(ANNA), world.context.handle(TOLVAN)
    consent = ConsentFacts(
        id="c1", person=old, basis=ConsentBasis.PERSON, start="2026-01-01", by="x", at="2026"
    )
    world.context.store.register_consent(consent)
    world.context.store.register_consent(replace(consent, id="c2"))
    world.context.store.end_consent("c2", day="2026-01-02", mistaken=False, by="x", at="2026")
    said = Classified(
        matter="t", person=old, meant=Meant.RESERVATION, by="x", why="y", at="2026", consent={}
    )
    world.context.store.classify(said)
    replaced(world)
    found, holds = ask(world)
    assert (list(found), holds) == ([new], [])
    assert found[new].enrolment.person == TOLVAN
    assert enrolment(world).suspended == "identity-replaced"
    assert enrolment(world, TOLVAN).decided_by == enrolment(world).decided_by
    assert [each.id for each in world.context.store.consents(person=new)] == [f"c1-{new}"]
    assert list(world.context.store.classified(person=new)) == ["t"]
    assert list(ask(world)[0]) == [new]


def test_a_dry_run_follows_without_writing_it_down(world: World) -> None:
    replaced(world)
    found, _ = ask(world, dry_run=True)
    assert list(found) == [world.context.handle(TOLVAN)]
    assert enrolment(world).suspended is None


def test_an_enrolment_that_was_ended_under_the_new_id_stays_ended(world: World) -> None:
    terms = Terms(decided_by=STEWARD, start="2026-01-01", end="2026-01-02")
    enrol(world.context, "plans", TOLVAN, terms)
    replaced(world)
    assert ask(world) == ({}, [Why.IDENTITY_REPLACED])
    assert enrolment(world, TOLVAN).end == "2026-01-02"


def test_ids_that_lead_round_in_a_circle_or_nowhere_say_nothing(world: World) -> None:
    register = say(world, replaced_by=TOLVAN)
    register.known[TOLVAN] = PersonFacts(person=TOLVAN, replaced_by=ANNA)
    assert ask(world) == ({}, [Why.REGISTER_SILENT])
    replaced(world, by=THIRD)
    assert ask(world) == ({}, [Why.REGISTER_SILENT])


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"grade": Grade.MARKED}, "protected-identity"),
        ({"deceased": True}, "deceased"),
        (None, "register-silent"),
        ({"grade": Grade.CONFIDENTIAL}, "person-not-there"),
    ],
)
def test_nothing_is_looked_up_for_a_file_of_somebody_who_must_wait(
    world: World, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any] | None, why: str
) -> None:
    register = say(world, **(facts or {}))
    register.silent = facts is None
    asked: list[str] = []

    def nobody(kind: str, _query: object) -> Iterator[Seen]:
        asked.append(kind)
        return iter(())

    monkeypatch.setattr(world.region, "search", nobody)
    with pytest.raises(NothingToExport, match=why):
        from_endpoint(world.context, "region", ANNA)
    assert bool(asked) is (why == "person-not-there")


def test_without_a_register_nobody_gets_a_file_of_anybody(world: World) -> None:
    world.context = replace(world.context, persons=None)
    with pytest.raises(NothingToExport, match="no-register-of-persons"):
        from_endpoint(world.context, "region", ANNA)


# -- what is let go -------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{"grade": Grade.UNKNOWN}, {"deceased": True}])
def test_what_was_let_go_goes_in_one_run_and_no_other(world: World, facts: dict[str, Any]) -> None:
    say(world, **facts)
    handle = world.context.handle(ANNA)
    release = Release(person=handle, what="", by=STEWARD, why="x", at="2026-03-02")
    world.context.store.let_go("plans", release)
    found, holds = ask(world)
    assert holds == []
    assert found[handle].lets("Goal|a|b", "1")
    protected = "grade" in facts
    assert found[handle].handling is (Handling.REDACT if protected else Handling.OPEN)
    route = world.context.settings.routes["plans"]
    use_releases(world.context, route, [handle])
    assert len(ask(world)[1]) == 1


def test_of_a_record_that_was_let_go_only_that_version_goes_and_nothing_else(world: World) -> None:
    say(world, grade=Grade.MARKED)
    handle = world.context.handle(ANNA)
    key = "Goal|urn:x|1"
    release = Release(person=handle, what=key, version="3", by=STEWARD, why="x", at="2026-03-02")
    world.context.store.let_go("plans", release)
    known = ask(world)[0][handle]
    assert known.lets(key, "3")
    assert not known.lets(key, "4")
    assert not known.lets("Goal|urn:x|2", "3")
    assert known.protected.told is Told.FALSE


def test_a_move_is_not_let_go(world: World) -> None:
    say(world, municipality="1780")
    ask(world)
    handle = world.context.handle(ANNA)
    release = Release(person=handle, what="", by=STEWARD, why="x", at="2026-03-02")
    world.context.store.let_go("plans", release)
    say(world, municipality="0180", grade=Grade.MARKED)
    route = world.context.settings.routes["plans"]
    assert registered(world.context, route, enrolment(world)).why is Why.MOVED
