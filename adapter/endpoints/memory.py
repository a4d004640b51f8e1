"""A FHIR server in memory that answers as a good real one would (FHIR R4 http, search).

Versions count up, a stale If-Match is refused, a conditional create finds what is there, deleted
is gone, and what comes back is a copy: nobody can change the store from outside. Resources keep
every digit of their decimals.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from adapter.endpoints.shaped import seen_of
from adapter.errors import Changed, EndpointError, Refused, Withheld
from adapter.values import Access, Page, Ref, Reply, Resource, Seen, Write
from mappings.fhir import checker
from mappings.fhir.values import Identifier

_PERSON_PARAMETERS: Final = frozenset({"patient", "subject"})


class MemoryServer:
    """One server. `now` gives the time of lastUpdated; ids count from 1 per server."""

    def __init__(self, name: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.name = name
        self.writes = 0
        self.kept_back: set[Ref] = set()  # what a search does not show, and says that it does not
        self._now = now
        self._ids = itertools.count(1)
        self._held: dict[Ref, list[Resource]] = {}
        self._kinds: dict[str, dict[Ref, None]] = defaultdict(dict)  # in the order they were made
        self._deleted: set[Ref] = set()
        self._last: dict[Ref, int] = {}
        self._happened: list[tuple[str, Ref, Resource | None]] = []  # None: it was deleted

    def capabilities(self) -> Resource:
        return {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "fhirVersion": "4.0.1",
            "format": ["json"],
            "rest": [
                {"mode": "server", "interaction": [{"code": "batch"}, {"code": "transaction"}]}
            ],
        }

    def access(self) -> Access:
        return Access()

    def read(self, ref: Ref) -> Seen | None:
        if ref not in self._held or ref in self._deleted:
            return None
        return self._seen(ref)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        for ref in self._found(kind, query):
            yield self._seen(ref)

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        """Resources whole: what a server may leave out, one in memory need not."""
        found = self._found(kind, query)
        found.sort(key=self._changed, reverse=True)
        at = self.time()
        for start in range(0, len(found) or 1, count):
            seen = tuple(map(self._seen, found[start : start + count]))
            yield Page(seen=seen, total=len(found), at=at)

    def history(self, kind: str, since: datetime, count: int) -> Iterator[Page]:
        first = instant(since)
        found = [each for each in self._happened if each[1].type == kind and each[0] >= first]
        found.reverse()
        at = self.time()
        for start in range(0, len(found) or 1, count):
            some = found[start : start + count]
            seen = tuple(_seen(ref, body) for _, ref, body in some if body is not None)
            gone = tuple(ref for _, ref, body in some if body is None)
            yield Page(seen=seen, gone=gone, total=len(found), at=at)

    def time(self) -> str:
        """What the clock of the server shows."""
        return instant(self._now())

    def _found(self, kind: str, query: Sequence[tuple[str, str]]) -> list[Ref]:
        wanted = [
            (name, frozenset((value, *value.split(","))))
            for name, value in query
            if name != "_count"  # whoever searches sees no pages
        ]
        found = [
            ref
            for ref in self._kinds[kind]
            if ref not in self._deleted
            and all(_matches(self._held[ref][-1], name, values) for name, values in wanted)
        ]
        if kept := self.kept_back & set(found):
            raise Withheld(self.name, len(kept))
        return found

    def _changed(self, ref: Ref) -> tuple[str, int]:
        """By the clock; what it can't tell apart stays in the order in which it happened."""
        return self._held[ref][-1]["meta"]["lastUpdated"], self._last[ref]

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        kind = str(resource["resourceType"])
        found = self._match(kind, if_none_exist)
        if found is not None:
            return found, False
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
        self._happened.append((self.time(), ref, None))
        self.writes += 1

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        return [self._replied(each) for each in writes]

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        there = [self._match(each.type, each.identifier) for each in writes]
        refs = [
            Ref(write.type, str(next(self._ids))) if seen is None else seen.ref
            for write, seen in zip(writes, there, strict=True)
        ]
        places = {write.place: str(ref) for write, ref in zip(writes, refs, strict=True)}
        bodies = [_located(each.body, places) for each in writes]
        for body, seen in zip(bodies, there, strict=True):
            if seen is None:
                self._check(body)  # before anything is stored: all or nothing
        return [
            Reply(seen=self._store(ref, body)) if seen is None else Reply(seen=seen, is_new=False)
            for ref, body, seen in zip(refs, bodies, there, strict=True)
        ]

    def standing(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        return [self._stands(each) for each in writes]

    def _replied(self, write: Write) -> Reply:
        try:
            if write.ref is not None:
                return Reply(seen=self.update(write.ref, write.body, if_match=write.version))
            seen, is_new = self.create(write.body, if_none_exist=write.identifier)
        except EndpointError as error:
            return Reply(error=error)
        return Reply(seen=seen, is_new=is_new)

    def _stands(self, write: Write) -> list[Seen]:
        if write.ref is not None:
            seen = self.read(write.ref)
            return [] if seen is None else [seen]
        held = write.identifier
        token = "" if held is None else f"{held.system}|{held.value}"
        return list(self.search(write.type, [("identifier", token)]))

    def _match(self, kind: str, identifier: Identifier | None) -> Seen | None:
        """What a conditional create finds."""
        if identifier is None:
            return None
        token = f"{identifier.system}|{identifier.value}"
        found = list(self.search(kind, [("identifier", token)]))
        if len(found) > 1:
            raise Changed(self.name, "several match", 412)
        return found[0] if found else None

    def everything(self) -> list[Resource]:
        """The latest version of all that is there, for whoever looks at the server itself.

        As it is held: whoever looks must not change it.
        """
        return [held[-1] for ref, held in self._held.items() if ref not in self._deleted]

    def versions(self, ref: Ref) -> list[Resource]:
        return [_copied(each) for each in self._held.get(ref, ())]

    def _check(self, resource: Resource) -> None:
        findings = [each for each in checker.check(resource) if each.severity.value == "error"]
        if findings:
            places = [f"{each.rule} {each.expression}" for each in findings]
            raise Refused(self.name, "the server refuses the resource", 422, places)

    def _store(self, ref: Ref, resource: Resource) -> Seen:
        self._check(resource)
        return self._seen(self.saved(ref, resource))

    def saved(self, ref: Ref | None, resource: Resource) -> Ref:
        """Keep a version, of a new record without `ref`: for whoever works at the server itself."""
        ref = ref or Ref(str(resource["resourceType"]), str(next(self._ids)))
        versions = self._held.setdefault(ref, [])
        meta = {
            **(resource.get("meta") or {}),
            "versionId": str(len(versions) + 1),
            "lastUpdated": self.time(),
        }
        self._kinds[ref.type][ref] = None
        versions.append(_copied({**resource, "id": ref.id, "meta": meta}))
        self._last[ref] = len(self._happened)
        self._happened.append((meta["lastUpdated"], ref, versions[-1]))
        self._deleted.discard(ref)
        self.writes += 1
        return ref

    def _seen(self, ref: Ref) -> Seen:
        return _seen(ref, self._held[ref][-1])


def _seen(ref: Ref, held: Resource) -> Seen:
    body: Resource = _copied(held)
    return seen_of(ref, body["meta"]["versionId"], body)


def _matches(resource: Resource, name: str, values: frozenset[str]) -> bool:
    """The search parameters that this project uses; any other is refused, never ignored."""
    if name == "identifier":
        return any(_token(each) in values for each in _listed(resource.get("identifier")))
    if name in _PERSON_PARAMETERS:
        return any(
            (resource.get(element) or {}).get("reference") in values
            for element in ("subject", "patient", "for")
        ) or _takes_part(resource, values)
    if name == "_id":
        return resource.get("id") in values
    if name == "target" and resource["resourceType"] == "Provenance":
        return any(each.get("reference") in values for each in resource["target"])
    raise Refused("memory", f"unknown search parameter {name}", 400)


def _takes_part(resource: Resource, persons: frozenset[str]) -> bool:
    participants: list[Any] = resource.get("participant") or []
    return resource["resourceType"] == "Appointment" and any(
        (each.get("actor") or {}).get("reference") in persons for each in participants
    )


def instant(time: datetime) -> str:
    """A FHIR instant in UTC, so that the order of its letters is the order of time."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def _located(tree: Any, places: Mapping[str | None, str]) -> Any:  # noqa: ANN401  JSON
    """References by fullUrl, made literal (https://hl7.org/fhir/R4/http.html#trules)."""
    if isinstance(tree, dict):
        return {
            name: places.get(value, value)
            if name == "reference" and isinstance(value, str)
            else _located(value, places)
            for name, value in tree.items()
        }
    return [_located(each, places) for each in tree] if isinstance(tree, list) else tree


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
