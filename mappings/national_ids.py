"""Identifiers of people and units in Sweden and Norway: their systems, and what they say.

    of_oid, of_kith      a source's type of identifier → FHIR identifier; the system is chosen by
                         content (day 61-91: samordningsnummer), what only its issuer knows is local
    check                valid, invalid, or no rule: a number that breaks its rule is looked at by a
                         person, one without a rule is matched inside its own system only
    key, same            comparing: HSA-ids without case and whichever OID they come under
    birth_date, sex, contradicts, is_synthetic
Skatteverket SKV 704 and 707 · Inera, Lokala reserv-id · hl7.fhir.no.basis 2.2.0 · Volven 8116, 9051
"""

import re
from collections.abc import Mapping
from typing import Final

from mappings.codes import systems
from mappings.codes.check_digits import is_digits
from mappings.codes.number_rules import NRID, RULES, Check
from mappings.codes.person_numbers import norwegian_date, nrid_date, swedish_date, with_century
from mappings.codes.systems import (
    DNR,
    DUF,
    FHN,
    FNR,
    HER,
    HPR,
    HSA_ID,
    NATIONELLT_RESERVNUMMER,
    ORGANISATIONSNUMMER,
    PERSONNUMMER,
    RSH,
    SAMORDNINGSNUMMER,
    local_system,
)
from mappings.errors import Unreadable
from mappings.fhir.primitives import Code, Date, Uri
from mappings.fhir.unseen import is_plain
from mappings.fhir.values import Identifier

# -- systems ------------------------------------------------------------------------------------

_OIDS: Final[Mapping[str, Uri]] = {
    "1.2.752.129.2.1.3.1": PERSONNUMMER,
    "1.2.752.129.2.1.3.3": SAMORDNINGSNUMMER,
    "1.2.752.74.9.1": NATIONELLT_RESERVNUMMER,
    "1.2.752.129.2.1.4.1": HSA_ID,
    "1.2.752.29.4.3": ORGANISATIONSNUMMER,
}
_ALIASES: Final[Mapping[Uri, Uri]] = {
    **{f"urn:oid:{oid}": system for oid, system in _OIDS.items()},
    **{
        f"http://hl7.no/fhir/NamingSystem/{name}": system
        for name, system in {
            "FNR": FNR,
            "DNR": DNR,
            "FHNR": FHN,
            "HPR": HPR,
            "DUFN": DUF,
        }.items()
    },
}
_KITH: Final[Mapping[str, Uri]] = {
    "FNR": FNR,
    "DNR": DNR,
    "FHN": FHN,
    "DUF": DUF,
    "HPR": HPR,
    "DKF": systems.CPR,
    "HER": HER,
    "RSH": RSH,
    "ENH": systems.ENH,
}
_SWEDISH: Final = 12  # digits, or letters among them in a number of a reserve series
_NORWEGIAN: Final = 11
_OID: Final = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SEPARATED: Final = frozenset({PERSONNUMMER, SAMORDNINGSNUMMER, FNR, DNR})


def of_oid(root: str, extension: str, *, owner: str | None) -> Identifier:
    """The identifier of an HL7 instance identifier (II); `owner` issued what has no OID or UUID."""
    root, value = root.strip().removeprefix("urn:oid:"), extension.strip()
    if _OID.fullmatch(root):
        return by_content(Identifier(system=_OIDS.get(root, f"urn:oid:{root}"), value=value))
    if _UUID.fullmatch(root):
        return Identifier(system=f"urn:uuid:{root.lower()}", value=value)
    return Identifier(system=_local(owner, root), value=value)


def of_kith(
    code: str, value: str, *, sender: str | None, born: Date | None = None, on: Date | None = None
) -> Identifier:
    """The identifier of a KITH type code (8116 for persons, 9051 for units).

    SEF is a Swedish number, of ten digits or twelve: `born` or the date `on` which it was written
    tells the century. What is no national number is unique at its `sender` alone; HNR too, since
    every hospital makes its own.
    """
    value = value.strip()
    if code == "SEF":
        return swedish_person(value, born=born, on=on)
    system = _KITH.get(code)
    if system is None:
        return Identifier(system=_local(sender, code), value=value)
    return by_content(Identifier(system=system, value=value))


def swedish_person(value: str, *, born: Date | None = None, on: Date | None = None) -> Identifier:
    """A personnummer or samordningsnummer, with its century where that can be known."""
    found = with_century(value.strip(), born=born, on=on)
    return by_content(Identifier(system=PERSONNUMMER, value=found))


