"""What every record carries <-> FHIR: identifier, meta, language and the common extensions.

`common_out` begins a resource, `common_in` gives the keyword arguments that every record class
shares; `fields` is their part of each concept's mapping table.
    id → identifier[0] · chain → identifier[1] · source → meta.source
    labels → meta.security, a Swedish mark of protected identity in both of its systems
    source_ids → the other identifiers (records that have them)
    accountable → extension accountable (careGiver, careUnit, area) and block-comparison-time
    source_texts → extension source-text (name, text)
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mappings.codes.systems import (
    ACCOUNTABLE,
    BASE,
    BLOCK_COMPARISON_TIME,
    PLO_CONVERSATION,
    SOURCE_TEXT,
    VALUE_NEGATED,
)
from mappings.codes.tables import by_value
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
from mappings.fhir.labels import with_both_systems
from mappings.fhir.shared import Latest
from mappings.fhir.values import Identifier, SourceText
from mappings.record import Accountable, Area, Record, SourcedRecord

_ID_START: Final = f"{BASE}/id/"
_MODIFIERS: Final = frozenset({VALUE_NEGATED})
_BLOCK: Final = f"extension.where(url='{ACCOUNTABLE}')"
_TEXT: Final = f"extension.where(url='{SOURCE_TEXT}').extension.where(url='text').valueString"


AREA: Final = by_value(f"{_BLOCK}.extension.where(url='area').valueCode", Area)


def fields(kind: str, subject: str = "subject.identifier.value") -> dict[str, str]:
    """The mapping table of what every record carries, for one resource type."""
    block = f"{kind}.{_BLOCK}"
    return {
        "id": f"{kind}.identifier[0].value",
        "person": f"{kind}.{subject}",
        "accountable.care_giver": f"{block}.extension.where(url='careGiver').valueReference",
        "accountable.care_unit": f"{block}.extension.where(url='careUnit').valueReference",
        "accountable.area": f"{block}.extension.where(url='area').valueCode",
        "accountable.comparison_time": (
            f"{kind}.extension.where(url='{BLOCK_COMPARISON_TIME}').valueDateTime"
        ),
        "chain": f"{kind}.identifier.where(system='{PLO_CONVERSATION}').value",
        "labels": f"{kind}.meta.security.code",
        "source": f"{kind}.meta.source",
        "language": f"{kind}.language",
        "source_texts": f"{kind}.{_TEXT}",
    }


def note_fields(kind: str) -> dict[str, str]:
    """The paths of `notes`, for the resource types that have Annotations."""
    return {
        "notes": f"{kind}.note[].text",
        "notes.author": f"{kind}.note[].authorReference",
        "notes.time": f"{kind}.note[].time",
    }


def concept_fields(name: str, path: str) -> dict[str, str]:
    """The paths of a field that is a CodeableConcept, whole and in its parts."""
    return {
        name: path,
        f"{name}.code": f"{path}.coding.code",
        f"{name}.system": f"{path}.coding.system",
        f"{name}.display": f"{path}.coding.display",
        f"{name}.text": f"{path}.text",
    }


def period_fields(name: str, path: str) -> dict[str, str]:
    """The paths of a field that is a Period, whole and in its parts."""
    return {name: path, f"{name}.start": f"{path}.start", f"{name}.end": f"{path}.end"}


def amount_fields(name: str, path: str) -> dict[str, str]:
    """The paths of a field that is a Quantity, whole and in its parts."""
    return {
        name: path,
        f"{name}.value": f"{path}.value",
        f"{name}.unit": f"{path}.unit",
        f"{name}.system": f"{path}.system",
        f"{name}.code": f"{path}.code",
    }


def source_id_field(kind: str) -> str:
    """The path of a SourcedRecord's `source_ids`: system and value."""
    ours = f"system.startsWith('{_ID_START}') or system = '{PLO_CONVERSATION}'"
    return f"{kind}.identifier.where(({ours}).not())"


def common_out(record: Record, kind: str) -> dict[str, Any]:
    """The start of a resource: type, meta, language, common extensions and identifiers."""
    made: dict[str, Any] = {"resourceType": kind}
    if record.source is not None:
        made["meta"] = {"source": record.source}
    if record.labels:
        labels = with_both_systems(record.labels)
        made.setdefault("meta", {})["security"] = [dt.coding_out(label) for label in labels]
    if record.language is not None:
        made["language"] = record.language
    extensions = common_extensions(record)
    if extensions:
        made["extension"] = extensions
    made["identifier"] = identifiers_out(record)
    return made


def identifiers_out(record: Record) -> list[Any]:
    made: list[Any] = [{"system": record.id.system, "value": record.id.value}]
    if record.chain is not None:
        made.append(dt.identifier_out(record.chain))
    if isinstance(record, SourcedRecord):
        made += map(dt.identifier_out, record.source_ids)
    return made


