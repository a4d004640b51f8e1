"""A measurement, and who measured <-> Observation (https://hl7.org/fhir/R4/observation.html).

Self-measured only if the source says that the person was the performer. The vital-signs category
and profile are claimed only when every rule of that profile holds; else the category is exam.
    denied code         valueCodeableConcept, with the modifier extension value-negated
    other denied value  none: dataAbsentReason negated, the value in the extension negated-value
    who vouched for it  extension verified
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes.systems import (
    ABSENT_REASON,
    NEGATED_VALUE,
    OBSERVATION_CATEGORY,
    VALUE_NEGATED,
    VERIFIED,
)
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.involved import (
    Participant,
    Relation,
    involved_fields,
    participants_in,
    participants_out,
    relations_in,
    relations_out,
)
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.types import Observation
from mappings.fhir.values import Concept, Note, Period, Quantity, Range, Reference
from mappings.fhir.vital_signs import profile_of
from mappings.record import SourcedRecord
from mappings.record_fhir import (
    amount_fields,
    common_in,
    common_out,
    concept_fields,
    fields,
    note_fields,
    period_fields,
    source_id_field,
    source_ids_in,
)
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Redacted):
    """One component of a measurement that the source itself relates, such as systolic."""

    what: Concept
    quantity: Quantity | None = None
    concept: Concept | None = None
    absent: Concept | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecord(SourcedRecord):
    """One measured or registered value: at most one kind of value.

    status       Observation.status from the source, `unknown` when it has none (with an issue)
    what         what was measured: the source's coding first, added ones after it
    negated      the source denies the value: it did not hold
    taken_at     when, or `taken_during` when start and end differ or hour or minute is all we know
    performers   who measured; `verified_by` and `verified_at` who vouched for it in the record
    participants who else took part, and `relations` to other information, as the source codes them
                 (FHIR and FIELDS by mappings.fhir.involved)
    """

    status: Code
    what: Concept
    quantity: Quantity | None = None
    concept: Concept | None = None
    range: Range | None = None
    period: Period | None = None
    time: DateTime | None = None
    text: str | None = None
    number: int | None = None
    absent: Concept | None = None
    negated: bool = False
    parts: tuple[Part, ...] = ()
    taken_at: DateTime | None = None
    taken_during: Period | None = None
    recorded_at: Instant | None = None
    performers: tuple[Reference, ...] = ()
    verified_by: Reference | None = None
    verified_at: DateTime | None = None
    method: Concept | None = None
    body_site: Concept | None = None
    device: Reference | None = None
    interpretation: tuple[Concept, ...] = ()
    derived_from: tuple[Reference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    encounter: Reference | None = None
    participants: tuple[Participant, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()


def _value_fields(start: str, path: str) -> dict[str, str]:
    """The paths of the kinds of value, in the resource or in the extension negated-value."""
    return {
        **amount_fields(f"{start}quantity", f"{path}.valueQuantity"),
        f"{start}range": f"{path}.valueRange",
        **amount_fields(f"{start}range.low", f"{path}.valueRange.low"),
        **amount_fields(f"{start}range.high", f"{path}.valueRange.high"),
        **period_fields(f"{start}period", f"{path}.valuePeriod"),
        f"{start}time": f"{path}.valueDateTime",
        f"{start}text": f"{path}.valueString",
        f"{start}number": f"{path}.valueInteger",
    }


_VERIFIED: Final = f"Observation.extension.where(url='{VERIFIED}').extension"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Observation"),
    "person.system": "Observation.subject.identifier.system",
    "source_ids": source_id_field("Observation"),
    "status": "Observation.status",
    **concept_fields("what", "Observation.code"),
    **_value_fields("", "Observation"),
    **concept_fields("concept", "Observation.valueCodeableConcept"),
    **concept_fields("absent", "Observation.dataAbsentReason"),
    "negated": f"Observation.modifierExtension.where(url='{VALUE_NEGATED}').valueBoolean",
    **_value_fields("negated.", f"Observation.extension.where(url='{NEGATED_VALUE}')"),
    "parts": "Observation.component[]",
    **concept_fields("parts.what", "Observation.component[].code"),
    **amount_fields("parts.quantity", "Observation.component[].valueQuantity"),
    **concept_fields("parts.concept", "Observation.component[].valueCodeableConcept"),
    **concept_fields("parts.absent", "Observation.component[].dataAbsentReason"),
    "taken_at": "Observation.effectiveDateTime",
    **period_fields("taken_during", "Observation.effectivePeriod"),
    "recorded_at": "Observation.issued",
    "performers": "Observation.performer[]",
    "verified_by": f"{_VERIFIED}.where(url='by').valueReference",
    "verified_at": f"{_VERIFIED}.where(url='at').valueDateTime",
    **concept_fields("method", "Observation.method"),
    **concept_fields("body_site", "Observation.bodySite"),
    "device": "Observation.device",
    "interpretation": "Observation.interpretation[]",
    "derived_from": "Observation.derivedFrom[]",
    "based_on": "Observation.basedOn[]",
    "encounter": "Observation.encounter",
    **involved_fields("Observation"),
    **note_fields("Observation"),
}
NEGATED: Final = "negated"
_KEPT: Final = frozenset({"valueCodeableConcept", "dataAbsentReason"})
_DAY: Final = len("2024-05-17")


def measurement_to_fhir(record: MeasurementRecord) -> Observation:
    made = common_out(record, "Observation")
    profile = _profile(record)
    if profile is not None:
        made.setdefault("meta", {})["profile"] = [profile]
    value = _value_out(record)
    extensions = _extensions_out(record)
    if record.negated:
        extensions += _deny(value)
    if extensions:
        made["extension"] = [*made.get("extension", ()), *extensions]
    category = "exam" if profile is None else "vital-signs"
    members = {
        "basedOn": dt.references_out(record.based_on),
        "status": record.status,
        "category": [dt.concept(OBSERVATION_CATEGORY, category)],
        "code": dt.concept_out(record.what),
        "subject": dt.person_out(record.person),
        "encounter": dt.reference_out(record.encounter),
        "effectiveDateTime": record.taken_at,
        "effectivePeriod": amounts.period_out(record.taken_during),
        "issued": record.recorded_at,
        "performer": dt.references_out(record.performers),
        **value,
        "interpretation": dt.concepts_out(record.interpretation),
        "note": dt.notes_out(record.notes),
        "bodySite": dt.concept_out(record.body_site),
        "method": dt.concept_out(record.method),
        "device": dt.reference_out(record.device),
        "derivedFrom": dt.references_out(record.derived_from),
        "component": [_part_out(part) for part in record.parts],
    }
    return cast("Observation", dt.filled(made, members))


def measurement_from_fhir(observation: Observation) -> MeasurementRecord:
    need = dt.Need("a measurement")
    common = common_in(observation, observation.get("subject"), "Observation")
    verified = dt.extension_in(observation, VERIFIED)
    return MeasurementRecord(
        **common,
        source_ids=source_ids_in(observation, common["id"]),
        status=need(observation.get("status"), FIELDS["status"]),
        what=need(dt.concept_in(observation.get("code")), FIELDS["what"]),
        **_value_in(observation),
        parts=tuple(_part_in(part) for part in observation.get("component") or ()),
        taken_at=observation.get("effectiveDateTime"),
        taken_during=amounts.period_in(observation.get("effectivePeriod")),
        recorded_at=observation.get("issued"),
        performers=dt.references_in(observation.get("performer")),
        verified_by=dt.reference_in(dt.extension_in(verified, "by").get("valueReference")),
        verified_at=dt.extension_in(verified, "at").get("valueDateTime"),
        method=dt.concept_in(observation.get("method")),
        body_site=dt.concept_in(observation.get("bodySite")),
        device=dt.reference_in(observation.get("device")),
        interpretation=dt.concepts_in(observation.get("interpretation")),
        derived_from=dt.references_in(observation.get("derivedFrom")),
        based_on=dt.references_in(observation.get("basedOn")),
        encounter=dt.reference_in(observation.get("encounter")),
        participants=participants_in(observation),
        relations=relations_in(observation),
        notes=dt.notes_in(observation.get("note")),
    )


def _profile(record: MeasurementRecord) -> str | None:
    """The vital-signs profile that the whole record keeps."""
    other = (record.concept, record.range, record.period, record.time, record.text, record.number)
    # derivedFrom may only name vital signs there, and a logical reference doesn't say what it is.
    if record.negated or record.derived_from or any(each is not None for each in other):
        return None
    started = record.taken_at or (record.taken_during and record.taken_during.start)
    return profile_of(record, record.parts) if started and len(started) >= _DAY else None


def _value_out(record: MeasurementRecord) -> dict[str, Any]:
    return {
        "valueQuantity": amounts.quantity_out(record.quantity),
        "valueCodeableConcept": dt.concept_out(record.concept),
        "valueRange": amounts.range_out(record.range),
        "valuePeriod": amounts.period_out(record.period),
        "valueDateTime": record.time,
        "valueString": record.text,
        "valueInteger": record.number,
        "dataAbsentReason": dt.concept_out(record.absent),
    }


def _deny(value: dict[str, Any]) -> list[Any]:
    """Turn a value into a denied one, in place; the extensions that say so."""
    denied = {
        name: value.pop(name) for name in [*value] if name not in _KEPT and value[name] is not None
    }
    if not denied:
        value["modifierExtension"] = [dt.extension(VALUE_NEGATED, valueBoolean=True)]
        return []
    value["dataAbsentReason"] = dt.concept(ABSENT_REASON, NEGATED)
    return [dt.extension(NEGATED_VALUE, **denied)]


def _value_in(observation: Observation) -> dict[str, Any]:
    denied = dt.extension_in(observation, NEGATED_VALUE)
    held: Any = denied or observation
    modifiers = {"extension": observation.get("modifierExtension")}
    is_denied = dt.extension_in(modifiers, VALUE_NEGATED).get("valueBoolean") is True
    absent = None if denied else dt.concept_in(observation.get("dataAbsentReason"))
    return {
        "quantity": amounts.quantity_in(held.get("valueQuantity")),
        "concept": dt.concept_in(held.get("valueCodeableConcept")),
        "range": amounts.range_in(held.get("valueRange")),
        "period": amounts.period_in(held.get("valuePeriod")),
        "time": held.get("valueDateTime"),
        "text": held.get("valueString"),
        "number": held.get("valueInteger"),
        "absent": absent,
        "negated": bool(denied) or is_denied,
    }


def _part_out(part: Part) -> dict[str, Any]:
    return dt.without_empty(
        {
            "code": dt.concept_out(part.what),
            "valueQuantity": amounts.quantity_out(part.quantity),
            "valueCodeableConcept": dt.concept_out(part.concept),
            "dataAbsentReason": dt.concept_out(part.absent),
        }
    )


def _part_in(part: Mapping[str, Any]) -> Part:
    return Part(
        what=dt.Need("a component")(dt.concept_in(part.get("code")), FIELDS["parts.what"]),
        quantity=amounts.quantity_in(part.get("valueQuantity")),
        concept=dt.concept_in(part.get("valueCodeableConcept")),
        absent=dt.concept_in(part.get("dataAbsentReason")),
    )


def _extensions_out(record: MeasurementRecord) -> list[Any]:
    made, parts = participants_out(record.participants) + relations_out(record.relations), []
    if record.verified_by is not None:
        parts.append(dt.extension("by", valueReference=dt.reference_out(record.verified_by)))
    if record.verified_at is not None:
        parts.append(dt.extension("at", valueDateTime=record.verified_at))
    return [*made, dt.complex_extension(VERIFIED, parts)] if parts else made
