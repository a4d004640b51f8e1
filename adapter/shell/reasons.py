"""What each reason for holding something back means, and what lets it go on: for people."""

from collections.abc import Iterable, Mapping
from typing import Final

from adapter.shell.output import tell
from adapter.values import Why

WORDS: Final[Mapping[Why, str]] = {
    Why.NOT_ENROLLED: "nobody has decided that this person's plan is to be carried",
    Why.PERSON_NOT_THERE: "the other side does not know the person: people are never made",
    Why.PERSON_AMBIGUOUS: "several patients answer to that number: a person must say which",
    Why.PROTECTED_IDENTITY: "protected identity: nothing crosses by itself",
    Why.RESERVATION_OR_WISH: "a wish or a reservation: viktigt hold classify says which",
    Why.IDENTITY_UNCONFIRMED: "the number can't be right, or somebody else may be meant",
    Why.CONSENT_CODE_UNKNOWN: "the message says of consent what no table knows",
    Why.DEATH_REPORTED: "a message says that the person has died",
    Why.ONWARD_OBJECTION: "the person objects to it being passed on",
    Why.NOT_PRODUCTION: "made up for a test, or a test number, in production",
    Why.CHANGED_BY_OTHER_SIDE: "changed by the side whose record it is not: proposed to its owner",
    Why.NOT_OF_THIS_ROUTE: "the document is about somebody, or of a kind, that no route carries",
    Why.CHAIN_AMBIGUOUS: "two messages correct the same one: a person must say which holds",
    Why.DUPLICATE_THERE: "the record stands there twice: viktigt conflicts show compares them",
    Why.INVALID_RESOURCE: "it breaks the rules of FHIR, or is named by what nobody sees",
    Why.ENDPOINT_MODE: "that endpoint does not take such a change (endpoints.X.modes)",
    Why.DELETED_BY_OWNER: "its owner deleted it, and somebody went on working with the copy",
    Why.UNUSUAL_STATUS: "a change of status that is rare: it crosses, and is worth a look",
    Why.PARTLY_TOLD: "a side told or was told only a part of it",
    Why.OF_SOMEBODY_ELSE: "the record was given to another person",
    Why.WORDS_CHANGED_SINCE_ACCEPTED: "the words changed after they were agreed to: ask again",
    Why.REGISTER_SILENT: "the register says nothing of the person, or of a unit",
    Why.WITHHELD_THERE: "a server says that it keeps something of the person from us",
    Why.NO_REGISTER: "no register of persons says who is protected ([registers] persons)",
    Why.DECEASED: "the register or a server says that the person has died",
    Why.IDENTITY_REPLACED: "the person has another number by now",
    Why.MOVED: "the person moved: a new enrolment needs a basis of its own",
    Why.COME_OF_AGE: "the person decides alone by now: what guardians consented to has ended",
    Why.UNIT_CLOSED_OR_MOVED: "a unit that it names is closed or has moved",
    Why.RESERVED: "the person reserved it against whoever would get it",
    Why.NOT_TO_BE_KEPT: "to be deleted after use, and a sync keeps what it carries",
    Why.KIND_OUT_OF_SCOPE: "the basis does not cover plans or services of that kind",
    Why.NO_RULE: "no rule is in force on that day: nothing is allowed without one",
    Why.NO_BASIS: "no basis, or one that no rule knows (routes.X.basis, enrol --basis)",
    Why.BREAK_GLASS_IS_NO_BASIS: "an emergency is no basis for a job",
    Why.ANOTHER_AREA: "the sides stand under different areas of law, and the basis under one",
    Why.NEEDS_LEGAL_DECISION: "the rules leave it to a legal decision",
    Why.DIRECT_ACCESS_IS_NO_BASIS: "direct access is no basis for a copy",
    Why.BLOCKED: "blocked by the person",
    Why.BLOCK_SERVICE_SILENT: "nobody can say what is blocked ([policy] blocks)",
    Why.BLOCK_KEYS_MISSING: "it does not say whose it is and when it was written",
    Why.HELD: "it waits for somebody to look",
    Why.NO_CONSENT: "needs a consent: viktigt consent import, or enrol add --consent",
    Why.LABELLED: "a label on it says that it is not to be copied",
    Why.ERASED: "it was erased here by a decision, and does not come back",
    Why.NOT_IN_FIELD_LIST: "the route carries no records of that type (routes.X.types)",
}


def explain(whys: Iterable[Why]) -> None:
    """Say once what each of the reasons means."""
    for why in dict.fromkeys(whys):
        tell(f"{why.value}: {WORDS[why]}")
