"""The two passes of the checker are one: what is valid has no error, whatever the tree."""

from collections.abc import Iterator
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


# -- the forms that plain.py tests at once ------------------------------------------------------

NAME = {"system": "https://example.org/id", "value": "1"}
CODING = {"system": "https://example.org/codes", "code": "a", "display": "A"}
PLAIN = (
    ("identifier", NAME),
    ("subject", {"type": "Patient", "identifier": NAME, "display": "Someone"}),
    ("code", {"coding": [CODING]}),
    ("extension", {"url": "https://example.org/a", "valueCoding": CODING}),
    ("extension", {"url": "https://example.org/a", "extension": [{"url": "b", "valueCode": "c"}]}),
)
SINGLE = {"subject", "code"}


def changes_of(value: object) -> Iterator[object]:
    """Give this part of a resource as it is, and with each change of one of its members."""
    yield value
    if isinstance(value, list):
        yield from ([changed] for changed in changes_of(value[0]))
    elif isinstance(value, dict):
        for name, member in value.items():
            rest = {other: held for other, held in value.items() if other != name}
            yield rest
            yield from ({**rest, name: changed} for changed in (*changes_of(member), *VALUES))
        yield from ({**value, name: added} for name in (*NAMES, "use") for added in VALUES)


@pytest.mark.parametrize(("name", "part"), PLAIN)
def test_a_plain_form_with_any_one_change_gets_the_same_answer_from_both_passes(
    name: str, part: Resource
) -> None:
    basic = {"resourceType": "Basic", "code": {"text": "a"}}
    for changed in changes_of(part):
        resource = {**basic, name: changed if name in SINGLE else [changed]}
        assert is_valid(resource) is not has_errors(resource)


@pytest.mark.parametrize(("name", "part"), PLAIN)
def test_plain_forms_are_certain(name: str, part: Resource) -> None:
    basic = {"resourceType": "Basic", "code": {"text": "a"}}
    resource = {**basic, name: part if name in SINGLE else [part]}
    assert is_certain(resource, conditional=False)
