"""Agreed content as a document <-> DocumentReference, Binary.

Up to 100 KB stand inline, with size and hash. What is larger goes into a Binary, whose
securityContext is the DocumentReference: who may not read that one may not read the bytes. Content
by url is never fetched, and the resource says so. The security labels stand in securityLabel too,
for readers that look at no meta.
https://hl7.org/fhir/R4/documentreference.html, https://hl7.org/fhir/R4/binary.html
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from mappings.codes.systems import NOT_FETCHED
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
from mappings.fhir.labels import raise_labels, with_both_systems
from mappings.fhir.primitives import Code, DateTime, Instant, Uri
from mappings.fhir.types import Binary, DocumentReference
from mappings.fhir.urns import uuid_of
from mappings.fhir.values import Coding, Concept, Reference
from mappings.record import SourcedRecord
from mappings.record_fhir import common_in, common_out, fields, source_id_field, source_ids_in

INLINE_LIMIT: Final = 100 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord(SourcedRecord):
    """Agreed content as a document: inline (`data`, base64) or by a `url` that is not fetched.

    `status` is DocumentReference.status. `size` and `hash` (SHA-1, base64) are of the bytes; where
    `data` comes without them they are computed.
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


_ATTACHMENT: Final = "DocumentReference.content[0].attachment"
FIELDS: Final[Mapping[str, str]] = {
    **fields("DocumentReference"),
    "source_ids": source_id_field("DocumentReference"),
    "status": "DocumentReference.status",
    "media_type": f"{_ATTACHMENT}.contentType",
    "type": "DocumentReference.type",
    "title": f"{_ATTACHMENT}.title",
    "created": f"{_ATTACHMENT}.creation",
    "data": f"{_ATTACHMENT}.data",
    "url": f"{_ATTACHMENT}.url",
    "size": f"{_ATTACHMENT}.size",
    "hash": f"{_ATTACHMENT}.hash",
    "authors": "DocumentReference.author[]",
    "custodian": "DocumentReference.custodian",
    "date": "DocumentReference.date",
    "description": "DocumentReference.description",
}


def attachment_to_fhir(record: AttachmentRecord) -> DocumentReference:
    """The document with its content inline; raises MappingError when that is over 100 KB."""
    content = _attachment_out(record)
    if record.data is not None:
        content |= _measured(record, record.data)
        if content["size"] > INLINE_LIMIT:
            raise MappingError(FIELDS["data"], None, "at most 100 KB inline", "attachment.inline")
        content["data"] = record.data
    elif record.url is not None:
        content["extension"] = [dt.extension(NOT_FETCHED, valueBoolean=True)]
    return _document(record, content)


def attachment_with_binary(record: AttachmentRecord) -> tuple[DocumentReference, Binary]:
    """The document and, apart from it, its content: for what is too large to stand inline."""
    data = dt.Need("a Binary")(record.data, FIELDS["data"])
    document = {"type": "DocumentReference", "identifier": dt.identifier_out(record.id)}
    binary: dict[str, Any] = {
        "resourceType": "Binary",
        "id": uuid_of("Binary", record.id.system, record.id.value),
        "contentType": record.media_type,
        "securityContext": document,
        "data": data,
    }
    labels = with_both_systems(record.labels)
    if labels:
        binary["meta"] = {"security": [dt.coding_out(label) for label in labels]}
    content = _attachment_out(record) | _measured(record, data) | {"url": f"Binary/{binary['id']}"}
    return _document(record, content), cast("Binary", binary)


def attachment_from_fhir(document: DocumentReference) -> AttachmentRecord:
    need = dt.Need("a document")
    common = common_in(document, document.get("subject"), "DocumentReference")
    common["labels"] = _labels_in(common["labels"], document)
    contents: list[Any] = document.get("content") or []
    held: dict[str, Any] = contents[0].get("attachment") or {} if contents else {}
    return AttachmentRecord(
        **common,
        source_ids=source_ids_in(document, common["id"]),
        status=need(document.get("status"), FIELDS["status"]),
        media_type=need(held.get("contentType"), FIELDS["media_type"]),
        type=dt.concept_in(document.get("type")),
        title=held.get("title"),
        created=held.get("creation"),
        data=held.get("data"),
        url=held.get("url"),
        size=held.get("size"),
        hash=held.get("hash"),
        authors=dt.references_in(document.get("author")),
        custodian=dt.reference_in(document.get("custodian")),
        date=document.get("date"),
        description=document.get("description"),
    )


def attachment_from_binary(document: DocumentReference, binary: Binary) -> AttachmentRecord:
    """The document with the content of its Binary."""
    return replace(attachment_from_fhir(document), data=binary.get("data"), url=None)


def _document(record: AttachmentRecord, content: Mapping[str, Any]) -> DocumentReference:
    made = common_out(record, "DocumentReference")
    labels = with_both_systems(record.labels)
    members = {
        "status": record.status,
        "type": dt.concept_out(record.type),
        "subject": dt.person_out(record.person),
        "date": record.date,
        "author": dt.references_out(record.authors),
        "custodian": dt.reference_out(record.custodian),
        "description": record.description,
        "securityLabel": [{"coding": [dt.coding_out(label)]} for label in labels],
        "content": [{"attachment": dt.without_empty(dict(content))}],
    }
    return cast("DocumentReference", dt.filled(made, members))


def _attachment_out(record: AttachmentRecord) -> dict[str, Any]:
    return {
        "contentType": record.media_type,
        "url": record.url,
        "size": record.size,
        "hash": record.hash,
        "title": record.title,
        "creation": record.created,
    }


def _measured(record: AttachmentRecord, data: str) -> dict[str, Any]:
    """Size and hash of the bytes; raises MappingError when the source claims others."""
    try:
        content = base64.b64decode(data, validate=True)
    except ValueError:  # binascii.Error is one, and so is what other scripts raise
        raise MappingError(FIELDS["data"], None, "base64", "attachment.base64") from None
    digest = hashlib.sha1(content, usedforsecurity=False).digest()  # Attachment.hash is SHA-1
    found = {"size": len(content), "hash": base64.b64encode(digest).decode("ascii")}
    if record.size not in (None, found["size"]):
        raise MappingError(FIELDS["size"], None, "the size of the data", "attachment.size")
    if record.hash not in (None, found["hash"]):
        raise MappingError(FIELDS["hash"], None, "the SHA-1 of the data", "attachment.hash")
    return found


def _labels_in(labels: tuple[Coding, ...], document: DocumentReference) -> tuple[Coding, ...]:
    """The labels of meta.security, raised by what stands in securityLabel alone."""
    known = {(label.system, label.code) for label in labels}
    stated = [
        label
        for concept in document.get("securityLabel") or ()
        for label in dt.codings_in(concept.get("coding"))
    ]
    more = [label for label in stated if (label.system, label.code) not in known]
    return raise_labels(labels, more) if more else labels
