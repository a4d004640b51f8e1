"""One observation of RIV-TA GetObservations 1.x: what was found, when, and whether it holds.

clinicalprocess:healthcond:basic 1.1. `value` should have been a choice and is a sequence: none or
several values refuse the observation, since nobody can say which was meant. A denied value keeps
what was denied. Status comes from the SNOMED CT SE refset 56431000052106 and is unknown without.
    pq, ivl_pq (1.2)  valueQuantity, valueRange       cv      valueCodeableConcept
    ts                valueDateTime                   ivl_ts  valuePeriod
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from mappings.account import Reason, Section
from mappings.codes.systems import SNOMED, UCUM
from mappings.codes.units import ucum
from mappings.errors import RecordRefused, Unreadable
from mappings.fhir.measured import with_loinc
from mappings.fhir.primitives import Code, Instant
from mappings.fhir.values import Concept, Note, Quantity, Range
from mappings.formats import times
from mappings.formats.rivta import partial, relation
from mappings.formats.rivta.answer import CV, II, Shape, boolean, is_false, say
from mappings.formats.rivta.partial import When, interval, moment
from mappings.formats.rivta.values import concept, system_of

PQ: Final[Shape] = {"value": {}, "unit": {}}
VALUES: Final[Shape] = {
    "pq": PQ,
    "ts": partial.SHAPE,
    "ivl_ts": partial.INTERVAL,
    "cv": CV,
    "ivl_pq": {"low": PQ, "high": PQ},
}
SHAPE: Final[Shape] = {
    "id": II,
    "type": CV,
    "status": CV,
    "time": partial.INTERVAL,
    "method": CV,
    "value": VALUES,
    "targetSite": CV,
    "valueNegation": {},
    "description": {},
    "approvedForPatient": {},
    "registrationTime": {},
    "relation*": relation.SHAPE,
}
STATUSES: Final = {
    "385676005": "preliminary",
    "385651009": "final",
    "272393004": "amended",
    "59776000": "cancelled",
    "444301002": "cancelled",
}
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


def facts(section: Section, owner: str, zone: str) -> dict[str, Any]:
    """The fields of the measurement that stand in its own element; raises RecordRefused."""
    kind = section.child("type")
    what = None if kind is None else concept(kind, "what")
    if what is None:
        raise _refused(section, "type", "what", "what was observed", "type")
    held = _held(section)
    negated = _negated(section, held.node.name)
    description = section.take("description", "notes")
    return {
        "what": with_loinc(what),
        "status": _status(section),
        "negated": negated,
        "method": _concept(section, "method", "method"),
        "body_site": _concept(section, "targetSite", "body_site"),
        "recorded_at": _recorded(section, zone),
        "notes": () if description is None else (Note(text=description),),
        "relations": relation.relations(section, owner, zone),
        **_taken(section, zone),
        **_value(section, held, zone, negated=negated),
    }


def _refused(section: Section, name: str, field: str, expected: str, rule: str) -> RecordRefused:
    return RecordRefused(section.issue(name, field, expected, f"rivta.observation.{rule}"))


def _concept(section: Section, name: str, field: str) -> Concept | None:
    part = section.child(name)
    return None if part is None else concept(part, field)


# -- status, negation, times --------------------------------------------------------------------


def _status(section: Section) -> Code:
    part = section.child("status")
    status = None if part is None else _coded_status(part)
    if status is None:
        expected = "a status of refset 56431000052106: without one it is unknown"
        say(section, "status", "status", expected, "rivta.observation.status")
    return status or "unknown"


def _coded_status(part: Section) -> Code | None:
    system = part.take("codeSystem", "status", _snomed)
    # A code of another system is no code of the refset, however it looks.
    status = None if system is None else part.take("code", "status", _status_code)
    if status is None:
        for name in ("code", "displayName"):
            _keep_unread(part, name)
    part.drop("displayName", Reason.DISPLAY_ONLY)
    part.keep("originalText")
    part.drop("codeSystemName", Reason.DISPLAY_ONLY)
    part.drop("codeSystemVersion", Reason.ROUTING)
    return status


def _keep_unread(part: Section, name: str) -> None:
    """Keep a value, unless it was refused: then it has been kept already."""
    leaf = part.leaf(name)
    if leaf is not None and not part.account.is_refused(leaf):
        part.keep(name)


def _snomed(text: str) -> str:
    if system_of(text) != SNOMED:
        raise Unreadable("an OID of SNOMED CT", "rivta.observation.status")
    return SNOMED


def _status_code(text: str) -> Code:
    status = STATUSES.get(text.strip())
    if status is None:
        raise Unreadable(f"one of {', '.join(STATUSES)}", "rivta.observation.status")
    return status


def _negated(section: Section, kind: str) -> bool:
    """Whether the value is denied: without a readable answer nobody may use the value."""
    if is_false(section, "valueNegation"):
        section.drop("valueNegation", Reason.UNAFFIRMED)
        return False
    field = "negated" if kind == "cv" else "absent.code"
    return section.need("valueNegation", field, boolean, rule="rivta.observation.negation")


def _taken(section: Section, zone: str) -> dict[str, Any]:
    part = section.child("time")
    when = When() if part is None else interval(part, "taken_at", "taken_during", zone)
    if when == When():
        expected = "when it was observed"
        say(section, "time", "taken_at", expected, "rivta.observation.time")
    return {"taken_at": when.at, "taken_during": when.during}


def _recorded(section: Section, zone: str) -> Instant | None:
    def instant(text: str) -> Instant:
        return times.either(text, zone).instant

    return section.take("registrationTime", "recorded_at", instant)


# -- the value ----------------------------------------------------------------------------------


def _held(section: Section) -> Section:
    """The one value of an observation; raises RecordRefused for none and for several."""
    held = section.child("value")
    found = [] if held is None else [node for node in held.node.children if node.name in VALUES]
    if len(found) != 1:
        expected = f"one value, but there are {len(found)}"
        raise _refused(section, "value", "what", expected, "value")
    return Section(section.account, found[0], section.target)


def _value(section: Section, held: Section, zone: str, *, negated: bool) -> dict[str, Any]:
    kind = held.node.name
    # What was denied stands apart from what was found, and so do its paths.
    found = _READ[kind](held, "negated." if negated and kind != "cv" else "", zone)
    if found is None:
        expected = "a value that can be read"
        raise _refused(section, f"value/{kind}", _FIELD[kind], expected, "value")
    return found


def _quantity(part: Section, field: str) -> Quantity | None:
    amount = part.take("value", f"{field}.value", decimal)
    if amount is None:
        part.keep("unit")
        return None
    unit = part.take("unit", f"{field}.unit", str.strip)
    if unit is None:
        say(part, "unit", f"{field}.unit", "the unit of the amount", "rivta.observation.unit")
    code = ucum(unit)
    return Quantity(value=amount, unit=unit, system=None if code is None else UCUM, code=code)


def decimal(text: str) -> Decimal:
    """An xs:decimal, which knows neither exponents nor a decimal comma; its digits stay."""
    if _DECIMAL.fullmatch(text.strip()) is None:
        raise Unreadable("a decimal number like 72.50", "rivta.decimal")
    return Decimal(text.strip())


def _pq(part: Section, start: str, _zone: str) -> dict[str, Any] | None:
    amount = _quantity(part, f"{start}quantity")
    return None if amount is None else {"quantity": amount}


def _range(part: Section, start: str, _zone: str) -> dict[str, Any] | None:
    low, high = part.child("low"), part.child("high")
    found = Range(
        low=None if low is None else _quantity(low, f"{start}range.low"),
        high=None if high is None else _quantity(high, f"{start}range.high"),
    )
    if _turned(found):
        part.refuse("high/value", f"{start}range.high.value", "no less than low", "rivta.range")
        return None
    return None if found == Range() else {"range": found}


def _turned(found: Range) -> bool:
    """Whether a range goes from high to low, in one unit."""
    low, high = found.low, found.high
    same = low is not None and high is not None and low.unit == high.unit
    return same and low is not None and high is not None and low.value > high.value


def _ts(part: Section, start: str, zone: str) -> dict[str, Any] | None:
    when = moment(part, f"{start}time", f"{start}period", zone)
    return None if when == When() else {"time": when.at, "period": when.during}


def _ivl_ts(part: Section, start: str, zone: str) -> dict[str, Any] | None:
    when = interval(part, f"{start}time", f"{start}period", zone)
    return None if when == When() else {"time": when.at, "period": when.during}


def _cv(part: Section, _start: str, _zone: str) -> dict[str, Any] | None:
    found = concept(part, "concept")
    return None if found is None else {"concept": found}


_READ: Final[Mapping[str, Callable[[Section, str, str], dict[str, Any] | None]]] = {
    "pq": _pq,
    "ts": _ts,
    "ivl_ts": _ivl_ts,
    "cv": _cv,
    "ivl_pq": _range,
}
_FIELD: Final = {
    "pq": "quantity",
    "ts": "time",
    "ivl_ts": "period",
    "cv": "concept",
    "ivl_pq": "range",
}
