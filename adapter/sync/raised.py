"""Security labels of a record on two sides: they rise by themselves, and fall by a person's word.

Whoever receives a record carries its labels on, so what goes to a side has the labels of both. A
label that one side took away is in conflict, and until somebody has decided nothing crosses.
https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapter.values import Resource
from mappings.fhir.labels import raise_labels
from mappings.fhir.values import Coding

LABELS: Final = "meta"  # the unit: nothing else of meta is compared


def both(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The labels of both, each once, of those that exclude each other the strictest."""
    held = {_coding(each): each for each in (*_labels(other), *_labels(one))}
    stay = raise_labels(map(_coding, _labels(one)), held)
    return [held[each] for each in sorted(stay, key=repr)]  # whichever of the two is the one


def value(one: Mapping[str, Any], other: Mapping[str, Any]) -> Resource:
    """The unit as it is to stand on both sides."""
    return {LABELS: {"security": both(one, other)}}


def has_fallen(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a copy is labelled less strictly than before."""
    return bool(_names(both(before, now)) - _names(_labels(now)))


def fell_on_one(before: Sequence[Resource], now: Sequence[Resource]) -> bool:
    """Whether one of two sides has fewer labels than it had, and the other one has them still."""
    here, there = now
    unlike = has_fallen(here, there) or has_fallen(there, here)
    return unlike and any(map(has_fallen, before, now))


def meta(ground: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """The labels of the source, and what else a server keeps with the ground."""
    held = ground.get("meta") or {}
    kept = {name: value for name, value in held.items() if name != "security"}
    labels = _labels(source)
    return {**kept, "security": labels} if labels else kept


def with_labels(body: Resource, source: Mapping[str, Any]) -> Resource:
    """The body, labelled at least as strictly as where some of it comes from."""
    if not has_fallen(source, body):
        return body
    return {**body, "meta": {**(body.get("meta") or {}), "security": both(body, source)}}


def _labels(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list((resource.get("meta") or {}).get("security") or ())


def _names(labels: list[dict[str, Any]]) -> set[Coding]:
    return set(map(_coding, labels))


def _coding(label: Mapping[str, Any]) -> Coding:
    return Coding(system=label.get("system"), code=label.get("code"))
