"""No false alarm over the public R4 examples of HL7, Denmark and Norway, and none missed either.

What fhir.resources refuses the checker refuses too, but where R4 itself allows it.
"""

import json
from decimal import Decimal
from functools import cache
from typing import Final

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given

from mappings.errors import Severity
from mappings.fhir.checker import check, is_valid
from tests.fhir_corpus import VALID, Resource
from tests.fhir_mutations import mutated
from tests.shared_data import shared

FOLDERS: Final = ("hl7", "dk-kl", "no-fhir")
# Published as examples or definitions, and wrong: each is refused by the independent validator.
TRULY_WRONG: Final = {
    "dk-kl/examples/CareTeam-AlmBotilbud.json": {
        ("CareTeam.managingOrganization[0]", "ref-format"),  # the name of a house
    },
    "dk-kl/examples/Condition-ConditionCareingForOwnHealthPerformerNoteFFB.json": {
        ("Condition.clinicalStatus", "binding"),  # "unconfirmed" is a verification status
    },
    "dk-kl/terminology/CodeSystem-FFB.json": {("CodeSystem.filter[0].value", "required")},
    "dk-kl/terminology/CodeSystem-FSIII.json": {("CodeSystem.filter[0].value", "required")},
    "dk-kl/terminology/CodeSystem-KLCommonCareSocialCodes.json": {
        ("CodeSystem.filter[0].value", "required"),
    },
    "no-fhir/no-basis-2.2.0/examples/no-basis-HealthcareService-example.json": {
        ("HealthcareService.id", "primitive-id"),  # a blank in the id
    },
}


@cache
def examples() -> dict[str, Resource]:
    """Every resource in the shared folders, by its path."""
    root = shared()
    found = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.json")):
            tree = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
            if "resourceType" in tree:
                found[str(path.relative_to(root))] = tree
    return found


def errors(resource: Resource) -> set[tuple[str, str]]:
    found = check(resource)
    return {(each.expression, each.rule) for each in found if each.severity is Severity.ERROR}


def test_the_checker_alarms_at_what_is_truly_wrong_and_at_nothing_else() -> None:
    found = {name: errors(resource) for name, resource in examples().items()}
    assert len(found) > 170
    assert {name: wrong for name, wrong in found.items() if wrong} == TRULY_WRONG


def test_both_passes_agree_on_every_public_example() -> None:
    valid = {name for name, resource in examples().items() if is_valid(resource)}
    assert examples().keys() - valid == TRULY_WRONG.keys()


def refused_by_fhir_resources(resource: Resource) -> bool:
    try:
        model = get_fhir_model_class(resource["resourceType"])
        model.model_validate(json.loads(json.dumps(resource, default=str)))
    except (KeyError, TypeError, ValueError):
        return True
    return False


def test_what_fhir_resources_refuses_of_the_public_examples_is_refused() -> None:
    refused = {name for name, tree in examples().items() if refused_by_fhir_resources(tree)}
    assert refused
    assert refused <= TRULY_WRONG.keys()


@pytest.mark.parametrize("resource", VALID.values(), ids=VALID.keys())
def test_fhir_resources_accepts_what_is_valid(resource: Resource) -> None:
    assert not refused_by_fhir_resources(resource)


@given(resource=mutated())
def test_what_fhir_resources_refuses_of_changed_resources_is_refused(resource: Resource) -> None:
    if refused_by_fhir_resources(resource):
        assert not is_valid(resource)
