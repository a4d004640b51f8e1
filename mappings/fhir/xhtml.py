"""The narrative of a resource (https://hl7.org/fhir/R4/narrative.html, rules txt-1 and txt-2).

One XHTML `div` of basic formatting, links, images and internal styles: anything that could run,
load or submit is refused, and so is a narrative without content.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

SPACE: Final = "http://www.w3.org/1999/xhtml"

# Chapters 7-11 and 15 of HTML 4.0, <a> and <img>.
ELEMENTS: Final = frozenset(
    {
        *("a", "abbr", "acronym", "b", "big", "blockquote", "br", "caption", "cite", "code"),
        *("col", "colgroup", "dd", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "hr", "i", "img", "li", "ol", "p", "pre", "q", "samp", "small", "span", "strong"),
        *("sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul", "var"),
        *("address", "bdo", "center", "del", "ins", "kbd", "s", "strike", "u"),
    }
)
ATTRIBUTES: Final = frozenset(
    {
        *("abbr", "accesskey", "align", "alt", "axis", "bgcolor", "border", "cellpadding"),
        *("cellspacing", "char", "charoff", "charset", "cite", "class", "color", "colspan"),
        *("cols", "compact", "coords", "dir", "frame", "headers", "height", "href", "hreflang"),
        *("hspace", "id", "lang", "longdesc", "name", "nowrap", "rel", "rev", "rows", "rowspan"),
        *("rules", "scope", "shape", "span", "src", "start", "style", "summary", "tabindex"),
        *("title", "type", "valign", "value", "vspace", "width", "xml:lang"),
    }
)
# Where these point, a script must not hide: browsers skip blanks, and data can be a page.
_LINKS: Final = frozenset({"href", "src", "cite", "longdesc"})
_ACTIVE: Final = ("javascript:", "vbscript:", "data:")
_BLANKS: Final = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
# Styles are internal: none runs anything or loads from another host, however it is spelled. A
# relative address stays: the tools that write FHIR's own guides put some into every table.
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPELLED: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_LOADING: Final = re.compile(
    r"expression\(|script:|behaviou?r:|-moz-binding|@import|url\([\"']?(?!data:image/)(?:[a-z][a-z0-9+.-]*:|//)"
)


class _Refused(Exception):  # noqa: N818  it never leaves this module
    pass


def is_narrative(value: object) -> bool:
    """Tell whether `value` is a div that txt-1 and txt-2 allow."""
    return isinstance(value, str) and not narrative_faults(value)


def narrative_faults(text: str) -> frozenset[str]:
    """Return the rules that a narrative breaks: `txt-1`, `txt-2`, or `xhtml` when unreadable."""
    reader = _Reader()
    try:
        reader.read(text)
    except (_Refused, expat.ExpatError, UnicodeEncodeError):
        return frozenset({"xhtml"})
    return frozenset(reader.faults)


class _Reader:
    def __init__(self) -> None:
        self.faults = {"txt-2"}
        self._depth = 0

    def read(self, text: str) -> None:
        parser = expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = True
        # Named entities of HTML are common in narratives; without a DTD expat would call them
        # undefined. No DTD is ever read: a DOCTYPE of the document itself is refused.
        parser.UseForeignDTD(True)  # noqa: FBT003  the API of expat
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.XmlDeclHandler = _refuse
        parser.StartDoctypeDeclHandler = _refuse
        parser.ProcessingInstructionHandler = _refuse
        parser.SkippedEntityHandler = _entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(text.encode(), True)  # noqa: FBT003

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and (name, attributes.get("xmlns")) != ("div", SPACE):
            raise _Refused
        if name not in ELEMENTS or any(map(_forbidden, attributes, attributes.values())):
            self.faults.add("txt-1")
        if name == "img":
            self.faults.discard("txt-2")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        if not text.isspace():
            self.faults.discard("txt-2")


def _forbidden(name: str, value: str) -> bool:
    if name == "xmlns":
        return value != SPACE
    if name in _LINKS:
        bare = _BLANKS.sub("", value).lower()
        is_image = name == "src" and bare.startswith("data:image/")
        return bare.startswith(_ACTIVE) and not is_image
    if name == "style":
        spelled = _SPELLED.sub(_character, _COMMENT.sub("", value))
        return _LOADING.search(_BLANKS.sub("", spelled).lower()) is not None
    return name not in ATTRIBUTES


def _character(escape: re.Match[str]) -> str:
    """What an escape of CSS stands for (https://www.w3.org/TR/css-syntax-3/#escaping)."""
    code = int(escape[1] or "0", 16)
    return str(escape[2] or (chr(code) if 0 < code < 0x110000 else "\ufffd"))  # noqa: PLR2004


def _refuse(*_facts: object) -> None:
    raise _Refused


def _entity(name: str, _is_parameter: object) -> None:
    from html.entities import name2codepoint  # rare, and slow to load

    if name not in name2codepoint:
        raise _Refused
