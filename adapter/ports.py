"""What the use cases need from outside, as protocols; each has an honest twin in memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from adapter.values import (
    Access,
    Audited,
    AuditEntry,
    Base,
    Block,
    Classified,
    ConsentFacts,
    Cursor,
    Difference,
    Disclosed,
    Dropped,
    Enrolment,
    Held,
    Hold,
    Ingested,
    Intent,
    Kept,
    Lease,
    Link,
    Logged,
    OpenConflict,
    Page,
    Parked,
    PersonFacts,
    Probe,
    Proposal,
    ProposalState,
    Quarantined,
    Reach,
    Reading,
    Recall,
    Ref,
    Release,
    Remembered,
    Reply,
    Resolution,
    Resource,
    Rest,
    Resting,
    Result,
    Run,
    Seen,
    Tombstone,
    UnitFacts,
    Write,
)
from mappings.fhir.values import Identifier


class Endpoint(Protocol):
    """One FHIR server.

    Every method raises Unreachable (no answer, 5xx, 429), NotPermitted (401, 403), Refused (the
    server says the resource is wrong) or Changed (409, 412: another version than expected).
    Whatever a server sends, `Seen.resource` has the shape of FHIR, or is marked as faulty.
    """

    name: str

    def capabilities(self) -> Resource:
        """The CapabilityStatement."""

    def access(self) -> Access:
        """How it lets us in, tried now; its clock as heard since."""

    def read(self, ref: Ref) -> Seen | None:
        """The resource, or None when the server answers 404 or 410."""

    def is_deleted(self, ref: Ref) -> bool:
        """Whether the server says that it was deleted (410): not finding it proves nothing."""

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        """Every match, page by page, by POST _search: no identifier of a person is in a URL.

        A server that pages by GET only is asked so, with its own logical id of the person.
        """

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        """Every match page by page, what changed last first: who and which version, no more.

        A server may answer with more or in another order: whoever asks looks.
        """

    def history(self, kind: str, since: datetime, count: int) -> Iterator[Page]:
        """What was written or deleted since then, of everybody, page by page, the last first."""

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        """Create, unless one with that identifier exists: then that one is returned, unchanged.

        The second value says whether it is new. More than one match raises Changed.
        """

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        """Replace the version `if_match`; another version there raises Changed."""

    def delete(self, ref: Ref, *, if_match: str | None) -> None:
        """Delete the version `if_match`; another version there raises Changed."""

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        """Send creates and updates as one batch: a reply for each, in their order.

        Raises as above for the batch as a whole, and Opaque when the answer does not speak of
        each entry.
        """

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        """Create what refers to each other by `place`: all of it is made, or nothing."""

    def standing(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        """What stands where each write would have left something; None where it can't be told."""


class AuditLog(Protocol):
    """What is told of every disclosure, in order; nothing of it is ever changed or taken out."""

    def audit(self, entries: Iterable[Audited]) -> str:
        """Add entries, in the transaction that is open if there is one; the head after that.

        Raises AuditNotWritten or OSError: then nothing of what they tell of may be done.
        """

    def audit_head(self) -> str:
        """The number and digest of the last entry: who keeps it elsewhere sees a chain cut."""

    def audit_entries(self, person: str | None = None) -> Iterator[AuditEntry]:
        """All entries in order, or those that name a person, and those that name nobody."""


