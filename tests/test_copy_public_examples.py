"""Every public R4 example of a carried type goes to another server and comes back unharmed.

What arrives differs from the original in its references alone; what is written back to the
original, for a change on the other side, changes nothing but what was changed there.
"""

from pathlib import Path
from typing import Any, Final

import pytest

from adapter.errors import Exit
from adapter.sync.identity import references_in
from adapter.values import Ref, Right
from adapter.values.routes import CARRIED_TYPES
from mappings.fhir.checker import is_valid
from tests.shared_data import SHARED
from tests.test_checker_public_examples import examples
from tests.world import ANNA, LINE, World, make_world

Resource = dict[str, Any]
_SUBJECT: Final = {"Consent": "patient", "Task": "for"}
_REASON: Final = "the folder ../shared/data is not there"


def names() -> list[str]:
    if not (SHARED / "data").is_dir():
        return []
    return sorted(
        name
        for name, resource in examples().items()
        if resource["resourceType"] in CARRIED_TYPES and is_valid(resource)
    )


def about(resource: Resource, person: str) -> Resource:
    """The example as a record of our person."""
    kind = resource["resourceType"]
    body = bare(resource)
    if kind == "Appointment":
        mine = {"actor": {"reference": person}, "status": "accepted"}
        return {**body, "participant": [*body["participant"], mine]}
    element = _SUBJECT.get(kind, "subject")
    return {**body, element: {**body.get(element, {}), "reference": person}}


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.municipality, LINE)  # so that nothing is Patient/1 on both
    made.patient(made.municipality, ANNA, name=[{"family": "Berg"}])
    made.patient(made.region, ANNA)
    made.enrol("plans", ANNA)
    made.share("plans", dict.fromkeys(CARRIED_TYPES, Right.SHARED))
    return made


def put(world: World, name: str) -> Ref:
    """The example on the region's server, and a plan that speaks of it."""
    body = about(examples()[name], "Patient/1")
    ref = world.region.create(body, if_none_exist=None)[0].ref
    plan = {
        "resourceType": "CarePlan",
        "identifier": [{"system": "urn:a", "value": "the plan"}],
        "status": "active",
        "intent": "plan",
        "subject": {"reference": "Patient/1"},
        "supportingInfo": [{"reference": str(ref)}],
    }
    world.region.create(plan, if_none_exist=None)
    return ref


def latest(world: World, ref: Ref) -> Resource:
    seen = world.region.read(ref)
    assert seen is not None
    return seen.resource


def copies(world: World, kind: str) -> list[Resource]:
    return [
        each
        for each in world.municipality.everything()
        if each["resourceType"] == kind
        and {"system": "urn:a", "value": "the plan"} not in each.get("identifier", [])
    ]


def bare(resource: Resource) -> Resource:
    """Without what belongs to the server."""
    body = {name: value for name, value in resource.items() if name not in {"id", "meta"}}
    held = resource.get("meta") or {}
    meta = {name: value for name, value in held.items() if name not in {"versionId", "lastUpdated"}}
    return body | ({"meta": meta} if meta else {})


def without_references(tree: Any) -> Any:  # noqa: ANN401  JSON
    """The same JSON with nothing in its references but that they are there."""
    if isinstance(tree, dict):
        if any(each is tree for each in references_in(tree)):
            return "a reference"
        return {name: without_references(value) for name, value in tree.items()}
    return [without_references(each) for each in tree] if isinstance(tree, list) else tree


def is_quiet(world: World) -> bool:
    before = world.region.writes, world.municipality.writes
    world.run("plans")
    return before == (world.region.writes, world.municipality.writes)


@pytest.mark.parametrize("name", names() or [pytest.param("", marks=pytest.mark.skip(_REASON))])
def test_a_public_example_crosses_and_comes_back_as_it_was(world: World, name: str) -> None:
    ref = put(world, name)
    original = latest(world, ref)

    assert world.run("plans").exit is Exit.OK

    [copy] = copies(world, ref.type)
    expected, found = without_references(bare(original)), without_references(bare(copy))
    found["identifier"] = found["identifier"][: len(expected.get("identifier", []))]
    if not found["identifier"]:
        del found["identifier"]
    assert repr(found) == repr({key: expected[key] for key in found})
    assert found.keys() == expected.keys()
    assert latest(world, ref) == original
    assert is_quiet(world)

    world.municipality.update(Ref(ref.type, copy["id"]), {**copy, "language": "se"}, if_match=None)
    assert world.run("plans").exit is Exit.OK

    edited = {**original, "language": "se"}
    if (original.get("text") or {}).get("status") == "generated":
        del edited["text"]
    assert bare(latest(world, ref)) == bare(edited)
    assert is_quiet(world)
