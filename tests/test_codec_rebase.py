"""Own URIs move between the placeholder and the configured base, and nothing else moves."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.rebase import URI_ELEMENTS, rebase
from mappings.codes.systems import BASE
from mappings.fhir.definitions import STRUCTURES

OWN = "https://fhir.kommun.example/viktigt"


@pytest.mark.parametrize(
    "resource",
    [
        {"meta": {"profile": ["{}/StructureDefinition/goal|1.0"], "source": "{}/x"}},
        {"extension": [{"url": "{}/StructureDefinition/voice", "valueUri": "{}/a"}]},
        {"identifier": [{"system": "{}/NamingSystem/goal", "value": "1"}]},
        {"identifier": [{"system": "urn:ietf:rfc3986", "value": "{}/1"}]},
        {"resourceType": "NamingSystem", "uniqueId": [{"type": "uri", "value": "{}/y"}]},
        {"fullUrl": "{}/Goal/1", "request": {"url": "Goal?identifier={}/NamingSystem/g|1"}},
        {"request": {"ifNoneExist": "identifier={}/NamingSystem/goal|1,{}/NamingSystem/goal|2"}},
        {"subject": {"reference": "Patient?identifier={}/NamingSystem/p|1"}},
        {"url": "{}/CodeSystem/voice", "valueSet": "{}/ValueSet/voice"},
    ],
)
def test_uris_below_the_base_move_both_ways(resource: dict[str, Any]) -> None:
    here, there = _under(resource, BASE), _under(resource, OWN)
    assert rebase(here, BASE, OWN) == there
    assert rebase(there, OWN, BASE) == here


def test_a_system_that_is_encoded_in_a_search_moves_too() -> None:
    here = {"ifNoneExist": "identifier=https%3A%2F%2Fviktigt.example%2Ffhir%2FNamingSystem%2Fg%7C1"}
    there = {"ifNoneExist": "identifier=https%3A%2F%2Fown.example%2FNamingSystem%2Fg%7C1"}
    assert rebase(here, BASE, "https://own.example") == there
    assert rebase(there, "https://own.example", BASE) == here


@pytest.mark.parametrize(
    "resource",
    [
        {"description": {"text": f"{BASE}/CodeSystem/voice"}},
        {"valueString": f"{BASE}/x"},
        {"note": [{"text": f"see {BASE}/x"}]},
        {"text": {"div": f'<div><a href="{BASE}/x">x</a></div>'}},
        {"identifier": [{"system": "urn:x", "value": f"{BASE}/1"}]},
        {"url": f"{BASE}-of-another/x", "system": BASE},
        {"url": f"https://other.example/?q={BASE}x"},
        {"display": f"{BASE}/x", "valueDecimal": 1, "active": True, "none": None},
    ],
)
def test_free_text_and_other_uris_stay_as_they_are(resource: dict[str, Any]) -> None:
    assert rebase(resource, BASE, OWN) == resource


def test_equal_bases_cost_nothing() -> None:
    resource = {"url": f"{BASE}/x"}
    assert rebase(resource, BASE, BASE) is resource


def test_no_element_that_moves_holds_words_of_people() -> None:
    """Of the elements named, those that some type has as text are names and codes there."""
    texts = {
        f"{kind}.{element}"
        for kind, lines in STRUCTURES.items()
        for element, _, *types in (line.split() for line in lines.splitlines()[1:])
        if element in URI_ELEMENTS and types[:1] in (["string"], ["markdown"])
    }
    assert texts == {
        "AuditEvent.entity.detail.type",
        "ExampleScenario.process.step.operation.type",
        "ImplementationGuide.definition.template.source",
        "MedicationKnowledge.cost.source",
        "OperationDefinition.parameter.referencedFrom.source",
        "StructureMap.group.input.type",
        "StructureMap.group.rule.source.type",
        "TestScript.setup.action.operation.url",
    }


ELEMENTS = st.sampled_from([*sorted(URI_ELEMENTS), "text", "value", "reference", "ifNoneExist"])
TEXTS = st.sampled_from(
    [f"{BASE}/x", BASE, f"a?b={BASE}/x|1", "urn:ietf:rfc3986", "uri", f"words {BASE}/x", "", "=,"]
)
TREES = st.recursive(
    st.one_of(TEXTS, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(ELEMENTS, inner)),
)


@given(TREES)
def test_moving_back_gives_the_same_value(tree: object) -> None:
    assert rebase(rebase(tree, BASE, OWN), OWN, BASE) == tree


def _under(value: Any, base: str) -> Any:  # noqa: ANN401  a JSON value
    if isinstance(value, str):
        return value.replace("{}", base)
    if isinstance(value, list):
        return [_under(item, base) for item in value]
    return {name: _under(member, base) for name, member in value.items()}
