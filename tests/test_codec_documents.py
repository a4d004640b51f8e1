"""Streams, files and folders → documents: none is lost, and a bad one costs itself only."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec import buffer, documents, json_door, splitting, wrapper
from adapter.codec.documents import RawDocument, parse
from adapter.codec.sources import read_documents
from adapter.codec.splitting import split
from adapter.errors import Unparseable
from mappings.tree import leaves, path

HEAD = b'<?xml version="1.0"?>\n<!-- many -->\n<docs\n  xmlns="urn:u">\n'
INSTANCE = b"http://www.w3.org/2001/XMLSchema-instance"


def documents_of(data: bytes) -> list[RawDocument]:
    return list(split("file", io.BytesIO(data), wrapper="docs"))


def told(document: RawDocument) -> str:
    """The values of a document, or the rule that refused it."""
    try:
        return " ".join(leaf.value.strip() for leaf in leaves(parse(document).tree))
    except Unparseable as error:
        return error.rule


def tell(data: bytes) -> list[str]:
    return [told(document) for document in documents_of(data)]


# -- what a document is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"<a/>", "xml"),
        (b"\xef\xbb\xbf\n <a/>", "xml"),
        (b" " * 5_000 + b"<a/>", "xml"),
        (b'{"a":1}', "json"),
        (b"\n[1]", "json"),
        (b"a,b\n1,2\n", "csv"),
        ("å;b\n".encode(), "csv"),
    ],
)
def test_the_first_character_says_what_a_document_is(data: bytes, media: str) -> None:
    assert documents.media_of(data) == media


@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_by_name(data: bytes) -> None:
    assert tell(data) == ["document.empty"]


@pytest.mark.parametrize(
    "data",
    [b"\x1f\x8b\x08\x00", b"PK\x03\x04x", b"%PDF-1.7", "<a/>".encode("utf-16"), b"<\x00a\x00/\x00"],
)
def test_archives_and_other_encodings_are_refused_and_not_opened(data: bytes) -> None:
    assert tell(data) == ["document.binary"]


def test_a_table_brings_its_bad_rows_as_issues() -> None:
    [document] = documents_of(b"a,b\n1,2\n3\n")
    parsed = parse(document)
    assert [leaf.value for leaf in leaves(parsed.tree)] == ["1", "2"]
    assert [issue.line for issue in parsed.issues] == [3]


# -- a wrapper of many XML documents --------------------------------------------------------------


def test_each_record_of_a_wrapper_is_a_document_with_the_lines_and_paths_of_the_file() -> None:
    first, second = documents_of(HEAD + b" <doc><a>1</a></doc>\n<doc\n><a>2</a></doc></docs>\n")
    assert [first.name, second.name] == ["file#1", "file#2"]
    [one], [two] = leaves(parse(first).tree), leaves(parse(second).tree)
    assert (one.value, one.node.line) == ("1", 5)
    assert (two.value, two.node.line) == ("2", 7)
    step = "/*[local-name()='{}']"
    assert path(two) == step.format("docs") + step.format("doc") + "[2]" + step.format("a")
    assert parse(first).tree.name == "doc"
    assert parse(first).tree.space == "urn:u"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b"<doc>1</doc><!-- <doc>x</doc> --><doc>2</doc>", ["1", "2"]),
        (b"<doc>1<!-- </doc> --></doc><doc>2</doc>", ["1", "2"]),
        (b"<doc><![CDATA[</doc>]]></doc><doc>2</doc>", ["</doc>", "2"]),
        (b"<doc>1<?pi </doc> ?></doc ><doc>2</doc\n>", ["1", "2"]),
        (b"<doc a='/>'>1</doc><doc a='>' b=\"<\">2</doc>", ["/> 1", "xml.syntax"]),
        (b"<doc/><doc a='1'/><doc>2</doc>", ["", "1", "2"]),
        (b"<doc>1</doc><other>2</other><doc>3</doc>", ["1", "2", "3"]),
        (b"<docent>1</docent><doc>2</doc>", ["1", "2"]),
        (b"<doc>1</doc>stray<doc>2</doc>", ["1", "xml.wrapper", "2"]),
        (b"<doc>1</doc></doc><doc>2</doc>", ["1", "xml.wrapper", "2"]),
        (b"<doc>1</doc><![CDATA[x]]><doc>2</doc>", ["1", "xml.wrapper", "2"]),
        (b"<doc>1</doc><<doc>2</doc>", ["1", "xml.wrapper", "2"]),
        (b"<doc><a>1</doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1<doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1</dox><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1</doc <doc>2</doc>", ["xml.syntax", "xml.wrapper", "2"]),
        (b"<doc a=>1</doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1<!-- </doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1<![CDATA[ </doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1\xff</doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1&x;</doc><doc>2</doc>", ["xml.syntax", "2"]),
        (b"<doc>1</doc><doc>2", ["1", "xml.syntax"]),
    ],
)
def test_a_broken_record_costs_itself_and_no_sibling(inside: bytes, expected: list[str]) -> None:
    assert tell(b"<docs>" + inside + b"</docs>") == expected


def test_a_prefixed_wrapper_is_one_too() -> None:
    assert tell(b"<x:docs xmlns:x='u'><x:doc>1</x:doc><doc>2</doc></x:docs>") == ["1", "2"]


def test_an_empty_wrapper_holds_nothing() -> None:
    assert tell(b"<docs/>") == []
    assert tell(b"<docs>\n <!-- x --> </docs>\n") == []


@pytest.mark.parametrize("data", [b"<docs><doc>1</doc>", b"<docs><doc>1</doc></docs><x/>"])
def test_a_file_that_is_cut_or_goes_on_is_reported_after_its_documents(data: bytes) -> None:
    assert tell(data) == ["1", "xml.syntax"]


def test_a_wrapper_carries_no_value_of_its_own() -> None:
    schema = b"xmlns:xsi='" + INSTANCE + b"' xsi:schemaLocation='u u.xsd'"
    assert tell(b"<docs " + schema + b"><doc>1</doc></docs>") == ["1"]
    assert tell(b"<docs version='1'><doc>1</doc></docs>") == ["xml.wrapper"]


def test_the_declared_encoding_of_a_wrapper_is_that_of_its_records() -> None:
    latin = (
        b"<?xml version='1.0' encoding='ISO-8859-1'?><docs><doc>\xe5</doc><doc>\x96</doc></docs>"
    )
    assert tell(latin) == ["å", "xml.encoding"]
    assert tell(latin.replace(b"ISO-8859-1", b"UTF-16")) == ["xml.encoding"]
    assert tell("\ufeff<docs><doc>å</doc></docs>".encode()) == ["å"]


def test_an_error_in_a_record_has_the_line_and_column_of_the_file() -> None:
    _, broken = documents_of(b"<docs>\n <doc/>\n  <doc>\n</dox></docs>")
    with pytest.raises(Unparseable) as caught:
        parse(broken)
    assert (caught.value.line, caught.value.column) == (4, 7)
    [broken] = documents_of(b"<docs>\n  <doc></dox></doc></docs>")
    with pytest.raises(Unparseable) as caught:
        parse(broken)
    assert (caught.value.line, caught.value.column) == (2, 14)


def test_a_wrapper_with_a_doctype_is_refused_as_a_whole() -> None:
    assert tell(b"<!DOCTYPE docs><docs><doc>1</doc></docs>") == ["xml.doctype"]


def test_a_record_above_the_cap_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapper, "MAX_BYTES", 300)
    monkeypatch.setattr(buffer, "CHUNK", 100)
    large = b"<doc>" + b"x" * 5_000 + b"</doc>"
    assert tell(b"<docs><doc>1</doc>" + large + b"<doc>2</doc></docs>") == ["1", "xml.size", "2"]
    assert tell(b"<docs>" + large[:-3]) == ["xml.size", "xml.syntax"]


RECORDS = st.lists(
    st.sampled_from(
        [b"<doc>1</doc>", b"<doc/>", b"<doc a='>'>2<!-- </doc> --></doc>", b"<doc>3\n</doc>", b"x",
         b"<doc>4</dox>", b"<doc>", b"<!-- <doc> -->", b"<![CDATA[<doc>]]>", b"</doc>", b"\n "]
    ),
    max_size=12,
)  # fmt: skip


@given(RECORDS, st.integers(40, 400))
def test_where_the_stream_is_cut_into_chunks_makes_no_difference(
    records: list[bytes], size: int
) -> None:
    data = b"<docs xmlns='u'>" + b"".join(records) + b"</docs>"
    with pytest.MonkeyPatch.context() as patch:
        whole = documents_of(data)
        patch.setattr(buffer, "CHUNK", size)
        assert [*map(str, documents_of(data))] == [*map(str, whole)]


@pytest.mark.parametrize("size", [*range(10, 40), 1_000, 2_000])
def test_a_record_may_be_cut_anywhere(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "CHUNK", size)
    inside = b"<!-- </doc>" + b"x" * 3_000 + b" --><b><![CDATA[<doc>]]></b><?x </doc> ?>"
    record = b"<doc a='/>'>1" + inside + b"</doc >"
    assert tell(b"<docs>\n" + record * 3 + b"<doc/></docs>") == ["/> 1 <doc>"] * 3 + [""]
    lines = b'{"a":"1"}\n' + b"\n" * 30 + b'{"a":"2"}\n{"a":\n'
    assert tell(lines) == ["1", "2", "json.syntax"]


class Endless(io.RawIOBase):
    """A stream of records without end, a little at a time, that counts what was taken of it."""

    def __init__(self, start: bytes, record: bytes) -> None:
        self.ready, self.record, self.given = start, record, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.ready = self.ready or self.record
        piece, self.ready = self.ready[: min(size, 1_000)], self.ready[min(size, 1_000) :]
        self.given += len(piece)
        return piece


@pytest.mark.parametrize(
    ("start", "record"), [(b"<docs>", b"<doc>1</doc>\n"), (b"", b'{"a":"1"}\n')]
)
def test_documents_are_given_before_the_stream_ends_and_little_is_read_ahead(
    start: bytes, record: bytes
) -> None:
    stream = Endless(start, record)
    found: Iterator[RawDocument] = split("-", stream, wrapper="docs")  # type: ignore[arg-type]
    taken = 0
    for _ in range(20_000):
        assert told(next(found)) == "1"
        taken += len(record)
        assert stream.given - taken < 2 * buffer.CHUNK


# -- lines of JSON --------------------------------------------------------------------------------


def test_each_line_of_ndjson_is_a_document_and_a_bad_one_costs_itself_only() -> None:
    data = b'{"a":"1"}\n\n{"a":"2"\n{"a":"3"}\r\n{"a":"4","a":"5"}\n{"a":"6"}'
    assert tell(data) == ["1", "json.syntax", "3", "json.duplicate-key", "6"]
    found = documents_of(data)
    assert [document.name for document in found] == [f"file:{line}" for line in (1, 3, 4, 5, 6)]
    assert [leaf.node.line for leaf in leaves(parse(found[2]).tree)] == [4]
    with pytest.raises(Unparseable) as caught:
        parse(found[1])
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "data",
    [b'{"a":"1"}', b'{"a":"1"}\n', b'\n{\n"a":\n"1"}\n', b'{"a":\n"1"}', b'{"a":"1"}' + b" " * 99],
)
def test_one_json_document_is_one_however_it_is_laid_out(data: bytes) -> None:
    assert tell(data) == ["1"]
    assert documents_of(data)[0].name == "file"


def test_a_json_document_that_does_not_begin_on_the_first_line_has_right_lines() -> None:
    [document] = documents_of(b'\n\n{"a":\n}')
    with pytest.raises(Unparseable) as caught:
        parse(document)
    assert (caught.value.line, caught.value.column) == (4, 1)


def test_a_line_above_the_cap_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_door, "MAX_BYTES", 100)
    monkeypatch.setattr(buffer, "CHUNK", 30)
    large = b'{"a":"' + b"x" * 1_000 + b'"}'
    lines = [b'{"a":"1"}', b'{"a":"2"}', large, b'{"a":"3"}', large]
    assert tell(b"\n".join(lines)) == ["1", "2", "json.size", "3", "json.size"]


def test_a_document_above_every_cap_is_cut_and_then_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(splitting, "MAX_BYTES", 100)
    monkeypatch.setattr(json_door, "MAX_BYTES", 100)
    monkeypatch.setattr(buffer, "CHUNK", 10)
    [document] = documents_of(b'{"a":\n"' + b"x" * 1_000 + b'"}')
    assert len(document.data) == 101
    assert told(document) == "json.size"


# -- files and folders ----------------------------------------------------------------------------


def names(*sources: Path | str, stdin: bytes = b"") -> list[str]:
    return [
        document.name for document in read_documents(sources, io.BytesIO(stdin), wrapper="docs")
    ]


def rules(*sources: Path | str) -> list[str]:
    found = read_documents(sources, io.BytesIO(), wrapper="docs")
    return [document.refused.rule for document in found if document.refused]


def test_a_folder_gives_its_files_in_an_order_that_does_not_change(tmp_path: Path) -> None:
    for name in ("b.xml", "a.xml", "sub/c.xml", "sub/deep/d.xml", ".hidden", ".git/e.xml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"<a/>")
    expected = ["a.xml", "b.xml", "sub/c.xml", "sub/deep/d.xml"]
    assert names(tmp_path) == [str(tmp_path / name) for name in expected]


def test_standard_input_and_files_come_in_the_order_they_are_named(tmp_path: Path) -> None:
    file = tmp_path / "many.ndjson"
    file.write_bytes(b'{"a":1}\n{"a":2}\n')
    assert names("-", file, stdin=b"<docs><doc/><doc/></docs>") == [
        "-#1", "-#2", f"{file}:1", f"{file}:2",
    ]  # fmt: skip


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    for each in (outside, folder):
        each.mkdir()
        (each / "a.xml").write_bytes(b"<a/>")
    (folder / "file").symlink_to(outside / "a.xml")
    (folder / "folder").symlink_to(outside)
    (folder / "inside").symlink_to(folder / "a.xml")
    (folder / "loop").symlink_to(folder)
    assert names(folder) == [str(folder / name) for name in ("a.xml", "file", "folder", "inside")]
    assert rules(folder) == ["file.link", "file.link"]


def test_what_can_not_be_opened_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "gone").symlink_to(folder / "nowhere")
    (folder / "good.xml").write_bytes(b"<a/>")
    assert rules(tmp_path / "missing", folder) == ["file.open", "file.open", "file.kind"]
    assert str(folder / "good.xml") in names(folder)


def test_a_file_name_that_is_no_text_can_still_be_printed(tmp_path: Path) -> None:
    file = os.path.join(os.fsencode(tmp_path), b"\xe5.xml")  # noqa: PTH118  bytes have no Path
    with open(file, "wb") as stream:  # noqa: PTH123
        stream.write(b"<a/>")
    [name] = names(tmp_path)
    assert name.encode("utf-8").endswith(b"/_~1.xml")
