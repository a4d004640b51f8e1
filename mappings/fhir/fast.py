"""The fast pass of the checker: tests compiled from the structure, each element on first use.

A test says yes only when everything in the value is certainly right. No means "not certain": the
value is wrong, or it has something rare (contained resources, extensions on the items of a list)
that slow.py looks at in full.
"""

from functools import cache, partial
from typing import Final, TypeAlias

from mappings.errors import Severity
from mappings.fhir import plain
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import Json, coded_any
from mappings.fhir.grammar import TESTS, Test, is_element_id
from mappings.fhir.invariants import rules_of
from mappings.fhir.references import Form, literal, match_plain, target_type
from mappings.fhir.rule import Holds, decided
from mappings.fhir.structure import ElementType, NodeType, codes, concepts, is_bare_id, node_type

# The same few systems, types and extensions stand in every resource.
_REPEATED: Final = frozenset({"system", "type", "url"})
_KNOWN: Final = {"code": plain.is_known_code, "dateTime": plain.is_known_date_time}


def is_certain(resource: object, *, conditional: bool) -> bool:
    """Tell whether a resource is certainly valid; `conditional` allows references by search."""
    if type(resource) is not dict:
        return False
    kind = resource.get("resourceType")
    if type(kind) is not str or kind not in RESOURCES:
        return False
    if kind == "Bundle":
        conditional = resource.get("type") == "transaction"
    try:
        return _node_test(kind, conditional)(resource)
    except (TypeError, RecursionError):  # a list or an object where a code belongs; or too deep
        return False


# How to test a node: a test for each member, and the rules that need its values.
_Plan: TypeAlias = tuple[tuple[tuple[str, Test], ...], tuple[Holds, ...]]
_PLANS_KEPT: Final = 512


class _Node:
    """Tests one kind of node by plans: one for each list of member names, made when first met.

    The names alone tell whether all members are known, no choice is taken twice and nothing
    required is missing, and most rules depend on them alone: a plan has only what is left.
    """

    def __init__(self, node: NodeType, rules: tuple[Holds, ...], *, conditional: bool) -> None:
        self._type = node
        self._rules = rules
        self._conditional = conditional
        self.tests: dict[str, Test] = {}
        self.choices = frozenset(name for names in node.choices.values() for name in names)
        self.plans: dict[tuple[str, ...], _Plan] = {}

    def test(self) -> Test:
        plans, learn = self.plans, self.learn

        # What the checker costs is this loop: hence written out, without all().
        def test(value: object) -> bool:
            if type(value) is not dict:
                return False
            names = tuple(value)
            try:
                tests, rules = plans[names]
            except KeyError:
                tests, rules = learn(names)
            for name, member_test in tests:
                if not member_test(value[name]):
                    return False
            for holds in rules:  # noqa: SIM110
                if not holds(value):
                    return False
            return True

        return test

    def learn(self, names: tuple[str, ...]) -> _Plan:
        rules = [(holds, decided(holds, names)) for holds in self._rules]
        if not self._fits(names) or any(known is False for _, known in rules):
            return (), (_never,)  # and it is not remembered: a name may be anything
        tests = tuple((name, self._test(name)) for name in names if name != "resourceType")
        plan = tests, tuple(holds for holds, known in rules if known is None)
        if len(self.plans) < _PLANS_KEPT:
            self.plans[names] = plan
        return plan

    def _fits(self, names: tuple[str, ...]) -> bool:
        """Tell whether members of these names, and no others, may make up this node."""
        if not names or not all(map(self._is_known, names)):
            return False
        elements = [self._type.elements[name] for name in names if name in self._type.elements]
        groups = {element.group for element in elements}
        siblings = [name[1:] for name in names if name[0] == "_"]
        return (
            len(groups) == len(elements)
            and groups.issuperset(self._type.required)
            and all(name in names for name in siblings if name in self.choices)
        )

    def _is_known(self, name: str) -> bool:
        if name == "resourceType":
            return self._type.name in RESOURCES  # is_certain found this node by it
        if name in self._type.elements:
            return True
        beside = self._type.elements.get(name[1:]) if name.startswith("_") else None
        return beside is not None and beside.sibling and not beside.many

    def test_beside_url(self, name: str) -> Test | None:
        """The test of what an extension may have with its url and nothing else."""
        alone = name == "extension" or name in self.choices
        return self._test(name) if alone else None

    def _test(self, name: str) -> Test:
        if name not in self.tests:
            element = self._type.elements.get(name)
            self.tests[name] = _has_extension if element is None else self._member_test(element)
        return self.tests[name]

    def _member_test(self, element: ElementType) -> Test:
        test = _value_test(element, conditional=self._conditional)
        return _list_of(test) if element.many else test


