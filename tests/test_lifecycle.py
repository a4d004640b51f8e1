"""However a resource ends, is withdrawn or loses its words, it stays valid FHIR."""

from typing import Any

import pytest

from mappings import catalog
from mappings.fhir import lifecycle
from tests.laws import assert_valid, drawn
from tests.strategies.records import RECORDS

PEOPLE = {"Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization"}


@pytest.mark.parametrize("name", list(RECORDS))
@pytest.mark.slow
def test_a_record_of_any_kind_can_end_be_withdrawn_and_be_emptied(name: str) -> None:
    for record in drawn(RECORDS[name], 40, name):
        resource: dict[str, Any] = catalog.to_fhir(record)
        ended, withdrawn, emptied = (
            undo(resource) for undo in (lifecycle.ended, lifecycle.withdrawn, lifecycle.emptied)
        )
        for made in (ended, withdrawn, emptied):
            assert_valid(made)
        assert lifecycle.ended(ended) == ended
        if resource["resourceType"] in PEOPLE | {"Provenance"}:
            assert withdrawn == emptied == resource
        else:
            assert not lifecycle.is_active(withdrawn)
            assert not lifecycle.is_active(emptied)
