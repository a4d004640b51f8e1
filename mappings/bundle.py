"""Resources as one Bundle: a transaction for a server, or a collection to hand on.

fullUrl     urn:uuid from type and business identifier: the same resource, the same name
references  a logical reference to an entry becomes literal and keeps its identifier
people      a transaction makes nobody: they have no entry, and a patient is the conditional
            reference Patient?identifier=…, which fails unless exactly one is there
entries     conditional creates: what is there stays as it is, since a blind update would undo
            what others wrote. R4 can't search Provenance and Binary by identifier, so they are PUT
            on an id derived from it, which may be repeated without harm
https://hl7.org/fhir/R4/http.html#transaction
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import quote

from mappings.codes.systems import BASE, HNR, RECORD_IDENTIFIER
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
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
    return _bundle("collection", list(resources))


def patient_query(system: str, value: str) -> str:
    """The conditional reference to a patient; raises MappingError for an id of many people."""
    if system == HNR:
        # Every hospital numbers its own under this one system.
        raise MappingError(
            "Patient.identifier", system, "an identifier of one person", "patient.id"
        )
    return f"Patient?{search(system, value)}"


def search(system: str, value: str) -> str:
    """A search by identifier, escaped as a token parameter and percent-encoded."""
    return f"identifier={_encoded(system)}%7C{_encoded(value)}"


def _encoded(part: str) -> str:
    for sign in ("\\", ",", "$", "|"):  # https://hl7.org/fhir/R4/search.html#escaping
        part = part.replace(sign, f"\\{sign}")
    return quote(part, safe=":/")


def _bundle(kind: str, resources: Sequence[Json]) -> Bundle:
    named = _named(resources)
    resolver = _Resolver(named, conditional=kind == "transaction")
    entries = {}
    for urn, resource in named.items():
        entries[urn] = _entry(kind, urn, resolver.resolved(urn, resource))
    ordered = [entries[urn] for urn in _dependencies_first(resolver.needs)]
    return cast(
        "Bundle", dt.without_empty({"resourceType": "Bundle", "type": kind, "entry": ordered})
    )


def _entry(kind: str, urn: str, resource: dict[str, Any]) -> dict[str, Any]:
    if kind != "transaction":
        return {"fullUrl": urn, "resource": resource}
    name = resource["resourceType"]
    if name in _NOT_SEARCHABLE:
        own = urn.removeprefix(_URN)
        request = {"method": "PUT", "url": f"{name}/{own}"}
        return {"fullUrl": urn, "resource": {**resource, "id": own}, "request": request}
    system, value = _identity(resource)
    request = {"method": "POST", "url": name, "ifNoneExist": search(system, value)}
    return {"fullUrl": urn, "resource": resource, "request": request}


# -- names --------------------------------------------------------------------------------------

_URN: Final = "urn:uuid:"


def _named(resources: Iterable[Json]) -> dict[str, Json]:
    """The resources by fullUrl. The same twice is once; two of one name are a contradiction."""
    named: dict[str, Json] = {}
    for resource in resources:
        urn = full_url(resource)
        if named.setdefault(urn, resource) != resource:
            path = f"{resource['resourceType']}.identifier"
            raise MappingError(path, None, "one resource of that identifier", "bundle.twice")
    return named


def full_url(resource: Json) -> str:
    """The urn:uuid of a resource; raises MappingError when it has no business identifier."""
    kind = str(resource["resourceType"])
    return f"{_URN}{uuid_of(kind, *_identity(resource))}"


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


def _identifiers(resource: Json) -> Iterator[Json]:
    kind = resource["resourceType"]
    if kind == "Provenance":
        for each in dt.extensions_in(resource, RECORD_IDENTIFIER):
            yield each.get("valueIdentifier") or {}
    elif kind == "Binary":
        # Its document names it: R4's Binary has no identifier of its own.
        yield (resource.get("securityContext") or {}).get("identifier") or {}
    else:
        found = resource.get("identifier") or ()
        yield from (found,) if isinstance(found, Mapping) else found


# -- references ---------------------------------------------------------------------------------


class _Resolver:
    """Turns logical references into literal ones, copying only what changes.

    `needs` gathers, per entry, the entries it refers to.
    """

    __slots__ = ("_conditional", "_here", "_urns", "needs")

    def __init__(self, named: Mapping[str, Json], *, conditional: bool) -> None:
        self._conditional = conditional
        self._urns = _index(named)
        self._here: list[str] = []
        self.needs: dict[str, list[str]] = {}

    def resolved(self, urn: str, resource: Json) -> dict[str, Any]:
        self._here = self.needs.setdefault(urn, [])
        made: dict[str, Any] = dict(resource)
        for name, value in made.items():
            if isinstance(value, dict | list) and name != "identifier":
                made[name] = self._value(value)
        return made

    def _value(self, value: Any) -> Any:  # noqa: ANN401  any JSON
        if isinstance(value, list):
            return self._items(value)
        if isinstance(value.get("identifier"), dict) and _REFERENCE.issuperset(value):
            return self._reference(value)
        made = value
        for name, member in value.items():
            if isinstance(member, dict | list):
                new = self._value(member)
                if new is not member:
                    made = dict(value) if made is value else made
                    made[name] = new
        return made

    def _items(self, items: list[Any]) -> list[Any]:
        new = [self._value(item) if isinstance(item, dict | list) else item for item in items]
        return new if any(map(_differ, new, items)) else items

    def _reference(self, reference: dict[str, Any]) -> dict[str, Any]:
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


def _differ(new: object, old: object) -> bool:
    return new is not old


def _index(named: Mapping[str, Json]) -> dict[tuple[str | None, str, str], str]:
    """Every identifier of every entry, with its type; without, where only one entry has it."""
    typed: dict[tuple[str | None, str, str], str] = {}
    owners: dict[tuple[str, str], set[str]] = {}
    for urn, resource in named.items():
        kind = resource["resourceType"]
        if kind == "Binary":
            continue
        for each in _identifiers(resource):
            system, value = each.get("system"), each.get("value")
            if system and value:
                typed.setdefault((kind, system, value), urn)
                owners.setdefault((system, value), set()).add(urn)
    for (system, value), urns in owners.items():
        if len(urns) == 1:
            typed[None, system, value] = next(iter(urns))
    return typed


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
