"""The parsed source document: one plain tree, whether it came as XML, JSON or CSV.

    XML    one node per element; `name` and `space` from its qualified name, attributes by local
           name (`{space}local` when the attribute is qualified), `line` from the file; where text
           follows a child, each run of text is a child named `text()`
    JSON   one node per object member; the items of an array are sibling nodes of one name that
           carry their `index`; `kind` tells string, number, boolean, null, object
    CSV    a node of kind `table` whose attributes name its columns, one node per row (`line` is
           that of the file), one child per column
A leaf is a text or an attribute that carries a value. `ATTRIBUTE` marks attribute leaf names.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

ATTRIBUTE: Final = "@"
# What a format may call a member or a column.
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z_./~:-]{0,58}[A-Za-z0-9_~-]{0,6}|text\(\)")
_SPACE: Final = re.compile(r"(https?://|urn:)[A-Za-z0-9.:/_#-]{1,200}")
_ID: Final = re.compile(r"[A-Za-z0-9.:_-]{1,64}")
_UUID: Final = re.compile(r"\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_DATED: Final = re.compile(r"(?<=/)20[0-9]{2}-[0-9]{2}-[0-9]{2}(?=/|$)")  # namespaces of KITH
# A birth date or a national id, however it is grouped.
_NUMBER: Final = re.compile(r"[0-9]([.:_-]?[0-9]){5}")


class Node:
    """One element, member or row."""

    __slots__ = (
        "attributes",
        "children",
        "index",
        "kind",
        "line",
        "name",
        "parent",
        "space",
        "text",
    )

    def __init__(  # noqa: PLR0913  a node is what its eight facts are
        self,
        name: str,
        *,
        space: str = "",
        text: str | None = None,
        attributes: dict[str, str] | None = None,
        parent: "Node | None" = None,
        line: int | None = None,
        kind: str = "xml",
        index: int | None = None,
    ) -> None:
        self.name = name
        self.space = space
        self.text = text
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.parent = parent
        self.line = line
        self.kind = kind
        self.index = index
        if parent is not None:
            parent.children.append(self)

    def child(self, name: str) -> "Node | None":
        """The first child of that local name."""
        for child in self.children:
            if child.name == name:
                return child
        return None

    def all(self, name: str) -> list["Node"]:
        return [child for child in self.children if child.name == name]

    def release(self) -> None:
        """Take the tree apart: a node and its parent name each other, and would wait for the gc."""
        stack = [self]
        while stack:
            children = stack.pop().children
            stack.extend(children)
            children.clear()

    def walk(self) -> Iterator["Node"]:
        """This node and everything below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


class Leaf(NamedTuple):
    """One value of the source: the text of `node`, or its attribute `attribute`."""

    node: Node
    attribute: str | None

    @property
    def value(self) -> str:
        if self.attribute is None:
            return self.node.text or ""
        return self.node.attributes[self.attribute]


def leaves(root: Node) -> Iterator[Leaf]:
    """Every leaf at or below `root` that carries a value, in document order."""
    for node in root.walk():
        for attribute in carriers(node):
            yield Leaf(node, attribute)


def carriers(node: Node) -> list[str | None]:
    """What of a node carries a value: attributes by name, and None for its text."""
    found: list[str | None] = []
    for name, value in node.attributes.items():
        if value and not value.isspace():
            found.append(name)
    text = node.text
    if text is not None and (text.strip() or node.kind in SCALARS):
        found.append(None)
    return found


SCALARS: Final = frozenset({"string", "number", "boolean"})


def path(leaf: Leaf) -> str:
    """The place of a leaf in its source: an absolute XPath 1.0, a JSON pointer, or `/row/column`.

    An XPath step tests the local name, so that it can be evaluated with no prefixes bound.
    """
    steps = [] if leaf.attribute is None else [attribute_step(leaf.attribute)]
    node: Node | None = leaf.node
    while node is not None:
        steps.append(_step(node, _position(node)))
        node = node.parent
    return "".join(reversed(steps))


