"""The laws themselves: each fails for a module that breaks it."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from mappings.goal import GoalRecord, goal_from_fhir, goal_to_fhir
from tests.laws import drawn
from tests.test_goal import LAW as WHOLE_LAW

# A few goals are enough to break a law, and need no time to be made small.
LAW = replace(WHOLE_LAW, records=st.sampled_from(drawn(WHOLE_LAW.records, 40, "Goal")))


def test_a_field_that_gets_lost_breaks_the_round_trip() -> None:
    lossy = replace(LAW, from_fhir=lambda goal: replace(goal_from_fhir(goal), start=None))
    with pytest.raises(AssertionError):
        lossy.hold_round_trip()


def test_a_field_that_is_never_set_breaks_the_coverage() -> None:
    poor = replace(LAW, records=LAW.records.map(lambda goal: replace(goal, responsible=None)))
    with pytest.raises(AssertionError, match="responsible"):
        poor.hold_coverage()


@pytest.mark.parametrize("path", ["Goal.statusDate", "Goal.start", "Goal.note"])
def test_a_table_that_names_the_wrong_element_is_found_out(path: str) -> None:
    lying = replace(LAW, fields={**LAW.fields, "start": path})
    with pytest.raises(AssertionError):
        lying.hold_fields()


def test_a_table_that_leaves_out_a_field_is_found_out() -> None:
    short = replace(LAW, fields={key: LAW.fields[key] for key in LAW.fields if key != "start"})
    with pytest.raises(AssertionError):
        short.hold_fields()


def test_an_element_that_moves_unsaid_is_found_out() -> None:
    def restless(goal: GoalRecord) -> object:
        return {**goal_to_fhir(goal), "implicitRules": f"urn:start:{goal.start}"}

    with pytest.raises(AssertionError, match="start also moved"):
        replace(LAW, to_fhir=restless).hold_fields()


def test_an_invalid_resource_breaks_the_round_trip() -> None:
    """No goal has the status unknown, however well it is read back."""
    invalid = replace(LAW, records=LAW.records.map(lambda goal: replace(goal, status="unknown")))
    with pytest.raises(AssertionError):
        invalid.hold_round_trip()
