"""The columns of the native tables: name, field of the record, how it is read, what it means.

A row is a statement or a measurement by the id that it has. Somebody is told by four columns: who
they are for the person (`measured_by`), their name, and the two halves of their identifier.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mappings.fhir.values import Quantity
from mappings.formats.native.sections import SECTION_OF
from mappings.formats.native.shape import Kind, Member, Shape, shape_of
from mappings.formats.native.values import Parse, expected, parser
from mappings.record import Area
from mappings.self_monitoring import MeasurementRecord
from mappings.what_matters import Mode, SaidBy, StatementRecord, Unanswered


class Who(Enum):
    """Who somebody is for the person, as a table puts it."""

    PERSON = "person"
    RELATIVE = "relative"
    STAFF = "staff"
    UNIT = "unit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `field` is where the cell goes in the mapping table of the record."""

    name: str
    field: str
    member: Member
    parse: Parse
    meaning: str
    required: bool = False

    @property
    def form(self) -> str:
        """What a cell may hold, in words."""
        return expected(self.member)

    @property
    def is_time(self) -> bool:
        return self.member.kind in {Kind.DATE_TIME, Kind.INSTANT}


def _column(
    name: str, field: str, kind: Kind | type[Enum], meaning: str, *, required: bool = False
) -> Column:
    if isinstance(kind, Kind):
        member = Member(field=field, name=name, key=name, kind=kind)
    else:
        codes = tuple(str(each.value) for each in kind)
        member = Member(field=field, name=name, key=name, enum=kind, choices=codes)
    return _coded(name, field, member, meaning, required=required)


def _coded(name: str, field: str, like: Member, meaning: str, *, required: bool = False) -> Column:
    """A column that may hold the codes of a member of the native format."""
    return Column(
        name=name,
        field=field,
        member=like,
        parse=parser(like),
        meaning=meaning,
        required=required,
    )


def _member(shape: Shape, field: str) -> Member:
    return next(member for member in shape.members if member.field == field)


def _somebody(name: str, field: str, meaning: str, *, required: bool = False) -> Iterator[Column]:
    yield _column(name, field, Who, meaning, required=required)
    yield _column(f"{name}_name", field, Kind.TEXT, "Their name.")
    yield _column(f"{name}_system", field, Kind.URI, "The system of their identifier.")
    yield _column(f"{name}_id", field, Kind.TEXT, "Their identifier in it.")


def _party(name: str, field: str, meaning: str) -> Iterator[Column]:
    yield _column(f"{name}_system", field, Kind.URI, f"{meaning}: the system of the identifier.")
    yield _column(f"{name}_id", field, Kind.TEXT, f"{meaning}: the identifier.")
    yield _column(f"{name}_name", field, Kind.TEXT, f"{meaning}: the name.")


def _shared(record_id: str) -> Iterator[Column]:
    """The columns of every row."""
    yield _column(
        record_id,
        "id",
        Kind.TEXT,
        "The id of the row in the system that it comes from; it stays the same.",
        required=True,
    )
    yield _column(
        "id_system",
        "business_identifier.system",
        Kind.URI,
        "Only where the id is an identifier that the record already has: its system.",
    )
    yield _column(
        "system",
        "id",
        Kind.TEXT,
        "The system that the row comes from, by a name that stays the same; needed unless the"
        " installation names it.",
    )
    yield _column(
        "person_system",
        "person.system",
        Kind.URI,
        "The system of the person's number, such as personnummer.",
        required=True,
    )
    yield _column("person", "person", Kind.TEXT, "The person's number.", required=True)


def _about() -> Iterator[Column]:
    yield _column("note", "notes", Kind.TEXT, "A note.")
    yield _column("language", "language", Kind.CODE, "BCP-47 language of the words.")
    yield _column("source", "source", Kind.URI, "URI of the system that the record came from.")
    yield from _party("care_giver", "accountable.care_giver", "The care provider or authority")
    yield from _party("care_unit", "accountable.care_unit", "The care unit")
    yield _column(
        "comparison_time",
        "accountable.comparison_time",
        Kind.DATE_TIME,
        "The time that a block limited in time is compared with.",
    )
    yield _column("area", "accountable.area", Area, "Health care or social services.")


STATEMENT_ID: Final = "statement_id"
MEASUREMENT_ID: Final = "measurement_id"
_SAID: Final = _member(SECTION_OF[StatementRecord].shape, "status")
_MEASURED: Final = _member(SECTION_OF[MeasurementRecord].shape, "status")
_BEYOND: Final = _member(shape_of(Quantity), "comparator")

STATEMENTS: Final = (
    *_shared(STATEMENT_ID),
    _coded("status", "status", _SAID, "`final`, or `entered-in-error`.", required=True),
    _column("mode", "mode", Mode, "Whose words these are, and how they came.", required=True),
    _column("said_by", "said_by", SaidBy, "Who speaks.", required=True),
    _column("words", "words", Kind.TEXT, "The words, exactly as they were said or written."),
    _column("unanswered", "unanswered", Unanswered, "Asked, but nothing was said."),
    _column("said_at", "said_at", Kind.DATE_TIME, "When it was said."),
    _column("recorded_at", "recorded_at", Kind.INSTANT, "When it was recorded."),
    *_somebody("speaker", "speaker", "Who said it."),
    *_somebody("writer", "writer", "Who wrote it down."),
    *_somebody("asked_by", "asked_by", "Who asked."),
    _column("follows", "follows", Kind.TEXT, "The id of the statement that this one comes after."),
    _column("corrects", "corrects", Kind.TEXT, "The id of the wrong one that this one replaces."),
    *_about(),
)
MEASUREMENTS: Final = (
    *_shared(MEASUREMENT_ID),
    _coded("status", "status", _MEASURED, "How final the value is.", required=True),
    *_somebody("measured_by", "performers", "Who measured. Nobody is ever assumed.", required=True),
    _column(
        "measured_at", "taken_at", Kind.DATE_TIME, "When. A time to the minute is that minute."
    ),
    _column("recorded_at", "recorded_at", Kind.INSTANT, "When it was recorded."),
    _column(
        "code_system", "what", Kind.URI, "The code system of what was measured, such as loinc."
    ),
    _column("code", "what", Kind.CODE, "What was measured, as a code."),
    _column("code_name", "what", Kind.TEXT, "What the code system calls it."),
    _column("what", "what", Kind.TEXT, "What was measured, in words."),
    _column("value", "quantity.value", Kind.DECIMAL, "The value; its digits are kept."),
    _coded("comparator", "quantity", _BEYOND, "If the true value is only known to lie beyond."),
    _column("unit", "quantity", Kind.TEXT, "The unit, as people write it."),
    _column("unit_code", "quantity", Kind.CODE, "The unit as a UCUM code."),
    _column("systolic", "parts", Kind.DECIMAL, "Blood pressure: systolic, in mm[Hg]."),
    _column("diastolic", "parts", Kind.DECIMAL, "Blood pressure: diastolic, in mm[Hg]."),
    _column("words", "text", Kind.TEXT, "The value in words, where it is no number."),
    *_about(),
)
