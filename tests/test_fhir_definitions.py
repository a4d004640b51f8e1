"""The generated modules: up to date, whole, and as fhir.resources has it but where listed."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from fhir.resources.R4B import get_fhir_model_class

from generate.fhir.__main__ import modules
from mappings.fhir.definitions import CODES, PRIMITIVES, RESOURCES, STRUCTURES
from mappings.fhir.structure import ElementType, codes, concepts, node_type

# R4 types that R4B replaced or dropped: fhir.resources does not have them.
NOT_IN_R4B: Final = frozenset(
    {
        *("EffectEvidenceSynthesis", "MedicinalProduct", "MedicinalProductAuthorization"),
        *("MedicinalProductContraindication", "MedicinalProductIndication"),
        *("MedicinalProductIngredient", "MedicinalProductInteraction"),
        *("MedicinalProductManufactured", "MedicinalProductPackaged"),
        *("MedicinalProductPharmaceutical", "MedicinalProductUndesirableEffect"),
        *("RiskEvidenceSynthesis", "SubstanceNucleicAcid", "SubstancePolymer", "SubstanceProtein"),
        *("SubstanceReferenceInformation", "SubstanceSourceMaterial", "SubstanceSpecification"),
        *("SubstanceAmount", "SimpleQuantity"),
    }
)
# R4B redesigned these under the same name.
REDESIGNED: Final = frozenset({"Evidence", "EvidenceVariable"})
# Everything else in which fhir.resources (R4B) and R4 4.0.1 differ. R4 is what is checked.
DIFFERENCES: Final = frozenset(
    {
        "MarketingStatus.country is needed in one of them",
        "MarketingStatus.dateRange is needed in one of them",
        "ActivityDefinition.subjectCanonical is only in R4B",
        "PlanDefinition.subjectCanonical is only in R4B",
        "PlanDefinition.action.subjectCanonical is only in R4B",
        *(
            f"{element}{kind} is only in {version}"
            for element in (
                *("Extension.value", "ElementDefinition.example.value"),
                *("ElementDefinition.defaultValue", "ElementDefinition.fixed"),
                "ElementDefinition.pattern",
            )
            for kind, version in (
                ("Meta", "R4"),
                ("CodeableReference", "R4B"),
                ("RatioRange", "R4B"),
            )
        ),
    }
)
# Where fhir.resources took the short list of the documentation for the codes, "+" and all.
WRONG_CODES: Final = frozenset(
    {
        *("DetectedIssue.status", "Device.udiCarrier.entryType", "DeviceUseStatement.status"),
        *("DiagnosticReport.status", "Encounter.status", "Encounter.statusHistory.status"),
        *("Observation.status", "Questionnaire.item.type", "RiskAssessment.status"),
        *("StructureMap.group.rule.target.transform", "SupplyRequest.status", "Task.status"),
        *("Expression.language", "CapabilityStatement.format"),
    }
)
CARE: Final = frozenset(
    {
        *("CarePlan.status", "CarePlan.intent", "CarePlan.activity.detail.status"),
        *("Goal.lifecycleStatus", "ServiceRequest.status", "ServiceRequest.intent"),
        *("Appointment.status", "Consent.status", "CareTeam.status", "List.mode"),
    }
)


def compared() -> list[str]:
    left_out = NOT_IN_R4B | REDESIGNED
    return [node for node in STRUCTURES if node.partition(".")[0] not in left_out]


def fields(node: str) -> dict[str, Any]:
    """Return the fields of the R4B model of a node by JSON name."""
    model = get_fhir_model_class("".join(step[0].upper() + step[1:] for step in node.split(".")))
    return {
        field.alias or name: field
        for name, field in model.model_fields.items()
        if name not in ("resource_type", "fhir_comments") and not name.endswith("__ext")
    }


def differences(node: str) -> Iterator[str]:
    """Yield how a node of R4 and its R4B model differ in names, repetition and need."""
    theirs, ours = fields(node), node_type(node).elements
    yield from (f"{node}.{name} is only in R4" for name in ours.keys() - theirs.keys())
    yield from (f"{node}.{name} is only in R4B" for name in theirs.keys() - ours.keys())
    for name in ours.keys() & theirs.keys():
        if ("List[" in str(theirs[name].annotation)) is not ours[name].many:
            yield f"{node}.{name} repeats in one of them"
        if _needed(theirs[name], ours[name]) is not ours[name].required:
            yield f"{node}.{name} is needed in one of them"


def _needed(field: Any, element: ElementType) -> bool:  # noqa: ANN401
    extra = field.json_schema_extra or {}
    if element.group != element.name:
        return bool(extra.get("one_of_many_required"))
    return bool(field.is_required() or extra.get("element_required"))


def code_lists() -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield element, the codes fhir.resources gives it, and those that R4 requires."""
    for node in compared():
        for name, field in fields(node).items():
            element = node_type(node).elements.get(name)
            theirs = frozenset((field.json_schema_extra or {}).get("enum_values") or ())
            if element is not None and theirs:
                bound = element.primitive and element.binding
                yield f"{node}.{name}", theirs, codes(bound) if bound else frozenset()


def test_a_generated_module_is_what_the_definitions_give() -> None:
    stale = [path for path, text in modules().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run: make generate"


@pytest.mark.slow
def test_fhir_resources_and_r4_differ_only_where_that_is_known() -> None:
    assert {found for node in compared() for found in differences(node)} == DIFFERENCES


def test_redesigned_types_do_differ() -> None:
    assert all(any(differences(node)) for node in REDESIGNED)


@pytest.mark.slow
def test_fhir_resources_and_r4_have_the_same_codes_but_where_that_is_known() -> None:
    lists = list(code_lists())
    assert {name for name, theirs, ours in lists if theirs != ours} == WRONG_CODES
    assert {name for name, *_ in lists} >= CARE


def test_every_type_is_readable_and_names_only_types_that_exist() -> None:
    for name in STRUCTURES:
        for element in node_type(name).elements.values():
            assert element.kind in STRUCTURES.keys() | PRIMITIVES
            assert element.targets <= RESOURCES
            assert element.binding is None or element.binding in CODES


def test_no_type_redefines_what_it_inherits() -> None:
    for name in STRUCTURES:
        base = node_type(name).base
        inherited = {} if base is None else node_type(base).elements
        own = [line.split(" ")[0].removesuffix("[x]") for line in STRUCTURES[name].split("\n")[1:]]
        assert not {element.group for element in inherited.values()} & set(own)


def test_hierarchical_code_systems_are_taken_whole() -> None:
    assert {"recurrence", "relapse", "remission"} < codes("condition-clinical")


def test_no_code_holds_what_parts_codes_in_the_generated_text() -> None:
    for value_set in CODES:
        assert all(system.strip() and code.strip() for system, code in concepts(value_set))


def test_every_resource_type_of_r4_is_there() -> None:
    assert len(RESOURCES) == 146
    assert {"CarePlan", "Goal", "MedicinalProduct", "Parameters"} < RESOURCES
    assert not {"Resource", "DomainResource", "MetadataResource"} & RESOURCES
