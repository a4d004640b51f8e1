"""The form of primitives: what R4 allows, what it does not, and what Python would let through."""

from decimal import Decimal

import pytest

from mappings.fhir.definitions import PRIMITIVES
from mappings.fhir.grammar import EXPECTED, TESTS, is_element_id

RIGHT: dict[str, tuple[object, ...]] = {
    "base64Binary": ("aGVq", "aGVqIQ==", "aGVq\n aGVq"),
    "boolean": (True, False),
    "canonical": ("http://a/b|1", "#inside"),
    "code": ("a", "a b", "mm[Hg]", "<="),
    "date": ("2025", "2025-12", "2025-01-31", "2024-02-29", "0001-01-01"),
    "dateTime": (
        *("2025", "2025-12", "2025-01-31", "2025-01-31T23:59:59Z", "2025-01-01T00:00:00+14:00"),
        *("2025-01-30T00:00:60.123456789-03:30", "2025-01-01T00:00:00-00:00"),
    ),
    "decimal": (0, -1, Decimal("72.50"), Decimal("1E-7"), Decimal("-0.0")),
    "id": ("a", "A-1.b", "1" * 64),
    "instant": ("2025-01-31T23:59:59Z", "2025-01-01T00:00:00.5+01:00"),
    "integer": (0, -(2**31), 2**31 - 1),
    "markdown": ("a\n\n* b", "\t"),
    "oid": ("urn:oid:1.2.752.129", "urn:oid:2.0"),
    "positiveInt": (1, 2**31 - 1),
    "string": ("a", " a\r\n", "å\u00a0\u2013", "🌿", "a" * 1024 * 1024),
    "time": ("00:00:00", "23:59:60.5"),
    "unsignedInt": (0, 2**31 - 1),
    "uri": ("", "a", "http://å.example/%20", "urn:oid:1.2", "urn:ietf:bcp:13", "#a")[1:],
    "url": ("mailto:a@b.example", "https://a"),
    "uuid": ("urn:uuid:6f1c0c4e-2f0b-4b7c-9d3e-0a4f5c6d7e8f",),
    "xhtml": ('<div xmlns="http://www.w3.org/1999/xhtml">a</div>',),
}
WRONG: dict[str, tuple[object, ...]] = {
    "base64Binary": ("", "a", "aGV", "a-_b", "aGVq==", "åäöå", 7),
    "boolean": (0, 1, "true", None),
    "canonical": ("", "a b", None),
    "code": ("", " a", "a ", "a  b", "a\tb", "a\n", "a\u00a0b", "\x1f", 1),
    "date": (
        *("", "25", "2025-1", "2025-13", "2025-00", "2025-01-32", "2025-02-29", "2100-02-29"),
        *("0000", "2025-01-01T00:00:00Z", "2025-01-01\n", "٢٠٢٥", "20250101", "2025-W01-1", 2025),
    ),
    "dateTime": (
        *("2025-01-01T10:00Z", "2025-01-01T10:00:00", "2025-01-01T24:00:00Z", "2025-01-01T"),
        *("2025-02-30T10:00:00Z", "2025-01-01T10:00:00+15:00", "2025-01-01T10:00:00+14:30"),
        *("2025-01-01 10:00:00Z", "2025-01T10:00:00Z", "2025-01-01T10:00:61Z", None),
    ),
    "decimal": (1.5, "1.5", True, Decimal("NaN"), Decimal("Infinity"), None),
    "id": ("", "a" * 65, "a_b", "a b", "å", "a\n", 1),
    "instant": ("2025-01-01", "2025-01-01T10:00:00", "2025-04-31T10:00:00Z", 1),
    "integer": (2**31, -(2**31) - 1, 1.0, True, "1", Decimal(1)),
    "markdown": ("", "\x00", None),
    "oid": ("1.2.3", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.02", 1),
    "positiveInt": (0, -1, True, 1.0, 2**31),
    "string": ("", "\x0b", "\x1f", "a\x00", "\ud800", "a" * (1024 * 1024 + 1), 1, None),
    "time": ("9:00:00", "09:00", "24:00:00", "09:00:00Z", 9),
    "unsignedInt": (-1, True, 1.0, 2**31),
    "uri": ("", "a b", "a\n", "urn:oid:1.02", "urn:uuid:1", "\ud800", 1),
    "url": ("", "http://a b", None),
    "uuid": ("6f1c0c4e-2f0b-4b7c-9d3e-0a4f5c6d7e8f", "urn:uuid:6f1c0c4e", 1),
    "xhtml": ("", "a", "<p>a</p>", None),
}


def test_every_primitive_of_r4_has_a_test_and_says_what_it_expects() -> None:
    assert TESTS.keys() == EXPECTED.keys() == PRIMITIVES == RIGHT.keys() == WRONG.keys()


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, found in RIGHT.items() for value in found]
)
def test_a_value_of_the_form_is_accepted(kind: str, value: object) -> None:
    assert TESTS[kind](value)


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, found in WRONG.items() for value in found]
)
def test_a_value_of_another_form_is_refused(kind: str, value: object) -> None:
    assert not TESTS[kind](value)


@pytest.mark.parametrize(("value", "right"), [("a", True), ("a b", False), ("", False), (1, False)])
def test_the_id_of_an_element_has_no_blanks(value: object, *, right: bool) -> None:
    assert is_element_id(value) is right
