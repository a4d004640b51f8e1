"""What is named or coded by characters that nobody sees is refused or waits, by its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.endpoints.shaped import seen_of
from adapter.usecases.check import check_resource
from adapter.values import Ref, Resource, Why
from mappings import national_ids
from mappings.codes.systems import PERSONNUMMER
from mappings.errors import Severity
from mappings.fhir.unseen import is_plain, unseen
from tests.test_copy import plan_at_region
from tests.test_unseen import PLAN, mapped
from tests.world import ANNA, World, make_world

HIDDEN = ("\u202e", "\u2066", "\u200b", "\u200d", "\u200e", "\ufeff", "\x00", "\x1b", "\x85", "\n")
GOAL: Resource = {
    "resourceType": "Goal",
    "id": "1",
    "identifier": [{"system": "urn:a", "value": "g-1"}],
    "lifecycleStatus": "active",
    "category": [{"coding": [{"system": "urn:b", "code": "c"}], "text": "c"}],
    "description": {"text": "Gå till sjön"},
    "subject": {"reference": "Patient/1"},
}
PLACES: dict[str, tuple[str, ...]] = {
    "Goal.id": ("id",),
    "Goal.identifier[0].system": ("identifier", "0", "system"),
    "Goal.identifier[0].value": ("identifier", "0", "value"),
    "Goal.category[0].coding[0].code": ("category", "0", "coding", "0", "code"),
    "Goal.category[0].coding[0].system": ("category", "0", "coding", "0", "system"),
    "Goal.subject.reference": ("subject", "reference"),
}


def spoilt(steps: tuple[str, ...], hidden: str) -> Resource:
    """The goal with a character more at a place."""
    made: Any = json.loads(json.dumps(GOAL))
    held = made
    for step in steps[:-1]:
        held = held[int(step)] if isinstance(held, list) else held[step]
    held[steps[-1]] = held[steps[-1]][:1] + hidden + held[steps[-1]][1:]
    found: Resource = made
    return found


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("place", "steps"), PLACES.items())
def test_every_place_that_names_or_codes_is_told(
    place: str, steps: tuple[str, ...], hidden: str
) -> None:
    assert unseen(spoilt(steps, hidden)) == [place]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_in_what_people_say_and_how_they_are_reached_they_stay(hidden: str) -> None:
    said = {**GOAL, "description": {"text": f"a{hidden}b"}, "note": [{"text": f"a{hidden}b"}]}
    reached = {
        "resourceType": "Patient",
        "name": [{"family": f"a{hidden}b", "given": [f"a{hidden}b"]}],
        "telecom": [{"system": "phone", "value": f"070{hidden}1"}],
    }
    assert unseen(said) == unseen(reached) == []


def test_lists_of_links_are_looked_at_and_what_is_no_text_is_not() -> None:
    profile = {**GOAL, "meta": {"profile": ["urn:a", "urn:\u202eb"]}, "value": [1, None, True]}
    assert unseen(profile) == ["Goal.meta.profile[1]"]
    assert unseen({**GOAL, "target": [], "code": ["x", 1]}) == []


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_what_can_be_typed_is_plain(text: str) -> None:
    assert is_plain(text)


@given(st.text(), st.sampled_from(HIDDEN), st.text())
def test_one_hidden_character_is_enough(before: str, hidden: str, after: str) -> None:
    assert not is_plain(before + hidden + after)


def test_blanks_that_are_seen_and_new_letters_are_plain() -> None:
    assert is_plain("070\u00a0123")
    assert is_plain("\U0001fae9")


def test_nobody_is_named_by_what_nobody_sees() -> None:
    assert national_ids.named(f"{PERSONNUMMER}|{ANNA.value}") == ANNA
    assert national_ids.named(f"urn:a|{ANNA.value}\u202e1") is None
    assert national_ids.named(f"urn:\u200ba|{ANNA.value}") is None


def test_check_names_every_place() -> None:
    found = check_resource(spoilt(PLACES["Goal.identifier[0].value"], "\u202e"), 3)
    told = [each for each in found if each.rule == "text.unseen-in-name"]
    assert [(each.severity, each.line, each.target) for each in told] == [
        (Severity.ERROR, 3, "Goal.identifier[0].value")
    ]


def test_a_document_that_names_somebody_by_what_nobody_sees_is_refused_at_its_place() -> None:
    assert ANNA.value in PLAN
    plain, hidden = mapped(PLAN), mapped(PLAN.replace(ANNA.value, f"1950\u202e{ANNA.value[4:]}"))
    told = [each for each in hidden.issues if each.rule == "text.unseen-in-name"]
    assert told
    assert {each.severity for each in told} == {Severity.ERROR}
    assert any(each.line is not None and each.path is not None for each in told)
    assert ANNA.value[4:] not in str(told)
    assert plain.resources
    assert not hidden.resources


def test_what_a_server_sends_is_told_to_be_faulty_and_what_is_seen_of_it_stays() -> None:
    ref = Ref("Goal", "1")
    seen = seen_of(ref, "1", spoilt(PLACES["Goal.identifier[0].value"], "\u202e"))
    assert seen.faulty
    assert "identifier" not in seen.resource
    assert seen.resource["description"] == GOAL["description"]
    assert not seen_of(ref, "1", GOAL).faulty


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def test_what_a_server_names_so_waits(world: World) -> None:
    goal = next(each for each in world.region.everything() if each["resourceType"] == "Goal")
    coding = {"system": "urn:b", "code": "c\u202ed"}
    body = {**goal, "category": [*goal.get("category", ()), {"coding": [coding]}]}
    world.region.update(Ref("Goal", goal["id"]), body, if_match=None)
    report = world.run("plans")
    assert Why.INVALID_RESOURCE in {each.why for each in report.holds}
    assert "\u202e" not in str(world.municipality.everything())
