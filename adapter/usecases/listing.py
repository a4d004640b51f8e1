"""One server asked, type by type, for what changed last of the people at rest.

They are named by the server's own ids, as many at once as it takes. Who has other records than when
they came to rest has changed; how far a list has to be read for that, `sync.quiet` says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from adapter.errors import Refused, Withheld
from adapter.sync.quiet import Newest, changed, differing, earliest, stamp, window
from adapter.usecases import together
from adapter.usecases.context import Context
from adapter.usecases.gather import of_persons, persons_in
from adapter.values import Changes, Cursor, EndpointSettings, Held, Ref, Resting, Route, Seen

AT_ONCE: Final = 20_000  # persons that a first question names: about a megabyte
PAGE: Final = 200  # of a list that is quiet, the first page is enough

Found = tuple[set[str], str | None]  # of whom something changed, and the server's time


class Listed:
    """The people at rest as one server lists them."""

    def __init__(
        self, end: EndpointSettings, route: Route, context: Context, resting: Mapping[str, Resting]
    ) -> None:
        self._end = end
        self._route = route.name
        self._server = context.servers[end.name]
        self._store = context.store
        self._resting = resting
        self._people = _by_patient(resting, end.name)  # two numbers may be one person's
        self._order = sorted(self._people, key=lambda patient: patient.id)
        self._totals = self._counted(self._order)
        self._held: dict[str, Held] = {}
        self._named: dict[tuple[Ref, int], list[tuple[str, str]]] = {}

    def read(self, kind: str, until: Cursor | None) -> tuple[set[str], Cursor]:
        """Of whom something of this type changed, and how far that is known now."""
        size, before = (AT_ONCE, None) if until is None else (until.together, until.at)

        def about(some: Sequence[Ref]) -> Found:
            return self._some(kind, some, before)

        try:
            parts, size = together.ask(about, self._order, size)
        except (together.EndedMidway, Withheld):
            # Perhaps for one of them alone: everybody is looked at.
            return set(self._resting), self._cursor(kind, before, size)
        except Refused:
            # It has no such type, or can't list it so: who has some of it is looked at.
            return self._having(kind), self._cursor(kind, before, size)
        moved = {person for found, _ in parts for person in found}
        return moved, self._cursor(kind, earliest([at for _, at in parts]), size)

    def _having(self, kind: str) -> set[str]:
        name = self._end.name
        return {each.person for each in self._resting.values() if each.counts[name].get(kind)}

    def _cursor(self, kind: str, at: str | None, together: int) -> Cursor:
        return Cursor(endpoint=self._end.name, type=kind, at=at, together=together)

    def _some(self, kind: str, some: Sequence[Ref], at: str | None) -> Found:
        since = None if self._end.changes is Changes.FULL else window(at, self._end.overlap)
        if since is not None and self._end.changes is Changes.HISTORY:
            return self._past(kind, since)
        newest = Newest(since, self._expected(kind, some))
        is_whole = self._is_read_whole(kind, some, newest)
        now = self._dealt(newest.records.values())
        if not is_whole:
            return changed(self._before(now), now), newest.at
        people = [person for patient in some for person in self._people[patient]]
        return differing(kind, people, self._before(people), now), newest.at

    def _past(self, kind: str, since: datetime) -> Found:
        """Whose records a history names: also those that are gone."""
        newest = Newest(since, expected=0)
        for page in together.whole(self._end.name, self._server.history(kind, since, PAGE)):
            newest.take(replace(page, total=None))
            if newest.is_enough:
                break
        now = self._dealt(newest.records.values())
        moved = changed(self._before(now), now)
        held = self._before(self._resting if newest.gone else ())
        return moved | {who for who in held if newest.gone & held[who].keys()}, newest.at

    def _is_read_whole(self, kind: str, some: Sequence[Ref], newest: Newest) -> bool:
        """Read the list as far as it has to be; whether that was to its end."""
        pages = self._server.newest(kind, self._query(kind, some), PAGE)
        for page in together.whole(self._end.name, pages):
            newest.take(page)
            if newest.is_enough:
                return False
        return True

    def _query(self, kind: str, some: Sequence[Ref]) -> list[tuple[str, str]]:
        """Put together once: it may be a megabyte, and is nearly always the same."""
        if kind == "Patient":
            return of_persons(kind, some)
        key = some[0], len(some)
        if key not in self._named:
            self._named[key] = of_persons(kind, some)
        return self._named[key]

    def _expected(self, kind: str, some: Sequence[Ref]) -> int:
        whole = len(some) == len(self._order)
        return (self._totals if whole else self._counted(some))[kind]

    def _counted(self, patients: Iterable[Ref]) -> Counter[str]:
        """How many records of each type these people had."""
        found: Counter[str] = Counter()
        for patient in patients:
            person = self._people[patient][0]
            for kind, count in self._resting[person].counts[self._end.name].items():
                found[kind] += count
        return found

    def _dealt(self, records: Iterable[Seen]) -> dict[str, dict[str, str]]:
        """The stamps of records by the people whom they are about."""
        now: dict[str, dict[str, str]] = {}
        for seen in records:
            for patient in persons_in(seen.resource, str(self._end.url)):
                for person in self._people.get(patient, ()):
                    now.setdefault(person, {})[str(seen.ref)] = stamp(seen)
        return now

    def _before(self, persons: Iterable[str]) -> dict[str, Held]:
        """What was held of people when they came to rest, read from the state when it is needed."""
        wanted = set(persons)
        missing = wanted - self._held.keys()
        if missing:
            held = self._store.held_at_rest(self._route, missing)
            self._held |= {
                person: held.get(person, {}).get(self._end.name, {}) for person in missing
            }
        return {person: self._held[person] for person in wanted}


def _by_patient(resting: Mapping[str, Resting], endpoint: str) -> dict[Ref, list[str]]:
    found: dict[Ref, list[str]] = {}
    for person, each in resting.items():
        found.setdefault(Ref("Patient", each.patients[endpoint]), []).append(person)
    return found
