"""What goes of somebody who is protected, what is made up, and whose unit is not there any more."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from adapter.errors import Unreachable
from adapter.policy.protected import Handling
from adapter.usecases.doctor import examine
from adapter.usecases.guarding import (
    Guarded,
    guarded,
    may_go,
    with_open_units,
    without_places,
    without_test_data,
)
from adapter.usecases.registered import Registered
from adapter.values import Action, End, Enrolment, Release, Step, UnitFacts, Why
from mappings.codes.systems import ACCOUNTABLE, BASE, HSA_ID, SE_SECURITY_LABEL, V3_ACT_REASON
from mappings.record import Environment
from tests.world import ANNA, STEWARD, World, make_world

ENROLMENT = Enrolment(
    route="plans", handle="p-0", person=ANNA, basis="b", decided_by="x", start="2026-01-01"
)
MARKED = {"system": SE_SECURITY_LABEL, "code": "sekretessmarkering"}
HTEST = {"system": V3_ACT_REASON, "code": "HTEST"}
PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "address": [{"line": ["Kanariegatan 17"]}],
}
UNIT = {"type": "Organization", "identifier": {"system": HSA_ID, "value": "SE1-A"}}


def goal(**more: object) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": f"{BASE}/id/0123456789ab", "value": "g"}],
        "lifecycleStatus": "active",
        "description": {"text": "Gå till sjön"},
        "subject": {"reference": "Patient/1"},
        **more,
    }


def action(body: dict[str, Any] | None, step: Step = Step.CREATE, **more: Any) -> Action:  # noqa: ANN401
    return Action(
        step=step, side="region", person="p-0", key="Goal|a|g", type="Goal", body=body, **more
    )


def person(*patients: dict[str, Any], **known: Any) -> Guarded:  # noqa: ANN401
    return guarded(Registered(enrolment=ENROLMENT, **known), patients)


def sent(
    who: Guarded, planned: Action, *, to: End = End.THERE, version: str | None = "1"
) -> Action:
    return without_places(who, planned, to, End.HERE, version)


def test_of_whom_nobody_says_anything_everything_goes_as_it_is() -> None:
    planned = action(goal(expressedBy=UNIT))
    assert sent(person(PATIENT), planned) == planned


@pytest.mark.parametrize("step", [Step.KEEP, Step.DELETE])
def test_what_brings_nothing_is_left_alone(step: Step) -> None:
    planned = action(None, step)
    assert sent(person(handling=Handling.REDACT), planned) == planned


def test_of_somebody_protected_goes_what_tells_no_place() -> None:
    who = person(PATIENT, handling=Handling.REDACT)
    words = goal(description={"text": "Gå på Kanariegatan 17"}, expressedBy=UNIT)
    made = sent(who, action(words))
    assert made.step is Step.CREATE
    assert "Kanarie" not in str(made.body)
    assert "SE1-A" not in str(made.body)


def test_a_mark_on_a_server_counts_where_no_register_is_asked() -> None:
    marked = {**PATIENT, "meta": {"security": [MARKED]}}
    assert person(marked).handling is Handling.REDACT
    assert person(PATIENT).handling is Handling.OPEN


def test_what_can_not_be_told_without_a_place_waits() -> None:
    foreign = goal(identifier=[{"system": "urn:unit", "value": "1"}])
    made = sent(person(handling=Handling.REDACT), action(foreign))
    assert (made.step, made.why) == (Step.HOLD, Why.PROTECTED_IDENTITY)


def test_what_a_side_was_told_in_part_does_not_come_back_as_the_whole() -> None:
    planned = action(goal(), Step.UPDATE, before=goal())
    who = person(handling=Handling.REDACT)
    assert sent(who, planned) == planned
    back = sent(who, planned, to=End.HERE)
    assert (back.step, back.why) == (Step.HOLD, Why.PARTLY_TOLD)


def test_what_a_side_wrote_of_its_own_places_is_not_taken_from_it() -> None:
    planned = action(goal(), Step.UPDATE, before=goal(expressedBy=UNIT))
    made = sent(person(handling=Handling.REDACT), planned)
    assert (made.step, made.why) == (Step.HOLD, Why.PARTLY_TOLD)


def test_of_what_a_steward_let_go_only_that_goes() -> None:
    release = Release(
        person="p-0", what="Goal|a|g", version="1", by=STEWARD, why="x", at="2026-03-02"
    )
    who = person(handling=Handling.REDACT, only=(release,))
    assert sent(who, action(goal())).step is Step.CREATE
    other = sent(who, action(goal()), version="2")
    assert (other.step, other.why) == (Step.HOLD, Why.PROTECTED_IDENTITY)


# -- test data, units -----------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def in_production(world: World) -> World:
    settings = replace(world.context.settings, environment=Environment.PRODUCTION)
    world.context = replace(world.context, settings=settings)
    return world


def test_in_production_nothing_goes_that_is_made_up_for_a_test(world: World) -> None:
    made_up = action(goal(meta={"security": [HTEST]}))
    assert without_test_data(world.context, made_up) == made_up
    held = without_test_data(in_production(world).context, made_up)
    assert (held.step, held.why) == (Step.HOLD, Why.NOT_PRODUCTION)
    real = action(goal())
    assert without_test_data(world.context, real) == real
    assert without_test_data(world.context, action(None, Step.KEEP)).step is Step.KEEP


class Units:
    """A register of organisations that knows three units, or is silent."""

    silent = False

    def unit(self, identifier: str) -> UnitFacts | None:
        if self.silent:
            raise Unreachable("registers.organisations", "an answer")
        known = {
            "SE1-A": UnitFacts(identifier="SE1-A"),
            "SE1-B": UnitFacts(identifier="SE1-B", closed=True),
            "SE1-C": UnitFacts(identifier="SE1-C", moved_to="SE1-A"),
            "SE1-D": UnitFacts(identifier="SE1-D", care_unit="SE1-B", care_giver="SE9"),
        }
        return known.get(identifier)


def named(unit: str, kind: str = "Organization") -> Action:
    held = {"type": kind, "identifier": {"system": HSA_ID, "value": unit}}
    return action(goal(note=[{"text": "x", "authorReference": held}]))


def of_unit(unit: str) -> Action:
    """A record that says nothing of the type of its unit, but that it answers."""
    held = {"identifier": {"system": HSA_ID, "value": unit}}
    parts = [{"url": "careUnit", "valueReference": held}]
    return action(goal(extension=[{"url": ACCOUNTABLE, "extension": parts}]))


@pytest.mark.parametrize(
    ("planned", "why"),
    [
        (named("SE1-A"), None),
        (named("SE1-B"), Why.UNIT_CLOSED_OR_MOVED),
        (named("SE1-C"), Why.UNIT_CLOSED_OR_MOVED),
        (named("SE9-X"), None),
        (named("SE1-B", "Practitioner"), None),
        (named("SE1-D"), Why.UNIT_CLOSED_OR_MOVED),
        (of_unit("SE1-A"), None),
        (of_unit("SE1-B"), Why.UNIT_CLOSED_OR_MOVED),
        (action(None, Step.KEEP), None),
    ],
)
def test_a_record_waits_whose_unit_is_closed_or_moved(
    world: World, planned: Action, why: Why | None
) -> None:
    assert with_open_units(world.context, planned) == planned
    asked = replace(world.context, organisations=Units())
    assert with_open_units(asked, planned).why is why


def test_a_silent_register_of_organisations_holds_what_names_a_unit(world: World) -> None:
    units = Units()
    units.silent = True
    asked = replace(world.context, organisations=units)
    assert with_open_units(asked, named("SE1-A")).why is Why.REGISTER_SILENT


@pytest.mark.parametrize(
    ("planned", "why"),
    [
        (action(goal(meta={"security": [HTEST]})), Why.NOT_PRODUCTION),
        (named("SE1-B"), Why.UNIT_CLOSED_OR_MOVED),
        (action(goal(identifier=[{"system": "urn:x", "value": "1"}])), Why.PROTECTED_IDENTITY),
        (named("SE1-A"), None),
    ],
)
def test_whatever_stands_in_the_way_holds_a_record(
    world: World, planned: Action, why: Why | None
) -> None:
    asked = replace(in_production(world).context, organisations=Units())
    who = person(PATIENT, handling=Handling.REDACT)
    made = may_go(asked, who, planned, End.THERE, End.HERE, "1")
    assert (made.step, made.why) == (Step.CREATE if why is None else Step.HOLD, why)
    assert "SE1-A" not in str(made.body)


def test_the_doctor_says_what_registers_are_missing_and_in_production_that_it_is_wrong(
    world: World,
) -> None:
    def told(
        *, production: bool, persons: Path | None = None, organisations: Path | None = None
    ) -> tuple[bool, str]:
        context = in_production(world).context if production else world.context
        settings = replace(context.settings, persons=persons, organisations=organisations)
        asked = replace(context, settings=settings)
        [found] = [each for each in examine(asked) if each.what == "registers"]
        return found.fine, found.said

    persons, organisations = Path("p.toml"), Path("o.toml")
    for production in (False, True):
        assert told(production=production) == (False, ANY)
        assert told(production=production, organisations=organisations) == (False, ANY)
        assert told(production=production, persons=persons) == (not production, ANY)
        both = told(production=production, persons=persons, organisations=organisations)
        assert both == (True, "persons and organisations")
    assert "[registers] persons" in told(production=False)[1]
