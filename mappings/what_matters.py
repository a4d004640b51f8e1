"""What a person said matters to them <-> Observation; the order among such things <-> List.

A change of mind is a new statement that `follows` the old one; a wrong transcription is replaced
by one that `corrects` it. Whose words they are stands in `mode`: reported speech is a writer's
sentence about a speaker, never the speaker's own. So performer is the speaker, or for reported
speech the writer; all who had a part in it stand in the extension said.
https://hl7.org/fhir/R4/observation.html, https://hl7.org/fhir/R4/list.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import (
    DATA_ABSENT_REASON,
    LIST_ORDER,
    LOINC,
    OBSERVATION_CATEGORY,
    REPLACES,
    SAID,
    SAID_BY,
    SEQUEL_TO,
    STATEMENT_CATEGORY,
    STATEMENT_MODE,
    WHAT_MATTERS,
)
from mappings.codes.tables import by_value
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.types import List, Observation
from mappings.fhir.values import Coding, Note, Period, Reference, Translation
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields, note_fields


class Mode(Enum):
    """How the words came to be: as said, in a writer's words, through an interpreter, with aids."""

    VERBATIM = "verbatim"
    REPORTED = "reported"
    INTERPRETED = "interpreted"
    SUPPORTED = "supported"


class SaidBy(Enum):
    """Who speaks, and on whose behalf."""

    PATIENT = "patient"
    RELATIVE_FOR_PATIENT = "relative-for-patient"
    RELATIVE_OWN_VIEW = "relative-own-view"
    STAFF_REPORTING = "staff-reporting"
    UNKNOWN = "unknown"


class Unanswered(Enum):
    """Asked, but nothing was said (codes of data-absent-reason)."""

    ASKED_DECLINED = "asked-declined"
    ASKED_UNKNOWN = "asked-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord(Record):
    """What somebody said matters. Either `words` or `unanswered`; what was taken back has neither.

    status        Observation.status: `final`, or `entered-in-error` when it was never said
    said_at       when it was said, or `said_during` for a time known to the hour or minute only
    speaker       who said it, if identified; `writer` who wrote it down; `asked_by` who asked
    codings       further codings of what was asked (profile sets, the heading of the source)
    follows       the statement this one comes after (observation-sequelTo)
    corrects      the wrong transcription this one replaces (observation-replaces)
    """

    status: Code
    mode: Mode
    said_by: SaidBy
    words: str | None = None
    unanswered: Unanswered | None = None
    translations: tuple[Translation, ...] = ()
    speaker: Reference | None = None
    writer: Reference | None = None
    asked_by: Reference | None = None
    said_at: DateTime | None = None
    said_during: Period | None = None
    recorded_at: Instant | None = None
    codings: tuple[Coding, ...] = ()
    follows: Reference | None = None
    corrects: Reference | None = None
    encounter: Reference | None = None
    about: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityOrderRecord(Record):
    """The order in which a person ranks statements and goals; whole, never merged by entry.

    `status` is a List.status code: `current`, `retired` once ranked anew, `entered-in-error`.
    """

    status: Code
    ranked: tuple[Reference, ...]
    ranked_by: Reference | None = None
    ranked_at: DateTime | None = None
    title: str | None = None
    notes: tuple[Note, ...] = ()


_SAID: Final = f"Observation.extension.where(url='{SAID}')"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "status": "Observation.status",
    "mode": "Observation.method.coding.code",
    "said_by": f"{_SAID}.extension.where(url='by').valueCoding.code",
    "words": "Observation.valueString",
    "unanswered": "Observation.dataAbsentReason.coding.code",
    "translations": "Observation._valueString.extension[]",
    "speaker": f"{_SAID}.extension.where(url='speaker').valueReference",
    "writer": f"{_SAID}.extension.where(url='writer').valueReference",
    "asked_by": f"{_SAID}.extension.where(url='askedBy').valueReference",
    "said_at": "Observation.effectiveDateTime",
    "said_during": "Observation.effectivePeriod",
    "recorded_at": "Observation.issued",
    "codings": "Observation.code.coding[]",
    "codings.code": "Observation.code.coding[].code",
    "codings.system": "Observation.code.coding[].system",
    "codings.display": "Observation.code.coding[].display",
    "follows": f"Observation.extension.where(url='{SEQUEL_TO}').valueReference",
    "corrects": f"Observation.extension.where(url='{REPLACES}').valueReference",
    "encounter": "Observation.encounter",
    "about": "Observation.focus[]",
    **note_fields("Observation"),
}
PRIORITY_FIELDS: Final[Mapping[str, str]] = {
    **fields("List"),
    "status": "List.status",
    "ranked": "List.entry[].item",
    "ranked_by": "List.source",
    "ranked_at": "List.date",
    "title": "List.title",
    **note_fields("List"),
}
MODE: Final = by_value(FIELDS["mode"], Mode)
WHOSE: Final = by_value(FIELDS["said_by"], SaidBy)
UNANSWERED: Final = by_value(FIELDS["unanswered"], Unanswered)

STATEMENT: Final = "statement"
MATTERS: Final = "what-matters"
PRIORITY_ORDER: Final = "81340-2"
"""LOINC "Goals AndOr preferences in order of priority [Reported]"."""


