"""What the state knows of each record: where it lives, what was agreed, what was about to be sent.

An intent is written before its request leaves. Settled with link and base in one transaction, it
tells the next run which answers never came.
"""

from collections.abc import Iterable
from typing import Any

from adapter.state import schema
from adapter.state.rows import Rows, ref_of, text_of
from adapter.values import Base, Cursor, Intent, Ref, Result, Step


class Records(Rows):
    """The part of the state that a sync works with."""

    # -- links and bases ------------------------------------------------------------------------

    def link(self, endpoint: str, key: str, ref: Ref, *, origin: str) -> None:
        """Remember where a record lives on an endpoint, and which endpoint it came from.

        A record made anew at that endpoint has moved; where it first came from never changes.
        """
        row = {"endpoint": endpoint, "type": ref.type, "logical_id": ref.id, "key": key}
        with self.transaction():
            self.drop(schema.LINKS, endpoint=endpoint, key=key)
            self.put(schema.LINKS, row)
            self.put_first(schema.ORIGINS, {"key": key, "endpoint": origin})

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
        row = {
            "route": route,
            "key": base.key,
            "sent": self._packed(base.here),
            "answered": self._packed(base.there),
        }
        self.put(schema.BASES, row)

    def bases(self, route: str) -> dict[str, Base]:
        return {
            row.key: Base(
                key=row.key, here=self._unpacked(row.sent), there=self._unpacked(row.answered)
            )
            for row in self.rows(schema.BASES, route=route)
        }

    # -- intents --------------------------------------------------------------------------------

    def intend(self, intents: Iterable[Intent]) -> None:
        """Remember what is about to be sent, all of it or nothing."""
        with self.transaction():
            for intent in intents:
                self.put(
                    schema.INTENTS,
                    {
                        "id": intent.id,
                        "route": intent.route,
                        "side": intent.side,
                        "key": intent.key,
                        "method": intent.method.value,
                        "ref": text_of(intent.ref),
                        "version": intent.version,
                        "digest": intent.digest,
                        "started": intent.started,
                        "settled": intent.settled,
                        "outcome": None if intent.outcome is None else intent.outcome.value,
                    },
                )

    def settle(self, operation: str, outcome: Result, at: str) -> None:
        """An intent is over: its outcome is known, whatever it is."""
        self.change(schema.INTENTS, {"settled": at, "outcome": outcome.value}, id=operation)

    def open_intents(self, route: str) -> list[Intent]:
        """What was about to be sent and never settled, in the order in which it began."""
        return self._intents(route=route, settled=None)

    def intents(self, route: str, key: str) -> list[Intent]:
        """Everything that was ever to be sent of a record, in the order in which it began."""
        return self._intents(route=route, key=key)

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
            )
            for row in self.rows(schema.INTENTS, **equal)
        ]
        return sorted(found, key=lambda intent: (intent.started, intent.id))

    # -- cursors --------------------------------------------------------------------------------

    def save_cursor(self, cursor: Cursor) -> None:
        self.put(
            schema.CURSORS,
            {
                "route": cursor.route,
                "endpoint": cursor.endpoint,
                "type": cursor.type,
                "since": cursor.since,
                "full": cursor.full,
            },
        )

    def cursors(self, route: str) -> dict[tuple[str, str], Cursor]:
        """How far a route has read: (endpoint, type) → cursor."""
        return {
            (row.endpoint, row.type): Cursor(
                route=row.route,
                endpoint=row.endpoint,
                type=row.type,
                since=row.since,
                full=row.full,
            )
            for row in self.rows(schema.CURSORS, route=route)
        }
