"""The body of a message, element by element → records.

READERS names what reads each element of the seven message types; elements that a message type does
not have are read all the same when a sender puts them there.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from mappings import care_team, need
from mappings.account import Reason
from mappings.activity import Standing
from mappings.care_team import CareTeamRecord, Contact
from mappings.fhir.values import Concept, Note, Reference
from mappings.formats.plo import (
    appointments,
    attestation,
    functions,
    goals,
    measures,
    narrative,
    people,
    reservations,
    services,
)
from mappings.formats.plo.codes import element
from mappings.formats.plo.parties import professional, staff_reference, unit_reference, units
from mappings.formats.plo.reading import Reading, said
from mappings.formats.plo.values import boolean
from mappings.need import NeedRecord
from mappings.record import Record
from mappings.tree import Node

Reader: TypeAlias = Callable[[Reading, Node, Reference], Iterator[Record]]


def read_body(reading: Reading, body: Node, plan: Reference) -> Iterator[Record]:
    """Every record of the body; `plan` is what they belong to."""
    for child in body.children:
        reader = READERS.get(child.name)
        if reader is not None:
            yield from reader(reading, child, plan)
    yield from _contacts(reading, body)


# -- the nursing part ---------------------------------------------------------------------------


def _nursing(reading: Reading, node: Node, plan: Reference) -> Iterator[Record]:
    for each in node.children:
        reader = NURSING.get(each.name)
        if reader is not None:
            yield from reader(reading, each, plan)


def _started(reading: Reading, node: Node) -> Iterator[Record]:
    yield from measures.measures(reading, node, Standing.AGREED, "active")


def _recommended(reading: Reading, node: Node) -> Iterator[Record]:
    yield from measures.measures(reading, node, Standing.RECOMMENDED, "unknown")


def _responsible(reading: Reading, node: Node, plan: Reference) -> Iterator[Record]:
    yield from attestation.responsible(reading, node, plan)[0]


def _from_nurse(reading: Reading, node: Node) -> Iterator[Record]:
    for each in node.all("OpplysningerRelevantOppfolging"):
        yield from functions.yes_or_no(reading, each, "BandasjemateriellEngangsutstyr")
        yield from _help_with_medicines(reading, each)
        for name in (
            "EndringFunksjonsnivaa",
            "MerknadTilBandasjemateriell",
            "MerknadTilLegemiddeladministrering",
        ):
            yield from narrative.headed(reading, each, name)
    yield from narrative.texts(reading, node)


def _help_with_medicines(reading: Reading, node: Node) -> Iterator[NeedRecord]:
    """Whether the patient needs help to take medicines: a need, or one that is ruled out."""
    name = "HjelpLegemiddeladm"
    (text,) = said(node, name)
    if text is None or not text.strip():
        return
    part = reading.begin(node, need.FIELDS, "need", name)
    held = part.section.take(name, "verification_status", boolean)
    if held is not None:
        status = None if held else "refuted"
        yield NeedRecord(**part.common(), what=element(name), verification_status=status)


# -- those around the person ----------------------------------------------------------------------


def _contacts(reading: Reading, body: Node) -> Iterator[Record]:
    """Contact persons and units, and the team that they are for the patient."""
    members: list[Contact] = []
    remarks: list[Note] = []
    nodes = [*body.all("KontaktpersonHelsepersonell"), *body.all("TilknyttetEnhet")]
    if not nodes:
        return
    part = reading.begin(body, care_team.FIELDS, "team")
    for each in nodes:
        made, contact = _contact(reading, each)
        yield from made
        members += contact
        section = reading.account.section(each, {}).into(part.section.target)
        text = section.keep("Merknad", "notes", at=len(remarks))
        if text is not None:
            remarks.append(Note(text=text.strip()))
    yield CareTeamRecord(**part.common(), contacts=tuple(members), notes=tuple(remarks))


def _contact(reading: Reading, node: Node) -> tuple[list[Record], list[Contact]]:
    found, acting = units(reading, node.child("Kontaktenhet"))
    who = node.child("Kontaktperson")
    people_named = acting if who is None else [*acting, professional(reading, who)]
    contacts = [Contact(member=unit_reference(unit)) for unit in found[-1:]]
    contacts += [
        Contact(member=staff_reference(each), roles=_role(each.roles)) for each in people_named
    ]
    return [*found, *people_named], contacts


def _role(roles: tuple[Concept, ...]) -> tuple[Concept, ...]:
    return roles[-1:]


# -- the table ----------------------------------------------------------------------------------


def _plain(read: Callable[[Reading, Node], Iterator[Record]]) -> Reader:
    """A reader that needs not know the plan."""
    return lambda reading, node, _plan: read(reading, node)


def _assessments(reading: Reading, node: Node, plan: Reference) -> Iterator[Record]:
    assessed = attestation.Assessed()
    for each in node.all("Ansvarlig"):
        made, assessed = attestation.responsible(reading, each, plan)
        yield from made
    yield from functions.assessments(reading, node, assessed)


def _relative(reading: Reading, node: Node) -> Iterator[Record]:
    yield people.relative(reading, node)


def _application(reading: Reading, node: Node) -> Iterator[Record]:
    yield from functions.yes_or_no(reading, node, "EgensoknadSendt")


def _sent_document(reading: Reading, node: Node) -> Iterator[Record]:
    """Which other documents were sent, to whom: no part of the plan."""
    reading.account.section(node, {}).drop_whole(Reason.OUT_OF_SCOPE)
    yield from ()


def _communication(reading: Reading, node: Node) -> Iterator[Record]:
    for each in (node, *node.all("AssistertKommunikasjon")):
        if each.name == "AssistertKommunikasjon":
            yield from functions.communication(reading, each)


def _movement(reading: Reading, node: Node) -> Iterator[Record]:
    """What a message about a stay holds beside its events."""
    for each in node.all("InfoInformasjonGitt"):
        yield from narrative.information_given(reading, each)


NURSING: Final[Mapping[str, Reader]] = {
    "InfoFraSykepleier": _plain(_from_nurse),
    "InfoAvtaleOmLegemiddeladm": _plain(measures.medicine_agreement),
    "InfoVurderinger": _plain(goals.needs),
    "IverksatteTiltak": _plain(_started),
    "AnbefaltVidereTiltak": _plain(_recommended),
    "InfoMaalForventetRes": _plain(goals.goals),
    "Ansvarlig": _responsible,
    "AndreFagrapporter": _plain(narrative.other_report),
}
READERS: Final[Mapping[str, Reader]] = {
    "ParorendeForesatt": _plain(_relative),
    "SendtDokument": _plain(_sent_document),
    "OpplysningerTilSoknad": _plain(_application),
    "MedisinskfagligeOpplysninger": _plain(narrative.journal_notes),
    "InfoAndreViktigeOpplysninger": _plain(narrative.journal_notes),
    "Sykepleierdokumentasjon": _nursing,
    "OpplysningerAndreFaggrupper": _nursing,
    "EksisterendeTjeneste": _plain(services.existing),
    "TjenesteBehov": _plain(services.needed),
    "InfoKartleggingFunksjonsniva": _assessments,
    "InfoAssistertKommunikasjon": _plain(_communication),
    "AssistertKommunikasjon": _plain(_communication),
    "InfoInformasjonGitt": _plain(narrative.information_given),
    "InfoReservasjon": reservations.pending,
    "InfoKontrolltime": _plain(appointments.controls),
    "OpplysningerOmHjelpemidler": _plain(functions.aids),
    "MeldingOmUtskrevetPasient": _plain(_movement),
}
