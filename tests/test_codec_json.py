"""The JSON door: what it refuses, and that every digit and character goes through it unchanged."""

import json
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec import json_door
from adapter.codec.json_door import MAX_DEPTH, Json, read_json, write_json, write_json_pretty
from adapter.codec.json_tree import json_from_tree, tree_from_json
from adapter.errors import Unparseable, Unwritable
from mappings.tree import leaves, path
from tests.shared_data import shared

HIDDEN = "191212121212"


def refused(data: bytes) -> Unparseable:
    with pytest.raises(Unparseable) as caught:
        read_json(data)
    return caught.value


def exact(value: object) -> object:
    """A value as comparable text: 1.50 is not 1.5 here, nor 1 True."""
    if isinstance(value, dict):
        return [(name, exact(member)) for name, member in value.items()]
    if isinstance(value, list):
        return [exact(item) for item in value]
    return repr(value)


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b'{"status":"active","status":"entered-in-error"}', "/status"),
        (b'{"a":{"b":[1,{"c":1,"d":2,"c":3}]}}', "/a/b/1/c"),
        (b'{"a":1,"\\u0061":2}', "/a"),
        (b'{"a":1,"a":{"b":2}}', "/a"),
        (b'{"x":":","a":1,"a":2}', "/a"),
        (b'{"\\u003a":1,":":1}', "/:"),
        (b'{"a/b":{"~":1,"~":2}}', "/a~1a/~0"),
        (b'{"":1,"":2}', "/"),
    ],
)
def test_a_key_that_comes_twice_is_refused_with_its_pointer(data: bytes, pointer: str) -> None:
    error = refused(data)
    assert (error.rule, error.pointer) == ("json.duplicate-key", pointer)


def test_a_colon_that_is_written_as_an_escape_is_no_repeated_key() -> None:
    assert read_json(b'{"a\\u003ab":"\\u003A:"}') == {"a:b": "::"}


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_not_a_number_is_refused(number: bytes) -> None:
    error = refused(b'{"value":' + number + b"}")
    assert (error.rule, error.pointer) == ("json.number", "/value")


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (b"1e1000", "json.exponent"),
        (b"1E-1000", "json.exponent"),
        (b"1e99999999999999999999", "json.exponent"),
        (b"1" * 101, "json.digits"),
        (b"0." + b"1" * 99, "json.digits"),
        (b"1" * 5000, "json.digits"),
    ],
)
def test_a_number_beyond_the_caps_is_refused_with_its_pointer(number: bytes, rule: str) -> None:
    error = refused(b'[0,{"value":' + number + b"}]")
    assert (error.rule, error.pointer) == (rule, "/1/value")
    assert error.limit is not None


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b'{"a":"\\ud800"}', "/a"),
        (b'{"a":["x","\\udc00\\ud800"]}', "/a/1"),
        (b'{"a":"\\u0000"}', "/a"),
        (b'{"b":[1,"x"],"a":"\\u0000"}', "/a"),
        (b'{"a":"\\u001F"}', "/a"),
        (b'{"a":"\\b"}', "/a"),
        (b'{"a":"x\\f"}', "/a"),
        (b'{"a":"\\uFFFE"}', "/a"),
        ('{"a":"\uffff"}'.encode(), "/a"),
        (b'{"a":{"\\u0007":1}}', "/a/?"),
    ],
)
def test_a_character_that_fhir_or_xml_can_not_carry_is_refused(data: bytes, pointer: str) -> None:
    error = refused(data)
    assert (error.rule, error.pointer) == ("json.character", pointer)


def test_a_bare_control_character_is_refused_with_its_place() -> None:
    error = refused(b'{\n"a": "x\x00"}')
    assert (error.rule, error.line, error.column) == ("json.character", 2, 8)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\\\ud800 \\\\u0000 \\\\b"', "\\ud800 \\u0000 \\b"),
        (b'"\\t\\n\\r\\/\\""', '\t\n\r/"'),
        ('"\u202e\x85 å"'.encode(), "\u202e\x85 å"),
    ],
)
def test_every_other_character_is_let_in(data: bytes, text: str) -> None:
    assert read_json(data) == text


