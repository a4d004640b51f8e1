"""CSV ⇄ Node, strict, one row at a time (RFC 4180).

encoding    UTF-8, a byte order mark skipped; rows end in LF or CRLF
delimiter   `;` if the header has one outside quotes, else `,`
header      required; names trimmed, none empty, none twice
bad row     an issue with the line it begins on; the rows around it are read all the same. A quote
            that never closes, or that closes in the middle of a later cell, spoils its own line
            only; a broken row whose quoted lines look like rows is refused line by line
formulas    a cell that a spreadsheet would calculate is written with `'` before it, and read
            without (https://owasp.org/www-community/attacks/CSV_Injection)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapter.errors import Unparseable, Unwritable
from mappings.errors import Issue, Severity
from mappings.redacted import Redacted
from mappings.tree import Node

MAX_BYTES: Final = 32_000_000
MAX_CELL: Final = 100_000
MAX_COLUMNS: Final = 1_000
_BOM: Final = b"\xef\xbb\xbf"
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_CELL: Final = {
    mark: re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{mark}\r\n]*+))({mark}|\Z)')
    for mark in ";,"
}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What spreadsheets take for the start of a formula, in full width and small forms too, even after
# white space or apostrophes; a leading tab, CR or LF hides one from simple filters.
_FORMULA: Final = re.compile(
    "['\\s]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"
)
_GUARDED: Final = re.compile(f"'{_FORMULA.pattern}")
_NEEDS_QUOTES: Final = re.compile('[";,\r\n]|^\\s|\\s$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Redacted):
    """The rows that could be read, and an issue for each line that could not.

    `root` is of kind `table`; its attributes are the names of the columns, without values. Each
    child is a `row` with a child for every column; an empty or blank cell has no text.
    """

    root: Node
    issues: tuple[Issue, ...]


class _BadRow(Exception):  # noqa: N818  never leaves this module
    """Why a row can't be read; `broken` when it is not even made of cells."""

    def __init__(self, rule: str, expected: str, *, broken: bool = False) -> None:
        self.rule = rule
        self.expected = expected
        self.broken = broken


def read_csv(data: bytes, *, raw: bool = False) -> Table:
    """The table of one CSV document; raises Unparseable when its header can't be read.

    `raw` leaves an apostrophe before a formula in its place.
    """
    if len(data) > MAX_BYTES:
        raise Unparseable("csv.size", f"at most {MAX_BYTES} bytes", limit=MAX_BYTES)
    reader = _Reader(data.removeprefix(_BOM).split(b"\n"), raw=raw)
    reader.read()
    return Table(root=reader.root, issues=tuple(reader.issues))


class _Reader:
    """Reads the lines of one table; `at` is the line that comes next."""

    def __init__(self, lines: list[bytes], *, raw: bool) -> None:
        self.lines = lines
        self.raw = raw
        self.at = 1
        self.issues: list[Issue] = []
        self.columns, self.mark = _header(lines[0])
        self.root = Node("", kind="table", attributes=dict.fromkeys(self.columns, ""))

    def read(self) -> None:
        while self.at < len(self.lines):
            if self.lines[self.at].strip(b"\r"):
                self._read_row()
            else:
                self.at += 1

    def _read_row(self) -> None:
        start, self.at = self.at, self._end()
        try:
            self._add(start, self._cells(start, self.at))
        except _BadRow as bad:
            self._refuse(start, bad)

    def _end(self) -> int:
        """The line after the row that begins here: a quote still open goes on to its closing."""
        is_open = False
        for at in range(self.at, len(self.lines)):
            is_open ^= self.lines[at].count(b'"') % 2 == 1
            if not is_open:
                return at + 1
        return self.at + 1

    def _cells(self, start: int, end: int) -> list[str]:
        raw = b"\n".join(self.lines[start:end]).removesuffix(b"\r")
        cells = _split(raw.decode("utf-8", "replace"), self.mark)
        if len(cells) != len(self.columns):
            raise _BadRow("csv.columns", f"{len(self.columns)} cells, as the header has")
        _check(raw, cells)
        return cells if self.raw else [_unguarded(cell) for cell in cells]

    def _add(self, start: int, cells: list[str]) -> None:
        row = Node("row", kind="row", parent=self.root, line=start + 1)
        for name, cell in zip(self.columns, cells, strict=True):
            text = cell if cell.strip() else None
            Node(name, kind="cell", parent=row, line=start + 1, text=text)

    def _refuse(self, start: int, bad: _BadRow) -> None:
        spoiled = [start]
        if bad.broken:
            self.at = start + 1
        elif any(map(self._looks_like_a_row, range(start + 1, self.at))):
            # Either the quotes are right and this is text, or they are not and these are rows:
            # to read them as rows could make facts out of somebody's words.
            spoiled = list(range(start, self.at))
        self.issues += [_issue(at + 1, bad) for at in spoiled]

    def _looks_like_a_row(self, at: int) -> bool:
        try:
            return len(self.columns) > 1 and bool(self._cells(at, at + 1))
        except _BadRow:
            return False


