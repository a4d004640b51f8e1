"""The slow pass of the checker: names every fault of a resource at once, each with its place.

It walks the tree beside the structure of its type (structure.py) with the same tests and rules as
the fast pass, and sees to what needs the whole resource: contained resources, what `#` refers to,
and the ids and extensions beside primitives.
"""

from typing import Final, NamedTuple

from mappings.errors import Severity
from mappings.fhir.contained import Scope, contained_faults
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import Json, coded_any, has
from mappings.fhir.findings import Finding, said_of
from mappings.fhir.grammar import EXPECTED, JSON_TYPES, TESTS, is_element_id
from mappings.fhir.invariants import rules_of
from mappings.fhir.references import reference_faults
from mappings.fhir.structure import ElementType, NodeType, codes, concepts, is_bare_id, node_type
from mappings.fhir.xhtml import narrative_faults

_UNNAMED: Final = "Resource"
_MOST_CODES_NAMED: Final = 12


class Place(NamedTuple):
    """Where the walk stands: the FHIRPath, and the resource that references are read against."""

    path: str
    scope: Scope

    def child(self, name: str) -> "Place":
        return Place(f"{self.path or _UNNAMED}.{name}", self.scope)

    def item(self, position: int) -> "Place":
        return Place(f"{self.path}[{position}]", self.scope)


