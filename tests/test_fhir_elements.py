"""Units of meaning: what belongs together changes together, and nothing is in two units."""

import pytest

from mappings.fhir.definitions import RESOURCES
from mappings.fhir.elements import WHOLE, is_ordered, keyed_lists, keys_of, unit_of
from mappings.fhir.structure import node_type


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "Goal",
            (
                *("description", "category", "expressedBy", "target", "addresses", "startDate"),
                *("startCodeableConcept", "_startDate", "extension"),
            ),
        ),
        ("Goal", ("lifecycleStatus", "achievementStatus", "statusDate", "_statusReason")),
        (
            "ServiceRequest",
            (
                *("code", "doNotPerform", "intent", "status", "quantityQuantity", "performer"),
                *("quantityRange", "occurrenceTiming", "occurrencePeriod", "_occurrenceDateTime"),
            ),
        ),
        ("Appointment", ("status", "start", "_start", "end", "participant")),
        ("CarePlan", ("status", "intent", "period")),
        ("List", ("entry", "orderedBy", "source")),
        ("Observation", ("status", "valueQuantity", "code", "component", "extension", "contained")),
        ("Consent", ("status", "provision", "patient", "dateTime")),
    ],
)
def test_what_belongs_together_is_one_unit(kind: str, names: tuple[str, ...]) -> None:
    assert len({unit_of(kind, name) for name in names}) == 1


@pytest.mark.parametrize("kind", ["Goal", "ServiceRequest", "Appointment", "CarePlan", "List"])
def test_the_other_elements_are_units_of_their_own(kind: str) -> None:
    grouped = {"aim", "state", "task", "meeting", "order"}
    for element in node_type(kind).elements.values():
        unit = unit_of(kind, element.name)
        assert unit in grouped or unit == element.group


def test_a_goal_and_the_words_of_it_end_apart() -> None:
    assert unit_of("Goal", "description") != unit_of("Goal", "lifecycleStatus")
    assert unit_of("Goal", "note") == "note"


def test_a_choice_is_one_unit_under_its_base_name_and_a_sibling_is_with_its_primitive() -> None:
    assert unit_of("Condition", "onsetAge") == unit_of("Condition", "onsetDateTime") == "onset"
    assert unit_of("CarePlan", "_title") == unit_of("CarePlan", "title") == "title"


def test_what_is_the_servers_stays_apart_from_a_whole_resource() -> None:
    assert unit_of("Observation", "status") == WHOLE
    assert [unit_of("Consent", name) for name in ("id", "meta", "text")] == ["id", "meta", "text"]


def test_what_r4_does_not_know_is_a_unit_under_its_own_name() -> None:
    assert unit_of("Goal", "continuous") == "continuous"
    assert unit_of("SomethingNew", "_valueString") == "valueString"


def test_participants_are_told_apart_by_member_and_role() -> None:
    assert keys_of("CareTeam", "participant") == ("member", "role")
    assert keyed_lists("CareTeam") == ("participant",)


def test_activities_are_told_apart_by_what_they_refer_to_and_targets_not_at_all() -> None:
    assert keys_of("CarePlan", "activity") == ("reference",)
    assert keys_of("Goal", "target") == ()


def test_order_means_something_in_few_lists() -> None:
    assert is_ordered("List", "entry")
    assert is_ordered("HumanName", "given")
    assert not is_ordered("CarePlan", "activity")
    assert not is_ordered("Goal", "target")


def test_every_resource_type_has_units() -> None:
    for kind in RESOURCES:
        assert {unit_of(kind, name) for name in node_type(kind).elements}
