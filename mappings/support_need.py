"""How much support a person wants, and how they function <-> Observation.

Support need: the person's own choice among four, with their sentence. Assessment: an ICF (IBIC) or
IPLOS judgement, always as a code, since 8 and 9 are no amounts; scales are never converted.
ICF 0 … 4 carry ordinalValue; IPLOS 9 (not relevant) is no value but a reason for none. A score per
ICF qualifier is a component. https://hl7.org/fhir/R4/observation.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.scales import ICF_CODES, ICF_ORDERED, IPLOS_CODES, IPLOS_NOT_RELEVANT
from mappings.codes.systems import (
    DATA_ABSENT_REASON,
    ICF_QUALIFIER,
    IPLOS_SCORE,
    OBSERVATION_CATEGORY,
    OBSERVATION_KIND,
    ORDINAL_VALUE,
    QUALIFIER_SLOT,
    SUPPORT_PREFERENCE,
)
from mappings.codes.tables import CodeTable, by_value
from mappings.errors import MappingError
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.types import Observation
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, concept_fields, fields, note_fields
from mappings.redacted import Redacted


class Support(Enum):
    """How much support the person wants (own code system support-preference)."""

    ON_MY_OWN = "on-my-own"
    SOME_SUPPORT = "some-support"
    MUCH_SUPPORT = "much-support"
    NOT_SURE = "not-sure"


class Scale(Enum):
    """Whose judgement scale a score belongs to; scores of different scales don't compare."""

    ICF = "icf"
    IPLOS = "iplos"


class Qualifier(Enum):
    """What an ICF score says: what the person does, or could do."""

    PERFORMANCE = "performance"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportNeedRecord(Record):
    """The support a person says they want, in their own words, on a date."""

    status: Code
    support: Support
    words: str | None = None
    said_at: DateTime | None = None
    recorded_at: Instant | None = None
    said_by: Reference | None = None
    statement: Reference | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Redacted):
    """One code of the scale for one qualifier: ICF 0-4, 8, 9 (per qualifier), IPLOS 1-5, 9."""

    code: Code
    qualifier: Qualifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord(Record):
    """A judgement of one function or life area.

    what        the function: ICF code (without qualifier) or IPLOS variable, and its words
    scores      one code, or one per qualifier; empty when judged in words only (`words`)
    assessed_at only from a structured date
    """

    status: Code
    what: Concept
    scale: Scale
    scores: tuple[Score, ...] = ()
    words: str | None = None
    assessed_at: DateTime | None = None
    assessed_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    method: Concept | None = None
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()


FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "status": "Observation.status",
    "support": "Observation.valueCodeableConcept.coding.code",
    "words": "Observation.component.valueString",
    "said_at": "Observation.effectiveDateTime",
    "recorded_at": "Observation.issued",
    "said_by": "Observation.performer[0]",
    "statement": "Observation.derivedFrom[0]",
    **note_fields("Observation"),
}
_VALUE: Final = "valueCodeableConcept.coding.code"
_ABSENT: Final = "dataAbsentReason.coding.code"
ASSESSMENT_FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "status": "Observation.status",
    **concept_fields("what", "Observation.code"),
    "scale": "Observation.category[1].coding.code",
    "scores": f"Observation.{_VALUE}",
    "scores.absent": f"Observation.{_ABSENT}",
    "scores.qualifier": "Observation.component[].code.coding.code",
    "scores.qualified": f"Observation.component[].{_VALUE}",
    "scores.qualified.absent": f"Observation.component[].{_ABSENT}",
    "words": "Observation.valueString",
    "assessed_at": "Observation.effectiveDateTime",
    "assessed_during.start": "Observation.effectivePeriod.start",
    "assessed_during.end": "Observation.effectivePeriod.end",
    "recorded_at": "Observation.issued",
    "performers": "Observation.performer[]",
    "method": "Observation.method",
    "encounter": "Observation.encounter",
    **note_fields("Observation"),
}
SUPPORT: Final = by_value(FIELDS["support"], Support)
QUALIFIER: Final = by_value(ASSESSMENT_FIELDS["scores.qualifier"], Qualifier)
SCALE: Final = CodeTable(
    ASSESSMENT_FIELDS["scale"], {Scale.ICF: "icf-assessment", Scale.IPLOS: "iplos-assessment"}
)
SCORE_SYSTEM: Final = {Scale.ICF: ICF_QUALIFIER, Scale.IPLOS: IPLOS_SCORE}
SCORES: Final = {Scale.ICF: ICF_CODES, Scale.IPLOS: IPLOS_CODES}
NOT_APPLICABLE: Final = "not-applicable"
HOW_MUCH: Final = "how-much-support"
IN_OWN_WORDS: Final = "in-own-words"


def support_need_to_fhir(record: SupportNeedRecord) -> Observation:
    made = common_out(record, "Observation")
    made |= {
        "status": record.status,
        "category": [dt.concept(OBSERVATION_CATEGORY, "survey")],
        "code": dt.concept(SUPPORT_PREFERENCE, HOW_MUCH),
        "subject": dt.person_out(record.person),
        "effectiveDateTime": record.said_at,
        "issued": record.recorded_at,
        "performer": _one_out(record.said_by),
        "valueCodeableConcept": dt.concept(SUPPORT_PREFERENCE, SUPPORT.to_fhir(record.support)),
        "note": dt.notes_out(record.notes),
        "derivedFrom": _one_out(record.statement),
    }
    if record.words is not None:
        words = {"code": dt.concept(SUPPORT_PREFERENCE, IN_OWN_WORDS), "valueString": record.words}
        made["component"] = [words]
    return cast("Observation", dt.without_empty(made))


