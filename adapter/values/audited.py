"""One entry of the audit, as the state keeps it: what was told, and its place in the chain."""

from dataclasses import dataclass

from adapter.values.seen import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One AuditEvent under the local handle of the person it concerns, if it concerns one.

    `digest` covers the event, its number and the digest before it: an entry that is changed, taken
    out or moved is seen.
    """

    number: int
    at: str
    person: str | None
    event: Resource
    before: str
    digest: str
