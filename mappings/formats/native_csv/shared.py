"""What rows of both kinds have in common: the person, who answers for it, who did it, when."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mappings.fhir.values import Identifier, Note, Period, Reference
from mappings.formats.native_csv.columns import Who
from mappings.national_ids import by_content
from mappings.record import Accountable
from mappings.self_monitoring import MeasurementRecord
from mappings.what_matters import StatementRecord

Cells: TypeAlias = Mapping[str, Any]


class BadRow(Exception):  # noqa: N818  never leaves the native tables
    """What a row says does not go together: which column, and what it should have been."""

    def __init__(self, column: str, expected: str, rule: str = "native.row") -> None:
        super().__init__(column)
        self.column = column
        self.expected = expected
        self.rule = rule


def common(cells: Cells, identifier: Identifier) -> dict[str, Any]:
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


def common_row(record: StatementRecord | MeasurementRecord) -> dict[str, Any]:
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


def somebody(cells: Cells, name: str) -> Reference | None:
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


def somebody_row(reference: Reference | None, name: str, person: Identifier) -> dict[str, Any]:
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


def time_of(cells: Cells, column: str, at: str, during: str) -> dict[str, Any]:
    """A time of the day to the minute is the period of that minute."""
    found = cells.get(column)
    return {during if isinstance(found, Period) else at: found}


def time_cell(at: str | None, during: Period | None) -> str | None:
    """A time as one cell; the period of one minute as that minute."""
    if during is None or during.start is None:
        return at
    day, _, clock = during.start.partition("T")
    return f"{day}T{clock[:5]}{clock[8:]}" if clock else at
