"""Building RIV-TA elements: names in their namespace, times, identifiers and codes written back.

What is written keeps the schema: times have seconds, in Swedish time and without a zone
(TimeStampType), types and code systems are OIDs, and text holds no character that XML can't carry.
Each raises Unwritable with what the schema asks for.
"""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from mappings.codes.systems import (
    HSA_ID,
    ICF,
    LOINC,
    NATIONELLT_RESERVNUMMER,
    ORGANISATIONSNUMMER,
    PERSONNUMMER,
    SAMORDNINGSNUMMER,
    SNOMED,
    V3_ROLE_CLASS,
)
from mappings.errors import ViktigtError
from mappings.fhir.values import Coding, Identifier, Reference
from mappings.formats.rivta.answer import ZONE
from mappings.tree import Node

CORE: Final = "urn:riv:clinicalprocess:logistics:logistics:3"

_OIDS: Final = {
    HSA_ID: "1.2.752.129.2.1.4.1",
    PERSONNUMMER: "1.2.752.129.2.1.3.1",
    SAMORDNINGSNUMMER: "1.2.752.129.2.1.3.3",
    NATIONELLT_RESERVNUMMER: "1.2.752.74.9.1",
    ORGANISATIONSNUMMER: "1.2.752.29.4.3",
    SNOMED: "1.2.752.116.2.1.1",
    ICF: "1.2.752.116.1.1.3",
    LOINC: "2.16.840.1.113883.6.1",
    V3_ROLE_CLASS: "2.16.840.1.113883.5.110",
}
_OID: Final = re.compile(r"urn:oid:([0-2](?:\.(?:0|[1-9]\d*))+)", re.ASCII)
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_YEARS: Final = ("19", "20")
_DIGITS: Final = 14


class Unwritable(ViktigtError):  # noqa: N818  the name is the fact
    """A value that the schema has no form for; `reason` says which form it asks for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def element(parent: Node | None, name: str, text: str | None = None, space: str = CORE) -> Node:
    """An element with text, if any; raises Unwritable for what XML can't carry."""
    if text is not None and _FORBIDDEN.search(text):
        raise Unwritable("only characters that XML can carry")
    return Node(name, space=space, text=text, parent=parent)


def optional(parent: Node, name: str, text: str | None) -> None:
    if text is not None:
        element(parent, name, text)


def stamp(text: str) -> str:
    """YYYYMMDDhhmmss in Swedish time; raises Unwritable for a date, and for what it can't say."""
    found = _STAMP.fullmatch(text)
    if found is None:
        raise Unwritable("a time known to the second")
    if (found[2] or "").strip(".0"):
        raise Unwritable("a time without fractions of a second")
    zone = ZoneInfo(ZONE)
    here = datetime.fromisoformat(f"{found[1]}{found[3]}").astimezone(zone)
    written = f"{here:%Y%m%d%H%M%S}"
    if here.fold or len(written) != _DIGITS or not written.startswith(_YEARS):
        raise Unwritable("a time that Swedish clocks show once, from 1900 to 2099")
    return written


def oid(system: str | None) -> str:
    """The OID of a system; raises Unwritable when it has none."""
    found = _OID.fullmatch(system or "")
    known = _OIDS.get(system or "") or (found[1] if found else None)
    if known is None:
        raise Unwritable("a system that has an OID")
    return known


def hsa(identifier: Identifier | None) -> str:
    if identifier is None or identifier.system != HSA_ID:
        raise Unwritable("an HSA-id")
    return identifier.value


def stamped(parent: Node, name: str, text: str | None) -> None:
    """A time, if there is one."""
    if text is not None:
        element(parent, name, stamp(text))


def identified(parent: Node, name: str, reference: Reference | None) -> None:
    """The HSA-id of a unit or a professional, if one is meant."""
    if reference is not None:
        element(parent, name, hsa(reference.identifier))


def ii(parent: Node, name: str, identifier: Identifier) -> None:
    """A (root, extension)."""
    made = element(None, name)
    uuid = identifier.system.removeprefix("urn:uuid:")
    element(made, "root", uuid if uuid != identifier.system else oid(identifier.system))
    element(made, "extension", identifier.value)
    attach(parent, made)


def cv(parent: Node, name: str, coding: Coding | None, text: str | None) -> None:
    """A code with its system and printed name, or the words alone."""
    made = element(None, name)
    if coding is not None:
        optional(made, "code", coding.code)
        optional(made, "codeSystem", None if coding.system is None else oid(coding.system))
        optional(made, "codeSystemVersion", coding.version)
        optional(made, "displayName", coding.display)
    optional(made, "originalText", text)
    attach(parent, made)


def attach(parent: Node, made: Node) -> None:
    """Put a finished element at the end of another: nothing half made is ever written."""
    made.parent = parent
    parent.children.append(made)