def located(root: Node) -> Iterator[tuple[Node, str]]:
    """The nodes at and below `root` with their paths, in document order."""
    stack = [(root, path(Leaf(root, None)))]
    while stack:
        found = stack.pop()
        yield found
        node, where = found
        if children := node.children:
            below = [*zip(children, map(where.__add__, _steps(children)), strict=True)]
            stack.extend(reversed(below))


def _steps(siblings: list[Node]) -> list[str]:
    """The steps to each of some siblings, whose positions are counted once for all."""
    first = siblings[0]
    if first.index is None and len(siblings) == 1:
        return [_step(first, "")]
    if first.index is None and len({node.name for node in siblings}) == len(siblings):
        return [_step(node, "") for node in siblings]
    totals: dict[tuple[str, bool], int] = {}
    places = [_count(node, totals) for node in siblings]
    return [
        _step(node, _numbered(node, at, totals[node.name, node.space == ""]))
        for node, at in zip(siblings, places, strict=True)
    ]


def _count(node: Node, totals: dict[tuple[str, bool], int]) -> int:
    """The place of the next sibling among those that a step to it would find."""
    bare, name = node.space == "", node.name
    if bare:  # a step to an element in a namespace finds this one too
        totals[name, False] = totals.get((name, False), 0) + 1
    at = totals[name, bare] = totals.get((name, bare), 0) + 1
    return at


def _numbered(node: Node, at: int, total: int) -> str:
    if node.index is not None:
        return f"[{node.index + 1}]"
    return f"[{at}]" if total > 1 else ""


def place(leaf: Leaf) -> str:
    """The same place as people read it: `/MsgHead/Document[2]/RefDoc/MsgType/@V`."""
    if leaf.node.kind != "xml":
        return path(leaf)
    steps: list[str] = []
    node: Node | None = leaf.node
    while node is not None:
        steps.append(f"/{node.name}{_position(node)}")
        node = node.parent
    attribute = "" if leaf.attribute is None else f"/@{leaf.attribute.rpartition('}')[2]}"
    return "".join(reversed(steps)) + attribute


def _position(node: Node) -> str:
    if node.parent is None:
        return ""
    if node.index is not None:  # cut out of a longer file: its siblings are not here
        return f"[{node.index + 1}]"
    # A step for an element in no namespace tests the plain name, so it counts only its like.
    same = [child for child in node.parent.all(node.name) if node.space or not child.space]
    return f"[{same.index(node) + 1}]" if len(same) > 1 else ""


def _step(node: Node, position: str) -> str:
    """The step to a node from its parent."""
    if node.kind != "xml":
        return _pointer_step(node)
    if not node.space:
        return f"/{node.name}{position}"
    return f"/*[local-name()='{node.name}']{position}"


def attribute_step(name: str) -> str:
    """The XPath step to an attribute."""
    if "}" not in name:
        return f"/@{name}"
    space, _, local = name.rpartition("}")
    # The same local name may stand there unqualified, as `type` beside `xsi:type` does.
    return f"/@*[local-name()='{local}' and namespace-uri()='{space[1:]}']"


def told_name(name: str) -> str:
    """A member or column by name. A table without a header has somebody's data there: its form."""
    return name if _NAME.fullmatch(name) else _formed(name)


def told_space(space: str) -> str:
    """A namespace, where it looks like one; else its form."""
    is_one = _SPACE.fullmatch(space) and not _NUMBER.search(_DATED.sub("", space))
    return space if is_one else _formed(space)


def told_id(text: str) -> str:
    """What a source calls a message, if nobody's number can be in it; else its form."""
    is_id = _ID.fullmatch(text) and not _NUMBER.search(text)
    return text if is_id or _UUID.fullmatch(text) else _formed(text)


def _formed(text: str) -> str:
    form = ("9" if char.isdigit() else "a" if char.isalpha() else "?" for char in text[:20])
    return "".join(form)


def _pointer_step(node: Node) -> str:
    if node.parent is None:
        return ""
    name = told_name(node.name).replace("~", "~0").replace("/", "~1")
    if node.kind == "row":
        return f"/{node.line}"
    return f"/{name}" if node.index is None else f"/{name}/{node.index}"
