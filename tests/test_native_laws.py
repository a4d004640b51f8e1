"""Native XML and JSON: reading what was written gives the same records, every field of them."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings import catalog
from mappings.account import Class
from mappings.codes.systems import PERSONNUMMER
from mappings.fhir.values import Identifier, Reference
from mappings.formats.native.header import SHARED
from mappings.formats.native.sections import SECTIONS
from mappings.goal import GoalRecord, Voice
from mappings.record import Record
from mappings.tree import Node
from tests.laws import exact
from tests.native_support import in_order, run, through_json, through_xml
from tests.strategies import common
from tests.strategies.people import persons, relatives
from tests.strategies.records import RECORDS, some_records
from tests.strategies.staff import staff, units


def assert_survive(records: Sequence[Record]) -> None:
    """The records come back from XML and from JSON, with all their digits and nothing lost."""
    for tree in (through_xml(records), through_json(records)):
        assert_same(records, tree)


def assert_same(records: Sequence[Record], tree: Node) -> None:
    outcome = run(tree)
    assert not outcome.issues, [str(issue) for issue in outcome.issues]
    assert outcome.document is not None
    assert outcome.document.records == in_order(records)
    assert exact(outcome.document.records) == exact(in_order(records)), "a decimal lost its digits"
    counts = outcome.account.counts()
    assert not any(counts[klass] for klass in (Class.UNACCOUNTED, Class.REFUSED, Class.KEPT))


def test_every_kind_of_record_has_a_section_and_a_law() -> None:
    names = {mapping.name for mapping in catalog.MAPPINGS}
    assert {section.record.__name__ for section in SECTIONS} == names == set(RECORDS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_a_record_survives_being_written_and_read(kind: str) -> None:
    @given(RECORDS[kind])
    def law(record: Record) -> None:
        assert_survive([record])

    law()


@given(some_records)
def test_a_document_of_many_records_survives(records: list[Record]) -> None:
    assert_survive(records)


def goal(number: int, **more: Any) -> GoalRecord:  # noqa: ANN401  any field of a goal
    """A small goal."""
    own = Identifier(system="https://example.org/goal", value=str(number))
    anna = Identifier(system=PERSONNUMMER, value="195009072553")
    made = {"words": "Gå till bryggan", "voice": Voice.PERSON, "status": "active", **more}
    return GoalRecord(id=own, person=anna, **made)


@given(st.sampled_from(("Goal", None)), st.sampled_from(("Bryggan", None)))
def test_references_between_records_survive(kind: str | None, name: str | None) -> None:
    reference = Reference(type=kind, identifier=goal(2).id, display=name)
    assert_survive([goal(1, addresses=(reference,)), goal(2)])


@given(st.one_of(staff, relatives, units, persons), st.sampled_from((None, "Sam")))
def test_people_are_referred_to_by_the_identifier_that_they_have_elsewhere(
    somebody: Record, name: str | None
) -> None:
    identifiers = getattr(somebody, "identifiers", ())
    reference = Reference(identifier=next(iter(identifiers), somebody.id), display=name)
    assert_survive([goal(1, responsible=reference), somebody])


@given(st.fixed_dictionaries({name: common.record_fields()[name] for name in SHARED}))
def test_what_all_records_share_stands_once(shared: dict[str, Any]) -> None:
    alike = [goal(1, **shared), goal(2, **shared)]
    assert_survive(alike)
    tree = through_xml(alike)
    assert (tree.child("defaults") is not None) == any(shared.values())
    for record in tree.all("goal"):
        assert not {child.name for child in record.children} & {"accountable", "language", "label"}


def test_a_reference_to_a_record_of_the_document_names_its_id() -> None:
    reference = Reference(type="Goal", identifier=goal(2).id)
    [one, _] = through_xml([goal(1, addresses=(reference,)), goal(2)]).all("goal")
    [addresses] = one.all("addresses")
    assert addresses.attributes == {"ref": "goal-2"}
