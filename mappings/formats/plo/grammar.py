"""The elements of MsgHead 1.2 and PLO 1.6, and the refusal of whatever else a document holds.

Each line of GRAMMAR names a type and its elements, in any order: `*` may be repeated, `=Type` has
that type, else the type of its own name, else text. `!` is read or left out as a whole, whatever is
in it. KITH's coded types carry their value in attributes:
    CS @V @DN   CV @V @S @DN @OT   TS @V   PQ @V @U   URL @V
An element or attribute that is not there, a second one where one is allowed, and text where none
belongs are refused with an issue: nobody knows what they hold, nor who may see it.
MsgHead 1.2 (HIS 80601) · HIS 80704 Pleie- og omsorgsmeldinger · KITH felleskomponent 1.1
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mappings.account import Account, Reason, Section
from mappings.errors import Issue, Severity
from mappings.tree import Leaf, Node, leaves, place

KITH: Final = "http://www.kith.no/xmlstds"
SIGNATURE: Final = "http://www.w3.org/2000/09/xmldsig#"
BASE64: Final = f"{KITH}/base64container"
_TECHNICAL: Final = (
    "{http://www.w3.org/2001/XMLSchema-instance}",
    "{http://www.w3.org/XML/1998/namespace}",
    f"{{{KITH}/epj/meta/2008-02-20}}",
)

ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "CS": frozenset({"V", "DN"}),
    "CV": frozenset({"V", "S", "DN", "OT"}),
    "TS": frozenset({"V"}),
    "PQ": frozenset({"V", "U"}),
    "URL": frozenset({"V"}),
}

GRAMMAR: Final = """
MsgHead: MsgInfo Document* PatientReport*! Signature!
MsgInfo: Type=CS MIGversion GenDate MsgId ProcessingStatus=CS RequestedPriority=CS Ack=CS ConversationRef Sender Receiver OtherReceiver* Patient=Person
ConversationRef: RefToParent RefToConversation
Sender: ComMethod=CS Organisation
Receiver: ComMethod=CS Organisation
OtherReceiver: ComMethod=CS RoleReceiver=CS Organisation Patient=Person Person HealthcareProfessional
Document: DocumentConnection=CS ContentType=CV ContentDescription ContentCategory=CV Consent=CV Annotation FromDate=TS ToDate=TS OidRef EnquiryRefId RefDoc
RefDoc: IssueDate=TS MsgType=CS Id MimeType Description Compression=CS FileReference Content
Content:
Person: FamilyName MiddleName GivenName DateOfBirth Sex=CS Nationality=CS Ident* Address TeleCom*
HealthcareProfessional: TypeHealthcareProfessional=CS RoleToPatient=CV FamilyName MiddleName GivenName DateOfBirth Sex=CS Nationality=CS Ident* Address TeleCom*
Organisation: OrganisationName TypeOrganisation=CV Ident* Address TeleCom* Organisation HealthcareProfessional
Ident: Id TypeId=CV
Address: Type=CS StreetAdr PostalCode City Postbox County=CS Country=CS
TeleCom: TypeTelecom=CS TeleAddress=URL

Body: InformasjonOmForsendelsen TilleggsopplysningPasient ParorendeForesatt* TilknyttetEnhet* KontaktpersonHelsepersonell* AnsvarForRapport* SendtDokument*! TypeInnholdIMelding InnholdKonsultasjon OpplysningOpphold* OpplysningerTilSoknad InfoMedisinskDiagnose*! MedisinskfagligeOpplysninger Legemiddelinfo*! InfoAndreViktigeOpplysninger Sykepleierdokumentasjon OpplysningerAndreFaggrupper* EksisterendeTjeneste* TjenesteBehov* InfoKartleggingFunksjonsniva InfoIPLOSrelevantInformasjon InfoAssistertKommunikasjon* AssistertKommunikasjon* InfoInformasjonGitt* InfoReservasjon* InfoKontrolltime* OpplysningerOmHjelpemidler OrienteringOmDod=Movement MeldingOmUtskrevetPasient=Movement MeldingUtskrivningsklarPasient=Movement AvmeldingUtskrivningsklarPasient=Movement MeldingInnlagtPasient=Movement

InformasjonOmForsendelsen: Forsendelsesstatus=CS ForbeholdOmVideresending SvarPaaForesporsel Foresporsel!
TilleggsopplysningPasient: SivilStatus=CS BorAlene Sprak=CS
ParorendeForesatt: Slektskap=CS Omsorgsfunksjon=CS FodselsarMindrearigParorende Referanseperson=Person Merknad
TilknyttetEnhet: Kontaktenhet=Organisation Merknad
KontaktpersonHelsepersonell: Kontaktperson=HealthcareProfessional Merknad
AnsvarForRapport: AnsvarligRapport=HealthcareProfessional GodkjentDato TypeRelasjon=CV Merknad
TypeInnholdIMelding: TypeInnhold=CV Merknad
InnholdKonsultasjon: TypeInnholdKonsultasjon=CS Merknad
OpplysningerTilSoknad: EgensoknadSendt Merknad

