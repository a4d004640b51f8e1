"""Changes at random places of a resource: what is wrong, rare or merely odd in FHIR."""

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from tests.fhir_corpus import ABSENT, VALID, Resource

_BESIDE: Final = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}
VALUES: Final[tuple[object, ...]] = (
    *(None, "", " ", "x", "2024-02-30", "2024-02-29", "active", 0, -1, 1.5, Decimal("1.50"), True),
    *([], {}, [None], [{}], {"a": 1}, [1], "\x00", "\ud800", 2**40, float("nan")),
    *("#a", "#", "Patient/1", "Goal/1", "Patient?a=b", "urn:uuid:x", "http://a b"),
    *(_BESIDE, [_BESIDE], {"resourceType": "Patient"}, [{"resourceType": "Goal", "id": "a"}]),
    *({"text": "a"}, {"reference": "Patient/1"}, {"display": "a"}, {"coding": [{"code": "a"}]}),
)
NAMES: Final = (
    *("foo", "id", "meta", "text", "extension", "contained", "resourceType", "status", "_status"),
    *("valueString", "valueInteger", "_valueString", "_given", "type", "reference", "identifier"),
)


@st.composite
def mutated(draw: st.DrawFn) -> Resource:
    """Draw a valid resource with one to four changes in it."""
    resource = deepcopy(draw(st.sampled_from(list(VALID.values()))))
    for _ in range(draw(st.integers(1, 4))):
        _change(draw, draw(st.sampled_from(list(_containers(resource)))))
    return resource


def _change(draw: st.DrawFn, owner: Any) -> None:  # noqa: ANN401  an object or a list
    value = deepcopy(draw(st.sampled_from(VALUES)))
    if isinstance(owner, list):
        owner.insert(draw(st.integers(0, len(owner))), value)
        return
    name = draw(st.sampled_from([*owner, *NAMES]))
    how = draw(st.sampled_from(["set", "drop", "wrap", "unwrap"]))
    held = owner.get(name)
    if how == "drop":
        owner.pop(name, None)
    elif how == "wrap" and name in owner:
        owner[name] = [held]
    elif how == "unwrap" and isinstance(held, list) and held:
        owner[name] = held[0]
    else:
        owner[name] = value


def _containers(tree: object) -> Iterator[object]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _containers(value)
    elif isinstance(tree, list):
        yield tree
        for value in tree:
            yield from _containers(value)
