"""Protected identity: how well a person's whereabouts are guarded, and what may be done then.

Recognised are the marks of Sweden, Norway and Finland in whatever form they are written, and every
code of HL7 Sweden's two systems of such marks, also one that nobody knows: each is a warning.
Sweden    sekretessmarkering OSL 2009:400 22 kap. 1 §; skyddad folkbokföring FBL 1991:481 16 §;
          fingerade personuppgifter SFS 1991:483
Norway    folkeregisterloven (LOV-2016-12-09-88) § 10-4: fortrolig, strengt fortrolig
Finland   turvakielto, laki väestötietojärjestelmästä 661/2009 36 §
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from adapter.values import Answer, Grade, PersonFacts, Reason, Recipient, Told
from mappings.codes.systems import (
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    V3_CONFIDENTIALITY,
)


class Handling(Enum):
    """What becomes of the records of a person, the least strict first.

    REDACT takes out every place and contact. HOLD waits until somebody considered the harm; HIDE
    waits as well, and the other side must not learn that anything does.
    """

    OPEN = "open"
    REDACT = "redact"
    HOLD = "hold"
    HIDE = "hide"

    @property
    def rank(self) -> int:
        return list(Handling).index(self)


def _plain(text: str) -> str:
    """Letters and digits alone, without case and marks: `Skyddad folkbokföring` in any form."""
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in taken_apart if sign.isalnum())


_GRADES: Final[Mapping[str, Grade]] = {
    "ugradert": Grade.NONE,
    "none": Grade.NONE,
    "fortrolig": Grade.CONFIDENTIAL,
    "kode7": Grade.CONFIDENTIAL,
    "sekretessmarkering": Grade.MARKED,
    "protectedinformation": Grade.MARKED,
    "turvakielto": Grade.MARKED,
    "skyddadfolkbokforing": Grade.STRICTLY_CONFIDENTIAL,
    "kvarskrivning": Grade.STRICTLY_CONFIDENTIAL,
    "fingerad": Grade.STRICTLY_CONFIDENTIAL,
    "fingerade": Grade.STRICTLY_CONFIDENTIAL,
    "fingeradepersonuppgifter": Grade.STRICTLY_CONFIDENTIAL,
    "strengtfortrolig": Grade.STRICTLY_CONFIDENTIAL,
    "strengtfortroligutland": Grade.STRICTLY_CONFIDENTIAL,
    "kode6": Grade.STRICTLY_CONFIDENTIAL,
}
_CONFIDENTIALITY: Final[Mapping[str, Grade]] = {
    **dict.fromkeys("ulmn", Grade.NONE),
    "r": Grade.MARKED,
    "v": Grade.STRICTLY_CONFIDENTIAL,
}
# What registers print where a name or an address would stand.
_MASKS: Final = ("skyddaduppgift", "skyddadepersonuppgifter", "formedlingsuppdrag", "turvakielto")


def _system(uri: str) -> str:
    """A system as it is compared: a space, a case or a slash too many hides nobody's mark."""
    bare = unicodedata.normalize("NFKC", uri).strip().casefold().rstrip("/")
    return bare.removeprefix("https:").removeprefix("http:")


_MARKING: Final = frozenset(map(_system, (SE_SECURITY_LABEL, SE_SECURITY_LABEL_OLD)))
_CONFIDENTIAL: Final = _system(V3_CONFIDENTIALITY)


def highest(grades: Iterable[Grade]) -> Grade:
    """The highest of several grades: of the person, and of those who live with them."""
    return max(grades, key=lambda grade: grade.rank, default=Grade.NONE)


def grade_of_code(code: str) -> Grade:
    """The grade that a register or a mark calls so; what nobody knows is the highest."""
    return _GRADES.get(_plain(code), Grade.UNKNOWN)


def grade_of_label(system: str | None, code: str | None) -> Grade:
    """The grade that one coding says, in whichever system; most codings say none."""
    named, known = _system(system or ""), _plain(code or "")
    if named == _CONFIDENTIAL:
        return _CONFIDENTIALITY.get(known, Grade.UNKNOWN)
    if named in _MARKING:
        found = _GRADES.get(known, Grade.UNKNOWN)
        return Grade.UNKNOWN if found is Grade.NONE else found
    return _GRADES.get(known, Grade.NONE)


def grade_of(person: Mapping[str, Any]) -> Grade:
    """The grade that a Patient or RelatedPerson says by itself, wherever in it that stands."""
    labels = (person.get("meta") or {}).get("security") or ()
    by_label = (grade_of_label(each.get("system"), each.get("code")) for each in labels)
    shown = (*(person.get("name") or ()), *(person.get("address") or ()))
    masked = any(mask in _plain(text) for text in _texts(shown) for mask in _MASKS)
    return highest(
        (
            *by_label,
            *_by_extension(person.get("extension") or ()),
            Grade.MARKED if masked else Grade.NONE,
        )
    )


def _by_extension(extensions: Iterable[Mapping[str, Any]]) -> Iterator[Grade]:
    """An extension that is named after a mark, or says one."""
    for each in extensions:
        named = _GRADES.get(_plain(str(each.get("url")).rpartition("/")[2]), Grade.NONE)
        yield Grade.NONE if each.get("valueBoolean") is False else named
        for text in _texts([value for name, value in each.items() if name.startswith("value")]):
            yield _GRADES.get(_plain(text), Grade.NONE)
        yield from _by_extension(each.get("extension") or ())


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  JSON
    """Every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


_HANDLING: Final[Mapping[Grade, Mapping[Recipient, Handling]]] = {
    Grade.NONE: dict.fromkeys(Recipient, Handling.OPEN),
    Grade.CONFIDENTIAL: {Recipient.PUBLIC: Handling.REDACT, Recipient.PRIVATE: Handling.HOLD},
    Grade.MARKED: dict.fromkeys(Recipient, Handling.HOLD),
    Grade.STRICTLY_CONFIDENTIAL: dict.fromkeys(Recipient, Handling.HIDE),
    Grade.UNKNOWN: dict.fromkeys(Recipient, Handling.HIDE),
}


def handling(grade: Grade, recipient: Recipient) -> Handling:
    """What becomes of the records of somebody of that grade, by who would get them."""
    return _HANDLING[grade][recipient]


def released(found: Handling) -> Handling:
    """What remains once somebody considered the harm and let it go: no place, no contact."""
    return Handling.OPEN if found is Handling.OPEN else Handling.REDACT


def answer_of(facts: PersonFacts | None, recipient: Recipient, *, is_released: bool) -> Answer:
    """Whether protection stands in the way, as the tables ask it; no facts: nobody can say."""
    if facts is None:
        return Answer(Told.UNKNOWN, Reason.REGISTER_SILENT)
    waits = handling(facts.highest, recipient).rank >= Handling.HOLD.rank
    return Answer(Told.of(waits and not is_released), Reason.PROTECTED_IDENTITY)