class Store(AuditLog, Protocol):
    """What an installation remembers between runs."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def enrol(self, enrolment: Enrolment) -> None: ...
    def enrolments(self, route: str | None = None, **equal: str) -> list[Enrolment]: ...

    def link(self, endpoint: str, key: str, ref: Ref, *, origin: str) -> None: ...
    def save_links(self, links: Iterable[Link]) -> None: ...
    def links(self, endpoint: str) -> dict[str, Ref]: ...
    def origins(self) -> dict[str, str]: ...
    def save_base(self, route: str, base: Base) -> None: ...
    def save_bases(self, route: str, bases: Iterable[Base]) -> None: ...
    def base(self, route: str, key: str) -> Base | None: ...
    def bases(self, route: str) -> dict[str, Base]: ...

    def intend(self, intents: Iterable[Intent]) -> None: ...
    def settle(
        self, outcomes: Mapping[str, Result], at: str, stands: Mapping[str, str] = ...
    ) -> None: ...
    def doubtful(self, route: str, side: str) -> frozenset[str]: ...
    def forget_intents(self, route: str, before: str) -> int: ...
    def save_probe(self, endpoint: str, probe: Probe) -> None: ...
    def probe(self, endpoint: str) -> Probe | None: ...
    def open_intents(self, route: str) -> list[Intent]: ...
    def intents(self, route: str, key: str) -> list[Intent]: ...

    def save_document(self, route: str, document: Ingested) -> None: ...
    def documents(self, route: str, **equal: str) -> list[Ingested]: ...

    def replace_holds(self, route: str, holds: Sequence[Hold]) -> int: ...
    def holds(self, route: str) -> list[Hold]: ...
    def replace_conflicts(self, route: str, conflicts: Sequence[OpenConflict]) -> int: ...
    def conflicts(self, route: str, **equal: str) -> list[OpenConflict]: ...
    def differ(self, difference: Difference) -> None: ...
    def differences(self, route: str, **equal: str) -> list[Difference]: ...
    def agree(self, difference: Difference) -> None: ...
    def propose(self, proposal: Proposal) -> bool: ...
    def proposals(self, route: str, **equal: str) -> list[Proposal]: ...
    def decide_proposal(self, route: str, key: str, state: ProposalState) -> None: ...
    def tell_owner(self, route: str, key: str, told: str) -> None: ...
    def withdraw_proposal(self, route: str, key: str) -> None: ...
    def quarantine(self, route: str, item: Quarantined) -> bool: ...
    def quarantined(self, route: str) -> list[Quarantined]: ...
    def quarantine_again(self, route: str, sha256: str, reason: str) -> None: ...
    def release(self, route: str, sha256: str) -> None: ...
    def drop_quarantined(self, route: str, dropped: Dropped) -> None: ...
    def dropped(self, route: str) -> list[Dropped]: ...

    def resolve(self, route: str, resolutions: Iterable[Resolution]) -> None: ...
    def resolutions(self, route: str) -> list[Resolution]: ...
    def decisions(self, route: str) -> dict[str, dict[str, Resolution]]: ...

    def classify(self, classified: Classified) -> None: ...
    def classified(self, **equal: str) -> dict[str, Classified]: ...
    def let_go(self, route: str, release: Release) -> None: ...
    def releases(self, route: str, **equal: str) -> list[Release]: ...
    def use_release(self, route: str, release: Release, at: str) -> None: ...

    def disclosed(self, **equal: str) -> list[Disclosed]: ...
    def not_at_rest(self, route: str) -> frozenset[str]: ...
    def save_recalls(self, recalls: Iterable[Recall]) -> None: ...
    def recalls(self, **equal: str) -> list[Recall]: ...
    def drop_recall(self, recall: Recall) -> None: ...

    def reached(self, persons: Iterable[str]) -> frozenset[str]: ...
    def whose(self, key: str) -> frozenset[str]: ...
    def unattributed(self) -> int: ...
    def found(self, reach: Reach) -> dict[str, int]: ...
    def erase(self, reach: Reach) -> None: ...
    def bury(self, tombstones: Iterable[Tombstone]) -> None: ...
    def tombstones(self, **equal: str | None) -> list[Tombstone]: ...
    def buried(self) -> frozenset[str]: ...
    def scrub(self, at: str) -> None: ...
    def copies(self) -> list[Path]: ...
    def drop_copies(self) -> None: ...

    def register_consent(self, consent: ConsentFacts) -> bool: ...
    def end_consent(self, name: str, *, day: str, mistaken: bool, by: str, at: str) -> bool: ...
    def consents(self, **equal: str) -> list[ConsentFacts]: ...

    def take_lease(self, lease: Lease) -> bool: ...
    def renew_lease(self, lease: Lease) -> bool: ...
    def end_lease(self, lease: Lease) -> None: ...
    def lease(self, route: str) -> Lease | None: ...

    def keep(self, route: str, kept: Kept) -> None: ...
    def kept(self, route: str) -> dict[tuple[str, str], Kept]: ...

    def save_run(self, run: Run) -> None: ...
    def runs(self, route: str) -> list[Run]: ...
    def last_run(self, route: str) -> Run | None: ...
    def remember(self, route: str, remembered: Remembered) -> None: ...
    def remembered(self, route: str) -> Remembered | None: ...

    def rest(self, route: str, rests: Iterable[Rest]) -> None: ...
    def resting(self, route: str) -> dict[str, Resting]: ...
    def held_at_rest(
        self, route: str, persons: Collection[str]
    ) -> dict[str, Mapping[str, Held]]: ...
    def disturb(self, route: str, persons: Iterable[str]) -> None: ...
    def cursors(self, route: str) -> list[Cursor]: ...
    def save_cursors(self, route: str, cursors: Iterable[Cursor]) -> None: ...
    def parked(self, route: str) -> list[Parked]: ...
    def replace_parked(self, route: str, parked: Iterable[Parked]) -> None: ...
    def readings(self, route: str) -> list[Reading]: ...
    def save_reading(self, route: str, reading: Reading) -> None: ...


class Blocks(Protocol):
    """Where it is known which data of a person are blocked.

    Raises Unreachable when it can't be said now: then everything is blocked.
    """

    def of(self, person: Identifier) -> tuple[Block, ...]: ...


class PersonRegister(Protocol):
    """What a register of persons knows. Raises Unreachable when it can't be asked now."""

    def look_up(self, person: Identifier) -> PersonFacts | None:
        """What it says of a person, or None: it does not know that person."""


class OrganisationRegister(Protocol):
    """What a register of organisations knows. Raises Unreachable when it can't be asked now."""

    def unit(self, identifier: str) -> UnitFacts | None:
        """Whose a unit is, or None: it does not know that unit."""


class Folder(Protocol):
    """A drop folder of documents."""

    name: str

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """The documents that wait, by file name, in a stable order."""

    def settle(self, name: str, where: str) -> None:
        """Move a document out of the way: to `done` or `refused`."""

    def kept(self, name: str, sha256: str) -> bytes | None:
        """What a settled document said, if the folder still has it."""

    def remove(self, name: str, sha256: str) -> int:
        """Delete a settled document; how many files that were."""


Fact: TypeAlias = str | int | float | Mapping[str, int] | None


class Log(Protocol):
    """Where it is told what a run does, by codes and numbers; see `logs` for what is let in."""

    def tell(self, event: Logged, **facts: Fact) -> None: ...

    def bound(self, **facts: Fact) -> "Log":
        """The same log, with facts that each line tells from now on."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, with offset UTC."""
