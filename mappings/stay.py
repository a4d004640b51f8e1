"""A stay in hospital or in a short-term place <-> Encounter (https://hl7.org/fhir/R4/encounter.html).

What happened when (admitted, ready for discharge, discharged) stands in an extension, each time
marked when it is estimated; an estimated time is no time and never part of the period. R4's
Encounter has no note: an extension holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes.systems import ESTIMATED, STAY_EVENT
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.notes import note_extension_fields, note_extensions_in, note_extensions_out
from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.types import Encounter
from mappings.fhir.values import Coding, Concept, Note, Period, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Redacted):
    """A dated happening of a stay as the source has it: code, words, time, estimated or not."""

    what: Concept
    at: DateTime | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRecord(Record):
    """A stay. `status` is an Encounter.status code, `kind` the class (v3-ActCode, such as IMP)."""

    status: Code
    kind: Coding
    period: Period | None = None
    events: tuple[Event, ...] = ()
    provider: Reference | None = None
    types: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    part_of: Reference | None = None
    admitted_from: Concept | None = None
    discharged_to: Concept | None = None
    notes: tuple[Note, ...] = ()


_EVENT: Final = f"Encounter.extension.where(url='{STAY_EVENT}')"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Encounter"),
    "status": "Encounter.status",
    "kind": "Encounter.class",
    "kind.code": "Encounter.class.code",
    "period": "Encounter.period",
    "period.start": "Encounter.period.start",
    "period.end": "Encounter.period.end",
    "events": _EVENT,
    "events.what": f"{_EVENT}.extension.where(url='what').valueCodeableConcept",
    "events.at": f"{_EVENT}.extension.where(url='at').valueDateTime",
    "events.estimated": f"{_EVENT}.extension.where(url='{ESTIMATED}').valueBoolean",
    "provider": "Encounter.serviceProvider",
    "types": "Encounter.type[]",
    "reasons": "Encounter.reasonCode[]",
    "part_of": "Encounter.partOf",
    "admitted_from": "Encounter.hospitalization.admitSource",
    "discharged_to": "Encounter.hospitalization.dischargeDisposition",
    **note_extension_fields("Encounter"),
}


def stay_to_fhir(record: StayRecord) -> Encounter:
    made = common_out(record, "Encounter")
    extensions = [_event_out(each) for each in record.events]
    extensions += note_extensions_out(record.notes)
    if extensions:
        made["extension"] = [*made.get("extension", ()), *extensions]
    hospitalization = dt.without_empty(
        {
            "admitSource": dt.concept_out(record.admitted_from),
            "dischargeDisposition": dt.concept_out(record.discharged_to),
        }
    )
    members = {
        "status": record.status,
        "class": dt.coding_out(record.kind),
        "type": dt.concepts_out(record.types),
        "subject": dt.person_out(record.person),
        "period": amounts.period_out(record.period),
        "reasonCode": dt.concepts_out(record.reasons),
        "hospitalization": hospitalization,
        "serviceProvider": dt.reference_out(record.provider),
        "partOf": dt.reference_out(record.part_of),
    }
    return cast("Encounter", dt.filled(made, members))


def stay_from_fhir(encounter: Encounter) -> StayRecord:
    need = dt.Need("a stay")
    kind = need(encounter.get("class"), FIELDS["kind"])
    hospitalization = encounter.get("hospitalization") or {}
    events = dt.extensions_in(encounter, STAY_EVENT)
    return StayRecord(
        **common_in(encounter, encounter.get("subject"), "Encounter"),
        status=need(encounter.get("status"), FIELDS["status"]),
        kind=dt.coding_in(kind),
        period=amounts.period_in(encounter.get("period")),
        events=tuple(_event_in(each) for each in events),
        provider=dt.reference_in(encounter.get("serviceProvider")),
        types=dt.concepts_in(encounter.get("type")),
        reasons=dt.concepts_in(encounter.get("reasonCode")),
        part_of=dt.reference_in(encounter.get("partOf")),
        admitted_from=dt.concept_in(hospitalization.get("admitSource")),
        discharged_to=dt.concept_in(hospitalization.get("dischargeDisposition")),
        notes=note_extensions_in(encounter),
    )


def _event_out(event: Event) -> Any:  # noqa: ANN401  an Extension, as JSON
    parts: list[Any] = [dt.extension("what", valueCodeableConcept=dt.concept_out(event.what))]
    if event.at is not None:
        parts.append(dt.extension("at", valueDateTime=event.at))
    if event.estimated:
        parts.append(dt.extension(ESTIMATED, valueBoolean=True))
    return dt.complex_extension(STAY_EVENT, parts)


def _event_in(held: Mapping[str, Any]) -> Event:
    what = dt.concept_in(dt.extension_in(held, "what").get("valueCodeableConcept"))
    return Event(
        what=dt.Need("an event of a stay")(what, FIELDS["events.what"]),
        at=dt.extension_in(held, "at").get("valueDateTime"),
        estimated=dt.extension_in(held, ESTIMATED).get("valueBoolean", False),
    )
