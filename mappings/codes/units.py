"""Units as care systems print them → UCUM codes (https://ucum.org/ucum).

Only what stands for one unit and no other: an unknown or ambiguous text stays a text. Case is told
apart only where it has to be (UCUM does: `Mg` is no `mg`).
"""

from collections.abc import Mapping
from typing import Final

_PRINTED: Final[Mapping[str, tuple[str, ...]]] = {
    "%": ("%", "procent", "prosent"),
    "/min": (
        *("/min", "1/min", "/minut", "/minutt", "slag/min", "slag/minut", "slag/minutt", "bpm"),
        *("andetag/min", "andetag/minut", "pust/min"),
    ),
    "mm[Hg]": ("mm[Hg]", "mmHg", "mm Hg"),
    "kPa": ("kPa",),
    "kg": ("kg", "kilo", "kilogram"),
    "g": ("g", "gram"),
    "mg": ("mg", "milligram"),
    "ug": ("ug", "µg", "μg", "mikrogram"),
    "kg/m2": ("kg/m2", "kg/m²", "kg/m^2"),
    "m": ("m", "meter"),
    "cm": ("cm", "centimeter"),
    "mm": ("mm", "millimeter"),
    "km": ("km", "kilometer"),
    "Cel": ("Cel", "°C", "ºC", "℃", "grader C", "grader Celsius"),
    "L": ("L", "l", "liter"),
    "dL": ("dL", "dl", "deciliter"),
    "mL": ("mL", "ml", "milliliter"),
    "L/min": ("L/min", "l/min"),
    "mL/min": ("mL/min", "ml/min"),
    "mmol/L": ("mmol/L", "mmol/l"),
    "umol/L": ("umol/L", "umol/l", "µmol/L", "µmol/l", "μmol/L", "μmol/l"),
    "mmol/mol": ("mmol/mol",),
    "mg/dL": ("mg/dL", "mg/dl"),
    "mg/L": ("mg/L", "mg/l"),
    "g/L": ("g/L", "g/l"),
    "s": ("s", "sek", "sekund", "sekunder"),
    "min": ("min", "minut", "minuter", "minutt", "minutter"),
    "h": ("h", "tim", "timme", "timmar", "time", "timer"),
    "d": ("d", "dag", "dagar", "dager", "dygn", "døgn"),
    "wk": ("wk", "vecka", "veckor", "uke", "uker"),
    "mo": ("mo", "månad", "månader", "måned", "måneder"),
    "a": ("a", "år"),
}
UNITS: Final[Mapping[str, str]] = {
    text: code for code, printed in _PRINTED.items() for text in printed
}


def ucum(text: str | None) -> str | None:
    """The UCUM code that a printed unit stands for, if it stands for just one."""
    return None if text is None else UNITS.get(text.strip())
