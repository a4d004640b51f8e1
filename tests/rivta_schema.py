"""The official RIV-TA schemas: validators, and documents that have everything they allow."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tests.shared_data import shared

XS: Final = "{http://www.w3.org/2001/XMLSchema}"
CARE_PLANS: Final = ("GetCarePlansResponse", "GetCarePlansResponder_2.0.xsd")
OBSERVATIONS: Final = ("GetObservationsResponse", "GetObservationsResponder_1.1.xsd")
_FOLDERS: Final = {
    CARE_PLANS[1]: ("rivta-logistics-3.0.13", "GetCarePlansInteraction"),
    OBSERVATIONS[1]: ("rivta-getobservations-1.1", "GetObservationsInteraction"),
}
# What the reader asks of a value beyond its schema type, by the end of its path.
VALUES: Final[Mapping[str, str]] = {
    "patientId/id": "191212121212",
    "patientId/type": "1.2.752.129.2.1.3.1",
    "patient/id/root": "1.2.752.129.2.1.3.1",
    "patient/id/extension": "191212121212",
    "patient/dateOfBirth": "19121212",
    "gender/code": "1",
    "gender/codeSystem": "1.2.752.129.2.2.1.1",
    "status/code": "385651009",
    "status/codeSystem": "1.2.752.116.2.1.1",
    "performerRole/code/code": "ASSIGNED",
    "performerRole/code/codeSystem": "2.16.840.1.113883.5.110",
    "codeSystem": "1.2.752.999.7",
    "root": "1.2.752.129.2.1.4.1",
    "mediaType": "text/plain",
    "value/pq/value": "72.50",
    "value/pq/unit": "kg",
    "nullified": "false",
    "valueNegation": "false",
    "resultCode": "OK",
    "start/value": "20240612101500",
    "end/value": "20240612104500",
}
TYPES: Final[Mapping[str, str]] = {
    "TimeStampType": "20240612101500",
    "DateType": "20240612",
    "PartialTimeStampValueType": "20240612101500",
    "TimeStampTypeFormatEnum": "YYYYMMDDhhmmss",
    "boolean": "true",
    "decimal": "72.50",
}
FOREIGN: Final = "urn:example:an-extension"


def schema_file(name: str) -> Path:
    release, interaction = _FOLDERS[name]
    return shared("rivta", release, "interactions", interaction, name)


@cache
def validator(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(schema_file(name))))


@cache
def _types(name: str) -> tuple[dict[str, Any], str, str]:
    """The complex and simple types of a contract by name, and its two namespaces."""
    file = schema_file(name)
    core = sorted((file.parents[2] / "core_components").glob("clinicalprocess_*.xsd"))
    roots = [etree.parse(str(each)).getroot() for each in (file, *core)]
    types = {
        str(each.get("name")): each
        for root in roots
        for each in (*root.findall(f"{XS}complexType"), *root.findall(f"{XS}simpleType"))
    }
    spaces = [str(root.get("targetNamespace")) for root in roots]
    responder, of_core = (space for space in spaces if "enum" not in space)
    return types, responder, of_core


class _Maker:
    """Builds one document; every text that is free is a word that stands nowhere else."""

    def __init__(self, name: str, leave_out: frozenset[str], *, foreign: bool, repeat: int) -> None:
        self.types, self.responder, self.core = _types(name)
        self.leave_out = leave_out
        self.foreign = foreign
        self.repeat = repeat
        self.words: Counter[str] = Counter()

    def fill(self, made: Any, kind: str, space: str, path: str) -> None:  # noqa: ANN401
        declared = self.types.get(kind)
        if declared is None or declared.tag != f"{XS}complexType":
            made.text = self._value(kind, path)
            return
        for part in declared.find(f"{XS}sequence"):
            if part.tag == f"{XS}any" and self.foreign:
                etree.SubElement(made, f"{{{FOREIGN}}}extra").text = self._word("extra")
            elif part.tag == f"{XS}element":
                self._element(made, part, space, path)

    def _element(self, made: Any, part: Any, space: str, path: str) -> None:  # noqa: ANN401
        name = part.get("name")
        if f"{path.rpartition('/')[2]}/{name}" in self.leave_out:
            return
        for _ in range(self.repeat if part.get("maxOccurs") == "unbounded" else 1):
            child = etree.SubElement(made, f"{{{space}}}{name}")
            kind = part.get("type").rpartition(":")[2]
            self.fill(child, kind, self.core, f"{path}/{name}")

    def _value(self, kind: str, path: str) -> str:
        for end, value in VALUES.items():
            if path.endswith(f"/{end}"):
                return value
        if kind == "base64Binary":
            return "T3JkIHNvbSBuw6Vnb24gc2tyZXYu" if self.words["b64"] else self._first_text()
        declared = self.types.get(kind)
        codes = () if declared is None else declared.findall(f".//{XS}enumeration")
        return TYPES.get(kind) or (codes[0].get("value") if codes else self._word(path))

    def _first_text(self) -> str:
        self.words["b64"] += 1
        return "RGV0IHNvbSDDpHIgdmlrdGlndC4="

    def _word(self, path: str) -> str:
        self.words["all"] += 1
        return f"{path.rpartition('/')[2]}{self.words['all']}"


def fullest(
    contract: tuple[str, str],
    *,
    leave_out: frozenset[str] = frozenset(),
    foreign: bool = False,
    repeat: int = 2,
) -> bytes:
    """A response with every element that its schema allows, but for `parent/child` to leave out.

    `foreign` adds one of another namespace wherever that is allowed; `repeat` is how often there is
    what may stand any number of times.
    """
    root_name, file = contract
    maker = _Maker(file, leave_out, foreign=foreign, repeat=repeat)
    root = etree.Element(f"{{{maker.responder}}}{root_name}")
    maker.fill(root, f"{root_name}Type", maker.responder, f"/{root_name}")
    assert validator(file).validate(root), validator(file).error_log
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def invalid(contract: tuple[str, str], data: bytes) -> list[str]:
    """What the official schema says against a document, or its SOAP payload."""
    root: Any = etree.fromstring(data)
    payload = root if root.tag.endswith("Response") else root.find(f".//{{*}}{contract[0]}")
    alone = etree.fromstring(etree.tostring(payload, with_tail=False))
    schema: Any = validator(contract[1])
    return [] if schema.validate(alone) else [str(error) for error in schema.error_log]
