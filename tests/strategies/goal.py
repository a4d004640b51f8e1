"""Strategies for goals."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.fhir.acceptance import Acceptance, Answer
from mappings.fhir.attainment import AttainmentLevel
from mappings.goal import (
    GoalRecord,
    RelatedGoal,
    Target,
    Voice,
)
from tests.strategies import common

STATUSES = (
    *("proposed", "planned", "accepted", "active", "on-hold", "completed"),
    *("cancelled", "entered-in-error", "rejected"),
)
_PEOPLE = ("Patient", "Practitioner", "RelatedPerson")


def _target(drawn: dict[str, Any]) -> Target:
    return Target(**drawn.pop("detail") or {}, **drawn)


targets: SearchStrategy[Target] = (
    st.fixed_dictionaries(
        {
            "measure": common.maybe(common.concepts()),
            "detail": common.maybe(
                common.one_of_these(
                    quantity=common.quantities(),
                    range=common.ranges,
                    concept=common.concepts(),
                    text=common.texts,
                )
            ),
            "due": common.maybe(common.dates()),
        }
    )
    .map(_target)
    .filter(lambda target: target != Target())
)
acceptances = st.builds(
    Acceptance,
    individual=common.references(*_PEOPLE),
    answer=st.sampled_from(Answer),
    priority=common.maybe(common.concepts()),
)
attainment = st.builds(AttainmentLevel, score=common.maybe(st.integers(-2, 2)), words=common.texts)
related = st.builds(RelatedGoal, kind=common.concepts(), goal=common.references("Goal"))


def _own_measures(goal: GoalRecord) -> bool:
    """A target measured by the goal's own words is what a target without a measure becomes."""
    return not any(
        target.measure and not target.measure.codings and target.measure.text == goal.words
        for target in goal.targets
    )


goals: SearchStrategy[GoalRecord] = common.records(
    GoalRecord,
    words=common.texts,
    voice=st.sampled_from(Voice),
    status=st.sampled_from(STATUSES),
    codings=common.some(common.codings()),
    translations=common.some(common.translations),
    categories=common.some(common.concepts()),
    priority=common.maybe(common.concepts()),
    start=common.maybe(common.dates()),
    status_date=common.maybe(common.dates()),
    status_reason=common.maybe(common.texts),
    targets=common.some(targets, sizes=(0, 1, 3, 6, 6)),
    addresses=common.some(common.references("Condition", "Observation")),
    expressed_by=common.maybe(common.references(*_PEOPLE, "PractitionerRole")),
    responsible=common.maybe(common.references("Practitioner", "PractitionerRole", "Organization")),
    acceptances=common.some(acceptances),
    validity=common.maybe(common.periods()),
    attainment=common.some(attainment, sizes=(0, 1, 5)),
    related=common.some(related),
    achievement=common.maybe(common.concepts()),
    outcomes=common.some(common.references("Observation")),
    notes=common.some(common.notes()),
).filter(_own_measures)
