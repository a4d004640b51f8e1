"""The invariants: each can fail and can hold, none of R4 is forgotten, and FHIRPath agrees."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models

from generate.fhir.definitions import load
from generate.fhir.structures import of_kind
from generate.fhir.types import RESOURCES as WRITTEN
from mappings.fhir.definitions import STRUCTURES
from mappings.fhir.fhirpath import UCUM, ends_before
from mappings.fhir.invariants import rules_of
from mappings.fhir.structure import node_type
from tests.fhir_invariants import EXAMPLES, Json

ROWS: Final = [
    (node, key, *pair) for node, rules in EXAMPLES.items() for key, pair in rules.items()
]
# Seen to by the checker itself, and for dom-6 (a resource should have a narrative) by nobody.
BY_CHECKER: Final = frozenset(
    {"ele-1", "ext-1", "txt-1", "txt-2", "ref-1", "dom-2", "dom-3", "dom-4", "dom-5", "dom-6"}
)
LEFT_OUT: Final = {
    "ppc-2": "compares with the system 'something': consent-patient asks for the patient",
    "ppc-3": "as ppc-2",
    "ppc-4": "as ppc-2",
    "ppc-5": "as ppc-2",
    "sdf-19": "about the definitions of HL7 itself",
    "sdf-22": "about the definitions of HL7 itself",
    "eld-11": "as written it holds of every element that has a type",
    "eld-20": "a warning about names",
    "eld-21": "a warning about constraints without an expression",
    "cpb-0": "a warning about names",
    "csd-0": "a warning about names",
    "sdf-0": "a warning about names",
    "vsd-0": "a warning about names",
}
CONFORMANCE: Final = ("CodeSystem", "ValueSet", "StructureDefinition")


def definitions() -> Iterator[tuple[str, str, str]]:
    """Yield element, key and expression of every invariant of R4."""
    for kind in ("complex-type", "resource"):
        for definition in of_kind(load(), kind):
            for element in definition["snapshot"]["element"]:
                for constraint in element.get("constraint", ()):
                    yield element["path"], constraint["key"], constraint.get("expression", "true")


EXPRESSIONS: Final = {(path, key): text for path, key, text in definitions()}


def holds(node: str, key: str, element: Json) -> bool:
    (rule,) = [rule for rule in rules_of(node) if rule.key == key]
    return rule.holds(element)


@pytest.mark.parametrize(("node", "key", "breaking", "keeping"), ROWS)
def test_an_invariant_tells_what_breaks_it_from_what_keeps_it(
    node: str, key: str, breaking: Json, keeping: Json
) -> None:
    assert not holds(node, key, breaking)
    assert holds(node, key, keeping)


# Where one example can't show all that a rule says.
FURTHER: Final[tuple[tuple[str, str, Json, bool], ...]] = (
    ("Range", "rng-2", {"low": {"value": 2, "code": "h"}, "high": {"value": 1, "code": "d"}}, True),
    ("Range", "rng-2", {"high": {"value": 1}}, True),
    ("Ratio", "rat-1", {"extension": [{}]}, True),
    ("Ratio", "rat-1", {"denominator": {"value": 1}}, False),
    ("TriggerDefinition", "trd-3", {"type": "periodic"}, False),
    ("TriggerDefinition", "trd-3", {"type": "periodic", "timingDate": "2025"}, True),
    ("TriggerDefinition", "trd-3", {"type": "named-event"}, False),
    ("Age", "age-1", {"value": 3}, False),
    ("Age", "age-1", {"value": 3, "code": "a", "system": "http://loinc.org"}, False),
    ("Quantity", "qty-3", {"code": "a", "_system": {}}, True),
    ("Appointment", "app-2", {"start": "2025-01-01T00:00:00Z", "_end": {}}, True),
    ("Appointment", "app-4", {"status": "noshow", "cancelationReason": {}}, True),
    ("CareTeam.participant", "ctm-1", {"onBehalfOf": {}, "member": {"display": "a"}}, True),
    ("CareTeam.participant", "ctm-1", {"onBehalfOf": {}, "member": {"type": "Patient"}}, False),
    ("Observation", "vs-1", {"effectiveDateTime": "2025"}, True),
    ("Observation", "obs-7", {"code": {"text": "a"}, "component": [{"code": {}}]}, True),
)


@pytest.mark.parametrize(("node", "key", "element", "kept"), FURTHER)
def test_an_invariant_looks_at_all_it_speaks_of(
    node: str, key: str, element: Json, *, kept: bool
) -> None:
    assert holds(node, key, element) is kept


def test_every_invariant_has_its_examples() -> None:
    tested = {(node, key) for node, key, *_ in ROWS}
    written = {(node, rule.key) for node in STRUCTURES for rule in rules_of(node)}
    inherited = {
        (node, rule.key)
        for node in STRUCTURES
        if (base := node_type(node).base) is not None
        for rule in rules_of(base)
    }
    assert written - inherited == tested


def test_no_invariant_of_what_is_written_or_shipped_is_forgotten() -> None:
    ours = {rule.key for node in STRUCTURES for rule in rules_of(node)}
    data_types = {name for name in STRUCTURES if not name[0].islower()} - set(WRITTEN)
    concerned = {*WRITTEN, *CONFORMANCE, *(name for name in data_types if name in _data_types())}
    asked = {key for (path, key) in EXPRESSIONS if path.partition(".")[0] in concerned} - BY_CHECKER
    assert asked - ours == set(LEFT_OUT)


def _data_types() -> set[str]:
    return {definition["type"] for definition in of_kind(load(), "complex-type")}


# Rules of our own, and of profiles: no expression of the base definitions says them.
WITHOUT_EXPRESSION: Final = frozenset(
    {"sqty-1", "vs-1", "vs-2", "vs-3", "vitalsigns", "consent-patient"}
)
# Where the FHIRPath engine of this test or the expression itself can't judge.
NO_JUDGE: Final = {
    "rng-2": "the engine can't compare quantities",
    "ctm-1": "the engine can't resolve references",
    "eld-19": "the engine reads the escapes of the pattern otherwise",
    "que-7": "the engine does not know that answerBoolean is Boolean",
    "app-4": "looks for Appointment.cancelationReason within the Appointment",
}


def _judged(node: str, key: str, element: Json) -> bool:
    places = [path for path, rule in EXPRESSIONS if rule == key and f"{path}.".startswith(node)]
    where = min(places, key=len)
    path, resource = _standing(node, element)
    path += where.removeprefix(node).removesuffix("[x]")
    expression = EXPRESSIONS[where, key].replace(".hasValue()", ".exists()")
    context: dict[str, Any] = {"ucum": UCUM, "resource": resource, "rootResource": resource}
    said = evaluate(resource, f"{path}.all({expression})", context, models["r4"])
    return bool(said == [True])


def _standing(node: str, element: Json) -> tuple[str, Json]:
    """Put an element where its node belongs, in a resource that is otherwise empty."""
    kind, *steps = node.split(".")
    if kind == "ElementDefinition":
        kind, steps = "StructureDefinition", ["snapshot", "element", *steps]
    inner = element
    for step in reversed(steps):
        inner = {step: [inner]}
    if kind == "Extension":
        return "Basic.extension", {"resourceType": "Basic", "extension": [inner]}
    if kind in _data_types():
        held = {"resourceType": "Basic", "extension": [{"url": "a", f"value{kind}": inner}]}
        return ".".join(("Basic.extension.value", *steps)), held
    return ".".join((kind, *steps)), {"resourceType": kind, **inner}


@pytest.mark.parametrize(
    ("node", "key", "breaking", "keeping"),
    [row for row in ROWS if row[1] not in WITHOUT_EXPRESSION | NO_JUDGE.keys()],
)
def test_fhirpath_judges_alike(node: str, key: str, breaking: Json, keeping: Json) -> None:
    assert not _judged(node, key, breaking)
    assert _judged(node, key, keeping)


@pytest.mark.parametrize(
    ("end", "start", "before"),
    [
        ("2024", "2025", True),
        ("2025", "2025-06-01", False),
        ("2025-05", "2025-06-01", True),
        ("2025-06-01", "2025-06", False),
        ("2025-06-01", "2025-06-01T23:00:00+02:00", False),
        ("2025-06-01T10:00:00+02:00", "2025-06-01T09:00:00Z", True),
        ("2025-06-01T10:00:00Z", "2025-06-01T10:00:00+02:00", False),
        ("2025-06-01T10:00:60Z", "2025-06-01T11:00:00Z", False),
        ("2025-06-01T10:00:00", "2025-06-01T11:00:00Z", False),
        (None, "2025", False),
        ("2025", ["2026"], False),
    ],
)
def test_an_end_lies_before_a_start_only_where_that_is_certain(
    end: object, start: object, *, before: bool
) -> None:
    assert ends_before(end, start) is before
