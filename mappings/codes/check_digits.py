"""Check digits: Luhn (ISO/IEC 7812-1, Annex B) and the weighted modulus 11 of Norwegian numbers.

They take ASCII digits only: `str.isdigit` would let other scripts and superscripts through.
"""

import re
from collections.abc import Sequence
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]+")
FNR_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
FNR_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
ENH: Final = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_digits(value: str, length: int | None = None) -> bool:
    return _DIGITS.fullmatch(value) is not None and length in (None, len(value))


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others by Luhn's rule."""
    from_right = digits[::-1]
    single = sum(map(int, from_right[::2]))
    return (single + sum(_DOUBLED[int(digit)] for digit in from_right[1::2])) % 10 == 0


def modulus_11(digits: str, weights: Sequence[int]) -> bool:
    """Whether the weighted sum, the check digit with weight 1 in it, is a multiple of 11."""
    return (
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0
    )
