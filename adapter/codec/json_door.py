"""JSON ⇄ values and Node, strict (RFC 8259; https://hl7.org/fhir/R4/json.html).

bytes       at most MAX_BYTES of UTF-8; a byte order mark is skipped at the very start only
structure   nothing after the value, no key twice in an object, at most MAX_DEPTH levels
numbers     decimals are Decimal with all their digits, as FHIR asks; NaN and Infinity are refused,
            and so are numbers longer than MAX_DIGITS or with an exponent beyond ±MAX_EXPONENT
text        no control character but tab, LF and CR, no lone surrogate, no U+FFFE or U+FFFF: what
            comes in by this door can leave by every other
Values hold no float: written, a Decimal keeps its digits (72.50), and a NaN has no way in.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder
from typing import Final, NoReturn, TypeAlias

import orjson

from adapter.errors import Unparseable, Unwritable
from mappings.errors import shape

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"

MAX_BYTES: Final = 32_000_000
MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 100
MAX_EXPONENT: Final = 999
_SMALL: Final = 18  # digits that fit the 64 bits of any reader; a longer integer is a Decimal
_BRACKETS: Final = bytes.maketrans(b"[]{}", b"()()")
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b'[]{}"'))
_QUOTED: Final = re.compile(rb'"[^"]*"')
_ESCAPED: Final = re.compile(r"\\(?:[bf]|u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF]))")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


class _Fault(Exception):  # noqa: N818  never leaves this module
    """What is wrong with one value: raised to stop, put in its place to be found."""

    def __init__(
        self, rule: str, expected: str, limit: int | None = None, key: str | None = None
    ) -> None:
        self.rule = rule
        self.expected = expected
        self.limit = limit
        self.key = key


_VALUE: Final = _Fault("json.value", "text, a finite Decimal, an integer, a boolean, or null")
_CHARACTER: Final = _Fault("json.character", "text without control characters or lone surrogates")


def _raise(fault: _Fault) -> NoReturn:
    raise fault


def _decoder(report: Callable[[_Fault], object], *, finds: bool) -> JSONDecoder:
    """A decoder that reports faults: by raising when reading, by marking when finding them.

    Only the finder looks at members pair by pair, which takes four times as long.
    """

    def members(pairs: list[tuple[str, object]]) -> object:
        found = dict(pairs)
        if len(found) != len(pairs):
            return report(_Fault("json.duplicate-key", "every key once", key=_twice(pairs)))
        return found

    def decimal(digits: str) -> object:
        if len(digits) > MAX_DIGITS:
            return report(_Fault("json.digits", f"at most {MAX_DIGITS} digits", MAX_DIGITS))
        exponent = digits.lower().rpartition("e")[2] if "e" in digits.lower() else "0"
        if abs(int(exponent)) > MAX_EXPONENT:
            expected = f"an exponent within ±{MAX_EXPONENT}"
            return report(_Fault("json.exponent", expected, MAX_EXPONENT))
        return Decimal(digits)

    def integer(digits: str) -> object:
        return int(digits) if len(digits) <= _SMALL else decimal(digits)

    def constant(_name: str) -> object:
        return report(_Fault("json.number", "a number, which NaN and Infinity are not"))

    return JSONDecoder(
        object_pairs_hook=members if finds else None,
        parse_float=decimal,
        parse_int=integer,
        parse_constant=constant,
    )


def _twice(pairs: list[tuple[str, object]]) -> str:
    return Counter(name for name, _ in pairs).most_common(1)[0][0]


_READER: Final = _decoder(_raise, finds=False)
_FINDER: Final = _decoder(lambda fault: fault, finds=True)


def read_json(data: bytes) -> Json:
    """The value of one JSON document; raises Unparseable."""
    text = _text(data)
    _refuse_depth(data)
    try:
        value: Json = _READER.decode(text)
    except JSONDecodeError as error:
        raise _syntax(error) from None
    except _Fault:
        value = None
        suspect = True
    else:
        suspect = _may_hold_a_character(text) or _may_repeat_a_key(value, data)
    if suspect and (found := _first_fault(_FINDER.decode(text))):
        pointer, fault = found
        raise Unparseable(fault.rule, fault.expected, pointer=pointer or "/", limit=fault.limit)
    return value


def _may_hold_a_character(text: str) -> bool:
    # The decoder itself refuses bare control characters, and UTF-8 has no bare surrogates.
    escaped = "\\" in text and _ESCAPED.search(text) is not None
    return escaped or "\ufffe" in text or "\uffff" in text


def _may_repeat_a_key(value: Json, data: bytes) -> bool:
    # Each member that a later one of its name pushed out has taken a colon along, and nothing
    # else changes their number, but for a colon that is itself written as an escape.
    return rb"\u003" in data or write_json(value).count(b":") != data.count(b":")


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Unparseable("json.size", f"at most {MAX_BYTES} bytes", limit=MAX_BYTES)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise Unparseable("json.encoding", "UTF-8", line=line, column=column) from None


def _refuse_depth(data: bytes) -> None:
    """Refuse deep nesting before anything recurses into it.

    Works on the bytes: without strings only brackets are left, and each turn takes the innermost
    pairs away, so that the number of turns is the depth.
    """
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = data.translate(_BRACKETS, _NOT_BRACKETS).replace(b'""', b"")
    if b'"' in marks:
        marks = _QUOTED.sub(b"", marks)
    turns = 0
    while turns < MAX_DEPTH and b"()" in marks:
        marks = marks.replace(b"()", b"")
        turns += 1
    if len(marks) > MAX_DEPTH or b"()" in marks:
        raise Unparseable("json.depth", f"at most {MAX_DEPTH} levels", limit=MAX_DEPTH)


def _syntax(error: JSONDecodeError) -> Unparseable:
    # The messages of the decoder are fixed texts that quote nothing.
    rule = "json.character" if error.msg.startswith("Invalid control") else "json.syntax"
    expected = f"JSON ({error.msg.removesuffix(' at').lower()})"
    return Unparseable(rule, expected, line=error.lineno, column=error.colno)


def _first_fault(value: object) -> tuple[str, _Fault] | None:
    for pointer, part in _parts(value, ""):
        if fault := _fault_of(part):
            return pointer if fault.key is None else f"{pointer}/{_step(fault.key)}", fault
    return None


def _parts(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """Every key and every scalar below a value, with its pointer, in document order."""
    if isinstance(value, dict):
        for key, member in value.items():
            here = f"{pointer}/{_step(str(key))}"
            yield here, key
            yield from _parts(member, here)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _parts(item, f"{pointer}/{at}")
    else:
        yield pointer, value


def _fault_of(part: object) -> _Fault | None:
    if isinstance(part, _Fault):
        return part
    if isinstance(part, str):
        return _CHARACTER if _FORBIDDEN.search(part) else None
    known = part is None or isinstance(part, int) or _is_finite(part)
    return None if known else _VALUE


def _is_finite(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_finite()


def _step(key: str) -> str:
    # A key that does not look like an element name may be somebody's data.
    name = key if _PLAIN_KEY.fullmatch(key) else shape(key)
    return name.replace("~", "~0").replace("/", "~1")


def write_json(value: object) -> bytes:
    """JSON in UTF-8, compact, members in their order; raises Unwritable."""
    return _dump(value, 0)


def write_json_pretty(value: object) -> bytes:
    """The same, indented for people, with a newline at the end."""
    return _dump(value, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _dump(value: object, options: int) -> bytes:
    try:
        return orjson.dumps(value, default=_fragment, option=options)
    except orjson.JSONEncodeError:
        pointer, fault = _first_fault(value) or ("", _VALUE)
        raise Unwritable(fault.rule, fault.expected, pointer or "/") from None


def _fragment(value: object) -> orjson.Fragment:
    # https://hl7.org/fhir/R4/datatypes.html#decimal: the precision of a decimal shall be kept
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    raise TypeError
