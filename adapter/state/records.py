"""What the state knows of each record: where it lives, what was agreed, what was about to be sent.

An intent is written before its request leaves. Settled with link and base in one transaction, it
tells the next run which answers never came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, select, tuple_

from adapter.state import schema
from adapter.state.database import Values
from adapter.state.rows import Rows, ref_of, text_of
from adapter.values import Base, Intent, Link, Probe, Ref, Result, Step

_NOTHING: Final[Mapping[str, str]] = {}


class Records(Rows):
    """The part of the state that a sync works with."""

    # -- links and bases ------------------------------------------------------------------------

    def link(self, endpoint: str, key: str, ref: Ref, *, origin: str) -> None:
        """Remember where a record lives on an endpoint, and which endpoint it came from."""
        self.save_links([Link(endpoint=endpoint, key=key, ref=ref, origin=origin)])

    def save_links(self, links: Iterable[Link]) -> None:
        """Remember where records live, all of it or nothing.

        A record made anew at that endpoint has moved; where it first came from never changes.
        """
        given = list(links)
        places = ((at.endpoint, at.key, at.ref.type, at.ref.id) for at in given)
        with self.transaction():
            self.put_all(schema.LINKS, places)
            self.put_all_first(schema.ORIGINS, ((at.key, at.origin) for at in given))

    def links(self, endpoint: str) -> dict[str, Ref]:
        """Where each known record lives on an endpoint: key → reference."""
        return {
            row.key: Ref(row.type, row.logical_id)
            for row in self.rows(schema.LINKS, endpoint=endpoint)
        }

    def origins(self) -> dict[str, str]:
        """Which endpoint each record came from: key → endpoint."""
        return {row.key: row.endpoint for row in self.rows(schema.ORIGINS)}

    def save_base(self, route: str, base: Base) -> None:
        self.save_bases(route, [base])

    def save_bases(self, route: str, bases: Iterable[Base]) -> None:
        """Remember what the sides agreed on, all of it or nothing.

        The two bodies of a base are nearly alike: compressed as one they take little more than one.
        """
        rows = ((route, base.key, self._bodies(base), base.person) for base in bases)
        self.put_all(schema.BASES, rows)

    def base(self, route: str, key: str) -> Base | None:
        """What the sides of a route last agreed on for one record."""
        for row in self.rows(schema.BASES, route=route, key=key):
            return self._base(row)
        return None

    def bases(self, route: str) -> dict[str, Base]:
        """What the sides of a route last agreed on: key → base."""
        return {row.key: self._base(row) for row in self.rows(schema.BASES, route=route)}

    def _bodies(self, base: Base) -> bytes:
        return self._packed([base.here, base.there, *base.unsettled])

    def _base(self, row: Any) -> Base:  # noqa: ANN401  a row
        here, there, *unsettled = self._unpacked(row.bodies)
        return Base(
            key=row.key, here=here, there=there, unsettled=tuple(unsettled), person=row.person
        )

    # -- intents --------------------------------------------------------------------------------

    def intend(self, intents: Iterable[Intent]) -> None:
        """Remember what is about to be sent, all of it or nothing."""
        self.put_all(schema.INTENTS, map(_intent_row, intents))

    def settle(
        self, outcomes: Mapping[str, Result], at: str, stands: Mapping[str, str] = _NOTHING
    ) -> None:
        """These intents are over: the outcome of each is known, whatever it is.

        `stands` is which version each made, as far as the server said.
        """
        rows = (
            {
                "id": operation,
                "settled": at,
                "outcome": outcome.value,
                "stands": stands.get(operation),
            }
            for operation, outcome in outcomes.items()
        )
        self.change_all(schema.INTENTS, rows, by="id")

    def doubtful(self, route: str, side: str) -> frozenset[str]:
        """The records of which a write was never heard of, and none was done since."""
        with self.begin() as connection:
            found = connection.execute(_doubtful(), {"of_route": route, "at_side": side})
            return frozenset(found.scalars())

    def forget_intents(self, route: str, before: str) -> int:
        """Drop what was settled and began before that time, where a later write was done since.

        What remains of a record is its last write, by which a later run knows its own again.
        """
        intents = schema.INTENTS
        old = delete(intents).where(
            intents.c.route == route,
            intents.c.settled.is_not(None),
            intents.c.started < before,
            _done_since(),
        )
        with self.begin() as connection:
            return connection.execute(old).rowcount

    def open_intents(self, route: str) -> list[Intent]:
        """What was about to be sent and never settled, in the order in which it began."""
        return self._intents(route=route, settled=None)

    def intents(self, route: str, key: str) -> list[Intent]:
        """Everything that was ever to be sent of a record, in the order in which it began."""
        return self._intents(route=route, key=key)

    # -- what servers were seen to do -----------------------------------------------------------

    def save_probe(self, endpoint: str, probe: Probe) -> None:
        """Remember what a server was seen to do; what was seen before is forgotten."""
        seen = self._encode(asdict(probe)).decode()
        self.put(schema.PROBES, {"endpoint": endpoint, "seen": seen})

    def probe(self, endpoint: str) -> Probe | None:
        for row in self.rows(schema.PROBES, endpoint=endpoint):
            return Probe(**self._decode(row.seen.encode()))
        return None

    def _intents(self, **equal: Any) -> list[Intent]:  # noqa: ANN401  column values
        found = [
            Intent(
                id=row.id,
                route=row.route,
                side=row.side,
                key=row.key,
                method=Step(row.method),
                ref=ref_of(row.ref),
                version=row.version,
                digest=row.digest,
                started=row.started,
                settled=row.settled,
                outcome=None if row.outcome is None else Result(row.outcome),
                person=row.person,
                basis=row.basis,
                stands=row.stands,
            )
            for row in self.rows(schema.INTENTS, **equal)
        ]
        return sorted(found, key=lambda intent: (intent.started, intent.id))


@cache
def _doubtful() -> Select[Any]:
    intents = schema.INTENTS
    unheard = intents.c.outcome.is_(None) | (intents.c.outcome == Result.UNKNOWN.value)
    return select(intents.c.key).where(
        intents.c.route == bindparam("of_route"),
        intents.c.side == bindparam("at_side"),
        unheard,
        ~_done_since(),
    )


def _done_since() -> ColumnElement[bool]:
    """Whether a later write of the same record to the same side is known to be done."""
    intents, later = schema.INTENTS, schema.INTENTS.alias("later")
    return exists().where(
        *(later.c[name] == intents.c[name] for name in ("route", "key", "side")),
        later.c.outcome == Result.DONE.value,
        tuple_(later.c.started, later.c.id) > tuple_(intents.c.started, intents.c.id),
    )


def _intent_row(intent: Intent) -> Values:
    return (
        intent.id,
        intent.route,
        intent.side,
        intent.key,
        intent.method.value,
        text_of(intent.ref),
        intent.version,
        intent.digest,
        intent.started,
        intent.settled,
        None if intent.outcome is None else intent.outcome.value,
        intent.person,
        intent.basis,
        intent.stands,
    )
