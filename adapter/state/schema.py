"""The tables of the state (SQLAlchemy Core).

A person stands here only under a local handle, but for the enrolment that names them; bodies of
resources are compressed JSON. The file is readable by its owner alone. What changes here needs a
new VERSION and a step in `migrations`.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    event,
)

VERSION: Final = 2
METADATA: Final = MetaData()

INSTALLATION: Final = Table(
    "installation",
    METADATA,
    Column("schema_version", Integer, nullable=False),
    Column("key_fingerprint", String, nullable=False),
)
ENROLMENTS: Final = Table(
    "enrolments",
    METADATA,
    Column("route", String, nullable=False),
    Column("handle", String, nullable=False),
    Column("system", String, nullable=False),
    Column("value", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("start", String, nullable=False),
    Column("end", String),
    Column("plan_kinds", String, nullable=False),
    Column("consent", String),
    Column("suspended", String),
    Column("municipality", String),
    PrimaryKeyConstraint("route", "handle"),
)
LINKS: Final = Table(
    "links",
    METADATA,
    Column("endpoint", String, nullable=False),
    Column("key", String, nullable=False),
    Column("type", String, nullable=False),
    Column("logical_id", String, nullable=False),
    PrimaryKeyConstraint("endpoint", "key"),
    UniqueConstraint("endpoint", "type", "logical_id"),
    sqlite_with_rowid=False,
)
ORIGINS: Final = Table(
    "origins",
    METADATA,
    Column("key", String, primary_key=True),
    Column("endpoint", String, nullable=False),
    sqlite_with_rowid=False,
)
BASES: Final = Table(
    "bases",
    METADATA,
    Column("route", String, nullable=False),
    Column("key", String, nullable=False),
    Column("bodies", LargeBinary, nullable=False),
    Column("person", String, nullable=False),
    PrimaryKeyConstraint("route", "key"),
)
DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("route", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("name", String, nullable=False),
    Column("format", String),
    Column("conversation", String),
    Column("message", String),
    Column("parent", String),
    Column("status", String, nullable=False),
    Column("wrong_person", Boolean, nullable=False),
    Column("person", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("received", String, nullable=False),
    Column("takes_back", String),
    Column("resources", LargeBinary, nullable=False),
    PrimaryKeyConstraint("route", "sha256", "person"),
)
HOLDS: Final = Table(
    "holds",
    METADATA,
    Column("route", String, nullable=False),
    Column("person", String, nullable=False),
    Column("why", String, nullable=False),
    Column("document", String, nullable=False),
    Column("key", String, nullable=False),
    Column("since", String, nullable=False),
    PrimaryKeyConstraint("route", "person", "why", "document", "key"),
)
CONFLICTS: Final = Table(
    "conflicts",
    METADATA,
    Column("route", String, nullable=False),
    Column("key", String, nullable=False),
    Column("person", String, nullable=False),
    Column("units", String, nullable=False),
    Column("since", String, nullable=False),
    Column("disputed", LargeBinary),
    PrimaryKeyConstraint("route", "key"),
)
QUARANTINE: Final = Table(
    "quarantine",
    METADATA,
    Column("route", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("name", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("since", String, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    PrimaryKeyConstraint("route", "sha256"),
)
RESOLUTIONS: Final = Table(
    "resolutions",
    METADATA,
    Column("route", String, nullable=False),
    Column("key", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("at", String, nullable=False),
    Column("take", String),
    Column("decided_by", String, nullable=False),
    Column("why", String, nullable=False),
    Column("here", String, nullable=False),
    Column("there", String, nullable=False),
    Column("value", LargeBinary),
    PrimaryKeyConstraint("route", "key", "unit", "at"),
)
KEPT: Final = Table(
    "kept",
    METADATA,
    Column("route", String, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("key", String, nullable=False),
    Column("at", String, nullable=False),
    Column("keep", String, nullable=False),
    Column("stood", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("why", String, nullable=False),
    PrimaryKeyConstraint("route", "endpoint", "key", "at"),
)
DROPPED: Final = Table(
    "dropped",
    METADATA,
    Column("route", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("at", String, nullable=False),
    Column("name", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("why", String, nullable=False),
    PrimaryKeyConstraint("route", "sha256", "at"),
)
RUNS: Final = Table(
    "runs",
    METADATA,
    Column("id", String, primary_key=True),
    Column("route", String, nullable=False),
    Column("started", String, nullable=False),
    Column("ended", String),
    Column("exit", Integer),
    Column("counts", String, nullable=False),
    Column("stops", String),
)
INTENTS: Final = Table(
    "intents",
    METADATA,
    Column("id", String, primary_key=True),
    Column("route", String, nullable=False),
    Column("side", String, nullable=False),
    Column("key", String, nullable=False),
    Column("method", String, nullable=False),
    Column("ref", String),
    Column("version", String),
    Column("digest", String),
    Column("started", String, nullable=False),
    Column("settled", String),
    Column("outcome", String),
    Column("person", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("stands", String),
    Index("intents_by_route", "route", "settled"),
    Index("intents_by_key", "route", "key"),
    Index("intents_by_person", "person"),
)
PROPOSALS: Final = Table(
    "proposals",
    METADATA,
    Column("route", String, nullable=False),
    Column("key", String, nullable=False),
    Column("person", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("units", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("since", String, nullable=False),
    Column("state", String, nullable=False),
    Column("told", String),
    PrimaryKeyConstraint("route", "key"),
)
DIFFERENCES: Final = Table(
    "differences",
    METADATA,
    Column("route", String, nullable=False),
    Column("key", String, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("person", String, nullable=False),
    PrimaryKeyConstraint("route", "key", "endpoint"),
)
LEASES: Final = Table(
    "leases",
    METADATA,
    Column("route", String, primary_key=True),
    Column("host", String, nullable=False),
    Column("process", String, nullable=False),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),
)
REMEMBERED: Final = Table(
    "remembered",
    METADATA,
    Column("route", String, primary_key=True),
    Column("configuration", String, nullable=False),
    Column("held", String, nullable=False),
)
RESTS: Final = Table(
    "rests",
    METADATA,
    Column("route", String, nullable=False),
    Column("person", String, nullable=False),
    Column("terms", String, nullable=False),
    Column("figures", String, nullable=False),
    PrimaryKeyConstraint("route", "person"),
)
HELD: Final = Table(
    "held",
    METADATA,
    Column("route", String, nullable=False),
    Column("person", String, nullable=False),
    Column("held", LargeBinary, nullable=False),
    PrimaryKeyConstraint("route", "person"),
)
CURSORS: Final = Table(
    "cursors",
    METADATA,
    Column("route", String, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("type", String, nullable=False),
    Column("at", String),
    Column("together", Integer, nullable=False),
    PrimaryKeyConstraint("route", "endpoint", "type"),
)
PARKED: Final = Table(
    "parked",
    METADATA,
    Column("route", String, nullable=False),
    Column("side", String, nullable=False),
    Column("person", String, nullable=False),
    Column("key", String, nullable=False),
    Column("target", String, nullable=False),
    PrimaryKeyConstraint("route", "side", "person", "key", "target"),
)
READINGS: Final = Table(
    "readings",
    METADATA,
    Column("route", String, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("at", String, nullable=False),
    Column("whole", String, nullable=False),
    PrimaryKeyConstraint("route", "endpoint"),
)
CONSENTS: Final = Table(
    "consents",
    METADATA,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("route", String),
    Column("plan_kinds", String, nullable=False),
    Column("start", String, nullable=False),
    Column("end", String),
    Column("assessor", String),
    Column("assessed_on", String),
    Column("decided_by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("consents_by_person", "person"),
)
CLASSIFIED: Final = Table(
    "classified",
    METADATA,
    Column("person", String, nullable=False),
    Column("matter", String, nullable=False),
    Column("at", String, nullable=False),
    Column("meant", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("why", String, nullable=False),
    Column("consent", LargeBinary),
    PrimaryKeyConstraint("person", "matter", "at"),
)
RELEASES: Final = Table(
    "releases",
    METADATA,
    Column("route", String, nullable=False),
    Column("person", String, nullable=False),
    Column("what", String, nullable=False),
    Column("at", String, nullable=False),
    Column("version", String),
    Column("used", String),
    Column("decided_by", String, nullable=False),
    Column("why", String, nullable=False),
    PrimaryKeyConstraint("route", "person", "what", "at"),
)
CONSENT_ENDS: Final = Table(
    "consent_ends",
    METADATA,
    Column("id", String, primary_key=True),
    Column("ended", String, nullable=False),
    Column("mistaken", Boolean, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("at", String, nullable=False),
)
RECALLS: Final = Table(
    "recalls",
    METADATA,
    Column("route", String, nullable=False),
    Column("endpoint", String, nullable=False),
    Column("key", String, nullable=False),
    Column("person", String, nullable=False),
    Column("ground", String, nullable=False),
    Column("since", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("stands", String),
    Column("state", String, nullable=False),
    Column("task", String),
    Column("answer", String),
    Column("decided_by", String),
    Column("why", String),
    Column("decision", String),
    Column("at", String, nullable=False),
    PrimaryKeyConstraint("route", "endpoint", "key"),
)
TOMBSTONES: Final = Table(
    "tombstones",
    METADATA,
    Column("name", String, primary_key=True),
    Column("what", String, nullable=False),
    Column("decision", String, nullable=False),
    Column("at", String, nullable=False),
    Column("scrubbed", String),
)
AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("person", String),
    Column("body", String, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index("audit_by_person", "person"),
)
# The database itself refuses to change the audit, to take from it or to fill a gap in it.
_REFUSED: Final = "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
_OUT_OF_ORDER: Final = "NEW.number IS NOT coalesce((SELECT max(number) FROM audit), 0) + 1"
_GUARDS: Final = (
    "audit_kept BEFORE DELETE ON audit",
    "audit_unchanged BEFORE UPDATE ON audit",
    f"audit_in_order BEFORE INSERT ON audit WHEN {_OUT_OF_ORDER}",
)


@event.listens_for(AUDIT, "after_create")
def _guard(_table: Table, connection: Connection, **_more: object) -> None:
    for trigger in _GUARDS:
        connection.exec_driver_sql(f"CREATE TRIGGER {trigger} {_REFUSED}")


PROBES: Final = Table(
    "probes",
    METADATA,
    Column("endpoint", String, primary_key=True),
    Column("seen", String, nullable=False),
)
