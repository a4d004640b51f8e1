"""What every record carries, where documents come from, and what reading one gives.

A record is what a care system means, as a frozen dataclass; each concept module has the record,
its FIELDS and the pair `x_to_fhir` / `x_from_fhir`.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from mappings.codes.systems import BASE
from mappings.errors import Issue
from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.fhir.values import Coding, Identifier, Reference, SourceText
from mappings.redacted import Redacted
from mappings.tree import Node


class Area(Enum):
    """Which law a record stands under: health care or social services."""

    HEALTH = "health"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountable(Redacted):
    """Who answers for a record: the keys that blocks compare (SFS 2008:355 ch. 4, SFS 2022:913).

    `care_giver` (vårdgivare, huvudman), `care_unit` (vårdenhet), the time that a time-limited block
    is compared with, and the area of law.
    """

    care_giver: Reference | None = None
    care_unit: Reference | None = None
    comparison_time: DateTime | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Redacted):
    """What every record carries, whatever it is about.

    id            business identifier, minted by the reader from a key that it was given
    person        whom it is about, by identifier: people are matched, never made
    accountable   the block keys
    chain         the conversation it came in, so that a cancellation finds it
    labels        security labels of the source (meta.security); they only rise
    source        the system it came from (meta.source)
    language      BCP-47 language of the words, if the source says
    source_texts  values kept verbatim because no element holds them
    """

    id: Identifier
    person: Identifier
    accountable: Accountable | None = None
    chain: Identifier | None = None
    labels: tuple[Coding, ...] = ()
    source: Uri | None = None
    language: Code | None = None
    source_texts: tuple[SourceText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedRecord(Record):
    """A record that its source names by identifiers of its own, such as a documentId."""

    source_ids: tuple[Identifier, ...] = ()


class Environment(Enum):
    PRODUCTION = "production"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Redacted):
    """Where documents come from, as the installation that reads them knows it.

    `system`       name of the source system, part of every key; None: as the document says
    `zone`         IANA time zone of times without one; None: the zone of the format
    `environment`  whether test persons and test traffic may pass
    `key`          the installation's secret: identifiers are derived from it
    `installation` short name of the key (its fingerprint): part of identifier.system
    """

    key: bytes
    installation: str
    system: str | None = None
    zone: str | None = None
    environment: Environment = Environment.TEST

    @property
    def id_system(self) -> str:
        """The identifier.system of what this installation mints."""
        return f"{BASE}/id/{self.installation}"

    def mint(self, *canonical: str | None) -> Identifier:
        """A business identifier from a canonical key: (system, document, kind, id or content).

        UUIDv5 over an HMAC, so that it is stable, and tells nothing to whoever lacks the key.
        """
        joined = "\x1f".join([part or "" for part in canonical]).encode()
        keyed = _keyed(self.key).copy()
        keyed.update(joined)
        return Identifier(system=self.id_system, value=_uuid5(keyed.hexdigest()))


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> hmac.HMAC:
    """An HMAC that has the key, to be copied: to set one up costs more than to use it."""
    return hmac.new(key, digestmod="sha256")


_NAMESPACE: Final = uuid.UUID("7d1a8f0e-3c47-5b52-9f0a-8a3f6c1f2b6d").bytes
# The variant of RFC 9562 takes two of the four bits of the digit that it stands in.
_VARIANT: Final = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}


def _uuid5(name: str) -> str:
    """The text of uuid.uuid5(_NAMESPACE, name), in a third of the time: every record has one."""
    text = hashlib.sha1(_NAMESPACE + name.encode()).hexdigest()  # noqa: S324  the RFC asks for it
    end = f"{_VARIANT[text[16]]}{text[17:20]}-{text[20:32]}"
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{end}"


def fingerprint_of(key: bytes) -> str:
    """The short public name of an installation key (12 hex digits of its SHA-256)."""
    return hashlib.sha256(b"viktigt installation key\x00" + key).hexdigest()[:12]


class HoldReason(Enum):
    """Why a person must look before anything of a document is sent."""

    RESERVATION_OR_WISH = "reservation-or-wish"
    IDENTITY_UNCONFIRMED = "identity-unconfirmed"
    CONSENT_CODE_UNKNOWN = "consent-code-unknown"
    DEATH_REPORTED = "death-reported"


class MessageStatus(Enum):
    """What a message does to its conversation (PLO 7309: N, M, A, K/C)."""

    NEW = "new"
    REPLACE = "replace"
    ADD = "add"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Redacted):
    """What a document says about itself: its place in a chain, and flags that policy reads.

    `person` is whom it is about, also when there is no record. `conversation` names the chain,
    `message` this link, `parent` the link before it.
    `onward_objection`: True objects to forwarding beyond the addressed receiver, False is known to
    allow it, None says nothing. `processing` is the ProcessingStatus of the sender (None: not
    said). `wrong_person`: a cancellation that says, or may mean, that another person was meant.
    `in_synch`: per logical address, whether an aggregated answer was complete.
    """

    person: Identifier | None = None
    status: MessageStatus = MessageStatus.NEW
    conversation: str | None = None
    message: str | None = None
    parent: str | None = None
    sender: Reference | None = None
    receivers: tuple[Reference, ...] = ()
    onward_objection: bool | None = None
    consent_code: Coding | None = None
    processing: str | None = None
    wrong_person: bool = False
    holds: tuple[HoldReason, ...] = ()
    in_synch: tuple[tuple[str, bool], ...] = ()
    ends_stay: Identifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Redacted):
    """What reading one source document gives: its records, its envelope, and what was found."""

    records: tuple[Record, ...]
    issues: tuple[Issue, ...] = ()
    envelope: Envelope = Envelope()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Redacted):
    """A record, or one field of it, that a format has no place for: never silently lost."""

    record: Identifier
    kind: str
    reason: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Redacted):
    """A document to be written, and what it could not hold."""

    tree: Node
    left_out: tuple[LeftOut, ...] = ()
