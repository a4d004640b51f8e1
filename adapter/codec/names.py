"""What others called a file, as it may be told: a name may be somebody's, and hold their number.

a code      letters, digits, `.`, `_`, `+` and `-`, and no number of six digits or more: told as is
else        its form (a for letters, 9 for digits), a mark that sets it apart, and its ending
What somebody typed on a command line is theirs to see again, and does not pass here.
"""

import re
from typing import Final

_CODE: Final = re.compile(r"[A-Za-z0-9._+-]+")
# Birth dates and national ids, however they are grouped.
_NUMBER: Final = re.compile(r"[0-9](?:[._+-]?[0-9]){5}")
_ENDING: Final = re.compile(r"\.[A-Za-z]{1,8}$")
_LONGEST: Final = 20


def told_file(name: str, mark: str) -> str:
    """The name, or what may be told in its place."""
    if _CODE.fullmatch(name) and not _NUMBER.search(name):
        return name
    ending = _ENDING.search(name)
    rest = name if ending is None else name[: ending.start()]
    form = "".join(map(_formed, rest[:_LONGEST]))
    apart = mark and f"~{mark}"
    return f"{form}{apart}{'' if ending is None else ending[0]}"


def _formed(char: str) -> str:
    return "9" if char.isdigit() else "a" if char.isalpha() else "_"
