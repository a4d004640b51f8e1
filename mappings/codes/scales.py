"""The codes of scales by which functioning is judged; no scale is converted into another.

ICF qualifier   0 no … 4 complete problem, 8 not specified, 9 not applicable
                https://icd.who.int/browse/icf (generic qualifier); 0 … 4 are ordered
IPLOS score     1 no problem … 5 needs full help (Volven 9111); its 9, not relevant, is no
                point on the scale
"""

from typing import Final

ICF_CODES: Final = ("0", "1", "2", "3", "4", "8", "9")
ICF_ORDERED: Final = frozenset("01234")
IPLOS_CODES: Final = ("1", "2", "3", "4", "5")
IPLOS_NOT_RELEVANT: Final = "9"
