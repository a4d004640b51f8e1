"""A FHIR server in memory that answers as a good real one would (FHIR R4 http, search).

Versions count up, a stale If-Match is refused, a conditional create finds what is there, deleted
is gone, and what comes back is a copy: nobody can change the store from outside. Resources keep
every digit of their decimals.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from adapter.errors import Changed, Refused
from adapter.values import Ref, Resource, Seen
from mappings.fhir import checker
from mappings.fhir.values import Identifier

_PERSON_PARAMETERS: Final = frozenset({"patient", "subject"})


class MemoryServer:
    """One server. `now` gives the time of lastUpdated; ids count from 1 per server."""

    def __init__(self, name: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.name = name
        self.writes = 0
        self._now = now
        self._ids = itertools.count(1)
        self._held: dict[Ref, list[Resource]] = {}
        self._kinds: dict[str, dict[Ref, None]] = defaultdict(dict)  # in the order they were made
        self._deleted: set[Ref] = set()

    def capabilities(self) -> Resource:
        return {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "fhirVersion": "4.0.1",
            "format": ["json"],
            "rest": [{"mode": "server"}],
        }

    def read(self, ref: Ref) -> Seen | None:
        if ref not in self._held or ref in self._deleted:
            return None
        return self._seen(ref)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        for ref in list(self._kinds[kind]):
            if ref not in self._deleted:
                latest = self._held[ref][-1]
                if all(_matches(latest, name, value) for name, value in query):
                    yield self._seen(ref)

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        kind = str(resource["resourceType"])
        if if_none_exist is not None:
            token = f"{if_none_exist.system}|{if_none_exist.value}"
            found = list(self.search(kind, [("identifier", token)]))
            if len(found) > 1:
                raise Changed(self.name, "several match", 412)
            if found:
                return found[0], False
        return self._store(Ref(kind, str(next(self._ids))), resource), True

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        held = self.read(ref)
        if if_match is not None and (held is None or held.version != if_match):
            raise Changed(self.name, "another version stands there", 412)
        return self._store(ref, resource)

    def is_deleted(self, ref: Ref) -> bool:
        return ref in self._deleted

    def delete(self, ref: Ref, *, if_match: str | None = None) -> None:
        held = self.read(ref)
        if if_match is not None and held is not None and held.version != if_match:
            raise Changed(self.name, "another version stands there", 412)
        self._deleted.add(ref)
        self.writes += 1

    def everything(self) -> list[Resource]:
        """The latest version of all that is there, for whoever looks at the server itself."""
        return [self._seen(ref).resource for ref in self._held if ref not in self._deleted]

    def versions(self, ref: Ref) -> list[Resource]:
        return [_copied(each) for each in self._held.get(ref, ())]

    def _store(self, ref: Ref, resource: Resource) -> Seen:
        findings = [each for each in checker.check(resource) if each.severity.value == "error"]
        if findings:
            places = [f"{each.rule} {each.expression}" for each in findings]
            raise Refused(self.name, "the server refuses the resource", 422, places)
        versions = self._held.setdefault(ref, [])
        meta = {
            **(resource.get("meta") or {}),
            "versionId": str(len(versions) + 1),
            "lastUpdated": self._now().isoformat(timespec="milliseconds"),
        }
        self._kinds[ref.type][ref] = None
        versions.append(_copied({**resource, "id": ref.id, "meta": meta}))
        self._deleted.discard(ref)
        self.writes += 1
        return self._seen(ref)

    def _seen(self, ref: Ref) -> Seen:
        latest: Resource = _copied(self._held[ref][-1])
        return Seen(ref=ref, version=latest["meta"]["versionId"], resource=latest)


def _matches(resource: Resource, name: str, value: str) -> bool:
    """The search parameters that this project uses; any other is refused, never ignored."""
    if name == "identifier":
        return any(_token(each) == value for each in _listed(resource.get("identifier")))
    if name in _PERSON_PARAMETERS:
        return any(
            (resource.get(element) or {}).get("reference") == value
            for element in ("subject", "patient", "for")
        ) or _takes_part(resource, value)
    if name == "_id":
        return bool(resource.get("id") in value.split(","))
    raise Refused("memory", f"unknown search parameter {name}", 400)


def _takes_part(resource: Resource, person: str) -> bool:
    participants: list[Any] = resource.get("participant") or []
    return resource["resourceType"] == "Appointment" and any(
        (each.get("actor") or {}).get("reference") == person for each in participants
    )


def _copied(tree: Any) -> Any:  # noqa: ANN401  JSON
    """A copy of JSON: its objects and lists, since all else can't be changed.

    Many times as fast as copy.deepcopy, which must expect a tree that refers to itself.
    """
    if isinstance(tree, dict):
        return {
            name: _copied(value) if isinstance(value, (dict, list)) else value
            for name, value in tree.items()
        }
    return [_copied(each) if isinstance(each, (dict, list)) else each for each in tree]


def _token(identifier: Resource) -> str:
    return f"{identifier.get('system', '')}|{identifier.get('value', '')}"


def _listed(held: Any) -> list[Any]:  # noqa: ANN401  identifier is 0..* or 0..1
    if held is None:
        return []
    return held if isinstance(held, list) else [held]
