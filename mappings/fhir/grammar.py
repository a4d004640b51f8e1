"""The form of every FHIR primitive type (https://hl7.org/fhir/R4/datatypes.html#primitive).

Each test is exact: true for what R4 allows and for nothing else. Dates must exist, a time of day
needs an offset, a decimal keeps its digits (Decimal or int, never float), and no text holds a
character that FHIR or UTF-8 forbids.
"""

import re
from binascii import Error, a2b_base64
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from mappings.fhir.xhtml import is_narrative

Test = Callable[[object], bool]

LIMIT: Final = 1024 * 1024
_LARGEST: Final = 2**31 - 1

# Python's \d and \s know all of Unicode, and $ a trailing newline: so [0-9], re.ASCII, fullmatch.
_YEAR: Final = r"(?!0000)[0-9]{4}"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_OFFSET: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DAY: Final = rf"{_YEAR}-{_MONTH}-(?:0[1-9]|[12][0-9]|3[01])"
# Most dates: a day that every month has, so that no calendar is needed.
_EASY: Final = rf"{_YEAR}-{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])"
_easy_date: Final = re.compile(_EASY).fullmatch
_easy_date_time: Final = re.compile(rf"{_EASY}(?:T{_TIME}{_OFFSET})?").fullmatch
_easy_instant: Final = re.compile(rf"{_EASY}T{_TIME}{_OFFSET}").fullmatch
_date: Final = re.compile(rf"({_DAY})|{_YEAR}(?:-{_MONTH})?").fullmatch
_date_time: Final = re.compile(rf"({_DAY})(?:T{_TIME}{_OFFSET})?|{_YEAR}(?:-{_MONTH})?").fullmatch
_instant: Final = re.compile(rf"({_DAY})T{_TIME}{_OFFSET}").fullmatch
_time: Final = re.compile(_TIME).fullmatch
_id: Final = re.compile(r"[A-Za-z0-9.-]{1,64}").fullmatch
# No control character but tab, line feed and carriage return; no half of a surrogate pair.
_text: Final = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]+").fullmatch
_code: Final = re.compile(
    r"[^\s\x00-\x1f\ud800-\udfff]+(?: [^\s\x00-\x1f\ud800-\udfff]+)*"
).fullmatch
_uri: Final = re.compile(r"[^\s\x00-\x1f\ud800-\udfff]+").fullmatch
_oid: Final = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+").fullmatch
_uuid: Final = re.compile(
    r"urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
).fullmatch
_blank: Final = re.compile(r"[ \t\r\n]+")


def is_string(value: object) -> bool:
    # isprintable is fast and true for nearly every value; the pattern decides about the rest.
    return isinstance(value, str) and (
        0 < len(value) <= LIMIT and (value.isprintable() or _text(value) is not None)
    )


def is_code(value: object) -> bool:
    if not isinstance(value, str) or not value:
        return False
    return (value.isprintable() and " " not in value) or _code(value) is not None


def is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return False
    if value[:4] == "urn:":
        return _is_urn(value)
    return (value.isprintable() and " " not in value and value != "") or _uri(value) is not None


def _is_urn(value: str) -> bool:
    if value.startswith("urn:oid:"):
        return _oid(value) is not None
    if value.startswith("urn:uuid:"):
        return _uuid(value) is not None
    return _uri(value) is not None


def is_id(value: object) -> bool:
    return isinstance(value, str) and _id(value) is not None


def is_element_id(value: object) -> bool:
    """Test Element.id: a string without blanks."""
    return isinstance(value, str) and _uri(value) is not None


def is_oid(value: object) -> bool:
    return isinstance(value, str) and _oid(value) is not None


def is_uuid(value: object) -> bool:
    return isinstance(value, str) and _uuid(value) is not None


def is_date(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return _easy_date(value) is not None or _exists(_date(value))


def is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return _easy_date_time(value) is not None or _exists(_date_time(value))


def is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return _easy_instant(value) is not None or _exists(_instant(value))


def _exists(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    day = match.group(1)
    if day is None:
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def is_time(value: object) -> bool:
    return isinstance(value, str) and _time(value) is not None


def is_boolean(value: object) -> bool:
    return value is True or value is False


def is_integer(value: object) -> bool:
    return type(value) is int and -_LARGEST - 1 <= value <= _LARGEST


def is_unsigned(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LARGEST


def is_positive(value: object) -> bool:
    return type(value) is int and 0 < value <= _LARGEST


def is_decimal(value: object) -> bool:
    return type(value) is int or (type(value) is Decimal and value.is_finite())


def is_base64(value: object) -> bool:
    if not isinstance(value, str) or not value:
        return False
    plain = _blank.sub("", value)
    try:
        a2b_base64(plain, strict_mode=True)
    except (Error, ValueError):
        return False
    return len(plain) % 4 == 0


TESTS: Final[Mapping[str, Test]] = {
    "base64Binary": is_base64,
    "boolean": is_boolean,
    "canonical": is_uri,
    "code": is_code,
    "date": is_date,
    "dateTime": is_date_time,
    "decimal": is_decimal,
    "id": is_id,
    "instant": is_instant,
    "integer": is_integer,
    "markdown": is_string,
    "oid": is_oid,
    "positiveInt": is_positive,
    "string": is_string,
    "time": is_time,
    "unsignedInt": is_unsigned,
    "uri": is_uri,
    "url": is_uri,
    "uuid": is_uuid,
    "xhtml": is_narrative,
}

# The JSON type of each, where it is not text.
JSON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "boolean": (bool,),
    "decimal": (int, Decimal),
    "integer": (int,),
    "positiveInt": (int,),
    "unsignedInt": (int,),
}

# What to say to whoever wrote something else.
EXPECTED: Final[Mapping[str, str]] = {
    "base64Binary": "base64 text",
    "boolean": "true or false",
    "canonical": "a canonical URL without blanks",
    "code": "a code without blanks at its ends or side by side",
    "date": "a date that exists: YYYY, YYYY-MM or YYYY-MM-DD",
    "dateTime": "a date that exists, and with a time of day also seconds and an offset",
    "decimal": "a finite decimal number as Decimal or int: a float has lost its digits",
    "id": "an id: 1 to 64 of A-Z a-z 0-9 - .",
    "instant": "a date that exists with time, seconds and offset",
    "integer": "a whole number of 32 bits",
    "markdown": "text without control characters, at most 1 MiB",
    "oid": "urn:oid: and an OID",
    "positiveInt": "a whole number of 1 or more",
    "string": "text without control characters, at most 1 MiB",
    "time": "a time of day hh:mm:ss",
    "unsignedInt": "a whole number of 0 or more",
    "uri": "a URI without blanks",
    "url": "a URL without blanks",
    "uuid": "urn:uuid: and a UUID",
    "xhtml": "one XHTML div with text, without scripts, forms, frames or event attributes",
}