def support_need_from_fhir(observation: Observation) -> SupportNeedRecord:
    need = dt.Need("a support need")
    value = observation.get("valueCodeableConcept")
    return SupportNeedRecord(
        **common_in(observation, observation.get("subject"), "Observation"),
        status=need(observation.get("status"), FIELDS["status"]),
        support=SUPPORT.from_fhir(dt.code_of(value, SUPPORT_PREFERENCE)),
        words=_own_words_in(observation),
        said_at=observation.get("effectiveDateTime"),
        recorded_at=observation.get("issued"),
        said_by=_one_in(observation.get("performer")),
        statement=_one_in(observation.get("derivedFrom")),
        notes=dt.notes_in(observation.get("note")),
    )


def _own_words_in(observation: Observation) -> str | None:
    for part in observation.get("component") or ():
        if dt.code_of(part.get("code"), SUPPORT_PREFERENCE) == IN_OWN_WORDS:
            return part.get("valueString")
    return None


def _one_out(reference: Reference | None) -> list[Any]:
    return [] if reference is None else [dt.reference_out(reference)]


def _one_in(references: Any) -> Reference | None:  # noqa: ANN401  References, as JSON
    return dt.reference_in(references[0]) if references else None


def assessment_to_fhir(record: AssessmentRecord) -> Observation:
    made = common_out(record, "Observation")
    made |= {
        "status": record.status,
        "category": [
            dt.concept(OBSERVATION_CATEGORY, "survey"),
            dt.concept(OBSERVATION_KIND, SCALE.to_fhir(record.scale)),
        ],
        "code": dt.concept_out(record.what),
        "subject": dt.person_out(record.person),
        "encounter": dt.reference_out(record.encounter),
        "effectiveDateTime": record.assessed_at,
        "effectivePeriod": amounts.period_out(record.assessed_during),
        "issued": record.recorded_at,
        "performer": dt.references_out(record.performers),
        "valueString": record.words,
        "note": dt.notes_out(record.notes),
        "method": dt.concept_out(record.method),
        "component": [
            _slot_out(record.scale, score) for score in record.scores if score.qualifier is not None
        ],
    }
    for score in record.scores:
        if score.qualifier is None:
            made |= _score_out(record.scale, score.code, "scores")
    return cast("Observation", dt.without_empty(made))


def assessment_from_fhir(observation: Observation) -> AssessmentRecord:
    need = dt.Need("an assessment")
    scale = SCALE.from_fhir(dt.code_in(OBSERVATION_KIND, observation.get("category")))
    whole = _score_in(observation, scale, "scores")
    slots = tuple(_slot_in(part, scale) for part in observation.get("component") or ())
    return AssessmentRecord(
        **common_in(observation, observation.get("subject"), "Observation"),
        status=need(observation.get("status"), ASSESSMENT_FIELDS["status"]),
        what=need(dt.concept_in(observation.get("code")), ASSESSMENT_FIELDS["what"]),
        scale=scale,
        scores=slots if whole is None else (Score(code=whole), *slots),
        words=observation.get("valueString"),
        assessed_at=observation.get("effectiveDateTime"),
        assessed_during=amounts.period_in(observation.get("effectivePeriod")),
        recorded_at=observation.get("issued"),
        performers=dt.references_in(observation.get("performer")),
        method=dt.concept_in(observation.get("method")),
        encounter=dt.reference_in(observation.get("encounter")),
        notes=dt.notes_in(observation.get("note")),
    )


def _slot_out(scale: Scale, score: Score) -> dict[str, Any]:
    slot = QUALIFIER.to_fhir(cast("Qualifier", score.qualifier))
    return {
        "code": dt.concept(QUALIFIER_SLOT, slot),
        **_score_out(scale, score.code, "scores.qualified"),
    }


def _slot_in(part: Mapping[str, Any], scale: Scale) -> Score:
    code = _score_in(part, scale, "scores.qualified")
    return Score(
        code=dt.Need("a score")(code, ASSESSMENT_FIELDS["scores.qualified"]),
        qualifier=QUALIFIER.from_fhir(dt.code_of(part.get("code"), QUALIFIER_SLOT)),
    )


def _score_out(scale: Scale, code: str, field: str) -> dict[str, Any]:
    """The value of an observation or component, or the reason why there is none."""
    if scale is Scale.IPLOS and code == IPLOS_NOT_RELEVANT:
        return {"dataAbsentReason": dt.concept(DATA_ABSENT_REASON, NOT_APPLICABLE)}
    if code not in SCORES[scale]:
        raise _unknown(scale, code, field)
    coding: dict[str, Any] = {"system": SCORE_SYSTEM[scale], "code": code}
    if scale is Scale.ICF and code in ICF_ORDERED:
        coding["extension"] = [{"url": ORDINAL_VALUE, "valueDecimal": Decimal(code)}]
    return {"valueCodeableConcept": {"coding": [coding]}}


def _score_in(holder: Any, scale: Scale, field: str) -> str | None:  # noqa: ANN401  JSON
    value, absent = holder.get("valueCodeableConcept"), holder.get("dataAbsentReason")
    if value is not None:
        code = dt.code_of(value, SCORE_SYSTEM[scale])
        if code not in SCORES[scale]:
            raise _unknown(scale, code, field)
        return code
    if absent is None:
        return None
    reason = dt.code_of(absent, DATA_ABSENT_REASON)
    if scale is not Scale.IPLOS or reason != NOT_APPLICABLE:
        raise MappingError(
            ASSESSMENT_FIELDS[f"{field}.absent"], reason, f"{NOT_APPLICABLE}, of IPLOS", "code"
        )
    return IPLOS_NOT_RELEVANT


def _unknown(scale: Scale, code: str | None, field: str) -> MappingError:
    return MappingError(
        ASSESSMENT_FIELDS[field], code, f"one of {', '.join(SCORES[scale])}", "code"
    )
