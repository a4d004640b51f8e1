"""Elements of PLO messages as codes: Norwegian as the mapping prints them, English and Swedish."""

from typing import Final

from generate.terminology.tables import code
from mappings.formats.plo.codes import LABELS

# What each element is called in English and in Swedish.
_CALLED: Final = {
    "AndreFagrapporter": ("Professional report", "Yrkesspecifik rapport"),
    "AssistertKommunikasjon": ("Assisted communication", "Kommunikationsstöd"),
    "AvtaleAdmLegemidler": (
        "Agreement on giving medicines",
        "Överenskommelse om läkemedelsadministrering",
    ),
    "AvtaleAdmMultidose": (
        "Agreement on multi-dose packaging",
        "Överenskommelse om dosdispensering",
    ),
    "AvtaleOmAdmLegemidler": (
        "Agreement on administration",
        "Överenskommelse om administrering",
    ),
    "BandasjemateriellEngangsutstyr": (
        "Dressings and disposables sent with the patient",
        "Förbandsmaterial och engångsmaterial som skickats med patienten",
    ),
    "BehandlingStart": ("Start of treatment", "Behandlingsstart"),
    "Briller": ("Glasses", "Glasögon"),
    "EgensoknadSendt": ("The patient's own application sent", "Patientens egen ansökan skickad"),
    "EndringFunksjonsnivaa": ("Change in functioning", "Förändring av funktionsnivå"),
    "EvalueringTidspunkt": ("Evaluation of a measure", "Utvärdering av åtgärd"),
    "FasteHjelpemidler": ("Fixed assistive devices", "Fasta hjälpmedel"),
    "ForventetStatusUtskriving": (
        "Expected status at discharge",
        "Förväntad status vid utskrivning",
    ),
    "GenereltJournalnotat": ("General record note", "Allmän journalanteckning"),
    "HjelpLegemiddeladm": ("Help with taking medicines", "Hjälp med läkemedelsadministrering"),
    "HjelpemiddelHorsel": ("Hearing aid", "Hörhjälpmedel"),
    "Hjelpemiddelbeskrivelse": ("Assistive device", "Hjälpmedel"),
    "Horselsvikt": ("Hearing loss", "Hörselnedsättning"),
    "InfoFraSykepleier": ("Information from the nurse", "Information från sjuksköterska"),
    "InfoMaalForventetRes": ("Goal or expected result", "Mål eller förväntat resultat"),
    "InfoVurderinger": ("Assessment", "Bedömning"),
    "InformasjonGitt": ("Information given", "Lämnad information"),
    "InformasjonOmTime": ("Control appointment", "Kontrolltid"),
    "InformasjonOmTentativTime": ("Tentative control appointment", "Preliminär kontrolltid"),
    "KontrolltimeBestill": (
        "Control appointment to be booked",
        "Kontrolltid ska bokas",
    ),
    "MerknadTilBandasjemateriell": ("Remark on dressings", "Anmärkning om förbandsmaterial"),
    "MerknadTilLegemiddeladministrering": (
        "Remark on giving medicines",
        "Anmärkning om läkemedelsadministrering",
    ),
    "PasientParorendeBestiller": (
        "The patient or a relative books",
        "Patient eller närstående bokar",
    ),
    "Pleietyngde": ("Burden of care", "Vårdtyngd"),
    "PrivatTjeneste": ("Private service", "Privat insats"),
    "SamletVurderingFunksjonsniva": (
        "Overall assessment of functioning",
        "Samlad bedömning av funktionsnivå",
    ),
    "Status": ("Status", "Status"),
    "StatusBehandlingsstart": ("Status at start of treatment", "Status vid behandlingsstart"),
    "StatusInnleggelse": ("Status at admission", "Status vid inskrivning"),
    "Synsvikt": ("Impaired vision", "Synnedsättning"),
    "TidsfestetHendelse": ("Dated event", "Tidsatt händelse"),
    "UtfortTidspunkt": ("Measure carried out", "Utförd åtgärd"),
    "VurderingPleietyngde": ("Assessment of burden of care", "Bedömning av vårdtyngd"),
}

PLO_ELEMENTS: Final = tuple(
    code(name, *_CALLED[name], label) for name, label in sorted(LABELS.items())
)