def named(text: str) -> Identifier | None:
    """A person as written: a number of Sweden (12 digits) or Norway (11), or `system|value`.

    What has characters that nobody sees names nobody.
    """
    system, bar, value = text.strip().rpartition("|")
    if not is_plain(text.strip()):
        return None
    if bar:
        return Identifier(system=system, value=value) if system and value else None
    if len(value) == _SWEDISH:
        return swedish_person(value)
    if is_digits(value, _NORWEGIAN):
        return by_content(Identifier(system=FNR, value=value))
    return None


def by_content(identifier: Identifier) -> Identifier:
    """The same identifier under the system that its own digits belong to, without separators."""
    if identifier.system not in _SEPARATED:
        return identifier
    value = re.sub(r"[\s-]", "", identifier.value)
    if identifier.system in (PERSONNUMMER, SAMORDNINGSNUMMER):
        return Identifier(system=_swedish_system(identifier.system, value), value=value)
    if not is_digits(value, 11):
        return Identifier(system=identifier.system, value=value)
    return Identifier(system=DNR if "4" <= value[0] <= "7" else FNR, value=value)


def _swedish_system(system: Uri, value: str) -> Uri:
    if not (is_digits(value, 12) or is_digits(value, 10)):
        return system
    # Day 60 stands for an unknown day of birth.
    return SAMORDNINGSNUMMER if "60" <= value[-6:-4] <= "91" else PERSONNUMMER


def _local(owner: str | None, kind: str) -> Uri:
    if not owner:
        raise Unreadable("an identifier that is unique beyond its issuer", "identifier.local")
    return local_system(owner, kind)


# -- comparing ----------------------------------------------------------------------------------


def key(identifier: Identifier) -> tuple[Uri, str]:
    """What identifiers are compared by: equal keys, same person or unit."""
    system = _ALIASES.get(identifier.system, identifier.system)
    value = identifier.value.strip()
    if system == HSA_ID:
        return system, value.casefold()
    if system in RULES:
        value = "".join(value.split())
    if system == ORGANISATIONSNUMMER:
        return system, value.replace("-", "")[-10:]
    found = by_content(Identifier(system=system, value=value))
    return found.system, found.value


def same(one: Identifier, other: Identifier) -> bool:
    return key(one) == key(other)


# -- checking -----------------------------------------------------------------------------------


def check(identifier: Identifier) -> Check:
    """Whether the number keeps the rule of its type."""
    system, value = key(identifier)
    rule = RULES.get(system)
    return Check.NO_RULE if rule is None else rule(value)


# -- what a number says -------------------------------------------------------------------------


def birth_date(identifier: Identifier) -> Date | None:
    """The date of birth in the number, as far as it holds one; None when it holds none."""
    system, value = key(identifier)
    if system in (PERSONNUMMER, SAMORDNINGSNUMMER):
        return swedish_date(value) if is_digits(value, 12) else None
    if system in (FNR, DNR):
        return norwegian_date(value) if is_digits(value, 11) else None
    if system == NATIONELLT_RESERVNUMMER and NRID.fullmatch(value):
        return nrid_date(value)
    return None


def sex(identifier: Identifier) -> Code | None:
    """The administrative gender in the number: odd is male, even is female."""
    system, value = key(identifier)
    if system in (PERSONNUMMER, SAMORDNINGSNUMMER) and is_digits(value, 12):
        digit = value[10]
    elif system in (FNR, DNR) and is_digits(value, 11):
        digit = value[8]
    else:
        return None
    return "male" if int(digit) % 2 else "female"


def contradicts(
    identifier: Identifier, *, born: Date | None = None, gender: Code | None = None
) -> bool:
    """Whether a number says another date of birth or sex than the source does."""
    date, told = birth_date(identifier), sex(identifier)
    if date is not None and born is not None:
        precision = min(len(date), len(born))
        if date[:precision] != born[:precision]:
            return True
    return told is not None and gender in ("male", "female") and told != gender


_TEST_SERIES: Final = frozenset({"238", "239"})
_TEST_SERIES_OF_1890S: Final = frozenset({"980", "981"})


def is_synthetic(identifier: Identifier) -> bool:
    """Whether the number is made for tests and can be nobody's.

    Norway adds 40, 65 or 80 to the month (NAV, Norsk helsenett, Skatteetaten); Skatteverket keeps
    two birth numbers of each day for tests.
    """
    system, value = key(identifier)
    if system in (FNR, DNR) and is_digits(value, 11):
        return int(value[2:4]) > 40  # noqa: PLR2004  the least of what is added to the month
    if system in (PERSONNUMMER, SAMORDNINGSNUMMER) and is_digits(value, 12):
        number = value[8:11]
        return number in _TEST_SERIES or (
            value.startswith("18") and number in _TEST_SERIES_OF_1890S
        )
    return False
