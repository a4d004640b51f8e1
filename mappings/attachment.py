"""Agreed content as a document <-> DocumentReference, Binary.

Up to 100 KB stand inline, with size and hash. What is larger goes into a Binary, whose
securityContext is the DocumentReference: who may not read that one may not read the bytes. Content
by url is never fetched, and the resource says so. The security labels stand in securityLabel too,
for readers that look at no meta.
https://hl7.org/fhir/R4/documentreference.html, https://hl7.org/fhir/R4/binary.html
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
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

# Where the content goes that is too large to stand inline.
BINARY_FIELDS: Final[Mapping[str, str]] = {"data": "Binary.data"}


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


def attachment_resources(record: AttachmentRecord) -> tuple[dict[str, Any], ...]:
    """The document, and its content apart when that is too large to stand inline."""
    if record.data is None or _size(record.data) <= INLINE_LIMIT:
        return (cast("dict[str, Any]", attachment_to_fhir(record)),)
    return cast("tuple[dict[str, Any], ...]", attachment_with_binary(record))


def content_url(document: Mapping[str, Any]) -> str | None:
    """Where the content of a document stands, when it does not stand inline."""
    for content in document.get("content") or ():
        url: str | None = (content.get("attachment") or {}).get("url")
        return url
    return None


def named_in_bundle(resources: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The resources, each document naming its Binary as a Bundle does: by its urn:uuid.

    A server that processes a transaction puts its own address in place of that urn, in elements of
    type url too. https://hl7.org/fhir/R4/http.html#trules
    """
    every = list(resources)
    ours = {f"Binary/{each['id']}": each["id"] for each in every if _is_ours(each)}
    return [_renamed(each, ours) for each in every] if ours else every


def _is_ours(resource: Mapping[str, Any]) -> bool:
    """Whether it is a Binary of ours: its id is the name that a Bundle gives it."""
    if resource["resourceType"] != "Binary" or "id" not in resource:
        return False
    named = (resource.get("securityContext") or {}).get("identifier") or {}
    known = "system" in named and "value" in named
    return known and resource["id"] == uuid_of("Binary", named["system"], named["value"])


def _renamed(document: Mapping[str, Any], ours: Mapping[str, str]) -> Mapping[str, Any]:
    if document["resourceType"] != "DocumentReference":
        return document
    url = content_url(document) or ""
    if url not in ours:
        return document
    first, *others = document["content"]
    held = {**first["attachment"], "url": f"urn:uuid:{ours[url]}"}
    return {**document, "content": [{**first, "attachment": held}, *others]}


def _size(data: str) -> int:
    """How many bytes base64 stands for."""
    return len(data) // 4 * 3 - data[-2:].count("=")


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
