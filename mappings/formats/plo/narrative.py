"""Texts under their headings, and what is said of the patient's own view.

Journaltekst{Overskriftskode, Notat, Merknad} → narrative, with the heading as the source codes it;
heading 9141#13 "Pasientens egne vurderinger" → a statement in reported speech: a nurse's sentence
about what the patient thinks. InformasjonGitt → narrative: what somebody was told, when, by whom.
Narrative stays narrative: no goal, need or status is read out of it.
"""

from collections.abc import Iterator

from mappings import narrative, self_monitoring, what_matters
from mappings.account import Section
from mappings.errors import RecordRefused
from mappings.fhir.values import Note, Reference
from mappings.formats import times
from mappings.formats.plo.codes import OWN_ASSESSMENT, VOLVEN, element
from mappings.formats.plo.parties import professional, staff_reference
from mappings.formats.plo.people import mentioned
from mappings.formats.plo.reading import Part, Reading, attempt, said
from mappings.formats.plo.safety import topics_of
from mappings.formats.plo.values import coding_of, concept, label, words
from mappings.narrative import NarrativeRecord
from mappings.record import Record
from mappings.self_monitoring import MeasurementRecord
from mappings.tree import Node
from mappings.what_matters import Mode, SaidBy, StatementRecord


def texts(
    reading: Reading,
    node: Node,
    *,
    about: tuple[Reference, ...] = (),
    writers: tuple[Reference, ...] = (),
) -> Iterator[Record]:
    """Every Journaltekst of an element that is no safety information."""
    for each in node.all("Journaltekst"):
        if topics_of(each):
            continue
        if is_own_assessment(each):
            yield from _statement(reading, each, about)
        else:
            yield from _narrative(reading, each, about, writers)


def is_own_assessment(node: Node) -> bool:
    heading = node.child("Overskriftskode")
    held = {} if heading is None else heading.attributes
    system = f"{VOLVEN[:8]}{held.get('S', '').strip()}"
    return (system, held.get("V", "").strip()) == OWN_ASSESSMENT


def _statement(reading: Reading, node: Node, about: tuple[Reference, ...]) -> list[StatementRecord]:
    part = reading.begin(node, what_matters.FIELDS, "statement", *said(node, "Notat"))

    def build() -> StatementRecord:
        heading = coding_of(concept(part.section.child("Overskriftskode"), "codings"))
        spoken = _words(part)
        return StatementRecord(
            **part.common(),
            status="final",
            mode=Mode.REPORTED,
            said_by=SaidBy.PATIENT,
            words=spoken,
            speaker=reading.patient,
            writer=reading.writer,
            codings=() if heading is None else (heading,),
            about=about,
            notes=_notes(part.section),
        )

    return attempt(part, build)


def _narrative(
    reading: Reading,
    node: Node,
    about: tuple[Reference, ...],
    writers: tuple[Reference, ...],
) -> list[NarrativeRecord]:
    key = said(node, "Overskriftskode", "Notat")
    part = reading.begin(node, narrative.FIELDS, "narrative", *key)

    def build() -> NarrativeRecord:
        heading = concept(part.section.child("Overskriftskode"), "heading")
        written = _words(part)
        return NarrativeRecord(
            **part.common(),
            status=reading.observed,
            heading=heading or element(node.parent.name if node.parent else node.name),
            words=written,
            writers=writers or _writer(reading),
            about=about,
            notes=_notes(part.section),
        )

    return attempt(part, build)


def _words(part: Part) -> str:
    """The text itself; raises RecordRefused when there is none."""
    section = part.section
    found = section.take("Notat", "words")  # word for word, white space included
    if found is None:
        raise RecordRefused(section.issue("Notat", "words", "a text", "plo.text"))
    return found


def _notes(section: Section) -> tuple[Note, ...]:
    return notes(section, "Merknad")


