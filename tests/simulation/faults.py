"""A server and a state that fail as real ones do, and count each failure that was seen.

A failure counts when the code under test got it: an error was raised into it, or what it was given
differed from what is there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from adapter.endpoints import bundles
from adapter.endpoints.memory import MemoryServer
from adapter.errors import AuditNotWritten, Changed, EndpointError, Refused, TryLater, Unreachable
from adapter.values import Access, Page, Ref, Reply, Resource, Seen, Write
from mappings.fhir.values import Identifier
from tests.simulation.chance import Chance
from tests.simulation.normalising import normalised

STATE_WRITES: Final = frozenset(
    {
        *("link", "save_links", "save_base", "save_bases", "intend", "settle"),
        *("replace_holds", "replace_conflicts", "propose", "withdraw_proposal", "save_run"),
        *("rest", "disturb", "save_cursors", "save_reading", "audit"),
    }
)


PAGE: Final = 2  # records on a page of a search for changes


class Killed(BaseException):
    """The process ends here: nothing of it may catch this."""


@dataclass(frozen=True)
class Written:
    """One write that took effect at a server: by the adapter, or by a person there."""

    at: int  # when, on all servers
    by_person: bool
    method: str
    ref: Ref
    body: Resource
    before: Resource | None
    told: int  # how many entries the audit had by then
    noted: bool = True  # whether the state knew by then that it was about to be sent


class FaultyServer:
    """A server in memory behind a bad connection, where people work at the same time."""

    def __init__(self, inner: MemoryServer, chance: Chance, *, normalises: bool) -> None:
        self.name = inner.name
        self.inner = inner
        self.log: list[Written] = []
        self.asked: list[tuple[str, str]] = []
        self.shown: list[tuple[int, str, tuple[Identifier, ...]]] = []
        self.told: Callable[[], int] = lambda: 0
        self.noted: Callable[[Ref, Resource], bool] = lambda _ref, _body: True
        self.meanwhile: Callable[[str, Ref | None], bool] = lambda _server, _ref: False
        self._veiled: set[Ref] = set()
        self._chance = chance
        self._normalises = normalises

    @property
    def writes(self) -> int:
        """The writes of the adapter."""
        return sum(not each.by_person for each in self.log)

    # -- what the adapter sees ------------------------------------------------------------------

    def capabilities(self) -> Resource:
        return self.inner.capabilities()

    def access(self) -> Access:
        return self.inner.access()

    def read(self, ref: Ref) -> Seen | None:
        self._before("read")
        found = self.inner.read(ref)
        if found is not None and (ref in self._veiled or self._chance.strikes(0.3)):
            self._veiled.discard(ref)
            self._chance.count("hidden-from-read")
            return None
        self._show([] if found is None else [found])
        return found

    def is_deleted(self, ref: Ref) -> bool:
        return self.inner.is_deleted(ref)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        self._before("search")
        self._veiled -= {each for each in self._veiled if each.type == kind}
        self.asked += [(kind, value) for _, value in query]
        found = self._distorted(list(self.inner.search(kind, query)))
        self._show(found)
        return iter(found)

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        self._before("search")
        self.asked += [(kind, value) for _, value in query]
        found = [seen for page in self.inner.newest(kind, query, count) for seen in page.seen]
        total, at = len(found), self.inner.time()
        if len(found) > 1 and self._chance.strikes():
            self._chance.random.shuffle(found)
            self._chance.count("not-in-order")
        if found and self._chance.strikes():
            found.pop(self._chance.random.randrange(len(found)))
            self._chance.count("changed-and-not-shown")
        says = None if self._chance.strikes() else total
        for start in range(0, len(found) or 1, PAGE):
            if start and self._chance.strikes(5):
                self._chance.count("search-ends-midway")
                raise self._chance.random.choice(_MIDWAY)(self.name)
            seen = tuple(found[start : start + PAGE])
            self._show(seen)
            yield Page(seen=seen, total=says, at=at)

    def history(self, kind: str, since: datetime, count: int) -> Iterator[Page]:
        self._before("search")
        for page in self.inner.history(kind, since, count):
            if self._chance.strikes():
                self._chance.count("history-ends-midway")
                raise Unreachable(self.name, "the body breaks off")
            yield page

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        self._before("create")
        seen, is_new = self._created(resource, if_none_exist)
        self._after("create")
        return seen, is_new

    def _created(self, resource: Resource, identifier: Identifier | None) -> tuple[Seen, bool]:
        seen, is_new = self.inner.create(self._kept(resource), if_none_exist=identifier)
        if is_new:
            self._note("create", seen.ref, seen.resource, None)
        return seen, is_new

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        self._before("update")
        seen = self._updated(ref, resource, if_match)
        self._after("update")
        return seen

    def _updated(self, ref: Ref, resource: Resource, version: str | None) -> Seen:
        self._race(ref)
        before = self.inner.read(ref)
        seen = self.inner.update(ref, self._kept(resource), if_match=version)
        self._note("update", ref, seen.resource, None if before is None else before.resource)
        return seen

    def delete(self, ref: Ref, *, if_match: str | None) -> None:
        self._before("delete")
        self._race(ref)
        before = self.inner.read(ref)
        self.inner.delete(ref, if_match=if_match)
        self._note("delete", ref, {} if before is None else before.resource, None)
        self._after("delete")

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        self._before("batch")
        replies = [self._entry(each) for each in writes]
        self._after("batch")
        said = bundles.written(self.name, self._garbled(replies), writes)
        return [Reply(seen=each.seen, is_new=each.is_new, error=each.error) for each in said]

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        self._before("transaction")
        replies = self.inner.transact(
            [replace(each, body=self._kept(each.body)) for each in writes]
        )
        for each in replies:
            if each.is_new and each.seen is not None:
                self._note("create", each.seen.ref, each.seen.resource, None)
        self._after("transaction")
        return replies

    def standing(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        return [self._stands(each) for each in writes]

    def _entry(self, write: Write) -> Reply:
        """One write of a batch: what fails there is told of that entry alone."""
        if self._chance.strikes():
            name = self._chance.random.choice([*_IN_ENTRIES])
            self._chance.count(f"{name}-in-entry")
            return Reply(error=_IN_ENTRIES[name](self.name))
        try:
            if write.ref is None:
                seen, is_new = self._created(write.body, write.identifier)
            else:
                seen, is_new = self._updated(write.ref, write.body, write.version), True
        except EndpointError as error:
            return Reply(error=error)
        if self._chance.strikes():
            self._chance.count("500-in-entry-after-it-was-done")
            return Reply(error=Unreachable(self.name, "server error", 500))
        return Reply(seen=seen, is_new=is_new)

    def _garbled(self, replies: list[Reply]) -> Resource:
        """The answer as a Bundle, whose entries may come in another order, or not all."""
        chance, entries = self._chance, [_as_entry(each) for each in replies]
        if len(entries) > 1 and chance.strikes(3):
            turned = chance.random.sample(entries, len(entries))
            if turned != entries:
                chance.count("entries-in-another-order")
            entries = turned
        if len(entries) > 1 and chance.strikes():
            chance.count("entry-missing")
            entries.pop(chance.random.randrange(len(entries)))
        return {"resourceType": "Bundle", "type": "batch-response", "entry": entries}

    def _stands(self, write: Write) -> list[Seen]:
        if write.ref is not None:
            seen = self.read(write.ref)
            return [] if seen is None else [seen]
        held = write.identifier
        token = "" if held is None else f"{held.system}|{held.value}"
        return list(self.search(write.type, [("identifier", token)]))

    def _show(self, found: Iterable[Seen]) -> None:
        """Keep of whom the adapter was told, and how much the audit said by then."""
        persons = {person: each for seen in found for person, each in _persons(seen.resource)}
        if persons:
            told = self.told()
            self.shown += [(told, person, each) for person, each in persons.items()]

    # -- what people at that side do ------------------------------------------------------------

    def saved_by_person(self, ref: Ref | None, body: Resource) -> Ref:
        """Somebody there makes or changes a record."""
        ref = self.inner.saved(ref, self._kept(body))
        self._log("save", ref, body, None, by_person=True)
        self._chance.trace.append(f"{self.name} person saves {ref}")
        return ref

    def deleted_by_person(self, ref: Ref) -> None:
        self.inner.delete(ref, if_match=None)
        self._log("delete", ref, {}, None, by_person=True)
        self._chance.trace.append(f"{self.name} person deletes {ref}")

    # -- what goes wrong ------------------------------------------------------------------------

    def _before(self, method: str) -> None:
        # A run searches and reads far more often than it writes.
        if not self._chance.strikes(2 if method in _WRITES else 0.2):
            return
        may = _ERRORS | (_WRITE_ERRORS if method in _WRITES else {})
        may |= _BUNDLE_ERRORS if method in _BUNDLES else {}
        name = self._chance.random.choice([*may])
        self._chance.count(f"{name}-before-{method}")
        raise may[name](self.name)

    def _after(self, method: str) -> None:
        if self._chance.strikes(8 if method == "delete" else 2):  # of which there are few
            self._chance.count(f"no-answer-after-{method}")
            raise Unreachable(self.name, "no answer")

    def _race(self, ref: Ref) -> None:
        if self._chance.strikes(2) and self.meanwhile(self.name, ref):
            self._chance.count("edit-between-read-and-write")

    def _distorted(self, found: list[Seen]) -> list[Seen]:
        chance = self._chance
        if found and chance.strikes():
            hidden = found.pop(chance.random.randrange(len(found)))
            self._veiled.update([hidden.ref] if chance.random.random() < 0.5 else [])
            chance.count("hidden-from-search")
        if len(found) > 1 and chance.strikes():
            del found[len(found) // 2 :]
            chance.count("page-missing")
        if len(found) > 1 and chance.strikes(3):
            shuffled = chance.random.sample(found, len(found))
            if shuffled != found:
                chance.count("reordered")
            return shuffled
        return found

    def _kept(self, body: Resource) -> Resource:
        if not self._normalises:
            return body
        kept = normalised(body)
        if kept != body:
            self._chance.count("normalised")
        return kept

    def _log(
        self, method: str, ref: Ref, body: Resource, before: Resource | None, *, by_person: bool
    ) -> None:
        at = len(self._chance.trace)
        noted = by_person or self.noted(ref, body)
        self.log.append(Written(at, by_person, method, ref, body, before, self.told(), noted))

    def _note(self, method: str, ref: Ref, body: Resource, before: Resource | None) -> None:
        self._log(method, ref, body, before, by_person=False)
        self._chance.trace.append(f"{self.name} {method} {ref}")


class CrashingStore:
    """A state whose process may be killed at any write: before it, or after it."""

    def __init__(self, inner: Any, chance: Chance) -> None:  # noqa: ANN401
        self._inner = inner
        self._chance = chance

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self._inner, name)
        if name not in STATE_WRITES:
            return method

        def write(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            self._maybe_killed(f"before-{name}")
            if name == "audit" and self._chance.strikes(0.2):
                self._chance.count("audit-not-written")
                raise AuditNotWritten
            result = method(*args, **kwargs)
            self._maybe_killed(f"after-{name}")
            return result

        return write

    def _maybe_killed(self, where: str) -> None:
        if self._chance.strikes(0.5):
            self._chance.count(f"killed-{where}")
            raise Killed(where)


def _persons(body: Resource) -> Iterator[tuple[str, tuple[Identifier, ...]]]:
    """Of whom a record speaks: the id of the patient, and the numbers that it gives."""
    if body["resourceType"] == "Patient":
        held = [Identifier(system=one["system"], value=one["value"]) for one in body["identifier"]]
        yield body["id"], tuple(held)
        return
    for name in ("subject", "patient", "for"):
        kind, _, patient = str((body.get(name) or {}).get("reference")).rpartition("/")
        if kind.endswith("Patient"):
            yield patient, ()


def _as_entry(reply: Reply) -> Resource:
    if reply.error is not None:
        status = getattr(reply.error, "status", None) or 500
        return {"response": {"status": f"{status} not done"}}
    status = "201 Created" if reply.is_new else "200 OK"
    return {"response": {"status": status}, "resource": reply.seen and reply.seen.resource}


_BUNDLES: Final = frozenset({"batch", "transaction"})
_WRITES: Final = _BUNDLES | {"create", "update", "delete"}
_ERRORS: Final[dict[str, Callable[[str], Exception]]] = {
    "refused-connection": lambda name: Unreachable(name, "connection refused"),
    "500": lambda name: Unreachable(name, "server error", 500),
    "503": lambda name: Unreachable(name, "unavailable", 503),
    "429": lambda name: TryLater(name, 30, 429),
}
_MIDWAY: Final[tuple[Callable[[str], Exception], ...]] = (
    lambda name: Unreachable(name, "the body breaks off"),
    lambda name: Refused(name, "no such search any more", 410),
)
_WRITE_ERRORS: Final[dict[str, Callable[[str], Exception]]] = {
    "409": lambda name: Changed(name, "conflict", 409),
    "412": lambda name: Changed(name, "another version", 412),
    "422": lambda name: Refused(name, "unprocessable", 422, ["processing"]),
}
_BUNDLE_ERRORS: Final[dict[str, Callable[[str], Exception]]] = {
    "413": lambda name: Refused(name, "too large", 413),
}
_IN_ENTRIES: Final[dict[str, Callable[[str], EndpointError]]] = {
    "412": lambda name: Changed(name, "another version", 412),
    "422": lambda name: Refused(name, "unprocessable", 422, ["processing"]),
    "500": lambda name: Unreachable(name, "server error", 500),
}
