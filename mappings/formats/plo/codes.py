"""The code lists of PLO 1.6: which list an element is bound to, and what its codes mean here.

A CV says its list (`@S`, an OID), which becomes `urn:oid:…`. A CS does not: its list is the one
that the standard binds the element to. Codes are carried as they stand; only those below are
understood. Languages of list 3303 are ISO 639-1 in capitals: SE is Northern Sámi, not Swedish.
Volven code lists, https://volven.no · HIS 80704 · BCP 47
"""

from enum import Enum
from typing import Final

from mappings.codes.systems import (
    CONCEPT,
    ICF,
    PLO_ELEMENT,
    V2_0136,
    V3_ACT_CODE,
    V3_ACT_REASON,
)
from mappings.errors import Unreadable
from mappings.fhir.primitives import Code, Uri
from mappings.fhir.values import Coding, Concept

VOLVEN: Final = "urn:oid:2.16.578.1.12.4.1.1."
OWN_ASSESSMENT: Final = (f"{VOLVEN}9141", "13")  # "Pasientens egne vurderinger"
INFECTION: Final = f"{VOLVEN}9143"
ANAPHYLAXIS: Final = "5"  # of list 9143
EVENT: Final = f"{VOLVEN}9121"
OUT_STATE: Final = f"{VOLVEN}8431"
RESPONSIBILITY: Final = f"{VOLVEN}9131"
_KNOWN: Final = {f"{VOLVEN}7250": ICF}

# The list of each CS element.
LISTS: Final = {
    name: f"{VOLVEN}{number}"
    for name, number in {
        "Briller": 9113,
        "FasteUkedager": 9082,
        "HjelpemiddelHorsel": 9114,
        "KategoriHelsepersonell": 9060,
        "Omsorgsfunksjon": 9050,
        "SarskilteTiltak": 9136,
        "SivilStatus": 8724,
        "Slektskap": 9033,
        "Sprak": 3303,
        "Status": 8230,
        "Type": 3401,
        "TypeHealthcareProfessional": 9060,
        "TypeInnholdKonsultasjon": 9137,
        "Utleveringsform": 9135,
    }.items()
}

LABELS: Final = {
    "AndreFagrapporter": "Fagrapport",
    "AssistertKommunikasjon": "Assistert kommunikasjon",
    "AvtaleAdmLegemidler": "Avtale om administrering av legemidler",
    "AvtaleAdmMultidose": "Avtale om administrering av multidose",
    "AvtaleOmAdmLegemidler": "Avtale om administrering",
    "BandasjemateriellEngangsutstyr": "Bandasjemateriell og engangsutstyr sendt med pasienten",
    "BehandlingStart": "Behandlingsstart",
    "Briller": "Briller",
    "EgensoknadSendt": "Pasientens egensøknad sendt",
    "EndringFunksjonsnivaa": "Endring i funksjonsnivå",
    "EvalueringTidspunkt": "Evaluering av tiltak",
    "FasteHjelpemidler": "Faste hjelpemidler",
    "ForventetStatusUtskriving": "Forventet status ved utskriving",
    "GenereltJournalnotat": "Generelt journalnotat",
    "HjelpLegemiddeladm": "Hjelp til legemiddeladministrering",
    "HjelpemiddelHorsel": "Hjelpemiddel for hørsel",
    "Hjelpemiddelbeskrivelse": "Hjelpemiddel",
    "Horselsvikt": "Hørselsvikt",
    "InfoFraSykepleier": "Informasjon fra sykepleier",
    "InfoMaalForventetRes": "Mål eller forventet resultat",
    "InfoVurderinger": "Vurdering",
    "InformasjonGitt": "Informasjon gitt",
    "InformasjonOmTime": "Kontrolltime",
    "InformasjonOmTentativTime": "Tentativ kontrolltime",
    "KontrolltimeBestill": "Kontrolltime skal bestilles",
    "MerknadTilBandasjemateriell": "Merknad til bandasjemateriell",
    "MerknadTilLegemiddeladministrering": "Merknad til legemiddeladministrering",
    "PasientParorendeBestiller": "Pasient eller pårørende bestiller",
    "Pleietyngde": "Pleietyngde",
    "PrivatTjeneste": "Privat tjeneste",
    "SamletVurderingFunksjonsniva": "Samlet vurdering av funksjonsnivå",
    "Status": "Status",
    "StatusBehandlingsstart": "Status ved behandlingsstart",
    "StatusInnleggelse": "Status ved innleggelse",
    "Synsvikt": "Synsvikt",
    "TidsfestetHendelse": "Tidfestet hendelse",
    "UtfortTidspunkt": "Tiltak utført",
    "VurderingPleietyngde": "Vurdering av pleietyngde",
}


