"""The date of birth inside Swedish and Norwegian person numbers.

Each function takes digits of the right length and gives a FHIR date as precise as the number, or
None when no such day exists. Skatteverket SKV 704, SKV 707; Skatteetaten, fødselsnummer.
"""

import re
from calendar import monthrange
from typing import Final

_FIRST_YEAR: Final = 1800
_MONTHS: Final = range(1, 13)
_LONGEST_LIFE: Final = 120
_SHORT: Final = re.compile(r"([0-9]{6})([-+]?)([0-9]{4})")
_COORDINATION: Final = 60
_D_NUMBER: Final = 40
_MONTH_MARKS: Final = (80, 65, 40)


def swedish_date(digits: str) -> str | None:
    """Of twelve digits. In a samordningsnummer 60 is an unknown day and 00 an unknown month."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if day < _COORDINATION:
        return _date(year, month, day)
    if month == 0:
        return f"{year:04}" if year >= _FIRST_YEAR else None
    if day == _COORDINATION:
        found = _date(year, month, 1)
        return None if found is None else found[:7]
    return _date(year, month, day - _COORDINATION)


def norwegian_date(digits: str) -> str | None:
    """Of eleven digits: fødselsnummer, D-number (day + 40), test numbers (month + 40, 65, 80)."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = _norwegian_century(year, int(digits[6:9]))
    if day > _D_NUMBER:
        day -= _D_NUMBER
    month -= next((mark for mark in _MONTH_MARKS if month > mark), 0)
    return None if century is None else _date(century + year, month, day)


# Individual number and year from, to → century (Skatteetaten).
_CENTURIES: Final = (
    (0, 499, 0, 99, 1900),
    (500, 749, 54, 99, 1800),
    (500, 999, 0, 39, 2000),
    (900, 999, 40, 99, 1900),
)


def _norwegian_century(year: int, number: int) -> int | None:
    for least, most, first, last, century in _CENTURIES:
        if least <= number <= most and first <= year <= last:
            return century
    return None


def nrid_date(value: str) -> str | None:
    """Of a national reserve number: its century is 3, 6 … 78 more than the century of birth."""
    century = int(value[:2])
    if century < 21:  # noqa: PLR2004  00: the date of birth is unknown
        return None
    return _date({1: 1900, 2: 2000, 0: 2100}[century % 3] + int(value[2:4]), *_day(value))


def _day(value: str) -> tuple[int, int]:
    return int(value[4:6]), int(value[6:8])


def _date(year: int, month: int, day: int) -> str | None:
    if year < _FIRST_YEAR or month not in _MONTHS or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def with_century(value: str, *, born: str | None, on: str | None) -> str:
    """A Swedish number of ten digits as one of twelve; unchanged when nothing tells the century.

    `born` is the date of birth as the source has it. `on` is the date the number was written: from
    the year somebody turns 100 the sign before the last four digits is +, until then it is -.
    """
    found = _SHORT.fullmatch(value)
    if found is None:
        return value
    date, sign, rest = found.groups()
    if born is not None and born[2:4] == date[:2]:
        return f"{born[:2]}{date}{rest}"
    year = None if on is None else _birth_year(int(date[:2]), sign, int(on[:4]))
    return value if year is None else f"{year:04}{date[2:]}{rest}"


def _birth_year(year: int, sign: str, written: int) -> int | None:
    latest = written - (written - year) % 100
    if sign:
        return latest - 100 if sign == "+" else latest
    # Without a sign it is certain only where the century before would make nobody's age.
    return latest if written - latest + 100 > _LONGEST_LIFE else None
