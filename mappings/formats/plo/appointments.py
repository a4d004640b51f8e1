"""Control visits → Appointment when the time is known, else ServiceRequest.

InformasjonOmTime          booked (BestiltKontrolltime) at a time known to the second → Appointment;
                           its end is unknown, Varighet has a number and no unit → comment
KontrolltimeBestill        to be booked → ServiceRequest
InformasjonOmTentativTime  a time in words → ServiceRequest with those words
The patient's answer is open unless the source says that they were told (InformertOm).
HIS 80704:2014 ch. 5 · https://hl7.org/fhir/R4/appointment.html
"""

from collections.abc import Iterator

from mappings import activity, agreed_time
from mappings.account import Section
from mappings.activity import ActivityKind, ActivityRecord, Standing
from mappings.agreed_time import AgreedTimeRecord, Attendee, Reply
from mappings.errors import Unreadable
from mappings.fhir.values import Reference, Schedule
from mappings.formats import times
from mappings.formats.plo.codes import element
from mappings.formats.plo.narrative import notes
from mappings.formats.plo.reading import Part, Reading, said
from mappings.formats.plo.values import boolean, integer, words
from mappings.record import Record
from mappings.tree import Node


def controls(reading: Reading, node: Node) -> Iterator[Record]:
    """One InfoKontrolltime."""
    for each in node.all("InformasjonOmTime"):
        yield from _time(reading, each)
    for each in node.all("KontrolltimeBestill"):
        yield _to_book(reading, each)
    for each in node.all("InformasjonOmTentativTime"):
        yield _tentative(reading, each)


def _time(reading: Reading, node: Node) -> Iterator[Record]:
    (booked,) = said(node, "BestiltKontrolltime")
    if (booked or "").strip() in ("false", "0") or _full_time(reading, node):
        yield _appointment(reading, node)
    else:
        yield _visit(reading, node)


def _full_time(reading: Reading, node: Node) -> bool:
    """Whether the time is one that an Appointment can start at."""
    (text,) = said(node, "TidspunktTime")
    try:
        return times.either(text or "", reading.zone).instant is not None
    except Unreadable:
        return False


def _appointment(reading: Reading, node: Node) -> AgreedTimeRecord:
    part = reading.begin(node, agreed_time.FIELDS, "time", *said(node, "TidspunktTime", "StedTime"))
    section = part.section
    booked = section.take("BestiltKontrolltime", "status", boolean)
    start = _start(section, reading.zone)
    length = section.take("Varighet", "comment", integer)
    where = words(section, "StedTime", "attendees.actor", at=1)
    reply = _reply(section)
    place = None if where is None else Reference(type="Location", display=where)
    return AgreedTimeRecord(
        **part.common(),
        status="booked" if booked else "proposed",
        reply=reply,
        start=None if start is None else start.text,
        zone=None if start is None else reading.zone,
        what=element("InformasjonOmTime"),
        comment=None if length is None else f"Varighet: {length}",
        attendees=() if place is None else (Attendee(actor=place, reply=Reply.NEEDS_ACTION),),
    )


def _start(section: Section, zone: str) -> times.Time | None:
    found = section.take("TidspunktTime", "start", lambda text: _instant(text, zone))
    if found is not None:
        times.note_ambiguity(section, "TidspunktTime", "start", found)
    return found


def _instant(text: str, zone: str) -> times.Time:
    time = times.either(text, zone)
    _ = time.instant  # raises Unreadable: an Appointment starts at an instant
    return time


def _reply(section: Section) -> Reply:
    informed = section.child("InformertOm")
    if informed is None:
        return Reply.NEEDS_ACTION
    informed.keep("ParorendeInformert")
    told = informed.take("PasientInformert", "reply", boolean)
    return Reply.ACCEPTED if told else Reply.NEEDS_ACTION


# -- visits without a time that is booked ---------------------------------------------------------


def _visit(reading: Reading, node: Node) -> ActivityRecord:
    """A visit that is booked, but not at a time known to the second."""
    part = _begin(reading, node, "TidspunktTime", "StedTime")
    section = part.section
    booked = section.take("BestiltKontrolltime", "standing", boolean)
    time = times.take(section, "TidspunktTime", "occurs_at", reading.zone)
    _keep_rest(section, "StedTime", "Varighet")
    return ActivityRecord(
        **part.common(),
        status="unknown",
        standing=Standing.AGREED if booked else Standing.RECOMMENDED,
        kind=ActivityKind.FOLLOW_UP,
        what=element("InformasjonOmTime"),
        occurs_at=None if time is None else time.at,
        occurs_during=None if time is None else time.during,
    )


def _to_book(reading: Reading, node: Node) -> ActivityRecord:
    part = _begin(reading, node, "PasientParorendeBestiller")
    section = part.section
    theirs = _books(section)
    _keep_rest(section)
    return ActivityRecord(
        **part.common(),
        status="unknown",
        standing=Standing.AGREED,
        kind=ActivityKind.CONTROL_TO_BOOK,
        what=element("KontrolltimeBestill"),
        performer_type=element("PasientParorendeBestiller") if theirs else None,
    )


def _books(section: Section) -> bool:
    """Whether the patient or somebody close books; who else does is not said, so it is kept."""
    name = "PasientParorendeBestiller"
    if (said(section.node, name)[0] or "").strip() in ("false", "0"):
        section.keep(name)
        return False
    return bool(section.take(name, "performer_type", boolean))


def _tentative(reading: Reading, node: Node) -> ActivityRecord:
    part = _begin(reading, node, "TentativtTidspunktTime", "StedTime")
    section = part.section
    when = words(section, "TentativtTidspunktTime", "schedule.text")
    _keep_rest(section, "StedTime")
    remarks = notes(section, "Merknad")
    return ActivityRecord(
        **part.common(),
        status="unknown",
        standing=Standing.AGREED,
        kind=ActivityKind.TENTATIVE_TIME,
        what=element("InformasjonOmTentativTime"),
        schedule=None if when is None else Schedule(text=when),
        notes=remarks,
    )


def _begin(reading: Reading, node: Node, *names: str) -> Part:
    return reading.begin(node, activity.FIELDS, "visit", node.name, *said(node, *names))


def _keep_rest(section: Section, *names: str) -> None:
    for name in names:
        section.keep(name)
    informed = section.child("InformertOm")
    if informed is not None:
        informed.keep("PasientInformert")
        informed.keep("ParorendeInformert")
