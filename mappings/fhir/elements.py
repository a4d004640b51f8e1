"""Units of meaning: which elements of a resource change together, and what order and keys mean.

By default one element is one unit: `value[x]` under its base name, a primitive with its `_sibling`.
Where half of a change would say what nobody said (a target of one side with the date of the other,
an acceptance of words that have since changed), the elements are one unit and merge whole.
A list merges whole as well, unless it has keys. Its order means something only where said here.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from mappings.fhir.definitions import STRUCTURES
from mappings.fhir.structure import node_type

WHOLE: Final = "*"
_WHOLE_TYPES: Final = frozenset({"Observation", "Consent"})
# What stays a unit of its own where all the rest of a resource is one.
_APART: Final = ("id", "meta", "implicitRules", "language", "text")

# Resource type → unit → its elements, under the names of the definition.
_UNITS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "Goal": {
        # The extensions are with the words: scaling is part of the aim, acceptance is of the words.
        "aim": (
            *("description", "category", "expressedBy", "target", "addresses", "start"),
            *("extension", "modifierExtension"),
        ),
        "state": ("lifecycleStatus", "achievementStatus", "statusDate", "statusReason"),
    },
    "ServiceRequest": {
        "task": (
            *("code", "orderDetail", "doNotPerform", "intent", "status", "quantity", "occurrence"),
            *("performer", "performerType"),
        ),
    },
    "Appointment": {
        "meeting": (
            *("status", "cancelationReason", "start", "end", "minutesDuration", "participant"),
        ),
    },
    "CarePlan": {"state": ("status", "intent", "period")},
    "List": {"order": ("entry", "orderedBy", "source", "mode", "emptyReason")},
}

_NOTE: Final = ("authorReference", "authorString", "time", "text")
# Lists that merge item by item: the members that tell their items apart.
_KEYS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("CareTeam", "participant"): ("member", "role"),
    # Who does what in a plan of two authorities: each adds its own, neither loses the other's.
    ("CarePlan", "activity"): ("reference",),
    **{(kind, "note"): _NOTE for kind in ("CarePlan", "Goal", "ServiceRequest")},
}

_ORDERED: Final = frozenset(
    {
        ("List", "entry"),
        ("Bundle", "entry"),
        ("Parameters", "parameter"),
        ("Composition", "section"),
        ("Questionnaire", "item"),
        ("QuestionnaireResponse", "item"),
        ("PlanDefinition", "action"),
        ("RequestGroup", "action"),
        ("CodeSystem", "concept"),
        ("Address", "line"),
        ("HumanName", "given"),
        ("HumanName", "prefix"),
        ("HumanName", "suffix"),
    }
)


@lru_cache(maxsize=4096)  # bounded: a resource may hold members of any name
def unit_of(kind: str, name: str) -> str:
    """The unit that an element of a resource belongs to, by its JSON name."""
    element = _element_of(kind, name)
    if kind in _WHOLE_TYPES:
        return element if element in _APART else WHOLE
    return _unit_by_element(kind).get(element, element)


def keys_of(kind: str, name: str) -> tuple[str, ...]:
    """The members that tell the items of a list apart; none: the list merges whole."""
    return _KEYS.get((kind, name), ())


@cache
def keyed_lists(kind: str) -> tuple[str, ...]:
    """The lists of a resource type whose items have keys."""
    return tuple(name for resource, name in _KEYS if resource == kind)


@cache
def units_in(kind: str) -> tuple[str, ...]:
    """The units of a resource type that R4 knows."""
    return tuple(sorted({unit_of(kind, name) for name in node_type(kind).elements}))


def is_ordered(kind: str, name: str) -> bool:
    """Tell whether the order of a list means something, in a resource or a data type."""
    return (kind, name) in _ORDERED


@cache
def _unit_by_element(kind: str) -> Mapping[str, str]:
    units = _UNITS.get(kind, {})
    return {element: unit for unit, elements in units.items() for element in elements}


def _element_of(kind: str, name: str) -> str:
    """Turn `_status` and `valueQuantity` into `status` and `value`; leave what R4 does not know."""
    plain = name.removeprefix("_")
    if kind not in STRUCTURES:
        return plain
    element = node_type(kind).elements.get(plain)
    return plain if element is None else element.group
