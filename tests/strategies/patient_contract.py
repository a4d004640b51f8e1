"""Strategies for plans."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.patient_contract import Commitment, ContractRecord, PlanKind, Revision
from mappings.safety_notice import SafetyNotice, SafetyTopic
from tests.strategies import common

PLAN_STATUSES = (
    *("draft", "active", "on-hold", "revoked", "completed"),
    *("entered-in-error", "unknown"),
)
_STAFF = ("Practitioner", "PractitionerRole", "Organization")

revisions: SearchStrategy[Revision] = st.builds(
    Revision, number=common.maybe(common.lines), date=common.maybe(common.dates())
).filter(lambda revision: revision != Revision())
safety_notices: SearchStrategy[SafetyNotice] = st.builds(
    SafetyNotice,
    sent_at=common.datetimes(),
    sender=common.maybe(common.references(*_STAFF)),
    topics=common.some(st.sampled_from(SafetyTopic)),
)
commitments: SearchStrategy[Commitment] = st.builds(
    Commitment,
    activity=common.references("ServiceRequest", "Appointment"),
    outcomes=common.some(common.references("Observation")),
)
contracts: SearchStrategy[ContractRecord] = common.records(
    ContractRecord,
    source_ids=common.some(common.source_ids),
    kind=common.maybe(st.sampled_from(PlanKind)),
    status=st.sampled_from(PLAN_STATUSES),
    intent=st.sampled_from(("proposal", "plan", "order", "option")),
    title=common.maybe(common.lines),
    agreement=common.maybe(common.texts),
    categories=common.some(common.concepts()),
    period=common.maybe(common.periods()),
    created=common.maybe(common.datetimes()),
    responsible=common.maybe(common.references(*_STAFF)),
    participating=common.some(common.references(*_STAFF)),
    commitments=common.some(commitments),
    goals=common.some(common.references("Goal")),
    needs=common.some(common.references("Condition")),
    care_teams=common.some(common.references("CareTeam")),
    supporting=common.some(common.references("Observation", "Consent", "DocumentReference")),
    part_of=common.some(common.references("CarePlan")),
    replaces=common.some(common.references("CarePlan")),
    based_on=common.some(common.references("CarePlan")),
    encounter=common.maybe(common.references("Encounter")),
    revision=common.maybe(revisions),
    safety=common.maybe(safety_notices),
    withdrawn=st.booleans(),
    notes=common.some(common.notes()),
)