def test_nesting_up_to_the_cap_is_read_and_deeper_is_refused() -> None:
    read_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    read_json(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)
    error = refused(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert (error.rule, error.limit) == ("json.depth", MAX_DEPTH)
    assert refused(b'{"a":' * 65 + b"1" + b"}" * 65).rule == "json.depth"


@pytest.mark.parametrize("data", [b"[" * 100_000, b'[{"a":' * 50_000, b'{"a":[' * 500_000])
def test_nesting_without_end_is_refused_before_anything_recurses(data: bytes) -> None:
    assert refused(data).rule == "json.depth"


@pytest.mark.parametrize(
    "inside", ["[" * 1000, '\\"' + "[" * 1000, "\\\\", '[\\\\\\"[{' * 500, "]}" * 100]
)
def test_brackets_in_a_text_are_not_nesting(inside: str) -> None:
    siblings = ",".join(['{"b":[]}'] * 100)
    value = read_json(f'{{"a":"{inside}","c":[{siblings}]}}'.encode())
    assert isinstance(value, dict)
    assert value["a"] == json.loads(f'"{inside}"')


def test_a_document_above_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_door, "MAX_BYTES", 5)
    assert read_json(b"[1,2]") == [1, 2]
    error = refused(b"[1,23]")
    assert (error.rule, error.limit) == ("json.size", 5)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"", 1, 1),
        (b'{"a":1', 1, 7),
        (b'{"a":1}\n x', 2, 2),
        (b'{"a":1}{"b":2}', 1, 8),
        (b"[1,\n2,]", 2, 3),
        (b"{'a':1}", 1, 2),
        (b'{"a":01}', 1, 7),
        (b'{"a":+1}', 1, 6),
        (b'{"a":.5}', 1, 6),
        (b'{"a":1}//', 1, 8),
    ],
)
def test_what_is_no_json_or_more_than_one_value_is_refused_with_its_place(
    data: bytes, line: int, column: int
) -> None:
    error = refused(data)
    assert error.rule == "json.syntax"
    assert error.line == line
    assert column - 1 <= (error.column or 0) <= column  # Python 3.13 points at the comma


@pytest.mark.parametrize("data", ['{"a":1}'.encode("utf-16"), b'{"a":"\xe5"}', b'{\n"a":"\xff"}'])
def test_only_utf_8_is_read(data: bytes) -> None:
    assert refused(data).rule == "json.encoding"


def test_a_byte_order_mark_is_skipped_at_the_start_and_nowhere_else() -> None:
    assert read_json(b'\xef\xbb\xbf{"a":1}') == {"a": 1}
    assert refused(b'{\xef\xbb\xbf"a":1}').rule == "json.syntax"


@pytest.mark.parametrize(
    "data",
    [
        f'{{"{HIDDEN}":1,"{HIDDEN}":2}}',
        f'{{"{HIDDEN}": {HIDDEN}x}}',
        f'["{HIDDEN}\\u0000"]',
        f'{{"{HIDDEN} {HIDDEN}":{{"a":1,"a":2}}}}',
        f'["{HIDDEN}", NaN]',
    ],
)
def test_an_error_says_where_and_by_which_rule_but_never_what(data: str) -> None:
    error = refused(data.encode())
    assert HIDDEN not in str(error) + repr(error) + str(error.issue)


# -- what goes through ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    ["72.50", "0.10", "1.0", "1.00", "-0.0", "12345678901234567.89", "1E-10", "0E-7", "1E+400",
     "123456789012345678901234567890", "0.1000000000000000055511151231257827"],
)  # fmt: skip
def test_a_number_keeps_its_value_and_its_digits(number: str) -> None:
    data = f'{{"value":{number}}}'.encode()
    value = read_json(data)
    assert isinstance(value, dict)
    assert isinstance(value["value"], Decimal)
    assert str(value["value"]) == number
    assert write_json(value) == data


def test_an_integer_stays_an_integer_and_a_long_one_keeps_its_digits() -> None:
    assert exact(read_json(b"[1,-5,0,123456789012345678]")) == exact([1, -5, 0, 123456789012345678])
    assert read_json(b"[1234567890123456789]") == [Decimal(1234567890123456789)]


def test_members_keep_their_order_and_nothing_is_added() -> None:
    data = '{"resourceType":"Goal","b":[],"a":{},"c":null,"d":true,"e":"å/<\u2028"}'
    assert write_json(read_json(data.encode())) == data.encode()


def test_pretty_json_is_indented_and_ends_with_a_newline() -> None:
    assert write_json_pretty({"a": [Decimal("1.50")]}) == b'{\n  "a": [\n    1.50\n  ]\n}\n'


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"a": ["x", "\ud800"]}, "/a/1"),
        ({"a": {"\udc00": 1}}, "/a/?"),
        ({"value": Decimal("NaN")}, "/value"),
        ([Decimal("Infinity")], "/0"),
        ({"a": object()}, "/a"),
        ({"a": 2**70}, "/"),
    ],
)
def test_what_json_can_not_carry_is_refused_with_its_pointer(value: object, pointer: str) -> None:
    with pytest.raises(Unwritable) as caught:
        write_json(value)
    assert caught.value.path == pointer


