"""Strategies for documents."""

import base64
import hashlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.attachment import AttachmentRecord
from tests.strategies import common

_STAFF = ("Practitioner", "PractitionerRole", "Organization")


def _content(words: str) -> dict[str, Any]:
    """Inline content, measured as a reader measures it."""
    content = words.encode()
    digest = hashlib.sha1(content, usedforsecurity=False).digest()
    return {
        "data": base64.b64encode(content).decode(),
        "size": len(content),
        "hash": base64.b64encode(digest).decode(),
    }


attachments: SearchStrategy[AttachmentRecord] = common.records(
    AttachmentRecord,
    source_ids=common.some(common.source_ids),
    status=st.sampled_from(("current", "superseded", "entered-in-error")),
    media_type=st.sampled_from(("text/plain", "text/html", "application/pdf", "image/png")),
    type=common.maybe(common.concepts()),
    title=common.maybe(common.lines),
    created=common.maybe(common.datetimes()),
    _content=common.maybe(common.texts.map(_content)).map(lambda content: content or {}),
    url=common.maybe(st.just("https://journal.example.org/document/1")),
    authors=common.some(common.references(*_STAFF)),
    custodian=common.maybe(common.references("Organization")),
    date=common.maybe(common.instants()),
    description=common.maybe(common.texts),
)
