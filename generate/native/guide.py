"""Renews the generated parts of docs/native-format.md: examples, short names, columns, elements.

A part stands between `<!-- name: … -->` and `<!-- end -->`; what is around it is written by hand.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from adapter.codec.json_door import write_json_pretty
from adapter.codec.xml_door import read_xml
from generate.native import words
from generate.native.notation import json_of
from generate.native.xsd import type_name
from mappings.formats import native_csv
from mappings.formats.native.header import HEADER_SHAPE
from mappings.formats.native.sections import SECTIONS
from mappings.formats.native.shape import Kind, Member, Shape
from mappings.formats.native.values import SHORT
from mappings.formats.native_csv.columns import Column

CASES: Final = Path("fixtures") / "cases"
PLAN: Final = CASES / "native-sip-ticked-home-help-wanted-to-get-stronger" / "source.xml"
TABLES: Final = {
    "measurements": CASES / "native-csv-a-week-of-blood-pressure-and-glucose" / "source.csv",
    "statements": CASES / "native-csv-what-people-said" / "source.csv",
}
_PART: Final = re.compile(r"<!-- (?P<name>[a-z-]+): generated -->\n.*?<!-- end -->\n", re.DOTALL)


def renewed(text: str, root: Path) -> str:
    """Return the guide with its generated parts made anew."""
    parts = _parts(root)

    def part(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- {name}: generated -->\n\n{parts[name]()}\n<!-- end -->\n"

    return _PART.sub(part, text)


def _parts(root: Path) -> Mapping[str, Callable[[], str]]:
    return {
        "xml-example": lambda: _fenced("xml", (root / PLAN).read_text("utf-8")),
        "json-example": lambda: _fenced("json", _json(root)),
        "measurements-example": lambda: _fenced("csv", _table(root, "measurements")),
        "statements-example": lambda: _fenced("csv", _table(root, "statements")),
        "measurement-columns": lambda: _columns(native_csv.MEASUREMENTS),
        "statement-columns": lambda: _columns(native_csv.STATEMENTS),
        "short-names": _short_names,
        "records": _records,
        "values": lambda: "\n".join(_values()),
    }


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.replace(chr(13), '').rstrip()}\n```"


def _json(root: Path) -> str:
    return write_json_pretty(json_of(read_xml((root / PLAN).read_bytes()))).decode()


def _table(root: Path, name: str) -> str:
    return (root / TABLES[name]).read_text("utf-8")


def _columns(columns: Iterable[Column]) -> str:
    rows = [
        (f"`{c.name}`", "yes" if c.required else "", _codes(c.member) or c.form, c.meaning)
        for c in columns
    ]
    return _rows(("column", "needed", "holds", "meaning"), rows)


def _short_names() -> str:
    return _rows(("short name", "system"), [(f"`{n}`", f"`{uri}`") for n, uri in SHORT.items()])


def _records() -> str:
    common = SECTIONS[0].shape
    shared = [m for m in common.members if words.is_common(common, m)]
    parts = [f"### header\n\n{words.summary(HEADER_SHAPE)}\n\n{_members(HEADER_SHAPE)}"]
    parts.append(f"### Every record\n\n{_members(common, shared)}")
    for section in SECTIONS:
        shape = section.shape
        own = [m for m in shape.members if not words.is_common(shape, m)]
        title = f"### {section.element} (JSON: {section.key}) → {section.resource}"
        parts.append(f"{title}\n\n{words.summary(shape)}\n\n{_members(shape, own)}")
    return "\n".join(parts)


def _values() -> Iterator[str]:
    records = [section.shape for section in SECTIONS]
    for shape in sorted(words.values((HEADER_SHAPE, *records)), key=type_name):
        yield f"### {type_name(shape)}\n\n{words.summary(shape)}\n\n{_members(shape)}"


def _members(shape: Shape, members: Iterable[Member] | None = None) -> str:
    chosen = shape.members if members is None else members
    rows = [
        (_name(m), f"`{m.key}`", _occurs(m), _holds(m), words.meaning(shape, m)) for m in chosen
    ]
    return _rows(("XML", "JSON", "", "holds", "meaning"), rows)


def _name(member: Member) -> str:
    if member.attribute:
        return f"`@{member.name}`"
    return f"`{member.name}` or text" if member.content else f"`{member.name}`"


def _occurs(member: Member) -> str:
    if member.many:
        return "0..*"
    return "1" if member.required else "0..1"


def _holds(member: Member) -> str:
    if member.of is not None:
        return f"[{member.of.__name__}](#{member.of.__name__.lower()})"
    return _codes(member) or (member.kind or Kind.TEXT).value


def _codes(member: Member) -> str:
    return ", ".join(f"`{code}`" for code in member.choices)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |\n" for line in lines)
