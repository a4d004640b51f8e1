"""Take people, records and documents out of the state, to the last byte of its file.

Rows go by what their columns are called, whichever table they are in: a person, a record, a
document. What stays is the audit (handles, places, times), what is asked back from others, and
tombstones, which name by a keyed hash. VACUUM writes the file anew from what is left, and the log
is read into it and emptied (https://www.sqlite.org/lang_vacuum.html, https://www.sqlite.org/wal.html).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from adapter.errors import Locked
from adapter.state import schema, statements
from adapter.state.database import told
from adapter.state.rows import Rows
from adapter.values import Erased, Reach, Tombstone

_PERSON: Final = ("person", "handle")
_KEY: Final = ("key", "target")
_DOCUMENT: Final = ("sha256",)
_STAYS: Final = frozenset({schema.AUDIT.name})


class Erasing(Rows):
    """The part of the state that forgets."""

    def reached(self, persons: Iterable[str]) -> frozenset[str]:
        """The keys of all records that are known to be of these people."""
        wanted = list(persons)
        return frozenset(
            row.key
            for table in _of_people_and_records()
            for row in self.rows_among(table, "person", wanted)
            if row.key
        )

    def whose(self, key: str) -> frozenset[str]:
        """Of whom a record is known to be."""
        return frozenset(
            row.person
            for table in _of_people_and_records()
            for row in self.rows(table, key=key)
            if row.person
        )

    def unattributed(self) -> int:
        """How many agreements of an older program are of nobody knows whom."""
        return len(self.rows(schema.BASES, person=""))

    def found(self, reach: Reach) -> dict[str, int]:
        """How many rows of which table an erasure would take."""
        counted = {}
        for table in _tables():
            held = {
                tuple(getattr(row, each.name) for each in table.primary_key)
                for column, texts in _columns(table, reach)
                for row in self.rows_among(table, column, texts)
            }
            counted[str(table.name)] = len(held)
        return {name: count for name, count in counted.items() if count}

    def erase(self, reach: Reach) -> None:
        """Take it out; within the transaction that is open, if there is one."""
        with self.transaction():
            self._forget_consent_ends(reach.persons)
            self._forget_figures(reach.persons)
            for table in _tables():
                for column, texts in _columns(table, reach):
                    self._drop_among(table, column, texts)

    def bury(self, tombstones: Iterable[Tombstone]) -> None:
        """Remember what was erased, by the hashes of what named it; an earlier decision stays."""
        with self.transaction():
            for each in tombstones:
                row = {
                    "name": each.name,
                    "what": each.what.value,
                    "decision": each.decision,
                    "at": each.at,
                    "scrubbed": each.scrubbed,
                }
                self.put_first(schema.TOMBSTONES, row)

    def tombstones(self, **equal: str | None) -> list[Tombstone]:
        return [
            Tombstone(
                name=row.name,
                what=Erased(row.what),
                decision=row.decision,
                at=row.at,
                scrubbed=row.scrubbed,
            )
            for row in self.rows(schema.TOMBSTONES, **equal)
        ]

    def buried(self) -> frozenset[str]:
        """The names of all tombstones."""
        return frozenset(row.name for row in self.rows(schema.TOMBSTONES))

    def scrub(self, at: str) -> None:
        """Leave nothing of what was erased in the file or its log, and remember that.

        Raises Locked while another program reads the state: then it is to be done again.
        """
        with self._one_thread, told(self._file):
            self._driver.execute("VACUUM")
            busy, *_ = self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise Locked("another program reads the state: erase once more")
        self.change(schema.TOMBSTONES, {"scrubbed": at}, scrubbed=None)

    def copies(self) -> list[Path]:
        """Whole copies of the state as it was, that this program made beside it."""
        stem, suffix = self._file.stem, self._file.suffix
        found = self._file.parent.glob(f"{stem}.version-*{suffix}")
        return sorted((*found, *self._file.parent.glob(f"{self._file.name}.part")))

    def drop_copies(self) -> None:
        """They can't be taken anything out of, by a program of another version."""
        for copy in self.copies():
            copy.unlink()

    def _drop_among(self, table: Table, column: str, texts: Iterable[str]) -> None:
        statement = statements.deletion_among(table, column)
        with self.begin() as connection:
            statement.run(connection, statements.among(texts))

    def _forget_consent_ends(self, persons: Iterable[str]) -> None:
        """The end of a consent stands apart from it, by its id alone."""
        ended = [row.id for row in self.rows_among(schema.CONSENTS, "person", persons)]
        self._drop_among(schema.CONSENT_ENDS, "id", ended)

    def _forget_figures(self, persons: frozenset[str]) -> None:
        """How many records of each person a side held."""
        for row in self.rows(schema.REMEMBERED):
            held = self._decode(row.held.encode())
            left = {
                side: {who: count for who, count in people.items() if who not in persons}
                for side, people in held.items()
            }
            if left != held:
                now = {"held": self._encode(left).decode()}
                self.change(schema.REMEMBERED, now, route=row.route)


def _tables() -> Iterator[Table]:
    """All that may be of somebody."""
    return (table for table in schema.METADATA.sorted_tables if table.name not in _STAYS)


def _of_people_and_records() -> Iterator[Table]:
    """The tables that tell of a record and whose it is; of one asked back an intent tells too."""
    found = (table for table in _tables() if {"person", "key"}.issubset(table.c.keys()))
    return (table for table in found if table is not schema.RECALLS)


def _columns(table: Table, reach: Reach) -> Iterator[tuple[str, frozenset[str]]]:
    """By which of its columns rows of a table are of what is erased."""
    for names, texts in (
        (_PERSON, reach.persons),
        (_KEY, reach.keys),
        (_DOCUMENT, reach.documents),
    ):
        yield from ((name, texts) for name in names if name in table.c and texts)
    if table is schema.RELEASES and reach.keys | reach.documents:
        yield "what", reach.keys | reach.documents
