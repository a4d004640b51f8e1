"""Every RIV-TA case becomes just the resources, account and issues that stand beside it."""

from pathlib import Path

import pytest

from mappings import catalog
from mappings.account import Class
from mappings.fhir import checker
from tests import laws
from tests.cases import account_json, compare, folders, issue_json
from tests.rivta_schema import CARE_PLANS, OBSERVATIONS, invalid
from tests.rivta_support import read

cases = pytest.mark.parametrize("case", folders("rivta-"), ids=lambda each: each.name)
_INVALID = {
    "rivta-soap-fault",
    "rivta-answer-in-which-some-plans-can-not-be-read",  # a kind and a document id
    "rivta-wrong-order-short-times-and-hours-that-are-not",
    "rivta-observations-with-no-value-several-or-an-unreadable-one",
}


@cases
def test_a_case_becomes_what_stands_beside_it(case: Path) -> None:
    outcome = read((case / "source.xml").read_bytes())
    compare(case, "fhir.json", outcome.resources)
    compare(case, "account.json", account_json(outcome.account))
    compare(case, "issues.json", [issue_json(issue) for issue in outcome.issues])


@cases
def test_no_value_of_a_case_is_unaccounted(case: Path) -> None:
    counts = read((case / "source.xml").read_bytes()).account.counts()
    assert counts[Class.UNACCOUNTED] == 0


@cases
def test_every_resource_of_a_case_is_valid_and_reads_back_as_its_record(case: Path) -> None:
    document = read((case / "source.xml").read_bytes()).document
    for record in () if document is None else document.records:
        resource = catalog.to_fhir(record)
        assert checker.is_valid(resource), checker.check(resource)
        laws.assert_valid(resource)
        back = catalog.load(catalog.mapping_of(type(record).__name__).from_fhir)(resource)
        if type(record).__name__ not in ("StaffRecord", "UnitRecord"):  # about nobody's care
            assert back == record


@cases
def test_a_case_keeps_the_official_schema_unless_it_is_about_the_opposite(case: Path) -> None:
    data = (case / "source.xml").read_bytes()
    contract = CARE_PLANS if b"GetCarePlans" in data else OBSERVATIONS
    if case.name == "rivta-soap-fault":
        return
    assert bool(invalid(contract, data)) == (case.name in _INVALID)
