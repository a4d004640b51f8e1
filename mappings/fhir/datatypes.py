"""FHIR data types <-> the values of records (https://hl7.org/fhir/R4/datatypes.html).

`x_out` builds JSON from a value, `x_in` reads it back; absent in, absent out. `filled` and
`without_empty` drop what is absent, since FHIR has no null and no empty array. Reading uses .get
throughout: a valid resource may hold a required primitive only as its _sibling.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from mappings.errors import MappingError
from mappings.fhir import types as fhir
from mappings.fhir.shared import Latest
from mappings.fhir.values import (
    Coding,
    Concept,
    Identifier,
    Note,
    Reference,
    Translation,
)

T = TypeVar("T")


def filled(resource: T, members: Mapping[str, object]) -> T:
    """The resource itself, with those members that aren't absent."""
    # Met for every element of every resource: typing.cast would cost two calls each time.
    made: Any = resource
    for name, value in members.items():
        if value or (value is not None and value == 0):
            made[name] = value
    return made  # type: ignore[no-any-return]  # T, with more members


def without_empty(resource: T) -> T:
    """The same JSON object without absent members (None, and empty text, lists and objects)."""
    members: Any = resource
    made: Any = filled({}, members)
    return made  # type: ignore[no-any-return]  # T, with fewer members


class Need:
    """Asks for what must be there: `need(value, path)` gives it, or refuses with the path."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, value: T | None, path: str) -> T:
        if value is None:
            raise MappingError(path, None, f"a value: {self.kind} can't stand without", "required")
        return value


# -- identifiers and references -----------------------------------------------------------------


def identifier_out(identifier: Identifier) -> fhir.Identifier:
    return {"system": identifier.system, "value": identifier.value}


def identifier_in(identifier: fhir.Identifier | None) -> Identifier | None:
    if identifier is None:
        return None
    system, value = identifier.get("system"), identifier.get("value")
    return None if system is None or value is None else Identifier(system=system, value=value)


def reference_out(reference: Reference | None) -> fhir.Reference | None:
    """A logical reference: type, identifier and display."""
    if reference is None:
        return None
    identifier = reference.identifier
    made: fhir.Reference = {}
    if reference.type is not None:
        made["type"] = reference.type
    if identifier is not None:
        made["identifier"] = {"system": identifier.system, "value": identifier.value}
    if reference.display is not None:
        made["display"] = reference.display
    return made


def reference_in(reference: fhir.Reference | None) -> Reference | None:
    if reference is None:
        return None
    return Reference(
        type=reference.get("type"),
        identifier=identifier_in(reference.get("identifier")),
        display=reference.get("display"),
    )


def references_out(references: Iterable[Reference]) -> list[fhir.Reference]:
    # Most lists of a record are empty, and an empty comprehension costs a call.
    made: list[Any] = [reference_out(each) for each in references] if references else []
    return made


def references_in(references: Sequence[fhir.Reference] | None) -> tuple[Reference, ...]:
    return tuple(cast("Reference", reference_in(reference)) for reference in references or ())


@Latest
def person_out(person: Identifier) -> fhir.Reference:
    """The subject of a record: a Patient by business identifier, never by a guessed id."""
    return {"type": "Patient", "identifier": {"system": person.system, "value": person.value}}


def person_in(reference: fhir.Reference | None, path: str) -> Identifier:
    person = identifier_in(None if reference is None else reference.get("identifier"))
    if person is None:
        raise MappingError(f"{path}", None, "a subject with system and value", "subject")
    return person


# -- codes --------------------------------------------------------------------------------------


def coding_out(coding: Coding) -> fhir.Coding:
    made: fhir.Coding = {}
    if coding.system is not None:
        made["system"] = coding.system
    if coding.version is not None:
        made["version"] = coding.version
    if coding.code is not None:
        made["code"] = coding.code
    if coding.display is not None:
        made["display"] = coding.display
    return made


def coding_in(coding: fhir.Coding) -> Coding:
    return Coding(
        system=coding.get("system"),
        version=coding.get("version"),
        code=coding.get("code"),
        display=coding.get("display"),
    )


def codings_in(codings: Sequence[fhir.Coding] | None) -> tuple[Coding, ...]:
    return tuple(coding_in(coding) for coding in codings or ())


def concept(system: str, code: str, display: str | None = None) -> fhir.CodeableConcept:
    """A CodeableConcept of one coding."""
    if display is None:
        return {"coding": [{"system": system, "code": code}]}
    return {"coding": [{"system": system, "code": code, "display": display}]}


def concept_out(value: Concept | None) -> fhir.CodeableConcept | None:
    if value is None:
        return None
    made: fhir.CodeableConcept = {}
    if value.codings:
        made["coding"] = [coding_out(coding) for coding in value.codings]
    if value.text is not None:
        made["text"] = value.text
    return made


def concept_in(value: fhir.CodeableConcept | None) -> Concept | None:
    if value is None:
        return None
    return Concept(codings=codings_in(value.get("coding")), text=value.get("text"))


def concepts_out(values: Iterable[Concept]) -> list[fhir.CodeableConcept]:
    made: list[Any] = [concept_out(value) for value in values] if values else []
    return made


def concepts_in(values: Sequence[fhir.CodeableConcept] | None) -> tuple[Concept, ...]:
    return tuple(cast("Concept", concept_in(value)) for value in values or ())


def code_in(system: str, concepts: Sequence[fhir.CodeableConcept] | None) -> str | None:
    """The code of one system among several concepts: the way one's own code is found again."""
    for each in concepts or ():
        for coding in each.get("coding") or ():
            if coding.get("system") == system:
                return coding.get("code")
    return None


