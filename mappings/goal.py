"""Goal: one goal of a care plan <-> FHIR R4 Goal (https://hl7.org/fhir/R4/goal.html).

FIELDS is the mapping table: account, error texts and documentation read it.
Whose goal it is stands in category (goal-voice), since expressedBy holds one person at most and
guides use it for the responsible professional. R4 has no element for who is responsible, for
validity or for who accepts: they are extensions, and so is goal attainment scaling
(http://hl7.org/fhir/us/pco). Achievement is said by a follow-up only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import (
    GOAL_ACCEPTANCE,
    GOAL_ATTAINMENT,
    GOAL_RELATIONSHIP,
    GOAL_RESPONSIBLE,
    GOAL_VALIDITY,
    GOAL_VOICE,
)
from mappings.codes.tables import by_value
from mappings.fhir import acceptance, amounts, attainment
from mappings.fhir import datatypes as dt
from mappings.fhir.acceptance import Acceptance
from mappings.fhir.attainment import AttainmentLevel
from mappings.fhir.primitives import Code, Date
from mappings.fhir.types import Goal
from mappings.fhir.values import (
    Coding,
    Concept,
    Note,
    Period,
    Quantity,
    Range,
    Reference,
    Translation,
)
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields, note_fields
from mappings.redacted import Redacted


class Voice(Enum):
    """Whose goal it is."""

    PERSON = "person"
    PROFESSIONAL = "professional"
    SHARED = "shared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Redacted):
    """One thing to reach: what is measured, one kind of detail, and by when (a date)."""

    measure: Concept | None = None
    quantity: Quantity | None = None
    range: Range | None = None
    concept: Concept | None = None
    text: str | None = None
    due: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedGoal(Redacted):
    """Another goal and how it relates, such as `replacement` or `milestone`."""

    kind: Concept
    goal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord(Record):
    """A goal. `status` is a Goal.lifecycleStatus code, `status_date` the date of that status."""

    words: str
    voice: Voice
    status: Code
    codings: tuple[Coding, ...] = ()
    translations: tuple[Translation, ...] = ()
    categories: tuple[Concept, ...] = ()
    priority: Concept | None = None
    start: Date | None = None
    status_date: Date | None = None
    status_reason: str | None = None
    targets: tuple[Target, ...] = ()
    addresses: tuple[Reference, ...] = ()
    expressed_by: Reference | None = None
    responsible: Reference | None = None
    acceptances: tuple[Acceptance, ...] = ()
    validity: Period | None = None
    attainment: tuple[AttainmentLevel, ...] = ()
    related: tuple[RelatedGoal, ...] = ()
    achievement: Concept | None = None
    outcomes: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()


_RELATED: Final = f"Goal.extension.where(url='{GOAL_RELATIONSHIP}')[]"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Goal"),
    "words": "Goal.description.text",
    "codings": "Goal.description.coding[]",
    "codings.code": "Goal.description.coding[].code",
    "codings.system": "Goal.description.coding[].system",
    "codings.display": "Goal.description.coding[].display",
    "translations": "Goal.description._text.extension[]",
    "voice": "Goal.category[0].coding.code",
    "categories": "Goal.category[]",
    "status": "Goal.lifecycleStatus",
    "priority": "Goal.priority",
    "start": "Goal.startDate",
    "status_date": "Goal.statusDate",
    "status_reason": "Goal.statusReason",
    "targets.measure": "Goal.target[].measure",
    "targets.measure.text": "Goal.target[].measure.text",
    "targets.quantity": "Goal.target[].detailQuantity",
    "targets.quantity.value": "Goal.target[].detailQuantity.value",
    "targets.range": "Goal.target[].detailRange",
    "targets.concept": "Goal.target[].detailCodeableConcept",
    "targets.concept.code": "Goal.target[].detailCodeableConcept.coding.code",
    "targets.concept.system": "Goal.target[].detailCodeableConcept.coding.system",
    "targets.concept.display": "Goal.target[].detailCodeableConcept.coding.display",
    "targets.concept.text": "Goal.target[].detailCodeableConcept.text",
    "targets.text": "Goal.target[].detailString",
    "targets.due": "Goal.target[].dueDate",
    "addresses": "Goal.addresses[]",
    "expressed_by": "Goal.expressedBy",
    "responsible": f"Goal.extension.where(url='{GOAL_RESPONSIBLE}').valueReference",
    **acceptance.FIELDS,
    "validity.start": f"Goal.extension.where(url='{GOAL_VALIDITY}').valuePeriod.start",
    "validity.end": f"Goal.extension.where(url='{GOAL_VALIDITY}').valuePeriod.end",
    **attainment.FIELDS,
    "related": _RELATED,
    "related.kind": f"{_RELATED}.extension.where(url='type').valueCodeableConcept",
    "related.goal": f"{_RELATED}.extension.where(url='target').valueReference",
    "achievement": "Goal.achievementStatus",
    "outcomes": "Goal.outcomeReference[]",
    **note_fields("Goal"),
}
VOICE: Final = by_value(FIELDS["voice"], Voice)


def goal_to_fhir(record: GoalRecord) -> Goal:
    made = common_out(record, "Goal")
    extensions = _extensions_out(record)
    if extensions:
        made["extension"] = [*made.get("extension", ()), *extensions]
    members = {
        "lifecycleStatus": record.status,
        "achievementStatus": dt.concept_out(record.achievement),
        "category": [
            dt.concept(GOAL_VOICE, VOICE.to_fhir(record.voice)),
            *dt.concepts_out(record.categories),
        ],
        "priority": dt.concept_out(record.priority),
        "description": _description_out(record),
        "subject": dt.person_out(record.person),
        "startDate": record.start,
        "target": [_target_out(target, record.words) for target in record.targets],
        "statusDate": record.status_date,
        "statusReason": record.status_reason,
        "expressedBy": dt.reference_out(record.expressed_by),
        "addresses": dt.references_out(record.addresses),
        "note": dt.notes_out(record.notes),
        "outcomeReference": dt.references_out(record.outcomes),
    }
    return cast("Goal", dt.filled(made, members))


def goal_from_fhir(goal: Goal) -> GoalRecord:
    need = dt.Need("a goal")
    description = goal.get("description") or {}
    words = need(description.get("text"), FIELDS["words"])
    return GoalRecord(
        **common_in(goal, goal.get("subject"), "Goal"),
        words=words,
        codings=dt.codings_in(description.get("coding")),
        translations=dt.translations_in(description.get("_text")),
        voice=VOICE.from_fhir(dt.code_in(GOAL_VOICE, goal.get("category"))),
        categories=dt.others_in((GOAL_VOICE,), goal.get("category")),
        status=need(goal.get("lifecycleStatus"), FIELDS["status"]),
        priority=dt.concept_in(goal.get("priority")),
        start=goal.get("startDate"),
        status_date=goal.get("statusDate"),
        status_reason=goal.get("statusReason"),
        targets=tuple(_target_in(target, words) for target in goal.get("target") or ()),
        addresses=dt.references_in(goal.get("addresses")),
        expressed_by=dt.reference_in(goal.get("expressedBy")),
        achievement=dt.concept_in(goal.get("achievementStatus")),
        outcomes=dt.references_in(goal.get("outcomeReference")),
        notes=dt.notes_in(goal.get("note")),
        **_extensions_in(goal),
    )


def _description_out(record: GoalRecord) -> dict[str, Any]:
    made: dict[str, Any] = {
        "coding": [dt.coding_out(coding) for coding in record.codings],
        "text": record.words,
    }
    if record.translations:
        made["_text"] = {"extension": dt.translations_out(record.translations)}
    return dt.without_empty(made)


def _target_out(target: Target, words: str) -> dict[str, Any]:
    detail = {
        "detailQuantity": amounts.quantity_out(target.quantity),
        "detailRange": amounts.range_out(target.range),
        "detailCodeableConcept": dt.concept_out(target.concept),
        "detailString": target.text,
    }
    measure = dt.concept_out(target.measure)
    if measure is None and any(detail.values()):
        # gol-1: a detail needs a measure. What is measured is then the goal, in its own words.
        measure = {"text": words}
    return dt.without_empty({"measure": measure, **detail, "dueDate": target.due})


def _target_in(target: Mapping[str, Any], words: str) -> Target:
    measure = target.get("measure")
    return Target(
        measure=None if measure == {"text": words} else dt.concept_in(measure),
        quantity=amounts.quantity_in(target.get("detailQuantity")),
        range=amounts.range_in(target.get("detailRange")),
        concept=dt.concept_in(target.get("detailCodeableConcept")),
        text=target.get("detailString"),
        due=target.get("dueDate"),
    )


def _extensions_out(record: GoalRecord) -> list[Any]:
    made: list[Any] = [acceptance.acceptance_out(each) for each in record.acceptances]
    made += [_related_out(each) for each in record.related]
    made += [attainment.level_out(each) for each in record.attainment]
    if record.responsible is not None:
        reference = dt.reference_out(record.responsible)
        made.append(dt.extension(GOAL_RESPONSIBLE, valueReference=reference))
    if record.validity is not None:
        made.append(dt.extension(GOAL_VALIDITY, valuePeriod=amounts.period_out(record.validity)))
    return made


def _extensions_in(goal: Goal) -> dict[str, Any]:
    return {
        "acceptances": tuple(
            acceptance.acceptance_in(each) for each in dt.extensions_in(goal, GOAL_ACCEPTANCE)
        ),
        "related": tuple(_related_in(each) for each in dt.extensions_in(goal, GOAL_RELATIONSHIP)),
        "attainment": tuple(
            attainment.level_in(each) for each in dt.extensions_in(goal, GOAL_ATTAINMENT)
        ),
        "responsible": dt.reference_in(
            dt.extension_in(goal, GOAL_RESPONSIBLE).get("valueReference")
        ),
        "validity": amounts.period_in(dt.extension_in(goal, GOAL_VALIDITY).get("valuePeriod")),
    }


def _related_out(related: RelatedGoal) -> Any:  # noqa: ANN401  an Extension, as JSON
    return dt.complex_extension(
        GOAL_RELATIONSHIP,
        (
            dt.extension("type", valueCodeableConcept=dt.concept_out(related.kind)),
            dt.extension("target", valueReference=dt.reference_out(related.goal)),
        ),
    )


def _related_in(held: Mapping[str, Any]) -> RelatedGoal:
    need = dt.Need("a goal-relationship")
    kind = dt.concept_in(dt.extension_in(held, "type").get("valueCodeableConcept"))
    goal = dt.reference_in(dt.extension_in(held, "target").get("valueReference"))
    return RelatedGoal(
        kind=need(kind, FIELDS["related.kind"]), goal=need(goal, FIELDS["related.goal"])
    )
