"""Stays → Encounter: what happened or will happen when, in hospital.

TidsfestetHendelse{Hendelsekode (list 9121), BeskrivelseAvHendelse, TidspunktForHendelse, Anslag, …}
of OpplysningOpphold, the five messages of Pasientlogistikk and InfoIPLOSrelevantInformasjon; and
UtskrevetTil. An estimate (Anslag) is no time: it is never in the period, nor does it change the
status. The status follows list 9121 alone, never the words. Death is reported, not concluded from.
Avmelding ends the report that the same patient, admitted at the same time, was ready.
HIS 80704:2014 ch. 5 · Volven 9121, 8431, 8408
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mappings.account import Section
from mappings.codes.systems import PLO_ADMISSION
from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.values import Coding, Concept, Identifier, Note, Period
from mappings.formats import times
from mappings.formats.plo.codes import (
    DEAD_AT_DISCHARGE,
    EVENT,
    INPATIENT,
    OUT_STATE,
    Happening,
    element,
)
from mappings.formats.plo.reading import Part, inform
from mappings.formats.plo.values import coding_of, concept, flag, words
from mappings.redacted import Redacted
from mappings.stay import Event, StayRecord
from mappings.tree import Node

MOVEMENTS = (
    "OrienteringOmDod",
    "MeldingOmUtskrevetPasient",
    "MeldingUtskrivningsklarPasient",
    "AvmeldingUtskrivningsklarPasient",
    "MeldingInnlagtPasient",
)
_DEATH = "OrienteringOmDod"
_NOT_READY = "AvmeldingUtskrivningsklarPasient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Redacted):
    """The stay of a message, and what else it means: a death, an earlier report that ends."""

    record: StayRecord
    dead: bool = False
    died_at: DateTime | None = None
    ends: Identifier | None = None


def holders(body: Node) -> list[Node]:
    """The elements of a message that hold events of the stay."""
    names = ("OpplysningOpphold", "InfoIPLOSrelevantInformasjon", *MOVEMENTS)
    return [each for each in body.children if each.name in names]


def stay(part: Part, body: Node, extra: tuple[Note, ...] = ()) -> Stay:
    """Read every event of a message into one stay."""
    found = [pair for holder in holders(body) for pair in _events(part, holder)]
    released = [event for holder in holders(body) for event in _release(part, holder)]
    outcomes = [each for each in released if isinstance(each, Event)]
    destination = next((each for each in released if isinstance(each, Concept)), None)
    happened = [(happening, event) for happening, event in found if not event.estimated]
    admitted, discharged = _at(happened, Happening.ADMITTED), _at(happened, Happening.DISCHARGED)
    period = Period(start=admitted, end=discharged)
    record = StayRecord(
        **part.common(),
        status=_status(part, body, [happening for happening, _ in happened]),
        kind=INPATIENT,
        period=None if period == Period() else period,
        events=(*(event for _, event in found), *outcomes),
        provider=part.reading.accountable.care_unit,
        discharged_to=destination,
        notes=(*extra, *_notes(part, body, len(extra))),
    )
    died_at = _at(happened, Happening.DEAD) or _only_time(body, happened)
    return Stay(
        record=record,
        dead=_dead(body, found, outcomes),
        died_at=died_at,
        ends=_ends(body, admitted),
    )


# -- events -------------------------------------------------------------------------------------


def _events(part: Part, holder: Node) -> Iterator[tuple[Happening | None, Event]]:
    section = part.reading.account.section(holder, {}).into(part.section.target)
    for each in section.children("TidsfestetHendelse"):
        yield _event(each, part.reading.zone)


def _event(section: Section, zone: str) -> tuple[Happening | None, Event]:
    coded = concept(section.child("Hendelsekode"), "events.what")
    text = words(section, "BeskrivelseAvHendelse", "events.what")
    time = times.take(section, "TidspunktForHendelse/@V", "events.at", zone)
    estimated = flag(section, "Anslag", "events.estimated")
    where = section.child("StedForHendelse")
    if where is not None:
        where.keep("StedHendelse")
    codings = () if coded is None else coded.codings
    what = Concept(codings=codings, text=text or (None if coded is None else coded.text))
    if what == Concept():
        what = element(section.node.name)
    event = Event(what=what, at=None if time is None else time.date_time, estimated=estimated)
    return _happening(coding_of(coded)), event


def _happening(coding: Coding | None) -> Happening | None:
    if coding is None or coding.system != EVENT:
        return None
    return next((each for each in Happening if each.value == coding.code), None)


def _release(part: Part, holder: Node) -> Iterator[Event | Concept]:
    """UtskrevetTil: in which state, and where to."""
    section = part.reading.account.section(holder, {}).into(part.section.target)
    for each in section.children("UtskrevetTil"):
        state = concept(each.child("Uttilstand"), "events.what")
        where = concept(each.child("UtTil"), "discharged_to")
        if state is not None:
            yield Event(what=state)
        if where is not None:
            yield where


def _notes(part: Part, body: Node, at: int) -> Iterator[Note]:
    """The remarks on events and on the discharge, in their order."""
    for holder in holders(body):
        for each in (*holder.all("UtskrevetTil"), *holder.all("TidsfestetHendelse")):
            section = part.reading.account.section(each, {}).into(part.section.target)
            text = section.keep("Merknad", "notes", at=at)
            if text is not None:
                at += 1
                yield Note(text=text.strip())


# -- what they mean -------------------------------------------------------------------------------


def _at(happened: list[tuple[Happening | None, Event]], kind: Happening) -> DateTime | None:
    return next((event.at for happening, event in happened if happening is kind), None)


def _only_time(body: Node, happened: list[tuple[Happening | None, Event]]) -> DateTime | None:
    """The time of death, when the message is about nothing else and does not code it."""
    if body.child(_DEATH) is None or len(happened) != 1:
        return None
    return happened[0][1].at


def _status(part: Part, body: Node, happened: list[Happening | None]) -> Code:
    if Happening.DISCHARGED in happened:
        return "finished"
    if {Happening.ADMITTED, Happening.READY, Happening.NOT_READY} & set(happened):
        return "in-progress"
    expected = "an event of list 9121 that is no estimate: the stay has no known status"
    holder = next(iter(holders(body)), body)
    inform(part, holder, "status", "plo.stay.status", expected)
    return "unknown"


def _dead(body: Node, found: list[tuple[Happening | None, Event]], outcomes: list[Event]) -> bool:
    """A death is reported: by the message, by an event, or by the state at discharge."""
    codes = [coding_of(each.what) for each in outcomes]
    left_dead = any(
        each is not None and (each.system, each.code) == (OUT_STATE, DEAD_AT_DISCHARGE)
        for each in codes
    )
    coded = any(happening is Happening.DEAD for happening, _ in found)
    return coded or left_dead or body.child(_DEATH) is not None


def _ends(body: Node, admitted: DateTime | None) -> Identifier | None:
    """The stay whose report of being ready is taken back: of the patient, by its admission."""
    if body.child(_NOT_READY) is None or admitted is None:
        return None
    return Identifier(system=PLO_ADMISSION, value=admitted)
