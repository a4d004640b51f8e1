"""The state of one installation in a database, as the use cases see it.

Bodies are encoded by the codec that `wiring` hands in. `transaction()` groups what must stand or
fall together; SQLite runs with a write-ahead log and waits for a lock rather than failing.
"""

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from adapter.errors import KeyMismatch, NewerState
from adapter.state import schema
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


class Store:
    """The state. Opening it makes the tables, and refuses a key or a schema that isn't its own."""

    def __init__(self, file: Path, key_fingerprint: str, encode: Encode, decode: Decode) -> None:
        self._encode = encode
        self._decode = decode
        self._engine = _engine(file)
        self._connection: Connection | None = None
        with self._begin() as connection:
            schema.METADATA.create_all(connection)
            _claim(connection, key_fingerprint)

    # -- transactions ---------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is written together, or not at all."""
        if self._connection is not None:
            yield
            return
        with self._engine.begin() as connection:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        if self._connection is not None:
            yield self._connection
            return
        with self._engine.begin() as connection:
            yield connection

    def _put(self, table: Table, row: Mapping[str, Any]) -> None:
        statement = upsert(table).values(**row)
        keys = [column.name for column in table.primary_key]
        rest = {name: value for name, value in row.items() if name not in keys}
        with self._begin() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=keys, set_=rest)
                if rest
                else statement.on_conflict_do_nothing()
            )

    def _rows(self, table: Table, **equal: Any) -> list[Any]:  # noqa: ANN401  column values
        query = select(table)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        with self._begin() as connection:
            return list(connection.execute(query.order_by(*table.primary_key)))

    def _drop(self, table: Table, **equal: Any) -> int:  # noqa: ANN401
        query = delete(table)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        with self._begin() as connection:
            return connection.execute(query).rowcount

    # -- enrolments -----------------------------------------------------------------------------

    def enrol(self, enrolment: Enrolment) -> None:
        self._put(
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
                "plan_kinds": " ".join(enrolment.plan_kinds),
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
                plan_kinds=tuple(row.plan_kinds.split()),
                consent=row.consent,
            )
            for row in self._rows(schema.ENROLMENTS, **equal)
        ]

    # -- links and bases ------------------------------------------------------------------------

    def link(self, endpoint: str, key: str, ref: Ref, *, origin: str) -> None:
        """Remember where a record lives on an endpoint, and which endpoint it came from."""
        self._put(
            schema.LINKS,
            {"endpoint": endpoint, "type": ref.type, "logical_id": ref.id, "key": key},
        )
        with self._begin() as connection:
            row = upsert(schema.ORIGINS).values(key=key, endpoint=origin)
            connection.execute(row.on_conflict_do_nothing())

    def links(self, endpoint: str) -> dict[str, Ref]:
        """Where each known record lives on an endpoint: key → reference."""
        return {
            row.key: Ref(row.type, row.logical_id)
            for row in self._rows(schema.LINKS, endpoint=endpoint)
        }

    def origins(self) -> dict[str, str]:
        """Which endpoint each record came from: key → endpoint."""
        return {row.key: row.endpoint for row in self._rows(schema.ORIGINS)}

    def save_base(self, route: str, base: Base) -> None:
        row = {
            "route": route,
            "key": base.key,
            "sent": self._packed(base.sent),
            "answered": self._packed(base.answered),
        }
        self._put(schema.BASES, row)

    def bases(self, route: str) -> dict[str, Base]:
        return {
            row.key: Base(
                key=row.key, sent=self._unpacked(row.sent), answered=self._unpacked(row.answered)
            )
            for row in self._rows(schema.BASES, route=route)
        }

    # -- documents ------------------------------------------------------------------------------

    def save_document(self, route: str, document: Ingested) -> None:
        self._put(
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
                "resources": self._packed(list(document.resources)),
            },
        )

    def documents(self, route: str, **equal: str) -> list[Ingested]:
        """The documents taken in on a route, in the order they were received."""
        rows = sorted(
            self._rows(schema.DOCUMENTS, route=route, **equal),
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
                resources=tuple(self._unpacked(row.resources)),
            )
            for row in rows
        ]

    # -- what waits -----------------------------------------------------------------------------

    def replace_holds(self, route: str, holds: Sequence[Hold]) -> int:
        """Set what waits on a route; a hold that was there keeps its date. Returns the new ones."""
        known = {_hold_key(hold): hold.since for hold in self.holds(route)}
        with self.transaction():
            self._drop(schema.HOLDS, route=route)
            for hold in holds:
                since = known.get(_hold_key(hold), hold.since)
                self._put(
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
            for row in self._rows(schema.HOLDS, route=route)
        ]

    def replace_conflicts(self, route: str, conflicts: Sequence[OpenConflict]) -> int:
        """Set the open conflicts of a route; returns how many are new."""
        known = {conflict.key: conflict.since for conflict in self.conflicts(route)}
        with self.transaction():
            self._drop(schema.CONFLICTS, route=route)
            for conflict in conflicts:
                self._put(
                    schema.CONFLICTS,
                    {
                        "route": route,
                        "key": conflict.key,
                        "person": conflict.person,
                        "units": " ".join(conflict.units),
                        "since": known.get(conflict.key, conflict.since),
                    },
                )
        return sum(conflict.key not in known for conflict in conflicts)

    def conflicts(self, route: str) -> list[OpenConflict]:
        return [
            OpenConflict(
                key=row.key, person=row.person, units=tuple(row.units.split()), since=row.since
            )
            for row in self._rows(schema.CONFLICTS, route=route)
        ]

    def quarantine(self, route: str, item: Quarantined) -> bool:
        """Keep a document that can't be taken in; True when it was not there yet."""
        fresh = not self._rows(schema.QUARANTINE, route=route, sha256=item.sha256)
        if fresh:
            self._put(
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
            for row in self._rows(schema.QUARANTINE, route=route)
        ]

    # -- runs -----------------------------------------------------------------------------------

    def save_run(self, run: Run) -> None:
        self._put(
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

    def last_run(self, route: str) -> Run | None:
        rows = sorted(self._rows(schema.RUNS, route=route), key=lambda row: (row.started, row.id))
        if not rows:
            return None
        row = rows[-1]
        return Run(
            id=row.id,
            route=row.route,
            started=row.started,
            ended=row.ended,
            exit=row.exit,
            counts=self._decode(row.counts.encode()),
        )

    def close(self) -> None:
        self._engine.dispose()

    def _packed(self, body: Resource | list[Resource]) -> bytes:
        return zlib.compress(self._encode(body))

    def _unpacked(self, packed: bytes) -> Any:  # noqa: ANN401  JSON
        return self._decode(zlib.decompress(packed))


def _hold_key(hold: Hold) -> tuple[str, ...]:
    return (hold.person, hold.why.value, hold.document or "", hold.key or "")


def _engine(file: Path) -> Engine:
    """An engine on a file that only its owner can read, with foreign writers waited for."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  a DB-API connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def _claim(connection: Connection, key_fingerprint: str) -> None:
    """Sign a new state with our key, or see that an old one is ours and not newer than we are."""
    row = connection.execute(select(schema.INSTALLATION)).first()
    if row is None:
        signed = {"schema_version": schema.VERSION, "key_fingerprint": key_fingerprint}
        connection.execute(insert(schema.INSTALLATION).values(**signed))
        return
    if row.schema_version > schema.VERSION:
        raise NewerState(row.schema_version, schema.VERSION)
    if row.key_fingerprint != key_fingerprint:
        raise KeyMismatch("the installation key is not the one that this state was made with")
