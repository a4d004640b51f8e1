"""One stream → its documents, in bounded memory however long the stream is.

XML wrapper    each child of the wrapper element is a document (wrapper)
NDJSON         each line is a document (https://github.com/ndjson/ndjson-spec), when a line that
               begins with { and ends with } is followed by one that begins with {
anything else  one document, read whole up to a cap
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from adapter.codec import json_door
from adapter.codec.buffer import Buffer
from adapter.codec.documents import MAX_BYTES, RawDocument
from adapter.codec.wrapper import split_wrapper, wrapper_tag
from adapter.codec.xml_door import BOM
from adapter.errors import Unparseable

_NEXT_OBJECT: Final = re.compile(rb"\s*\{")


def split(name: str, stream: BinaryIO, *, wrapper: str) -> Iterator[RawDocument]:
    """The documents of a stream. `wrapper` is the local name of an element that holds many."""
    buffer = Buffer(stream)
    buffer.more()
    if tag := wrapper_tag(buffer.data, wrapper):
        return split_wrapper(name, buffer, tag)
    if buffer.data.removeprefix(BOM).lstrip().startswith(b"{"):
        return _split_json(name, buffer)
    return iter([_whole(name, buffer)])


def _whole(name: str, buffer: Buffer) -> RawDocument:
    line = buffer.line
    while buffer.waiting <= MAX_BYTES and buffer.more():
        pass
    return RawDocument(name=name, data=buffer.take(buffer.at + MAX_BYTES + 1), line=line)


def _split_json(name: str, buffer: Buffer) -> Iterator[RawDocument]:
    buffer.take(buffer.data.index(b"{"))
    if not _is_ndjson(buffer):
        yield _whole(name, buffer)
        return
    while buffer.waiting or buffer.more():
        document = _line(name, buffer)
        if document.refused or document.data.strip():
            yield document


def _is_ndjson(buffer: Buffer) -> bool:
    """Whether a second object begins on the line after the first one ends, which JSON has not."""
    end = _line_end(buffer)
    if not buffer.data[buffer.at : end].rstrip().endswith(b"}"):
        return False
    while not buffer.data[end:].strip() and buffer.waiting <= MAX_BYTES and buffer.more():
        end = _line_end(buffer)
    return _NEXT_OBJECT.match(buffer.data, end) is not None


def _line(name: str, buffer: Buffer) -> RawDocument:
    line = buffer.line
    name = f"{name}:{line}"
    end = _line_end(buffer)
    if end - buffer.at <= json_door.MAX_BYTES:
        return RawDocument(name=name, data=buffer.take(end).rstrip(b"\r\n"), line=line)
    limit = json_door.MAX_BYTES
    refused = Unparseable("json.size", f"at most {limit} bytes in a line", line=line, limit=limit)
    while b"\n" not in buffer.data[buffer.at :] and buffer.drop():
        pass
    buffer.take(buffer.data.find(b"\n", buffer.at) + 1 or len(buffer.data))
    return RawDocument(name=name, line=line, refused=refused)


def _line_end(buffer: Buffer) -> int:
    """Where the line ends that begins here; of one above the cap, as far as it is read."""
    end = buffer.data.find(b"\n", buffer.at) + 1
    while not end and buffer.waiting <= json_door.MAX_BYTES and buffer.more():
        end = buffer.data.find(b"\n", buffer.at) + 1
    return end or len(buffer.data)