@cache
def _node_test(name: str, conditional: bool) -> Test:  # noqa: FBT001  half of a key
    checks = tuple(rule.holds for rule in rules_of(name) if rule.severity is Severity.ERROR)
    node = _Node(node_type(name), checks, conditional=conditional)
    if name == "Identifier":
        return plain.identifier(node.test())
    if name == "Coding":
        return plain.coding(node.test())
    if name == "CodeableConcept":
        return plain.concept(node.test(), _node_test("Coding", conditional))
    if name == "Extension":
        return plain.extension(node.test(), node.test_beside_url)
    return node.test()


def _list_of(test: Test) -> Test:
    def tests(value: object) -> bool:
        if type(value) is not list or not value:
            return False
        for item in value:  # noqa: SIM110
            if not test(item):
                return False
        return True

    return tests


def _value_test(element: ElementType, *, conditional: bool) -> Test:
    if element.name == "contained":
        return _never
    if element.primitive:
        return _primitive_test(element)
    if element.kind == "Resource":
        return partial(is_certain, conditional=conditional)
    if element.kind == "Reference":
        return _reference_test(element.targets, conditional)
    test = _node_test(element.kind, conditional)
    return test if element.binding is None else _bound(test, element.binding)


def _primitive_test(element: ElementType) -> Test:
    if element.binding is not None:
        return codes(element.binding).__contains__
    if element.kind == "uri" and element.name in _REPEATED:
        return plain.is_known_uri
    if is_bare_id(element):
        return is_element_id
    return _KNOWN.get(element.kind) or TESTS[element.kind]


def _bound(test: Test, value_set: str) -> Test:
    """For a CodeableConcept with a required binding."""
    allowed = concepts(value_set)

    def bound(value: object) -> bool:
        return test(value) and coded_any(value, allowed)

    return bound


@cache
def _reference_test(targets: frozenset[str], conditional: bool) -> Test:  # noqa: FBT001  the same
    """For a Reference of any form but `#id`, which needs the whole resource."""
    node = _Node(node_type("Reference"), (_refers,), conditional=conditional)
    node.tests["reference"] = _literal_test(targets or RESOURCES, conditional=conditional)
    node.tests["type"] = (targets or RESOURCES).__contains__
    is_identifier = _node_test("Identifier", conditional)
    return plain.reference(node.test(), is_identifier, targets or RESOURCES)


def _literal_test(targets: frozenset[str], *, conditional: bool) -> Test:
    forms = (Form.LITERAL, Form.SEARCH) if conditional else (Form.LITERAL,)

    def test(value: object) -> bool:
        if type(value) is not str:
            return False
        match = match_plain(value)
        if match is not None:
            kind = match.group(1)
            return kind is None or kind in targets
        found = literal(value)
        if found is None or found.form not in forms:
            return False
        return found.type is None or found.type in targets

    return test


def _refers(reference: Json) -> bool:
    if "reference" in reference:
        return "type" not in reference or target_type(reference) == reference["type"]
    return "identifier" in reference or "display" in reference


def _has_extension(value: object) -> bool:
    """Test what stands beside a primitive: with an extension, the value itself may be absent."""
    return type(value) is dict and "extension" in value and _node_test("Element", False)(value)  # noqa: FBT003


def _never(_value: object) -> bool:
    return False
