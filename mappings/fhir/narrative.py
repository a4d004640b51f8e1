"""HTML from outside → the XHTML of a narrative, and words → a narrative.

What a narrative may hold: https://hl7.org/fhir/R4/narrative.html, rules txt-1 and txt-2, which
`mappings.fhir.xhtml` checks. An allow-list takes the rest apart:
kept      formatting, tables, lists, images within the text, links that a person may follow
dropped   what runs, loads, submits or hides: scripts, frames, remote images, most of the styles
turned    other elements into their text, a remote image into its alternative text, and the state
          of a form into words: `[x]` for what was ticked
No readable text is lost, and cleaning what is clean changes nothing. An empty div has no content.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import Any, Final, TypeAlias

from lxml import etree

from mappings.fhir.xhtml import ELEMENTS, SPACE

_Element: TypeAlias = Any  # etree._Element, whose stubs leave tag, text and items half typed

# What is no text for a reader, whatever is in it.
_DROPPED: Final = frozenset({"script", "style", "iframe", "noframes", "noembed", "template"})
_VOID: Final = frozenset({"br", "hr", "img", "col"})
# What stands apart from its neighbours must go on doing so, or words would run together.
_APART: Final = frozenset(
    {
        *("section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption"),
        *("form", "fieldset", "legend", "details", "summary", "dialog", "hgroup", "menu", "dir"),
        *("select", "optgroup", "option", "title", "frameset"),
    }
)
_PREFORMATTED: Final = frozenset({"xmp", "listing", "plaintext", "textarea"})
_NAMES: Final[Mapping[str, str]] = {
    **{name: name for name in ELEMENTS},
    **dict.fromkeys(_APART, "div"),
    **dict.fromkeys(_PREFORMATTED, "pre"),
}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TAG: Final = re.compile(r"(<[^<>]*>)")
_TAG_NAME: Final = re.compile(r"<(/?)\s*([a-z0-9]*)", re.IGNORECASE)
_XML: Final = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
)


def sanitise(text: str) -> str:
    """One XHTML `div` with everything readable of an HTML text, and nothing that acts."""
    text = _carried(text)
    root = _read_xhtml(text)
    if root is None:
        root = _read_html(text)
    if root is None:
        return text_div([_without_tags(text)])
    parts = [f'<div xmlns="{SPACE}"', _attributes(root, "div"), ">"]
    _write_content(root, parts)
    return "".join([*parts, "</div>"])


def text_div(paragraphs: Iterable[str]) -> str:
    """A narrative of plain paragraphs; the lines of one are set apart."""
    shown = ("<br/>".join(map(_escaped, words.splitlines())) for words in paragraphs)
    return f'<div xmlns="{SPACE}">{"".join(f"<p>{words}</p>" for words in shown if words)}</div>'


def _carried(text: str) -> str:
    """The text without the characters that XML can't carry."""
    return _SURROGATE.sub("\ufffd", _FORBIDDEN.sub(" ", text))


def _escaped(text: str) -> str:
    return escape(_carried(text), quote=False).replace("\r", "&#13;")


def _read_xhtml(text: str) -> _Element | None:
    """The div, when the text already is one: then nothing has to be guessed or mended."""
    if not text.lstrip().startswith("<div"):
        return None
    try:
        root: _Element = etree.fromstring(text.encode(), _XML)
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{{{SPACE}}}div" else None


def _read_html(text: str) -> _Element | None:
    """The root of anything else that is HTML, or the one div that its body is."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    root: _Element = etree.fromstring(text.encode(), parser)
    log: Any = parser.error_log
    if root is None or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in log):
        return None  # nested too deep, the parser stops and loses the rest
    return root if (div := _only_div(root)) is None else div


def _only_div(root: _Element) -> _Element | None:
    texts = [text for text in root.itertext("html", "head", "body") if text.strip()]
    if [child.tag for child in root] != ["body"] or len(root[0]) != 1 or texts:
        return None
    div = root[0][0]
    return div if div.tag == "div" and not (div.tail or "").strip() else None


def _without_tags(text: str) -> str:
    """The readable text of what the parser can't take, tag by tag."""
    shown: list[str] = []
    dropped = ""
    for piece in _TAG.split(text):
        tag = _TAG_NAME.match(piece)
        if tag is None:
            shown.append("" if dropped else unescape(piece))
        elif not dropped and tag[2].lower() in _DROPPED:
            dropped = "" if tag[1] else tag[2].lower()
        elif tag[1] and tag[2].lower() == dropped:
            dropped = ""
    return " ".join(" ".join(shown).split())


def _write_content(element: _Element, parts: list[str]) -> None:
    parts.append(_escaped(element.text or ""))
    for child in element:
        _write(child, parts)
        parts.append(_escaped(child.tail or ""))


def _write(element: _Element, parts: list[str]) -> None:
    tag = element.tag.rpartition("}")[2].rpartition(":")[2].lower()
    name = _NAMES.get(tag)
    if tag in _DROPPED:
        return
    spoken = _escaped(_SPOKEN[tag](element)) if tag in _SPOKEN else ""
    if name is None or (name == "img" and not _image(element.get("src", ""))):
        start, end = "", ""
    elif name in _VOID:
        start, end = f"<{name}{_attributes(element, name)}/>", ""
    else:
        start, end = f"<{name}{_attributes(element, name)}>", f"</{name}>"
    parts += [start, spoken]
    _write_content(element, parts)
    parts.append(end)


