"""What happened as a person reads it: when, who, what, which records, on which basis.

The patient may see who had access and when (patientdatalagen 2008:355, 8 kap. 5 §;
pasientjournalloven § 18 and pasientjournalforskriften § 14).
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from adapter.audit.happened import Happened, Party
from adapter.values import Measure, Stage


class Language(Enum):
    SV = "sv"
    NB = "nb"
    EN = "en"


COLUMNS: Final[Mapping[Language, tuple[str, ...]]] = {
    Language.SV: ("När", "Vem", "Vad som gjordes", "Uppgifter", "Grund", "Utfall"),
    Language.NB: ("Når", "Hvem", "Hva som ble gjort", "Opplysninger", "Grunnlag", "Utfall"),
    Language.EN: ("When", "Who", "What was done", "Records", "Basis", "Outcome"),
}
MEASURES: Final[Mapping[Language, Mapping[Measure, str]]] = {
    Language.SV: {
        Measure.CREATE: "skapade en uppgift",
        Measure.READ: "läste",
        Measure.UPDATE: "ändrade en uppgift",
        Measure.DELETE: "tog bort en uppgift",
        Measure.QUERY: "läste alla uppgifter om personen",
        Measure.MATCH: "sökte efter personen",
        Measure.MERGE: "avslutade en dubblett",
        Measure.EXPORT: "skrev ut till en fil",
        Measure.WITHHOLD: "höll tillbaka",
        Measure.WATCH: "frågar från och med nu efter ändringar",
        Measure.RECALL: "vill att en kopia dras tillbaka",
        Measure.ERASE: "utplånade uppgifter i den egna installationen",
    },
    Language.NB: {
        Measure.CREATE: "opprettet en opplysning",
        Measure.READ: "leste",
        Measure.UPDATE: "endret en opplysning",
        Measure.DELETE: "slettet en opplysning",
        Measure.QUERY: "leste alle opplysninger om personen",
        Measure.MATCH: "søkte etter personen",
        Measure.MERGE: "avsluttet en dublett",
        Measure.EXPORT: "skrev ut til en fil",
        Measure.WITHHOLD: "holdt tilbake",
        Measure.WATCH: "spør fra nå av etter endringer",
        Measure.RECALL: "vil at en kopi trekkes tilbake",
        Measure.ERASE: "slettet opplysninger for godt i egen installasjon",
    },
    Language.EN: {
        Measure.CREATE: "created a record",
        Measure.READ: "read",
        Measure.UPDATE: "changed a record",
        Measure.DELETE: "deleted a record",
        Measure.QUERY: "read all records of the person",
        Measure.MATCH: "searched for the person",
        Measure.MERGE: "ended a double",
        Measure.EXPORT: "wrote to a file",
        Measure.WITHHOLD: "held back",
        Measure.WATCH: "asks for changes from now on",
        Measure.RECALL: "wants a copy withdrawn",
        Measure.ERASE: "erased what this installation held",
    },
}
STAGES: Final[Mapping[Language, Mapping[Stage, str]]] = {
    Language.SV: {
        Stage.ABOUT_TO: "påbörjat, utfallet är inte känt",
        Stage.DISCLOSED: "genomfört",
        Stage.NOT_DISCLOSED: "inte lämnat ut",
        Stage.UNKNOWN: "utfallet är inte känt",
    },
    Language.NB: {
        Stage.ABOUT_TO: "påbegynt, utfallet er ikke kjent",
        Stage.DISCLOSED: "gjennomført",
        Stage.NOT_DISCLOSED: "ikke utlevert",
        Stage.UNKNOWN: "utfallet er ikke kjent",
    },
    Language.EN: {
        Stage.ABOUT_TO: "begun, outcome not known",
        Stage.DISCLOSED: "done",
        Stage.NOT_DISCLOSED: "not disclosed",
        Stage.UNKNOWN: "outcome not known",
    },
}
_AT: Final = {Language.SV: ("hos", "för"), Language.NB: ("hos", "for"), Language.EN: ("at", "for")}


def listed(found: Iterable[Happened], language: Language) -> list[list[str]]:
    """A row for each, in the order of COLUMNS."""
    return [_row(each, language) for each in found]


def _row(each: Happened, language: Language) -> list[str]:
    outcome = STAGES[language][each.stage]
    return [
        each.began,
        _who(each, language),
        MEASURES[language][each.measure],
        ", ".join(_record(name) for name in each.what),
        each.job.basis,
        outcome if each.why is None else f"{outcome} ({each.why})",
    ]


def _who(each: Happened, language: Language) -> str:
    """At whose side, on whose behalf; and who decided it."""
    at, other = each.party, each.job.other(each.side)
    parties = zip(_AT[language], (at, other), strict=True)
    words = [f"{word} {_name(party)}" for word, party in parties if party is not None]
    told = " ".join(words) or each.job.installation
    return f"{told} ({', '.join(each.by)})" if each.by else told


def _name(party: Party) -> str:
    return party.name if party.value is None else f"{party.name} ({party.value})"


def _record(name: str) -> str:
    """A record as people write it: its type and identifier, or its place and version there."""
    kind, bar, rest = name.partition("|")
    return f"{kind}/{rest.rpartition('|')[2]}" if bar else name
