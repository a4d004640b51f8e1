"""Resources as one Bundle: a transaction for a server, or a collection to hand on.

labels      those of the strictest of its entries
fullUrl     urn:uuid from type and business identifier: the same resource, the same name
references  a logical reference to an entry becomes literal and keeps its identifier
people      a transaction makes nobody: they have no entry, and a patient is the conditional
            reference Patient?identifier=…, which fails unless exactly one is there
entries     conditional creates: what is there stays as it is, since a blind update would undo
            what others wrote. R4 can't search Provenance and Binary by identifier, so they are PUT
            on an id derived from it, which may be repeated without harm
https://hl7.org/fhir/R4/http.html#transaction
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote

from mappings.codes.systems import BASE, HNR, RECORD_IDENTIFIER
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
from mappings.fhir import labels
from mappings.fhir.people import is_about_people
from mappings.fhir.types import Bundle
from mappings.fhir.urns import uuid_of

_NOT_SEARCHABLE: Final = frozenset({"Provenance", "Binary"})
_REFERENCE: Final = frozenset({"type", "identifier", "display", "reference", "extension", "id"})
_OWN: Final = f"{BASE}/id/"

Json = Mapping[str, Any]


def transaction(resources: Iterable[Json]) -> Bundle:
    """What a server is asked to hold, all or nothing; raises MappingError for what has no name."""
    return _bundle("transaction", [each for each in resources if not is_about_people(each)])


def collection(resources: Iterable[Json]) -> Bundle:
    """All resources together, people too; it asks nothing of anyone."""
    return _bundle("collection", resources)


def patient_query(system: str, value: str) -> str:
    """The conditional reference to a patient; raises MappingError for an id of many people."""
    if system == HNR:
        # Every hospital numbers its own under this one system.
        raise MappingError("Patient.identifier", None, "an id of one person", "patient.id")
    return f"Patient?{search(system, value)}"


def search(system: str, value: str) -> str:
    """A search by identifier, escaped as a token parameter and percent-encoded."""
    return f"identifier={_encoded_system(system)}%7C{_encoded(value)}"


_SAFE: Final = re.compile(r"[A-Za-z0-9_.~:/-]*")


def _encoded(part: str) -> str:
    if _SAFE.fullmatch(part):
        return part
    for sign in ("\\", ",", "$", "|"):  # https://hl7.org/fhir/R4/search.html#escaping
        part = part.replace(sign, f"\\{sign}")
    return quote(part, safe=":/")


_encoded_system: Final = lru_cache(maxsize=256)(_encoded)


def _bundle(kind: str, resources: Iterable[Json]) -> Bundle:
    named = _named(resources)
    resolver = _Resolver(named, conditional=kind == "transaction")
    entries = {}
    for urn, found in named.items():
        resolved = resolver.resolved(urn, found.resource)
        request = _request(urn, found) if kind == "transaction" else None
        entries[urn] = _entry(urn, resolved, request)
    ordered = [entries[urn] for urn in _dependencies_first(resolver.needs)]
    strictest = labels.of_all(found.resource for found in named.values())
    made = {
        "resourceType": "Bundle",
        "meta": {"security": strictest} if strictest else None,
        "type": kind,
        "entry": ordered,
    }
    return cast("Bundle", dt.without_empty(made))


def _entry(urn: str, resource: Json, request: dict[str, str] | None) -> dict[str, Any]:
    if request is None:
        return {"fullUrl": urn, "resource": resource}
    if request["method"] == "PUT":
        resource = {**resource, "id": urn.removeprefix(_URN)}
    return {"fullUrl": urn, "resource": resource, "request": request}


def _request(urn: str, found: "_Named") -> dict[str, str]:
    kind = str(found.resource["resourceType"])
    if kind in _NOT_SEARCHABLE:
        return {"method": "PUT", "url": f"{kind}/{urn.removeprefix(_URN)}"}
    return {"method": "POST", "url": kind, "ifNoneExist": search(found.system, found.value)}


# -- names --------------------------------------------------------------------------------------

_URN: Final = "urn:uuid:"


class _Named(NamedTuple):
    """A resource and the identifier that names it."""

    resource: Json
    system: str
    value: str


def _named(resources: Iterable[Json]) -> dict[str, _Named]:
    """The resources by fullUrl. The same twice is once; two of one name are a contradiction."""
    named: dict[str, _Named] = {}
    for resource in resources:
        system, value = _identity(resource)
        urn = f"{_URN}{uuid_of(resource['resourceType'], system, value)}"
        if urn not in named:
            named[urn] = _Named(resource, system, value)
        elif named[urn].resource != resource:
            path = f"{resource['resourceType']}.identifier"
            raise MappingError(path, None, "one resource of that identifier", "bundle.twice")
    return named


def full_url(resource: Json) -> str:
    """The urn:uuid of a resource; raises MappingError when it has no business identifier."""
    return f"{_URN}{uuid_of(resource['resourceType'], *_identity(resource))}"


def _identity(resource: Json) -> tuple[str, str]:
    """The identifier an installation of ours minted, else the first with system and value."""
    first = None
    for each in _identifiers(resource):
        system, value = each.get("system"), each.get("value")
        if system and value:
            if system.startswith(_OWN):
                return system, value
            first = first or (system, value)
    if first is None:
        path = f"{resource['resourceType']}.identifier"
        raise MappingError(path, None, "an identifier with system and value", "bundle.identifier")
    return first


def _identifiers(resource: Json) -> Sequence[Json]:
    kind = resource["resourceType"]
    if kind == "Provenance":
        found = dt.extensions_in(resource, RECORD_IDENTIFIER)
        return [each.get("valueIdentifier") or {} for each in found]
    if kind == "Binary":
        # Its document names it: R4's Binary has no identifier of its own.
        return [(resource.get("securityContext") or {}).get("identifier") or {}]
    held = resource.get("identifier") or ()
    return held if isinstance(held, Sequence) else (held,)


# -- references ---------------------------------------------------------------------------------

# What holds no reference, and is met so often that passing it by counts.
_PLAIN: Final = frozenset({"meta", "coding", "period", "valueQuantity"})


class _Resolver:
    """Turns logical references into literal ones, copying only what changes.

    `needs` gathers, per entry, the entries it refers to.
    """

    __slots__ = ("_conditional", "_here", "_urns", "needs")

    def __init__(self, named: Mapping[str, _Named], *, conditional: bool) -> None:
        self._conditional = conditional
        self._urns = _index(named)
        self._here: list[str] = []
        self.needs: dict[str, list[str]] = {}

    def resolved(self, urn: str, resource: Json) -> Json:
        self._here = self.needs.setdefault(urn, [])
        return self._members(resource)

    def _value(self, value: dict[str, Any]) -> Json:
        if type(value.get("identifier")) is dict and _REFERENCE.issuperset(value):
            return self._reference(value)
        return self._members(value)

    def _members(self, value: Json) -> Json:
        made: dict[str, Any] | None = None
        for name, member in value.items():
            kind = type(member)
            if (kind is not dict and kind is not list) or name in _PLAIN:
                continue
            new = self._value(member) if kind is dict else self._items(member)
            if new is not member:
                made = dict(value) if made is None else made
                made[name] = new
        return value if made is None else made

    def _items(self, items: list[Any]) -> list[Any]:
        made: list[Any] | None = None
        for at, item in enumerate(items):
            if type(item) is dict:
                new = self._value(item)
                if new is not item:
                    made = list(items) if made is None else made
                    made[at] = new
        return items if made is None else made

    def _reference(self, reference: dict[str, Any]) -> Json:
        identifier = reference["identifier"]
        system, value = identifier.get("system"), identifier.get("value")
        if "reference" in reference or system is None or value is None:
            return reference
        kind = reference.get("type")
        urn = self._urns.get((kind, system, value))
        if urn is not None:
            self._here.append(urn)
            return {"reference": urn, **reference}
        # Nobody's server knows a patient by the identifier that we minted.
        if kind == "Patient" and self._conditional and not system.startswith(_OWN):
            return {"reference": patient_query(system, value), **reference}
        return reference


def _index(named: Mapping[str, _Named]) -> dict[tuple[str | None, str, str], str | None]:
    """Every identifier of every entry, with its type; without, where only one entry has it."""
    found: dict[tuple[str | None, str, str], str | None] = {}
    for urn, (resource, _, _) in named.items():
        kind = resource["resourceType"]
        for each in () if kind == "Binary" else _identifiers(resource):
            system, value = each.get("system"), each.get("value")
            if system and value:
                found.setdefault((kind, system, value), urn)
                shared = found.setdefault((None, system, value), urn) != urn
                if shared:
                    found[None, system, value] = None
    return found


# -- order --------------------------------------------------------------------------------------


def _dependencies_first(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The names so that each comes after those it needs; a circle is cut where it was entered."""
    ordered: dict[str, None] = {}
    entered: set[str] = set()
    for start in needs:
        stack = [start]
        while stack:
            urn = stack[-1]
            waiting = [] if urn in entered else [each for each in needs[urn] if each not in entered]
            entered.add(urn)
            stack += waiting
            if not waiting:
                ordered.setdefault(stack.pop())
    return list(ordered)
