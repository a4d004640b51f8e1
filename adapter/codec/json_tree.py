"""JSON values ⇄ Node, so that formats read JSON as they read XML (mappings.tree).

member of an object    a child of that name; `kind` is string, number, boolean, null or object
items of an array      sibling children of one name, each with its `index`
empty array            one child of kind `array`: it carries no value, but must not vanish
The text of a number keeps its digits. An array of arrays has no place in a tree and is refused,
and so is a document that is not an object: neither FHIR nor the native format has one.
"""

from decimal import Decimal
from itertools import groupby
from typing import Final

from adapter.codec.json_door import Json
from adapter.errors import Unparseable
from mappings.tree import Leaf, Node, path

_INTEGER_DIGITS: Final = 18  # what the JSON door reads as an int; a longer one is a Decimal


def tree_from_json(value: Json) -> Node:
    """The tree of a JSON object; raises Unparseable."""
    if not isinstance(value, dict):
        raise Unparseable("json.object", "an object as the document", pointer="/")
    root = Node("", kind="object")
    _add_members(root, value)
    return root


def _add_members(parent: Node, members: dict[str, Json]) -> None:
    for name, value in members.items():
        if not isinstance(value, list):
            _add(parent, name, value, None)
        elif value:
            for index, item in enumerate(value):
                _add(parent, name, item, index)
        else:
            Node(name, parent=parent, kind="array")


def _add(parent: Node, name: str, value: Json, index: int | None) -> None:
    node = Node(name, parent=parent, index=index, kind=_kind(value), text=_text(value))
    if isinstance(value, dict):
        _add_members(node, value)
    elif isinstance(value, list):
        place = path(Leaf(node, None))
        raise Unparseable("json.nested-array", "no array directly in an array", pointer=place)


def _kind(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | Decimal):
        return "number"
    return "string" if isinstance(value, str) else "object"


def _text(value: Json) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | Decimal) else None


def json_from_tree(node: Node) -> Json:
    """The JSON value of a tree, as tree_from_json reads it."""
    text = node.text or ""
    match node.kind:
        case "null":
            return None
        case "boolean":
            return text == "true"
        case "number":
            return _number(text)
        case "string":
            return text
        case "array":
            return []
        case _:
            return {name: _member(list(nodes)) for name, nodes in groupby(node.children, _name)}


def _name(node: Node) -> str:
    return node.name


def _member(nodes: list[Node]) -> Json:
    if nodes[0].index is None:
        return json_from_tree(nodes[0])
    return [json_from_tree(node) for node in nodes]


def _number(text: str) -> int | Decimal:
    whole = text.removeprefix("-").isdecimal() and len(text) <= _INTEGER_DIGITS
    return int(text) if whole else Decimal(text)
