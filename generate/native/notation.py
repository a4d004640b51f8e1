"""The same document in the other notation: native XML → native JSON, with nothing read into it."""

from collections.abc import Iterator
from decimal import Decimal

from adapter.codec.json_door import Json
from mappings.fhir.values import Identifier
from mappings.formats.native.head import DEFAULTS, HEADER, PERSON, ROOT, VERSION
from mappings.formats.native.header import HEADER_SHAPE, defaults_shape
from mappings.formats.native.sections import SECTIONS
from mappings.formats.native.shape import Kind, Member, Shape, shape_of
from mappings.tree import Node


def json_of(document: Node) -> dict[str, Json]:
    """Return the JSON object of a document in XML."""
    parts = {HEADER: HEADER_SHAPE, PERSON: shape_of(Identifier), DEFAULTS: defaults_shape()}
    held = {name: document.child(name) for name in parts}
    made: dict[str, Json] = {ROOT: VERSION}
    made |= {name: _value(node, parts[name]) for name, node in held.items() if node is not None}
    for section in SECTIONS:
        records: list[Json] = [
            _value(node, section.shape) for node in document.all(section.element)
        ]
        if records:
            made[section.key] = records
    return made


def _value(node: Node, shape: Shape) -> Json:
    members = dict(_members(node, shape))
    content = shape.content
    if content is not None and list(members) == [content.key]:
        return members[content.key]
    return members


def _members(node: Node, shape: Shape) -> Iterator[tuple[str, Json]]:
    for member in shape.members:
        if member.attribute and member.name in node.attributes:
            yield member.key, _simple(node.attributes[member.name], member)
        elif member.content and node.text is not None and node.text.strip():
            yield member.key, node.text
        elif not member.attribute:
            found = [_item(each, member) for each in node.all(member.name)]
            if found:
                yield member.key, found if member.many else found[0]


def _item(node: Node, member: Member) -> Json:
    if member.of is not None:
        return _value(node, shape_of(member.of))
    return _simple(node.text or "", member)


def _simple(text: str, member: Member) -> Json:
    match member.kind:
        case Kind.DECIMAL:
            return Decimal(text)
        case Kind.INTEGER:
            return int(text)
        case Kind.BOOLEAN:
            return text == "true"
        case _:
            return text
