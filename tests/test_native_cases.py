"""Every native case becomes just the resources, account and issues that stand beside it."""

from pathlib import Path
from typing import Final

import pytest

from mappings import catalog
from mappings.account import Class
from tests.cases import account_json, compare, issue_json
from tests.native_support import cases, in_order, run, source_of, through_json, through_xml, tree_of
from tests.plo_support import assert_valid

every_case = pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
_REFUSED: Final = ("native-nobody-says-whom-it-is-about",)


@every_case
def test_a_case_becomes_what_stands_beside_it(case: Path) -> None:
    outcome = run(tree_of(source_of(case)))
    compare(case, "fhir.json", outcome.resources)
    compare(case, "account.json", account_json(outcome.account))
    compare(case, "issues.json", [issue_json(issue) for issue in outcome.issues])


@every_case
def test_no_value_of_a_case_is_unaccounted(case: Path) -> None:
    outcome = run(tree_of(source_of(case)))
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0
    assert outcome.refused == (case.name in _REFUSED)


@every_case
def test_every_resource_of_a_case_is_valid_and_reads_back_as_its_record(case: Path) -> None:
    document = run(tree_of(source_of(case))).document
    for record in () if document is None else document.records:
        resource = catalog.to_fhir(record)
        assert_valid(resource)
        mapping = catalog.mapping_of(type(record).__name__)
        if mapping.name not in ("StaffRecord", "UnitRecord"):  # about nobody's care
            assert catalog.load(mapping.from_fhir)(resource) == record


@every_case
def test_the_records_of_a_case_survive_both_notations(case: Path) -> None:
    document = run(tree_of(source_of(case))).document
    records = () if document is None else document.records
    for tree in (through_xml(records), through_json(records)):
        again = run(tree).document
        assert again is not None
        assert again.records == in_order(records)
