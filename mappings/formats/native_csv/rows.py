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
from mappings.formats.native_csv.shared import (
    BadRow,
    Cells,
    common,
    common_row,
    somebody,
    somebody_row,
    time_cell,
    time_of,
)
from mappings.record import Record
from mappings.self_monitoring import MeasurementRecord, Part
from mappings.what_matters import StatementRecord

Name: TypeAlias = Callable[[str], Identifier]


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
        **common(cells, named(cells[STATEMENT_ID])),
        mode=cells["mode"],
        said_by=cells["said_by"],
        words=cells.get("words"),
        unanswered=cells.get("unanswered"),
        **time_of(cells, "said_at", "said_at", "said_during"),
        recorded_at=cells.get("recorded_at"),
        speaker=somebody(cells, "speaker"),
        writer=somebody(cells, "writer"),
        asked_by=somebody(cells, "asked_by"),
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
        **common_row(record),
        "mode": record.mode,
        "said_by": record.said_by,
        "words": record.words,
        "unanswered": record.unanswered,
        "said_at": time_cell(record.said_at, record.said_during),
        "recorded_at": record.recorded_at,
        **somebody_row(record.speaker, "speaker", record.person),
        **somebody_row(record.writer, "writer", record.person),
        **somebody_row(record.asked_by, "asked_by", record.person),
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
    measured_by = somebody(cells, "measured_by")
    return MeasurementRecord(
        **common(cells, named(cells[MEASUREMENT_ID])),
        what=_what(cells),
        quantity=_quantity(cells),
        text=cells.get("words"),
        parts=parts,
        **time_of(cells, "measured_at", "taken_at", "taken_during"),
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
        **common_row(record),
        "measured_by": Who.UNKNOWN,
        **somebody_row(by, "measured_by", record.person),
        "measured_at": time_cell(record.taken_at, record.taken_during),
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
