"""FHIR primitive types (https://hl7.org/fhir/R4/datatypes.html) as annotated Python strings.

To mypy each is a `str`; the annotation says which primitive it is, and the native schemas are
generated from it. Dates and times stay strings: as precise as the source, never widened.
"""

from dataclasses import dataclass
from typing import Annotated, TypeAlias


@dataclass(frozen=True, slots=True)
class Primitive:
    """Marks a string as one FHIR primitive type."""

    name: str


Code: TypeAlias = Annotated[str, Primitive("code")]
Uri: TypeAlias = Annotated[str, Primitive("uri")]
Date: TypeAlias = Annotated[str, Primitive("date")]
DateTime: TypeAlias = Annotated[str, Primitive("dateTime")]
Instant: TypeAlias = Annotated[str, Primitive("instant")]