OpplysningOpphold: TidsfestetHendelse
Movement: UtskrevetTil TidsfestetHendelse* InfoInformasjonGitt
TidsfestetHendelse: Hendelsekode=CV BeskrivelseAvHendelse TidspunktForHendelse=TS Anslag Merknad StedForHendelse
StedForHendelse: StedHendelse
UtskrevetTil: Uttilstand=CV UtTil=CV Merknad
InfoIPLOSrelevantInformasjon: TidsperiodeDiagnose*! TidsfestetHendelse

MedisinskfagligeOpplysninger: RegistrertBlodtype! InfoTidligereSykdommer*! Cave! Allerginotat*! GenereltJournalnotat*
InfoAndreViktigeOpplysninger: GenereltJournalnotat* Allerginotat*!
GenereltJournalnotat: Journaltekst*
Journaltekst: Overskriftskode=CV Notat Merknad
OpplysningerAndreFaggrupper: AndreFagrapporter AnbefaltVidereTiltak* InfoVurderinger*
AndreFagrapporter: BehandlingStart StatusInnleggelse StatusBehandlingsstart ForventetStatusUtskriving AnsvarligRapport=HealthcareProfessional Journaltekst*
InfoInformasjonGitt: InformasjonGitt*
InformasjonGitt: TypeInformasjon=CV BeskrivelseInformasjon MuntligInformasjon InformasjonGittTil=Person InformasjonGittDato InformasjonGittAv=HealthcareProfessional

Sykepleierdokumentasjon: InfoFraSykepleier LegemidlerAdministrertVedOverforing! InfoAvtaleOmLegemiddeladm InfoVurderinger* IverksatteTiltak* AnbefaltVidereTiltak* InfoMaalForventetRes* Ansvarlig*
InfoFraSykepleier: OpplysningerRelevantOppfolging Journaltekst*
OpplysningerRelevantOppfolging: BandasjemateriellEngangsutstyr HjelpLegemiddeladm EndringFunksjonsnivaa MerknadTilBandasjemateriell MerknadTilLegemiddeladministrering
InfoAvtaleOmLegemiddeladm: AvtaleOmAdmLegemidler
AvtaleOmAdmLegemidler: AvtaleAdmLegemidler AvtaleAdmMultidose Merknad AdmInstrukser Tiltaksbeskrivelse*
AdmInstrukser: Utleveringsform=CS SarskilteTiltak=CS*
InfoVurderinger: InnholdVurdering Journaltekst*
InnholdVurdering: VurderingenGjelder Stikkord* FraDato TilDato KategoriHelsepersonell=CS Enkeltvurdering*
Enkeltvurdering: Funksjonsområde=CV KodetVurdering=CV VurderingTekst
IverksatteTiltak: Tiltaksbeskrivelse
AnbefaltVidereTiltak: Tiltaksbeskrivelse
Tiltaksbeskrivelse: IntervensjonTiltakKode=CV* IntervensjonTiltakBeskrivelse KategoriHelsepersonell=CS Stikkord* EvalueringTidspunkt Merknad GjennomforingAvTiltak* PlanlagtGjennomforingTiltak
GjennomforingAvTiltak: UtfortTidspunkt TiltakKanTermineres Merknad
PlanlagtGjennomforingTiltak: PlanlagtStart PlanlagtSlutt FasteUkedager=CS* GjentagelseIntervall=PQ EtterBehov
InfoMaalForventetRes: InnholdMaaldokument Journaltekst*
InnholdMaaldokument: MaalForventetResultat=CV ForventetGradMaaloppnaaelse=CV Beskrivelse KategoriHelsepersonell=CS ForventesOppnaadd FraDato TilDato Stikkord*
Ansvarlig: TypeHendelse=CV TidspunktForHendelse Ekstern AnsvarligTjenesteyter=HealthcareProfessional Virksomhet=Organisation Merknad

