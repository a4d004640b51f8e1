"""The independent validator, with our own definitions loaded, on what we ship and on what we write.

What it says of right resources is listed here with the reason; everything else fails.
"""

import json
from typing import Any, Final

import pytest

from generate.terminology.__main__ import FOLDER
from tests.second_opinion import opinion, validator_with
from tests.test_terminology import written

pytestmark = pytest.mark.slow

_NO_SLICE: Final = "it finds no slice of the published profile bp, whatever is in a component"
RIGHT_ALL_THE_SAME: Final = {
    "at most 1 value(s) for CodeSystem.concept.designation.": "one in each of two designations",
    "at most 1 value(s) for Consent.provision.actor.": "one in each of two actors",
    "at most 1 value(s) for Consent.provision.data.": "one in each of two data",
    "custom.encounter.patient": "a subject of type Patient may be named by its identifier",
    "slice component.code.coding:DBPCode": _NO_SLICE,
    "slice component.code.coding:SBPCode": _NO_SLICE,
    "slice component:DiastolicBP": _NO_SLICE,
    "slice component:SystolicBP": _NO_SLICE,
    "pco-goal-attainment-scaling could not be found": "definitions of PCO are not loaded",
    "no-basis-middlename could not be found": "definitions of HL7 Norway are not loaded",
    "no-basis-municipalitycode could not be found": "definitions of HL7 Norway are not loaded",
    "SEBaseMiddleNameExtension could not be found": "definitions of HL7 Sweden are not loaded",
    "SEBaseAddressPersonExtension could not be found": "definitions of HL7 Sweden are not loaded",
}


@pytest.fixture(scope="module")
def validator() -> Any:  # noqa: ANN401  a class of the peer
    return validator_with(FOLDER)


def refusals(validator: Any, resource: Any) -> list[str]:  # noqa: ANN401  JSON
    return [
        each
        for each in opinion(validator, resource)
        if not any(part in each for part in RIGHT_ALL_THE_SAME)
    ]


def test_the_validator_finds_nothing_in_what_we_ship(validator: Any) -> None:  # noqa: ANN401
    found = {
        path.name: refusals(validator, json.loads(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.json"))
    }
    assert {name: said for name, said in found.items() if said} == {}


def test_the_validator_finds_nothing_in_what_we_write(validator: Any) -> None:  # noqa: ANN401
    for resource in written():
        assert refusals(validator, resource) == []


def test_the_validator_knows_our_extensions(validator: Any) -> None:  # noqa: ANN401
    """So that its silence about them means something."""
    wrong = {"url": json.loads(_definition("goal-validity"))["url"], "valueString": "?"}
    goal = {
        "resourceType": "Goal",
        "extension": [wrong],
        "lifecycleStatus": "active",
        "description": {"text": "gå"},
        "subject": {"display": "?"},
    }
    assert any("goal-validity" in each or "extension" in each for each in opinion(validator, goal))


def _definition(name: str) -> str:
    return (FOLDER / f"StructureDefinition-{name}.json").read_text("utf-8")
