"""An independent validator of R4 and the checker look at the same resources.

What the validator refuses the checker refuses too, or it is said here why the resource is right.
"""

from typing import Any, Final

import pytest
from hypothesis import given, settings

from mappings.fhir.checker import is_valid
from tests.fhir_corpus import VALID, Resource
from tests.fhir_mutations import mutated
from tests.second_opinion import opinion, validator_with
from tests.test_checker_faults import FAULTS

pytestmark = pytest.mark.slow

# What the validator says of right resources: part of its message → why the resource is right.
RIGHT_ALL_THE_SAME: Final = {
    "profile.element.invariant.per-1": "a day and a time on that day are not before one another",
    "invariant.per-1": "a day and a time on that day are not before one another",
    "Invalid reference Patient?identifier=": "a transaction may refer by search (http.html#trules)",
    "reference.contained.unresolved": "# refers to the resource that contains (references.html)",
    "invariant.dom-3": "the contained resource refers to what contains it (references.html)",
    "questionnaire.unresolved": "the validator knows no questionnaire of this URL",
    "profile.unknown": "the validator knows no profile of this URL",
    "extension.unknown": "the validator knows no extension of this URL",
}
# What only the checker finds among the planted faults.
FOUND_BY_THE_CHECKER_ALONE: Final = frozenset(
    {
        "a status that has an id only",
        "a concept of another system",
        "30 February",
        "29 February of no leap year",
        "a dateTime on 31 April",
        "an OID that is none",
        "a urn:uuid: without a UUID",
        "text with a control character",
        "a vital sign to the month",
        "a decimal as a float",
        "an element id with a blank",
        "extensions that no value stands beside",
        "a reference to nothing",
        "a narrative without content",
        "a unit code without its system",
        "a consent without a patient",
    }
)


@pytest.fixture(scope="session")
def validator() -> Any:  # noqa: ANN401  a class of the peer
    return validator_with()


def refusals(validator: Any, resource: Resource) -> list[str]:  # noqa: ANN401
    """The same without what is right all the same."""
    found = opinion(validator, resource)
    return [each for each in found if not any(part in each for part in RIGHT_ALL_THE_SAME)]


@pytest.mark.parametrize("resource", VALID.values(), ids=VALID.keys())
def test_the_validator_finds_nothing_in_what_is_valid(
    validator: Any,  # noqa: ANN401
    resource: Resource,
) -> None:
    assert refusals(validator, resource) == []


def test_the_checker_finds_every_planted_fault_that_the_validator_finds_and_more(
    validator: Any,  # noqa: ANN401
) -> None:
    missed = {name for name, resource, *_ in FAULTS if not opinion(validator, resource)}
    assert missed == FOUND_BY_THE_CHECKER_ALONE


@settings(max_examples=400)
@given(resource=mutated())
def test_what_the_validator_refuses_of_changed_resources_is_refused(
    validator: Any,  # noqa: ANN401
    resource: Resource,
) -> None:
    if is_valid(resource):
        assert refusals(validator, resource) == []
