"""What is measured: LOINC codes beside SNOMED CT, and the vital-signs profiles that ask for them.

A receiver looks for LOINC (https://hl7.org/fhir/R4/observation-vitalsigns.html); Swedish sources
code in SNOMED CT. Lying length (248334005) is no body height, so it has no line here. A profile
fixes the code, the units and, for blood pressure, the parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mappings.codes.systems import HL7

LOINC_OF_SNOMED: Final[Mapping[str, str]] = {
    "75367002": "85354-9",  # blood pressure, systolic and diastolic
    "27113001": "29463-7",  # body weight
    "1153637007": "8302-2",  # body height
    "50373000": "8302-2",
    "60621009": "39156-5",  # body mass index
    "386725007": "8310-5",  # body temperature
    "364075005": "8867-4",  # heart rate
    "86290005": "9279-1",  # respiratory rate
    "431314004": "2708-6",  # oxygen saturation
    "363812007": "9843-4",  # head circumference
    "412726003": "11885-1",  # gestational age
}
LOINC_OF_PARTS: Final[Mapping[str, str]] = {
    "271649006": "8480-6",  # systolic
    "271650006": "8462-4",  # diastolic
}
"""For components of a blood pressure: an observation of its own under such a code would have to be
a whole blood pressure, so one that a source measured apart keeps its own code only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSign:
    """One profile: its canonical, its units, and whether a reason may stand for the value.

    `parts` are the LOINC codes of the components that hold the values instead.
    """

    profile: str
    units: frozenset[str]
    may_be_absent: bool = True
    parts: frozenset[str] = frozenset()


def _vital_sign(name: str, *units: str) -> VitalSign:
    return VitalSign(profile=f"{HL7}/{name}", units=frozenset(units))


VITAL_SIGNS: Final[Mapping[str, VitalSign]] = {
    "29463-7": _vital_sign("bodyweight", "kg", "g", "[lb_av]"),
    "8302-2": _vital_sign("bodyheight", "cm", "[in_i]"),
    "9843-4": _vital_sign("headcircum", "cm", "[in_i]"),
    "8310-5": _vital_sign("bodytemp", "Cel", "[degF]"),
    "8867-4": _vital_sign("heartrate", "/min"),
    "9279-1": _vital_sign("resprate", "/min"),
    "2708-6": _vital_sign("oxygensat", "%"),
    "39156-5": VitalSign(profile=f"{HL7}/bmi", units=frozenset({"kg/m2"}), may_be_absent=False),
    "85354-9": VitalSign(
        profile=f"{HL7}/bp", units=frozenset({"mm[Hg]"}), parts=frozenset({"8480-6", "8462-4"})
    ),
}