def common_extensions(record: Record) -> list[Any]:
    made: list[Any] = []
    if record.accountable is not None:
        made += _accountable_out(record.accountable)
    if record.source_texts:
        made += [_source_text_out(kept) for kept in record.source_texts]
    return made


def _source_text_out(kept: SourceText) -> Any:  # noqa: ANN401  an Extension, as JSON
    return dt.complex_extension(
        SOURCE_TEXT,
        (
            dt.extension("name", valueString=kept.name),
            dt.extension("text", valueString=kept.text),
        ),
    )


def common_in(resource: Mapping[str, Any], subject: object, kind: str) -> dict[str, Any]:
    """The keyword arguments that every record class shares, read from a resource.

    A modifier extension that isn't known may turn the meaning of everything else around, so its
    resource is refused: https://hl7.org/fhir/R4/extensibility.html#modifierExtension.
    """
    meta = resource.get("meta") or {}
    for each in resource.get("modifierExtension") or ():
        if each.get("url") not in _MODIFIERS:
            path, found = f"{kind}.modifierExtension", each.get("url")
            raise MappingError(path, found, "no modifier extension but ours", "modifier")
    return {
        "id": own_identifier(resource.get("identifier"), kind),
        "person": dt.person_in(subject, f"{kind}.subject"),  # type: ignore[arg-type]  # JSON
        "accountable": _accountable_in(resource),
        "chain": identifier_of(PLO_CONVERSATION, resource.get("identifier")),
        "labels": with_both_systems(dt.codings_in(meta.get("security"))),
        "source": meta.get("source"),
        "language": resource.get("language"),
        "source_texts": _source_texts_in(resource),
    }


def own_identifier(identifiers: object, kind: str) -> Identifier:
    """The identifier that an installation of ours minted; else the first with system and value."""
    found = [dt.identifier_in(each) for each in _listed(identifiers)]
    usable = [each for each in found if each is not None]
    own = [each for each in usable if each.system.startswith(_ID_START)]
    for each in own or usable:
        return each
    raise MappingError(
        f"{kind}.identifier", None, "an identifier with system and value", "identifier"
    )


def source_ids_in(resource: Mapping[str, Any], own: Identifier) -> tuple[Identifier, ...]:
    """The identifiers that the source itself gave: neither `own` nor the conversation's."""
    found = [dt.identifier_in(each) for each in _listed(resource.get("identifier"))]
    return tuple(
        each
        for each in found
        if each is not None and each != own and each.system != PLO_CONVERSATION
    )


def identifier_of(system: str, identifiers: object) -> Identifier | None:
    for each in _listed(identifiers):
        found = dt.identifier_in(each)
        if found is not None and found.system == system:
            return found
    return None


def _listed(identifiers: object) -> Sequence[Any]:
    """Identifier is 0..* on most resources, 0..1 on Bundle and QuestionnaireResponse."""
    if identifiers is None:
        return ()
    return identifiers if isinstance(identifiers, list) else (identifiers,)


@Latest
def _accountable_out(accountable: Accountable) -> tuple[Any, ...]:
    parts = []
    if accountable.care_giver is not None:
        parts.append(
            dt.extension("careGiver", valueReference=dt.reference_out(accountable.care_giver))
        )
    if accountable.care_unit is not None:
        parts.append(
            dt.extension("careUnit", valueReference=dt.reference_out(accountable.care_unit))
        )
    if accountable.area is not None:
        parts.append(dt.extension("area", valueCode=AREA.to_fhir(accountable.area)))
    made: list[Any] = [dt.complex_extension(ACCOUNTABLE, parts)] if parts else []
    if accountable.comparison_time is not None:
        made.append(dt.extension(BLOCK_COMPARISON_TIME, valueDateTime=accountable.comparison_time))
    return tuple(made)


def _accountable_in(resource: Mapping[str, Any]) -> Accountable | None:
    held = dt.extension_in(resource, ACCOUNTABLE)
    time = dt.extension_in(resource, BLOCK_COMPARISON_TIME).get("valueDateTime")
    area = dt.extension_in(held, "area").get("valueCode")
    if not held and time is None:
        return None
    return Accountable(
        care_giver=dt.reference_in(dt.extension_in(held, "careGiver").get("valueReference")),
        care_unit=dt.reference_in(dt.extension_in(held, "careUnit").get("valueReference")),
        comparison_time=time,
        area=None if area is None else AREA.from_fhir(area),
    )


def _source_texts_in(resource: Mapping[str, Any]) -> tuple[SourceText, ...]:
    return tuple(
        SourceText(
            name=dt.extension_in(each, "name").get("valueString", ""),
            text=dt.extension_in(each, "text").get("valueString", ""),
        )
        for each in dt.extensions_in(resource, SOURCE_TEXT)
    )
