"""A stream of XML records in one wrapper element → a document for each of them.

Records are cut out by their tags before anything is parsed: one that is broken, too large or not
closed costs itself only, and no more than one is ever in memory. In XML a `<` is only ever markup,
so that a tag found outside comments, CDATA sections and processing instructions is a tag.
What stands between records, or is missing at the end, is refused as a document of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from adapter.codec.buffer import Buffer
from adapter.codec.documents import RawDocument
from adapter.codec.xml_door import BOM, MAX_BYTES, encoding_of
from adapter.errors import Unparseable

_MISC: Final = rb"(?:\s|<\?.*?\?>|<!--.*?-->)*+"
_SKIPPED: Final = re.compile(_MISC, re.DOTALL)
_DECLARATION: Final = re.compile(rb"<\?xml\s[^>]*\?>")
_TAG_REST: Final = rb"(?=[\s/>])(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*+>"
_NAME: Final = re.compile(rb"<([^\s<>/!?]+)")
_RESUME: Final = re.compile(rb"<(?:[^\s<>/!?]|/[^\s<>/!?]+\s*>)")
_CLOSINGS: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_LONGEST_TAG: Final = 1_000  # bytes that may hide half of a token at the end of what is read


class Wrapper(NamedTuple):
    """The start tag of a wrapper element, with everything before it."""

    qname: bytes
    head: bytes
    is_empty: bool

    @property
    def start(self) -> bytes:
        """The declaration and the start tag alone, on one line."""
        declaration = _DECLARATION.match(self.head.removeprefix(BOM))
        tag = self.head[self.head.rindex(b"<" + self.qname) :]
        return b" ".join(((declaration[0] if declaration else b"") + tag).splitlines())


def wrapper_tag(data: bytes, name: str) -> Wrapper | None:
    """The wrapper that the data begin with, if `name` is the local name of their root."""
    root = rb"<((?:[^\s<>/!?:]+:)?" + re.escape(name.encode()) + rb")" + _TAG_REST
    found = re.match(rb"(?:\xef\xbb\xbf)?" + _MISC + root, data, re.DOTALL)
    if found is None:
        return None
    return Wrapper(found[1], found[0], is_empty=found[0].endswith(b"/>"))


def split_wrapper(name: str, buffer: Buffer, wrapper: Wrapper) -> Iterator[RawDocument]:
    """A document for each child of the wrapper element."""
    try:
        encoding_of(wrapper.head)
    except Unparseable as error:
        yield RawDocument(name=name, refused=error)
        return
    buffer.take(len(wrapper.head))
    if not wrapper.is_empty:
        yield from _Cutter(name, buffer, wrapper).documents()
    _skip(buffer)
    if buffer.waiting:
        yield _refused(name, buffer, "xml.syntax", "nothing after the wrapper element")


def _refused(
    name: str, buffer: Buffer, rule: str, expected: str, limit: int | None = None
) -> RawDocument:
    error = Unparseable(rule, expected, line=buffer.line, column=buffer.column + 1, limit=limit)
    return RawDocument(name=name, line=buffer.line, refused=error)


def _skip(buffer: Buffer) -> None:
    """Go past white space, comments and processing instructions."""
    while True:
        found = _SKIPPED.match(buffer.data, buffer.at)
        buffer.take(found.end() if found else buffer.at)
        is_cut = buffer.waiting < _LONGEST_TAG or buffer.data.startswith((b"<!", b"<?"), buffer.at)
        if not is_cut or buffer.waiting > MAX_BYTES or not buffer.more():
            return


class _Cutter:
    """Cuts the records out of a wrapper, whose start tag is already behind."""

    def __init__(self, name: str, buffer: Buffer, wrapper: Wrapper) -> None:
        self.name = name
        self.buffer = buffer
        self.outer = wrapper.qname
        self.start = wrapper.start + b"\n"
        self.counts: Counter[bytes] = Counter()
        self.end = re.compile(rb"</" + re.escape(wrapper.qname) + rb"\s*>")

    def documents(self) -> Iterator[RawDocument]:
        _skip(self.buffer)
        while self.buffer.waiting:
            if closing := self.end.match(self.buffer.data, self.buffer.at):
                self.buffer.take(closing.end())
                return
            record = _NAME.match(self.buffer.data, self.buffer.at)
            yield self._record(record[1]) if record else self._stray()
            _skip(self.buffer)
        yield _refused(self.name, self.buffer, "xml.syntax", "the end tag of the wrapper")

    def _record(self, qname: bytes) -> RawDocument:
        buffer, index = self.buffer, self.counts[qname]
        self.counts[qname] += 1
        name = f"{self.name}#{self.counts.total()}"
        line, indent = buffer.line, b" " * min(buffer.column, _LONGEST_TAG)
        markup = _markup(qname, self.outer)
        while (end := markup.end(buffer)) is None and buffer.waiting <= MAX_BYTES:
            buffer.more()
        if end is None:
            limit = MAX_BYTES
            refused = _refused(name, buffer, "xml.size", f"at most {limit} bytes", limit)
            buffer.take(buffer.at + 1)
            self._drop(markup.next)
            if closing := markup.closing.match(buffer.data, buffer.at):
                buffer.take(closing.end())
            return refused
        data = b"".join((self.start, indent, buffer.take(end), b"</", self.outer, b">"))
        return RawDocument(name=name, data=data, line=line, index=index)

    def _stray(self) -> RawDocument:
        """What is neither a record nor white space: refused up to the next tag of an element."""
        refused = _refused(self.name, self.buffer, "xml.wrapper", "only elements in the wrapper")
        self.buffer.take(self.buffer.at + 1)
        self._drop(_RESUME)
        return refused

    def _drop(self, until: re.Pattern[bytes]) -> None:
        """Leave behind what comes before a match, however much it is."""
        buffer = self.buffer
        while (found := until.search(buffer.data, buffer.at)) is None:
            buffer.take(max(buffer.at, len(buffer.data) - _LONGEST_TAG))
            if not buffer.more():
                buffer.take(len(buffer.data))
                return
        buffer.take(found.start())


@lru_cache(maxsize=8)
def _markup(qname: bytes, wrapper: bytes) -> "_Markup":
    return _Markup(qname, wrapper)


class _Markup:
    """Finds where a record ends: at its end tag, or where it must have ended without one."""

    def __init__(self, qname: bytes, wrapper: bytes) -> None:
        name, outer = re.escape(qname), re.escape(wrapper)
        self._start = re.compile(rb"<" + name + _TAG_REST)
        self.closing = re.compile(rb"</" + name + rb"\s*>")
        self.next = re.compile(rb"</?" + name + rb"(?=[\s/>])|</" + outer + rb"(?=[\s>])")
        self._token = re.compile(rb"<!--|<!\[CDATA\[|<\?|" + self.next.pattern)

    def end(self, buffer: Buffer) -> int | None:
        """The end of the record that begins where the buffer stands; None: read on to tell."""
        data = buffer.data
        tag = self._start.match(data, buffer.at)
        if tag is not None and tag[0].endswith(b"/>"):
            return tag.end()
        at = buffer.at + 1 if tag is None else tag.end()
        while token := self._token.search(data, at):
            closing = _CLOSINGS.get(token[0])
            if closing is None:
                return self._closed(token, buffer)
            found = data.find(closing, token.end())
            if found < 0 and not buffer.is_whole:
                return None
            # Never closed, it would swallow every record that follows: let the door refuse it.
            at = token.end() if found < 0 else found + len(closing)
        return len(data) if buffer.is_whole else None

    def _closed(self, token: re.Match[bytes], buffer: Buffer) -> int | None:
        tag = self.closing.match(buffer.data, token.start())
        if tag is not None:
            return tag.end()
        is_cut = len(buffer.data) - token.start() < _LONGEST_TAG and not buffer.is_whole
        return None if is_cut else token.start()