def _header(line: bytes) -> tuple[tuple[str, ...], str]:
    """The names of the columns, and the delimiter."""
    try:
        text = line.removesuffix(b"\r").decode("utf-8")
        mark = ";" if ";" in _QUOTED.sub("", text) else ","
        names = tuple(name.strip() for name in _split(text, mark))
    except (UnicodeDecodeError, _BadRow):
        raise _bad_header("a header row in UTF-8, with the names of the columns") from None
    if len(names) > MAX_COLUMNS or _FORBIDDEN.search(text):
        raise _bad_header(f"at most {MAX_COLUMNS} names without control characters")
    if not all(names) or len(set(names)) != len(names):
        raise _bad_header("a name for every column, and none twice")
    return names, mark


def _bad_header(expected: str) -> Unparseable:
    return Unparseable("csv.header", expected, line=1)


def _split(text: str, mark: str) -> list[str]:
    if '"' not in text and "\r" not in text:
        return text.split(mark)
    cells = []
    at, more = 0, True
    while more:
        found = _CELL[mark].match(text, at)
        if found is None:
            expected = "each cell whole in quotes, or without any; quotes inside doubled"
            raise _BadRow("csv.quotes", expected, broken=True)
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at, more = found.end(), bool(end)
    return cells


def _check(raw: bytes, cells: list[str]) -> None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _BadRow("csv.encoding", "UTF-8 (in Excel: save as CSV UTF-8)") from None
    if _FORBIDDEN.search(text):
        raise _BadRow("csv.character", "text without control characters")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise _BadRow("csv.cell-size", f"at most {MAX_CELL} characters in a cell")


def _issue(line: int, bad: _BadRow) -> Issue:
    return Issue(
        severity=Severity.ERROR,
        code="structure",
        rule=bad.rule,
        expected=bad.expected,
        line=line,
        path=f"/{line}",
    )


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str | None]],
    *,
    delimiter: str = ",",
    raw: bool = False,
) -> bytes:
    """CSV in UTF-8 with CRLF, as RFC 4180 has it; raises Unwritable.

    `raw` leaves formulas as they are, for readers that are not spreadsheets.
    """
    lines = [_line(columns, delimiter, 1)]
    for at, row in enumerate(rows, start=2):
        if not row.keys() <= set(columns):
            raise Unwritable("csv.columns", "cells for the columns of the header", f"/{at}")
        cells = [row.get(name) or "" for name in columns]
        lines.append(_line(cells if raw else [_guarded(cell) for cell in cells], delimiter, at))
    return "".join(lines).encode("utf-8")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _line(cells: Sequence[str], delimiter: str, at: int) -> str:
    if any(map(_UNWRITABLE.search, cells)):
        raise Unwritable("csv.character", "text without control characters", f"/{at}")
    # One empty cell alone would be a blank line, which is no row.
    return (delimiter.join(map(_quoted, cells)) or '""') + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
