"""Simple values of the native format: text → value, and back.

FHIR says what each kind looks like (https://hl7.org/fhir/R4/datatypes.html#primitive). Words are
taken as they stand; of all else, white space around the value is layout and does not count.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from mappings.codes import systems
from mappings.errors import Unreadable
from mappings.fhir.grammar import EXPECTED, TESTS
from mappings.formats.native.shape import Kind, Member

RULE: Final = "native.value"
Parse = Callable[[str], Any]

# How systems may be called for short, by whoever writes a document by hand.
SHORT: Final = {
    "personnummer": systems.PERSONNUMMER,
    "samordningsnummer": systems.SAMORDNINGSNUMMER,
    "reservnummer": systems.NATIONELLT_RESERVNUMMER,
    "fodselsnummer": systems.FNR,
    "d-nummer": systems.DNR,
    "hsa-id": systems.HSA_ID,
    "organisationsnummer": systems.ORGANISATIONSNUMMER,
    "hpr": systems.HPR,
    "her-id": systems.HER,
    "loinc": systems.LOINC,
    "snomed": systems.SNOMED,
    "ucum": systems.UCUM,
    "icf": systems.ICF,
}
_DECIMAL: Final = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
).fullmatch
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,10}").fullmatch
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}


def parser(member: Member) -> Parse:
    """What turns the text of a member into its value, or raises Unreadable."""
    if member.enum is not None:
        return _one_of({str(each.value): each for each in member.enum})
    if member.choices:
        return _one_of({code: code for code in member.choices})
    kind = member.kind or Kind.TEXT
    return _PARSERS.get(kind) or _tested(kind)


def expected(member: Member) -> str:
    """What a member may hold, in words."""
    return _list(member.choices) if member.choices else EXPECTED[(member.kind or Kind.TEXT).value]


def text_of(value: object) -> str:
    """The text of a simple value, as `parser` reads it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        # XML Schema decimals have no exponent; the digits are the same.
        return f"{value:f}"
    return str(value)


def _list(codes: "tuple[str, ...]") -> str:
    return f"one of {', '.join(codes)}"


def _one_of(values: dict[str, Any]) -> Parse:
    wanted = _list(tuple(values))

    def parse(text: str) -> Any:  # noqa: ANN401  an enum or a code
        value = values.get(text)
        if value is None:
            value = values.get(text.strip())
        if value is None:
            raise Unreadable(wanted, "native.code")
        return value

    return parse


def _tested(kind: Kind) -> Parse:
    test, wanted = TESTS[kind.value], EXPECTED[kind.value]

    def parse(text: str) -> str:
        if test(text):
            return text
        bare = text.strip()
        if not test(bare):
            raise Unreadable(wanted, RULE)
        return bare

    return parse


_is_string: Final = TESTS["string"]
_is_uri: Final = TESTS["uri"]


def _text(text: str) -> str:
    if text.isspace() or not _is_string(text):
        raise Unreadable(EXPECTED["string"], RULE)
    return text


def _uri(text: str) -> str:
    found = SHORT.get(text)
    if found is not None:
        return found
    if not _is_uri(text):
        text = text.strip()
        if not _is_uri(text):
            raise Unreadable(EXPECTED["uri"], RULE)
    return SHORT.get(text, text)


def _decimal(text: str) -> Decimal:
    bare = text.strip()
    if _DECIMAL(bare) is None:
        raise Unreadable("a decimal number with a point, such as 72.5", RULE)
    return Decimal(bare)


def _integer(text: str) -> int:
    bare = text.strip()
    if _INTEGER(bare) is None or not TESTS["integer"](int(bare)):
        raise Unreadable(EXPECTED["integer"], RULE)
    return int(bare)


def _boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.strip())
    if value is None:
        raise Unreadable(EXPECTED["boolean"], RULE)
    return value


_PARSERS: Final[dict[Kind, Parse]] = {
    Kind.TEXT: _text,
    Kind.URI: _uri,
    Kind.DECIMAL: _decimal,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
}