EksisterendeTjeneste: IPLOStjenestetype=CV BetegnelseTjeneste PrivatTjeneste TjenestenLevertAv OpplysningerOmTjenesten AntallEnheter Enhet Startdato Sluttdato Merknad
TjenesteBehov: IPLOStjenestetype=CV BetegnelseTjeneste VedInstitusjon BeskrivelseAvTjeneste AntallEnheterOnsket Enhet
InfoKartleggingFunksjonsniva: SamletVurderingFunksjonsniva KartlagtFunksjon* Ansvarlig
SamletVurderingFunksjonsniva: Pleietyngde VurderingPleietyngde Merknad
KartlagtFunksjon: Funksjonsvariabel=CV Vurdering Merknad
InfoAssistertKommunikasjon: AssistertKommunikasjon
AssistertKommunikasjon: PersonTolkebehov=Person Horselsvikt Synsvikt BehovTolkSprak=CS PreferertTolk=Person! BehovOpphortDato=TS Merknad
InfoReservasjon: ReservasjonOnske*
ReservasjonOnske: Gjelder FramsattAv=Person FramsattDato TrukketTilbakeAv=Person TrukketTilbakeDato Merknad
InfoKontrolltime: InformasjonOmTime KontrolltimeBestill InformasjonOmTentativTime
InformasjonOmTime: BestiltKontrolltime TidspunktTime Varighet StedTime InformertOm
KontrolltimeBestill: PasientParorendeBestiller InformertOm
InformasjonOmTentativTime: TentativtTidspunktTime StedTime Merknad InformertOm
InformertOm: PasientInformert ParorendeInformert
OpplysningerOmHjelpemidler: FasteHjelpemidler* StatusHjelpemiddel*
FasteHjelpemidler: Briller=CS HjelpemiddelHorsel=CS Pacemaker Merknad
StatusHjelpemiddel: Status=CS Hjelpemiddelbeskrivelse
Hjelpemiddelbeskrivelse: Sekvensnummer HjelpemiddelkodeRTV=CV BetegnelseHjelpemiddel
"""  # noqa: E501  a line is a type


@dataclass(slots=True)
class Type:
    """One type: its elements, those that repeat, those taken as a whole, and its attributes."""

    attributes: frozenset[str] = frozenset()
    elements: dict[str, "Type"] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    text: bool = False


_TEXT: Final = Type(text=True)
_CONTENT: Final = "Content"


def _types() -> dict[str, Type]:
    lines = [line.partition(":") for line in GRAMMAR.splitlines() if line]
    types = {name: Type(attributes=attributes) for name, attributes in ATTRIBUTES.items()}
    types |= {name: Type() for name, _, _ in lines}
    for name, _, elements in lines:
        _fill(types[name], elements.split(), types)
    return types


def _fill(made: Type, elements: list[str], types: Mapping[str, Type]) -> None:
    repeated, whole = set(), set()
    for element in elements:
        name, _, kind = element.rstrip("*!").partition("=")
        made.elements[name] = types.get(kind or name, _TEXT)
        if "*" in element[len(name) :]:
            repeated.add(name)
        if "!" in element[len(name) :]:
            whole.add(name)
    made.repeated, made.whole = frozenset(repeated), frozenset(whole)


TYPES: Final = _types()
CODED: Final = frozenset(
    name for kind in TYPES.values() for name, found in kind.elements.items() if found.attributes
)


def close(account: Account, node: Node, kind: str) -> None:
    """Refuse what an element of that type, or anything in it, does not have in the standard."""
    _close(account, node, TYPES[kind])


def _close(account: Account, node: Node, kind: Type) -> None:
    if node.attributes:
        _close_attributes(account, node, kind)
    if node.text and not kind.text and node.text.strip():
        _refuse(account, Leaf(node, None), "no text of its own")
    seen: set[str] = set()
    for child in node.children:
        found = kind.elements.get(child.name)
        known = found is not None and child.space.startswith((KITH, SIGNATURE))
        if not known or (child.name in seen and child.name not in kind.repeated):
            _refuse_whole(account, child, "an element that the standard has here, once")
        elif child.name == _CONTENT:
            _close_content(account, child)
        elif found is not None and child.name not in kind.whole:
            _close(account, child, found)
        seen.add(child.name)


def _close_content(account: Account, node: Node) -> None:
    """Content holds the message, and nothing of its own."""
    _close_attributes(account, node, TYPES[_CONTENT])
    if node.text and node.text.strip():
        _refuse(account, Leaf(node, None), "no text of its own")


def _close_attributes(account: Account, node: Node, kind: Type) -> None:
    for name in node.attributes.keys() - kind.attributes:
        if name.startswith(_TECHNICAL) or name == "komponentID":
            account.drop_leaf(Leaf(node, name), Reason.ROUTING)
        elif node.attributes[name].strip():
            _refuse(account, Leaf(node, name), "an attribute that the standard has here")


_NOWHERE: Final = {"nowhere": ""}


def _refuse(account: Account, leaf: Leaf, expected: str) -> None:
    section = account.section(leaf.node, _NOWHERE)
    account.refuse_leaf(leaf, section.target, "nowhere", None, "plo.unknown")
    account.issues.append(_unknown(leaf, expected))


def _refuse_whole(account: Account, node: Node, expected: str) -> None:
    section = account.section(node, _NOWHERE)
    for leaf in leaves(node):
        account.refuse_leaf(leaf, section.target, "nowhere", None, "plo.unknown")
    account.issues.append(_unknown(Leaf(node, None), expected))


def _unknown(leaf: Leaf, expected: str) -> Issue:
    return Issue(
        severity=Severity.WARNING,
        code="not-supported",
        rule="plo.unknown",
        expected=expected,
        line=leaf.node.line,
        path=place(leaf),
    )


def take_all(section: Section, field: str) -> None:
    """Account for every value of an element that nothing took yet, as meant for one field."""
    for node in section.node.walk():
        inner = Section(section.account, node, section.target)
        inner.take(".", field)
        for name in node.attributes:
            inner.take(f"@{name}", field)
