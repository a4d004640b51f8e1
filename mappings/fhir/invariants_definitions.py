"""The invariants of ElementDefinition and StructureDefinition.

https://hl7.org/fhir/R4/elementdefinition.html, https://hl7.org/fhir/R4/structuredefinition.html.
Each function is one rule, named by its key; its docstring is what a finding says. Left out are
sdf-19 and sdf-22, which speak of the definitions of HL7 itself, and eld-11, which as it is
written holds of every element that has a type.
"""

import re
from collections.abc import Mapping
from typing import Final

from mappings.fhir.fhirpath import (
    Json,
    count,
    distinct,
    has,
    has_any,
    has_choice,
    parts,
    values,
)
from mappings.fhir.rule import Rule, rules

_slice_name: Final = re.compile(r"[a-zA-Z0-9/\-_\[\]@]+").fullmatch
_name: Final = r"[^\s.,:;'\"/|?!@#$%&*()\[\]{}]{1,64}"
_path: Final = re.compile(rf"{_name}(?:\.{_name}(?:\[x\])?(?:\:[^\s.]+)?)*").fullmatch
# Where an ElementDefinition has a contentReference, nothing else may describe its content.
_CONTENT: Final = ("type", "example", "maxLength", "binding")
_CONTENT_CHOICES: Final = ("defaultValue", "fixed", "pattern", "minValue", "maxValue")


def eld_1(slicing: Json) -> bool:
    """Slice by a discriminator or a description."""
    return has_any(slicing, "discriminator", "description")


def eld_2(element: Json) -> bool:
    """Let min be no more than max."""
    least, most = element.get("min"), element.get("max")
    if type(least) is not int or not isinstance(most, str) or not most.isdecimal():
        return True
    return least <= int(most)


def eld_3(element: Json) -> bool:
    """Let max be a number or *."""
    most = element.get("max")
    return most is None or most == "*" or str(most).isdecimal()


def eld_4(found: Json) -> bool:
    """Aggregate only a Reference or canonical."""
    return not has(found, "aggregation") or found.get("code") in ("Reference", "canonical")


def eld_5(element: Json) -> bool:
    """Describe no content beside a contentReference."""
    if not has(element, "contentReference"):
        return True
    described = has_any(element, *_CONTENT) or any(
        has_choice(element, name) for name in _CONTENT_CHOICES
    )
    return not described


def eld_6(element: Json) -> bool:
    """Fix a value only where there is one type."""
    return not has_choice(element, "fixed") or count(element, "type") <= 1


def eld_7(element: Json) -> bool:
    """Give a pattern only where there is one type."""
    return not has_choice(element, "pattern") or count(element, "type") <= 1


def eld_8(element: Json) -> bool:
    """Give a pattern or a fixed value, not both."""
    return not has_choice(element, "pattern") or not has_choice(element, "fixed")


def eld_12(binding: Json) -> bool:
    """Start the URL of a value set with http:, https: or urn:."""
    url = binding.get("valueSet")
    return url is None or str(url).startswith(("http:", "https", "urn:"))


def eld_13(element: Json) -> bool:
    """List each type once."""
    return distinct(values(element, "type", "code"))


def eld_14(element: Json) -> bool:
    """Give each constraint a key of its own."""
    return distinct(values(element, "constraint", "key"))


def eld_15(element: Json) -> bool:
    """Give a default value or the meaning of a missing one, not both."""
    return not has_choice(element, "defaultValue") or not has(element, "meaningWhenMissing")


def eld_16(element: Json) -> bool:
    """Name a slice by letters, digits and / - _ [ ] @."""
    name = element.get("sliceName")
    return not isinstance(name, str) or _slice_name(name) is not None


def eld_17(found: Json) -> bool:
    """Name target profiles only for a Reference or canonical."""
    return not has(found, "targetProfile") or found.get("code") in ("Reference", "canonical")


def eld_18(element: Json) -> bool:
    """Say why an element is a modifier."""
    return element.get("isModifier") is not True or has(element, "isModifierReason")


def eld_19(element: Json) -> bool:
    """Write the path as names joined by dots."""
    path = element.get("path")
    return not isinstance(path, str) or _path(path) is not None


def eld_22(element: Json) -> bool:
    """Name the slice that is being constrained."""
    return not has(element, "sliceIsConstraining") or has(element, "sliceName")


def sdf_1(structure: Json) -> bool:
    """Give each element of the snapshot a path of its own."""
    constraint = structure.get("derivation") == "constraint"
    return constraint or distinct(values(structure, "snapshot", "element", "path"))


def sdf_2(mapping: Json) -> bool:
    """Name the mapping or give its uri."""
    return has_any(mapping, "name", "uri")


def sdf_3(snapshot: Json) -> bool:
    """Give each element of the snapshot definition, min and max."""
    return all(
        has(element, name)
        for element in parts(snapshot, "element")
        for name in ("definition", "min", "max")
    )


