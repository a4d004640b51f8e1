"""Agreed content as a document <-> DocumentReference, Binary.

https://hl7.org/fhir/R4/documentreference.html
"""

from dataclasses import dataclass

from mappings.fhir.primitives import Code, DateTime, Instant, Uri
from mappings.fhir.values import Concept, Reference
from mappings.record import SourcedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord(SourcedRecord):
    """Agreed content as a document: inline (`data`, base64) or by a `url` that is not fetched.

    `status` is DocumentReference.status; `hash` SHA-1 (base64) and `size` of the bytes.
    """

    status: Code
    media_type: Code
    type: Concept | None = None
    title: str | None = None
    created: DateTime | None = None
    data: str | None = None
    url: Uri | None = None
    size: int | None = None
    hash: str | None = None
    authors: tuple[Reference, ...] = ()
    custodian: Reference | None = None
    date: Instant | None = None
    description: str | None = None
