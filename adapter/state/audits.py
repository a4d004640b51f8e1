"""The audit in the state: only ever added to, each entry chained to the one before it.

Entries go in with the transaction that is open, so that an intent and what the audit tells of it
stand or fall together. Triggers of the schema refuse every other change.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.exc import DatabaseError

from adapter.errors import AuditNotWritten
from adapter.state import schema, statements
from adapter.state.rows import Rows
from adapter.values import Audited, AuditEntry
from adapter.values.audited import ORIGIN, digest_of, head_of

_PART: Final = 10_000  # entries read at once


class Audits(Rows):
    """The part of the state that tells what was done."""

    def audit(self, entries: Iterable[Audited]) -> str:
        """Add entries; the head after them."""
        with self.begin() as connection:
            if not self._driver.in_transaction:
                # No other program may add to the chain between looking at its end and adding.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            number, digest = self._end()
            rows: list[tuple[Any, ...]] = []
            for each in entries:
                number += 1
                body = self._encode(each.body()).decode()
                before = digest
                digest = digest_of(before, number, each.at, each.person, body)
                rows.append((number, each.at, each.person, body, before, digest))
            if rows:
                try:
                    connection.exec_driver_sql(statements.insertion(schema.AUDIT, ""), rows)
                except DatabaseError as error:
                    _if_refused(error)
                    raise
            return head_of(number, digest.hex())

    def audit_head(self) -> str:
        with self._one_thread:
            number, digest = self._end()
        return head_of(number, digest.hex())

    def audit_entries(self, person: str | None = None) -> Iterator[AuditEntry]:
        """All entries in order; of one person, with those that name nobody."""
        last = 0
        while part := self._some(last, person):
            yield from part
            last = part[-1].number

    def _end(self) -> tuple[int, bytes]:
        """The last entry; read over the driver, which begins no transaction by that."""
        found = self._driver.execute(_LAST).fetchone()
        return (0, ORIGIN) if found is None else found

    def _some(self, last: int, person: str | None) -> list[AuditEntry]:
        with self.begin() as connection:
            rows = connection.execute(_after(last, person)).all()
        return [
            AuditEntry(
                number=row.number,
                at=row.at,
                person=row.person,
                body=row.body,
                before=_text(row.before),
                digest=_text(row.digest),
            )
            for row in rows
        ]


_LAST: Final = "SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1"


def _after(last: int, person: str | None) -> Select[Any]:
    audit = schema.AUDIT
    query = select(audit).where(audit.c.number > last).order_by(audit.c.number).limit(_PART)
    if person is None:
        return query
    return query.where(audit.c.person.is_(None) | (audit.c.person == person))


def _text(digest: bytes | str) -> str:
    """Also of what somebody else put there: whatever it is, it must be told."""
    return digest.hex() if isinstance(digest, bytes) else str(digest)


def _if_refused(error: DatabaseError) -> None:
    """What the database says no to; a disk that is full is told by the file."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CONSTRAINT:
        raise AuditNotWritten from None