class Walk:
    """One pass over one resource; `findings` stand in the order of the document."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    # -- resources, elements, members -------------------------------------------------------

    def resource(self, value: object, place: Place, *, inside: bool = False) -> None:
        """Check a resource; without a path it is named by its type."""
        if not isinstance(value, dict):
            self._add(place, "type", "a resource", said_of(value))
            return
        kind = value.get("resourceType")
        if not isinstance(kind, str) or kind not in RESOURCES:
            place = place.child("resourceType")
            self._add(place, "resource-type", "the name of an R4 resource type", said_of(kind))
            return
        here = Place(place.path or kind, place.scope.of(value, inside=inside))
        self._node(node_type(kind), value, here)
        for position, rule, expected in contained_faults(value):
            self._add(here.child("contained").item(position), rule, expected)

    def _node(self, node: NodeType, value: object, place: Place) -> None:
        if not isinstance(value, dict):
            self._add(place, "type", "an object", said_of(value))
        elif not value:
            self._add(place, "empty", "no empty object")
        else:
            for name in value:
                self._member(node, value, name, place)
            self._groups(node, value, place)
            for rule in rules_of(node.name):
                if not rule.holds(value):
                    self._add(place, rule.key, rule.expected, severity=rule.severity)

    def _member(self, node: NodeType, owner: Json, name: str, place: Place) -> None:
        element = node.elements.get(name)
        beside = node.elements.get(name[1:]) if name.startswith("_") else None
        if element is not None:
            self._element(element, owner, place.child(name))
        elif beside is not None and beside.sibling:
            self._sibling(beside, owner, place.child(beside.name))
        elif name != "resourceType" or node.name not in RESOURCES:
            place = place.child(_shown(name))
            self._add(place, "unknown-element", f"an element of {node.name}")

    def _groups(self, node: NodeType, value: Json, place: Place) -> None:
        for group in node.required:
            if not any(has(value, name) for name in node.choices.get(group, (group,))):
                self._add(place.child(group), "required", "this element", "nothing")
        for group, names in node.choices.items():
            if sum(has(value, name) for name in names) > 1:
                self._add(place.child(group), "choice", "one type of this element", "several")

    # -- values ------------------------------------------------------------------------------

    def _element(self, element: ElementType, owner: Json, place: Place) -> None:
        value = owner[element.name]
        if element.many:
            self._items(element, value, owner.get(f"_{element.name}"), place)
        elif isinstance(value, list):
            self._add(place, "cardinality", "one value", said_of(value))
        else:
            self._value(element, value, place)

    def _items(self, element: ElementType, value: object, beside: object, place: Place) -> None:
        if not isinstance(value, list):
            self._add(place, "cardinality", "a list", said_of(value))
        elif not value:
            self._add(place, "empty", "no empty list")
        else:
            for position, item in enumerate(value):
                if item is not None or not _filled(beside, position):
                    self._value(element, item, place.item(position))

    def _value(self, element: ElementType, value: object, place: Place) -> None:
        if value is None:
            self._add(place, "null", "a value or no such element", said_of(value))
        elif element.primitive:
            self._primitive(element, value, place)
        elif element.kind == "Resource":
            self.resource(value, place, inside=element.name == "contained")
        else:
            self._node(node_type(element.kind), value, place)
            if isinstance(value, dict) and value:
                self._concept(element, value, place)
                self._reference(element, value, place)

    def _concept(self, element: ElementType, value: Json, place: Place) -> None:
        if element.binding is not None and not coded_any(value, concepts(element.binding)):
            self._add(place, "binding", _one_of(element.binding))

    def _reference(self, element: ElementType, value: Json, place: Place) -> None:
        if element.kind == "Reference":
            for rule, expected in reference_faults(value, element.targets, place.scope):
                self._add(place, rule, expected)

    def _primitive(self, element: ElementType, value: object, place: Place) -> None:
        kind = element.kind
        test = is_element_id if is_bare_id(element) else TESTS[kind]
        if not test(value):
            for rule in _primitive_rules(kind, value):
                self._add(place, rule, EXPECTED[kind], said_of(value))
        elif element.binding is not None and value not in codes(element.binding):
            self._add(place, "binding", _one_of(element.binding), said_of(value))
        elif isinstance(value, str) and value.isspace():
            self._add(place, "blank", "more than blanks", severity=Severity.WARNING)

    # -- ids and extensions beside primitives ------------------------------------------------

    def _sibling(self, element: ElementType, owner: Json, place: Place) -> None:
        value, beside = owner.get(element.name), owner[f"_{element.name}"]
        if not element.many:
            self._beside(beside, place, alone=element.name not in owner)
        elif not isinstance(beside, list) or all(item is None for item in beside):
            self._add(place, "sibling", "a list with an object beside one of the values")
        else:
            values = value if isinstance(value, list) else [None] * len(beside)
            if len(values) != len(beside):
                self._add(place, "sibling", "as many items as there are values")
            for position, (item, extra) in enumerate(zip(values, beside, strict=False)):
                if extra is not None:
                    self._beside(extra, place.item(position), alone=item is None)

    def _beside(self, beside: object, place: Place, *, alone: bool) -> None:
        self._node(node_type("Element"), beside, place)
        if alone and isinstance(beside, dict) and beside and "extension" not in beside:
            self._add(place, "ele-1", "a value or an extension")

    def _add(
        self,
        place: Place,
        rule: str,
        expected: str,
        found: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.findings.append(
            Finding(
                expression=place.path or _UNNAMED,
                rule=rule,
                expected=expected,
                found=found,
                severity=severity,
            )
        )


def _filled(beside: object, position: int) -> bool:
    """Tell whether an extension stands beside an item that has no value."""
    return (
        isinstance(beside, list) and len(beside) > position and isinstance(beside[position], dict)
    )


def _primitive_rules(kind: str, value: object) -> list[str]:
    if not isinstance(value, JSON_TYPES.get(kind, (str,))) or (
        isinstance(value, bool) and kind != "boolean"
    ):
        return ["type"]
    if value == "":
        return ["empty"]
    if kind == "xhtml":
        return sorted(narrative_faults(str(value)))
    return [f"primitive-{kind}"]


def _one_of(value_set: str) -> str:
    allowed = sorted(codes(value_set))
    if len(allowed) > _MOST_CODES_NAMED:
        return f"a code of the value set {value_set.rpartition('/')[2]}"
    return f"one of {', '.join(allowed)}"


def _shown(name: str) -> str:
    """Show a name that looks like one of an element; any other may be a value gone astray."""
    return name if name.isascii() and name.replace("_", "").isalnum() else "?"
