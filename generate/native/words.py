"""What each class and member of the native format means, from words.toml."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from mappings.formats.native.header import HEADER_SHAPE, defaults_shape
from mappings.formats.native.sections import SECTIONS
from mappings.formats.native.shape import LOCAL_ID, OWN_ID, Member, Shape, shape_of
from mappings.record import Record

COMMON: Final = "Record"
_COMMON_FIELDS: Final = frozenset({LOCAL_ID, OWN_ID, *Record.__dataclass_fields__})


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def told() -> set[tuple[str, str]]:
    """Every (class, member) that words.toml has words for."""
    return {(name, field) for name, fields in _words().items() for field in fields}


def asked() -> set[tuple[str, str]]:
    """Every (class, member) that needs words."""
    wanted = {key_of(shape, member) for shape in shapes() for member in shape.members}
    return wanted | {(shape.name, "_") for shape in shapes()} | {(COMMON, "_")}


def summary(shape: Shape) -> str:
    return _words()[shape.name]["_"]


def meaning(shape: Shape, member: Member) -> str:
    name, field = key_of(shape, member)
    return _words()[name][field]


def key_of(shape: Shape, member: Member) -> tuple[str, str]:
    """Where the words of a member stand: those of every record stand once."""
    return (COMMON if is_common(shape, member) else shape.name), member.field


def is_common(shape: Shape, member: Member) -> bool:
    """Whether a member is one that every record has."""
    return issubclass(shape.of, Record) and member.field in _COMMON_FIELDS


def shapes() -> Iterator[Shape]:
    """Every class of the format: the header, the records, and then the values, as they are met."""
    records = [section.shape for section in SECTIONS]
    yield from (HEADER_SHAPE, *records)
    yield from values((HEADER_SHAPE, defaults_shape(), *records))


def values(of: Iterable[Shape]) -> Iterator[Shape]:
    """The value classes that these shapes are made of, each once."""
    met: dict[str, Shape] = {}
    waiting = list(of)
    while waiting:
        inner = [shape_of(m.of) for m in waiting.pop(0).members if m.of is not None]
        fresh = [shape for shape in inner if shape.name not in met]
        met |= {shape.name: shape for shape in fresh}
        waiting += fresh
    yield from met.values()
