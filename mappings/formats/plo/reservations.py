"""Reservations and wishes → a task for a person, who says which of the two it is.

ReservasjonOnske{Gjelder, FramsattAv, FramsattDato, TrukketTilbakeAv, TrukketTilbakeDato, Merknad}
holds either, and nothing codes which. Taken for a wish, "not to my former doctor" would be sent to
that very doctor. So the whole message is held, and what was put forward stands in a Task that is
labelled not to be sent before classification: neither a statement nor a consent until then. Text
is never searched for which it is.
    Gjelder → description; FramsattAv → requester (the patient only if an Ident says so);
    FramsattDato → authoredOn; TrukketTilbakeDato → end of the period, and no hold from that day
HIS 80704:2014 p. 61-64
"""

from collections.abc import Iterator
from dataclasses import replace

from mappings import activity
from mappings.activity import TaskRecord
from mappings.errors import Unreadable
from mappings.fhir.values import Period, Reference
from mappings.formats import times
from mappings.formats.plo.narrative import notes
from mappings.formats.plo.people import mentioned
from mappings.formats.plo.put_forward import CLASSIFY, UNCLASSIFIED
from mappings.formats.plo.reading import Reading, said
from mappings.formats.plo.values import words
from mappings.tree import Node


def pending(reading: Reading, node: Node, plan: Reference) -> Iterator[TaskRecord]:
    """One InfoReservasjon: each thing put forward, waiting to be classified."""
    for each in node.all("ReservasjonOnske"):
        yield _task(reading, each, plan)


def _task(reading: Reading, node: Node, plan: Reference) -> TaskRecord:
    key = said(node, "Gjelder", "FramsattDato")
    part = reading.begin(node, activity.TASK_FIELDS, "reservation-or-wish", *key)
    section = part.section
    matter = words(section, "Gjelder", "description")
    who = mentioned(reading, section.child("FramsattAv"), "requester")
    mentioned(reading, section.child("TrukketTilbakeAv"), None)
    made = times.take(section, "FramsattDato", "authored_on", reading.zone)
    ended = times.take(section, "TrukketTilbakeDato", "period.end", reading.zone)
    remarks = notes(section, "Merknad")
    task = TaskRecord(
        **part.common(),
        status="cancelled" if is_withdrawn(reading, node) else "requested",
        intent="order",
        focus=plan,
        what=CLASSIFY,
        description=matter,
        authored_on=None if made is None else made.date_time,
        requester=who,
        period=None if ended is None else Period(end=ended.text),
        notes=remarks,
    )
    return replace(task, labels=(*task.labels, UNCLASSIFIED))


def any_waits(reading: Reading, body: Node) -> bool:
    """Whether something was put forward that is not withdrawn: then a person must look first."""
    return any(
        not is_withdrawn(reading, each) for each in body.walk() if each.name == "ReservasjonOnske"
    )


def is_withdrawn(reading: Reading, node: Node) -> bool:
    """Whether it was taken back, by the day that the message was sent."""
    (text,) = said(node, "TrukketTilbakeDato")
    try:
        day = times.either(text or "", reading.zone).text[:10]
    except Unreadable:
        return False
    return (
        reading.sent_on is not None and len(day) == len(reading.sent_on) and day <= reading.sent_on
    )
