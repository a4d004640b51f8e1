"""Who stands behind a record <-> Provenance (https://hl7.org/fhir/R4/provenance.html).

Two kinds: an attestation or signature that the source holds (a record), and the account of what
this adapter did, which is tagged, excluded from change detection and never sent on.
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import DateTime, Instant
from mappings.fhir.values import Concept, Period, Reference
from mappings.record import Record


class Stand(Enum):
    """What the agent did (provenance-participant-type)."""

    ATTESTER = "attester"
    VERIFIER = "verifier"
    AUTHOR = "author"
    INFORMANT = "informant"
    ENTERER = "enterer"
    LEGAL_AUTHENTICATOR = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRecord(Record):
    """A party's agreement, disagreement or signature under one version of a record."""

    target: Reference
    stand: Stand
    who: Reference
    on_behalf_of: Reference | None = None
    occurred_at: DateTime | None = None
    occurred_during: Period | None = None
    recorded: Instant
    agrees: bool = True
    reason: Concept | None = None
    words: str | None = None