# -- what is said in words ------------------------------------------------------------------------


def _spoken_image(element: _Element) -> str:
    shown = _image(element.get("src", "")) is not None
    return "" if shown else str(element.get("alt") or element.get("title") or "")


def _spoken_input(element: _Element) -> str:
    kind = element.get("type", "text").strip().lower()
    if kind in {"checkbox", "radio"}:
        return _tick("checked" in element.attrib)
    if kind in {"hidden", "password"}:
        return ""
    return str(element.get("alt" if kind == "image" else "value") or "")


def _spoken_option(element: _Element) -> str:
    return _tick("selected" in element.attrib)


def _tick(is_ticked: bool) -> str:  # noqa: FBT001
    return "[x] " if is_ticked else "[ ] "


_SPOKEN: Final[Mapping[str, Callable[[_Element], str]]] = {
    "img": _spoken_image,
    "input": _spoken_input,
    "option": _spoken_option,
}


# -- attributes -----------------------------------------------------------------------------------

_BLANKS: Final = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_SCHEME: Final = re.compile(r"[^/?#]*?:")
_FOLLOWED: Final = ("http://", "https://", "mailto:", "tel:")
_IMAGE: Final = re.compile(r"data:image/(?:png|gif|jpeg|jpg|webp);base64,[A-Za-z0-9+/]+={0,2}")
_STYLES: Final = frozenset(
    {
        *("text-align", "text-decoration", "font-weight", "font-style", "vertical-align"),
        *("list-style-type", "border", "border-collapse", "border-spacing", "padding", "width"),
    }
)
_STYLE_VALUE: Final = re.compile(r"[a-zA-Z0-9#%.,\s-]+")


def _link(value: str) -> str | None:
    """A link to somewhere, or within the document; browsers skip blanks in what they run."""
    bare = _BLANKS.sub("", value)
    if _SCHEME.match(bare) and not bare.lower().startswith(_FOLLOWED):
        return None
    return _BLANKS.sub("", value.strip().replace(" ", "%20")) or None


def _image(value: str) -> str | None:
    """An image that is there already: to fetch one would tell somebody who reads this."""
    bare = "".join(value.split())
    return bare if _IMAGE.fullmatch(bare) or bare.startswith("#") else None


def _style(value: str) -> str | None:
    """The declarations that only format: none loads anything, and none hides text."""
    kept = []
    for declaration in value.split(";"):
        name, _, setting = (part.strip() for part in declaration.partition(":"))
        if name.lower() in _STYLES and _STYLE_VALUE.fullmatch(setting):
            kept.append(f"{name.lower()}: {' '.join(setting.split())}")
    return "; ".join(kept) or None


def _matching(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda value: value.strip() if compiled.fullmatch(value.strip()) else None


_CHECKS: Final[Mapping[str, Callable[[str], str | None]]] = {
    **dict.fromkeys(("href", "cite"), _link),
    "src": _image,
    "style": _style,
    **dict.fromkeys(("id", "name"), _matching(r"[a-z][a-z0-9._-]*")),
    **dict.fromkeys(("lang", "xml:lang"), _matching(r"[a-z0-9-]{1,35}")),
    "dir": _matching("ltr|rtl"),
    **dict.fromkeys(
        ("colspan", "rowspan", "span", "start", "value", "width", "height"),
        _matching(r"[0-9]{1,4}%?"),
    ),
    **dict.fromkeys(("align", "valign", "scope", "type"), _matching(r"[a-z0-9-]{1,12}")),
    "headers": _matching(r"[a-z0-9 ._-]*"),
    **dict.fromkeys(("title", "alt", "abbr"), str),
}
_ANYWHERE: Final = frozenset({"id", "lang", "xml:lang", "dir", "title", "style"})
_CELL: Final = frozenset({"align", "valign", "colspan", "rowspan", "scope", "headers", "abbr"})
_OWN: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href", "name"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    **dict.fromkeys(("td", "th"), _CELL),
    **dict.fromkeys(("tr", "thead", "tbody", "tfoot"), frozenset({"align", "valign"})),
    **dict.fromkeys(("col", "colgroup"), frozenset({"align", "valign", "span", "width"})),
    **dict.fromkeys(("ol", "ul", "li"), frozenset({"type", "start", "value"})),
    **dict.fromkeys(("q", "blockquote", "ins", "del"), frozenset({"cite"})),
}


def _attributes(element: _Element, name: str) -> str:
    allowed = _ANYWHERE | _OWN.get(name, frozenset())
    written = []
    for qualified, value in element.items():
        attribute = qualified.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        checked = _CHECKS[attribute](value) if attribute in allowed else None
        if checked is not None:
            written.append(f' {attribute}="{_quoted(checked)}"')
    return "".join(written)


def _quoted(value: str) -> str:
    text = escape(_carried(value)).replace("\r", "&#13;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
