"""The invariants of CodeSystem, ValueSet, CapabilityStatement and Parameters.

https://hl7.org/fhir/R4/codesystem.html, valueset.html, capabilitystatement.html, parameters.html.
Each function is one rule, named by its key; its docstring is what a finding says.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from mappings.fhir.fhirpath import (
    Json,
    distinct,
    has,
    has_any,
    has_choice,
    parts,
    values,
)
from mappings.fhir.rule import Rule, rules


def csd_1(system: Json) -> bool:
    """List each code once."""
    return distinct([concept.get("code") for concept in _concepts(system)])


def _concepts(owner: Json) -> Iterator[Json]:
    for concept in parts(owner, "concept"):
        yield concept
        yield from _concepts(concept)


def vsd_1(include: Json) -> bool:
    """Include from a system or a value set."""
    return has_any(include, "valueSet", "system")


def vsd_2(include: Json) -> bool:
    """Name the system of concepts and filters."""
    return not has_any(include, "concept", "filter") or has(include, "system")


def vsd_3(include: Json) -> bool:
    """Include by concepts or by filters, not both."""
    return not has(include, "concept") or not has(include, "filter")


def vsd_6(contains: Json) -> bool:
    """Give a code or a display."""
    return has_any(contains, "code", "display")


def vsd_9(contains: Json) -> bool:
    """Give a code to what is not abstract."""
    return has(contains, "code") or contains.get("abstract") is True


def vsd_10(contains: Json) -> bool:
    """Name the system of a code."""
    return not has(contains, "code") or has(contains, "system")


def cpb_1(statement: Json) -> bool:
    """State capabilities of rest, messaging or documents."""
    return has_any(statement, "rest", "messaging", "document")


def cpb_2(statement: Json) -> bool:
    """Describe the statement, its software or its implementation."""
    return has_any(statement, "description", "software", "implementation")


def cpb_3(statement: Json) -> bool:
    """Give messaging endpoints only for an instance."""
    return not parts(statement, "messaging", "endpoint") or statement.get("kind") == "instance"


def cpb_7(statement: Json) -> bool:
    """List each profile and mode of documents once."""
    found = parts(statement, "document")
    return distinct([(document.get("profile"), document.get("mode")) for document in found])


def cpb_9(rest: Json) -> bool:
    """List each resource type once."""
    return distinct(values(rest, "resource", "type"))


def cpb_12(resource: Json) -> bool:
    """List each search parameter once."""
    return distinct(values(resource, "searchParam", "name"))


def cpb_14(statement: Json) -> bool:
    """Describe the implementation of an instance."""
    return statement.get("kind") != "instance" or has(statement, "implementation")


def cpb_15(statement: Json) -> bool:
    """Describe the software of a capability, and no implementation."""
    described = has(statement, "software") and not has(statement, "implementation")
    return statement.get("kind") != "capability" or described


def cpb_16(statement: Json) -> bool:
    """Describe neither software nor implementation in requirements."""
    return statement.get("kind") != "requirements" or not has_any(
        statement, "software", "implementation"
    )


def inv_1(parameter: Json) -> bool:
    """Give a parameter a value, a resource or parts: one of them."""
    held = (has_choice(parameter, "value"), has(parameter, "resource"), has(parameter, "part"))
    return sum(held) == 1


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "CodeSystem": rules(csd_1),
    "ValueSet.compose.include": rules(vsd_1, vsd_2, vsd_3),
    "ValueSet.expansion.contains": rules(vsd_6, vsd_9, vsd_10),
    "CapabilityStatement": rules(cpb_1, cpb_2, cpb_3, cpb_7, cpb_14, cpb_15, cpb_16),
    "CapabilityStatement.rest": rules(cpb_9),
    "CapabilityStatement.rest.resource": rules(cpb_12),
    "Parameters.parameter": rules(inv_1),
}
