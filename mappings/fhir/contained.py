"""Contained resources and the `#` references to them (https://hl7.org/fhir/R4/references.html#contained).

A `Scope` is the resource that references within it are read against; `contained_faults` sees to
dom-2, dom-3, dom-4 and dom-5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import Json, has, parts
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Redacted):
    """`contained` holds types by id; `inside` is true within a contained resource."""

    conditional: bool
    inside: bool = False
    contained: Mapping[str, str]

    def of(self, resource: Json, *, inside: bool) -> "Scope":
        """Return the scope of a resource that stands within this one."""
        if inside:
            return Scope(conditional=self.conditional, inside=True, contained=self.contained)
        transaction = resource.get("type") == "transaction"
        bundle = resource.get("resourceType") == "Bundle"
        return Scope(
            conditional=transaction if bundle else self.conditional, contained=_by_id(resource)
        )


def contained_faults(resource: Json) -> Iterator[tuple[int, str, str]]:
    """Yield position, rule and what is expected for each fault of a contained resource."""
    owners = {key: value for key, value in resource.items() if key != "contained"}
    found = parts(resource, "contained")
    referenced = set(_fragments(owners)).union(*map(_fragments, found))
    for position, part in enumerate(found):
        for rule, message in _faults(part, referenced):
            yield position, rule, message


def _faults(part: Json, referenced: set[str]) -> Iterator[tuple[str, str]]:
    metas = parts(part, "meta")
    if has(part, "contained"):
        yield "dom-2", "to contain nothing in a contained resource"
    if f"#{part.get('id')}" not in referenced and "#" not in set(_fragments(part)):
        yield "dom-3", "to refer to each contained resource, or from it to what contains it"
    if any(has(meta, "versionId") or has(meta, "lastUpdated") for meta in metas):
        yield "dom-4", "to give a contained resource no versionId and no lastUpdated"
    if any(has(meta, "security") for meta in metas):
        yield "dom-5", "to give a contained resource no security label"


def _by_id(resource: Json) -> dict[str, str]:
    found = [(part.get("id"), part.get("resourceType")) for part in parts(resource, "contained")]
    return {
        identity: kind
        for identity, kind in found
        if isinstance(identity, str) and isinstance(kind, str) and kind in RESOURCES
    }


def _fragments(tree: object) -> Iterator[str]:
    """Yield every text of the tree that may refer within its resource."""
    if isinstance(tree, str):
        if tree.startswith("#"):
            yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _fragments(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _fragments(value)
