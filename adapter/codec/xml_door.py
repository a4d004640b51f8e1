"""XML ⇄ Node, hardened (https://www.w3.org/TR/xml/, https://www.w3.org/TR/xml-names/).

bytes          at most MAX_BYTES; UTF-8, US-ASCII, or ISO-8859-1 where the document declares it
DOCTYPE        refused before and after parsing; no entity, external file or network, ever
depth          at most MAX_DEPTH; ill-formed or compressed input is refused, never repaired
comments, PIs  vanish without cutting the text around them
mixed content  each run of text of an element whose children are followed by text becomes a
               child named `text()`, so that no half of a sentence passes for the whole
xmlns          declarations are not attributes; qualified attributes are `{space}local`
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias
from xml.parsers import expat  # only to count the lines of bytes that libxml2 has accepted

from lxml import etree

from adapter.errors import Unparseable, Unwritable
from mappings.tree import Leaf, Node, place

MAX_BYTES: Final = 10_000_000
MAX_DEPTH: Final = 64
TEXT: Final = "text()"  # as XPath names it, so that the path of such a leaf can be evaluated
BOM: Final = b"\xef\xbb\xbf"
XML_SPACE: Final = "http://www.w3.org/XML/1998/namespace"
PREFIXES: Final[Mapping[str, str]] = {
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap",
}
_LINE_LIMIT: Final = 65_535  # libxml2 keeps the line of an element in 16 bits
_LATIN_1: Final = "iso-8859-1"
_ENCODINGS: Final = frozenset({"utf-8", "us-ascii", _LATIN_1})
_DECLARED: Final = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")
_DOCTYPE: Final = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_C1: Final = re.compile(rb"[\x80-\x9f]")
_PARSERS: Final = {
    encoding: etree.XMLParser(
        encoding=encoding,  # what was checked is what is read, whatever libxml2 would guess
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    for encoding in _ENCODINGS
}
_NEW: Final = Node.__new__
_Element: TypeAlias = Any  # etree._Element, whose stubs leave tag, line and items half typed
_Prefixes: TypeAlias = dict[Any, str]  # None is the prefix of the default namespace


def read_xml(data: bytes, *, shift: int = 0) -> Node:
    """The tree of one XML document; raises Unparseable. `shift` is added to every line."""
    if len(data) > MAX_BYTES:
        raise Unparseable("xml.size", f"at most {MAX_BYTES} bytes", limit=MAX_BYTES)
    encoding = encoding_of(data)
    refuse_doctype(data)
    try:
        root: _Element = etree.fromstring(data, _PARSERS[encoding])
    except etree.XMLSyntaxError as error:
        raise _syntax(error) from None
    if root.getroottree().docinfo.doctype:
        raise _doctype()
    node = _node(root, shift)
    if data.count(b"\n") >= _LINE_LIMIT:
        _number_lines(node, data, encoding, shift)
    return node


def encoding_of(data: bytes) -> str:
    """The encoding that the first bytes of a document declare, if it is one that is read."""
    head = data.removeprefix(BOM)
    if not head.startswith((b"<", b" ", b"\t", b"\r", b"\n")) or b"\x00" in data[:4]:
        raise Unparseable("xml.start", "XML in UTF-8, not compressed", line=1, column=1)
    declared = _DECLARED.match(head)
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if name not in _ENCODINGS or (name == _LATIN_1 and head is not data):
        raise Unparseable("xml.encoding", "UTF-8, US-ASCII or ISO-8859-1", line=1)
    if name == _LATIN_1:
        _refuse_c1(data)
    return name


def _refuse_c1(data: bytes) -> None:
    # Only Windows-1252 has letters and dashes in 80-9F: then the declaration is wrong, and
    # guessing what was meant could change somebody's words.
    found = _C1.search(data)
    if found:
        line, column = line_and_column(data, found.start())
        expected = "no byte 80-9F in ISO-8859-1 (is it Windows-1252?)"
        raise Unparseable("xml.encoding", expected, line=line, column=column)


def refuse_doctype(data: bytes) -> None:
    """Refuse a document type declaration before the parser sees it."""
    if _DOCTYPE.match(data.removeprefix(BOM)):
        raise _doctype()


def line_and_column(data: bytes, at: int) -> tuple[int, int]:
    """The place of a byte, counted from 1."""
    return data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)


def _doctype() -> Unparseable:
    return Unparseable("xml.doctype", "a document without DOCTYPE")


def _syntax(error: etree.XMLSyntaxError) -> Unparseable:
    # A message of libxml2 may quote the document; the name of its error type does not.
    line, column = error.position
    log: Any = error.error_log
    name = log.last_error.type_name.removeprefix("ERR_").replace("_", " ").lower()
    return Unparseable("xml.syntax", f"well-formed XML ({name})", line=line, column=column)


def _node(root: _Element, shift: int) -> Node:
    """The tree below an element, made without the constructor: this is the hottest loop."""
    names: dict[str, tuple[str, str]] = {}
    above: list[tuple[Node | None, int]] = []  # who waits for more children, and for how many
    parent, awaited = None, 1
    nodes = []
    mixed = False
    for element in root.iter(etree.Element):
        tag = element.tag
        name = names.get(tag) or names.setdefault(tag, _split(tag))
        node = _NEW(Node)
        node.name, node.space = name
        node.kind, node.index, node.line = "xml", None, element.sourceline + shift
        items = element.items()
        node.attributes = dict(items) if items else {}
        node.text, node.children, node.parent = element.text, [], parent
        if parent is not None:
            parent.children.append(node)
        awaited -= 1
        if count := len(element):
            node.text = _worded(node.text)
            above.append((parent, awaited))
            _refuse_depth(len(above), element)
            parent, awaited = node, count
        else:
            while not awaited and above:
                parent, awaited = above.pop()
        tail = element.tail
        mixed = mixed or (tail is not None and not tail.isspace())
        nodes.append(node)
    if mixed:
        _split_mixed(root, nodes)
    return nodes[0]


def _split(tag: str) -> tuple[str, str]:
    space, _, local = tag.rpartition("}")
    return local, space[1:]


def _worded(text: str | None) -> str | None:
    """The text between elements, unless it is only the white space that lays them out."""
    return text if text is not None and text.strip() else None


def _refuse_depth(depth: int, element: _Element) -> None:
    if depth >= MAX_DEPTH:
        expected = f"at most {MAX_DEPTH} levels"
        raise Unparseable("xml.depth", expected, line=element.sourceline, limit=MAX_DEPTH)


def _split_mixed(root: _Element, nodes: list[Node]) -> None:
    """Make the runs of text of every element that has text after a child into `text()` nodes."""
    for element, node in zip(root.iter(etree.Element), nodes, strict=True):
        if any(_worded(child.tail) for child in element):
            children, node.children = node.children, []
            node.text = None
            _add_run(node, element.text, node.line)
            for child, child_element in zip(children, element, strict=True):
                node.children.append(child)
                _add_run(node, child_element.tail, child.line)


def _add_run(node: Node, text: str | None, line: int | None) -> None:
    if text:
        Node(TEXT, text=text, parent=node, line=line)


def _number_lines(root: Node, data: bytes, encoding: str, shift: int) -> None:
    """Number the lines of a long document, which libxml2 can't count."""
    lines: list[int] = []
    parser = expat.ParserCreate(encoding)
    parser.StartElementHandler = lambda _name, _attributes: lines.append(parser.CurrentLineNumber)
    parser.Parse(data, True)  # noqa: FBT003  the signature of expat
    numbers = iter(lines)
    line = 1 + shift
    for node in root.walk():
        line = node.line = line if node.name == TEXT else next(numbers) + shift


