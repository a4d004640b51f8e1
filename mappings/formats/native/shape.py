"""The shape of the native format: each record and value class as elements, attributes and members.

Reader, writer, XML Schema, JSON Schema and documentation follow this one description, which is
taken from the type hints of the classes:
    record         an element with child elements; its id in the source is the attribute `id`
    value          an element; what is single and simple becomes an attribute, words its text
    list           the element repeated, by its singular name; in JSON an array, by its plural name
    Concept        the attributes of its one coding, or `coding` elements; and its text
    Reference      `ref` to an id in the document, or type, system, value and display
"""

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeAlias

from mappings.fhir import types as fhir
from mappings.fhir import values
from mappings.fhir.primitives import Primitive
from mappings.record import Record


class Kind(Enum):
    """A simple value, by the name of its FHIR primitive type."""

    TEXT = "string"
    CODE = "code"
    URI = "uri"
    DATE = "date"
    DATE_TIME = "dateTime"
    INSTANT = "instant"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"


AnyClass: TypeAlias = type[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One field of a class, as the format has it.

    `field` is its name as FIELDS has it, `name` that of its element or attribute, `key` that of its
    JSON member. It is of a simple `kind`, one of an `enum`, or `of` a value class; `choices` are
    the codes that it may have, where they are few. `content`: it is the text of its element.
    `default` stands for it when it is absent; `has_default` is False where the class has none.
    """

    field: str
    name: str
    key: str
    kind: Kind | None = None
    enum: type[Enum] | None = None
    of: AnyClass | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    default: object = None
    has_default: bool = True
    attribute: bool = False
    content: bool = False

    @property
    def simple(self) -> bool:
        return self.of is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One class, as the format has it."""

    of: AnyClass
    members: tuple[Member, ...]

    @property
    def name(self) -> str:
        return self.of.__name__

    @property
    def content(self) -> Member | None:
        return next((member for member in self.members if member.content), None)

    @property
    def attributes(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.attribute)

    @property
    def elements(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if not member.attribute)


LOCAL_ID: Final = "id"
OWN_ID: Final = "business_identifier"
OWN_ID_NAME: Final = "businessIdentifier"
REF: Final = "ref"
SYSTEM: Final = "identifier.system"
VALUE: Final = "identifier.value"

# Fields that end like a plural and are none: what they name is a verb.
_VERBS: Final = frozenset({"serves", "replaces", "GoalRecord.addresses"})
_SINGULARS: Final = {
    "addresses": "address",
    "languages": "spokenLanguage",  # `language` is that of the words, on every record
}
_KINDS: Final = {str: Kind.TEXT, Decimal: Kind.DECIMAL, int: Kind.INTEGER, bool: Kind.BOOLEAN}
# The FHIR elements whose codes some value classes hold, and what they are called there.
_BOUND: Final[Mapping[AnyClass, tuple[str, Mapping[str, str]]]] = {
    values.Quantity: ("Quantity", {}),
    values.ContactPoint: ("ContactPoint", {}),
    values.Address: ("Address", {}),
    values.Schedule: ("TimingRepeat", {"period_unit": "periodUnit", "days": "dayOfWeek"}),
}


def camel(name: str) -> str:
    """`said_at` → `saidAt`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def singular(of: AnyClass, name: str) -> str:
    """The name of one item of a list: `categories` → `category`."""
    if name in _VERBS or f"{of.__name__}.{name}" in _VERBS or not name.endswith("s"):
        return camel(name)
    if name in _SINGULARS:
        return _SINGULARS[name]
    return camel(f"{name[:-3]}y" if name.endswith("ies") else name[:-1])


def shape_of(of: AnyClass) -> Shape:
    """The shape of a value class."""
    if of not in _SHAPES:
        _SHAPES[of] = Shape(of=of, members=_VALUE_MEMBERS.get(of, _members)(of))
    return _SHAPES[of]


_SHAPES: Final[dict[AnyClass, Shape]] = {}


def record_shape(of: type[Record], fields: Mapping[str, str]) -> Shape:
    """The shape of a record class; `fields` lead to the codes that its elements may have."""
    head = (
        Member(field=LOCAL_ID, name=LOCAL_ID, key=LOCAL_ID, kind=Kind.TEXT, attribute=True),
        Member(field=OWN_ID, name=OWN_ID_NAME, key=OWN_ID_NAME, of=values.Identifier),
    )
    own = tuple(
        dataclasses.replace(
            member,
            attribute=False,
            content=False,
            required=member.required and member.field != "person",
            choices=member.choices or _choices_of(member, fields),
        )
        for member in _members(of)
        if member.field != "id"
    )
    return Shape(of=of, members=head + own)


def _concept_members(of: AnyClass) -> tuple[Member, ...]:
    """The members of its one coding stand on a concept itself."""
    return (*_members(values.Coding), *_members(of))


def _reference_members(of: AnyClass) -> tuple[Member, ...]:
    ref = Member(field=REF, name=REF, key=REF, kind=Kind.TEXT, attribute=True)
    kind, _, display = _members(of)
    named = (
        dataclasses.replace(member, field=f"identifier.{member.field}", required=False)
        for member in _members(values.Identifier)
    )
    return (ref, kind, *named, display)


_VALUE_MEMBERS: Final = {
    values.Concept: _concept_members,
    values.Reference: _reference_members,
}


def _members(of: AnyClass) -> tuple[Member, ...]:
    hints = typing.get_type_hints(of, include_extras=True)
    return tuple(_member(of, field, hints[field.name]) for field in dataclasses.fields(of))


def _member(of: AnyClass, field: "dataclasses.Field[Any]", hint: Any) -> Member:  # noqa: ANN401
    many = typing.get_origin(hint) is tuple
    inner = typing.get_args(hint)[0] if many else _not_none(hint)
    is_optional, hint = many or inner is not hint, inner
    has_default = field.default is not dataclasses.MISSING
    kind, enum, part = _type(hint)
    words = field.name in {"text", "words"} and kind is Kind.TEXT
    return Member(
        field=field.name,
        name=singular(of, field.name) if many else camel(field.name),
        key=camel(field.name),
        kind=kind,
        enum=enum,
        of=part,
        choices=_choices(of, field.name, enum) if part is None else (),
        many=many,
        required=not has_default and not is_optional,
        default=field.default if has_default else () if many else None,
        has_default=has_default,
        attribute=part is None and not many and not words,
        content=words,
    )


def _not_none(hint: Any) -> Any:  # noqa: ANN401  a type hint
    """`str | None` → `str`."""
    if typing.get_origin(hint) is None or hasattr(hint, "__metadata__"):
        return hint
    (one,) = (each for each in typing.get_args(hint) if each is not type(None))
    return one


def _type(hint: Any) -> tuple[Kind | None, type[Enum] | None, AnyClass | None]:  # noqa: ANN401
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Primitive)]
    if marks:
        return Kind(marks[0].name), None, None
    if dataclasses.is_dataclass(hint):
        return None, None, typing.cast("AnyClass", hint)
    if issubclass(hint, Enum):
        return None, hint, None
    return _KINDS[hint], None, None


def _choices(of: AnyClass, name: str, enum: type[Enum] | None) -> tuple[str, ...]:
    if enum is not None:
        return tuple(str(each.value) for each in enum)
    if of not in _BOUND:
        return ()
    element, names = _BOUND[of]
    return _choices_at(f"{element}.{names.get(name, name)}")


def _choices_of(member: Member, fields: Mapping[str, str]) -> tuple[str, ...]:
    return _choices_at(fields.get(member.field, "")) if member.kind is Kind.CODE else ()


def _choices_at(path: str) -> tuple[str, ...]:
    """The codes that R4 allows at a plain path such as `Goal.lifecycleStatus`; empty when many."""
    start, *steps = path.replace("[]", "").split(".")
    hint: Any = getattr(fhir, start, None)
    for step in steps:
        hints = typing.get_type_hints(hint) if typing.is_typeddict(hint) else {}
        hint = _innermost(hints.get(step))
    return typing.get_args(hint) if typing.get_origin(hint) is typing.Literal else ()


def _innermost(hint: Any) -> Any:  # noqa: ANN401  a type hint
    """What a list or an optional is of."""
    while typing.get_args(hint) and typing.get_origin(hint) is not typing.Literal:
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    return hint
