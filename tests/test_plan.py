"""What is decided on a record that one side does not have, or has no more."""

from dataclasses import replace
from typing import Any

import pytest

from adapter.sync.merge import Copy
from adapter.sync.plan import Record, decide
from adapter.values import Action, End, Mode, Ref, Step, Why
from tests.merging import NAMES, copied, record, terms

GOAL: dict[str, Any] = {
    "resourceType": "Goal",
    "lifecycleStatus": "active",
    "description": {"text": "Gå till sjön"},
    "subject": {"reference": "urn:viktigt:person"},
}


def alone(end: End, *, met: bool, owner: End = End.HERE, **changes: Any) -> Record:  # noqa: ANN401
    """A goal that only one side has; `met`: the two once agreed on it."""
    both = record(GOAL, GOAL, GOAL if met else None, owner=owner)
    copies: dict[End, Copy] = {end: copied({**GOAL, **changes})}
    known = {each: Ref("Goal", "1") for each in End} if met else {end: Ref("Goal", "1")}
    return replace(both, copies=copies, known=known)


def decided(one: Record, modes: dict[str, Mode] | None = None) -> Action:
    [action] = decide(one, terms(modes={End.THERE: modes or {}}))
    return action


def test_a_new_record_of_its_owner_is_made_on_the_other_side() -> None:
    action = decided(alone(End.HERE, met=False))
    assert (action.step, action.side) == (Step.CREATE, NAMES[End.THERE])


def test_it_is_held_where_nothing_may_be_made_there() -> None:
    action = decided(alone(End.HERE, met=False), {"Goal": Mode.READ})
    assert (action.step, action.why) == (Step.HOLD, Why.ENDPOINT_MODE)
    assert decided(alone(End.HERE, met=False), {"Goal": Mode.APPEND}).step is Step.CREATE


def test_what_was_wrong_from_the_start_is_made_nowhere() -> None:
    one = alone(End.HERE, met=False, lifecycleStatus="entered-in-error")
    assert decided(one).step is Step.KEEP


def test_a_record_of_the_other_side_is_not_made_in_its_name() -> None:
    assert decided(alone(End.HERE, met=False, owner=End.THERE)).step is Step.KEEP


def test_a_copy_that_the_other_side_has_no_more_is_held_and_not_made_again() -> None:
    action = decided(alone(End.HERE, met=True))
    assert (action.step, action.why, action.ref) == (
        Step.HOLD,
        Why.CHANGED_BY_OTHER_SIDE,
        Ref("Goal", "1"),
    )


def test_a_record_that_its_owner_does_not_show_is_left_alone() -> None:
    assert decided(alone(End.THERE, met=True)).step is Step.KEEP


def test_what_its_owner_deleted_is_deleted_as_well() -> None:
    gone = replace(alone(End.THERE, met=True), deleted=frozenset({End.HERE}))
    action = decided(gone)
    assert (action.step, action.side) == (Step.DELETE, NAMES[End.THERE])
    held = decided(gone, {"Goal": Mode.APPEND})
    assert (held.step, held.why) == (Step.HOLD, Why.ENDPOINT_MODE)


@pytest.mark.parametrize("met", [True, False])
def test_what_somebody_went_on_with_after_its_deletion_is_held(*, met: bool) -> None:
    one = alone(End.THERE, met=met, description={"text": "Gå runt sjön"})
    known = {each: Ref("Goal", "1") for each in End}
    action = decided(replace(one, known=known, deleted=frozenset({End.HERE})))
    assert (action.step, action.why) == (Step.HOLD, Why.DELETED_BY_OWNER)
    assert action.units == (("aim",) if met else ())
