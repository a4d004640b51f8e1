"""Which vital-signs profile a measurement keeps in full, if any.

https://hl7.org/fhir/R4/observation-vitalsigns.html: one LOINC code of the profile, an amount with
a printed unit and one of its UCUM codes, or where the profile allows it a reason for none (vs-2,
vs-3). Whether the time is to the day (vs-1) is for the caller to say. A measurement that keeps all
but one of these rules keeps no profile: a receiver would otherwise trust what isn't there.
"""

from collections.abc import Sequence
from typing import Protocol

from mappings.codes.measurements import VITAL_SIGNS, VitalSign
from mappings.codes.systems import LOINC, UCUM
from mappings.fhir.values import Concept, Quantity


class Measured(Protocol):
    """A measurement or a part of one: what was measured, how much, or why there is no amount."""

    @property
    def what(self) -> Concept: ...
    @property
    def quantity(self) -> Quantity | None: ...
    @property
    def absent(self) -> Concept | None: ...


def profile_of(whole: Measured, parts: Sequence[Measured]) -> str | None:
    """The canonical of the profile that is kept, for a whole without any other kind of value."""
    sign = VITAL_SIGNS.get(_loinc(whole.what) or "")
    if sign is None:
        return None
    kept = _in_parts(sign, whole, parts) if sign.parts else not parts and _in_whole(sign, whole)
    return sign.profile if kept else None


def _loinc(what: Concept) -> str | None:
    """The LOINC code of a concept, if it has just one."""
    found = [coding.code for coding in what.codings if coding.system == LOINC]
    return found[0] if len(found) == 1 else None


def _in_whole(sign: VitalSign, measured: Measured) -> bool:
    amount = measured.quantity
    if amount is None:
        return measured.absent is not None and sign.may_be_absent
    return (
        measured.absent is None
        and amount.unit is not None
        and amount.system == UCUM
        and amount.code in sign.units
    )


def _in_parts(sign: VitalSign, whole: Measured, parts: Sequence[Measured]) -> bool:
    return (
        whole.quantity is None
        and whole.absent is None
        and sorted(_loinc(part.what) or "" for part in parts) == sorted(sign.parts)
        and all(_in_whole(sign, part) for part in parts)
    )
