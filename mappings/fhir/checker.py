"""Whether a resource is valid FHIR R4 (https://hl7.org/fhir/R4/validation.html), and why not.

    structure     known elements, cardinality, one type of a choice, nothing null or empty
    primitives    the grammar of each type; dates that exist
    codes         required bindings
    references    their form, the types they may point to, contained resources
    invariants    the rules of the definitions that a resource alone can decide
`is_valid` is fast and says yes or no; `check` names every fault at once. They agree: valid is what
has no finding of severity error.
"""

from collections.abc import Mapping
from typing import Final

from mappings.errors import Severity
from mappings.fhir.contained import Scope
from mappings.fhir.fast import is_certain
from mappings.fhir.findings import Finding
from mappings.fhir.slow import Place, Walk

_TOO_DEEP: Final = Finding(
    expression="Resource", rule="depth", expected="a tree no deeper than this machine can follow"
)

__all__ = ["Finding", "check", "is_valid"]


def is_valid(resource: Mapping[str, object], *, conditional: bool = False) -> bool:
    """Tell whether a resource has no error.

    `conditional`: it is to stand in a transaction, where a reference may be a search.
    """
    if is_certain(resource, conditional=conditional):
        return True
    found = check(resource, conditional=conditional)
    return not any(finding.severity is Severity.ERROR for finding in found)


def check(resource: Mapping[str, object], *, conditional: bool = False) -> tuple[Finding, ...]:
    """Name every fault of a resource, in the order of the document."""
    walk = Walk()
    try:
        walk.resource(resource, Place("", Scope(conditional=conditional, contained={})))
    except RecursionError:
        walk.findings.append(_TOO_DEEP)
    return tuple(walk.findings)
