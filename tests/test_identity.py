"""How a record is named across sides, and how references are found and rewritten."""

from typing import Any

from adapter.sync.identity import (
    identifier_of,
    identifiers_of,
    references_in,
    rewritten,
    target_of,
    with_identifier,
)
from mappings.fhir.values import Identifier

OWN = {"system": "https://viktigt.example/fhir/id/0123456789ab", "value": "z"}
OTHER = {"system": "urn:a", "value": "1"}
NAME = Identifier(system="urn:a", value="1")


def pointing(to: str) -> dict[str, Any]:
    return {"reference": to}


def test_only_what_has_system_and_value_names_a_record() -> None:
    held = [{"system": "urn:a"}, {"value": "1"}, OTHER, {"system": "urn:a", "value": ""}]
    assert identifiers_of({"identifier": held}) == (NAME,)
    assert identifiers_of({"identifier": OTHER}) == (NAME,)  # 0..1 in some resources
    assert identifiers_of({}) == ()


def test_one_of_ours_names_a_record_before_any_other() -> None:
    found = identifier_of({"identifier": [OTHER, OWN]})
    assert found is not None
    assert found.value == "z"
    assert identifier_of({"identifier": [OTHER]}) == NAME
    assert identifier_of({}) is None


def test_an_identifier_is_added_once() -> None:
    plain = {"resourceType": "Goal"}
    named = with_identifier(plain, NAME)
    assert named["identifier"] == [OTHER]
    assert with_identifier(named, NAME) == named
    assert with_identifier({"identifier": [OWN]}, NAME)["identifier"] == [OWN, OTHER]


def test_references_are_found_in_document_order_also_in_extensions_and_lists_of_lists() -> None:
    tree = {
        "subject": pointing("Patient/1"),
        "extension": [{"valueReference": pointing("Goal/2")}, "text", [pointing("Goal/3")]],
        "author": {"type": "Organization", "identifier": OTHER},
        "note": [{"text": "Goal/9"}],
    }
    found = [each.get("reference", "logical") for each in references_in(tree)]
    assert found == ["Patient/1", "Goal/2", "Goal/3", "logical"]
    assert list(references_in("Goal/1")) == []


def test_what_holds_no_reference_is_the_same_object_after_rewriting() -> None:
    tree: dict[str, list[Any]] = {"note": [{"text": "a"}], "goal": [pointing("Goal/1"), 7]}
    changed = rewritten(tree, lambda _: pointing("Goal/2"))
    assert changed == {"note": [{"text": "a"}], "goal": [pointing("Goal/2"), 7]}
    assert changed["note"] is tree["note"]
    assert rewritten(tree["note"], lambda _: pointing("Goal/2")) is tree["note"]
    assert rewritten("Goal/1", lambda _: pointing("Goal/2")) == "Goal/1"
    assert tree["goal"][0] == pointing("Goal/1")


def test_a_reference_by_key_and_one_by_identifier_point_to_the_same() -> None:
    by_key = pointing("urn:viktigt:Goal|urn:a|1%202")
    logical = {"type": "Goal", "identifier": {"system": "urn:a", "value": "1 2"}}
    assert target_of(by_key) == target_of(logical) == "urn:viktigt:Goal|urn:a|1 2"
    assert target_of(pointing("Goal/7")) == "Goal/7"


def test_a_reference_that_only_has_a_name_points_nowhere() -> None:
    assert target_of({"display": "Ssk Lind"}) is None
    assert target_of({"type": "Goal", "identifier": {"system": "urn:a"}}) is None
    assert target_of({"type": "Goal", "identifier": {"value": "1"}}) is None
