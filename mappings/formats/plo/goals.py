"""Goals and needs of the nursing part → Goal, Condition.

InfoMaalForventetRes/InnholdMaaldokument
    Beskrivelse, MaalForventetResultat → the goal's words and code; KategoriHelsepersonell → a
    professional's goal; FraDato → start, TilDato → validity; ForventesOppnaadd → target due;
    ForventetGradMaaloppnaaelse → target (what is expected, never what was achieved)
InfoVurderinger/InnholdVurdering
    VurderingenGjelder → need; each Enkeltvurdering → an observation on the same matter
PLO goals carry no status: a goal that is sent is active, by the named rule `plo.goal.status`.
HIS 80704:2014 ch. 5
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from mappings import goal, need, self_monitoring
from mappings.account import SOURCE_TEXTS, Section
from mappings.errors import RecordRefused, Unreadable
from mappings.fhir.values import Concept, Period, Reference
from mappings.formats import times
from mappings.formats.plo.codes import EXPECTED_ATTAINMENT
from mappings.formats.plo.narrative import texts
from mappings.formats.plo.reading import Part, Reading, attempt, inform, said
from mappings.formats.plo.values import concept, keep_code, label, listed, words
from mappings.goal import GoalRecord, Target, Voice
from mappings.need import NeedRecord
from mappings.record import Record
from mappings.self_monitoring import MeasurementRecord
from mappings.tree import Node


def goals(reading: Reading, node: Node) -> Iterator[Record]:
    """One InfoMaalForventetRes: a goal, and the texts that belong to it."""
    about: tuple[Reference, ...] = ()
    for content in node.all("InnholdMaaldokument"):
        key = said(content, "Beskrivelse", "MaalForventetResultat", "FraDato")
        part = reading.begin(content, goal.FIELDS, "goal", *key)
        built = attempt(part, partial(_goal, part))
        about = (part.reference,) if built else ()
        yield from built
    yield from texts(reading, node, about=about)


def _goal(part: Part) -> GoalRecord:
    section, zone = part.section, part.reading.zone
    coded = concept(section.child("MaalForventetResultat"), "codings", at=0)
    described = words(section, "Beskrivelse", "words")
    category = listed(section.child("KategoriHelsepersonell"), "categories")
    keywords = key_words(section)
    start = times.take(section, "FraDato", "start", zone)
    end = times.take(section, "TilDato", "validity.end", zone)
    target = _target(section, zone)
    text = described or label(coded)
    if text is None:
        expected = "what the goal is, in words"
        raise RecordRefused(section.issue("Beskrivelse", "words", expected, "plo.goal.words"))
    _note_status(part)
    return GoalRecord(
        **part.common(),
        words=text,
        codings=() if coded is None else coded.codings,
        voice=Voice.UNKNOWN if category is None else Voice.PROFESSIONAL,
        categories=(*(() if category is None else (category,)), *keywords),
        status="active",
        start=None if start is None else start.text[:10],
        validity=None if end is None else Period(end=end.text),
        targets=() if target == Target() else (target,),
    )


def _target(section: Section, zone: str) -> Target:
    expected = concept(section.child("ForventetGradMaaloppnaaelse"), "targets.concept", at=0)
    due = section.take(
        "ForventesOppnaadd", "targets.due", lambda text: times.iso(text, zone).date, at=0
    )
    return Target(
        measure=None if expected is None else EXPECTED_ATTAINMENT, concept=expected, due=due
    )


def key_words(section: Section) -> tuple[Concept, ...]:
    """Take Stikkord as categories in words."""
    found = []
    for each in section.children("Stikkord"):
        text = words(each, ".", "categories")
        if text is not None:
            found.append(Concept(text=text))
    return tuple(found)


def _note_status(part: Part) -> None:
    """Say once that no goal of this message had a status."""
    rule = "plo.goal.status"
    if not any(issue.rule == rule for issue in part.reading.account.issues):
        expected = "a status, which the standard has no element for: a goal that is sent is active"
        inform(part, part.section.node, "status", rule, expected)


# -- needs --------------------------------------------------------------------------------------


def needs(reading: Reading, node: Node) -> Iterator[Record]:
    """One InfoVurderinger: what was assessed, each judgement, and the texts that belong to it."""
    about: tuple[Reference, ...] = ()
    for content in node.all("InnholdVurdering"):
        judged = list(_judgements(reading, content))
        key = said(content, "VurderingenGjelder", "FraDato")
        part = reading.begin(content, need.FIELDS, "need", *key)
        built = attempt(part, partial(_need, part, dated=bool(content.all("Enkeltvurdering"))))
        about = (part.reference,) if built else ()
        yield from (*built, *judged)
    yield from texts(reading, node, about=about)


def _need(part: Part, *, dated: bool) -> NeedRecord:
    """The need; its validity stands in its judgements, if it is `dated` there."""
    section = part.section
    matter = words(section, "VurderingenGjelder", "what.text")
    for each in section.children("Stikkord"):
        each.keep(".")
    if not dated:
        for name in ("FraDato", "TilDato"):
            keep_time(section, name, part.reading.zone)
    keep_code(section.child("KategoriHelsepersonell"))
    if matter is None:
        expected = "what was assessed"
        raise RecordRefused(
            section.issue("VurderingenGjelder", "what.text", expected, "plo.need.words")
        )
    return NeedRecord(**part.common(), what=Concept(text=matter))


def _judgements(reading: Reading, node: Node) -> Iterator[MeasurementRecord]:
    matter = said(node, "VurderingenGjelder")[0]
    period: Period | None = None
    for each in node.all("Enkeltvurdering"):
        key = said(each, "Funksjonsområde", "KodetVurdering", "VurderingTekst")
        part = reading.begin(each, self_monitoring.FIELDS, "judgement", matter, *key)
        period = period or _validity(part, node)
        yield from attempt(part, partial(_judgement, part, matter, period))


def _judgement(part: Part, matter: str | None, period: Period | None) -> MeasurementRecord:
    section = part.section
    area = concept(section.child("Funksjonsområde"), "what")
    judged = concept(section.child("KodetVurdering"), "concept")
    text = words(section, "VurderingTekst", "text" if judged is None else "concept.text")
    if area is None and not matter:
        expected = "what was judged"
        raise RecordRefused(section.issue("Funksjonsområde/@V", "what", expected, "plo.need.words"))
    return MeasurementRecord(
        **part.common(),
        status=part.reading.observed,
        what=area or Concept(text=(matter or "").strip()),
        concept=None if judged is None else replace(judged, text=text or judged.text),
        text=text if judged is None else None,
        taken_during=period,
    )


def _validity(part: Part, node: Node) -> Period | None:
    """From when to when a judgement holds, as the element around it says."""
    section = part.reading.account.section(node, {}).into(part.section.target)
    start = times.take(section, "FraDato", "taken_during.start", part.reading.zone)
    end = times.take(section, "TilDato", "taken_during.end", part.reading.zone)
    if start is None and end is None:
        return None
    return Period(
        start=None if start is None else start.text, end=None if end is None else end.text
    )


def keep_time(section: Section, name: str, zone: str) -> None:
    """Keep a time that no element holds; one that can't be read is refused all the same."""
    leaf = section.leaf(name)
    if leaf is None:
        return
    try:
        times.either(leaf.value, zone)
    except Unreadable as error:
        section.refuse(name, SOURCE_TEXTS, error.expected, error.rule)
    else:
        section.keep(name)