def test_every_real_sample_goes_through_digit_by_digit() -> None:
    files = sorted(shared().rglob("*.json"))
    assert len(files) > 100
    for file in files:
        data = file.read_bytes()
        value = read_json(data)
        assert exact(read_json(write_json(value))) == exact(value)
        reference = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
        assert exact(value) == exact(reference)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
        lambda char: char >= " " or char in "\t\n\r"
    ),
    max_size=8,
)
DECIMALS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.decimals(allow_nan=False, allow_infinity=False).filter(
        lambda number: (
            abs(int(str(number).upper().partition("E")[2] or 0)) < 1000 and len(str(number)) <= 100
        )
    ),
)
SCALARS = st.one_of(TEXTS, st.booleans(), st.none(), st.integers(1 - 10**17, 10**18 - 1), DECIMALS)
OBJECTS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


def read_form(value: Any) -> Any:  # noqa: ANN401  a JSON value
    """A value in the form that reading gives it: a decimal without fraction may be an integer."""
    if isinstance(value, dict):
        return {name: read_form(member) for name, member in value.items()}
    if isinstance(value, list):
        return [read_form(item) for item in value]
    if isinstance(value, Decimal) and str(value).lstrip("-").isdecimal() and len(str(value)) <= 18:
        return int(value)
    return value


@given(OBJECTS)
def test_what_is_written_is_read_back_value_and_digits(value: Any) -> None:  # noqa: ANN401
    assert exact(read_json(write_json(value))) == exact(read_form(value))
    assert exact(read_json(write_json_pretty(value))) == exact(read_form(value))


@given(OBJECTS)
def test_what_is_written_is_json_to_every_other_reader(value: Any) -> None:  # noqa: ANN401
    assert json.loads(write_json(value), parse_float=Decimal, parse_int=Decimal) == value


BROKEN = st.sampled_from(
    [b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b'"a"', b"1.5", b"\\u", b"d800", b"003a",
     b"NaN", b"\xff", b"\x00", b" ", b"\n", b"e9", b"-", b"true", b'{"a":1}', b'"\\ud800"']
)  # fmt: skip


@given(st.lists(BROKEN, max_size=12).map(b"".join))
def test_whatever_the_bytes_the_door_answers_with_a_value_or_a_refusal(data: bytes) -> None:
    try:
        value = read_json(data)
    except Unparseable:
        return
    assert exact(read_json(write_json(value))) == exact(value)
    assert value == json.loads(data.decode(), parse_float=Decimal, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    assert len(members) == len(pairs), "a repeated key came through"
    return members


def test_a_decimal_costs_no_conversion_of_the_tree_around_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the decimals themselves pass through Python: that keeps writing fast."""
    seen: list[object] = []
    fragment = json_door._fragment  # noqa: SLF001

    def watched(value: object) -> orjson.Fragment:
        seen.append(value)
        return fragment(value)

    monkeypatch.setattr(json_door, "_fragment", watched)
    value: Json = {"a": [{"b": "c"}] * 50, "value": Decimal("72.50")}
    assert write_json(value) == orjson.dumps(value, default=fragment)
    assert seen == [Decimal("72.50")]


# -- trees ----------------------------------------------------------------------------------------


def test_the_leaves_of_a_tree_are_its_values_with_their_pointers() -> None:
    tree = tree_from_json(read_json(b'{"a":[{"b":1.50},{"b":"x"}],"c/d":{"e~":true},"f":null}'))
    assert [(path(leaf), leaf.value, leaf.node.kind) for leaf in leaves(tree)] == [
        ("/a/0/b", "1.50", "number"),
        ("/a/1/b", "x", "string"),
        ("/c~1d/e~0", "true", "boolean"),
    ]


@pytest.mark.parametrize("value", [[], "x", 1, None, True])
def test_a_document_that_is_not_an_object_is_refused(value: Json) -> None:
    with pytest.raises(Unparseable, match=r"json\.object"):
        tree_from_json(value)


def test_an_array_of_arrays_is_refused_with_its_pointer() -> None:
    with pytest.raises(Unparseable, match=r"json\.nested-array") as caught:
        tree_from_json({"a": [1, [2]]})
    assert caught.value.pointer == "/a/1"


FLAT = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(
        TEXTS,
        st.one_of(inner, st.lists(inner.filter(lambda item: not isinstance(item, list)))),
        max_size=4,
    ),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, st.one_of(FLAT, st.lists(FLAT, max_size=3)), max_size=4))
def test_a_value_comes_back_from_its_tree_with_all_its_digits(value: dict[str, Json]) -> None:
    assert exact(json_from_tree(tree_from_json(value))) == exact(read_form(value))
