"""What has not the shape of FHIR on a server is one record's trouble, whatever it is."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.endpoints.memory import MemoryServer
from adapter.endpoints.shaped import seen_of
from adapter.errors import Exit
from adapter.values import Ref, Seen, Why
from mappings.fhir import shape
from mappings.fhir.checker import is_valid
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.structure import node_type
from tests.test_copy import plan_at_region
from tests.world import ANNA, LINE, AnyServer, World, make_world

KINDS: Final = {"plan": "CarePlan", "goal": "Goal", "statement": "Observation"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return two_people(tmp_path)


def two_people(folder: Path) -> World:
    """Anna with a plan in the region, and Line with a goal there; both enrolled."""
    made = make_world(folder)
    for person in (ANNA, LINE):
        made.patient(made.region, person)
        made.patient(made.municipality, person)
        made.enrol("plans", person)
    line: dict[str, Any] = {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:b", "value": "line"}],
        "lifecycleStatus": "active",
        "description": {"text": "Sove hele natten"},
        "subject": {"reference": "Patient/2"},
    }
    made.region.create(line, if_none_exist=None)
    return made


def show(server: AnyServer, ref: Ref, elements: Mapping[str, object]) -> Callable[[], None]:
    """Let a server show something else of a record than it holds; undone by what comes back."""
    assert isinstance(server, MemoryServer)
    honest = server._seen  # noqa: SLF001

    def seen(asked: Ref) -> Seen:
        found = honest(asked)
        if asked != ref:
            return found
        return seen_of(asked, found.version, {**found.resource, **elements})

    server.__dict__["_seen"] = seen
    return lambda: server.__dict__.pop("_seen") and None


def words_of_line(world: World) -> list[str]:
    held = world.municipality.everything()
    return [
        each["description"]["text"]
        for each in held
        if each["resourceType"] == "Goal" and each["subject"]["reference"] == "Patient/2"
    ]


MISSHAPEN: Final = [
    ("goal", {"identifier": "x"}),
    ("goal", {"identifier": [None]}),
    ("plan", {"extension": [None]}),
    ("plan", {"text": "x"}),
    ("statement", {"category": "x"}),
    ("statement", {"performer": "x"}),
    ("goal", {"subject": "x"}),
    ("plan", {"goal": {"reference": "Goal/1"}}),
    ("plan", {"meta": "x"}),
    ("plan", {"meta": {"security": [None]}}),
    ("goal", {"_startDate": "x"}),
    ("goal", {"target": [{"detailQuantity": {"value": "many"}}]}),
]


@pytest.mark.parametrize(("name", "elements"), MISSHAPEN)
def test_a_misshapen_record_is_held_and_all_else_crosses(
    world: World, name: str, elements: dict[str, Any]
) -> None:
    refs = plan_at_region(world)
    show(world.region, refs[name], elements)

    report = world.run("plans")

    assert words_of_line(world) == ["Sove hele natten"]
    crossed = {each["resourceType"] for each in world.municipality.everything()}
    whole = set(KINDS.values()) - {KINDS[name], "CarePlan"}
    assert whole <= crossed
    assert [each.why for each in report.holds if each.why is not Why.INVALID_RESOURCE] == []
    if "subject" not in elements:  # else nobody can tell whose it is
        assert [each.why for each in report.holds] == [Why.INVALID_RESOURCE]
        assert report.exit is Exit.WITHHELD


@pytest.mark.parametrize(("name", "elements"), MISSHAPEN)
def test_a_record_that_became_misshapen_stays_as_it_is_on_both_sides(
    world: World, name: str, elements: dict[str, Any]
) -> None:
    refs = plan_at_region(world)
    world.run("plans")
    before = world.municipality.everything()
    undo = show(world.region, refs[name], elements)

    held = world.run("plans", dry_run=False)
    world.context.store.disturb("plans", [world.context.handle(ANNA)])
    held = world.run("plans")

    assert world.municipality.everything() == before
    assert [each.why for each in held.holds] == [Why.INVALID_RESOURCE]
    undo()
    world.context.store.disturb("plans", [world.context.handle(ANNA)])
    mended = world.run("plans")
    assert mended.holds == []
    assert mended.outcomes == []


def test_a_patient_that_can_not_be_read_waits_and_nobody_else_does(world: World) -> None:
    plan_at_region(world)
    show(world.region, Ref("Patient", "1"), {"link": [None]})
    report = world.run("plans")
    assert [each.why for each in report.holds] == [Why.INVALID_RESOURCE]
    assert words_of_line(world) == ["Sove hele natten"]


def test_a_unit_without_a_name_that_can_be_read_stops_the_people_of_its_plans_only(
    world: World,
) -> None:
    refs = plan_at_region(world)
    show(world.region, refs["unit"], {"identifier": "x"})
    report = world.run("plans")
    assert len(report.refused) == 1
    assert words_of_line(world) == ["Sove hele natten"]


def test_a_write_that_is_answered_misshapen_was_done_and_waits(world: World) -> None:
    plan_at_region(world)
    for number in range(3, 7):  # whichever it will be
        show(world.municipality, Ref("CarePlan", str(number)), {"text": "x"})
    first = world.run("plans")
    second = world.run("plans")
    assert first.counts["created"] == 4
    assert [each.why for each in second.holds] == [Why.INVALID_RESOURCE]
    assert second.outcomes == []


TEXTS = st.sampled_from(["", "x", "Goal/1", "#a", "active", "2026-01-01", "urn:viktigt:Goal|a|b"])
NAMES = st.sampled_from(
    [
        *("reference", "identifier", "type", "system", "value", "coding", "code", "text", "url"),
        *("extension", "actor", "valueString", "id", "resourceType", "security", "tag", "x"),
    ]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


OTHERS: Final = ("Appointment", "CareTeam", "Consent", "List", "ServiceRequest", "Task")


@st.composite
def garbled(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    name = draw(st.sampled_from([*sorted(KINDS), *OTHERS]))
    kind = KINDS.get(name, name)
    elements = sorted({*node_type(kind).elements, "unheardOf", "_status"} - {"id"})
    return name, draw(st.dictionaries(st.sampled_from(elements), JSON, min_size=1, max_size=3))


def and_more_at_region(world: World) -> dict[str, Ref]:
    """One record of each other type, all in the goal's sight."""
    assert isinstance(world.region, MemoryServer)
    anna = {"reference": "Patient/1"}
    of_person = {"Appointment": "unused", "Consent": "patient", "Task": "for"}
    return {
        kind: world.region.saved(
            None,
            {
                "resourceType": kind,
                of_person.get(kind, "subject"): anna,
                "participant": [{"actor": anna, "status": "accepted"}],
                "focus": {"reference": "Goal/4"},
                "code": {"coding": [{"system": "http://loinc.org", "code": "81340-2"}]},
            },
        )
        for kind in OTHERS
    }


