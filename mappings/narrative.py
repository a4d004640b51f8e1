"""A piece of record text under its heading <-> Observation with valueString.

Narrative stays narrative: no goal, need or status is read out of it, and not a character of it is
changed. https://hl7.org/fhir/R4/observation.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from mappings.codes.systems import OBSERVATION_KIND
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
class NarrativeRecord(Record):
    """Text as written, `heading` as the source codes and prints it.

    `about` is the goal or need that the source puts the text under.
    """

    status: Code
    heading: Concept
    words: str
    written_at: DateTime | None = None
    written_during: Period | None = None
    recorded_at: Instant | None = None
    writers: tuple[Reference, ...] = ()
    about: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()


FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "status": "Observation.status",
    **concept_fields("heading", "Observation.code"),
    "words": "Observation.valueString",
    "written_at": "Observation.effectiveDateTime",
    **period_fields("written_during", "Observation.effectivePeriod"),
    "recorded_at": "Observation.issued",
    "writers": "Observation.performer[]",
    "about": "Observation.focus[]",
    "encounter": "Observation.encounter",
    **note_fields("Observation"),
}
NARRATIVE: Final = "narrative"


def narrative_to_fhir(record: NarrativeRecord) -> Observation:
    made = common_out(record, "Observation")
    members = {
        "status": record.status,
        "category": [dt.concept(OBSERVATION_KIND, NARRATIVE)],
        "code": dt.concept_out(record.heading),
        "subject": dt.person_out(record.person),
        "focus": dt.references_out(record.about),
        "encounter": dt.reference_out(record.encounter),
        "effectiveDateTime": record.written_at,
        "effectivePeriod": amounts.period_out(record.written_during),
        "issued": record.recorded_at,
        "performer": dt.references_out(record.writers),
        "valueString": record.words,
        "note": dt.notes_out(record.notes),
    }
    return cast("Observation", dt.filled(made, members))


def narrative_from_fhir(observation: Observation) -> NarrativeRecord:
    need = dt.Need("a narrative")
    return NarrativeRecord(
        **common_in(observation, observation.get("subject"), "Observation"),
        status=need(observation.get("status"), FIELDS["status"]),
        heading=need(dt.concept_in(observation.get("code")), FIELDS["heading"]),
        words=need(observation.get("valueString"), FIELDS["words"]),
        written_at=observation.get("effectiveDateTime"),
        written_during=amounts.period_in(observation.get("effectivePeriod")),
        recorded_at=observation.get("issued"),
        writers=dt.references_in(observation.get("performer")),
        about=dt.references_in(observation.get("focus")),
        encounter=dt.reference_in(observation.get("encounter")),
        notes=dt.notes_in(observation.get("note")),
    )
