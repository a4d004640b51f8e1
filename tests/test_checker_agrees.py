"""The two passes of the checker are one: what is valid has no error, whatever the tree."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.errors import Severity
from mappings.fhir.checker import check, is_valid
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fast import is_certain
from tests.fhir_corpus import (
    CARE_TEAM,
    PATIENT,
    SELF_REFERRING,
    VALID,
    WITHOUT_STATUS,
    Resource,
)
from tests.fhir_mutations import NAMES, VALUES, mutated

KEYS = st.sampled_from(NAMES) | st.text(max_size=3)
JSON = st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def has_errors(resource: Resource, *, conditional: bool = False) -> bool:
    found = check(resource, conditional=conditional)
    return any(finding.severity is Severity.ERROR for finding in found)


@given(resource=mutated(), conditional=st.booleans())
def test_a_resource_is_valid_exactly_when_it_has_no_error(
    resource: Resource, *, conditional: bool
) -> None:
    valid = is_valid(resource, conditional=conditional)
    assert valid is not has_errors(resource, conditional=conditional)


@given(resource=mutated(), conditional=st.booleans())
def test_the_fast_pass_never_says_yes_to_a_fault(resource: Resource, *, conditional: bool) -> None:
    if is_certain(resource, conditional=conditional):
        assert not has_errors(resource, conditional=conditional)


@given(kind=st.sampled_from(sorted(RESOURCES)), members=st.dictionaries(KEYS, JSON, max_size=4))
def test_any_object_gets_an_answer(kind: str, members: Resource) -> None:
    resource = {"resourceType": kind, **members}
    assert is_valid(resource) is not has_errors(resource)


@given(resource=mutated())
def test_checking_changes_nothing(resource: Resource) -> None:
    before = deepcopy(resource)
    found = check(resource)
    assert found == check(resource)
    assert repr(resource) == repr(before)


@given(resource=mutated())
def test_every_finding_names_a_place_in_the_resource(resource: Resource) -> None:
    for finding in check(resource):
        assert finding.expression.startswith((str(resource.get("resourceType")), "Resource"))
        assert finding.rule
        assert finding.expected


@pytest.mark.parametrize("name", VALID.keys())
def test_the_fast_pass_is_certain_of_what_is_common(name: str) -> None:
    rare = VALID[name] in (CARE_TEAM, PATIENT, SELF_REFERRING, WITHOUT_STATUS)
    assert is_certain(VALID[name], conditional=False) is not rare


def test_a_tree_deeper_than_any_resource_is_refused_not_followed() -> None:
    item: Resource = {"linkId": "1"}
    for _ in range(5000):
        item = {"linkId": "1", "item": [item]}
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}
    assert not is_valid(response)
    assert [finding.rule for finding in check(response)] == ["depth"]
