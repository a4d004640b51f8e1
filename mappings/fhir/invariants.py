"""The invariants of FHIR R4 by the element they stand on, with those of its base type.

The rules themselves are in invariants_types.py (data types), invariants_care.py (plans, goals,
observations, people), invariants_bundle.py, invariants_conformance.py, invariants_definitions.py
and invariants_other.py.
"""

from functools import cache
from typing import Final

from mappings.fhir import (
    invariants_bundle,
    invariants_care,
    invariants_conformance,
    invariants_definitions,
    invariants_other,
    invariants_types,
)
from mappings.fhir.rule import Rule
from mappings.fhir.structure import node_type

_TABLES: Final = (
    invariants_types.RULES,
    invariants_care.RULES,
    invariants_bundle.RULES,
    invariants_conformance.RULES,
    invariants_definitions.RULES,
    invariants_other.RULES,
)


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """The rules of a node, those of its base first."""
    base = node_type(name).base
    inherited = () if base is None else rules_of(base)
    own = (rule for table in _TABLES for rule in table.get(name, ()))
    return (*inherited, *own)
