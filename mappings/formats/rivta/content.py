"""RIV-TA MultimediaType (`content`) → the agreed text of a plan, as a document.

TKB clinicalprocess:logistics:logistics ch. 7: exactly one of value and reference; six media types;
at most 100 KB embedded. What goes beyond is kept and said. HTML is cleaned of everything that
acts, loads or hides; a reference is never followed.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from mappings.account import Section
from mappings.attachment import AttachmentRecord
from mappings.codes.systems import local_system
from mappings.errors import RecordRefused, Severity, Unreadable
from mappings.fhir import narrative
from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.fhir.values import Identifier, Reference
from mappings.formats.rivta.answer import Shape, say, text_at
from mappings.formats.rivta.origin import Origin
from mappings.redacted import Redacted

SHAPE: Final[Shape] = {"id": {}, "mediaType": {}, "value": {}, "reference": {}}
MEDIA_TYPES: Final = frozenset(
    {"text/plain", "text/html", "image/png", "image/jpeg", "image/tiff", "application/pdf"}
)
HTML: Final = "text/html"
MOST_BYTES: Final = 100 * 1024
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][\w!#$&^.+-]*/[a-z0-9][\w!#$&^.+-]*", re.ASCII)
_URI: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Redacted):
    """What the header of the plan says of all its documents."""

    title: str | None
    created: DateTime | None
    author: Reference | None
    custodian: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Redacted):
    """What one `content` holds, seen before it is taken: its id comes from it."""

    section: Section
    data: bytes | Unreadable | None

    def id(self, origin: Origin) -> Identifier:
        """By the source's own id, else by what is kept: never the position in the plan."""
        own = text_at(self.section.node, "id")
        if own:
            return origin.mint("content", own)
        kind = text_at(self.section.node, "mediaType").lower()
        data = self.data if isinstance(self.data, bytes) else b""
        url = text_at(self.section.node, "reference")
        return origin.mint("content", "", kind, hashlib.sha256(data).hexdigest(), url)

    def take(self, _: str) -> bytes:
        """What was seen in `value`, or why it can't be read."""
        if isinstance(self.data, Unreadable):
            raise self.data
        return self.data or b""


def see(section: Section) -> Content:
    """Look into one `content`, without taking anything."""
    leaf = section.leaf("value")
    if leaf is None:
        return Content(section=section, data=None)
    html = text_at(section.node, "mediaType").lower() == HTML
    try:
        data = (clean_html if html else decoded)(leaf.value)
    except Unreadable as error:
        return Content(section=section, data=error)
    return Content(section=section, data=data)


def content(held: Content, record_id: Identifier, origin: Origin, about: About) -> AttachmentRecord:
    """Read one `content`; raises RecordRefused when there is nothing in it."""
    section = held.section
    section.target.bind(record_id.value)
    kind = section.need("mediaType", "media_type", media_type, rule="rivta.content.media-type")
    data = section.take("value", "data", held.take)
    url = section.take("reference", "url", uri)
    _check(section, kind, data, url)
    return AttachmentRecord(
        **origin.common(),
        id=record_id,
        source_ids=_source_ids(section, origin),
        status="current",
        media_type=kind,
        title=about.title,
        created=about.created,
        data=None if data is None else base64.b64encode(data).decode("ascii"),
        url=url,
        size=None if data is None else len(data),
        hash=None if data is None else _hash(data),
        authors=() if about.author is None else (about.author,),
        custodian=about.custodian,
        source_texts=tuple(section.target.texts),
    )


def is_readable(record: AttachmentRecord) -> bool:
    """Whether there is something to read here, without fetching anything."""
    if record.data is None:
        return False
    return not record.media_type.startswith("text/") or _is_utf8(base64.b64decode(record.data))


def media_type(text: str) -> Code:
    """A media type, which compares without case (RFC 6838)."""
    found = text.strip().lower()
    if _MEDIA_TYPE.fullmatch(found) is None:
        raise Unreadable("a media type like application/pdf", "rivta.content.media-type")
    return found


def uri(text: str) -> Uri:
    if _URI.fullmatch(text.strip()) is None:
        raise Unreadable("a URI without blanks", "rivta.content.reference")
    return text.strip()


def decoded(text: str) -> bytes:
    """The bytes of an xs:base64Binary, which may hold white space."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:  # also for what is no ASCII
        raise Unreadable("base64", "rivta.content.base64") from None


def clean_html(text: str) -> bytes:
    """The bytes of an HTML document without what acts, loads or hides."""
    data = decoded(text)
    if not _is_utf8(data):
        # Cleaning what is read in the wrong character set could let through what it looks for.
        raise Unreadable("HTML in UTF-8", "rivta.content.charset")
    return narrative.sanitise(data.decode()).encode()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _hash(data: bytes) -> str:
    # Attachment.hash is SHA-1 by definition; it tells a change, and guards nothing.
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


def _source_ids(section: Section, origin: Origin) -> tuple[Identifier, ...]:
    own = section.take("id", "source_ids", str.strip)
    if own is None:
        return ()
    return (Identifier(system=local_system(origin.document.owner, "content"), value=own),)


def _check(section: Section, kind: Code, data: bytes | None, url: Uri | None) -> None:
    """Say what the contract does not allow; raises RecordRefused when there is no content."""
    if data is None and url is None:
        expected = "a readable value, or a reference"
        raise RecordRefused(section.issue("value", "data", expected, "rivta.content.empty"))
    if data is not None and url is not None:
        say(section, "reference", "url", "a value or a reference, not both", "rivta.content.both")
    if kind not in MEDIA_TYPES:
        expected = "one of the media types that the contract allows"
        say(section, "mediaType", "media_type", expected, "rivta.content.media-type")
    if data is not None and len(data) > MOST_BYTES:
        say(section, "value", "data", f"at most {MOST_BYTES} bytes", "rivta.content.size")
    if data is not None and kind.startswith("text/") and not _is_utf8(data):
        say(section, "value", "data", "text in UTF-8", "rivta.content.charset")
    if kind == HTML and data is not None and decoded(text_at(section.node, "value")) != data:
        expected = "HTML of what a reader reads: what acts, loads or frames it was taken away"
        say(section, "value", "data", expected, "rivta.content.html", severity=Severity.INFORMATION)
