"""The audit: what one entry tells, and its place in the chain.

An entry is written before what it tells of is done (`about-to`), and another one when it is known
what came of it: both have the same operation. Each entry carries the digest of the one before it
(FIPS 180-4), so that whoever kept a head elsewhere sees any later change.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from mappings.redacted import Redacted

ORIGIN: Final = bytes(32)  # what stands before the first entry


class Measure(Enum):
    """What was done, as an access log has to name it (HSLF-FS 2016:40, 4 kap. 9 §)."""

    JOB = "job"
    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    QUERY = "query"
    MATCH = "match"
    MERGE = "merge"
    EXPORT = "export"
    WITHHOLD = "withhold"
    WATCH = "watch"
    RECALL = "recall"
    ERASE = "erase"


class Stage(Enum):
    """What is known of it. NOT_DISCLOSED: the other side says that it holds nothing of it."""

    ABOUT_TO = "about-to"
    DISCLOSED = "disclosed"
    NOT_DISCLOSED = "not-disclosed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited(Redacted):
    """What one entry tells.

    `job` is the number of the entry that tells of the run: its route, basis and sides. `person` is
    the local handle, `patient` the logical id of the person at `side`. `what` names resources,
    with their version where it is known. An entry without a person speaks of every person whose
    entry has the same operation. `why` is a code; `by` are the people who decided.
    """

    at: str
    measure: Measure
    stage: Stage
    operation: str
    job: int = 0
    side: str | None = None
    person: str | None = None
    patient: str | None = None
    what: tuple[str, ...] = ()
    why: str | None = None
    by: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """What stands in the entry beside its number, its time and the person."""
        told: dict[str, Any] = {
            "measure": self.measure.value,
            "stage": self.stage.value,
            "operation": self.operation,
            "job": self.job,
        }
        if self.side is not None:
            told["side"] = self.side
        if self.patient is not None:
            told["patient"] = self.patient
        if self.what:
            told["what"] = list(self.what)
        if self.why is not None:
            told["why"] = self.why
        if self.by:
            told["by"] = list(self.by)
        if self.about:
            told["about"] = dict(self.about)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(Redacted):
    """An entry as the state keeps it; `body` is JSON, the digests are hexadecimal."""

    number: int
    at: str
    person: str | None
    body: str
    before: str
    digest: str

    @property
    def head(self) -> str:
        """What names the chain up to here."""
        return head_of(self.number, self.digest)

    def told(self, body: Any) -> Audited:  # noqa: ANN401  JSON
        """What the entry tells, by its body as it was read."""
        return Audited(
            at=self.at,
            person=self.person,
            measure=Measure(body["measure"]),
            stage=Stage(body["stage"]),
            operation=body["operation"],
            job=body["job"],
            side=body.get("side"),
            patient=body.get("patient"),
            what=tuple(body.get("what", ())),
            why=body.get("why"),
            by=tuple(body.get("by", ())),
            about=body.get("about", {}),
        )


def head_of(number: int, digest: str) -> str:
    return f"{number}:{digest}"


def digest_of(before: bytes, number: int, at: str, person: str | None, body: str) -> bytes:
    """The digest of an entry: of the one before it, and of every byte that it holds."""
    whose = "" if person is None else f"={person}"
    told = f"{number}\x1f{at}\x1f{whose}\x1f{body}".encode()
    return hashlib.sha256(before + told).digest()
