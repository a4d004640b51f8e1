"""What a source measured, with the codes that receivers look for beside the source's own.

Readers call these: the unit as printed gets its UCUM code, the source's SNOMED CT coding a LOINC
coding after it. Nothing the source said is changed or left out.
"""

from decimal import Decimal

from mappings.codes.measurements import LOINC_OF_PARTS, LOINC_OF_SNOMED
from mappings.codes.systems import LOINC, SNOMED, UCUM
from mappings.codes.units import ucum
from mappings.fhir.primitives import Code
from mappings.fhir.values import Coding, Concept, Quantity


def quantity(
    value: Decimal, unit: str | None = None, *, comparator: Code | None = None
) -> Quantity:
    """An amount with its unit as printed, and the UCUM code if the unit is one of UCUM's."""
    code = ucum(unit)
    system = None if code is None else UCUM
    return Quantity(value=value, comparator=comparator, unit=unit, system=system, code=code)


def with_loinc(what: Concept, *, part: bool = False) -> Concept:
    """The same concept, with a LOINC coding last where it has a SNOMED CT one and no LOINC.

    `part`: it says what a component of a measurement is, such as systolic.
    """
    table = LOINC_OF_PARTS if part else LOINC_OF_SNOMED
    if any(coding.system == LOINC for coding in what.codings):
        return what
    for coding in what.codings:
        loinc = table.get(coding.code or "") if coding.system == SNOMED else None
        if loinc is not None:
            added = Coding(system=LOINC, code=loinc)
            return Concept(codings=(*what.codings, added), text=what.text)
    return what