def element(name: str) -> Concept:
    """What an element of the standard means, where no code list has it."""
    return Concept(codings=(Coding(system=PLO_ELEMENT, code=name, display=LABELS[name]),))


YES: Final = Concept(codings=(Coding(system=V2_0136, code="Y", display="Yes"),))
NO: Final = Concept(codings=(Coding(system=V2_0136, code="N", display="No"),))
EXPECTED_ATTAINMENT: Final = Concept(codings=(Coding(system=CONCEPT, code="expected-attainment"),))
INTERPRETER_NEED: Final = Concept(codings=(Coding(system=CONCEPT, code="interpreter-need"),))
INPATIENT: Final = Coding(system=V3_ACT_CODE, code="IMP", display="inpatient encounter")

NOT_ONWARD: Final = Coding(system=V3_ACT_CODE, code="NOREUSE")
TEST_DATA: Final = Coding(system=V3_ACT_REASON, code="HTEST")


class Happening(Enum):
    """What list 9121 says happened."""

    ADMITTED = "1"
    DISCHARGED = "2"
    READY = "3"
    NOT_READY = "4"
    DEAD = "13"


DEAD_AT_DISCHARGE: Final = "2"  # of list 8431
FUNCTION_ASSESSED: Final = "1"  # of list 9131
IPLOS: Final = frozenset("123459")
NOT_RELEVANT: Final = "9"
WEEKDAYS: Final = dict(
    zip("1234567", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True)
)
GENDERS: Final = {"0": "unknown", "1": "male", "2": "female", "9": "unknown"}
PRODUCTION: Final = "P"
TRAFFIC: Final = frozenset({PRODUCTION, "D", "T"})  # ProcessingStatus: or debugging, or training
TELECOM: Final = {"tel": "phone", "callto": "phone", "fax": "fax", "mailto": "email", "sms": "sms"}
TELECOM_USE: Final = {"MC": "mobile"}  # of list 9061; the others say no use that FHIR has
UNITS_OF_TIME: Final = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})  # UCUM

_TWO_LETTERS: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_ISO_639_1: Final = frozenset(_TWO_LETTERS.split())
# Sámi languages without a two-letter code, and Norwegian sign language.
_ISO_639_3: Final = {
    "SMA": "sma",
    "SMJ": "smj",
    "SME": "se",
    "SMN": "smn",
    "SMS": "sms",
    "NSL": "nsl",
}
BCP47: Final = "urn:ietf:bcp:47"


def language(code: str) -> Code:
    """The BCP 47 tag of a language as list 3303 codes it."""
    folded = code.strip()
    found = folded.lower() if folded.lower() in _ISO_639_1 else _ISO_639_3.get(folded.upper())
    if found is None:
        raise Unreadable("a language of ISO 639", "plo.language")
    return found


def list_system(oid: str) -> Uri:
    """The code system of a code list given by OID."""
    parts = oid.strip().split(".")
    if len(parts) < 2 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004
        raise Unreadable("the OID of a code list", "plo.oid")
    system = f"urn:oid:{oid.strip()}"
    return _KNOWN.get(system, system)
