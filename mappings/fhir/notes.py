"""Notes on resources that have no Annotation of their own in R4 <-> an extension of ours.

https://hl7.org/fhir/R4/datatypes.html#Annotation
"""

from collections.abc import Iterable
from typing import Any

from mappings.codes.systems import NOTE
from mappings.fhir import datatypes as dt
from mappings.fhir.values import Note


def note_extension_fields(kind: str) -> dict[str, str]:
    """The paths of `notes`, for one resource type."""
    path = f"{kind}.extension.where(url='{NOTE}').valueAnnotation"
    return {
        "notes": f"{path}.text",
        "notes.author": f"{path}.authorReference",
        "notes.time": f"{path}.time",
    }


def note_extensions_out(notes: Iterable[Note]) -> list[Any]:
    return [dt.extension(NOTE, valueAnnotation=dt.note_out(note)) for note in notes]


def note_extensions_in(resource: object) -> tuple[Note, ...]:
    return dt.notes_in([each["valueAnnotation"] for each in dt.extensions_in(resource, NOTE)])
