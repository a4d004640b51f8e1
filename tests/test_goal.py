"""Goal: the laws, and what is refused."""



from mappings.goal import (
    FIELDS,
    GoalRecord,
    goal_from_fhir,
    goal_to_fhir,
)
from tests.laws import Law
from tests.strategies.goal import goals

LAW = Law(
    kind=GoalRecord,
    records=goals,
    to_fhir=goal_to_fhir,
    from_fhir=goal_from_fhir,
    fields=FIELDS,
    derived={"words": ("Goal.target[].measure.text",)},
)


def test_a_goal_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_goal_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_goal_goes() -> None:
    LAW.hold_fields()
