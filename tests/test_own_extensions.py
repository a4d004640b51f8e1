"""Own extensions: the table is what is shipped, and what it does not allow is found."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from adapter.usecases.check import Checked, check_sources
from mappings.codes.systems import BASE
from mappings.fhir.own_extensions import Shape, check_own_extensions, shapes
from mappings.record import Source

SHIPPED: Final = sorted(Path("adapter/terminology").glob("StructureDefinition-*.json"))
START: Final = f"{BASE}/StructureDefinition/"

Json = dict[str, Any]


def _types(element: Json) -> frozenset[str]:
    codes = [each["code"] for each in element["type"]]
    return frozenset(f"value{code[0].upper()}{code[1:]}" for code in codes)


def _most(element: Json) -> int | None:
    return None if element["max"] == "*" else int(element["max"])


def _shipped(definition: Json) -> Shape:
    elements = {each["id"]: each for each in definition["differential"]["element"]}
    most = _most(elements["Extension"])
    starts = [each for each in elements if ":" in each and each.count(".") == 1]
    if not starts:
        return Shape(least=0, most=most, types=_types(elements["Extension.value[x]"]))
    parts = {}
    for start in starts:
        element = elements[start]
        value = elements.get(f"{start}.value[x]", element)
        name = start.partition(":")[2]
        url = name if value is not element else START + name
        parts[url] = Shape(least=element["min"], most=_most(element), types=_types(value))
    return Shape(least=0, most=most, parts=parts)


def test_the_table_is_what_is_shipped() -> None:
    shipped = [json.loads(path.read_text()) for path in SHIPPED]
    assert shapes() == {each["url"]: _shipped(each) for each in shipped}


def _goal(*extensions: Json) -> Json:
    return {"resourceType": "Goal", "extension": list(extensions)}


def _text(*names: str) -> Json:
    parts = [{"url": name, "valueString": "x"} for name in names]
    return {"url": f"{START}source-text", "extension": parts}


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        ({"url": f"{START}goal-validity", "valueString": "1 May"}, "valuePeriod"),
        ({"url": f"{START}goal-validity"}, "valuePeriod"),
        (
            {"url": f"{START}goal-validity", "valuePeriod": {}, "valueString": "x"},
            "valuePeriod",
        ),
        (_text("name"), "the part text"),
        (_text("name", "text", "line"), "one of the parts name, text"),
        (_text("name", "text", "text"), "it once at most"),
        (_text("name", "text") | {"valueString": "x"}, "parts, and no value"),
        ({"url": f"{START}source-text", "valueString": "x"}, "the part name"),
    ],
)
def test_what_a_definition_does_not_allow_is_found(extension: Json, expected: str) -> None:
    found = check_own_extensions(_goal(extension))
    assert expected in [each.expected for each in found]
    assert {each.rule for each in found} == {"own-extension"}
    assert all(each.expression.startswith("Goal.extension[0]") for each in found)


def test_the_value_of_a_part_is_of_its_type() -> None:
    parts = [{"url": "name", "valueString": "x"}, {"url": "text", "valueCode": "x"}]
    (found,) = check_own_extensions(_goal({"url": f"{START}source-text", "extension": parts}))
    assert found.expression == "Goal.extension[0].extension[1]"
    assert (found.expected, found.found) == ("valueString", "valueCode")


def test_a_value_has_no_extensions_beside_it() -> None:
    held = {"url": f"{START}goal-validity", "valuePeriod": {}, "extension": [{"url": "x"}]}
    (found,) = check_own_extensions(_goal(held))
    assert found.expression == "Goal.extension[0].extension"


def test_one_that_stands_once_is_found_when_it_stands_twice() -> None:
    held = {"url": f"{START}goal-validity", "valuePeriod": {"start": "2024"}}
    (found,) = check_own_extensions(_goal(held, held))
    assert found.expression == "Goal.extension[1]"
    assert check_own_extensions(_goal(_text("name", "text"), _text("name", "text"))) == []


def test_a_name_that_somebody_made_up_is_not_quoted() -> None:
    held = {"url": f"{START}goal-validity", "value191212121212": "x"}
    (found,) = check_own_extensions(_goal(held))
    assert "1912" not in str(found)


def test_extensions_of_others_are_theirs() -> None:
    others = {"url": "https://example.org/x", "valueString": "x"}
    own = _text("name", "text")
    own["extension"].append(others)
    assert check_own_extensions(_goal(others, own)) == []


def test_they_are_found_in_a_bundle_and_by_check(tmp_path: Path) -> None:
    goal = _goal({"url": f"{START}goal-validity", "valueString": "x"})
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": goal}]}
    (found,) = check_own_extensions(bundle)
    assert found.expression == "Bundle.entry[0].resource.extension[0]"
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle))
    source = Source(key=b"k" * 32, installation="0123456789ab")
    with file.open("rb") as stream:
        every = list(check_sources([str(file)], stream, source, Checked()))
    assert "own-extension" in {issue.rule for _, issues in every for issue in issues}


@pytest.mark.parametrize("case", sorted(Path("fixtures/cases").glob("*/fhir.json")), ids=str)
def test_what_is_written_is_as_it_is_defined(case: Path) -> None:
    for resource in json.loads(case.read_text()):
        assert check_own_extensions(resource) == []
