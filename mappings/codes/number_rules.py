"""The check rules of identifiers, by their system: valid, invalid, or no rule known.

Skatteverket SKV 704 and 707 · Inera, Lokala reserv-id · Skatteetaten, fødselsnummer ·
Brønnøysundregistrene, organisasjonsnummer. Values come without separators and
HSA-ids in small letters.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

from mappings.codes import systems
from mappings.codes.check_digits import ENH, FNR_FIRST, FNR_SECOND, is_digits, luhn, modulus_11
from mappings.codes.person_numbers import norwegian_date, swedish_date


class Check(Enum):
    """What an identifier's own rule says of it."""

    VALID = "valid"
    INVALID = "invalid"
    NO_RULE = "no-rule"


def _told(valid: bool) -> Check:  # noqa: FBT001  the answer of a rule
    return Check.VALID if valid else Check.INVALID


def _shaped(pattern: str) -> Callable[[str], Check]:
    """The rule of a type whose check digits, if any, are not published: its shape alone."""
    shape = re.compile(pattern)
    return lambda value: Check.NO_RULE if shape.fullmatch(value) else Check.INVALID


def _swedish(value: str) -> Check:
    if is_digits(value, 10):
        # Without its century it is right or wrong, but nobody's in particular.
        return Check.NO_RULE if luhn(value) else Check.INVALID
    return _told(is_digits(value, 12) and luhn(value[2:]) and swedish_date(value) is not None)


def _norwegian(value: str) -> Check:
    if not is_digits(value, 11) or not modulus_11(value, FNR_SECOND):
        return Check.INVALID
    if not modulus_11(value, FNR_FIRST):
        # Numbers issued from 2032 on keep the second check digit only (Skatteetaten).
        return Check.NO_RULE
    return _told(norwegian_date(value) is not None)


def _fhn(value: str) -> Check:
    right = is_digits(value, 11) and value[0] in "89"
    return _told(right and modulus_11(value, FNR_FIRST) and modulus_11(value, FNR_SECOND))


_VGR: Final = re.compile(r"[0-9]{8}[KMX][0-9]{3}")
_VGR_LETTERS: Final = str.maketrans("KMX", "578")
NRID: Final = re.compile(r"[0-9]{8}[A-HJ-NPR-UX-Z]{2}[0-9]{2}")


def _vgr(value: str) -> Check:
    return _told(bool(_VGR.fullmatch(value)) and luhn(value[2:].translate(_VGR_LETTERS)))


def _reserve(value: str) -> Check:
    """The national reserve number; the numbers of Västra Götaland come under its system too."""
    if _VGR.fullmatch(value):
        return _vgr(value)
    # How its letters count towards the check digit is not published.
    return Check.NO_RULE if NRID.fullmatch(value) else Check.INVALID


def _sll(value: str) -> Check:
    return _told(is_digits(value, 12) and value.startswith("99") and luhn(value[4:]))


_HSA: Final = re.compile(r"se[0-9]{10}([0-9]{2})?-[a-z0-9]{1,18}")


def _hsa(value: str) -> Check:
    # Other forms are in use, and nobody refuses them.
    return Check.VALID if _HSA.fullmatch(value) else Check.NO_RULE


RULES: Final[Mapping[str, Callable[[str], Check]]] = {
    systems.PERSONNUMMER: _swedish,
    systems.SAMORDNINGSNUMMER: _swedish,
    systems.NATIONELLT_RESERVNUMMER: _reserve,
    systems.SLL_RESERVNUMMER: _sll,
    systems.VGR_RESERVNUMMER: _vgr,
    systems.VARMLAND_RESERVNUMMER: _shaped(r"[0-9]{8}[A-Z]{2}[0-9A-Z][0-9]"),
    systems.CARELINK_RESERVNUMMER: _shaped(r"[0-9]{6}(3[2-9]|4[0-9]|5[0-9])[0-9]{4}"),
    systems.ORGANISATIONSNUMMER: lambda value: _told(is_digits(value, 10) and luhn(value)),
    systems.HSA_ID: _hsa,
    systems.FNR: _norwegian,
    systems.DNR: _norwegian,
    systems.FHN: _fhn,
    systems.DUF: _shaped(r"[0-9]{12}"),
    systems.HPR: _shaped(r"[0-9]{1,9}"),
    systems.HER: _shaped(r"[0-9]{1,9}"),
    systems.RSH: _shaped(r"[0-9]{1,9}"),
    systems.ENH: lambda value: _told(is_digits(value, 9) and modulus_11(value, ENH)),
}
