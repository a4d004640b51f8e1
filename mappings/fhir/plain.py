"""The plain forms of the data types met most, each tested in one function.

A test here says yes to its plain form, where everything in it is certainly right, and leaves every
other form to the test of any form that it is given. https://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Callable, Container
from functools import lru_cache
from typing import Final

from mappings.fhir.grammar import LIMIT, Test, is_code, is_date_time, is_uri

# The same few systems, types, extensions, codes and times stand in every resource of a document;
# no more are kept, since one of a hostile document may be long.
is_known_uri: Final = lru_cache(maxsize=256)(is_uri)
is_known_code: Final = lru_cache(maxsize=256)(is_code)
is_known_date_time: Final = lru_cache(maxsize=256)(is_date_time)

_TWO: Final = 2
_THREE: Final = 3


# Written out, not as loops over tables: these lines are most of what the checker costs.


def identifier(any_form: Test) -> Test:
    """For {system, value}."""

    def test(value: object) -> bool:
        if type(value) is dict and len(value) == _TWO and "system" in value and "value" in value:
            text = value["value"]
            if type(text) is str and text.isprintable() and 0 < len(text) <= LIMIT:
                return is_known_uri(value["system"])
        return any_form(value)

    return test


def reference(any_form: Test, is_identifier: Test, targets: Container[object]) -> Test:
    """For {type, identifier, display} with type and identifier: the logical reference."""

    def test(value: object) -> bool:
        if type(value) is dict and "type" in value and "identifier" in value:
            size = len(value)
            if size == _THREE and "display" in value:
                text = value["display"]
                size -= type(text) is str and text.isprintable() and 0 < len(text) <= LIMIT
            if size == _TWO and value["type"] in targets and is_identifier(value["identifier"]):
                return True
        return any_form(value)

    return test


def coding(any_form: Test) -> Test:
    """For {system, code, display} with system and code."""

    def test(value: object) -> bool:
        if type(value) is dict and "system" in value and "code" in value:
            size = len(value)
            if size == _THREE and "display" in value:
                text = value["display"]
                size -= type(text) is str and text.isprintable() and 0 < len(text) <= LIMIT
            if size == _TWO and is_known_uri(value["system"]) and is_known_code(value["code"]):
                return True
        return any_form(value)

    return test


def concept(any_form: Test, is_coding: Test) -> Test:
    """For a CodeableConcept {coding} of one coding."""

    def test(value: object) -> bool:
        if type(value) is dict and len(value) == 1 and "coding" in value:
            codings = value["coding"]
            if type(codings) is list and len(codings) == 1:
                return is_coding(codings[0])
        return any_form(value)

    return test


def extension(any_form: Test, member_test: Callable[[str], Test | None]) -> Test:
    """For {url, value[x]} and {url, extension}: `member_test` tests what may stand with the url."""
    tests: dict[str, Test] = {}

    def learn(name: str) -> Test:
        found = member_test(name)
        if found is None:
            return _never
        tests[name] = found
        return found

    def test(value: object) -> bool:
        if type(value) is dict and len(value) == _TWO and "url" in value:
            first, second = value
            name = second if first == "url" else first
            is_right = tests.get(name) or learn(name)
            if is_known_uri(value["url"]) and is_right(value[name]):
                return True
        return any_form(value)

    return test


def _never(_value: object) -> bool:
    return False
