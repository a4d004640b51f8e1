"""What leaves, unpacked: what must not be in it however it was packed.

A person's own data may cross where that is decided; originals, secrets, what was dropped, and
anything of people or records that wait, may not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tests.canary.planted import inside, plain, seen, sought

# Each stands where nothing may cross from.
DROPPED: Final = "Tappade kvittret"
STRANGER: Final = "Främmande kvitterskan"
HIDDEN: Final = "Gömda kvitterstigen 9"
BLOCKED: Final = "Spärrade kvittermålet"
_NEVER: Final[Mapping[str, str]] = {
    plain(DROPPED): "what was dropped",
    plain(STRANGER): "somebody who is not on the route",
    plain(HIDDEN): "where somebody protected lives",
    plain(BLOCKED): "what is blocked",
}
_LONG: Final = 40  # characters by which a line of an original is known


def packed(data: bytes, depth: int = 4) -> Iterator[bytes]:
    """All that is packed in it: base64, gzip, zlib, one in another."""
    for inner in inside(data) if depth else ():
        yield inner
        yield from packed(inner, depth - 1)


def crossed(data: bytes, original: bytes = b"") -> set[str]:
    """What is in it that may not leave."""
    found = sought(data, _NEVER) | seen(data, secrets_only=True)
    lines = {line for line in re.split(rb"\s*\n\s*", original) if len(line) >= _LONG}
    named = {line for line in lines if line.startswith(b"<") and b"xmlns" in line}
    for each in (data, *packed(data)):
        if any(line in each for line in (named if each is data else lines)):
            found.add("an original")
    if original and any(original.strip() in each for each in (data, *packed(data))):
        found.add("an original")
    return found
