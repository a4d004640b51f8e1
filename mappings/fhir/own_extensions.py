"""Own extensions as they are defined: the type of each value, and the parts of those with parts.

One line for each extension: its name and how often it may stand, then the types of its value, or
its parts as name, least, most and types. A test compares the table with the StructureDefinitions
that are shipped. https://hl7.org/fhir/R4/extensibility.html
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from mappings.codes.systems import BASE
from mappings.fhir.findings import Finding

_START: Final = f"{BASE}/StructureDefinition/"
_HOLDERS: Final = ("extension", "modifierExtension")
TABLE: Final = """
accountable 1 careGiver:0:1:Reference careUnit:0:1:Reference area:0:1:code
address-type 1 CodeableConcept
block-comparison-time 1 dateTime
consent-withdrawn 1 at:0:1:dateTime by:0:1:Reference
estimated 1 boolean
goal-responsible 1 Reference
goal-validity 1 Period
identifier * Identifier
informed 1 boolean
lives-alone 1 boolean
middle-name 1 string
municipality 1 code
negated-value 1 Quantity|Range|Period|dateTime|string|integer
not-agreed * string
not-fetched 1 boolean
note * Annotation
participant * type:0:1:CodeableConcept role:0:1:CodeableConcept identifier:0:1:Identifier \
actor:0:1:Reference onBehalfOf:0:1:Reference device:0:1:Reference location:0:1:Reference \
period:0:1:Period kind:0:*:CodeableConcept address:0:*:Address telecom:0:*:ContactPoint
person 1 Reference
plan-revision 1 number:0:1:string date:0:1:date
relation * type:0:1:CodeableConcept target:0:1:Reference what:0:1:string time:0:1:dateTime \
owner:0:1:Reference
said 1 by:1:1:Coding speaker:0:1:Reference writer:0:1:Reference askedBy:0:1:Reference
source-holds-safety-information 1 sent:1:1:dateTime sender:0:1:Reference topic:0:*:code
source-text * name:1:1:string text:1:1:string
status-reason 1 CodeableConcept
stay-event * what:1:1:CodeableConcept at:0:1:dateTime estimated:0:1:Extension
value-negated 1 boolean
verified 1 by:0:1:Reference at:0:1:dateTime
words 1 string
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How often an extension may stand, and what it holds: a value of `types`, or `parts`."""

    least: int
    most: int | None
    types: frozenset[str] = frozenset()
    parts: Mapping[str, "Shape"] | None = None


@cache
def shapes() -> Mapping[str, Shape]:
    """The table, by the url of each extension."""
    return dict(_shape(line) for line in TABLE.strip().splitlines())


def _shape(line: str) -> tuple[str, Shape]:
    name, most, *rest = line.split()
    if rest[0].count(":"):
        parts = dict(map(_part, rest))
        return _START + name, Shape(least=0, most=_most(most), parts=parts)
    return _START + name, Shape(least=0, most=_most(most), types=_types(rest[0]))


def _part(text: str) -> tuple[str, Shape]:
    name, least, most, types = text.split(":")
    shape = Shape(least=int(least), most=_most(most), types=_types(types))
    # A part that is an extension of its own is named by its whole url, and is checked as such.
    return (_START + name if types == "Extension" else name), shape


def _most(text: str) -> int | None:
    return None if text == "*" else int(text)


def _types(text: str) -> frozenset[str]:
    return frozenset(f"value{each[0].upper()}{each[1:]}" for each in text.split("|"))


def check_own_extensions(resource: Mapping[str, Any]) -> list[Finding]:
    """What own extensions hold that their definitions do not allow, anywhere in a resource."""
    return list(_anywhere(resource, str(resource.get("resourceType", ""))))


def _anywhere(value: object, path: str) -> Iterator[Finding]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name in _HOLDERS and isinstance(member, list):
                yield from _listed(member, f"{path}.{name}", shapes())
            yield from _anywhere(member, f"{path}.{name}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _anywhere(item, f"{path}[{at}]")


def _listed(
    extensions: Sequence[object], path: str, known: Mapping[str, Shape]
) -> Iterator[Finding]:
    """Each extension of a list by its shape, and none more often than it may stand."""
    counts: dict[str, int] = {}
    for at, extension in enumerate(extensions):
        url = extension.get("url") if isinstance(extension, dict) else None
        if not isinstance(extension, dict) or not isinstance(url, str) or url not in known:
            continue
        shape, here = known[url], f"{path}[{at}]"
        counts[url] = counts.get(url, 0) + 1
        if shape.most is not None and counts[url] == shape.most + 1:
            yield Finding(expression=here, rule="own-extension", expected="it once at most")
        if shape.parts is not None:
            yield from _complex(extension, here, shape.parts)
        elif shape.types != {"valueExtension"}:
            yield from _simple(extension, here, shape.types)


def _simple(extension: Mapping[str, Any], path: str, types: frozenset[str]) -> Iterator[Finding]:
    if extension.get("extension"):
        yield Finding(expression=f"{path}.extension", rule="own-extension", expected="a value only")
    held = _values(extension)
    if len(held) != 1 or not held <= types:
        expected = " or ".join(sorted(types))
        found = ", ".join(sorted(held & _ALL)) or None
        yield Finding(expression=path, rule="own-extension", expected=expected, found=found)


def _complex(
    extension: Mapping[str, Any], path: str, parts: Mapping[str, Shape]
) -> Iterator[Finding]:
    if _values(extension):
        yield Finding(expression=path, rule="own-extension", expected="parts, and no value")
    held = extension.get("extension")
    listed = held if isinstance(held, list) else []
    urls = [each.get("url") for each in listed if isinstance(each, dict)]
    for name, shape in parts.items():
        if urls.count(name) < shape.least:
            expected = f"the part {name}"
            yield Finding(expression=f"{path}.extension", rule="own-extension", expected=expected)
    for at, url in enumerate(urls):
        # Anybody may add an extension of their own; a part without a whole url is one of ours.
        if isinstance(url, str) and url not in parts and ":" not in url:
            expected = f"one of the parts {', '.join(parts)}"
            here = f"{path}.extension[{at}]"
            yield Finding(expression=here, rule="own-extension", expected=expected)
    yield from _listed(listed, f"{path}.extension", parts)


def _values(extension: Mapping[str, Any]) -> frozenset[str]:
    """The names of the values that it holds: `valueString`, with or without its sibling."""
    names = (name.removeprefix("_") for name in extension)
    return frozenset(name for name in names if name.startswith("value"))


# What may be quoted: a name that somebody else made up may hold anything.
_ALL: Final = frozenset(
    each
    for shape in shapes().values()
    for one in (shape, *(shape.parts or {}).values())
    for each in one.types
)