def code_of(value: fhir.CodeableConcept | None, system: str) -> str | None:
    """The code of one system in one concept."""
    return None if value is None else code_in(system, (value,))


def others_in(
    systems: Iterable[str], concepts: Sequence[fhir.CodeableConcept] | None
) -> tuple[Concept, ...]:
    """The concepts that hold no code of these systems: what the source added to our own."""
    own = frozenset(systems)
    return tuple(
        cast("Concept", concept_in(each))
        for each in concepts or ()
        if not any(coding.get("system") in own for coding in each.get("coding") or ())
    )


def without_code(
    system: str, code: str, concepts: Sequence[fhir.CodeableConcept] | None
) -> tuple[Concept, ...]:
    """The concepts that don't hold this very code: for a public system that others use as well."""
    return tuple(
        cast("Concept", concept_in(each))
        for each in concepts or ()
        if not holds(system, code, each)
    )


def holds(system: str, code: str, concept: fhir.CodeableConcept) -> bool:
    return any(
        coding.get("system") == system and coding.get("code") == code
        for coding in concept.get("coding") or ()
    )


# -- notes and extensions -----------------------------------------------------------------------


def note_out(note: Note) -> fhir.Annotation:
    return without_empty(
        cast(
            "fhir.Annotation",
            {
                "authorReference": reference_out(note.author),
                "time": note.time,
                "text": note.text,
            },
        )
    )


def notes_out(notes: Iterable[Note]) -> list[fhir.Annotation]:
    return [note_out(note) for note in notes] if notes else []


def notes_in(notes: Sequence[fhir.Annotation] | None) -> tuple[Note, ...]:
    return tuple(
        Note(
            text=note.get("text") or "",
            author=reference_in(note.get("authorReference")),
            time=note.get("time"),
        )
        for note in notes or ()
    )


def extension(url: str, **value: object) -> fhir.Extension:
    """An extension with one value[x], or with none when the value is absent."""
    made: Any = {"url": url, **value}
    return made  # type: ignore[no-any-return]  # an Extension


def complex_extension(url: str, parts: Iterable[fhir.Extension]) -> fhir.Extension:
    """An extension that holds others instead of a value."""
    return {"url": url, "extension": list(parts)}


def extensions_in(element: object, url: str) -> list[dict[str, Any]]:
    """The extensions of an element (a resource, a data type, a _sibling) with one url."""
    holder = cast("dict[str, Any]", element or {})
    return [each for each in holder.get("extension") or () if each.get("url") == url]


def extension_in(element: object, url: str) -> dict[str, Any]:
    """The first extension of that url, or an empty object."""
    found = extensions_in(element, url)
    return found[0] if found else {}


def translations_out(translations: Iterable[Translation]) -> list[fhir.Extension]:
    """For the _sibling of a string: https://hl7.org/fhir/R4/extension-translation.html."""
    return [
        complex_extension(
            "http://hl7.org/fhir/StructureDefinition/translation",
            (
                extension("lang", valueCode=each.language),
                extension("content", valueString=each.text),
            ),
        )
        for each in translations
    ]


def translations_in(sibling: object) -> tuple[Translation, ...]:
    return tuple(
        Translation(
            language=extension_in(each, "lang").get("valueCode", ""),
            text=extension_in(each, "content").get("valueString", ""),
        )
        for each in extensions_in(sibling, "http://hl7.org/fhir/StructureDefinition/translation")
    )