def write_xml(tree: Node) -> bytes:
    """One XML document in UTF-8; raises Unwritable for what XML can't carry.

    The namespace of the root is the default one, if every element is in a namespace; the others
    get a known prefix or ns1, ns2 … in the order of the document, declared on the root.
    """
    root = _element(tree, None, _prefixes(tree))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def _prefixes(tree: Node) -> _Prefixes:
    elements = dict.fromkeys(node.space for node in tree.walk() if node.name != TEXT)
    attributes = dict.fromkeys(space for node in tree.walk() for space in _attribute_spaces(node))
    bare = "" not in elements
    prefixes: _Prefixes = {None: tree.space} if bare else {}
    for space in elements | attributes:
        if space not in {"", XML_SPACE} and not (bare and space == tree.space not in attributes):
            prefixes[PREFIXES.get(space, f"ns{len(prefixes)}")] = space
    return prefixes


def _attribute_spaces(node: Node) -> Iterator[str]:
    return (_split(name)[1] for name in node.attributes if name.startswith("{"))


def _element(node: Node, parent: _Element | None, prefixes: _Prefixes) -> _Element:
    tag = f"{{{node.space}}}{node.name}" if node.space else node.name
    try:
        if parent is None:
            element: _Element = etree.Element(tag, nsmap=prefixes)
        else:
            element = etree.SubElement(parent, tag)
        element.text = node.text
        for name, value in node.attributes.items():
            element.set(name, value)
    except ValueError:
        raise _unwritable(node) from None
    for child in node.children:
        if child.name == TEXT:
            _append_text(element, child)
        else:
            _element(child, element, prefixes)
    return element


def _append_text(element: _Element, run: Node) -> None:
    try:
        if len(element):
            element[-1].tail = (element[-1].tail or "") + (run.text or "")
        else:
            element.text = (element.text or "") + (run.text or "")
    except ValueError:
        raise _unwritable(run) from None


def _unwritable(node: Node) -> Unwritable:
    expected = "XML names, and text without control characters or lone surrogates"
    return Unwritable("xml.character", expected, place(Leaf(node, None)))
