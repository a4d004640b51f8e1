"""Rows of the native tables <-> records: what the cells of one row say together.

Cells come by the name of their column, already read; what they can't say together is refused with
the column that is at fault. A record that has more to say than its row holds is left out whole.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from mappings.codes.systems import LOINC, UCUM
from mappings.fhir.values import (
    Coding,
    Concept,
    Identifier,
    Note,
    Period,
    Quantity,
    Reference,
)
from mappings.formats.native_csv.columns import (
    MEASUREMENT_ID,
    MEASUREMENTS,
    STATEMENT_ID,
    STATEMENTS,
    Column,
    Who,
)
from mappings.national_ids import by_content
from mappings.record import Accountable, Record
from mappings.self_monitoring import MeasurementRecord, Part
from mappings.what_matters import StatementRecord

Cells: TypeAlias = Mapping[str, Any]
Name: TypeAlias = Callable[[str], Identifier]


class BadRow(Exception):  # noqa: N818  never leaves the native tables
    """What a row says does not go together: which column, and what it should have been."""

    def __init__(self, column: str, expected: str, rule: str = "native.row") -> None:
        super().__init__(column)
        self.column = column
        self.expected = expected
        self.rule = rule


class Table(NamedTuple):
    """One kind of row: its columns, the record, and both directions.

    `record` makes a record of the cells; `named` gives the identifier of the row with some id.
    """

    element: str
    id_column: str
    columns: tuple[Column, ...]
    kind: type[Record]
    record: Callable[[Cells, Name], Record]
    row: Callable[[Any], Mapping[str, Any]]


# -- statements ---------------------------------------------------------------------------------


def statement_of(cells: Cells, named: Name) -> StatementRecord:
    if ("words" in cells) == ("unanswered" in cells):
        raise BadRow("words", "either words or unanswered")
    return StatementRecord(
        **_common(cells, named(cells[STATEMENT_ID])),
        mode=cells["mode"],
        said_by=cells["said_by"],
        words=cells.get("words"),
        unanswered=cells.get("unanswered"),
        **_time(cells, "said_at", "said_at", "said_during"),
        recorded_at=cells.get("recorded_at"),
        speaker=_somebody(cells, "speaker"),
        writer=_somebody(cells, "writer"),
        asked_by=_somebody(cells, "asked_by"),
        follows=_statement(cells, "follows", named),
        corrects=_statement(cells, "corrects", named),
    )


def _statement(cells: Cells, column: str, named: Name) -> Reference | None:
    if column not in cells:
        return None
    return Reference(type="Observation", identifier=named(cells[column]))


def row_of_statement(record: StatementRecord) -> Cells:
    return {
        STATEMENT_ID: record.id.value,
        **_common_row(record),
        "mode": record.mode,
        "said_by": record.said_by,
        "words": record.words,
        "unanswered": record.unanswered,
        "said_at": _time_cell(record.said_at, record.said_during),
        "recorded_at": record.recorded_at,
        **_somebody_row(record.speaker, "speaker", record.person),
        **_somebody_row(record.writer, "writer", record.person),
        **_somebody_row(record.asked_by, "asked_by", record.person),
        "follows": _id_of(record.follows),
        "corrects": _id_of(record.corrects),
    }


def _id_of(reference: Reference | None) -> str | None:
    return None if reference is None or reference.identifier is None else reference.identifier.value


# -- measurements -------------------------------------------------------------------------------

_PARTS: Final = {
    "systolic": Coding(system=LOINC, code="8480-6", display="Systolic blood pressure"),
    "diastolic": Coding(system=LOINC, code="8462-4", display="Diastolic blood pressure"),
}
_PRESSURE: Final = "mm[Hg]"


def measurement_of(cells: Cells, named: Name) -> MeasurementRecord:
    parts = tuple(_part(name, cells[name]) for name in _PARTS if name in cells)
    given = [name for name in ("value", *_PARTS, "words") if name in cells]
    if len({"parts" if name in _PARTS else name for name in given}) != 1:
        raise BadRow("value", "one of value, words, or systolic and diastolic")
    measured_by = _somebody(cells, "measured_by")
    return MeasurementRecord(
        **_common(cells, named(cells[MEASUREMENT_ID])),
        what=_what(cells),
        quantity=_quantity(cells),
        text=cells.get("words"),
        parts=parts,
        **_time(cells, "measured_at", "taken_at", "taken_during"),
        recorded_at=cells.get("recorded_at"),
        performers=() if measured_by is None else (measured_by,),
    )


def _what(cells: Cells) -> Concept:
    coding = Coding(
        system=cells.get("code_system"), code=cells.get("code"), display=cells.get("code_name")
    )
    if "code" not in cells and "what" not in cells:
        raise BadRow("what", "what was measured: what, or code_system and code")
    if ("code" in cells) != ("code_system" in cells):
        raise BadRow("code", "code_system and code together")
    return Concept(codings=() if coding == Coding() else (coding,), text=cells.get("what"))


def _quantity(cells: Cells) -> Quantity | None:
    loose = next((name for name in ("comparator", "unit", "unit_code") if name in cells), None)
    if "value" not in cells:
        if loose is not None:
            raise BadRow(loose, "a value that it belongs to")
        return None
    code = cells.get("unit_code")
    return Quantity(
        value=cells["value"],
        comparator=cells.get("comparator"),
        unit=cells.get("unit"),
        system=None if code is None else UCUM,
        code=code,
    )


def _part(name: str, value: Any) -> Part:  # noqa: ANN401  a Decimal
    quantity = Quantity(value=value, unit="mmHg", system=UCUM, code=_PRESSURE)
    return Part(what=Concept(codings=(_PARTS[name],)), quantity=quantity)


def row_of_measurement(record: MeasurementRecord) -> Cells:
    coding = next(iter(record.what.codings), Coding())
    quantity = record.quantity
    by = next(iter(record.performers), None)
    return {
        MEASUREMENT_ID: record.id.value,
        **_common_row(record),
        "measured_by": Who.UNKNOWN,
        **_somebody_row(by, "measured_by", record.person),
        "measured_at": _time_cell(record.taken_at, record.taken_during),
        "recorded_at": record.recorded_at,
        "code_system": coding.system,
        "code": coding.code,
        "code_name": coding.display,
        "what": record.what.text,
        "value": quantity and quantity.value,
        "comparator": quantity and quantity.comparator,
        "unit": quantity and quantity.unit,
        "unit_code": quantity and quantity.code,
        **{name: _part_value(record, coding) for name, coding in _PARTS.items()},
        "words": record.text,
    }


def _part_value(record: MeasurementRecord, coding: Coding) -> Any:  # noqa: ANN401  a Decimal
    for part in record.parts:
        if coding in part.what.codings and part.quantity is not None:
            return part.quantity.value
    return None


# -- what both have -----------------------------------------------------------------------------


def _common(cells: Cells, identifier: Identifier) -> dict[str, Any]:
    note = cells.get("note")
    return {
        "id": identifier,
        "person": _person(cells),
        "status": cells["status"],
        "accountable": _accountable(cells),
        "source": cells.get("source"),
        "language": cells.get("language"),
        "notes": () if note is None else (Note(text=note),),
    }


def _common_row(record: StatementRecord | MeasurementRecord) -> dict[str, Any]:
    block = record.accountable or Accountable()
    note = next(iter(record.notes), None)
    return {
        "id_system": record.id.system,
        "person_system": record.person.system,
        "person": record.person.value,
        "status": record.status,
        "note": note and note.text,
        "language": record.language,
        "source": record.source,
        **_party_row(block.care_giver, "care_giver"),
        **_party_row(block.care_unit, "care_unit"),
        "comparison_time": block.comparison_time,
        "area": block.area,
    }


def _person(cells: Cells) -> Identifier:
    return by_content(Identifier(system=cells["person_system"], value=cells["person"]))


def _accountable(cells: Cells) -> Accountable | None:
    made = Accountable(
        care_giver=_party(cells, "care_giver"),
        care_unit=_party(cells, "care_unit"),
        comparison_time=cells.get("comparison_time"),
        area=cells.get("area"),
    )
    return None if made == Accountable() else made


def _party(cells: Cells, name: str) -> Reference | None:
    identifier = _identifier(cells, name)
    display = cells.get(f"{name}_name")
    if identifier is None and display is None:
        return None
    return Reference(type="Organization", identifier=identifier, display=display)


def _party_row(reference: Reference | None, name: str) -> dict[str, Any]:
    reference = reference or Reference()
    identifier = reference.identifier
    return {
        f"{name}_system": identifier and identifier.system,
        f"{name}_id": identifier and identifier.value,
        f"{name}_name": reference.display,
    }


_TYPES: Final = {
    Who.PERSON: "Patient",
    Who.RELATIVE: "RelatedPerson",
    Who.STAFF: "Practitioner",
    Who.UNIT: "Organization",
}


def _somebody(cells: Cells, name: str) -> Reference | None:
    who, identifier = cells.get(name), _identifier(cells, name)
    display = cells.get(f"{name}_name")
    told = identifier is not None or display is not None
    if who in (None, Who.UNKNOWN):
        if told:
            raise BadRow(name, "who it is: person, relative, staff or unit")
        return None
    if who is Who.PERSON:
        identifier = identifier or _person(cells)
    elif not told:
        raise BadRow(f"{name}_name", "a name or an identifier")
    return Reference(type=_TYPES[who], identifier=identifier, display=display)


def _somebody_row(reference: Reference | None, name: str, person: Identifier) -> dict[str, Any]:
    if reference is None:
        return {}
    who = next((each for each, kind in _TYPES.items() if kind == reference.type), None)
    made = {name: who, **_party_row(reference, name)}
    if reference.identifier == person and who is Who.PERSON:
        made |= {f"{name}_system": None, f"{name}_id": None}
    return made


def _identifier(cells: Cells, name: str) -> Identifier | None:
    system, value = cells.get(f"{name}_system"), cells.get(f"{name}_id")
    if (system is None) != (value is None):
        raise BadRow(f"{name}_id", f"{name}_system and {name}_id together")
    if system is None or value is None:
        return None
    return Identifier(system=system, value=value)


def _time(cells: Cells, column: str, at: str, during: str) -> dict[str, Any]:
    """A time of the day to the minute is the period of that minute."""
    found = cells.get(column)
    return {during if isinstance(found, Period) else at: found}


def _time_cell(at: str | None, during: Period | None) -> str | None:
    """A time as one cell; the period of one minute as that minute."""
    if during is None or during.start is None:
        return at
    day, _, clock = during.start.partition("T")
    return f"{day}T{clock[:5]}{clock[8:]}" if clock else at


TABLES: Final = (
    Table("statement", STATEMENT_ID, STATEMENTS, StatementRecord, statement_of, row_of_statement),
    Table(
        "measurement",
        MEASUREMENT_ID,
        MEASUREMENTS,
        MeasurementRecord,
        measurement_of,
        row_of_measurement,
    ),
)
