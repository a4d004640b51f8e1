"""The official schemas of PLO 1.6, read for tests: their elements, and documents with all of them.

`fullest` makes a message that has every optional element, lists twice, and one branch of a choice
(each list of choices has every branch); the schemas themselves then say that it is valid.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tests.shared_data import shared

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
KITH: Final = "http://www.kith.no/xmlstds"
MSGHEAD: Final = f"{KITH}/msghead/2006-05-24"
M1: Final = f"{KITH}/epj/meta/2008-02-20"
CODED: Final = {
    "CS": ("V", "DN"),
    "CV": ("V", "S", "DN", "OT"),
    "TS": ("V",),
    "PQ": ("V", "U"),
    "URL": ("V",),
}
ROOTS: Final = {
    "Innleggelsesrapport": "Innleggelsesrapport-v1.6.xsd",
    "TverrfagligEpikrise": "TverrfagligEpikrise-v1.6.xsd",
    "HelseopplysningerVedSoknad": "Helseopplysninger-v1.6.xsd",
    "Konsultasjon": "HelseopplysningerTilLege-v1.6.xsd",
    "OverforingMedisinskeOpplysninger": "MedisinskeOpplysninger-v1.6.xsd",
    "OrienteringOmTjenestetilbud": "OrienteringOmTjenestetilbud-v1.6.xsd",
    "Pasientlogistikk": "Pasientlogistikk-v1.6.xsd",
}
# Codes of the closed lists that the reader knows; other codes are any word.
_CODES: Final = {
    "BehovTolkSprak": "SE",
    "FasteUkedager": "3",
    "Forsendelsesstatus": "N",
    "ProcessingStatus": "T",
    "Sex": "2",
    "Sprak": "NN",
    "TypeId": "HER",
    "TypeTelecom": "MC",
}
_TEXTS: Final = {
    "DateOfBirth": "1969-11-13",
    "MIGversion": "v1.2 2006-05-24",
    "TrukketTilbakeDato": "2030-01-02",
    "Vurdering": "3",
    "ForbeholdOmVideresending": "true",
}
_SIMPLE: Final = {
    "boolean": "true",
    "date": "2018-02-03",
    "dateTime": "2018-02-03T10:20:30",
    "decimal": "2.50",
    "double": "2.5",
    "gYear": "2009",
    "integer": "60",
    "oid": "1.2.3",
    "anyURI": "urn:x",
}


@dataclass(frozen=True, kw_only=True)
class Element:
    """One element of a type: its name, type, and whether it may be repeated."""

    space: str
    name: str
    kind: str
    many: bool


@dataclass(kw_only=True)
class Shape:
    """A complex type or element: its elements, in groups of which one is chosen, in order."""

    groups: list[list[Element]] = field(default_factory=list)
    attributes: list[Any] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [element for group in self.groups for element in group]


class Schemas:
    """Every declaration of the schemas by qualified name."""

    def __init__(self) -> None:
        self.elements: dict[str, Any] = {}
        self.types: dict[str, Any] = {}
        self.groups: dict[str, Any] = {}
        for file in _files():
            root = etree.parse(str(file)).getroot()
            space = root.get("targetNamespace")
            for child in root:
                kept = {"element": self.elements, "complexType": self.types}.get(_local(child))
                if kept is not None:
                    kept[f"{{{space}}}{child.get('name')}"] = child

    def shape(self, declared: Any) -> Shape:  # noqa: ANN401  an lxml element
        """The shape of an element with a type of its own, or of a named complex type."""
        found = (
            declared if _local(declared) == "complexType" else declared.find(f"{XSD}complexType")
        )
        shape = Shape()
        for child in found:
            self._fill(shape, child)
        shape.attributes += list(found.iter(f"{XSD}attribute", f"{XSD}attributeGroup"))
        return shape

    def _fill(self, shape: Shape, part: Any) -> None:  # noqa: ANN401
        match _local(part):
            case "sequence":
                for child in part:
                    self._fill(shape, child)
            case "choice":
                many = part.get("maxOccurs") == "unbounded"
                branches = [self._element(each, many=many) for each in part.iter(f"{XSD}element")]
                shape.groups += [[each] for each in branches] if many else [branches]
            case "element":
                shape.groups.append([self._element(part)])
            case _:
                pass

    def _element(self, part: Any, *, many: bool = False) -> Element:  # noqa: ANN401
        many = many or part.get("maxOccurs") == "unbounded"
        if part.get("ref") is not None:
            name = _qualified(part, part.get("ref"))
            declared = self.elements.get(name)
            kind = (
                name if declared is None or declared.get("type") is None else declared.get("type")
            )
            space, _, local = name[1:].partition("}")
            return Element(space=space, name=local, kind=kind, many=many)
        space = part.getroottree().getroot().get("targetNamespace")
        kind = part.get("type")
        return Element(
            space=space,
            name=part.get("name"),
            kind="*" if kind is None else _qualified(part, kind),
            many=many,
        )


def _files() -> list[Path]:
    return [
        *shared("plo", "xsd-v1.6").glob("*.xsd"),
        *shared("plo", "felleskomponenter").glob("*.xsd"),
    ]


def _local(node: Any) -> str:  # noqa: ANN401
    return str(node.tag).rpartition("}")[2]


def _qualified(node: Any, name: str) -> str:  # noqa: ANN401
    prefix, colon, local = name.rpartition(":")
    return f"{{{node.nsmap.get(prefix if colon else None)}}}{local}"


@cache
def schemas() -> Schemas:
    return Schemas()


# -- the fullest documents ------------------------------------------------------------------------


class Maker:
    """Makes elements with everything in them; `branch` picks from choices that come once."""

    def __init__(self, branch: int = 0) -> None:
        self.branch = branch
        self.count = 0

    def element(self, declared: Element, *, branch: int | None = None, depth: int = 0) -> Any:  # noqa: ANN401
        made = etree.Element(f"{{{declared.space}}}{declared.name}")
        local = declared.kind.rpartition("}")[2]
        if local in CODED:
            for name in CODED[local]:
                made.set(name, self._attribute(declared.name, local, name))
        elif declared.kind in schemas().types or declared.kind in schemas().elements:
            types = schemas().types
            found = (
                types[declared.kind]
                if declared.kind in types
                else schemas().elements[declared.kind]
            )
            self._fill(made, schemas().shape(found), branch, depth)
        else:
            made.text = self._text(declared.name, local)
        return made

    def _fill(self, made: Any, shape: Shape, branch: int | None, depth: int) -> None:  # noqa: ANN401
        for attribute in shape.attributes:
            self._set(made, attribute)
        for group in shape.groups:
            at = self.branch if branch is None else branch
            chosen = group[at % len(group)]
            if chosen.name == "Organisation" and depth > 0:
                continue
            if chosen.kind == "*" or chosen.name in ("Signature", "FileReference"):
                continue
            for turn in range(self._times(chosen)):
                deeper = depth + (chosen.name == "Organisation")
                made.append(self.element(chosen, branch=turn, depth=deeper))

    def _times(self, element: Element) -> int:
        """How often: enough that each branch of a choice inside comes up once."""
        if not element.many:
            return 1
        declared = schemas().elements.get(element.kind)
        if declared is None:
            return 2
        return max([2, *(len(group) for group in schemas().shape(declared).groups)])

    def _set(self, made: Any, attribute: Any) -> None:  # noqa: ANN401
        if attribute.get("ref") == "m1:meta1":
            made.set("komponentID", self._word())
        elif attribute.get("fixed") is not None:
            made.set(f"{{{M1}}}{attribute.get('ref')[3:]}", attribute.get("fixed"))
        else:
            made.set(f"{{{M1}}}informasjonskategori", "Andre notater")

    def _attribute(self, element: str, kind: str, name: str) -> str:
        if name == "S":
            return "2.16.578.1.12.4.1.1.9999"
        if name == "U":
            return "d"
        if kind in ("TS", "PQ", "URL"):
            return {"TS": "2018-02-03T10:20:30", "PQ": "2", "URL": "tel:55512345"}[kind]
        return _CODES.get(element, self._word()) if name == "V" else self._word()

    def _text(self, name: str, kind: str) -> str:
        if name in _TEXTS:
            return _TEXTS[name]
        if name == "Id":
            return str(10_000 + self._next())
        return _SIMPLE.get(kind, self._word())

    def _word(self) -> str:
        return f"ord{self._next()}"

    def _next(self) -> int:
        self.count += 1
        return self.count


def fullest(root: str, branch: int = 0) -> bytes:
    """A message of that type with every element that its schemas allow."""
    maker = Maker(branch)
    head = etree.Element(f"{{{MSGHEAD}}}MsgHead")
    elements = schemas().elements
    for name in ("MsgInfo", "Document"):
        declared = f"{{{MSGHEAD}}}{name}"
        made = maker.element(Element(space=MSGHEAD, name=name, kind=declared, many=False))
        head.append(made)
    _identify(head)
    payload = next(name for name in elements if name.endswith(f"}}{root}"))
    space = payload[1:].partition("}")[0]
    refdoc: Any = head.find(f".//{{{MSGHEAD}}}RefDoc")
    content = etree.SubElement(refdoc, f"{{{MSGHEAD}}}Content")
    content.append(maker.element(Element(space=space, name=root, kind=payload, many=False)))
    return bytes(etree.tostring(head, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _identify(head: Any) -> None:  # noqa: ANN401
    """Give the patient a number that its own rule allows."""
    patient = head.find(f"{{{MSGHEAD}}}MsgInfo/{{{MSGHEAD}}}Patient")
    ident = patient.find(f"{{{MSGHEAD}}}Ident")
    ident[0].text = "13116900216"
    ident[1].set("V", "FNR")


def fullest_messages() -> Iterator[tuple[str, bytes]]:
    """Every message type, and each branch of the one that is a choice."""
    for root in ROOTS:
        branches = 5 if root == "Pasientlogistikk" else 1
        for branch in range(branches):
            yield f"{root}-{branch}", fullest(root, branch)


def validator(root: str, folder: Path) -> etree.XMLSchema:
    """The schema of a message body, with everything it imports put beside it."""
    for file in _files():
        (folder / file.name).write_bytes(file.read_bytes())
    return etree.XMLSchema(etree.parse(str(folder / ROOTS[root])))


def assert_valid_body(message: bytes, folder: Path) -> None:
    """The body of a message is valid for its official schema."""
    content: Any = etree.fromstring(message).find(".//{*}Content")
    body = etree.tostring(content[0], encoding="utf-8", with_tail=False)
    schema = validator(etree.QName(content[0]).localname, folder)
    assert schema.validate(etree.fromstring(body)), schema.error_log
