"""The XML door: what it refuses, and that what it lets in is whole."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapter.codec import xml_door
from adapter.codec.xml_door import MAX_DEPTH, TEXT, read_xml, write_xml
from adapter.errors import Unparseable, Unwritable
from mappings.tree import Node, leaves, path
from tests.shared_data import shared

HIDDEN = "ingen-skall-se-detta"


def refused(data: bytes) -> Unparseable:
    with pytest.raises(Unparseable) as caught:
        read_xml(data)
    return caught.value


def flat(node: Node) -> object:
    """A tree as comparable values, without lines and parents."""
    facts = (node.name, node.space, node.text, node.attributes, node.kind, node.index)
    return (*facts, [flat(child) for child in node.children])


# -- what is refused ------------------------------------------------------------------------------


def test_an_external_entity_brings_no_file_into_the_tree(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(HIDDEN)
    error = refused(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{file.as_uri()}">]><a>&x;</a>'.encode())
    assert error.rule == "xml.doctype"
    assert HIDDEN not in str(error)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a/>",
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
        b'<?xml version="1.0"?>\n<!-- c --><?pi x?>\n<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>',
        b'<!DOCTYPE a PUBLIC "-//W3C//DTD" "http://x/y.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
    ],
)
def test_any_doctype_is_refused_before_the_document_is_parsed(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapter.codec.xml_door.etree.fromstring", _never)
    assert refused(data).rule == "xml.doctype"


def _never(*_arguments: object) -> None:
    pytest.fail("the document reached the parser")


def test_a_doctype_that_was_not_seen_before_parsing_is_refused_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xml_door, "refuse_doctype", lambda _data: None)
    assert refused(b"<!DOCTYPE a><a/>").rule == "xml.doctype"


def test_a_billion_laughs_end_at_the_parser_even_past_the_doctype_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xml_door, "refuse_doctype", lambda _data: None)
    levels = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]><a>&e12;</a>'
    assert refused(bomb.encode()).rule in {"xml.syntax", "xml.doctype"}


def test_words_about_a_doctype_are_not_one() -> None:
    data = b"<a><!-- <!DOCTYPE a> --><b><![CDATA[<!DOCTYPE html>]]></b></a>"
    assert [leaf.value for leaf in leaves(read_xml(data))] == ["<!DOCTYPE html>"]


def test_an_entity_that_nobody_declared_is_refused() -> None:
    error = refused(b"<a>\n&nbsp;</a>")
    assert (error.rule, error.line) == ("xml.syntax", 2)


def test_a_document_at_the_cap_is_read_and_one_byte_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xml_door, "MAX_BYTES", 20)
    assert read_xml(b"<a>1234567890123</a>").text == "1234567890123"
    error = refused(b"<a>12345678901234</a>")
    assert (error.rule, error.limit) == ("xml.size", 20)
    assert error.issue.code == "too-long"


def test_nesting_up_to_the_cap_is_read_and_deeper_is_refused() -> None:
    deep = b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH
    assert sum(1 for _ in read_xml(deep).walk()) == MAX_DEPTH
    error = refused(b"\n<a>" + deep + b"</a>")
    assert (error.rule, error.limit, error.line) == ("xml.depth", MAX_DEPTH, 2)


def test_nesting_without_end_is_refused_by_the_parser_itself() -> None:
    assert refused(b"<a>" * 100_000).rule == "xml.syntax"


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: b"PK\x03\x04" + data])
def test_compressed_bytes_are_never_inflated(pack: Callable[[bytes], bytes]) -> None:
    assert refused(pack(b"<a/>")).rule == "xml.start"


def test_an_include_is_an_element_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "secret.xml"
    file.write_text(f"<a>{HIDDEN}</a>")
    data = f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{file}"/></a>'
    assert [leaf.value for leaf in leaves(read_xml(data.encode()))] == [str(file)]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"", 1, 1),
        (b"  \n ", 2, 2),
        (b"no xml", 1, 1),
        (b"<a>\n<b></a>", 2, 8),
        (b"<a>\n", 2, 1),
        (b"<a/><b/>", 1, 5),
        (b"<a/>\nx", 2, 1),
        (b"<a b='1' b='2'/>", 1, 15),
        (b"<x:a/>", 1, 5),
        (b" <?xml version='1.0'?><a/>", 1, 7),
        (b"<?xml version='2.0'?><a/>", 1, 20),
    ],
)
def test_ill_formed_xml_is_refused_with_its_place_and_never_repaired(
    data: bytes, line: int, column: int
) -> None:
    error = refused(data)
    assert (error.line, error.column) == (line, column)
    assert error.rule in {"xml.syntax", "xml.start"}


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"&#0;",
        b"\x0b",
        b"&#11;",
        b"\xef\xbf\xbe",
        b"&#xFFFF;",
        b"&#xD800;",
        b"\xed\xa0\x80",
    ],
)
@pytest.mark.parametrize("where", [b"<abc>%s</abc>", b"<a b='%s'/>"])
def test_a_character_that_xml_can_not_carry_is_refused(data: bytes, where: bytes) -> None:
    assert refused(where % data).rule == "xml.syntax"


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("UTF-8", "<?xml version='1.0' encoding='UTF-8'?><a>å</a>".encode()),
        ("no", "<a>å</a>".encode()),
        ("BOM", "\ufeff<a>å</a>".encode()),
        ("BOM and UTF-8", "\ufeff<?xml version='1.0' encoding='utf-8'?><a>å</a>".encode()),
        ("US-ASCII", b"<?xml version='1.0' encoding='us-ascii'?><a>&#229;</a>"),
        ("ISO-8859-1", b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe5</a>"),
    ],
)
def test_utf_8_its_subset_and_declared_latin_1_are_read(encoding: str, data: bytes) -> None:
    assert (encoding, read_xml(data).text) == (encoding, "å")


@pytest.mark.parametrize(
    "data",
    [
        "<a>å</a>".encode("utf-16"),
        "<a>å</a>".encode("utf-16-le"),
        "<?xml version='1.0' encoding='utf-16'?><a>å</a>".encode("utf-16"),
        "<a>å</a>".encode("utf-32"),
        b"<?xml version='1.0' encoding='UTF-16'?><a/>",
        b"<?xml version='1.0' encoding='UTF-7'?><a>+AOU-</a>",
        b"<?xml version='1.0' encoding='windows-1252'?><a>\xe5</a>",
        b"<?xml version='1.0' encoding='x'?><a/>",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='iso-8859-1'?><a>\xc3\xa5</a>",
        b"<?xml version='1.0' encoding='iso-8859-1'?>\n<a>\x96</a>",
        b"<?xml version='1.0' encoding='us-ascii'?><a>\xc3\xa5</a>",
        b"<?xml version='1.0' encoding='utf-8'?><a>\xe5</a>",
        b"\x4c\x6f\xa7\x94\x93\x40",
    ],
)
def test_no_other_encoding_is_read_and_none_is_guessed(data: bytes) -> None:
    assert refused(data).rule in {"xml.encoding", "xml.start", "xml.syntax"}


def test_a_byte_of_windows_1252_in_a_latin_1_document_is_refused_with_its_place() -> None:
    error = refused(b"<?xml version='1.0' encoding='iso-8859-1'?>\n<a>x\x96</a>")
    assert (error.rule, error.line, error.column) == ("xml.encoding", 2, 5)


@pytest.mark.parametrize(
    "data",
    [
        f"<a><{HIDDEN}></a>",
        f"<a>&{HIDDEN};</a>",
        f"<{HIDDEN}:a/>",
        f"<a {HIDDEN}='1' {HIDDEN}='2'/>",
        f"<a>{HIDDEN}\x0b</a>",
        f"<!DOCTYPE {HIDDEN}><a/>",
    ],
)
def test_an_error_says_where_and_by_which_rule_but_never_what(data: str) -> None:
    error = refused(data.encode())
    assert HIDDEN not in str(error) + repr(error) + str(error.issue) + repr(error.args)
    assert f"(rule {error.rule})" in str(error)


# -- what is let in is whole ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "Jag vill <!-- x -->inte flytta",
        "<!-- x -->Jag vill inte flytta",
        "Jag vill <?x y?>inte flytta",
        "Jag vill <![CDATA[inte]]> flytta",
        "Jag <!--a--><!--b-->vill<?x?> inte<!----> flytta<!--z-->",
        "Jag vill &#105;nte flytta",
    ],
)
def test_no_comment_or_instruction_swallows_or_cuts_a_text(inside: str) -> None:
    tree = read_xml(f"<a><b>{inside}</b></a>".encode())
    assert [leaf.value for leaf in leaves(tree)] == ["Jag vill inte flytta"]


def test_text_around_children_is_kept_run_by_run_and_never_as_half_a_sentence() -> None:
    data = b"<a>\n <p>Vil <b>ikke</b> flytte<br/> n\xc3\xa5<!-- x -->.</p>\n</a>"
    tree = read_xml(data)
    [paragraph] = tree.children
    assert paragraph.text is None
    assert [leaf.value for leaf in leaves(tree)] == ["Vil ", "ikke", " flytte", " nå."]
    assert [path(leaf) for leaf in leaves(tree)] == [
        "/a/p/text()[1]", "/a/p/b", "/a/p/text()[2]", "/a/p/text()[3]",
    ]  # fmt: skip
    assert [leaf.node.line for leaf in leaves(tree)] == [2, 2, 2, 2]


def test_the_path_of_every_leaf_finds_it_in_the_source() -> None:
    data = (
        b"<r xmlns='u' xmlns:x='v'><a x:k='1' k='2'>3</a><a>4</a><x:a>5</x:a>"
        b"<m>6<n>7</n>8 <n/> <o/>9</m><e xmlns=''>10<f g='11'/></e></r>"
    )
    root = etree.fromstring(data)
    found = list(leaves(read_xml(data)))
    assert [leaf.value.strip() for leaf in found] == [str(number) for number in range(1, 12)]
    for leaf in found:
        [value] = cast("list[Any]", root.xpath(path(leaf)))
        assert getattr(value, "text", value) == leaf.value


def test_white_space_that_only_lays_out_is_no_text_and_any_other_stays() -> None:
    tree = read_xml(b"<a>\n  <b> x \n</b>\n  <c>  </c>\n</a>")
    assert [(node.name, node.text) for node in tree.walk()] == [
        ("a", None), ("b", " x \n"), ("c", "  "),
    ]  # fmt: skip


def test_namespaces_are_facts_of_names_and_their_declarations_are_not_attributes() -> None:
    tree = read_xml(
        b"<a xmlns='u' xmlns:x='v' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' id='1'"
        b" x:id='2' xsi:schemaLocation='u u.xsd' xml:lang='sv'><x:b/><c xmlns=''/></a>"
    )
    assert [(node.name, node.space) for node in tree.walk()] == [("a", "u"), ("b", "v"), ("c", "")]
    assert tree.attributes == {
        "id": "1",
        "{v}id": "2",
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": "u u.xsd",
        "{http://www.w3.org/XML/1998/namespace}lang": "sv",
    }


def test_lines_are_those_of_the_file() -> None:
    tree = read_xml(b"<?xml version='1.0'?>\n<!--\n-->\n<a>\n<b/><c>\n</c>\n</a>")
    assert [node.line for node in tree.walk()] == [4, 5, 5]


@pytest.mark.parametrize("filler", [b"\n", b"<b/>\n", b"<!--\n-->"])
def test_lines_are_right_beyond_what_libxml2_can_count(filler: bytes) -> None:
    tree = read_xml(b"<a>" + filler * 70_000 + b"<c/>\n<d><e/>x</d></a>")
    lines = {node.name: node.line for node in tree.walk() if node.name != "b"}
    assert lines == {"a": 1, "c": 70_001, "d": 70_002, "e": 70_002, TEXT: 70_002}


def test_every_real_sample_is_read_or_refused_with_a_reason_and_written_back_the_same() -> None:
    files = sorted(shared().rglob("*.xml"))
    trees = []
    for file in files:
        try:
            trees.append(read_xml(file.read_bytes()))
        except Unparseable as error:
            assert error.rule in {"xml.syntax", "xml.start"}  # noqa: PT017
    assert len(trees) > 0.9 * len(files)
    for tree in trees:
        assert flat(read_xml(write_xml(tree))) == flat(tree)


def test_what_is_read_of_a_real_message_is_what_another_parser_finds() -> None:
    for file in shared("plo", "eksempel-v1.6").glob("*.xml"):
        tree, root = read_xml(file.read_bytes()), etree.fromstring(file.read_bytes())
        ours = [leaf.value for leaf in leaves(tree)]
        theirs: list[str] = []
        for element in root.iter(etree.Element):
            theirs += [str(value) for value in element.attrib.values()]
            theirs += [text for text in [element.text] if text and text.strip()]
        assert ours == theirs


# -- writing --------------------------------------------------------------------------------------


def test_the_namespace_of_the_root_is_the_default_and_others_get_prefixes_in_order() -> None:
    root = Node("a", space="u", attributes={"{w}k": "1"})
    Node("b", space="v", text="å", parent=root)
    Node("c", space="http://schemas.xmlsoap.org/soap/envelope/", parent=root)
    assert (
        write_xml(root)
        == (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<a xmlns="u" xmlns:ns1="v" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
            ' xmlns:ns3="w" ns3:k="1"><ns1:b>å</ns1:b><soap:c/></a>'
        ).encode()
    )


@pytest.mark.parametrize(
    "node",
    [
        Node("a", text="x\x00"),
        Node("a", text="\x0b"),
        Node("a", text="\ud800"),
        Node("a", text="\ufffe"),
        Node("a", attributes={"b": "\x1f"}),
        Node("a", attributes={"b c": "x"}),
        Node("1a"),
        Node("a b"),
    ],
)
def test_what_xml_can_not_carry_is_refused_with_its_path(node: Node) -> None:
    root = Node("root", space="u")
    node.parent = root
    root.children.append(node)
    with pytest.raises(Unwritable) as caught:
        write_xml(root)
    assert caught.value.rule == "xml.character"
    assert caught.value.path == f"/root/{node.name}"


def test_a_namespace_that_xml_can_not_carry_is_refused() -> None:
    with pytest.raises(Unwritable, match=r"xml\.character"):
        write_xml(Node("a", space="\x00"))


def test_a_run_of_text_that_xml_can_not_carry_is_refused_too() -> None:
    root = Node("root")
    Node(TEXT, text="\x00", parent=root)
    with pytest.raises(Unwritable, match=r"^/root/text\(\)"):
        write_xml(root)


LEGAL = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXTS = st.text(st.one_of(LEGAL, st.sampled_from("\t\n\r<>&\"' ]]>")), min_size=1, max_size=8)
NAMES = st.sampled_from(["a", "b", "Åse", "x-1", "_y"])
SPACES = st.sampled_from(["", "urn:u", "urn:v", "http://schemas.xmlsoap.org/soap/envelope/"])
ATTRIBUTES = st.dictionaries(
    st.one_of(NAMES, st.builds("{{{}}}{}".format, SPACES.filter(bool), NAMES)), TEXTS, max_size=3
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Node:
    """A tree as reading makes them: text, or children, or runs of text between children."""
    node = Node(draw(NAMES), space=draw(SPACES), attributes=draw(ATTRIBUTES))
    children = draw(st.lists(trees(depth - 1), max_size=3)) if depth else []
    if not children:
        node.text = draw(st.none() | TEXTS)
        return node
    tails = draw(st.lists(st.none() | TEXTS, min_size=len(children), max_size=len(children)))
    first = draw(st.none() | TEXTS)
    if not any(tail and tail.strip() for tail in tails):
        node.text = first if first and first.strip() else None
        tails = [None] * len(children)
        first = None
    for run, child in zip([None, *children], [first, *tails], strict=True):
        for part in (run, None if child is None else Node(TEXT, text=child)):
            if part is not None:
                part.parent = node
                node.children.append(part)
    return node


@given(trees())
def test_what_is_written_is_read_back_the_same(tree: Node) -> None:
    assert flat(read_xml(write_xml(tree))) == flat(tree)


@given(trees())
def test_writing_is_deterministic(tree: Node) -> None:
    data = write_xml(tree)
    assert write_xml(tree) == data
    assert write_xml(read_xml(data)) == data


@given(st.binary(max_size=60))
def test_whatever_the_bytes_the_door_answers_with_a_tree_or_a_refusal(data: bytes) -> None:
    for candidate in (data, b"<a>" + data + b"</a>", b"<?xml version='1.0'" + data):
        try:
            tree = read_xml(candidate)
        except Unparseable:
            continue
        assert flat(read_xml(write_xml(tree))) == flat(tree)