def notes(section: Section, *names: str) -> tuple[Note, ...]:
    """Take remarks as notes of the record."""
    found = [
        section.keep(name, "notes", at=at)
        for at, name in enumerate(name for name in names if section.leaf(name) is not None)
    ]
    return tuple(Note(text=text.strip()) for text in found if text is not None)


def _writer(reading: Reading) -> tuple[Reference, ...]:
    return () if reading.writer is None else (reading.writer,)


def headed(
    reading: Reading, node: Node, name: str, *, writers: tuple[Reference, ...] = ()
) -> Iterator[NarrativeRecord]:
    """A text element that is its own heading, such as EndringFunksjonsnivaa."""
    child = node.child(name)
    if child is None or not (child.text or "").strip():
        return
    part = reading.begin(node, narrative.FIELDS, "narrative", name, child.text)
    yield NarrativeRecord(
        **part.common(),
        status=reading.observed,
        heading=element(node.name if name == "Merknad" else name),
        words=words(part.section, name, "words") or "",
        writers=writers or _writer(reading),
    )


# -- what holds such texts ------------------------------------------------------------------------


def journal_notes(reading: Reading, node: Node) -> Iterator[Record]:
    """MedisinskfagligeOpplysninger and InfoAndreViktigeOpplysninger."""
    for each in node.all("GenereltJournalnotat"):
        if not topics_of(each):
            yield from texts(reading, each)


def other_report(reading: Reading, node: Node) -> Iterator[Record]:
    """AndreFagrapporter: what another profession reports."""
    who = node.child("AnsvarligRapport")
    responsible = None if who is None else professional(reading, who)
    writers = () if responsible is None else (staff_reference(responsible),)
    if responsible is not None:
        yield responsible
    for name in ("StatusInnleggelse", "StatusBehandlingsstart", "ForventetStatusUtskriving"):
        yield from headed(reading, node, name, writers=writers)
    yield from _treatment_start(reading, node)
    yield from texts(reading, node, writers=writers)


def _treatment_start(reading: Reading, node: Node) -> Iterator[MeasurementRecord]:
    (date,) = said(node, "BehandlingStart")
    if date is None:
        return
    part = reading.begin(node, self_monitoring.FIELDS, "fact", "BehandlingStart", date)
    time = times.take(part.section, "BehandlingStart", "time", reading.zone)
    yield MeasurementRecord(
        **part.common(),
        status=reading.observed,
        what=element("BehandlingStart"),
        time=None if time is None else time.date_time,
    )


def information_given(reading: Reading, node: Node) -> Iterator[Record]:
    """InfoInformasjonGitt: what the patient or somebody close was told."""
    for each in node.all("InformasjonGitt"):
        yield from _given(reading, each)


def _given(reading: Reading, node: Node) -> Iterator[Record]:
    who = node.child("InformasjonGittAv")
    giver = None if who is None else professional(reading, who)
    if giver is not None:
        yield giver
    key = said(node, "TypeInformasjon", "BeskrivelseInformasjon", "InformasjonGittDato")
    part = reading.begin(node, narrative.FIELDS, "narrative", *key)

    def build() -> NarrativeRecord:
        section = part.section
        kind = concept(section.child("TypeInformasjon"), "heading")
        text = words(section, "BeskrivelseInformasjon", "words") or label(kind)
        date = times.take(section, "InformasjonGittDato", "written_at", reading.zone)
        mentioned(reading, section.child("InformasjonGittTil"), None)
        section.keep("MuntligInformasjon")
        if text is None:
            expected = "what was told"
            raise RecordRefused(
                section.issue("BeskrivelseInformasjon", "words", expected, "plo.text")
            )
        return NarrativeRecord(
            **part.common(),
            status=reading.observed,
            heading=kind or element("InformasjonGitt"),
            words=text,
            written_at=None if date is None else date.at,
            written_during=None if date is None else date.during,
            writers=() if giver is None else (staff_reference(giver),),
        )

    yield from attempt(part, build)
