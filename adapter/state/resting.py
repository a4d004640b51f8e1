"""Who is at rest on each route, with what each side held of them, and how far changes were read.

What was held stands apart from the rest: most runs need it of few people.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import Cursor, Held, Parked, Reading, Rest, Resting

_MANY: Final = 1_000


class AtRest(Rows):
    """The part of the state that says who need not be looked at."""

    # -- persons --------------------------------------------------------------------------------

    def rest(self, route: str, rests: Iterable[Rest]) -> None:
        """These people came to rest, all of them or none."""
        given = list(rests)
        with self.transaction():
            self.put_all(
                schema.RESTS,
                ((route, each.person, each.terms, self._figures(each)) for each in given),
            )
            self.put_all(
                schema.HELD, ((route, each.person, self._encode(each.held)) for each in given)
            )

    def resting(self, route: str) -> dict[str, Resting]:
        """Everybody at rest on a route, by handle."""
        rows = self.rows(schema.RESTS, route=route)
        figures = self._decoded([row.figures.encode() for row in rows])
        known: dict[str, Any] = {}  # many have as many of each as others have
        found = {}
        for row, (patients, text) in zip(rows, figures, strict=True):
            if text not in known:
                known[text] = self._decode(text.encode())
            found[row.person] = Resting(
                person=row.person, terms=row.terms, patients=patients, counts=known[text]
            )
        return found

    def held_at_rest(self, route: str, persons: Collection[str]) -> dict[str, Mapping[str, Held]]:
        """What each endpoint held of these people when they came to rest."""
        rows = self.rows_among(schema.HELD, "person", persons, route=route)
        held = self._decoded([row.held for row in rows])
        return {row.person: each for row, each in zip(rows, held, strict=True)}

    def disturb(self, route: str, persons: Iterable[str]) -> None:
        """These people are to be looked at again."""
        with self.transaction():
            for person in persons:
                self.drop(schema.RESTS, route=route, person=person)
                self.drop(schema.HELD, route=route, person=person)

    def _decoded(self, texts: list[bytes]) -> Iterator[Any]:
        """Many small values of JSON, read as few large ones: each has its price."""
        for start in range(0, len(texts), _MANY):
            yield from self._decode(b"[" + b",".join(texts[start : start + _MANY]) + b"]")

    def _figures(self, rest: Rest) -> str:
        counts = {
            endpoint: Counter(ref.partition("/")[0] for ref in held)
            for endpoint, held in rest.held.items()
        }
        return self._encode([rest.patients, self._encode(counts).decode()]).decode()

    # -- references that wait -------------------------------------------------------------------

    def parked(self, route: str) -> list[Parked]:
        """The references on a route that wait for a record."""
        return [
            Parked(side=row.side, person=row.person, key=row.key, target=row.target)
            for row in self.rows(schema.PARKED, route=route)
        ]

    def replace_parked(self, route: str, parked: Iterable[Parked]) -> None:
        """Set which references wait on a route."""
        now = {(each.side, each.person, each.key, each.target) for each in parked}
        with self.transaction():
            self.drop(schema.PARKED, route=route)
            self.put_all(schema.PARKED, ((route, *each) for each in sorted(now)))

    # -- changes --------------------------------------------------------------------------------

    def cursors(self, route: str) -> list[Cursor]:
        """How far the changes of each type were read at each endpoint of a route."""
        return [
            Cursor(endpoint=row.endpoint, type=row.type, at=row.at, together=row.together)
            for row in self.rows(schema.CURSORS, route=route)
        ]

    def save_cursors(self, route: str, cursors: Iterable[Cursor]) -> None:
        """Changes were read so far; with `disturb` in one transaction, so that none is lost."""
        with self.transaction():
            for each in cursors:
                row = {"endpoint": each.endpoint, "type": each.type, "at": each.at}
                together = {"together": each.together}
                self.put(schema.CURSORS, {"route": route, **row, **together})

    def readings(self, route: str) -> list[Reading]:
        """When each endpoint of a route was last read, and when as a whole."""
        return [
            Reading(endpoint=row.endpoint, at=row.at, whole=row.whole)
            for row in self.rows(schema.READINGS, route=route)
        ]

    def save_reading(self, route: str, reading: Reading) -> None:
        row = {"endpoint": reading.endpoint, "at": reading.at, "whole": reading.whole}
        self.put(schema.READINGS, {"route": route, **row})
