"""The fast pass of the checker: tests compiled from the structure, each element on first use.

A test says yes only when everything in the value is certainly right. No means "not certain": the
value is wrong, or it has something rare (contained resources, extensions on the items of a list)
that slow.py looks at in full.
"""

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import Final

from mappings.errors import Severity
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import Json, coded_any
from mappings.fhir.grammar import TESTS, Test, is_element_id, is_uri
from mappings.fhir.invariants import rules_of
from mappings.fhir.references import Form, literal, match_plain, target_type
from mappings.fhir.rule import Holds
from mappings.fhir.structure import ElementType, NodeType, codes, concepts, is_bare_id, node_type

# The same few systems, types and extensions stand in every resource.
_REPEATED: Final = frozenset({"system", "type", "url"})
_is_known_uri: Final = lru_cache(maxsize=1024)(is_uri)


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


class _Members:
    """The members of one node: `tests` by JSON name, each made on first use by `learn`.

    `bits` marks groups, required elements and choices: each may be taken once, and the `needed`
    ones must be. The highest bit is for what stands beside a type of a choice.
    """

    def __init__(self, node: NodeType, *, conditional: bool) -> None:
        self._node = node
        self._conditional = conditional
        self.tests: dict[str, Test] = {}
        groups = {group: 1 << place for place, group in enumerate((*node.required, *node.choices))}
        self.bits = {
            name: groups[element.group]
            for name, element in node.elements.items()
            if element.group in groups
        }
        self.needed = sum(groups[group] for group in node.required)
        self.beside = 1 << len(groups)
        for names in node.choices.values():
            self.bits |= {f"_{name}": self.beside for name in names}

    def learn(self, name: str) -> Test:
        element = self._node.elements.get(name)
        if element is not None:
            test = _value_test(element, conditional=self._conditional)
            test = _list_of(test) if element.many else test
        elif name == "resourceType" and self._node.name in RESOURCES:
            test = _always  # is_certain found this node by it
        elif self._has_plain_sibling(name):
            test = _has_extension
        else:
            return _never  # and it is not remembered: a name may be anything
        self.tests[name] = test
        return test

    def _has_plain_sibling(self, name: str) -> bool:
        beside = self._node.elements.get(name[1:]) if name.startswith("_") else None
        return beside is not None and beside.sibling and not beside.many


@cache
def _node_test(name: str, conditional: bool) -> Test:  # noqa: FBT001  half of a key
    members = _Members(node_type(name), conditional=conditional)
    checks = tuple(rule.holds for rule in rules_of(name) if rule.severity is Severity.ERROR)
    return _with_groups(members, checks) if members.bits else _without_groups(members, checks)


# What the checker costs is these two loops: hence written out, without all() and .items().


def _without_groups(members: _Members, checks: tuple[Holds, ...]) -> Test:
    tests, learn = members.tests, members.learn

    def test(value: object) -> bool:
        if type(value) is not dict or not value:
            return False
        for name in value:
            try:
                member_test = tests[name]
            except KeyError:
                member_test = learn(name)
            if not member_test(value[name]):
                return False
        for holds in checks:  # noqa: SIM110
            if not holds(value):
                return False
        return True

    return test


def _with_groups(members: _Members, checks: tuple[Holds, ...]) -> Test:
    tests, learn, bits = members.tests, members.learn, members.bits
    needed, beside = members.needed, members.beside

    def test(value: object) -> bool:
        if type(value) is not dict or not value:
            return False
        taken = 0
        for name in value:
            try:
                member_test = tests[name]
            except KeyError:
                member_test = learn(name)
            if not member_test(value[name]):
                return False
            if name in bits:
                bit = bits[name]
                if taken & bit:
                    return False
                taken |= bit
        for holds in checks:
            if not holds(value):
                return False
        return taken & needed == needed and (taken < beside or _stands_beside(value, bits, beside))

    return test


def _stands_beside(value: Json, bits: Mapping[str, int], beside: int) -> bool:
    """Tell whether the extensions beside a type of a choice have the value of that type."""
    return all(bits.get(name) != beside or name[1:] in value for name in value)


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
    if element.kind == "uri" and element.name in _REPEATED:
        return _is_known_uri
    return is_element_id if is_bare_id(element) else TESTS[element.kind]


def _bound(test: Test, value_set: str) -> Test:
    """For a CodeableConcept with a required binding."""
    allowed = concepts(value_set)

    def bound(value: object) -> bool:
        return test(value) and coded_any(value, allowed)

    return bound


def _reference_test(targets: frozenset[str], *, conditional: bool) -> Test:
    """For a Reference of any form but `#id`, which needs the whole resource."""
    members = _Members(node_type("Reference"), conditional=conditional)
    members.tests["reference"] = _literal_test(targets or RESOURCES, conditional=conditional)
    members.tests["type"] = (targets or RESOURCES).__contains__
    return _without_groups(members, (_refers,))


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


def _always(_value: object) -> bool:
    return True


def _never(_value: object) -> bool:
    return False
