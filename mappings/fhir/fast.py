"""The fast pass of the checker: tests compiled from the structure, each element on first use.

A test says yes only when everything in the value is certainly right. No means "not certain": the
value is wrong, or it has something rare (contained resources, extensions on the items of a list)
that slow.py looks at in full.
"""

from functools import cache, partial

from mappings.errors import Severity
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import coded_any
from mappings.fhir.grammar import TESTS, Test, is_element_id
from mappings.fhir.invariants import rules_of
from mappings.fhir.references import match_plain, match_search
from mappings.fhir.rule import Holds
from mappings.fhir.structure import ElementType, NodeType, codes, concepts, node_type


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
    except TypeError:  # a list or an object where a code belongs
        return False


class _Tests(dict[str, Test]):
    """The tests of the members of a node, by JSON name."""

    def __init__(self, node: NodeType, *, conditional: bool) -> None:
        super().__init__()
        self._node = node
        self._conditional = conditional

    def __missing__(self, name: str) -> Test:
        element = self._node.elements.get(name)
        if element is None and not self._may_hold(name):
            return _never  # and is not remembered: a name may be anything
        self[name] = test = _unlisted(name) if element is None else self._test(element)
        return test

    def _may_hold(self, name: str) -> bool:
        if name == "resourceType":
            return self._node.name in RESOURCES
        beside = self._node.elements.get(name[1:]) if name.startswith("_") else None
        return beside is not None and _has_plain_sibling(beside)

    def _test(self, element: ElementType) -> Test:
        test = _value_test(element, conditional=self._conditional)
        return _list_of(test) if element.many else test


class _Members(dict[str, tuple[Test, int]]):
    """The same with a bit for each group: a required element, or the types of one choice."""

    def __init__(self, node: NodeType, tests: _Tests) -> None:
        super().__init__()
        self._node = node
        self._tests = tests
        groups = dict.fromkeys((*node.required, *node.choices))
        self.bits = {group: 1 << place for place, group in enumerate(groups)}
        self.needed = sum(self.bits[group] for group in node.required)

    def __missing__(self, name: str) -> tuple[Test, int]:
        test = self._tests[name]
        element = self._node.elements.get(name)
        member = test, 0 if element is None else self.bits.get(element.group, 0)
        if test is not _never:
            self[name] = member
        return member


@cache
def _node_test(name: str, conditional: bool) -> Test:  # noqa: FBT001  half of a key
    node = node_type(name)
    checks = tuple(rule.holds for rule in rules_of(name) if rule.severity is Severity.ERROR)
    tests = _Tests(node, conditional=conditional)
    members = _Members(node, tests)
    return _exacting(members, checks) if members.bits else _plain(tests, checks)


def _plain(tests: _Tests, checks: tuple[Holds, ...]) -> Test:
    """For a node without required elements or choices."""

    def test(value: object) -> bool:
        if type(value) is not dict or not value:
            return False
        for name, member in value.items():
            if not tests[name](member):
                return False
        for holds in checks:  # noqa: SIM110
            if not holds(value):
                return False
        return True

    return test


def _exacting(members: _Members, checks: tuple[Holds, ...]) -> Test:
    needed = members.needed

    def test(value: object) -> bool:
        if type(value) is not dict or not value:
            return False
        taken = 0
        for name, member in value.items():
            member_test, bit = members[name]
            if taken & bit or not member_test(member):
                return False
            taken |= bit
        for holds in checks:
            if not holds(value):
                return False
        return taken & needed == needed

    return test


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
        return _reference_test(element.targets, conditional=conditional)
    test = _node_test(element.kind, conditional)
    return test if element.binding is None else _bound(test, element.binding)


def _primitive_test(element: ElementType) -> Test:
    if element.binding is not None:
        return codes(element.binding).__contains__
    return (
        is_element_id if element.name == "id" and element.kind == "string" else TESTS[element.kind]
    )


def _bound(test: Test, value_set: str) -> Test:
    """For a CodeableConcept with a required binding."""
    allowed = concepts(value_set)

    def bound(value: object) -> bool:
        return test(value) and coded_any(value, allowed)

    return bound


def _reference_test(targets: frozenset[str], *, conditional: bool) -> Test:
    """For a Reference of the forms that are common; the others are not certain."""
    members = _node_test("Reference", conditional)
    allowed = targets or RESOURCES

    def test(value: object) -> bool:
        if not members(value) or type(value) is not dict:
            return False
        text, kind = value.get("reference"), value.get("type")
        if kind is not None and kind not in allowed:
            return False
        if text is None:
            return "identifier" in value or "display" in value
        match = match_plain(text) or (match_search(text) if conditional else None)
        if match is None:
            return False
        target = match.group(1)
        return target is None or (target in allowed and kind in (None, target))

    return test


def _has_plain_sibling(element: ElementType) -> bool:
    return element.sibling and not element.many and element.group == element.name


def _unlisted(name: str) -> Test:
    # is_certain found the node of a resource by its resourceType: nothing is left to test.
    return _always if name == "resourceType" else _has_extension


def _has_extension(value: object) -> bool:
    """Test what stands beside a primitive: with an extension, the value itself may be absent."""
    return type(value) is dict and "extension" in value and _node_test("Element", False)(value)  # noqa: FBT003


def _always(_value: object) -> bool:
    return True


def _never(_value: object) -> bool:
    return False
