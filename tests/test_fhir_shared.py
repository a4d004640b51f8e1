"""What the resources of one document share."""

from mappings.fhir import datatypes as dt
from mappings.fhir.shared import Latest
from mappings.fhir.values import Identifier

SYSTEM = "https://example.org/id"


def test_a_part_is_made_again_only_for_another_value() -> None:
    asked: list[str] = []

    def part(value: str) -> list[str]:
        asked.append(value)
        return [value]

    latest = Latest(part)
    assert latest("a") is latest("a")
    assert [latest("b"), latest("a")] == [["b"], ["a"]]
    assert asked == ["a", "b", "a"]


def test_no_two_people_share_a_subject() -> None:
    first, second = (Identifier(system=SYSTEM, value=value) for value in "12")
    subjects = [dt.person_out(person) for person in (first, second, first)]
    assert [dt.person_in(each, "subject") for each in subjects] == [first, second, first]