def statement_to_fhir(record: StatementRecord) -> Observation:
    made = common_out(record, "Observation")
    made["extension"] = [*made.get("extension", ()), *_statement_extensions(record)]
    made |= {
        "status": record.status,
        "category": [
            dt.concept(OBSERVATION_CATEGORY, "survey"),
            dt.concept(STATEMENT_CATEGORY, MATTERS),
        ],
        "code": {
            "coding": [
                {"system": WHAT_MATTERS, "code": STATEMENT},
                *(dt.coding_out(coding) for coding in record.codings),
            ]
        },
        "subject": dt.person_out(record.person),
        "focus": dt.references_out(record.about),
        "encounter": dt.reference_out(record.encounter),
        "effectiveDateTime": record.said_at,
        "effectivePeriod": amounts.period_out(record.said_during),
        "issued": record.recorded_at,
        "performer": _performer_out(record),
        "valueString": record.words,
        "note": dt.notes_out(record.notes),
        "method": dt.concept(STATEMENT_MODE, MODE.to_fhir(record.mode)),
    }
    if record.unanswered is not None:
        reason = UNANSWERED.to_fhir(record.unanswered)
        made["dataAbsentReason"] = dt.concept(DATA_ABSENT_REASON, reason)
    if record.translations:
        made["_valueString"] = {"extension": dt.translations_out(record.translations)}
    return cast("Observation", dt.without_empty(made))


def statement_from_fhir(observation: Observation) -> StatementRecord:
    need = dt.Need("a statement")
    said = dt.extension_in(observation, SAID)
    code = observation.get("code") or {}
    return StatementRecord(
        **common_in(observation, observation.get("subject"), "Observation"),
        status=need(observation.get("status"), FIELDS["status"]),
        mode=MODE.from_fhir(dt.code_of(observation.get("method"), STATEMENT_MODE)),
        said_by=WHOSE.from_fhir(dt.extension_in(said, "by").get("valueCoding", {}).get("code")),
        words=observation.get("valueString"),
        unanswered=_unanswered_in(observation),
        translations=dt.translations_in(observation.get("_valueString")),
        speaker=_part_in(said, "speaker"),
        writer=_part_in(said, "writer"),
        asked_by=_part_in(said, "askedBy"),
        said_at=observation.get("effectiveDateTime"),
        said_during=amounts.period_in(observation.get("effectivePeriod")),
        recorded_at=observation.get("issued"),
        codings=tuple(
            dt.coding_in(coding)
            for coding in code.get("coding") or ()
            if coding.get("system") != WHAT_MATTERS
        ),
        follows=_part_in(observation, SEQUEL_TO),
        corrects=_part_in(observation, REPLACES),
        encounter=dt.reference_in(observation.get("encounter")),
        about=dt.references_in(observation.get("focus")),
        notes=dt.notes_in(observation.get("note")),
    )


def _performer_out(record: StatementRecord) -> list[Any]:
    """Who answers for the words: their writer when reported, else the speaker, if identified."""
    if record.mode is Mode.REPORTED:
        who = record.writer
    else:
        who = record.speaker if record.speaker and record.speaker.identifier else None
    return [] if who is None else [dt.reference_out(who)]


def _statement_extensions(record: StatementRecord) -> list[Any]:
    whose = {"system": SAID_BY, "code": WHOSE.to_fhir(record.said_by)}
    parts = [dt.extension("by", valueCoding=whose)]
    for name, who in (
        ("speaker", record.speaker),
        ("writer", record.writer),
        ("askedBy", record.asked_by),
    ):
        if who is not None:
            parts.append(dt.extension(name, valueReference=dt.reference_out(who)))
    made = [dt.complex_extension(SAID, parts)]
    for url, other in ((SEQUEL_TO, record.follows), (REPLACES, record.corrects)):
        if other is not None:
            made.append(dt.extension(url, valueReference=dt.reference_out(other)))
    return made


def _part_in(holder: object, url: str) -> Reference | None:
    return dt.reference_in(dt.extension_in(holder, url).get("valueReference"))


def _unanswered_in(observation: Observation) -> Unanswered | None:
    reason = observation.get("dataAbsentReason")
    return None if reason is None else UNANSWERED.from_fhir(dt.code_of(reason, DATA_ABSENT_REASON))


def priority_order_to_fhir(record: PriorityOrderRecord) -> List:
    made = common_out(record, "List")
    made |= {
        "status": record.status,
        "mode": "snapshot",
        "title": record.title,
        "code": dt.concept(LOINC, PRIORITY_ORDER),
        "subject": dt.person_out(record.person),
        "date": record.ranked_at,
        "source": dt.reference_out(record.ranked_by),
        "orderedBy": dt.concept(LIST_ORDER, "priority"),
        "note": dt.notes_out(record.notes),
        "entry": [{"item": dt.reference_out(each)} for each in record.ranked],
    }
    return cast("List", dt.without_empty(made))


def priority_order_from_fhir(ranking: List) -> PriorityOrderRecord:
    need = dt.Need("a priority order")
    return PriorityOrderRecord(
        **common_in(ranking, ranking.get("subject"), "List"),
        status=need(ranking.get("status"), PRIORITY_FIELDS["status"]),
        ranked=tuple(
            need(dt.reference_in(entry.get("item")), PRIORITY_FIELDS["ranked"])
            for entry in ranking.get("entry") or ()
        ),
        ranked_by=dt.reference_in(ranking.get("source")),
        ranked_at=ranking.get("date"),
        title=ranking.get("title"),
        notes=dt.notes_in(ranking.get("note")),
    )
