"""A follow-up or evaluation of a goal, a plan or an activity <-> Observation with focus.

Only a follow-up says how far a goal has come; the goal then refers to it. A goal attainment score
is a LOINC answer, under the LOINC code of who scored: the person, a relative, a professional.
https://hl7.org/fhir/R4/observation.html, http://hl7.org/fhir/us/pco
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes.attainment import BY_RATER, DISPLAY, LEVEL, MEASURE
from mappings.codes.systems import CONCEPT, LOINC, OBSERVATION_CATEGORY, OBSERVATION_KIND
from mappings.codes.tables import CodeTable
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.types import Observation
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record
from mappings.record_fhir import (
    common_in,
    common_out,
    concept_fields,
    fields,
    note_fields,
    period_fields,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRecord(Record):
    """What was found when somebody looked: in words, as a code, or as a goal attainment score.

    `about` are the goals, plans or activities looked at; `attainment` is −2 … +2. Words beside a
    code or a score are notes.
    """

    status: Code
    about: tuple[Reference, ...]
    words: str | None = None
    result: Concept | None = None
    attainment: int | None = None
    looked_at: DateTime | None = None
    looked_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()


FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "status": "Observation.status",
    "about": "Observation.focus[]",
    "words": "Observation.valueString",
    **concept_fields("result", "Observation.valueCodeableConcept"),
    "attainment": "Observation.valueCodeableConcept.coding.code",
    "looked_at": "Observation.effectiveDateTime",
    **period_fields("looked_during", "Observation.effectivePeriod"),
    "recorded_at": "Observation.issued",
    "performers": "Observation.performer[]",
    **note_fields("Observation"),
}
FOLLOW_UP: Final = "follow-up"
ATTAINMENT: Final = CodeTable(FIELDS["attainment"], LEVEL.codes)
_SCORE_CODES: Final = frozenset({MEASURE, *BY_RATER.values()})


def follow_up_to_fhir(record: FollowUpRecord) -> Observation:
    made = common_out(record, "Observation")
    made |= {
        "status": record.status,
        "category": [dt.concept(OBSERVATION_KIND, FOLLOW_UP)],
        "code": dt.concept(CONCEPT, FOLLOW_UP),
        "subject": dt.person_out(record.person),
        "focus": dt.references_out(record.about),
        "effectiveDateTime": record.looked_at,
        "effectivePeriod": amounts.period_out(record.looked_during),
        "issued": record.recorded_at,
        "performer": dt.references_out(record.performers),
        "valueString": record.words,
        "valueCodeableConcept": dt.concept_out(record.result),
        "note": dt.notes_out(record.notes),
    }
    if record.attainment is not None:
        made["category"].append(dt.concept(OBSERVATION_CATEGORY, "survey"))
        made["code"]["coding"].append({"system": LOINC, "code": _score_code(record.performers)})
        made["valueCodeableConcept"] = _attainment_out(record.attainment)
    return cast("Observation", dt.without_empty(made))


def follow_up_from_fhir(observation: Observation) -> FollowUpRecord:
    need = dt.Need("a follow-up")
    value = observation.get("valueCodeableConcept")
    score = _is_score(observation)
    return FollowUpRecord(
        **common_in(observation, observation.get("subject"), "Observation"),
        status=need(observation.get("status"), FIELDS["status"]),
        about=dt.references_in(observation.get("focus")),
        words=observation.get("valueString"),
        result=None if score else dt.concept_in(value),
        attainment=ATTAINMENT.from_fhir(dt.code_in(LOINC, (value or {},))) if score else None,
        looked_at=observation.get("effectiveDateTime"),
        looked_during=amounts.period_in(observation.get("effectivePeriod")),
        recorded_at=observation.get("issued"),
        performers=dt.references_in(observation.get("performer")),
        notes=dt.notes_in(observation.get("note")),
    )


def _attainment_out(score: int) -> dict[str, Any]:
    code = ATTAINMENT.to_fhir(score)
    return {"coding": [{"system": LOINC, "code": code, "display": DISPLAY[score]}]}


def _score_code(raters: tuple[Reference, ...]) -> str:
    """Whose score it is, if all who gave it are of one kind; else just a score."""
    kinds = {BY_RATER.get(rater.type or "", MEASURE) for rater in raters}
    return kinds.pop() if len(kinds) == 1 else MEASURE


def _is_score(observation: Observation) -> bool:
    code = observation.get("code") or {}
    return any(
        coding.get("system") == LOINC and coding.get("code") in _SCORE_CODES
        for coding in code.get("coding") or ()
    )
