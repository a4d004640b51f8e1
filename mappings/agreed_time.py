"""An agreed time <-> Appointment (https://hl7.org/fhir/R4/appointment.html).

R4 wants start and end both or neither (app-2) and neither only while proposed, cancelled or on a
waiting list (app-3). Sources give a start alone: the end is then there without a value, with the
reason that it is unknown. A length without a unit is words, in the comment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import DATA_ABSENT, TIME_ZONE_CODE
from mappings.codes.tables import by_value
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime, Instant
from mappings.fhir.types import Appointment
from mappings.fhir.values import Concept, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields
from mappings.redacted import Redacted


class Reply(Enum):
    """Appointment.participant.status."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needs-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee(Redacted):
    """One who takes part beside the person, and what they answered."""

    actor: Reference
    reply: Reply
    types: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTimeRecord(Record):
    """An agreed time. The person is the first attendee (`reply`), `attendees` are the others.

    `end` None means unknown and is said so (data-absent-reason), never made up. `zone` is the IANA
    zone the time was agreed in.
    """

    status: Code
    reply: Reply
    start: Instant | None = None
    end: Instant | None = None
    zone: Code | None = None
    what: Concept | None = None
    description: str | None = None
    comment: str | None = None
    person_instruction: str | None = None
    created: DateTime | None = None
    attendees: tuple[Attendee, ...] = ()
    based_on: tuple[Reference, ...] = ()
    supporting: tuple[Reference, ...] = ()


_ZONE: Final = f"extension.where(url='{TIME_ZONE_CODE}').valueCode"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Appointment", "participant[0].actor.identifier.value"),
    "status": "Appointment.status",
    "reply": "Appointment.participant[0].status",
    "start": "Appointment.start",
    "end": "Appointment.end",
    # With the start, or with the end where that is all there is: it stands once.
    "zone": f"Appointment.select(_start | _end).{_ZONE}",
    "what": "Appointment.serviceType[0]",
    "what.text": "Appointment.serviceType[0].text",
    "description": "Appointment.description",
    "comment": "Appointment.comment",
    "person_instruction": "Appointment.patientInstruction",
    "created": "Appointment.created",
    "attendees": "Appointment.participant[]",
    "attendees.actor": "Appointment.participant[].actor",
    "attendees.reply": "Appointment.participant[].status",
    "attendees.types": "Appointment.participant[].type",
    "based_on": "Appointment.basedOn[]",
    "supporting": "Appointment.supportingInformation[]",
}
REPLY: Final = by_value(FIELDS["reply"], Reply)
# app-3: in these, and only in these, no time need be set.
_WITHOUT_TIME: Final = frozenset({"proposed", "cancelled", "waitlist"})


def agreed_time_to_fhir(record: AgreedTimeRecord) -> Appointment:
    made = common_out(record, "Appointment")
    members = {
        "status": record.status,
        "serviceType": [] if record.what is None else [dt.concept_out(record.what)],
        "description": record.description,
        "supportingInformation": dt.references_out(record.supporting),
        **_times_out(record),
        "created": record.created,
        "comment": record.comment,
        "patientInstruction": record.person_instruction,
        "basedOn": dt.references_out(record.based_on),
        "participant": [
            {"actor": dt.person_out(record.person), "status": REPLY.to_fhir(record.reply)},
            *(_attendee_out(each) for each in record.attendees),
        ],
    }
    return cast("Appointment", dt.filled(made, members))


def agreed_time_from_fhir(appointment: Appointment) -> AgreedTimeRecord:
    need = dt.Need("an agreed time")
    participants = appointment.get("participant") or []
    person = _person_of(participants)
    return AgreedTimeRecord(
        **common_in(appointment, person.get("actor"), "Appointment.participant"),
        status=need(appointment.get("status"), FIELDS["status"]),
        reply=REPLY.from_fhir(person.get("status")),
        start=appointment.get("start"),
        end=appointment.get("end"),
        zone=_zone_in(appointment),
        what=dt.concept_in(next(iter(appointment.get("serviceType") or ()), None)),
        description=appointment.get("description"),
        comment=appointment.get("comment"),
        person_instruction=appointment.get("patientInstruction"),
        created=appointment.get("created"),
        attendees=tuple(_attendee_in(each) for each in participants if each is not person),
        based_on=dt.references_in(appointment.get("basedOn")),
        supporting=dt.references_in(appointment.get("supportingInformation")),
    )


# -- times --------------------------------------------------------------------------------------


def _times_out(record: AgreedTimeRecord) -> dict[str, Any]:
    start, end = record.start, record.end
    if start is None and end is None:
        return _no_times(record)
    zone = record.zone
    return {
        "start": start,
        "_start": _sibling(start, zone),
        "end": end,
        # The zone stands once: with the start, or with the end when that is all there is.
        "_end": _sibling(end, zone if start is None else None),
    }


def _no_times(record: AgreedTimeRecord) -> dict[str, Any]:
    if record.status not in _WITHOUT_TIME:
        raise MappingError(FIELDS["start"], None, "a start or an end", "app-3")
    if record.zone is not None:
        raise MappingError(FIELDS["start"], None, "a time that the zone is of", "agreed-time.zone")
    return {}


def _sibling(time: Instant | None, zone: Code | None) -> dict[str, Any] | None:
    made = []
    if time is None:
        made.append(dt.extension(DATA_ABSENT, valueCode="unknown"))
    elif zone is not None:
        made.append(dt.extension(TIME_ZONE_CODE, valueCode=zone))
    return {"extension": made} if made else None


def _zone_in(appointment: Appointment) -> Code | None:
    for sibling in (appointment.get("_start"), appointment.get("_end")):
        held = dt.extension_in(sibling, TIME_ZONE_CODE)
        if held:
            return held.get("valueCode")
    return None


# -- participants -------------------------------------------------------------------------------


def _person_of(participants: Sequence[Any]) -> dict[str, Any]:
    """The participant who is the patient: by type, or by a literal reference."""
    for each in participants:
        actor = each.get("actor") or {}
        literal = actor.get("reference") or ""
        if actor.get("type") == "Patient" or literal.startswith("Patient/"):
            return cast("dict[str, Any]", each)
    return {}


def _attendee_out(attendee: Attendee) -> dict[str, Any]:
    return dt.without_empty(
        {
            "type": dt.concepts_out(attendee.types),
            "actor": dt.reference_out(attendee.actor),
            "status": REPLY.to_fhir(attendee.reply),
        }
    )


def _attendee_in(participant: Mapping[str, Any]) -> Attendee:
    actor = dt.reference_in(participant.get("actor"))
    return Attendee(
        actor=dt.Need("an attendee")(actor, FIELDS["attendees.actor"]),
        reply=REPLY.from_fhir(participant.get("status")),
        types=dt.concepts_in(participant.get("type")),
    )
