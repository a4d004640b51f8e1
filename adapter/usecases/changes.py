"""Who has to be looked at: everybody of whom something may have changed since they came to rest.

Each server is asked, type by type, for what changed last of the people at rest, by its own ids for
them: nothing is asked about anybody else. How far that was read is remembered together with who is
no longer at rest, so that a run that is killed in between loses nothing.

a person is looked at   never at rest; other terms than then (enrolment, configuration, a decision);
                        a new, other or missing record or patient; everybody, now and then
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from adapter.errors import Refused
from adapter.sync.quiet import Newest, changed, differing, earliest, stamp, window
from adapter.usecases import together
from adapter.usecases.context import Context
from adapter.usecases.gather import of_persons, persons_in
from adapter.usecases.guards import configuration
from adapter.values import (
    Changes,
    Cursor,
    EndpointSettings,
    Enrolment,
    Held,
    Ref,
    Resting,
    Route,
    Seen,
)
from mappings.version import MAPPING_VERSION

AT_ONCE: Final = 10_000  # persons that a first question names
PAGE: Final = 500  # of a list that is quiet, the first page is enough


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is looked at, on which terms each would come to rest, and how far changes were read."""

    people: Mapping[str, Enrolment]
    resting: frozenset[str]
    terms: Mapping[str, str]
    disturbed: frozenset[str] = frozenset()
    cursors: Sequence[Cursor] = ()


@dataclass(slots=True)
class Memory:
    """What was held of people when they came to rest, read from the state when it is needed."""

    route: str
    context: Context
    known: dict[str, Mapping[str, Held]] = field(default_factory=dict)

    def of(self, persons: Iterable[str], endpoint: str) -> dict[str, Held]:
        wanted = set(persons)
        missing = wanted - self.known.keys()
        if missing:
            self.known |= self.context.store.held_at_rest(self.route, missing)
        return {person: self.known.get(person, {}).get(endpoint, {}) for person in wanted}


def choose(route: Route, context: Context, *, full: bool) -> Chosen:
    """Who is to be looked at on this run; `full`: everybody."""
    enrolled = context.enrolled(route.name)
    terms = _terms(route, context, enrolled)
    known = context.store.resting(route.name)
    resting = {
        person: each
        for person, each in known.items()
        if not full and terms.get(person) == each.terms
    }
    moved, cursors = _changes(route, context, resting)
    still = frozenset(resting) - moved
    return Chosen(
        people={handle: each for handle, each in enrolled.items() if handle not in still},
        resting=still,
        terms=terms,
        disturbed=frozenset(known) - still,
        cursors=cursors,
    )


