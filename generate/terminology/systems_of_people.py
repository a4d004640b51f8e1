"""Own code systems about people: what they say, want, need and can do."""

from typing import Final

from generate.terminology.tables import System, code
from mappings.codes import systems as url

OF_PEOPLE: Final = (
    System(
        url=url.GOAL_VOICE,
        title="Whose goal it is",
        description="Who set a goal. A goal that a professional set is not the person's own.",
        codes=(
            code("person", "The person's own goal", "Personens eget mål", "Personens eget mål"),
            code("professional", "A professional's goal", "Professionens mål", "Fagpersonens mål"),
            code("shared", "A goal set together", "Gemensamt mål", "Felles mål"),
            code(
                "unknown",
                "Not said whose goal it is",
                "Framgår inte vems målet är",
                "Fremgår ikke hvem sitt mål det er",
            ),
        ),
    ),
    System(
        url=url.STATEMENT_CATEGORY,
        title="Category of statements",
        description="Marks an observation as something somebody said that matters to a person.",
        codes=(
            code(
                "what-matters",
                "What matters to the person",
                "Vad som är viktigt för personen",
                "Hva som er viktig for personen",
            ),
        ),
    ),
    System(
        url=url.WHAT_MATTERS,
        title="What was asked",
        description="What an observation of the category what-matters holds.",
        codes=(
            code(
                "statement",
                "Answer to: what matters to you?",
                "Svar på: vad är viktigt för dig?",
                "Svar på: hva er viktig for deg?",
            ),
        ),
    ),
    System(
        url=url.STATEMENT_MODE,
        title="How the words came to be",
        description="Whether the words of a statement are the speaker's own.",
        codes=(
            code("verbatim", "As it was said", "Ordagrant", "Ordrett"),
            code(
                "reported",
                "In the words of whoever wrote it down",
                "Återgivet med skribentens ord",
                "Gjengitt med skribentens ord",
            ),
            code("interpreted", "Through an interpreter", "Genom tolk", "Gjennom tolk"),
            code(
                "supported",
                "With pictures or other aids to communication",
                "Med bildstöd eller annat kommunikationsstöd",
                "Med bildestøtte eller annen kommunikasjonsstøtte",
            ),
        ),
    ),
    System(
        url=url.SAID_BY,
        title="Who speaks",
        description="Who made a statement, and on whose behalf.",
        codes=(
            code("patient", "The person", "Personen själv", "Personen selv"),
            code(
                "relative-for-patient",
                "A relative on the person's behalf",
                "Närstående för personens räkning",
                "Pårørende på vegne av personen",
            ),
            code(
                "relative-own-view",
                "A relative, with their own view",
                "Närstående med sin egen syn",
                "Pårørende med eget syn",
            ),
            code(
                "staff-reporting",
                "Staff, about what the person expressed",
                "Personal, om vad personen gett uttryck för",
                "Personell, om hva personen har gitt uttrykk for",
            ),
            code(
                "unknown",
                "Not said who speaks",
                "Framgår inte vem som talar",
                "Fremgår ikke hvem som snakker",
            ),
        ),
    ),
    System(
        url=url.NEED_CATEGORY,
        title="Category of needs",
        description="Marks a condition as a need that a plan answers, and no diagnosis.",
        codes=(code("need", "Need", "Behov", "Behov"),),
    ),
    System(
        url=url.ICF_QUALIFIER,
        title="ICF generic qualifier",
        description=(
            "The generic qualifier of the International Classification of Functioning, apart from"
            " the code it qualifies. 8 and 9 are no points on the scale."
        ),
        codes=(
            code("0", "No problem", "Ingen svårighet", "Ingen problemer", ordinal=0),
            code("1", "Mild problem", "Lätt svårighet", "Lette problemer", ordinal=1),
            code("2", "Moderate problem", "Måttlig svårighet", "Moderate problemer", ordinal=2),
            code("3", "Severe problem", "Stor svårighet", "Alvorlige problemer", ordinal=3),
            code("4", "Complete problem", "Total svårighet", "Fullstendige problemer", ordinal=4),
            code("8", "Not specified", "Ej specificerat", "Ikke spesifisert"),
            code("9", "Not applicable", "Ej tillämpbart", "Ikke anvendelig"),
        ),
    ),
    System(
        url=url.QUALIFIER_SLOT,
        title="ICF qualifier slot",
        description="What an ICF qualifier says: what the person does, or could do.",
        codes=(
            code(
                "performance",
                "Performance",
                "Genomförande",
                "Utførelse",
                definition="What the person does in their own surroundings.",
            ),
            code(
                "capacity",
                "Capacity",
                "Kapacitet",
                "Kapasitet",
                definition="What the person could do.",
            ),
        ),
    ),
    System(
        url=url.IPLOS_SCORE,
        title="IPLOS score",
        description=(
            "The score of a Norwegian IPLOS variable. That a variable is not relevant (9) is no"
            " score, but a reason for none."
        ),
        codes=(
            code("1", "No problem", "Inget problem", "Utgjør ingen problem eller utfordring"),
            code("2", "No need of help", "Behöver inte hjälp", "Ikke behov for bistand"),
            code("3", "Some need of help", "Behöver viss hjälp", "Middels behov for bistand"),
            code("4", "Much need of help", "Behöver mycket hjälp", "Store behov for bistand"),
            code("5", "Needs full help", "Behöver fullständig hjälp", "Fullt bistandsbehov"),
        ),
    ),
    System(
        url=url.SUPPORT_PREFERENCE,
        title="Support preference",
        description="How much support a person says they want: what was asked, and the answers.",
        codes=(
            code(
                "how-much-support",
                "How much support the person wants",
                "Hur mycket stöd personen vill ha",
                "Hvor mye støtte personen ønsker",
            ),
            code(
                "in-own-words",
                "The answer in the person's own words",
                "Svaret med personens egna ord",
                "Svaret med personens egne ord",
            ),
            code("on-my-own", "I manage on my own", "Jag klarar mig själv", "Jeg klarer meg selv"),
            code(
                "some-support",
                "I want some support",
                "Jag vill ha lite stöd",
                "Jeg ønsker litt støtte",
            ),
            code(
                "much-support",
                "I want much support",
                "Jag vill ha mycket stöd",
                "Jeg ønsker mye støtte",
            ),
            code("not-sure", "I am not sure", "Jag är osäker", "Jeg er usikker"),
        ),
    ),
)
