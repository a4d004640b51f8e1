"""Who has to be looked at: everybody of whom something may have changed since they came to rest.

Each server is asked, type by type, for what changed last of the people at rest, by its own ids for
them: nothing is asked about anybody else. How far that was read is remembered together with who is
no longer at rest, so that a run that is killed in between loses nothing.

a person is looked at   never at rest; other terms than then (enrolment, configuration, a decision);
                        a new, other or missing record or patient; everybody, now and then
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from adapter.errors import Stopped
from adapter.usecases import abreast
from adapter.usecases.auditing import Named, asking
from adapter.usecases.context import Context
from adapter.usecases.gate import Gate
from adapter.usecases.guards import configuration
from adapter.usecases.listing import Listed
from adapter.values import Cursor, EndpointSettings, Enrolment, Measure, Resting, Route
from mappings.redacted import Redacted, whole
from mappings.version import MAPPING_VERSION

Ask: TypeAlias = Callable[[Mapping[str, Gate]], dict[str, Gate]]


@dataclass(frozen=True, slots=True)
class Chosen(Redacted):
    """Who is looked at, on which terms each would come to rest, and how far changes were read.

    `gates` say what may cross of each of them.
    """

    people: Mapping[str, Enrolment]
    gates: Mapping[str, Gate]
    resting: frozenset[str]
    terms: Mapping[str, str]
    disturbed: frozenset[str] = frozenset()
    cursors: Sequence[Cursor] = ()


def choose(
    route: Route, context: Context, passing: Mapping[str, Gate], ask: Ask, *, full: bool
) -> Chosen:
    """Who is to be looked at on this run of those who may be asked about; `full`: everybody.

    `ask` asks about the blocks of those about whom nobody was asked yet, and leaves out who waits.
    """
    terms = _terms(route, context, passing)
    known = context.store.resting(route.name)

    def asked(some: Mapping[str, Gate]) -> dict[str, Gate]:
        found = ask({handle: gate for handle, gate in some.items() if not gate.is_asked})
        terms.update(_terms(route, context, found) if found else {})
        return {handle: each for handle, each in {**some, **found}.items() if each.is_asked}

    # Who came to rest with blocks, or not at all, seems to be on other terms until that is known.
    at_rest = {} if full else {person: each.terms for person, each in known.items()}
    others = {h: gate for h, gate in passing.items() if terms[h] != at_rest.get(h)}
    passing = {h: gate for h, gate in passing.items() if h not in others} | asked(others)
    resting = {
        person: each
        for person, each in known.items()
        if not full and person in passing and terms.get(person) == each.terms
    }
    moved, cursors = _changes(route, context, resting)
    still = frozenset(resting) - moved
    looked = asked({handle: gate for handle, gate in passing.items() if handle not in still})
    return Chosen(
        people={handle: gate.known.enrolment for handle, gate in looked.items()},
        gates=looked,
        resting=still,
        terms=terms,
        disturbed=frozenset(known) - still,
        cursors=cursors,
    )


def _terms(route: Route, context: Context, passing: Mapping[str, Gate]) -> dict[str, str]:
    """A digest for each person of all that a decision hangs on beside the records."""
    store = context.store
    common = json.dumps([MAPPING_VERSION, configuration(route)], sort_keys=True)
    proposals, chosen = store.proposals(route.name), store.kept(route.name)
    person_of = {each.key: each.person for each in store.conflicts(route.name)}
    person_of |= {each.key: each.person for each in proposals}
    decided: dict[str, list[str]] = {}
    for hold in store.holds(route.name):
        kept = [made for (_, key), made in chosen.items() if key == hold.key]
        decided.setdefault(hold.person, []).extend(map(whole, kept))
    for key, units in sorted(store.decisions(route.name).items()):
        if key in person_of:
            decided.setdefault(person_of[key], []).append(
                repr([(unit, whole(each)) for unit, each in sorted(units.items())])
            )
    for each in proposals:
        decided.setdefault(each.person, []).append(f"{each.key} {each.state.value}")
    return {
        handle: _digest(common, whole(gate.known.enrolment), gate.terms, *decided.get(handle, ()))
        for handle, gate in passing.items()
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _changes(
    route: Route, context: Context, resting: Mapping[str, Resting]
) -> tuple[set[str], list[Cursor]]:
    """Of whom something changed on either side, and how far that was read."""
    if not resting:
        return set(), []
    until = {(each.endpoint, each.type): each for each in context.store.cursors(route.name)}
    ends = (route.here, route.there)
    sides = {end.name: Listed(end, route, context, resting) for end in ends}

    def read(end: EndpointSettings, kind: str) -> tuple[set[str], Cursor]:
        if context.stopping.is_set():
            raise Stopped
        return sides[end.name].read(kind, until.get((end.name, kind)))

    context.go_on()
    questions = [(end, kind) for kind in (_PERSON, *route.types) for end in ends]
    named = [Named(end.name) for end in ends]
    with asking(context, Measure.QUERY, named, people_at_rest=len(resting)):
        both = abreast.answers(read, questions)
    return {person for moved, _ in both for person in moved}, [cursor for _, cursor in both]


_PERSON: Final = "Patient"
