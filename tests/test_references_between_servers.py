"""References on their way between servers: what they become there, and when they come home."""

from pathlib import Path
from typing import Any

import pytest

from adapter.errors import Exit, Refused
from adapter.values import Ref, Resource, Right, Seen, Why
from mappings.fhir.values import Identifier
from tests.test_copy import plan_at_region
from tests.test_two_way import activity, edit, held, is_quiet
from tests.world import ANNA, LINE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of the region that has not crossed yet; the two know the person by other ids."""
    made = make_world(tmp_path)
    made.patient(made.region, ANNA)
    made.patient(made.municipality, LINE)
    made.patient(made.municipality, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def nurse(world: World) -> str:
    body = {
        "resourceType": "Practitioner",
        "identifier": [{"system": "urn:oid:1.2.752.29.4.19", "value": "SE2321000016-B2"}],
        "name": [{"given": ["Siv"], "family": "Ek"}],
    }
    return str(world.region.create(body, if_none_exist=None)[0].ref)


def written_back(world: World, kind: str, **changes: object) -> dict[str, Any]:
    """What the region holds after the municipality changed what is shared."""
    world.share("plans", {kind: Right.SHARED})
    world.run("plans")
    edit(world.municipality, kind, **changes)
    assert world.run("plans").exit is Exit.OK
    assert is_quiet(world)
    return held(world.region, kind)


def test_what_comes_home_refers_to_its_own_staff_as_before(world: World) -> None:
    performer = [{"reference": nurse(world), "display": "Siv, avdelning 3"}]
    edit(world.region, "Observation", performer=performer)
    found = written_back(world, "Observation", valueString="Att orka gå till affären.")
    assert found["valueString"] == "Att orka gå till affären."
    assert found["performer"] == performer


def test_what_comes_home_keeps_the_name_under_which_its_server_shows_the_person(
    world: World,
) -> None:
    subject = {"reference": "Patient/1", "display": "Anna Berg"}
    edit(world.region, "Observation", subject=subject)
    edit(world.region, "Goal", subject=subject)
    assert written_back(world, "Observation", valueString="Något annat")["subject"] == subject
    assert written_back(world, "Goal", lifecycleStatus="on-hold")["subject"] == subject
    assert held(world.municipality, "Goal")["subject"] == {"reference": "Patient/2"}


def test_a_reference_to_a_version_or_by_an_address_stays_as_it_is_at_home(world: World) -> None:
    goal = held(world.region, "Goal")
    statement = held(world.region, "Observation")
    as_it_was = {
        "goal": [{"reference": f"Goal/{goal['id']}/_history/1"}],
        "supportingInfo": [
            {"reference": f"https://region.example/fhir/Observation/{statement['id']}"}
        ],
    }
    edit(world.region, "CarePlan", **as_it_was)
    found = written_back(world, "CarePlan", title="Vår plan")
    assert found["title"] == "Vår plan"
    assert {name: found[name] for name in as_it_was} == as_it_was


def test_another_name_for_a_professional_reaches_the_reference_that_is_there(world: World) -> None:
    edit(world.region, "Observation", performer=[{"reference": nurse(world)}])
    world.run("plans")
    [known] = held(world.municipality, "Observation")["performer"]
    found = written_back(world, "Observation", performer=[{**known, "display": "Siv Ek-Lind"}])
    assert found["performer"] == [{"reference": "Practitioner/6", "display": "Siv Ek-Lind"}]


@pytest.mark.parametrize("kind", ["Patient", "RelatedPerson"])
def test_nothing_is_looked_up_or_said_of_somebody_else_whom_a_record_names(
    world: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    daughter = {
        "resourceType": kind,
        "identifier": [{"system": LINE.system, "value": LINE.value}],
        "name": [{"text": "Line Danser"}],
        **({"patient": {"reference": "Patient/1"}} if kind == "RelatedPerson" else {}),
    }
    ref = world.region.create(daughter, if_none_exist=None)[0].ref
    edit(world.region, "Goal", expressedBy={"reference": str(ref)})
    asked: list[Ref] = []
    read = world.region.read

    def watched(ref: Ref) -> Seen | None:
        asked.append(ref)
        return read(ref)

    monkeypatch.setattr(world.region, "read", watched)
    assert world.run("plans").exit is Exit.OK
    assert ref not in asked
    said = str(held(world.municipality, "Goal"))
    assert LINE.value not in said
    assert "Danser" not in said


def test_a_record_of_somebody_else_is_not_looked_up_where_a_plan_names_it(world: World) -> None:
    somebody = world.patient(world.region, LINE)
    theirs = {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:secret", "value": "of Line"}],
        "lifecycleStatus": "active",
        "description": {"text": "Line vill hem"},
        "subject": {"reference": str(somebody)},
    }
    ref = world.region.create(theirs, if_none_exist=None)[0].ref
    known = held(world.region, "CarePlan")["goal"]
    edit(world.region, "CarePlan", goal=[*known, {"reference": str(ref)}])
    assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "CarePlan")["goal"][1] == {
        "type": "Goal",
        "identifier": {
            "system": "urn:ietf:rfc:3986",
            "value": f"https://region.example/fhir/{ref}",
        },
    }
    assert "Line" not in str(world.municipality.everything())
    assert is_quiet(world)


@pytest.mark.parametrize("strange", ["urn:viktigt:x", "urn:viktigt:Goal", "urn:viktigt:a|b"])
def test_a_reference_that_looks_like_one_on_its_way_does_no_harm(
    world: World, strange: str
) -> None:
    edit(world.region, "Goal", addresses=[{"reference": strange}])
    assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "Goal")["addresses"] == [{"reference": strange}]


def test_an_absolute_reference_to_the_person_or_a_record_is_literal_there(world: World) -> None:
    base = "https://region.example/fhir"
    statement = Ref("Observation", held(world.region, "Observation")["id"])
    edit(
        world.region,
        "Goal",
        expressedBy={"reference": f"{base}/Patient/1"},
        addresses=[{"reference": f"{base}/{statement}/_history/1"}],
        note=[{"text": "x", "authorReference": {"reference": "https://other.example/Patient/1"}}],
    )
    world.run("plans")
    goal = held(world.municipality, "Goal")
    assert goal["expressedBy"] == {"reference": "Patient/2"}
    there = held(world.municipality, "Observation")["id"]
    assert goal["addresses"] == [{"reference": f"Observation/{there}"}]
    author = goal["note"][0]["authorReference"]
    assert author == {"reference": "https://other.example/Patient/1"}
    assert is_quiet(world)


def test_records_that_refer_to_each_other_and_to_themselves_become_literal(world: World) -> None:
    goal, statement = (held(world.region, kind)["id"] for kind in ("Goal", "Observation"))
    edit(
        world.region,
        "Observation",
        focus=[{"reference": f"Goal/{goal}"}],
        derivedFrom=[{"reference": f"Observation/{statement}"}],
        extension=[{"url": "urn:x:y", "valueReference": {"reference": f"Goal/{goal}"}}],
        contained=[
            {
                "resourceType": "Provenance",
                "id": "who",
                "target": [{"reference": "#"}, {"reference": f"Goal/{goal}"}],
                "recorded": "2025-01-01T00:00:00Z",
                "agent": [{"who": {"display": "Undersköterskan"}}],
            }
        ],
    )
    assert world.run("plans").exit is Exit.OK
    found = held(world.municipality, "Observation")
    there = {"reference": f"Goal/{held(world.municipality, 'Goal')['id']}"}
    assert found["focus"] == [there]
    assert found["derivedFrom"] == [{"reference": f"Observation/{found['id']}"}]
    assert found["extension"][0]["valueReference"] == there
    assert found["contained"][0]["target"] == [{"reference": "#"}, there]
    assert is_quiet(world)


@pytest.mark.parametrize("by", ["region", "municipality"])
def test_a_record_that_turns_out_to_be_somebody_elses_crosses_to_nobody(
    world: World, by: str
) -> None:
    world.share("plans", {"Goal": Right.SHARED})
    world.run("plans")
    mine, theirs = world.region, world.municipality
    if by == "municipality":
        mine, theirs = theirs, mine
    other = mine.create(
        {
            "resourceType": "Patient",
            "identifier": [{"system": LINE.system, "value": LINE.value}],
            "name": [{"text": "Line Danser"}],
        },
        if_none_exist=None,
    )[0].ref
    before = held(theirs, "Goal")
    edit(mine, "Goal", subject={"reference": str(other)}, description={"text": "Line vill hem"})

    report = world.run("plans")

    assert [each.why for each in report.holds] == [Why.OF_SOMEBODY_ELSE]
    assert held(theirs, "Goal") == before
    assert is_quiet(world)


def test_a_reference_that_becomes_literal_later_changes_nothing_at_home(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(world.region, "CarePlan", activity=[activity(world.region, "Gå ut dagligen")])
    before = held(world.region, "CarePlan")
    create = world.municipality.create

    def refusing(resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        if resource["resourceType"] == "ServiceRequest":
            raise Refused("municipality", "not now", 422)
        return create(resource, if_none_exist=if_none_exist)

    monkeypatch.setattr(world.municipality, "create", refusing)
    world.run("plans")
    [named] = held(world.municipality, "CarePlan")["activity"]
    assert named["reference"]["identifier"]["value"] == "Gå ut dagligen"
    monkeypatch.undo()
    for _ in range(3):
        world.run("plans")
    there = held(world.municipality, "ServiceRequest")["id"]
    [literal] = held(world.municipality, "CarePlan")["activity"]
    assert literal["reference"]["reference"] == f"ServiceRequest/{there}"
    assert held(world.region, "CarePlan") == before
    assert is_quiet(world)


def test_a_record_without_an_identifier_that_gets_one_later_stays_one_record(world: World) -> None:
    edit(world.region, "Goal", identifier=[])
    world.run("plans")
    edit(world.region, "Goal", identifier=[{"system": "urn:late", "value": "7"}])
    world.run("plans")
    assert {"system": "urn:late", "value": "7"} in held(world.municipality, "Goal")["identifier"]
    edit(world.region, "Goal", identifier=[{"system": "urn:first", "value": "1"}])
    world.run("plans")
    assert held(world.municipality, "Goal")["identifier"][0]["system"] == "urn:first"
    assert is_quiet(world)


def test_one_identifier_may_name_two_records_of_different_types(world: World) -> None:
    same = [{"system": "urn:a", "value": "same"}]
    edit(world.region, "Goal", identifier=same)
    edit(world.region, "Observation", identifier=same)
    assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "Goal")["identifier"] == same
    assert held(world.municipality, "Observation")["identifier"] == same
    assert is_quiet(world)


@pytest.mark.parametrize("first", [0, 1])
def test_a_record_that_the_other_side_knows_by_one_more_identifier_stays_one(
    world: World, first: int
) -> None:
    ours, theirs = {"system": "urn:a", "value": "g1"}, {"system": "urn:b", "value": "77"}
    goal = {
        "resourceType": "Goal",
        "identifier": [ours, theirs] if first == 0 else [theirs, ours],
        "lifecycleStatus": "active",
        "description": {"text": "Gå till sjön och tillbaka"},
        "subject": {"reference": "Patient/2"},
    }
    world.municipality.create(goal, if_none_exist=None)
    for _ in range(2):
        world.run("plans")
    held(world.region, "Goal")
    held(world.municipality, "Goal")


@pytest.mark.parametrize(
    ("there", "url"),
    [
        ("https://region.example/fhir/Binary/17/_history/2", "Binary/17/_history/2"),
        ("https://archive.example/a.pdf", "https://archive.example/a.pdf"),
        ("urn:uuid:6f1c0c4e-2f0b-4b7c-9d3e-0a4f5c6d7e8f",) * 2,
    ],
)
def test_what_is_attached_by_its_place_on_a_server_is_not_sought_on_another(
    world: World, there: str, url: str
) -> None:
    document = {
        "resourceType": "DocumentReference",
        "identifier": [{"system": "urn:a", "value": "d1"}],
        "status": "current",
        "subject": {"reference": "Patient/1"},
        "content": [{"attachment": {"contentType": "application/pdf", "url": url}}],
        "extension": [{"url": "urn:x:y", "extension": [{"url": "status", "valueCode": "x"}]}],
    }
    ref = world.region.create(document, if_none_exist=None)[0].ref
    edit(world.region, "CarePlan", supportingInfo=[{"reference": str(ref)}])
    world.run("plans")
    found = held(world.municipality, "DocumentReference")
    assert found["content"][0]["attachment"]["url"] == there
    assert found["extension"] == document["extension"]
    assert is_quiet(world)
    back = written_back(world, "DocumentReference", description="Utlåtande")
    assert back["content"] == document["content"]


def test_an_identifier_that_no_search_could_name_is_carried_and_no_other_is_made_of_it(
    world: World,
) -> None:
    odd = {"system": "urn:a|1", "value": "g|1"}
    edit(world.region, "Goal", identifier=[odd])
    assert world.run("plans").exit is Exit.OK
    first, ours = held(world.municipality, "Goal")["identifier"]
    assert first == odd
    assert "/id/" in ours["system"]
    assert is_quiet(world)


def test_a_value_with_a_bar_in_it_names_a_record_like_any_other(world: World) -> None:
    bar = {"system": "urn:a", "value": "g|1|2"}
    edit(world.region, "Goal", identifier=[bar])
    assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "Goal")["identifier"] == [bar]
    assert is_quiet(world)
