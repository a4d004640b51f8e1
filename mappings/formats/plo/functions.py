"""How the person functions, and what they are helped by → Observation.

InfoKartleggingFunksjonsniva   one IPLOS score (1-5, 9 not relevant) per function of list 9111, as a
                               code; effective only when Ansvarlig says on which day functions were
                               assessed (9131#1); a date in a remark stays a remark
OpplysningerOmHjelpemidler     glasses, hearing aids, other aids
AssistertKommunikasjon         the need of an interpreter and the language; who interprets is never
                               shared, name and number
HIS 80704:2014 ch. 5 · IPLOS
"""

from collections.abc import Iterator
from functools import partial

from mappings import self_monitoring, support_need
from mappings.account import Reason, Section
from mappings.errors import RecordRefused, Unreadable
from mappings.fhir.primitives import Code
from mappings.fhir.values import Concept, Note, Period, Quantity
from mappings.formats import times
from mappings.formats.plo.attestation import Assessed
from mappings.formats.plo.codes import INTERPRETER_NEED, IPLOS, NO, NOT_RELEVANT, YES, element
from mappings.formats.plo.narrative import headed, notes
from mappings.formats.plo.people import is_patient, mentioned, tongue
from mappings.formats.plo.reading import Part, Reading, attempt, said
from mappings.formats.plo.values import boolean, concept, decimal, listed, words
from mappings.record import Record
from mappings.self_monitoring import MeasurementRecord
from mappings.self_monitoring import Part as Component
from mappings.support_need import AssessmentRecord, Scale, Score
from mappings.tree import Node

# -- scores -------------------------------------------------------------------------------------


def assessments(reading: Reading, node: Node, assessed: Assessed) -> Iterator[Record]:
    """InfoKartleggingFunksjonsniva: every KartlagtFunksjon, and what is said of them together."""
    overall = node.child("SamletVurderingFunksjonsniva")
    remark = None if overall is None else said(overall, "Merknad")[0]
    scored: list[AssessmentRecord] = []
    for each in node.all("KartlagtFunksjon"):
        key = said(each, "Funksjonsvariabel")
        part = reading.begin(each, support_need.ASSESSMENT_FIELDS, "function", *key)
        scored += attempt(part, partial(_score, part, overall, remark, assessed))
    yield from scored
    if overall is not None:
        yield from _overall(reading, overall, scored=bool(scored))


def _score(
    part: Part, overall: Node | None, remark: str | None, assessed: Assessed
) -> AssessmentRecord:
    section = part.section
    what = concept(section.child("Funksjonsvariabel"), "what")
    relevant = said(section.node, "Vurdering")[0] != NOT_RELEVANT
    score = section.take("Vurdering", "scores" if relevant else "scores.absent", _iplos)
    own = notes(section, "Merknad") if score is not None else ()
    text = words(section, "Merknad", "words") if score is None else None
    if what is None or (score is None and text is None):
        name, field = ("Funksjonsvariabel/@V", "what") if what is None else ("Vurdering", "scores")
        expected = "a function and its score 1-5 or 9"
        raise RecordRefused(section.issue(name, field, expected, "plo.iplos"))
    if overall is not None and remark and remark.strip():
        # What is said of all scores together, such as the day, is true of each.
        around = part.reading.account.section(overall, {}).into(section.target)
        around.take("Merknad", "notes")
        own = (*own, Note(text=remark.strip()))
    return AssessmentRecord(
        **part.common(),
        status=part.reading.observed,
        what=what,
        scale=Scale.IPLOS,
        scores=() if score is None else (Score(code=score),),
        words=text,
        assessed_at=assessed.at,
        performers=assessed.by,
        notes=own,
    )


def _iplos(text: str) -> Code:
    if text.strip() not in IPLOS:
        raise Unreadable("an IPLOS score 1-5, or 9", "plo.iplos")
    return text.strip()


def _overall(reading: Reading, node: Node, *, scored: bool) -> Iterator[Record]:
    yield from headed(reading, node, "VurderingPleietyngde")
    if not scored:
        yield from headed(reading, node, "Merknad")
    (weight,) = said(node, "Pleietyngde")
    if weight is not None:
        part = reading.begin(node, self_monitoring.FIELDS, "fact", "Pleietyngde", weight)
        value = part.section.take("Pleietyngde", "quantity.value", decimal)
        yield from _fact(
            part,
            element("Pleietyngde"),
            quantity=None if value is None else Quantity(value=value),
        )


