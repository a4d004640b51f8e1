"""Own terminology as FHIR R4 resources, out of its tables.

CodeSystem with Swedish and Norwegian designations and its ValueSet; StructureDefinition of each
extension (differential only); NamingSystem. https://hl7.org/fhir/R4/conformance-module.html
"""

from collections.abc import Iterator
from typing import Any, Final

from generate.terminology.extensions import EXTENSIONS
from generate.terminology.namings import NAMINGS
from generate.terminology.systems_of_audit import OF_AUDIT
from generate.terminology.systems_of_people import OF_PEOPLE
from generate.terminology.systems_of_plans import OF_PLANS
from generate.terminology.tables import Code, Extension, Naming, Part, System, Value
from mappings.codes.systems import BASE, HL7, ORDINAL_VALUE
from mappings.version import MAPPING_VERSION

Resource = dict[str, Any]
PUBLISHER: Final = "viktigt"
PUBLISHED: Final = "2026-11-24"


def resources() -> Iterator[Resource]:
    """Every resource of own terminology, in the order of the tables."""
    for system in (*OF_AUDIT, *OF_PEOPLE, *OF_PLANS):
        yield code_system(system)
        yield value_set(system)
    yield from map(structure_definition, EXTENSIONS)
    yield from map(naming_system, NAMINGS)


def _start(kind: str, url: str, title: str, description: str) -> Resource:
    """What every conformance resource begins with."""
    name = url.rpartition("/")[2]
    return {
        "resourceType": kind,
        "id": name,
        "url": f"{BASE}/{kind}/{name}",
        "version": MAPPING_VERSION,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "title": title,
        "status": "active",
        "experimental": False,
        "date": PUBLISHED,
        "publisher": PUBLISHER,
        "description": description,
    }


# -- codes --------------------------------------------------------------------------------------


def code_system(system: System) -> Resource:
    return _start("CodeSystem", system.url, system.title, system.description) | {
        "caseSensitive": True,
        "valueSet": _value_set_of(system.url),
        "content": "complete",
        "count": len(system.codes),
        "concept": [_concept(code) for code in system.codes],
    }


def value_set(system: System) -> Resource:
    return _start("ValueSet", system.url, system.title, system.description) | {
        "compose": {"include": [{"system": system.url}]}
    }


def _value_set_of(url: str) -> str:
    return url.replace("/CodeSystem/", "/ValueSet/")


def _concept(code: Code) -> Resource:
    made: Resource = {"code": code.code, "display": code.display}
    if code.ordinal is not None:
        made["extension"] = [{"url": ORDINAL_VALUE, "valueDecimal": code.ordinal}]
    if code.definition is not None:
        made["definition"] = code.definition
    made["designation"] = [
        {"language": "sv", "value": code.sv},
        {"language": "nb", "value": code.nb},
    ]
    return made


# -- extensions ---------------------------------------------------------------------------------


def structure_definition(extension: Extension) -> Resource:
    return _start("StructureDefinition", extension.url, extension.title, extension.definition) | {
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [_context(context) for context in extension.contexts],
        "type": "Extension",
        "baseDefinition": f"{HL7}/Extension",
        "derivation": "constraint",
        "differential": {"element": [*_elements(extension)]},
    }


def _context(context: str) -> Resource:
    kind = "extension" if context.startswith("http") else "element"
    return {"type": kind, "expression": context}


def _elements(extension: Extension) -> Iterator[Resource]:
    """What the extension narrows of Extension, in the order of its elements."""
    start = "Extension"
    root: Resource = {
        "id": start,
        "path": start,
        "short": extension.title,
        "definition": extension.definition,
        "min": 0,
        "max": extension.most,
    }
    if extension.modifies is not None:
        root |= {"isModifier": True, "isModifierReason": extension.modifies}
    yield root
    if extension.value is not None:
        yield _none(start, "extension")
    for part in extension.parts:
        yield from _part(part)
    yield _url(start, extension.url)
    if extension.value is None:
        yield _none(start, "value[x]")
    else:
        yield _value(start, extension.value)


def _part(part: Part) -> Iterator[Resource]:
    start = f"Extension.extension:{part.name}"
    slice_: Resource = {
        "id": start,
        "path": "Extension.extension",
        "sliceName": part.name,
        "short": part.short,
        "min": part.least,
        "max": part.most,
    }
    if part.url is not None:
        yield slice_ | {"type": [{"code": "Extension", "profile": [part.url]}]}
        return
    yield slice_
    yield _none(start, "extension")
    yield _url(start, part.name)
    yield _value(start, part.value)


def _path(start: str, name: str) -> Resource:
    """The id and path of an element; the path leaves out which slice it is."""
    plain = "Extension" if start == "Extension" else "Extension.extension"
    return {"id": f"{start}.{name}", "path": f"{plain}.{name}"}


def _none(start: str, name: str) -> Resource:
    return _path(start, name) | {"max": "0"}


def _url(start: str, url: str) -> Resource:
    return _path(start, "url") | {"fixedUri": url}


def _value(start: str, value: Value) -> Resource:
    made = _path(start, "value[x]") | {"min": 1, "type": [*_types(value)]}
    if value.binding is not None:
        binding = {"strength": "required", "valueSet": _value_set_of(value.binding)}
        made["binding"] = binding
    return made


def _types(value: Value) -> Iterator[Resource]:
    for code in value.types:
        targets = [f"{HL7}/{target}" for target in value.targets]
        yield {"code": code, "targetProfile": targets} if targets else {"code": code}


# -- identifiers --------------------------------------------------------------------------------


def naming_system(naming: Naming) -> Resource:
    """A NamingSystem, which has no canonical and no version of its own in R4."""
    start = _start("NamingSystem", naming.url, naming.title, naming.description)
    for name in ("url", "version", "title", "experimental"):
        del start[name]
    unique = {"type": "uri", "value": naming.url, "preferred": True}
    return start | {"kind": "identifier", "uniqueId": [unique]}
