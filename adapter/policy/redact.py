"""A record without any place or contact: what may go when a person's whereabouts are protected.

The definitions of R4 say what stands where, so no path is forgotten. What can't be left out is
masked (data-absent-reason `masked`). A record that is no longer valid so, that would mean something
else, or that can't be named without telling where it comes from, does not go at all.
OSL 2009:400 22 kap. 1 §; https://hl7.org/fhir/R4/extension-data-absent-reason.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from adapter.policy.places import (
    PLACE_ELEMENTS,
    PLACE_TYPES,
    gives_away,
    is_harmless_extension,
    is_harmless_type,
    is_harmless_uri,
    is_own_identifier,
    is_place_system,
    names_place,
    target_of,
)
from mappings.codes.systems import DATA_ABSENT
from mappings.fhir import checker
from mappings.fhir.structure import ElementType, NodeType, node_type
from mappings.redacted import Redacted

_MASKED: Final = {"extension": [{"url": DATA_ABSENT, "valueCode": "masked"}]}
_META: Final = ("versionId", "lastUpdated", "security")
_WITH_EVERYTHING: Final = frozenset({"text", "contained"})  # may hold any of it
_WORDS: Final = frozenset({"string", "markdown", "base64Binary"})
_URIS: Final = frozenset({"uri", "url", "canonical"})
_WITHOUT_ACTOR: Final = "Appointment.participant"


Json: TypeAlias = Any


class _Waits(Exception):  # noqa: N818  never leaves this module
    """Nothing of the record may go."""


def redact(
    resource: Mapping[str, Any],
    known: Iterable[str] = (),
    name: tuple[str, str] | None = None,
) -> dict[str, Any] | None:
    """The record without places, or None: it waits. `known` are places that no text may tell.

    `name` is the identifier, as system and value, by which both sides know the record: of those
    that others made the only one that may stay.
    """
    kind = str(resource["resourceType"])
    if not is_harmless_type(kind):
        return None
    try:
        made = _Redactor(frozenset(known), name).members(resource, node_type(kind))
    except _Waits:
        return None
    if "identifier" in resource and "identifier" not in made:
        return None
    if kind == "Consent" and made.get("provision") != resource.get("provision"):
        return None  # to whom something is refused can't be left out of the refusal
    return made if checker.is_valid(made) else None


@dataclass(frozen=True, slots=True)
class _Redactor(Redacted):
    known: frozenset[str]
    name: tuple[str, str] | None

    def members(self, held: Mapping[str, Any], node: NodeType) -> dict[str, Any]:
        """What may stay of an element that has members."""
        made: dict[str, Any] = {}
        for name, member in held.items():
            if name in {"resourceType", "id"}:
                made[name] = member
            elif name == "meta":
                made |= self._meta(member)
            elif not name.startswith("_"):
                made |= self._member(name, member, held.get(f"_{name}"), node)
            elif name[1:] not in held:
                made |= self._member(name[1:], None, member, node)
        return made

    def _meta(self, meta: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: meta[name] for name in _META if name in meta}
        if "security" in kept:
            kept["security"] = [_bare(each) for each in kept["security"]]
        return {"meta": kept} if kept else {}

    def _member(self, name: str, member: Json, sibling: Json, node: NodeType) -> dict[str, Any]:
        """One element, and for a primitive what stands beside it."""
        element = node.elements.get(name)
        if element is None or (node.base == "DomainResource" and name in _WITH_EVERYTHING):
            return {}
        if element.kind == "Extension":
            return self._extensions(name, member)
        group = element.group.removesuffix("[x]")
        is_place = bool(PLACE_ELEMENTS & {f"{node.name}.{group}", f"{node.name}.{name}"})
        if element.primitive:
            stays = not is_place and self._may_stay(f"{node.name}.{name}", element, member)
            beside = self._beside(sibling)
            return _pair(name, member, beside) if stays else _without(name, element, node)
        left = None if is_place else self._value(member, element)
        return _without(name, element, node) if left is None else {name: left}

    def _may_stay(self, where: str, element: ElementType, member: Json) -> bool:
        values = member if isinstance(member, list) else [member]
        texts = [each for each in values if isinstance(each, str)]
        if element.kind in _WORDS:
            return not any(gives_away(each, self.known) for each in texts)
        if element.kind in _URIS:
            return all(is_harmless_uri(where, each) for each in texts)
        return True

    def _beside(self, sibling: Json) -> Json:
        """What stands beside a primitive, or beside each of several: extensions only."""
        if isinstance(sibling, list):
            beside = [self._beside(each) for each in sibling]
            return beside if any(beside) else None
        if not isinstance(sibling, Mapping):
            return None
        return self._extensions("extension", sibling.get("extension") or []) or None

    def _extensions(self, name: str, found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        kept = []
        for each in found:
            if is_harmless_extension(each.get("url")):
                stays = self.members(each, node_type("Extension"))
                kept += [stays] if len(stays) > 1 else []
            elif name == "modifierExtension":
                raise _Waits  # without it the record says something else
        return {name: kept} if kept else {}

    def _value(self, member: Json, element: ElementType) -> Json:
        """A value that has members, or a list of them; None where nothing is left."""
        if isinstance(member, list):
            return [left for each in member if (left := self._one(each, element))] or None
        return self._one(member, element)

    def _one(self, held: Mapping[str, Any], element: ElementType) -> dict[str, Any] | None:
        kind = element.kind
        if kind in PLACE_TYPES:
            return None
        if kind == "Reference":
            return self._reference(held)
        if kind == "Identifier":
            return self._identifier(held)
        if kind == "Coding" and is_place_system(held.get("system")):
            return None
        made = self.members(held, node_type(kind))
        if kind == _WITHOUT_ACTOR and "actor" not in made:
            return None
        return made or None

    def _identifier(self, held: Mapping[str, Any]) -> dict[str, Any] | None:
        system, value = str(held.get("system")), str(held.get("value"))
        is_name = (system, value) == self.name and not is_place_system(system)
        told = names_place(system, self.known) or names_place(value, self.known)
        stays = is_own_identifier(system) or (is_name and not told)
        return _bare(held) if stays else None

    def _reference(self, held: Mapping[str, Any]) -> dict[str, Any] | None:
        kind = target_of(held)
        if not is_harmless_type(kind):
            return None
        made = {name: held[name] for name in ("reference", "type") if name in held}
        identifier = held.get("identifier") or {}
        if kind == "Patient" and "reference" not in held:
            made["identifier"] = _bare(identifier)
        elif (own := self._identifier(identifier)) is not None:
            made["identifier"] = own
        return made if {"reference", "identifier"} & made.keys() else None


def _without(name: str, element: ElementType, node: NodeType) -> dict[str, Any]:
    """Nothing; or a mask where something must stand."""
    if element.group not in node.required:
        return {}
    return {
        f"_{name}" if element.primitive else name: [_MASKED] if element.many else _MASKED,
    }


def _bare(held: Mapping[str, Any]) -> dict[str, Any]:
    """A coding or an identifier without what it is called and who assigned it."""
    return {name: held[name] for name in ("system", "code", "value", "use") if name in held}


def _pair(name: str, member: Json, beside: Json) -> dict[str, Any]:
    made = {} if member is None else {name: member}
    return made if beside is None else {**made, f"_{name}": beside}
