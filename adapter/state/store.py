"""The state of one installation, as the use cases see it.

Bodies are encoded by the codec that `wiring` hands in. `transaction()` groups what must stand or
fall together.
"""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from adapter.state import schema
from adapter.state.stewards import Stewards
from adapter.values import (
    Base,
    Enrolment,
    Hold,
    Ingested,
    OpenConflict,
    Quarantined,
    Ref,
    Resource,
    Run,
    Why,
)
from mappings.fhir.values import Identifier
from mappings.record import MessageStatus

Encode = Callable[[Any], bytes]
Decode = Callable[[bytes], Any]


class Store(Stewards):
    """The state. Opening it refuses a key or a schema that isn't its own."""

    def __init__(self, file: Path, key_fingerprint: str, encode: Encode, decode: Decode) -> None:
        super().__init__(file, key_fingerprint)
        self._encode = encode
        self._decode = decode

    # -- enrolments -----------------------------------------------------------------------------

    def enrol(self, enrolment: Enrolment) -> None:
        self.put(
            schema.ENROLMENTS,
            {
                "route": enrolment.route,
                "handle": enrolment.handle,
                "system": enrolment.person.system,
                "value": enrolment.person.value,
                "basis": enrolment.basis,
                "decided_by": enrolment.decided_by,
                "start": enrolment.start,
                "end": enrolment.end,
                "plan_kinds": self._words(enrolment.plan_kinds),
                "consent": enrolment.consent,
            },
        )

    def enrolments(self, route: str | None = None) -> list[Enrolment]:
        """Everybody enrolled, on one route or on all, whether or not the enrolment has ended."""
        equal = {} if route is None else {"route": route}
        return [
            Enrolment(
                route=row.route,
                handle=row.handle,
                person=Identifier(system=row.system, value=row.value),
                basis=row.basis,
                decided_by=row.decided_by,
                start=row.start,
                end=row.end,
                plan_kinds=tuple(self._decode(row.plan_kinds.encode())),
                consent=row.consent,
            )
            for row in self.rows(schema.ENROLMENTS, **equal)
        ]

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

    # -- documents ------------------------------------------------------------------------------

    def save_document(self, route: str, document: Ingested) -> None:
        self.put(
            schema.DOCUMENTS,
            {
                "route": route,
                "sha256": document.sha256,
                "name": document.name,
                "format": document.format,
                "conversation": document.conversation,
                "message": document.message,
                "parent": document.parent,
                "status": document.status.value,
                "wrong_person": document.wrong_person,
                "person": document.person,
                "outcome": document.outcome,
                "received": document.received,
                "takes_back": document.takes_back,
                "resources": self._packed(list(document.resources)),
            },
        )

    def documents(self, route: str, **equal: str) -> list[Ingested]:
        """The documents taken in on a route, in the order they were received."""
        rows = sorted(
            self.rows(schema.DOCUMENTS, route=route, **equal),
            key=lambda row: (row.received, row.sha256),
        )
        return [
            Ingested(
                sha256=row.sha256,
                name=row.name,
                format=row.format,
                conversation=row.conversation,
                message=row.message,
                parent=row.parent,
                status=MessageStatus(row.status),
                wrong_person=row.wrong_person,
                person=row.person,
                outcome=row.outcome,
                received=row.received,
                takes_back=row.takes_back,
                resources=tuple(self._unpacked(row.resources)),
            )
            for row in rows
        ]

    # -- what waits -----------------------------------------------------------------------------

    def replace_holds(self, route: str, holds: Sequence[Hold]) -> int:
        """Set what waits on a route; a hold that was there keeps its date. Returns the new ones."""
        known = {_hold_key(hold): hold.since for hold in self.holds(route)}
        with self.transaction():
            self.drop(schema.HOLDS, route=route)
            for hold in holds:
                since = known.get(_hold_key(hold), hold.since)
                self.put(
                    schema.HOLDS,
                    {
                        "route": route,
                        "person": hold.person,
                        "why": hold.why.value,
                        "document": hold.document or "",
                        "key": hold.key or "",
                        "since": since,
                    },
                )
        return sum(_hold_key(hold) not in known for hold in holds)

    def holds(self, route: str) -> list[Hold]:
        return [
            Hold(
                route=row.route,
                person=row.person,
                why=Why(row.why),
                since=row.since,
                document=row.document or None,
                key=row.key or None,
            )
            for row in self.rows(schema.HOLDS, route=route)
        ]

    def replace_conflicts(self, route: str, conflicts: Sequence[OpenConflict]) -> int:
        """Set the open conflicts of a route; returns how many are new."""
        known = {conflict.key: conflict.since for conflict in self.conflicts(route)}
        with self.transaction():
            self.drop(schema.CONFLICTS, route=route)
            for conflict in conflicts:
                self.put(
                    schema.CONFLICTS,
                    {
                        "route": route,
                        "key": conflict.key,
                        "person": conflict.person,
                        "units": self._words(conflict.units),
                        "since": known.get(conflict.key, conflict.since),
                    },
                )
        return sum(conflict.key not in known for conflict in conflicts)

    def conflicts(self, route: str) -> list[OpenConflict]:
        return [
            OpenConflict(
                key=row.key,
                person=row.person,
                units=tuple(self._decode(row.units.encode())),
                since=row.since,
            )
            for row in self.rows(schema.CONFLICTS, route=route)
        ]

    def quarantine(self, route: str, item: Quarantined) -> bool:
        """Keep a document that can't be taken in; True when it was not there yet."""
        fresh = not self.rows(schema.QUARANTINE, route=route, sha256=item.sha256)
        if fresh:
            self.put(
                schema.QUARANTINE,
                {
                    "route": route,
                    "sha256": item.sha256,
                    "name": item.name,
                    "reason": item.reason,
                    "since": item.since,
                    "raw": zlib.compress(item.raw),
                },
            )
        return fresh

    def quarantined(self, route: str) -> list[Quarantined]:
        return [
            Quarantined(
                sha256=row.sha256,
                name=row.name,
                reason=row.reason,
                since=row.since,
                raw=zlib.decompress(row.raw),
            )
            for row in self.rows(schema.QUARANTINE, route=route)
        ]

    # -- runs -----------------------------------------------------------------------------------

    def save_run(self, run: Run) -> None:
        self.put(
            schema.RUNS,
            {
                "id": run.id,
                "route": run.route,
                "started": run.started,
                "ended": run.ended,
                "exit": run.exit,
                "counts": self._encode(dict(run.counts)).decode(),
            },
        )

    def runs(self, route: str) -> list[Run]:
        """The runs of a route, in the order in which they began."""
        rows = sorted(self.rows(schema.RUNS, route=route), key=lambda row: (row.started, row.id))
        return [
            Run(
                id=row.id,
                route=row.route,
                started=row.started,
                ended=row.ended,
                exit=row.exit,
                counts=self._decode(row.counts.encode()),
            )
            for row in rows
        ]

    def last_run(self, route: str) -> Run | None:
        return next(reversed(self.runs(route)), None)

    def _words(self, words: Sequence[str]) -> str:
        return self._encode(list(words)).decode()

    def _packed(self, body: Resource | list[Resource]) -> bytes:
        return zlib.compress(self._encode(body))

    def _unpacked(self, packed: bytes) -> Any:  # noqa: ANN401  JSON
        return self._decode(zlib.decompress(packed))


def _hold_key(hold: Hold) -> tuple[str, ...]:
    return (hold.person, hold.why.value, hold.document or "", hold.key or "")