# -- aids ---------------------------------------------------------------------------------------


def aids(reading: Reading, node: Node) -> Iterator[Record]:
    """OpplysningerOmHjelpemidler; a pacemaker is safety information."""
    for each in node.all("FasteHjelpemidler"):
        for name in ("Briller", "HjelpemiddelHorsel"):
            child = each.child(name)
            if child is not None and child.attributes:
                key = child.attributes.get("V")
                part = reading.begin(each, self_monitoring.FIELDS, "fact", name, key)
                found = listed(part.section.child(name), "concept")
                yield from _fact(part, element(name), concept=found)
        yield from headed(reading, each, "Merknad")
    for each in node.all("StatusHjelpemiddel"):
        yield from _aid(reading, each)


def _aid(reading: Reading, node: Node) -> Iterator[MeasurementRecord]:
    described = node.child("Hjelpemiddelbeskrivelse")
    key = said(described, "HjelpemiddelkodeRTV", "BetegnelseHjelpemiddel")
    part = reading.begin(node, self_monitoring.FIELDS, "aid", *key)
    section = part.section
    status = listed(section.child("Status"), "parts.concept", at=0)
    inner = section.child("Hjelpemiddelbeskrivelse")
    coded = None if inner is None else concept(inner.child("HjelpemiddelkodeRTV"), "concept")
    text = None if inner is None else words(inner, "BetegnelseHjelpemiddel", "concept.text")
    if inner is not None:
        inner.keep("Sekvensnummer")
    what = Concept(codings=() if coded is None else coded.codings, text=text)
    states = () if status is None else (Component(what=element("Status"), concept=status),)
    found = None if what == Concept() else what
    yield from _fact(part, element("Hjelpemiddelbeskrivelse"), concept=found, parts=states)


# -- communication --------------------------------------------------------------------------------


def communication(reading: Reading, node: Node) -> Iterator[MeasurementRecord]:
    """AssistertKommunikasjon."""
    key = said(node, "BehovTolkSprak", "Horselsvikt", "Synsvikt")
    part = reading.begin(node, self_monitoring.FIELDS, "communication", *key)
    section = part.section
    for each in section.children("PreferertTolk"):
        each.drop_whole(Reason.NEVER_SHARED)
    who = section.child("PersonTolkebehov")
    if who is not None:
        mentioned(reading, who, None)
    spoken = tongue(section, "BehovTolkSprak", "concept")
    ended = times.take(section, "BehovOpphortDato/@V", "taken_during.end", reading.zone)
    parts = tuple(_impairment(section, name) for name in ("Horselsvikt", "Synsvikt"))
    yield from _fact(
        part,
        element("AssistertKommunikasjon") if spoken is None else INTERPRETER_NEED,
        concept=spoken,
        parts=tuple(each for each in parts if each is not None),
        during=None if ended is None else Period(end=ended.text),
        remarks=notes(section, "Merknad"),
    )


def needs_interpreter(reading: Reading, body: Node) -> bool | None:
    """Whether the patient, and not somebody close to them, needs an interpreter."""
    for each in body.walk():
        if each.name == "AssistertKommunikasjon" and each.child("BehovTolkSprak") is not None:
            who = each.child("PersonTolkebehov")
            if who is None or is_patient(reading, who) is not None:
                return True
    return None


def _impairment(section: Section, name: str) -> Component | None:
    held = section.take(name, "parts.concept", boolean)
    return None if held is None else Component(what=element(name), concept=YES if held else NO)


def yes_or_no(reading: Reading, node: Node, name: str) -> Iterator[MeasurementRecord]:
    """A flag of the standard as an observation with yes or no."""
    (text,) = said(node, name)
    if text is None or not text.strip():
        return
    part = reading.begin(node, self_monitoring.FIELDS, "fact", name, text)
    held = part.section.take(name, "concept", boolean)
    yield from _fact(part, element(name), concept=None if held is None else YES if held else NO)


def _fact(  # noqa: PLR0913  an observation is what, its value and its circumstances
    part: Part,
    what: Concept,
    *,
    concept: Concept | None = None,
    quantity: Quantity | None = None,
    parts: tuple[Component, ...] = (),
    during: Period | None = None,
    remarks: tuple[Note, ...] = (),
) -> Iterator[MeasurementRecord]:
    yield MeasurementRecord(
        **part.common(),
        status=part.reading.observed,
        what=what,
        concept=concept,
        quantity=quantity,
        parts=parts,
        taken_during=during,
        notes=remarks,
    )