def _terms(route: Route, context: Context, enrolled: Mapping[str, Enrolment]) -> dict[str, str]:
    """A digest for each person of all that a decision hangs on beside the records."""
    store = context.store
    common = json.dumps([MAPPING_VERSION, configuration(route)], sort_keys=True)
    proposals, chosen = store.proposals(route.name), store.kept(route.name)
    person_of = {each.key: each.person for each in store.conflicts(route.name)}
    person_of |= {each.key: each.person for each in proposals}
    decided: dict[str, list[str]] = {}
    for hold in store.holds(route.name):
        kept = [made for (_, key), made in chosen.items() if key == hold.key]
        decided.setdefault(hold.person, []).extend(map(repr, kept))
    for key, units in sorted(store.decisions(route.name).items()):
        if key in person_of:
            decided.setdefault(person_of[key], []).append(repr(sorted(units.items())))
    for each in proposals:
        decided.setdefault(each.person, []).append(f"{each.key} {each.state.value}")
    return {
        handle: _digest(common, repr(enrolment), *decided.get(handle, ()))
        for handle, enrolment in enrolled.items()
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _changes(
    route: Route, context: Context, resting: Mapping[str, Resting]
) -> tuple[set[str], list[Cursor]]:
    """Of whom something changed on either side, and how far that was read."""
    moved: set[str] = set()
    cursors = []
    memory = Memory(route.name, context)
    until = {(each.endpoint, each.type): each for each in context.store.cursors(route.name)}
    for end in (route.here, route.there) if resting else ():
        listed = _Listed(end, context, memory, _by_patient(resting, end.name), resting)
        for kind in ("Patient", *route.types):
            context.go_on()
            found, cursor = listed.read(kind, until.get((end.name, kind)))
            moved |= found
            cursors.append(cursor)
    return moved, cursors


def _by_patient(resting: Mapping[str, Resting], endpoint: str) -> dict[Ref, list[str]]:
    """Who is behind each patient there: two numbers may be one person's."""
    found: dict[Ref, list[str]] = {}
    for person, each in resting.items():
        found.setdefault(Ref("Patient", each.patients[endpoint]), []).append(person)
    return found


@dataclass(frozen=True, slots=True)
class _Listed:
    """One server asked for what changed last of the people at rest."""

    end: EndpointSettings
    context: Context
    memory: Memory
    people: Mapping[Ref, Sequence[str]]
    resting: Mapping[str, Resting]

    def read(self, kind: str, until: Cursor | None) -> tuple[set[str], Cursor]:
        """Of whom something of this type changed, and how far that is known now."""
        size = AT_ONCE if until is None else until.together

        def about(some: Sequence[Ref]) -> tuple[set[str], str | None]:
            return self._some(kind, some, None if until is None else until.at)

        try:
            parts, size = together.ask(about, sorted(self.people), size)
        except Refused:
            return self._unasked(kind, until)
        moved = {person for found, _ in parts for person in found}
        return moved, self._cursor(kind, earliest([at for _, at in parts]), size)

    def _unasked(self, kind: str, until: Cursor | None) -> tuple[set[str], Cursor]:
        """A server that has no such type, or can't list it so: who has some is looked at."""
        lost = {each.person for each in self.resting.values() if self._count(each.person, kind)}
        return lost, self._cursor(kind, None, AT_ONCE if until is None else until.together)

    def _cursor(self, kind: str, at: str | None, together: int) -> Cursor:
        return Cursor(endpoint=self.end.name, type=kind, at=at, together=together)

    def _some(self, kind: str, some: Sequence[Ref], at: str | None) -> tuple[set[str], str | None]:
        people = [person for patient in some for person in self.people[patient]]
        expected = sum(self._count(self.people[patient][0], kind) for patient in some)
        since = self._since(at)
        if since is not None and self.end.changes is Changes.HISTORY:
            return self._past(kind, some, since)
        newest = Newest(since, expected)
        is_whole = self._is_read_whole(kind, some, newest)
        now = self._dealt(newest.records.values(), frozenset(some))
        if is_whole:
            before = self.memory.of(people, self.end.name)
            return differing(kind, people, before, now), newest.at
        return changed(self.memory.of(now, self.end.name), now), newest.at

    def _past(self, kind: str, some: Sequence[Ref], since: datetime) -> tuple[set[str], str | None]:
        """Whose records a history names: also those that are gone."""
        newest = Newest(since, expected=0)
        history = self.context.servers[self.end.name].history(kind, since, PAGE)
        for page in together.whole(self.end.name, history):
            newest.take(replace(page, total=None))
            if newest.is_enough:
                break
        now = self._dealt(newest.records.values(), frozenset(some))
        moved = changed(self.memory.of(now, self.end.name), now)
        before = self.memory.of(self.resting if newest.gone else (), self.end.name)
        return moved | {who for who, held in before.items() if newest.gone & held.keys()}, newest.at

    def _since(self, at: str | None) -> datetime | None:
        return None if self.end.changes is Changes.FULL else window(at, self.end.overlap)

    def _count(self, person: str, kind: str) -> int:
        return self.resting[person].counts.get(self.end.name, {}).get(kind, 0)

    def _is_read_whole(self, kind: str, some: Sequence[Ref], newest: Newest) -> bool:
        """Read the list as far as it has to be; whether that was to its end."""
        pages = self.context.servers[self.end.name].newest(kind, of_persons(kind, some), PAGE)
        for page in together.whole(self.end.name, pages):
            newest.take(page)
            if newest.is_enough:
                return False
        return True

    def _dealt(self, records: Iterable[Seen], some: frozenset[Ref]) -> dict[str, dict[str, str]]:
        """The stamps of records by the people whom they are about."""
        now: dict[str, dict[str, str]] = {}
        for seen in records:
            for patient in persons_in(seen.resource, str(self.end.url)) & some:
                for person in self.people[patient]:
                    now.setdefault(person, {})[str(seen.ref)] = stamp(seen)
        return now
