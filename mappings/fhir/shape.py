"""Whether JSON has the shape of FHIR: lists, objects, text and numbers where R4 has them.

The least that may be asked of what others send before anybody looks into it: much less than being
valid, and much cheaper. Nothing is said of what a text says, of what is missing, or of members that
R4 does not know. https://hl7.org/fhir/R4/json.html
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeAlias

from mappings.fhir.definitions import RESOURCES
from mappings.fhir.grammar import JSON_TYPES
from mappings.fhir.structure import ElementType, node_type

Test: TypeAlias = Callable[[Any], bool]
# The JSON type of a member, and what more is asked of it; no type: only that.
_Member: TypeAlias = tuple[type | None, Test | None]
_ANYTHING: Final[_Member] = (None, None)


def has_shape(resource: Mapping[str, object]) -> bool:
    """Tell whether every element is what R4 says: one or a list, an object, text or a number."""
    try:
        return _resource(resource)
    except RecursionError:
        return False


def without_misshapen(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The elements of a resource that have their shape."""
    kind = resource.get("resourceType")
    return {
        name: value
        for name, value in resource.items()
        if name == "resourceType" or has_shape({"resourceType": kind, name: value})
    }


def _resource(value: Any) -> bool:  # noqa: ANN401  JSON
    if type(value) is not dict:
        return False
    kind = value.get("resourceType")
    return type(kind) is str and (kind not in RESOURCES or _node(kind)(value))


@cache
def _node(name: str) -> Test:
    elements = node_type(name).elements
    members: dict[str, _Member] = {"resourceType": _ANYTHING}

    # What this costs is this loop: most members are text, and need no call.
    def test(value: dict[str, Any]) -> bool:
        for member, held in value.items():
            try:
                kind, more = members[member]
            except KeyError:
                kind, more = _member(elements, member)
                if kind is not None or more is not None:  # what R4 does not know may be anything
                    members[member] = kind, more
            if kind is not None and type(held) is not kind:
                return False
            if more is not None and not more(held):
                return False
        return True

    return test


def _member(elements: Mapping[str, ElementType], name: str) -> _Member:
    element = elements.get(name)
    if element is not None:
        return _listed(element) if element.many else _single(element)
    beside = elements.get(name[1:]) if name.startswith("_") else None
    if beside is None:
        return _ANYTHING
    return (
        (list, _each(dict, _node("Element"), empty=True))
        if beside.many
        else (dict, _node("Element"))
    )


def _listed(element: ElementType) -> _Member:
    kind, more = _single(element)
    # A text may be absent from a list when something is said of it beside (_given).
    return list, _each(kind, more, empty=element.primitive)


def _single(element: ElementType) -> _Member:
    if element.primitive:
        return (None, _is_number) if element.kind == "decimal" else (_json_type(element.kind), None)
    if element.kind == "Resource":
        return None, _resource
    return dict, _node(element.kind)


def _json_type(kind: str) -> type:
    return JSON_TYPES.get(kind, (str,))[0]


def _is_number(value: object) -> bool:
    return type(value) in {int, float, Decimal}


def _each(kind: type | None, more: Test | None, *, empty: bool) -> Test:
    def test(values: list[Any]) -> bool:
        for value in values:
            if value is None and empty:
                continue
            if kind is not None and type(value) is not kind:
                return False
            if more is not None and not more(value):
                return False
        return True

    return test
