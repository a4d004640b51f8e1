"""Strategies for records of every kind, and for the documents that hold several of them."""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.record import Record
from tests.strategies import (
    activity,
    agreed_time,
    attachment,
    care_team,
    consent,
    follow_up,
    goal,
    narrative,
    need,
    patient_contract,
    people,
    provenance,
    self_monitoring,
    staff,
    stay,
    support_need,
    what_matters,
)

RECORDS: Final[Mapping[str, SearchStrategy[Record]]] = {
    "StatementRecord": what_matters.statements,
    "PriorityOrderRecord": what_matters.priority_orders,
    "NeedRecord": need.needs,
    "GoalRecord": goal.goals,
    "ActivityRecord": activity.activities,
    "TaskRecord": activity.tasks,
    "ContractRecord": patient_contract.contracts,
    "CareTeamRecord": care_team.care_teams,
    "AgreedTimeRecord": agreed_time.agreed_times,
    "ConsentRecord": consent.consents,
    "MeasurementRecord": st.one_of(self_monitoring.measurements, self_monitoring.vital_signs),
    "SupportNeedRecord": support_need.support_needs,
    "AssessmentRecord": support_need.assessments,
    "FollowUpRecord": follow_up.follow_ups,
    "NarrativeRecord": narrative.narratives,
    "StayRecord": stay.stays,
    "AttachmentRecord": attachment.attachments,
    "AttestationRecord": provenance.attestations,
    "PersonRecord": people.persons,
    "RelativeRecord": people.relatives,
    "StaffRecord": staff.staff,
    "UnitRecord": staff.units,
}

any_record: SearchStrategy[Record] = st.one_of(*RECORDS.values())
"""A record of any kind."""

some_records: SearchStrategy[list[Record]] = st.lists(any_record, max_size=4)
"""What one document may hold."""