@given(garbled(), st.booleans())
@settings(deadline=None)
def test_no_json_in_any_element_ends_a_run(
    found: tuple[str, dict[str, Any]],
    has_crossed: bool,  # noqa: FBT001
) -> None:
    name, elements = found
    with tempfile.TemporaryDirectory() as folder:
        world = two_people(Path(folder))
        refs = plan_at_region(world) | and_more_at_region(world)
        if has_crossed:
            world.run("plans")
        show(world.region, refs[name], elements)
        for _ in range(2):
            world.run("plans")
            world.context.store.disturb("plans", [world.context.handle(ANNA)])
        assert words_of_line(world) == ["Sove hele natten"]


@given(st.sampled_from(sorted(RESOURCES)), st.dictionaries(NAMES, JSON))
def test_what_is_left_of_a_misshapen_resource_has_the_shape(
    kind: str, elements: dict[str, Any]
) -> None:
    resource = {**elements, "resourceType": kind}
    left = shape.without_misshapen(resource)
    assert shape.has_shape(left)
    assert (left == resource) is shape.has_shape(resource)
    if is_valid(resource):
        assert shape.has_shape(resource)


def test_a_tree_too_deep_to_be_followed_has_no_shape() -> None:
    deep: dict[str, Any] = {"url": "urn:a"}
    for _ in range(5_000):
        deep = {"url": "urn:a", "extension": [deep]}
    assert not shape.has_shape({"resourceType": "Goal", "extension": [deep]})


def test_contained_resources_have_their_own_shape() -> None:
    inside = {"resourceType": "Organization", "name": ["x"]}
    assert not shape.has_shape({"resourceType": "Goal", "contained": [inside]})
    assert not shape.has_shape({"resourceType": "Goal", "contained": ["x"]})
    known = {"resourceType": "Organization", "name": "x", "_name": {"id": "a"}}
    assert shape.has_shape({"resourceType": "Goal", "contained": [known]})
    assert shape.has_shape({"resourceType": "Goal", "contained": [{"resourceType": "Mine"}]})
