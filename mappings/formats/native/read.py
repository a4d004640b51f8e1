"""Reads the elements and JSON members of the native format into values.

For every class a reader is compiled once from its shape: a table from names to what a member of
that name does. What was read is noted in the trail of its record, node by node, with the fields of
the mapping table that its attributes and text go to. Whatever the table does not know is refused.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from mappings.account import Plan
from mappings.errors import Unreadable
from mappings.fhir.values import Reference
from mappings.formats.native.build import BUILDERS, Incomplete, maker
from mappings.formats.native.reading import REPEATED, Reading
from mappings.formats.native.shape import REF, AnyClass, Member, Shape, shape_of
from mappings.formats.native.slot import (
    FAILED,
    Context,
    Notation,
    Slot,
    Step,
    Values,
    simple_step,
    slot_of,
    unreadable,
)
from mappings.formats.native.values import RULE, parser
from mappings.tree import Leaf, Node

Read: TypeAlias = Callable[[Node, Reading], Any]
Fill: TypeAlias = Callable[[Node, Reading], Values]


def reader(of: AnyClass, context: Context) -> Read:
    """Compile what reads a value class; it gives None for a node that says nothing."""
    shape = shape_of(of)
    fill = filler(shape, context)
    make = maker(shape, context)
    plan = _plan(shape, context)
    plain = _plain(of)

    def read(node: Node, reading: Reading) -> Any:  # noqa: ANN401  an instance of `of`
        attributes = node.attributes
        if attributes and not node.children and node.text is None:
            try:
                if len(attributes) == 1 and REF in attributes and of is Reference:
                    value = reading.resolve(attributes[REF])
                else:
                    value = plain(tuple(attributes.items()))
            except _UNUSUAL:
                pass  # whatever it is, reading it member by member says so
            else:
                reading.trail.append((node, plan, reading.at))
                return value
        values = fill(node, reading)
        return make(node, values, reading) if values else None

    return read


_UNUSUAL: Final = (KeyError, TypeError, Unreadable)


def _plain(of: AnyClass) -> Callable[[tuple[tuple[str, str], ...]], Any]:
    """Make a value out of attributes alone, in which there is nothing to say no to.

    The same codes and units stand in every document: each is made once.
    """
    if of not in _PLAIN:
        members = {m.name: m for m in shape_of(of).attributes if m.field != REF}
        parsers = {name: (member.field, parser(member)) for name, member in members.items()}
        build = BUILDERS.get(of, of)

        @lru_cache(maxsize=512)
        def plain(attributes: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401
            values = {}
            for name, text in attributes:
                field, parse = parsers[name]
                values[field] = parse(text)
            return build(**values)

        _PLAIN[of] = plain
    return _PLAIN[of]


_PLAIN: Final[dict[AnyClass, Callable[[tuple[tuple[str, str], ...]], Any]]] = {}


def _plan(shape: Shape, context: Context) -> Plan:
    """Which fields of the mapping table the attributes and the text of an element go to."""
    xml = context.notation is Notation.XML
    plan: dict[str | None, str] = {
        m.name: context.below(m.field).field for m in shape.members if xml and m.attribute
    }
    content = shape.content
    return plan if content is None else {**plan, None: context.below(content.field).field}


def filler(shape: Shape, context: Context) -> Fill:
    """Compile what reads the members of a class, each by its name."""
    siblings = frozenset(member.field for member in shape.members)
    slots = {m.field: slot_of(m, context, siblings) for m in shape.members if m.simple}
    xml = context.notation is Notation.XML
    attributes = {m.name: slots[m.field] for m in shape.members if xml and m.attribute}
    steps = {
        context.name(m): _step(m, slots.get(m.field), context)
        for m in shape.members
        if not (xml and m.attribute)
    }
    known = (*attributes, *steps)
    content = next((slots[m.field] for m in shape.members if m.content), None)
    plan, here = _plan(shape, context), context.field

    def fill(node: Node, reading: Reading) -> Values:
        values: Values = {}
        for name, text in node.attributes.items():
            slot = attributes.get(name)
            if slot is None:
                reading.unknown(Leaf(node, name), here, known)
                continue
            try:
                values[slot.name] = slot.parse(text)
            except Unreadable as error:
                unreadable(Leaf(node, name), slot, values, reading, error)
        space = reading.space
        for child in node.children:
            step = steps.get(child.name)
            if step is None or child.space != space:
                reading.unknown(Leaf(child, None), here, known)
            else:
                step(child, values, reading)
        if node.text is not None:
            _take_text(node, content, here, values, reading)
        reading.trail.append((node, plan, reading.at))
        return values

    return fill


def _take_text(
    node: Node, content: Slot | None, field: str, values: Values, reading: Reading
) -> None:
    """Read the words of an element, or of a JSON text that stands for an object."""
    leaf = Leaf(node, None)
    if node.kind == "xml" and leaf.value.isspace():
        return
    if content is None or node.kind not in {"xml", "string"}:
        form = "elements" if node.kind == "xml" else "an object"
        reading.refuse(leaf, field, Unreadable(f"{form} in {node.name}", RULE))
    elif content.name in values:
        reading.refuse(leaf, field, Unreadable(f"the text of {node.name} only once", REPEATED))
    else:
        try:
            values[content.name] = content.parse(leaf.value)
        except Unreadable as error:
            unreadable(leaf, content, values, reading, error)


def _step(member: Member, slot: Slot | None, context: Context) -> Step:
    if slot is not None:
        return simple_step(slot, context.notation, many=member.many)
    return _item_step(member, context) if member.many else _value_step(member, context)


def _value_step(member: Member, context: Context) -> Step:
    """What reads a value of a class into a member that holds one."""
    name, required = member.field, member.required
    read, field = _inner(member, context)

    def step(node: Node, values: Values, reading: Reading) -> None:
        if name in values:
            reading.repeated(node, field)
            return
        try:
            value = read(node, reading)
        except Incomplete as failed:
            reading.give_up(node, field, failed.rule)
            if required:
                values[FAILED] = failed.rule
        else:
            if value is not None:
                values[name] = value

    return step


def _item_step(member: Member, context: Context) -> Step:
    """What reads a value of a class into a member that is a list."""
    name, counted = member.field, context.top and member.field not in _BEHIND_OTHERS
    read, field = _inner(member, context)

    def step(node: Node, values: Values, reading: Reading) -> None:
        items = values.get(name) or []
        if counted:
            reading.at = len(items)
        try:
            value = read(node, reading)
        except Incomplete as failed:
            reading.give_up(node, field, failed.rule)
        else:
            if value is not None:
                items.append(value)
                values[name] = items
        if counted:
            reading.at = None

    return step


# In FHIR something else stands before the first of these, so that their places say nothing.
_BEHIND_OTHERS: Final = frozenset({"attendees", "categories", "codings", "identifiers"})


def _inner(member: Member, context: Context) -> tuple[Read, str]:
    assert member.of is not None  # noqa: S101  only simple members have no class
    inner = context.below(member.field)
    return reader(member.of, inner), inner.field
