"""The shipped schemas are those of the codec, and every native document of ours is valid."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import given
from lxml import etree

from adapter.codec.json_door import read_json, write_json
from adapter.codec.json_tree import tree_from_json
from adapter.codec.xml_door import read_xml
from generate.native import words
from generate.native.__main__ import GUIDE, SCHEMAS, files
from generate.native.guide import PLAN
from generate.native.notation import json_of as other_notation
from mappings.record import Record
from tests.native_support import DEMO, ROOT, SPACE, cases, json_of, run, source_of, xml_of
from tests.strategies.records import some_records

INVALID: Final = ("native-what-can-not-be-read-takes-the-smallest-part",)
_FENCE: Final = re.compile(r"```(xml|json)\n(.*?)```", re.DOTALL)


@cache
def xml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "patient-contract-1.xsd"))


@cache
def json_schema() -> Any:  # noqa: ANN401  a validator without types
    schema = json.loads((SCHEMAS / "patient-contract-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def assert_valid(data: bytes) -> None:
    if data.lstrip().startswith(b"<"):
        xml_schema().assertValid(etree.fromstring(data))
    else:
        json_schema().validate(json.loads(data))


def test_no_generated_file_is_stale() -> None:
    stale = [path for path, text in files().items() if path.read_text("utf-8") != text]
    assert not stale, "run `make generate`"


def test_every_element_has_words_and_no_words_are_left_over() -> None:
    assert words.asked() == words.told()


@pytest.mark.slow
@given(some_records)
def test_whatever_is_written_is_valid(records: list[Record]) -> None:
    assert_valid(xml_of(records))
    assert_valid(json_of(records))


def documents() -> Iterator[Path]:
    """Every native document of the project that is not about what is wrong with it."""
    yield from (source_of(case) for case in cases(".xml", ".json") if case.name not in INVALID)
    for file in sorted(DEMO.rglob("*.xml")):
        if SPACE in file.read_text("utf-8"):
            yield file


@pytest.mark.parametrize(
    "file", list(documents()), ids=lambda each: f"{each.parent.name}/{each.name}"
)
def test_every_document_of_ours_is_valid(file: Path) -> None:
    assert_valid(file.read_bytes())


def test_every_example_of_the_documentation_is_valid() -> None:
    examples = _FENCE.findall(GUIDE.read_text("utf-8"))
    assert {language for language, _ in examples} == {"xml", "json"}
    for _, text in examples:
        assert_valid(text.encode())


def test_the_example_says_the_same_in_both_notations() -> None:
    tree = read_xml((ROOT / PLAN).read_bytes())
    one = run(tree)
    other = run(tree_from_json(read_json(write_json(other_notation(tree)))))
    assert one.document is not None
    assert other.document is not None
    assert one.document.records == other.document.records
    assert one.document.envelope == other.document.envelope


@pytest.mark.parametrize(
    "wrong",
    [
        b'<patientContract xmlns="%b" version="2"/>',
        b'<patientContract xmlns="%b" version="1"><gaol id="1"/></patientContract>',
        b'<patientContract xmlns="%b" version="1"><goal id="1"/></patientContract>',
        b'<patientContract xmlns="%b" version="1"><person system="a"/></patientContract>',
    ],
)
def test_the_xml_schema_refuses_what_the_reader_refuses(wrong: bytes) -> None:
    data = wrong.replace(b"%b", SPACE.encode())
    assert not xml_schema().validate(etree.fromstring(data))
    outcome = run(read_xml(data))
    assert outcome.refused or outcome.issues


@pytest.mark.parametrize(
    "wrong",
    [
        {"patientContract": "2"},
        {"patientContract": "1", "gaols": []},
        {"patientContract": "1", "goals": [{"id": "1"}]},
        {"patientContract": "1", "person": {"system": "a"}},
        {"patientContract": "1", "person": {"system": "a", "value": 5}},
    ],
)
def test_the_json_schema_refuses_what_is_no_document(wrong: dict[str, Any]) -> None:
    assert not json_schema().is_valid(wrong)
