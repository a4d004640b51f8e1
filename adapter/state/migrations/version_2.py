"""Version 2: what an engine with intents needs, and quick links.

intents, proposals, differences, resolutions, dropped, remembered   new
rests, held, cursors, readings, probes, parked         new
consents, consent_ends, classified, releases           new
recalls, tombstones                                    new
audit       new; added to, and never changed
conflicts   both versions and the base of each unit
enrolments  why one is suspended, and the municipality that the register told
runs        what stopped one
links, origins   in the order of their keys, without row ids
bases       both bodies compressed as one; whose they are is known after the next run
"""

import zlib

from alembic.operations import Operations
from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    insert,
    text,
)


def upgrade(operations: Operations) -> None:
    _renew_links(operations)
    _renew_bases(operations)
    operations.add_column("conflicts", Column("disputed", LargeBinary))
    operations.add_column("enrolments", Column("suspended", String))
    operations.add_column("enrolments", Column("municipality", String))
    operations.add_column("runs", Column("stops", String))
    _make_what_people_decide(operations)
    _make_what_a_run_remembers(operations)
    _make_who_is_at_rest(operations)
    _make_consents(operations)
    _make_what_stewards_let_go(operations)
    _make_what_is_taken_back(operations)
    _make_the_audit(operations)


def _renew_links(operations: Operations) -> None:
    operations.rename_table("links", "links_1")
    operations.create_table(
        "links",
        *_texts("endpoint", "key", "type", "logical_id"),
        PrimaryKeyConstraint("endpoint", "key"),
        UniqueConstraint("endpoint", "type", "logical_id"),
        sqlite_with_rowid=False,
    )
    columns = "endpoint, key, type, logical_id"
    operations.execute(f"INSERT INTO links SELECT {columns} FROM links_1")  # noqa: S608  constant
    operations.drop_table("links_1")
    operations.rename_table("origins", "origins_1")
    operations.create_table(
        "origins",
        *_texts("key", "endpoint"),
        PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    operations.execute("INSERT INTO origins SELECT key, endpoint FROM origins_1")
    operations.drop_table("origins_1")


def _renew_bases(operations: Operations) -> None:
    operations.rename_table("bases", "bases_1")
    bases = operations.create_table(
        "bases",
        *_texts("route", "key"),
        Column("bodies", LargeBinary, nullable=False),
        *_texts("person"),
        PrimaryKeyConstraint("route", "key"),
    )
    _pack_bases(operations, bases)
    operations.drop_table("bases_1")


def _pack_bases(operations: Operations, bases: Table) -> None:
    connection = operations.get_bind()
    for row in connection.execute(text("SELECT route, key, sent, answered FROM bases_1")):
        here, there = zlib.decompress(row.sent), zlib.decompress(row.answered)
        bodies = zlib.compress(b"[" + here + b"," + there + b"]")
        told = {"route": row.route, "key": row.key, "bodies": bodies, "person": ""}
        connection.execute(insert(bases).values(**told))


def _make_what_people_decide(operations: Operations) -> None:
    operations.create_table(
        "resolutions",
        *_texts("route", "key", "unit", "at"),
        Column("take", String),
        *_texts("decided_by", "why", "here", "there"),
        Column("value", LargeBinary),
        PrimaryKeyConstraint("route", "key", "unit", "at"),
    )
    operations.create_table(
        "kept",
        *_texts("route", "endpoint", "key", "at", "keep", "stood", "decided_by", "why"),
        PrimaryKeyConstraint("route", "endpoint", "key", "at"),
    )
    operations.create_table(
        "dropped",
        *_texts("route", "sha256", "at", "name", "reason", "decided_by", "why"),
        PrimaryKeyConstraint("route", "sha256", "at"),
    )
    operations.create_table(
        "proposals",
        *_texts("route", "key", "person", "owner", "units"),
        Column("body", LargeBinary, nullable=False),
        *_texts("since", "state"),
        Column("told", String),
        PrimaryKeyConstraint("route", "key"),
    )
    operations.create_table(
        "differences",
        *_texts("route", "key", "endpoint", "person"),
        PrimaryKeyConstraint("route", "key", "endpoint"),
    )


def _make_what_a_run_remembers(operations: Operations) -> None:
    operations.create_table(
        "intents",
        *_texts("id", "route", "side", "key", "method"),
        *(Column(name, String) for name in ("ref", "version", "digest")),
        *_texts("started"),
        *(Column(name, String) for name in ("settled", "outcome")),
        *_texts("person", "basis"),
        Column("stands", String),
        PrimaryKeyConstraint("id"),
        Index("intents_by_route", "route", "settled"),
        Index("intents_by_key", "route", "key"),
        Index("intents_by_person", "person"),
    )
    operations.create_table("probes", *_texts("endpoint", "seen"), PrimaryKeyConstraint("endpoint"))
    operations.create_table(
        "leases",
        *_texts("route", "host", "process", "since", "until"),
        PrimaryKeyConstraint("route"),
    )
    operations.create_table(
        "remembered", *_texts("route", "configuration", "held"), PrimaryKeyConstraint("route")
    )


def _make_who_is_at_rest(operations: Operations) -> None:
    person = PrimaryKeyConstraint("route", "person")
    operations.create_table("rests", *_texts("route", "person", "terms", "figures"), person)
    operations.create_table(
        "held",
        *_texts("route", "person"),
        Column("held", LargeBinary, nullable=False),
        PrimaryKeyConstraint("route", "person"),
    )
    operations.create_table(
        "cursors",
        *_texts("route", "endpoint", "type"),
        Column("at", String),
        Column("together", Integer, nullable=False),
        PrimaryKeyConstraint("route", "endpoint", "type"),
    )
    operations.create_table(
        "readings",
        *_texts("route", "endpoint", "at", "whole"),
        PrimaryKeyConstraint("route", "endpoint"),
    )
    waits = ("route", "side", "person", "key", "target")
    operations.create_table("parked", *_texts(*waits), PrimaryKeyConstraint(*waits))


def _make_the_audit(operations: Operations) -> None:
    operations.create_table(
        "audit",
        Column("number", Integer, primary_key=True, autoincrement=False),
        *_texts("at"),
        Column("person", String),
        *_texts("body"),
        *(Column(name, LargeBinary, nullable=False) for name in ("before", "digest")),
        Index("audit_by_person", "person"),
    )
    refused = "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
    last = "coalesce((SELECT max(number) FROM audit), 0)"
    for trigger in (
        "audit_kept BEFORE DELETE ON audit",
        "audit_unchanged BEFORE UPDATE ON audit",
        f"audit_in_order BEFORE INSERT ON audit WHEN NEW.number IS NOT {last} + 1",
    ):
        operations.execute(f"CREATE TRIGGER {trigger} {refused}")


def _make_consents(operations: Operations) -> None:
    operations.create_table(
        "consents",
        *_texts("id", "person", "basis"),
        Column("route", String),
        *_texts("plan_kinds", "start"),
        *(Column(name, String) for name in ("end", "assessor", "assessed_on")),
        *_texts("decided_by", "at"),
        PrimaryKeyConstraint("id"),
        Index("consents_by_person", "person"),
    )
    operations.create_table(
        "consent_ends",
        *_texts("id", "ended"),
        Column("mistaken", Boolean, nullable=False),
        *_texts("decided_by", "at"),
        PrimaryKeyConstraint("id"),
    )


def _make_what_stewards_let_go(operations: Operations) -> None:
    operations.create_table(
        "classified",
        *_texts("person", "matter", "at", "meant", "decided_by", "why"),
        Column("consent", LargeBinary),
        PrimaryKeyConstraint("person", "matter", "at"),
    )
    operations.create_table(
        "releases",
        *_texts("route", "person", "what", "at"),
        *(Column(name, String) for name in ("version", "used")),
        *_texts("decided_by", "why"),
        PrimaryKeyConstraint("route", "person", "what", "at"),
    )


def _make_what_is_taken_back(operations: Operations) -> None:
    operations.create_table(
        "recalls",
        *_texts("route", "endpoint", "key", "person", "ground", "since", "basis", "digest"),
        Column("stands", String),
        *_texts("state"),
        *(Column(name, String) for name in ("task", "answer", "decided_by", "why", "decision")),
        *_texts("at"),
        PrimaryKeyConstraint("route", "endpoint", "key"),
    )
    operations.create_table(
        "tombstones",
        *_texts("name", "what", "decision", "at"),
        Column("scrubbed", String),
        PrimaryKeyConstraint("name"),
    )


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, String, nullable=False) for name in names]
