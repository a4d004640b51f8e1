"""Native XML and JSON: reading what was written gives the same records, every field of them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings import catalog
from mappings.account import Class
from mappings.fhir.values import Reference
from mappings.formats.native.sections import SECTIONS
from mappings.goal import GoalRecord
from mappings.record import Record
from mappings.tree import Node
from tests.native_support import in_order, run, through_json, through_xml
from tests.strategies.goal import goals
from tests.strategies.people import relatives
from tests.strategies.records import RECORDS, some_records
from tests.strategies.staff import staff


def assert_survive(records: Sequence[Record]) -> None:
    """The records come back from XML and from JSON, with all their digits and nothing lost."""
    for tree in (through_xml(records), through_json(records)):
        assert_same(records, tree)


def assert_same(records: Sequence[Record], tree: Node) -> None:
    outcome = run(tree)
    assert not outcome.issues, [str(issue) for issue in outcome.issues]
    assert outcome.document is not None
    assert outcome.document.records == in_order(records)
    assert repr(outcome.document.records) == repr(in_order(records)), "a decimal lost its digits"
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


@given(goals, goals, st.sampled_from(("Goal", None)))
def test_references_between_records_survive(
    one: GoalRecord, other: GoalRecord, kind: str | None
) -> None:
    reference = Reference(type=kind, identifier=other.id)
    assert_survive([replace(one, addresses=(reference,)), other])


@given(goals, st.one_of(staff, relatives), st.sampled_from((None, "Sam")))
def test_people_are_referred_to_by_the_identifier_that_they_have_elsewhere(
    goal: GoalRecord, somebody: Record, name: str | None
) -> None:
    identifiers = getattr(somebody, "identifiers", ())
    reference = Reference(identifier=next(iter(identifiers), somebody.id), display=name)
    assert_survive([replace(goal, responsible=reference), somebody])


@given(st.lists(goals, min_size=2, max_size=3))
def test_what_all_records_share_stands_once(records: list[GoalRecord]) -> None:
    shared = {"accountable": records[0].accountable, "language": "se", "labels": ()}
    alike = [replace(record, **shared) for record in records]  # type: ignore[arg-type]  # a mix
    assert_survive(alike)
    defaults = through_xml(alike).child("defaults")
    assert defaults is not None
    language = defaults.child("language")
    assert language is not None
    assert language.text == "se"
