"""The agreement that binds a plan together <-> CarePlan (https://hl7.org/fhir/R4/careplan.html).

Kinds: the eight of RIV-TA TypeOfCarePlanEnum, and our own (patientkontrakt and others). Of the four
parts that SKR names, the agreement is description and activities; the fixed contact is a CareTeam
per appointing organisation, agreed times are Appointments, and the coherent plan is partOf and
supportingInfo, where consent, documents, statements and stays stand too. Who answers for the whole
is the author. R4 has no element for a revision or for what else a message held: extensions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import CAREPLAN_TYPE, PLAN_KIND, PLAN_REVISION, TAG
from mappings.codes.tables import by_value
from mappings.errors import MappingError
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.types import CarePlan
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import SourcedRecord
from mappings.record_fhir import (
    common_in,
    common_out,
    fields,
    note_fields,
    source_id_field,
    source_ids_in,
)
from mappings.redacted import Redacted
from mappings.safety_notice import SAFETY_FIELDS, SafetyNotice, safety_in, safety_out


class PlanKind(Enum):
    """What kind of plan: the first eight are RIV-TA's, the others our own plan-kind codes."""

    SIP = "SIP"
    SPLPTLRV = "SPLPTLRV"
    SPU = "SPU"
    VP = "VP"
    HP = "HP"
    RP = "RP"
    GP = "GP"
    SVP = "SVP"
    PATIENTKONTRAKT = "patientkontrakt"
    NURSING = "nursing-documentation"
    SERVICES = "municipal-services"
    MEDICAL = "medical-information"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision(Redacted):
    """Which version of the plan this is, as the parties count."""

    number: str | None = None
    date: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Redacted):
    """One activity of the plan, with what came of it."""

    activity: Reference
    outcomes: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRecord(SourcedRecord):
    """A plan. `kind` None: the source does not say.

    status, intent   CarePlan.status and .intent from the source (`unknown`, `plan` with an issue)
    agreement        what was agreed, in words; `categories` the source's own further kinds
    responsible      who answers for the whole (author); `participating` the units that take part
    safety           what else the source message held, as a coded flag, never as content
    withdrawn        missing from two complete answers of its source: kept, and marked
    """

    kind: PlanKind | None
    status: Code
    intent: Code
    title: str | None = None
    agreement: str | None = None
    categories: tuple[Concept, ...] = ()
    period: Period | None = None
    created: DateTime | None = None
    responsible: Reference | None = None
    participating: tuple[Reference, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    goals: tuple[Reference, ...] = ()
    needs: tuple[Reference, ...] = ()
    care_teams: tuple[Reference, ...] = ()
    supporting: tuple[Reference, ...] = ()
    part_of: tuple[Reference, ...] = ()
    replaces: tuple[Reference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    revision: Revision | None = None
    safety: SafetyNotice | None = None
    withdrawn: bool = False
    notes: tuple[Note, ...] = ()


_REVISION: Final = f"CarePlan.extension.where(url='{PLAN_REVISION}').extension"
FIELDS: Final[Mapping[str, str]] = {
    **fields("CarePlan"),
    "person.system": "CarePlan.subject.identifier.system",
    "source_ids": source_id_field("CarePlan"),
    "kind": "CarePlan.category[0].coding",
    "status": "CarePlan.status",
    "intent": "CarePlan.intent",
    "title": "CarePlan.title",
    "agreement": "CarePlan.description",
    "categories": "CarePlan.category[]",
    "period": "CarePlan.period",
    "period.start": "CarePlan.period.start",
    "period.end": "CarePlan.period.end",
    "created": "CarePlan.created",
    "responsible": "CarePlan.author",
    "participating": "CarePlan.contributor[]",
    "commitments": "CarePlan.activity[]",
    "commitments.activity": "CarePlan.activity[].reference",
    "commitments.outcomes": "CarePlan.activity[].outcomeReference",
    "goals": "CarePlan.goal[]",
    "needs": "CarePlan.addresses[]",
    "care_teams": "CarePlan.careTeam[]",
    "supporting": "CarePlan.supportingInfo[]",
    "part_of": "CarePlan.partOf[]",
    "replaces": "CarePlan.replaces[]",
    "based_on": "CarePlan.basedOn[]",
    "encounter": "CarePlan.encounter",
    "revision.number": f"{_REVISION}.where(url='number').valueString",
    "revision.date": f"{_REVISION}.where(url='date').valueDate",
    **SAFETY_FIELDS,
    "withdrawn": f"CarePlan.meta.tag.where(system='{TAG}')",
    **note_fields("CarePlan"),
}
WITHDRAWN: Final = "withdrawn-at-source"

_KINDS: Final = by_value(FIELDS["kind"], PlanKind)
_RIVTA_KINDS: Final = frozenset(
    {
        *(PlanKind.SIP, PlanKind.SPLPTLRV, PlanKind.SPU, PlanKind.VP),
        *(PlanKind.HP, PlanKind.RP, PlanKind.GP, PlanKind.SVP),
    }
)


def contract_to_fhir(record: ContractRecord) -> CarePlan:
    made = common_out(record, "CarePlan")
    if record.withdrawn:
        made.setdefault("meta", {})["tag"] = [{"system": TAG, "code": WITHDRAWN}]
    extensions = _extensions_out(record)
    if extensions:
        made["extension"] = [*made.get("extension", ()), *extensions]
    members = {
        "basedOn": dt.references_out(record.based_on),
        "replaces": dt.references_out(record.replaces),
        "partOf": dt.references_out(record.part_of),
        "status": record.status,
        "intent": record.intent,
        "category": [*_kind_out(record.kind), *dt.concepts_out(record.categories)],
        "title": record.title,
        "description": record.agreement,
        "subject": dt.person_out(record.person),
        "encounter": dt.reference_out(record.encounter),
        "period": amounts.period_out(record.period),
        "created": record.created,
        "author": dt.reference_out(record.responsible),
        "contributor": dt.references_out(record.participating),
        "careTeam": dt.references_out(record.care_teams),
        "addresses": dt.references_out(record.needs),
        "supportingInfo": dt.references_out(record.supporting),
        "goal": dt.references_out(record.goals),
        "activity": [_commitment_out(each) for each in record.commitments],
        "note": dt.notes_out(record.notes),
    }
    return cast("CarePlan", dt.filled(made, members))


def contract_from_fhir(plan: CarePlan) -> ContractRecord:
    need = dt.Need("a plan")
    common = common_in(plan, plan.get("subject"), "CarePlan")
    return ContractRecord(
        **common,
        source_ids=source_ids_in(plan, common["id"]),
        kind=_kind_in(plan),
        status=need(plan.get("status"), FIELDS["status"]),
        intent=need(plan.get("intent"), FIELDS["intent"]),
        title=plan.get("title"),
        agreement=plan.get("description"),
        categories=dt.others_in((CAREPLAN_TYPE, PLAN_KIND), plan.get("category")),
        period=amounts.period_in(plan.get("period")),
        created=plan.get("created"),
        responsible=dt.reference_in(plan.get("author")),
        participating=dt.references_in(plan.get("contributor")),
        commitments=_commitments_in(plan),
        goals=dt.references_in(plan.get("goal")),
        needs=dt.references_in(plan.get("addresses")),
        care_teams=dt.references_in(plan.get("careTeam")),
        supporting=dt.references_in(plan.get("supportingInfo")),
        part_of=dt.references_in(plan.get("partOf")),
        replaces=dt.references_in(plan.get("replaces")),
        based_on=dt.references_in(plan.get("basedOn")),
        encounter=dt.reference_in(plan.get("encounter")),
        revision=_revision_in(plan),
        safety=safety_in(plan),
        withdrawn=_is_withdrawn(plan),
        notes=dt.notes_in(plan.get("note")),
    )


def _kind_out(kind: PlanKind | None) -> list[Any]:
    if kind is None:
        return []
    system = CAREPLAN_TYPE if kind in _RIVTA_KINDS else PLAN_KIND
    return [dt.concept(system, kind.value)]


def _kind_in(plan: CarePlan) -> PlanKind | None:
    code = dt.code_in(CAREPLAN_TYPE, plan.get("category"))
    if code is None:
        code = dt.code_in(PLAN_KIND, plan.get("category"))
    return None if code is None else _KINDS.from_fhir(code)


def _commitment_out(commitment: Commitment) -> dict[str, Any]:
    return dt.without_empty(
        {
            "outcomeReference": dt.references_out(commitment.outcomes),
            "reference": dt.reference_out(commitment.activity),
        }
    )


def _commitments_in(plan: CarePlan) -> tuple[Commitment, ...]:
    """The activities that are resources of their own; what stands in `detail` is another's form."""
    return tuple(
        Commitment(activity=activity, outcomes=dt.references_in(each.get("outcomeReference")))
        for each in plan.get("activity") or ()
        for activity in [dt.reference_in(each.get("reference"))]
        if activity is not None
    )


# -- extensions and tags ------------------------------------------------------------------------


def _extensions_out(record: ContractRecord) -> list[Any]:
    made: list[Any] = []
    if record.revision is not None:
        made.append(_revision_out(record.revision))
    if record.safety is not None:
        made.append(safety_out(record.safety))
    return made


def _revision_out(revision: Revision) -> Any:  # noqa: ANN401  an Extension, as JSON
    if revision == Revision():
        raise MappingError(FIELDS["revision.number"], None, "a number or a date", "plan.revision")
    parts = []
    if revision.number is not None:
        parts.append(dt.extension("number", valueString=revision.number))
    if revision.date is not None:
        parts.append(dt.extension("date", valueDate=revision.date))
    return dt.complex_extension(PLAN_REVISION, parts)


def _revision_in(plan: CarePlan) -> Revision | None:
    held = dt.extension_in(plan, PLAN_REVISION)
    if not held:
        return None
    return Revision(
        number=dt.extension_in(held, "number").get("valueString"),
        date=dt.extension_in(held, "date").get("valueDate"),
    )


def _is_withdrawn(plan: CarePlan) -> bool:
    tags = (plan.get("meta") or {}).get("tag") or ()
    return any(tag.get("system") == TAG and tag.get("code") == WITHDRAWN for tag in tags)
