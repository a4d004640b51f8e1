"""Makes values out of the members that were read, or says what they can't stand without."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from mappings.errors import Unreadable
from mappings.fhir.values import Coding, Concept, Identifier, Reference
from mappings.formats.native.reading import Reading
from mappings.formats.native.shape import REF, SYSTEM, VALUE, AnyClass, Shape
from mappings.formats.native.slot import FAILED, Context, Values
from mappings.tree import Leaf, Node

Make: TypeAlias = Callable[[Node, Values, Reading], Any]


class Incomplete(Exception):  # noqa: N818  never leaves the native reader
    """A value lacks what it can't stand without; the issue has been reported under `rule`."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def maker(shape: Shape, context: Context) -> Make:
    """Compile what makes an instance of a class out of what was read."""
    if shape.of is Reference:
        return _reference_maker(context)
    build = BUILDERS.get(shape.of, shape.of)
    lists = tuple(member.field for member in shape.members if member.many)
    # What a class asks for may be unknown or empty all the same: an order that ranks nothing.
    asked = {m.field: m.default for m in shape.members if not (m.required or m.has_default)}

    def make(node: Node, values: Values, reading: Reading) -> Any:  # noqa: ANN401
        for name in lists:
            if name in values:
                values[name] = tuple(values[name])
        for name, default in asked.items():
            values.setdefault(name, default)
        if FAILED in values:
            raise Incomplete(values[FAILED])
        try:
            return build(**values)
        except TypeError:
            missing = next(m for m in shape.members if m.required and m.field not in values)
            field, name = context.below(missing.field).field, context.name(missing)
            raise Incomplete(reading.missing(node, field, name)) from None

    return make


def _reference_maker(context: Context) -> Make:
    """A reference names a record of the document, or tells whom or what it means."""
    field = context.field

    def make(node: Node, values: Values, reading: Reading) -> Reference:
        if FAILED in values:
            raise Incomplete(values[FAILED])
        if REF in values:
            return _resolved(node, values, field, reading)
        try:
            return _reference(**values)
        except TypeError:
            missing = SYSTEM if SYSTEM not in values else VALUE
            raise Incomplete(reading.missing(node, field, missing.rpartition(".")[2])) from None

    return make


def _resolved(node: Node, values: Values, field: str, reading: Reading) -> Reference:
    try:
        known = _known(values, reading)
    except Unreadable as error:
        child = node.child(REF)
        leaf = Leaf(node, REF) if child is None else Leaf(child, None)
        reading.refuse(leaf, field, error)
        raise Incomplete(error.rule) from None
    return Reference(
        type=values.get("type", known.type),
        identifier=known.identifier,
        display=values.get("display", known.display),
    )


def _known(values: Values, reading: Reading) -> Reference:
    if SYSTEM in values or VALUE in values:
        raise Unreadable("either ref or an identifier", "native.reference")
    return reading.resolve(values[REF])


def _concept(text: str | None = None, codings: tuple[Coding, ...] = (), **coding: str) -> Concept:
    """One coding stands on a concept itself, further ones in elements of their own."""
    if coding:
        codings = (Coding(**coding), *codings)
    return Concept(codings=codings, text=text)


def _reference(type: str | None = None, display: str | None = None, **named: str) -> Reference:  # noqa: A002
    """Whoever is meant is named by both halves of an identifier, or by neither."""
    if not named:
        return Reference(type=type, display=display)
    try:
        identifier = Identifier(system=named[SYSTEM], value=named[VALUE])
    except KeyError:
        raise TypeError from None
    return Reference(type=type, identifier=identifier, display=display)


BUILDERS: Final[dict[AnyClass, Callable[..., Any]]] = {Concept: _concept, Reference: _reference}