def sdf_4(structure: Json) -> bool:
    """Name the base of what is not abstract."""
    return structure.get("abstract") is True or has(structure, "baseDefinition")


def sdf_5(structure: Json) -> bool:
    """Say where an extension may stand."""
    constraint = structure.get("derivation") != "specialization"
    extension = structure.get("type") == "Extension"
    return not extension or not constraint or has(structure, "context")


def sdf_6(structure: Json) -> bool:
    """Give a snapshot or a differential."""
    return has_any(structure, "snapshot", "differential")


def sdf_8(structure: Json) -> bool:
    """Begin every path of the snapshot with the type."""
    return _begin_with_root(structure, "snapshot", structure.get("type"))


def sdf_8a(structure: Json) -> bool:
    """Begin every path of the differential with the type."""
    return _begin_with_root(structure, "differential", structure.get("type"))


def sdf_8b(snapshot: Json) -> bool:
    """Give each element of the snapshot its base."""
    return all(has(element, "base") for element in parts(snapshot, "element"))


def sdf_9(structure: Json) -> bool:
    """Give the first element no label, code or requirements."""
    return not any(has_any(root, "label", "code", "requirements") for root in _roots(structure))


def sdf_10(structure: Json) -> bool:
    """Bind to a value set or describe the binding."""
    bindings = parts(structure, "snapshot", "element", "binding")
    return all(has_any(binding, "valueSet", "description") for binding in bindings)


def sdf_11(structure: Json) -> bool:
    """Begin the snapshot with an element named as the type."""
    first = _paths(structure, "snapshot")[:1]
    return structure.get("kind") == "logical" or first in ([], [structure.get("type")])


def sdf_14(structure: Json) -> bool:
    """Give every element an id."""
    return all(has(element, "id") for element in _elements(structure, "snapshot", "differential"))


def sdf_15(structure: Json) -> bool:
    """Give the first element of the snapshot no type."""
    first = _elements(structure, "snapshot")[:1]
    return structure.get("kind") == "logical" or not any(has(root, "type") for root in first)


def sdf_15a(structure: Json) -> bool:
    """Give the first element of the differential no type."""
    first = _elements(structure, "differential")[:1]
    roots = [root for root in first if "." not in str(root.get("path"))]
    return structure.get("kind") == "logical" or not any(has(root, "type") for root in roots)


def sdf_16(structure: Json) -> bool:
    """Give each element of the snapshot an id of its own."""
    return distinct(values(structure, "snapshot", "element", "id"))


def sdf_17(structure: Json) -> bool:
    """Give each element of the differential an id of its own."""
    return distinct(values(structure, "differential", "element", "id"))


def sdf_18(structure: Json) -> bool:
    """Give an invariant of context only to an extension."""
    return not has(structure, "contextInvariant") or structure.get("type") == "Extension"


def sdf_20(differential: Json) -> bool:
    """Slice no first element."""
    found = parts(differential, "element")
    return not any("." not in str(root.get("path")) and has(root, "slicing") for root in found)


def sdf_21(structure: Json) -> bool:
    """Give default values only in a specialization."""
    default = any(
        has_choice(found, "defaultValue") for found in _elements(structure, "differential")
    )
    return not default or structure.get("derivation") == "specialization"


def sdf_23(structure: Json) -> bool:
    """Give the first element no slice name."""
    return not any(has(root, "sliceName") for root in _roots(structure))


def _elements(structure: Json, *views: str) -> list[Json]:
    return [element for view in views for element in parts(structure, view, "element")]


def _roots(structure: Json) -> list[Json]:
    found = _elements(structure, "snapshot", "differential")
    return [element for element in found if "." not in str(element.get("path"))]


def _paths(structure: Json, view: str) -> list[object]:
    return values(structure, view, "element", "path")


def _begin_with_root(structure: Json, view: str, kind: object) -> bool:
    paths = [str(path) for path in _paths(structure, view)]
    if not paths:
        return True
    root = paths[0].partition(".")[0]
    named = structure.get("kind") == "logical" or root == kind
    return named and all(path.startswith(f"{root}.") for path in paths[1:])


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "ElementDefinition": rules(
        *(eld_2, eld_3, eld_5, eld_6, eld_7, eld_8, eld_13, eld_14, eld_15),
        *(eld_16, eld_18, eld_19, eld_22),
    ),
    "ElementDefinition.slicing": rules(eld_1),
    "ElementDefinition.type": rules(eld_4, eld_17),
    "ElementDefinition.binding": rules(eld_12),
    "StructureDefinition": rules(
        *(sdf_1, sdf_4, sdf_5, sdf_6, sdf_8, sdf_8a, sdf_9, sdf_10, sdf_11, sdf_14, sdf_15),
        *(sdf_15a, sdf_16, sdf_17, sdf_18, sdf_21, sdf_23),
    ),
    "StructureDefinition.mapping": rules(sdf_2),
    "StructureDefinition.snapshot": rules(sdf_3, sdf_8b),
    "StructureDefinition.differential": rules(sdf_20),
}
