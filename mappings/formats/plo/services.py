"""Services the person has, and services somebody needs for them → ServiceRequest.

EksisterendeTjeneste   decided: intent order; active, unless it ended before the message was sent
TjenesteBehov          recommended: intent proposal, status unknown
IPLOStjenestetype (list 9151) → category; BetegnelseTjeneste, BeskrivelseAvTjeneste → words;
TjenestenLevertAv, VedInstitusjon → performer; AntallEnheter and Enhet → quantity
HIS 80704:2014 ch. 5 · IPLOS
"""

from collections.abc import Iterator
from functools import partial

from mappings import activity
from mappings.account import Section
from mappings.activity import ActivityKind, ActivityRecord, Standing
from mappings.errors import RecordRefused, Severity
from mappings.fhir.primitives import Code
from mappings.fhir.values import Concept, Period, Quantity, Reference
from mappings.formats import times
from mappings.formats.plo.codes import element
from mappings.formats.plo.narrative import notes
from mappings.formats.plo.reading import Part, Reading, attempt, said
from mappings.formats.plo.values import concept, decimal, flag, label, words
from mappings.tree import Node


def existing(reading: Reading, node: Node) -> Iterator[ActivityRecord]:
    key = said(node, "IPLOStjenestetype", "BetegnelseTjeneste", "Startdato")
    part = reading.begin(node, activity.FIELDS, "service", *key)
    yield from attempt(part, partial(_existing, part))


def _existing(part: Part) -> ActivityRecord:
    section, zone = part.section, part.reading.zone
    kind = concept(section.child("IPLOStjenestetype"), "categories")
    private = flag(section, "PrivatTjeneste", "categories")
    text = words(section, "BetegnelseTjeneste", "what.text")
    performer = _performer(section, "TjenestenLevertAv")
    amount = _amount(section, "AntallEnheter")
    start = times.take(section, "Startdato", "occurs_during.start", zone)
    end = times.take(section, "Sluttdato", "occurs_during.end", zone)
    period = Period(
        start=None if start is None else start.text, end=None if end is None else end.text
    )
    remarks = notes(section, "OpplysningerOmTjenesten", "Merknad")
    kinds = (kind, element("PrivatTjeneste") if private else None)
    return ActivityRecord(
        **part.common(),
        status=_status(part, period),
        standing=Standing.DECIDED,
        kind=ActivityKind.SERVICE,
        what=Concept(text=_named(part, text or label(kind))),
        categories=tuple(each for each in kinds if each is not None),
        performers=() if performer is None else (performer,),
        quantity=amount,
        occurs_during=None if period == Period() else period,
        notes=remarks,
    )


def _status(part: Part, period: Period) -> Code:
    """A service that the person has is active; one that had ended by then is a contradiction."""
    sent = part.reading.sent_on
    if period.end is None or sent is None or period.end[:10] >= sent:
        return "active"
    expected = "an end after the day of the message, since the service is an existing one"
    part.reading.account.issues.append(
        part.section.issue(
            "Sluttdato", "status", expected, "plo.service.ended", severity=Severity.WARNING
        )
    )
    return "unknown"


def needed(reading: Reading, node: Node) -> Iterator[ActivityRecord]:
    key = said(node, "IPLOStjenestetype", "BetegnelseTjeneste", "BeskrivelseAvTjeneste")
    part = reading.begin(node, activity.FIELDS, "service-need", *key)
    yield from attempt(part, partial(_needed, part))


def _needed(part: Part) -> ActivityRecord:
    section = part.section
    kind = concept(section.child("IPLOStjenestetype"), "categories")
    text = words(section, "BetegnelseTjeneste", "what.text")
    performer = _performer(section, "VedInstitusjon")
    if text is None:
        text = words(section, "BeskrivelseAvTjeneste", "what.text")
    remarks = (
        ()
        if section.leaf("BetegnelseTjeneste") is None
        else notes(section, "BeskrivelseAvTjeneste")
    )
    amount = _amount(section, "AntallEnheterOnsket")
    return ActivityRecord(
        **part.common(),
        status="unknown",
        standing=Standing.RECOMMENDED,
        kind=ActivityKind.SERVICE_NEED,
        what=Concept(text=_named(part, text or label(kind))),
        categories=() if kind is None else (kind,),
        performers=() if performer is None else (performer,),
        quantity=amount,
        notes=remarks,
    )


def _named(part: Part, text: str | None) -> str:
    if text is None:
        expected = "which service"
        raise RecordRefused(
            part.section.issue("BetegnelseTjeneste", "what.text", expected, "plo.service.words")
        )
    return text


def _performer(section: Section, name: str) -> Reference | None:
    text = words(section, name, "performers", at=0)
    return None if text is None else Reference(type="Organization", display=text)


def _amount(section: Section, name: str) -> Quantity | None:
    value = section.take(name, "quantity.value", decimal)
    if value is None:
        section.keep("Enhet")
        return None
    return Quantity(value=value, unit=words(section, "Enhet", "quantity.unit"))
