"""Own code systems about plans: what is in them, where it comes from and how it is marked."""

from typing import Final

from generate.terminology.plo_elements import PLO_ELEMENTS
from generate.terminology.tables import System, code
from mappings.codes import systems as url

OF_PLANS: Final = (
    System(
        url=url.PLAN_KIND,
        title="Kinds of plan",
        description="Kinds of plan beyond the eight of RIV-TA GetCarePlans.",
        codes=(
            code(
                "patientkontrakt",
                "Patient contract",
                "Patientkontrakt",
                "Pasientkontrakt",
                definition="The agreement between a person and their care that SKR describes.",
            ),
            code(
                "nursing-documentation",
                "Nursing documentation with goals and measures",
                "Omvårdnadsdokumentation med mål och åtgärder",
                "Sykepleierdokumentasjon med mål og tiltak",
            ),
            code(
                "municipal-services",
                "Municipal health and care services",
                "Kommunala hälso- och omsorgsinsatser",
                "Kommunale helse- og omsorgstjenester",
            ),
            code(
                "medical-information",
                "Medical information for further care",
                "Medicinsk information för fortsatt vård",
                "Medisinske opplysninger til videre oppfølging",
            ),
        ),
    ),
    System(
        url=url.SAFETY_TOPIC,
        title="Safety information that is elsewhere",
        description="What a source message also held that is no part of a plan.",
        codes=(
            code("medicines", "Medicines", "Läkemedel", "Legemidler"),
            code(
                "allergies",
                "Allergies and other alerts",
                "Överkänslighet och annan uppmärksamhetsinformation",
                "Allergier og andre kritiske opplysninger",
            ),
            code("diagnoses", "Diagnoses", "Diagnoser", "Diagnoser"),
            code("infection", "Infection", "Smitta", "Smitte"),
            code("blood-type", "Blood type", "Blodgrupp", "Blodtype"),
            code("pacemaker", "Pacemaker", "Pacemaker", "Pacemaker"),
        ),
    ),
    System(
        url=url.TAG,
        title="Tags",
        description="Marks in meta.tag of what this adapter wrote or found.",
        codes=(
            code(
                "viktigt",
                "Written by this adapter about its own work",
                "Skrivet av denna adapter om sitt eget arbete",
                "Skrevet av denne adapteren om sitt eget arbeid",
                definition="Excluded from change detection and never sent on.",
            ),
            code(
                "withdrawn-at-source",
                "No longer held by its source",
                "Finns inte längre hos källan",
                "Finnes ikke lenger hos kilden",
            ),
        ),
    ),
    System(
        url=url.ATTESTATION,
        title="Attestation",
        description="Whether a party agrees with one version of a record.",
        codes=(
            code("agrees", "Agrees", "Samtycker", "Er enig"),
            code("disagrees", "Disagrees", "Samtycker inte", "Er uenig"),
        ),
    ),
    System(
        url=url.ACTIVITY_KIND,
        title="Kinds of activity",
        description="What role an activity has for a plan.",
        codes=(
            code("measure", "Measure", "Åtgärd", "Tiltak"),
            code("service", "Service", "Insats", "Tjeneste"),
            code("service-need", "Needed service", "Behov av insats", "Behov for tjeneste"),
            code("follow-up", "Follow-up", "Uppföljning", "Oppfølging"),
            code(
                "control-to-book",
                "Control that is to be booked",
                "Kontroll som ska bokas",
                "Kontroll som skal bestilles",
            ),
            code("tentative-time", "Tentative time", "Preliminär tid", "Tentativ time"),
        ),
    ),
    System(
        url=url.SOCIAL_INTERVENTION,
        title="Social services",
        description="Kinds of social services, as far as the rules of access tell them apart.",
        codes=(
            code("home-help", "Home help", "Hemtjänst", "Hjemmehjelp"),
            code("day-care", "Day care", "Dagverksamhet", "Dagsenter"),
            code("short-term-stay", "Short-term stay", "Korttidsboende", "Korttidsopphold"),
            code("special-housing", "Special housing", "Särskilt boende", "Omsorgsbolig"),
            code("safety-alarm", "Safety alarm", "Trygghetslarm", "Trygghetsalarm"),
            code("respite-for-carers", "Respite for carers", "Avlösning", "Avlastning"),
            code(
                "boarding-out-of-adults",
                "Supported living with a family",
                "Familjehem för vuxna",
                "Privat forpleining",
            ),
            code(
                "personal-assistance",
                "Personal assistance",
                "Personlig assistans",
                "Brukerstyrt personlig assistanse",
            ),
            code("companion-service", "Companion service", "Ledsagarservice", "Følgetjeneste"),
            code("contact-person", "Contact person", "Kontaktperson", "Støttekontakt"),
            code(
                "housing-with-special-service",
                "Housing with special service (LSS)",
                "Bostad med särskild service (LSS)",
                "Bolig med bemanning",
            ),
            code("daily-activities", "Daily activities", "Daglig verksamhet", "Dagaktivitet"),
            code(
                "financial-assistance",
                "Financial assistance",
                "Försörjningsstöd",
                "Økonomisk stønad",
            ),
            code(
                "care-of-children-and-young-people",
                "Care of children and young people",
                "Insatser för barn och unga",
                "Barnevern",
            ),
            code(
                "compulsory-care-of-the-young",
                "Compulsory care of the young (LVU)",
                "Vård enligt LVU",
                "Tvangsplassering av barn og unge",
            ),
            code(
                "compulsory-care-of-substance-use",
                "Compulsory care of substance use (LVM)",
                "Vård enligt LVM",
                "Tvungent opphold ved rusmiddelavhengighet",
            ),
            code(
                "substance-use-treatment",
                "Treatment of substance use",
                "Missbruksvård",
                "Rusbehandling",
            ),
            code("debt-advice", "Debt advice", "Budget- och skuldrådgivning", "Gjeldsrådgivning"),
            code("family-law", "Family law", "Familjerätt", "Familierett"),
            code(
                "without-assessment",
                "Service without an assessment of needs",
                "Insats utan behovsprövning",
                "Tjeneste uten behovsvurdering",
            ),
        ),
    ),
    System(
        url=url.SOURCE_FLAG,
        title="Flags of sources",
        description="What a source says about whether its data may be passed on.",
        codes=(
            code("nhn-is-blocked", "Blocked (NHN)", "Spärrad (NHN)", "Sperret (NHN)"),
            code("nhn-is-restricted", "Restricted (NHN)", "Begränsad (NHN)", "Begrenset (NHN)"),
            code(
                "nhn-no-consent", "No consent (NHN)", "Inget samtycke (NHN)", "Ikke samtykke (NHN)"
            ),
            code(
                "nhn-has-reservation-kjernejournal",
                "Reservation against the summary record (NHN)",
                "Reservation mot kjernejournal (NHN)",
                "Reservasjon mot kjernejournal (NHN)",
            ),
            code("kl-no-consent", "No consent (KL)", "Inget samtycke (KL)", "Ikke samtykke (KL)"),
        ),
    ),
    System(
        url=url.OBSERVATION_KIND,
        title="Kinds of observation",
        description="What an observation is for a plan, where no public category says so.",
        codes=(
            code("follow-up", "Follow-up", "Uppföljning", "Oppfølging"),
            code(
                "narrative",
                "Record text under a heading",
                "Journaltext under rubrik",
                "Journaltekst under overskrift",
            ),
            code(
                "icf-assessment",
                "Assessment of functioning by ICF",
                "Bedömning av funktionstillstånd enligt ICF",
                "Vurdering av funksjon etter ICF",
            ),
            code(
                "iplos-assessment",
                "Assessment of functioning by IPLOS",
                "Bedömning av funktion enligt IPLOS",
                "Vurdering av funksjon etter IPLOS",
            ),
        ),
    ),
    System(
        url=url.ABSENT_REASON,
        title="Reasons for no value",
        description="Reasons beyond those of data-absent-reason.",
        codes=(
            code(
                "negated",
                "The source denies the value",
                "Källan negerar värdet",
                "Kilden benekter verdien",
                definition="What was denied stands in the extension negated-value.",
            ),
        ),
    ),
    System(
        url=url.STATUS_REASON_CODE,
        title="Reasons for a status",
        description="Why this adapter ended a resource.",
        codes=(
            code(
                "absent-from-new-version",
                "A newer version of its document no longer holds it",
                "En nyare version av dokumentet innehåller den inte",
                "En nyere versjon av dokumentet inneholder den ikke",
            ),
        ),
    ),
    System(
        url=url.CONCEPT,
        title="Concepts",
        description="What is observed, asked for or marked, where no public system has a code.",
        codes=(
            code("follow-up", "Follow-up", "Uppföljning", "Oppfølging"),
            code(
                "expected-attainment",
                "Expected degree of attainment",
                "Förväntad grad av måluppfyllelse",
                "Forventet grad av måloppnåelse",
            ),
            code("interpreter-need", "Need of an interpreter", "Behov av tolk", "Behov for tolk"),
            code(
                "classify-reservation-or-wish",
                "Say whether it is a reservation or a wish",
                "Avgör om det är en reservation eller ett önskemål",
                "Avgjør om det er en reservasjon eller et ønske",
            ),
            code(
                "resolve-difference",
                "Agree on one of two versions",
                "Enas om en av två versioner",
                "Bli enige om én av to versjoner",
            ),
            code(
                "withdraw-copy",
                "Withdraw a copy",
                "Dra tillbaka en kopia",
                "Trekk tilbake en kopi",
            ),
            code(
                "not-before-classification",
                "Not to be sent before a person has classified it",
                "Får inte sändas innan en människa har klassat det",
                "Skal ikke sendes før et menneske har klassifisert det",
            ),
            code(
                "wish-withdrawn",
                "A wish was withdrawn",
                "En önskan togs tillbaka",
                "Et ønske ble trukket tilbake",
            ),
        ),
    ),
    System(
        url=url.PATIENT_ACCESS,
        title="Access of the person",
        description="What a source says about showing information to the person it is about.",
        codes=(
            code(
                "approved-for-patient",
                "Approved to be shown to the person",
                "Godkänd att visas för personen",
                "Godkjent for visning til personen",
            ),
        ),
    ),
    System(
        url=url.AREA_OF_LAW,
        title="Area of law",
        description="Which law a record stands under.",
        codes=(
            code("health", "Health care", "Hälso- och sjukvård", "Helsetjeneste"),
            code("social", "Social services", "Socialtjänst", "Sosialtjeneste"),
        ),
    ),
    System(
        url=url.PLO_ELEMENT,
        title="Elements of PLO",
        description="What an element of a Norwegian PLO message means, where no code list has it.",
        codes=PLO_ELEMENTS,
    ),
)
