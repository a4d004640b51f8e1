"""A server of a made-up town: what fails for a whole run or for good, and what servers do alone.

some runs    it shows nothing; it lets nobody write
now and then it answers with every status that a proxy or a server may give; it says 500 of what it
             has done; it counts a version up without a change; a gateway delivers a create twice
for good     its clock is days off, or knows no minutes; it keeps no extension that it does not know
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from adapter.endpoints.judging import judged
from adapter.endpoints.memory import MemoryServer
from adapter.errors import NotPermitted, Refused, Unreachable
from adapter.values import Page, Ref, Reply, Resource, Seen, Write
from mappings.fhir.values import Identifier
from tests.simulation.chance import Chance
from tests.simulation.faults import FaultyServer
from tests.simulation.words import UNKNOWN, made

_WRITES: Final = frozenset({"create", "update", "delete", "batch", "transaction"})
_OF_ALL: Final = (401, 403, 502, 504)
_OF_READS: Final = (404, 408, 410, 423)
_OF_WRITES: Final = (404, 410, 423, 428)
_RECORDS: Final = 60  # about as many are made in a story
_OFFSETS: Final = (-1, 0, 0, 1)  # days


class TownServer(FaultyServer):
    """One of the three servers of a town."""

    def __init__(self, name: str, now: Callable[[], datetime], chance: Chance) -> None:
        nature = chance.of(f"server {name}")
        offset, is_coarse = timedelta(days=nature.choice(_OFFSETS)), nature.random() < 0.3
        self._shown = _Clock(now, offset, is_coarse=is_coarse)
        super().__init__(
            MemoryServer(name, self._shown.now), chance, normalises=nature.random() < 0.5
        )
        self.drops = nature.random() < 0.3
        self.stop: Callable[[], None] = lambda: None
        self.doubled: set[int] = set()
        # One record that it never takes: everything else must go on.
        self.poison = nature.randrange(_RECORDS) if nature.random() < 0.2 else None
        self._is_empty = False
        self._is_closed = False

    def opens(self) -> None:
        """A run begins."""
        self._shown.jump(self._chance)
        self._is_empty = self._chance.strikes(0.4)
        self._is_closed = self._chance.strikes(0.4)

    # -- what the adapter sees ------------------------------------------------------------------

    def read(self, ref: Ref) -> Seen | None:
        found = super().read(ref)
        return None if self._is_hidden([found]) else found

    def is_deleted(self, ref: Ref) -> bool:
        return not self._is_empty and super().is_deleted(ref)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        found = list(super().search(kind, query))
        return iter([] if kind != "Patient" and self._is_hidden(found) else found)

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        for page in super().newest(kind, query, count):
            self._shown.tell(page, self._chance)
            if kind != "Patient" and self._is_hidden(page.seen):
                yield Page(seen=(), total=0, at=page.at)
                return
            yield page

    # -- what goes wrong ------------------------------------------------------------------------

    def _is_hidden(self, found: Sequence[Seen | None]) -> bool:
        if self._is_empty and any(found):
            self._chance.count("empty-side")
        return self._is_empty

    def _before(self, method: str) -> None:
        writes = method in _WRITES
        if writes and self._is_closed:
            self._chance.count("read-only")
            raise NotPermitted(self.name, "nobody may write here", 403)
        if self._chance.strikes(0.05):
            self.stop()
        if self._chance.strikes(1.5 if writes else 0.15):
            status = self._chance.random.choice(_OF_ALL + (_OF_WRITES if writes else _OF_READS))
            error = judged(self.name, status, None)
            if error is not None:
                self._chance.count(f"{status}-before-{method}")
                raise error
        super()._before(method)

    def _after(self, method: str) -> None:
        if self._chance.strikes(4 if method == "delete" else 1):
            self._chance.count(f"500-after-{method}")
            raise Unreachable(self.name, "server error", 500)
        super()._after(method)

    def _race(self, ref: Ref) -> None:
        super()._race(ref)
        held = self.inner.read(ref)
        if held is not None and self._chance.strikes():
            self.inner.saved(ref, held.resource)
            self._chance.count("version-changed-alone")

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        for each in writes:
            self._refuse_poison(each.body)
        return super().transact(writes)

    def _refuse_poison(self, resource: Resource) -> None:
        if self.poison is not None and made(resource) == self.poison:
            self._chance.count("poison")
            raise Refused(self.name, "unprocessable", 422, ["invariant"])

    def _updated(self, ref: Ref, resource: Resource, version: str | None) -> Seen:
        self._refuse_poison(resource)
        return super()._updated(ref, resource, version)

    def _created(self, resource: Resource, identifier: Identifier | None) -> tuple[Seen, bool]:
        self._refuse_poison(resource)
        seen, is_new = super()._created(resource, identifier)
        number = made(resource)
        if is_new and number is not None and self._chance.strikes(0.3):
            self.doubled.add(number)
            self.inner.saved(None, seen.resource)
            self._chance.count("made-twice")
        return seen, is_new

    def _kept(self, body: Resource) -> Resource:
        kept = super()._kept(body)
        if not self.drops or not _knows(kept):
            return kept
        self._chance.count("extension-dropped")
        extensions = [each for each in kept["extension"] if each["url"] != UNKNOWN]
        return {**kept, "extension": extensions}


def _knows(body: Resource) -> bool:
    return any(each["url"] == UNKNOWN for each in body.get("extension") or ())


class _Clock:
    """The clock of one server: some days off, and perhaps without minutes."""

    def __init__(self, now: Callable[[], datetime], offset: timedelta, *, is_coarse: bool) -> None:
        self._now = now
        self._offset = offset
        self._is_coarse = is_coarse

    def now(self) -> datetime:
        shown = self._now() + self._offset
        return shown.replace(minute=0, second=0) if self._is_coarse else shown

    def jump(self, chance: Chance) -> None:
        """Somebody sets the clock right, or wrong: what is written next may look older."""
        if chance.strikes(0.5):
            self._offset += timedelta(days=chance.random.choice((-1, 1)))
            chance.count("server-clock-jumped")

    def tell(self, page: Page, chance: Chance) -> None:
        """Count what the code under test is shown of it."""
        if page.seen and self._offset:
            chance.seen["clock-days-off"] += 1
        changed = [each.resource["meta"]["lastUpdated"] for each in page.seen]
        if len(set(changed)) < len(changed):
            chance.seen["last-updated-equal"] += 1
