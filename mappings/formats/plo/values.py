"""KITH data types → values of records, each taken through the account.

    CV   @V code, @S its list (OID), @DN printed name, @OT original text → Concept
    CS   @V, @DN; the list is the one that the standard binds the element to → Concept
    boolean, decimal, integer: XML Schema's own forms
Text is taken without the white space that lays it out in the file; inside it nothing changes.
"""

from decimal import Decimal, InvalidOperation
from typing import Final

from mappings.account import Reason, Section
from mappings.errors import Unreadable
from mappings.fhir.primitives import Code
from mappings.fhir.values import Coding, Concept
from mappings.formats.plo.codes import LISTS, list_system

_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})


def boolean(text: str) -> bool:
    if text.strip() in _TRUE | _FALSE:
        return text.strip() in _TRUE
    raise Unreadable("true or false", "plo.boolean")


def decimal(text: str) -> Decimal:
    """Read an xs:decimal or finite xs:double, digit for digit."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise Unreadable("a number", "plo.number") from None
    if not number.is_finite() or not text.isascii() or "_" in text:
        raise Unreadable("a number", "plo.number")
    return number


def integer(text: str) -> int:
    number = decimal(text)
    if number != number.to_integral_value() or number.as_tuple().exponent != 0:
        raise Unreadable("a whole number", "plo.integer")
    return int(number)


def code(text: str) -> Code:
    """Read a FHIR code: words with single blanks between them."""
    if not text.split() or " ".join(text.split()) != text.strip():
        raise Unreadable("a code without line breaks", "plo.code")
    return text.strip()


def flag(section: Section, name: str, field: str) -> bool:
    """Take a flag that is there only when true: false says no more than its absence."""
    leaf = section.leaf(name)
    if leaf is not None and leaf.value.strip() in _FALSE:
        section.drop(name, Reason.UNAFFIRMED)
        return False
    return bool(section.take(name, field, boolean))


def words(section: Section, name: str, field: str, *, at: int | None = None) -> str | None:
    """Take a text, without the white space around it."""
    return section.take(name, field, str.strip, at=at)


def into(section: Section, field: str, part: str) -> str:
    """Name the part of a field, where the mapping table goes down to it."""
    for name in (f"{field}.{part}", f"{field}.codings.{part}"):
        if section.target.has(name):
            return name
    return field


def concept(
    section: Section | None, field: str, *, at: int | None = None, display: bool = True
) -> Concept | None:
    """Take the CV that `section` stands on."""
    if section is None:
        return None
    coding = Coding(
        system=section.take("@S", into(section, field, "system"), list_system, at=at),
        code=section.take("@V", into(section, field, "code"), code, at=at),
        display=words(section, "@DN", into(section, field, "display"), at=at) if display else None,
    )
    text = words(section, "@OT", into(section, field, "text"), at=at)
    codings = () if coding == Coding() else (coding,)
    return Concept(codings=codings, text=text) if codings or text else None


def coding_of(value: Concept | None) -> Coding | None:
    return value.codings[0] if value is not None and value.codings else None


def listed(section: Section | None, field: str, *, at: int | None = None) -> Concept | None:
    """Take the CS that `section` stands on, as a code of the list of that element."""
    if section is None:
        return None
    coding = Coding(
        system=LISTS[section.node.name],
        code=section.take("@V", into(section, field, "code"), code, at=at),
        display=words(section, "@DN", into(section, field, "display"), at=at),
    )
    known = coding.code is not None or coding.display is not None
    return Concept(codings=(coding,)) if known else None


def label(value: Concept | None) -> str | None:
    """Give the words of a coded value: the original text, else its printed name."""
    coding = coding_of(value)
    text = None if value is None else value.text
    return text or (None if coding is None else coding.display)


def keep_code(section: Section | None) -> None:
    """Keep the code of a CS in the source texts; its printed name says no more."""
    if section is not None:
        section.keep("@V")
        section.drop("@DN", Reason.DISPLAY_ONLY)


def drop_all(section: Section, reason: Reason, *names: str) -> None:
    for name in names:
        section.drop(name, reason)
