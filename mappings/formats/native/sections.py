"""The sections of a native document: which records there are, and what they are called.

element    in XML the element of one record; its plural is the JSON member of all of them
resource   the FHIR resource that a reference to such a record names
known      what it is about has identifiers of its own elsewhere: people and units
nobody     staff and units, as such, are about nobody's care
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mappings import (
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
from mappings.formats.native.shape import OWN_ID, Shape, record_shape
from mappings.formats.native.slot import Notation
from mappings.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of record, with its names and its mapping table."""

    element: str
    key: str
    record: type[Record]
    resource: str
    fields: Mapping[str, str]
    known: bool
    about_nobody: bool

    @property
    def shape(self) -> Shape:
        return record_shape(self.record, self.fields)


def _finer(fields: Mapping[str, str]) -> dict[str, str]:
    """The paths of parts that every record has, and that its table names by one of them.

    No element holds whom staff and units are about: what is said of it stays with their own id.
    """
    own = fields["id"]
    start = own.partition(".")[0]
    values = {"person": fields.get("person", own), OWN_ID: own, "chain": fields["chain"]}
    return {
        **values,
        **{
            f"{name}.system": f"{path.removesuffix('value')}system" for name, path in values.items()
        },
        **{f"labels.{part}": f"{start}.meta.security.{part}" for part in _LABEL_PARTS},
        "source_texts.name": fields["source_texts"].replace("url='text'", "url='name'"),
    }


_LABEL_PARTS: Final = ("system", "version", "code", "display")


def every_field(fields: Mapping[str, str]) -> Mapping[str, str]:
    """A mapping table with a line for every part of a record that the format tells apart.

    What every record has is told apart to its last part. Beyond that, there is a line for all
    that the table has a part of:

    `targets.measure` and `targets.due` make a `targets` of the path that the two have in common.
    """
    fields = {**_finer(fields), **fields}
    parts: dict[str, list[list[str]]] = {}
    for field, path in fields.items():
        name = field.rpartition(".")[0]
        while name:
            parts.setdefault(name, []).append(_STEP.split(path))
            name = name.rpartition(".")[0]
    return {**{name: ".".join(_common(paths)) for name, paths in parts.items()}, **fields}


def _common(paths: Sequence[Sequence[str]]) -> Iterator[str]:
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            return
        yield steps[0]


# A dot between two steps of a FHIRPath, not one in the URL that a step asks for.
_STEP: Final = re.compile(r"\.(?![^(]*\))")


def _section(
    element: str, record: type[Record], fields: Mapping[str, str], *, key: str | None = None
) -> Section:
    return Section(
        element=element,
        key=key or f"{element}s",
        record=record,
        resource=fields["id"].partition(".")[0],
        fields=every_field(fields),
        known=record in _KNOWN,
        about_nobody=record in _ABOUT_NOBODY,
    )


_KNOWN: Final = {
    people.PersonRecord,
    people.RelativeRecord,
    staff.StaffRecord,
    staff.UnitRecord,
}
_ABOUT_NOBODY: Final = {staff.StaffRecord, staff.UnitRecord}


SECTIONS: Final = (
    _section("statement", what_matters.StatementRecord, what_matters.FIELDS),
    _section("priorityOrder", what_matters.PriorityOrderRecord, what_matters.PRIORITY_FIELDS),
    _section("need", need.NeedRecord, need.FIELDS),
    _section("goal", goal.GoalRecord, goal.FIELDS),
    _section("activity", activity.ActivityRecord, activity.FIELDS, key="activities"),
    _section("task", activity.TaskRecord, activity.TASK_FIELDS),
    _section("contract", patient_contract.ContractRecord, patient_contract.FIELDS),
    _section("careTeam", care_team.CareTeamRecord, care_team.FIELDS),
    _section("agreedTime", agreed_time.AgreedTimeRecord, agreed_time.FIELDS),
    _section("consent", consent.ConsentRecord, consent.FIELDS),
    _section("measurement", self_monitoring.MeasurementRecord, self_monitoring.FIELDS),
    _section("supportNeed", support_need.SupportNeedRecord, support_need.FIELDS),
    _section("assessment", support_need.AssessmentRecord, support_need.ASSESSMENT_FIELDS),
    _section("followUp", follow_up.FollowUpRecord, follow_up.FIELDS),
    _section("narrative", narrative.NarrativeRecord, narrative.FIELDS),
    _section("stay", stay.StayRecord, stay.FIELDS),
    _section("attachment", attachment.AttachmentRecord, attachment.FIELDS),
    _section("attestation", provenance.AttestationRecord, provenance.FIELDS),
    _section("patient", people.PersonRecord, people.FIELDS),
    _section("relative", people.RelativeRecord, people.RELATIVE_FIELDS),
    _section("staffMember", staff.StaffRecord, staff.FIELDS),
    _section("unit", staff.UnitRecord, staff.UNIT_FIELDS),
)
NAMES: Final = {
    Notation.XML: {section.element: section for section in SECTIONS},
    Notation.JSON: {section.key: section for section in SECTIONS},
}
SECTION_OF: Final = {section.record: section for section in SECTIONS}
