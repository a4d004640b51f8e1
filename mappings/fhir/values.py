"""The small values that records are made of. Frozen, keyword-only; unknown is None or empty.

They mirror FHIR data types (https://hl7.org/fhir/R4/datatypes.html) as far as this project uses
them. Dates and times are FHIR strings as precise as the source; decimals keep their digits.
"""

from dataclasses import dataclass
from decimal import Decimal

from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier(Redacted):
    """A business identifier: travels with the record; never a server's Resource.id."""

    system: Uri
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding(Redacted):
    system: Uri | None = None
    version: str | None = None
    code: Code | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Redacted):
    """A CodeableConcept: the source's own coding first, added ones after it, and the words."""

    codings: tuple[Coding, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Redacted):
    """An amount; `unit` as printed, `system` and `code` when the unit is coded."""

    value: Decimal
    comparator: Code | None = None
    unit: str | None = None
    system: Uri | None = None
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Redacted):
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Redacted):
    """From `start` to `end`, each as precise as the source, or unknown."""

    start: DateTime | None = None
    end: DateTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Redacted):
    """A logical reference: the type, business identifier and printed name of what is meant.

    People, staff and units are always referred to like this; so are records among themselves,
    until a bundle or a server gives them a literal reference.
    """

    type: Code | None = None
    identifier: Identifier | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Redacted):
    """An Annotation: words about a record, with who wrote them and when, if the source says."""

    text: str
    author: Reference | None = None
    time: DateTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Redacted):
    """When something is to happen, as far as the source says (a Timing).

    `bounds` from when to when; `times` of the day; `days` of the week (mon … sun); `frequency`
    times per `period` `period_unit` (UCUM s min h d wk mo a); `text` as the source put it.
    """

    bounds: Period | None = None
    frequency: int | None = None
    period: Decimal | None = None
    period_unit: Code | None = None
    days: tuple[Code, ...] = ()
    times: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Redacted):
    """The same words in another language; the original always stands first."""

    language: Code
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint(Redacted):
    """A way to reach somebody; `system` phone, fax, email, url, sms …, `use` home, work, mobile."""

    value: str
    system: Code | None = None
    use: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText(Redacted):
    """A value kept as the source had it: the name it had there and its text, verbatim."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Redacted):
    """A person's name; `middle` is what Sweden and Norway keep apart from `given`."""

    family: str | None = None
    given: tuple[str, ...] = ()
    middle: str | None = None
    text: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Redacted):
    """An address; `municipality` is the municipality code, `type` the coded kind."""

    lines: tuple[str, ...] = ()
    postal_code: str | None = None
    city: str | None = None
    district: str | None = None
    country: str | None = None
    municipality: str | None = None
    use: Code | None = None
    type: Concept | None = None
    text: str | None = None
