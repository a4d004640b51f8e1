"""Documents of every format with somebody planted in one value after another."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tests.canary.planted import PERSONAL

CASES: Final = Path(__file__).resolve().parents[2] / "fixtures" / "cases"
SOURCES: Final = sorted(each for each in CASES.glob("*/source.*"))
_VALUES: Final = {
    ".xml": re.compile(r'(?<=>)[^<>]*[^<>\s][^<>]*(?=</)|(?<==)"[^"<>]*"'),
    ".json": re.compile(r'"(?:[^"\\]|\\.)*"|\b\d[\d.]*\b'),
    ".csv": re.compile(r"(?<=[,;\n])[^,;\n\"]+(?=[,;\r\n])"),
}


class Planted(NamedTuple):
    """A document, and which of its values was exchanged for what."""

    name: str
    data: bytes


def planted(source: Path, every: int) -> Iterator[Planted]:
    """The document once for every n-th of its values, with somebody in it."""
    text = source.read_bytes().decode("utf-8", "replace")
    for at, found in enumerate(_VALUES[source.suffix].finditer(text)):
        if at % every:
            continue
        told = _written(source.suffix, found[0], PERSONAL[at // every % len(PERSONAL)])
        changed = f"{text[: found.start()]}{told}{text[found.end() :]}"
        yield Planted(f"{at}{source.suffix}", changed.encode())


def _written(suffix: str, before: str, value: str) -> str:
    if suffix == ".json":
        return '"' + value.replace("\n", "\\n").replace("\x1b", "\\u001b") + '"'
    if suffix == ".csv":
        return value.replace("\n", " ").replace("\x1b", "")
    clean = value.replace("\x1b", "")
    return quoteattr(clean) if before.startswith('"') else escape(clean)
