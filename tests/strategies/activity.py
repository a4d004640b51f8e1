"""Strategies for who does what, and for the workflow on it."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.activity import ActivityKind, ActivityRecord, Standing, TaskRecord
from tests.strategies import common

REQUEST_STATUSES = (
    *("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"),
)
TASK_STATUSES = (
    *("draft", "requested", "received", "accepted", "rejected", "ready", "cancelled"),
    *("in-progress", "on-hold", "failed", "completed", "entered-in-error"),
)
TASK_INTENTS = (
    *("unknown", "proposal", "plan", "order", "original-order", "reflex-order"),
    *("filler-order", "instance-order", "option"),
)
_WHO = ("Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization")

activities: SearchStrategy[ActivityRecord] = common.records(
    ActivityRecord,
    status=st.sampled_from(REQUEST_STATUSES),
    standing=st.sampled_from(Standing),
    kind=st.sampled_from(ActivityKind),
    what=common.concepts(),
    categories=common.some(common.concepts()),
    do_not=common.maybe(st.booleans()),
    quantity=common.maybe(common.quantities()),
    _when=common.one_of_these(
        "schedule",
        occurs_at=common.datetimes(),
        occurs_during=common.periods(),
        schedule=common.schedules,
    ),
    as_needed=common.maybe(st.booleans()),
    authored_on=common.maybe(common.datetimes()),
    requester=common.maybe(common.references(*_WHO)),
    performers=common.some(common.references(*_WHO, "CareTeam")),
    performer_type=common.maybe(common.concepts()),
    serves=common.some(common.references("Goal")),
    reasons=common.some(common.references("Condition", "Observation")),
    based_on=common.some(common.references("CarePlan", "ServiceRequest")),
    encounter=common.maybe(common.references("Encounter")),
    person_instruction=common.maybe(common.texts),
    notes=common.some(common.notes()),
)


def _written(drawn: tuple[str | None, str | None]) -> dict[str, Any]:
    return {"authored_on": drawn[0], "last_modified": drawn[1]}


tasks: SearchStrategy[TaskRecord] = common.records(
    TaskRecord,
    status=st.sampled_from(TASK_STATUSES),
    intent=st.sampled_from(TASK_INTENTS),
    focus=common.references("ServiceRequest"),
    what=common.maybe(common.concepts()),
    description=common.maybe(common.texts),
    status_reason=common.maybe(common.concepts()),
    business_status=common.maybe(common.concepts()),
    # inv-1: what was last changed was written before.
    _written=st.tuples(
        common.maybe(common.datetimes(last=2019)), common.maybe(common.datetimes(first=2021))
    ).map(_written),
    period=common.maybe(common.periods()),
    requester=common.maybe(common.references(*_WHO)),
    owner=common.maybe(common.references(*_WHO, "CareTeam")),
    notes=common.some(common.notes()),
)
