"""The CSV door: strict, row by row, and safe to open in a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.csv_door import MAX_CELL, Table, read_csv, write_csv
from adapter.errors import Unparseable, Unwritable

COLUMNS = ("person", "words", "said_by")


def rows(table: Table) -> list[dict[str, str | None]]:
    return [{cell.name: cell.text for cell in row.children} for row in table.root.children]


def words(table: Table) -> list[str | None]:
    return [row["words"] for row in rows(table)]


def refused(table: Table) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.rule) for issue in table.issues]


def test_a_row_is_a_node_with_a_child_for_every_column_and_its_line_in_the_file() -> None:
    table = read_csv("person;words;said_by\r\n1;Gå ut;\r\n\r\n2;Sova;son\r\n".encode())
    assert [(row.kind, row.line) for row in table.root.children] == [("row", 2), ("row", 4)]
    assert rows(table) == [
        {"person": "1", "words": "Gå ut", "said_by": None},
        {"person": "2", "words": "Sova", "said_by": "son"},
    ]
    assert table.root.attributes == {"person": "", "words": "", "said_by": ""}
    assert table.issues == ()


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("a;b,c", ["a", "b,c"]),
        ("a,b", ["a", "b"]),
        ('"a;x",b', ["a;x", "b"]),
        ("only", ["only"]),
        (" a ; b ", ["a", "b"]),
        ("\ufeffa,b", ["a", "b"]),
    ],
)
def test_the_header_decides_the_delimiter(header: str, names: list[str]) -> None:
    assert list(read_csv(header.encode()).root.attributes) == names


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\n1,2\n",
        b"a,,b\n",
        b"a,b,a\n",
        b"a,a \n",
        b'a,"b\nc",d\n',
        b"a\x00,b\n",
        b"\xff\xfea",
    ],
)
def test_a_table_without_a_proper_header_is_refused_as_a_whole(header: bytes) -> None:
    with pytest.raises(Unparseable) as caught:
        read_csv(header)
    assert (caught.value.rule, caught.value.line) == ("csv.header", 1)


def test_an_unbalanced_quote_is_an_error_of_its_own_row_and_swallows_no_other() -> None:
    table = read_csv(b'person,words,said_by\n1,good,\n2,"never closed,\n3,good,\n4,"good, too",\n')
    assert words(table) == ["good", "good", "good, too"]
    assert refused(table) == [(3, "csv.quotes")]


def test_two_unbalanced_quotes_do_not_swallow_the_rows_between_them() -> None:
    table = read_csv(b'person,words,said_by\n1,"open,\n2,good,\n3,"open,\n4,good,\n')
    assert words(table) == ["good", "good"]
    assert refused(table) == [(2, "csv.quotes"), (4, "csv.quotes")]


def test_a_ragged_row_is_an_error_with_its_number_and_the_others_go_on() -> None:
    table = read_csv(b"person,words,said_by\n1,good,\n2,short\n3,too,long,by,far\n4,good,\n")
    assert words(table) == ["good", "good"]
    assert refused(table) == [(3, "csv.columns"), (4, "csv.columns")]


def test_words_in_quotes_may_run_over_several_lines() -> None:
    table = read_csv(b'person,words,said_by\r\n1,"first\r\nsecond, and so on\nthird",\r\n2,x,y\r\n')
    assert words(table) == ["first\r\nsecond, and so on\nthird", "x"]
    assert [row.line for row in table.root.children] == [2, 5]


def test_a_broken_row_whose_quoted_lines_look_like_rows_is_refused_with_all_of_them() -> None:
    table = read_csv(b'a,b,c\n1,"text\nI said: yes,no,maybe\nend"\n2,x,y\n')
    assert [row["a"] for row in rows(table)] == ["2"]
    assert refused(table) == [(2, "csv.columns"), (3, "csv.columns"), (4, "csv.columns")]


def test_a_broken_row_of_plain_text_lines_is_one_error() -> None:
    table = read_csv(b'a,b,c\n1,"text\nmore text\nend"\n2,x,y\n')
    assert [row["a"] for row in rows(table)] == ["2"]
    assert refused(table) == [(2, "csv.columns")]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (b"a\x00b", "csv.character"),
        (b"a\x1bb", "csv.character"),
        ("a\ufffeb".encode(), "csv.character"),
        (b"bl\xe5b\xe4r", "csv.encoding"),
        (b'say "hi"', "csv.quotes"),
        (b'"half" quoted', "csv.quotes"),
        (b"lone\rreturn", "csv.quotes"),
        (b"x" * (MAX_CELL + 1), "csv.cell-size"),
    ],
)
def test_a_row_with_a_bad_cell_is_refused_alone(cell: bytes, rule: str) -> None:
    table = read_csv(b"person,words,said_by\n1,good,\n2," + cell + b",\n3,good,\n")
    assert words(table) == ["good", "good"]
    assert refused(table) == [(3, rule)]


def test_an_issue_names_the_row_and_the_rule_but_repeats_nothing_of_it() -> None:
    [issue] = read_csv(b"person,words\n191212121212,secret,words\n").issues
    assert (issue.line, issue.path, issue.rule) == (2, "/2", "csv.columns")
    assert not {"191212121212", "secret"} & set(str(issue).replace(",", " ").split())


def test_a_table_above_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapter.codec.csv_door.MAX_BYTES", 10)
    with pytest.raises(Unparseable) as caught:
        read_csv(b"person,words\n")
    assert (caught.value.rule, caught.value.limit) == ("csv.size", 10)


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "'=1",
        "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\ufe66" + "1", "\u2212" + "2",
    ],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_calculate_is_written_with_an_apostrophe(cell: str) -> None:
    data = write_csv(("words",), [{"words": cell}])
    [written] = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))[1]
    assert written == f"'{cell}"
    assert words(read_csv(data)) == [cell]


def test_raw_csv_has_no_apostrophes_and_is_read_without_removing_any() -> None:
    data = write_csv(("words",), [{"words": "=1+1"}, {"words": "'=1"}], raw=True)
    assert data == b"words\r\n=1+1\r\n'=1\r\n"
    assert words(read_csv(data, raw=True)) == ["=1+1", "'=1"]


def test_words_that_only_begin_with_an_apostrophe_are_left_alone() -> None:
    data = write_csv(("words",), [{"words": "'tis well"}])
    assert data == b"words\r\n'tis well\r\n"
    assert words(read_csv(data)) == ["'tis well"]


@pytest.mark.parametrize("cell", ["a\x00b", "\x0b", "\ud800", "\ufffe"])
def test_what_csv_can_not_carry_is_refused_with_its_row(cell: str) -> None:
    with pytest.raises(Unwritable, match=r"^/3: .*csv\.character"):
        write_csv(("words",), [{"words": "fine"}, {"words": cell}])


def test_a_cell_for_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(Unwritable, match=r"csv\.columns"):
        write_csv(("words",), [{"word": "lost"}])


TEXTS = st.text(
    st.one_of(
        st.sampled_from("\"',;=+-@\t\r\n\uff1d "), st.characters(exclude_categories=("Cc", "Cs"))
    ),
    max_size=20,
).filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
CELLS = TEXTS.filter(str.strip)
TABLES = st.lists(
    st.fixed_dictionaries({name: st.one_of(st.none(), CELLS) for name in COLUMNS}), max_size=6
)


@given(TABLES, st.sampled_from(",;"), st.booleans())
def test_what_is_written_is_read_back_to_the_character(
    table: list[dict[str, str | None]],
    delimiter: str,
    raw: bool,  # noqa: FBT001
) -> None:
    data = write_csv(COLUMNS, table, delimiter=delimiter, raw=raw)
    again = read_csv(data, raw=raw)
    assert rows(again) == table
    assert again.issues == ()


@given(TABLES)
def test_what_is_written_is_read_by_the_standard_library_alike(
    table: list[dict[str, str | None]],
) -> None:
    data = write_csv(COLUMNS, table, raw=True)
    read = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    assert [{name: cell or None for name, cell in row.items()} for row in read] == table


PLAIN = st.text("abåäö \"'=", min_size=1, max_size=8).filter(str.strip)
SPOILERS = [b'1,"open,x', b"1,2", b"1,2,3,4", b'a"b,c,d', b'"a"b,c,d', b"\xff,b,c", b"\x00,b,c"]


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, PLAIN)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(SPOILERS)), max_size=4),
)
def test_no_bad_row_takes_a_good_one_with_it(
    table: list[dict[str, str | None]], spoilers: list[tuple[int, bytes]]
) -> None:
    lines = write_csv(COLUMNS, table).splitlines()
    for at, spoiler in spoilers:
        lines.insert(1 + min(at, len(lines) - 1), spoiler)
    read = read_csv(b"\n".join(lines))
    assert rows(read) == table
    spoiled = [at for at, line in enumerate(lines, start=1) if line in SPOILERS]
    assert [issue.line for issue in read.issues] == spoiled


def test_many_open_quotes_cost_their_own_rows_and_no_other() -> None:
    count = 16_000
    table = read_csv(b"a,b\n" + b'1,"x\n' * count + b"1,x\n" * count)
    assert len(table.root.children) == count
