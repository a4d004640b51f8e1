"""Names, addresses and ways to reach somebody <-> HumanName, Address, ContactPoint.

Sweden and Norway keep a middle name apart from the given names, each in an extension of its own;
the kind of a Swedish address and the number of a Norwegian municipality have one too
(hl7se.fhir.base 1.1.0, hl7.fhir.no.basis 2.2.0). Elsewhere they stand in extensions of ours.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import (
    ADDRESS_TYPE,
    DATA_ABSENT,
    DNR,
    DUF,
    ENH,
    FHN,
    FNR,
    HER,
    HNR,
    HPR,
    HSA_ID,
    MIDDLE_NAME,
    MUNICIPALITY,
    NATIONELLT_RESERVNUMMER,
    NO_MIDDLE_NAME,
    NO_MUNICIPALITY,
    NO_MUNICIPALITY_CODE,
    ORGANISATIONSNUMMER,
    PERSONNUMMER,
    RSH,
    SAMORDNINGSNUMMER,
    SE_ADDRESS_TYPE,
    SE_MIDDLE_NAME,
    SNOMED,
)
from mappings.fhir import datatypes as dt
from mappings.fhir import types as fhir
from mappings.fhir.values import Address, Concept, ContactPoint, Identifier, Name


class Country(Enum):
    """Whose base profiles a person or unit is written after."""

    SWEDEN = "SE"
    NORWAY = "NO"
    OTHER = "other"


_COUNTRY: Final = {
    **dict.fromkeys(
        (
            *(PERSONNUMMER, SAMORDNINGSNUMMER, NATIONELLT_RESERVNUMMER),
            *(HSA_ID, ORGANISATIONSNUMMER),
        ),
        Country.SWEDEN,
    ),
    **dict.fromkeys((FNR, DNR, FHN, HNR, HPR, DUF, ENH, RSH, HER), Country.NORWAY),
}
_MIDDLE: Final = {
    Country.SWEDEN: SE_MIDDLE_NAME,
    Country.NORWAY: NO_MIDDLE_NAME,
    Country.OTHER: MIDDLE_NAME,
}
# The required value set of SEBaseAddressPersonExtension.
SE_ADDRESS_TYPES: Final = frozenset(
    {"63381000052101", "63391000052104", "63401000052101", "63411000052104"}
)


def country_of(identifiers: Iterable[Identifier]) -> Country:
    """The country whose national identifier stands first."""
    for identifier in identifiers:
        if identifier.system in _COUNTRY:
            return _COUNTRY[identifier.system]
    return Country.OTHER


def fields(kind: str, *, names: bool = True) -> dict[str, str]:
    """The mapping table of names, addresses and contact points, for one resource type."""
    address, name = f"{kind}.address[]", f"{kind}.name[]"
    middle = _any_url(SE_MIDDLE_NAME, NO_MIDDLE_NAME, MIDDLE_NAME)
    of_name = {
        "names": name,
        "names.family": f"{name}.family",
        "names.given": f"{name}.given",
        "names.middle": f"{name}.extension.where({middle}).valueString",
        "names.text": f"{name}.text",
        "names.prefix": f"{name}.prefix",
    }
    coded = f"{address}._district.extension.where(url='{NO_MUNICIPALITY_CODE}').valueCoding.code"
    other = f"{address}.extension.where(url='{MUNICIPALITY}').valueCode"
    kinds = _any_url(SE_ADDRESS_TYPE, ADDRESS_TYPE)
    return (of_name if names else {}) | {
        "addresses": address,
        "addresses.lines": f"{address}.line",
        "addresses.postal_code": f"{address}.postalCode",
        "addresses.city": f"{address}.city",
        "addresses.district": f"{address}.district",
        "addresses.country": f"{address}.country",
        "addresses.municipality": f"{coded} | {other}",
        "addresses.use": f"{address}.use",
        "addresses.type": f"{address}.extension.where({kinds}).valueCodeableConcept",
        "addresses.text": f"{address}.text",
        "contact_points": f"{kind}.telecom[]",
        "contact_points.value": f"{kind}.telecom[].value",
        "contact_points.system": f"{kind}.telecom[].system",
        "contact_points.use": f"{kind}.telecom[].use",
    }


def _any_url(*urls: str) -> str:
    return " or ".join(f"url='{url}'" for url in urls)


# -- names --------------------------------------------------------------------------------------


def names_out(names: Iterable[Name], country: Country) -> list[Any]:
    return [_name_out(name, country) for name in names]


def _name_out(name: Name, country: Country) -> dict[str, Any]:
    made: dict[str, Any] = {
        "text": name.text,
        "family": name.family,
        "given": list(name.given),
        "prefix": None if name.prefix is None else [name.prefix],
    }
    if name.middle is not None:
        made["extension"] = [dt.extension(_MIDDLE[country], valueString=name.middle)]
    return dt.without_empty(made)


def names_in(names: Sequence[fhir.HumanName] | None) -> tuple[Name, ...]:
    return tuple(_name_in(name) for name in names or ())


def _name_in(name: fhir.HumanName) -> Name:
    middle = _first(name, SE_MIDDLE_NAME, NO_MIDDLE_NAME, MIDDLE_NAME).get("valueString")
    return Name(
        family=name.get("family"),
        given=tuple(name.get("given") or ()),
        middle=middle,
        text=name.get("text"),
        prefix=next(iter(name.get("prefix") or ()), None),
    )


def printed(names: Sequence[Name]) -> str | None:
    """The first name as one text, for Reference.display."""
    if not names:
        return None
    name = names[0]
    parts = (name.prefix, *name.given, name.middle, name.family)
    return name.text or " ".join(part for part in parts if part) or None


# -- addresses ----------------------------------------------------------------------------------


def addresses_out(addresses: Iterable[Address], country: Country) -> list[Any]:
    return [_address_out(address, country) for address in addresses]


def _address_out(address: Address, country: Country) -> dict[str, Any]:
    made: dict[str, Any] = {
        "extension": _address_extensions(address, country),
        "use": address.use,
        "text": address.text,
        "line": list(address.lines),
        "city": address.city,
        "district": address.district,
        "postalCode": address.postal_code,
        "country": address.country,
    }
    if address.municipality is not None and country is Country.NORWAY:
        coding = {"system": NO_MUNICIPALITY, "code": address.municipality}
        made["_district"] = {"extension": [dt.extension(NO_MUNICIPALITY_CODE, valueCoding=coding)]}
    return dt.without_empty(made)


def _address_extensions(address: Address, country: Country) -> list[Any]:
    made: list[Any] = []
    if address.type is not None:
        url = SE_ADDRESS_TYPE if is_swedish_address_type(address.type) else ADDRESS_TYPE
        made.append(dt.extension(url, valueCodeableConcept=dt.concept_out(address.type)))
    if address.municipality is not None and country is not Country.NORWAY:
        made.append(dt.extension(MUNICIPALITY, valueCode=address.municipality))
    return made


def is_swedish_address_type(kind: Concept) -> bool:
    return any(
        coding.system == SNOMED and coding.code in SE_ADDRESS_TYPES for coding in kind.codings
    )


def addresses_in(addresses: Sequence[fhir.Address] | None) -> tuple[Address, ...]:
    return tuple(_address_in(address) for address in addresses or ())


def _address_in(address: fhir.Address) -> Address:
    coded = dt.extension_in(address.get("_district"), NO_MUNICIPALITY_CODE).get("valueCoding") or {}
    kind = _first(address, SE_ADDRESS_TYPE, ADDRESS_TYPE).get("valueCodeableConcept")
    other = dt.extension_in(address, MUNICIPALITY).get("valueCode")
    return Address(
        lines=tuple(address.get("line") or ()),
        postal_code=address.get("postalCode"),
        city=address.get("city"),
        district=address.get("district"),
        country=address.get("country"),
        municipality=coded.get("code", other),
        use=address.get("use"),
        type=dt.concept_in(kind),
        text=address.get("text"),
    )


# -- contact points -----------------------------------------------------------------------------


def contact_points_out(points: Iterable[ContactPoint]) -> list[Any]:
    return [_contact_point_out(point) for point in points]


def _contact_point_out(point: ContactPoint) -> dict[str, Any]:
    made: dict[str, Any] = {"system": point.system, "value": point.value, "use": point.use}
    if point.system is None:
        # cpt-2: a value needs a system. That it is unknown is said, not guessed.
        made["_system"] = {"extension": [dt.extension(DATA_ABSENT, valueCode="unknown")]}
    return dt.without_empty(made)


def contact_points_in(points: Sequence[fhir.ContactPoint] | None) -> tuple[ContactPoint, ...]:
    return tuple(
        ContactPoint(value=point["value"], system=point.get("system"), use=point.get("use"))
        for point in cast("Sequence[Any]", points or ())
        if point.get("value") is not None
    )


def _first(element: object, *urls: str) -> dict[str, Any]:
    """The first extension of one of these urls, or an empty object."""
    for url in urls:
        found = dt.extensions_in(element, url)
        if found:
            return found[0]
    return {}
