"""Every PLO case becomes just the resources, account and issues that stand beside it."""

from pathlib import Path

import pytest

from adapter.codec.xml_door import read_xml
from mappings import catalog
from mappings.account import Class
from tests import plo_schema
from tests.cases import account_json, compare, folders, issue_json
from tests.plo_support import assert_valid, run

cases = pytest.mark.parametrize("case", folders("plo-"), ids=lambda each: each.name)
_INVALID = (
    "plo-clock-shown-twice-and-hour-that-is-missing",
    "plo-version-before-1-6",
    "plo-what-can-not-be-read-takes-the-smallest-part",
)


@cases
def test_a_case_becomes_what_stands_beside_it(case: Path) -> None:
    outcome = run(read_xml((case / "source.xml").read_bytes()))
    compare(case, "fhir.json", outcome.resources)
    compare(case, "account.json", account_json(outcome.account))
    compare(case, "issues.json", [issue_json(issue) for issue in outcome.issues])


@cases
def test_no_value_of_a_case_is_unaccounted(case: Path) -> None:
    counts = run(read_xml((case / "source.xml").read_bytes())).account.counts()
    assert counts[Class.UNACCOUNTED] == 0


@cases
def test_every_resource_of_a_case_is_valid_and_reads_back_as_its_record(case: Path) -> None:
    document = run(read_xml((case / "source.xml").read_bytes())).document
    for record in () if document is None else document.records:
        resource = catalog.to_fhir(record)
        assert_valid(resource)
        back = catalog.from_fhir(resource)
        assert type(back) is type(record)
        if type(record).__name__ not in ("StaffRecord", "UnitRecord"):  # about nobody's care
            assert back == record


@cases
def test_a_case_is_valid_for_the_official_schema_unless_it_is_about_the_opposite(
    case: Path, tmp_path: Path
) -> None:
    if case.name in _INVALID:
        return
    plo_schema.assert_valid_body((case / "source.xml").read_bytes(), tmp_path)
