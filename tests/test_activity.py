"""Who does what, and workflow on it: the laws, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.activity import (
    FIELDS,
    TASK_FIELDS,
    ActivityKind,
    ActivityRecord,
    Standing,
    TaskRecord,
    activity_from_fhir,
    activity_to_fhir,
    task_from_fhir,
    task_to_fhir,
)
from mappings.codes.systems import ACTIVITY_KIND, FNR
from mappings.errors import MappingError
from mappings.fhir.values import Concept, Identifier, Reference
from tests.laws import Law
from tests.strategies.activity import activities, tasks

ACTIVITY: Final = Law(
    kind=ActivityRecord,
    records=activities,
    to_fhir=activity_to_fhir,
    from_fhir=activity_from_fhir,
    fields=FIELDS,
    alternatives=(("occurs_at", "occurs_during", "schedule"),),
)
TASK: Final = Law(
    kind=TaskRecord,
    records=tasks,
    to_fhir=task_to_fhir,
    from_fhir=task_from_fhir,
    fields=TASK_FIELDS,
)
BOTH: Final = pytest.mark.parametrize("law", [ACTIVITY, TASK])

PERSON: Final = Identifier(system=FNR, value="13116900216")
RECOMMENDED: Final = ActivityRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PERSON,
    status="unknown",
    standing=Standing.RECOMMENDED,
    kind=ActivityKind.MEASURE,
    what=Concept(text="Daglig gange med rullator"),
    performers=(Reference(type="Patient", identifier=PERSON),),
)


@BOTH
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@BOTH
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@BOTH
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


@pytest.mark.parametrize(
    ("standing", "intent"),
    [
        (Standing.RECOMMENDED, "proposal"),
        (Standing.AGREED, "plan"),
        (Standing.DECIDED, "order"),
    ],
)
def test_recommended_agreed_and_decided_are_three_intents(standing: Standing, intent: str) -> None:
    assert activity_to_fhir(replace(RECOMMENDED, standing=standing))["intent"] == intent


def test_whether_it_must_not_be_done_is_said_only_if_the_source_says_so() -> None:
    assert "doNotPerform" not in activity_to_fhir(RECOMMENDED)
    assert activity_to_fhir(replace(RECOMMENDED, do_not=False)).get("doNotPerform") is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"intent": "directive"}, "standing"),
        ({"intent": None}, "standing"),
        ({"category": [{"coding": [{"system": ACTIVITY_KIND, "code": "fun"}]}]}, "kind"),
        ({"category": None}, "kind"),
        ({"code": None}, "what"),
    ],
)
def test_what_is_not_known_of_an_activity_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    with pytest.raises(MappingError) as refused:
        activity_from_fhir({**activity_to_fhir(RECOMMENDED), **change})  # type: ignore[typeddict-item]  # broken on purpose
    assert refused.value.path == FIELDS[field]


@pytest.mark.parametrize("field", ["status", "intent", "focus"])
def test_a_task_without_what_it_needs_is_refused_with_the_path(field: str) -> None:
    task = TaskRecord(
        id=RECOMMENDED.id,
        person=PERSON,
        status="requested",
        intent="order",
        focus=Reference(type="ServiceRequest", identifier=RECOMMENDED.id),
    )
    made: Any = {**task_to_fhir(task), field: None}
    with pytest.raises(MappingError) as refused:
        task_from_fhir(made)
    assert refused.value.path == TASK_FIELDS[field]
