"""Somebody who must be seen nowhere, secrets that nobody may see, and the eye that looks for both.

What is looked at is looked at as it stands and decoded: base64, gzip, percent, JSON and HTML
escapes, in any case and Unicode form.
"""

import base64
import binascii
import gzip
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import unquote_plus

NAME: Final = "Kajsa Kanariefågel"
NUMBER: Final = "191212121212"
STREET: Final = "Gömda gränden 7"
PHONE: Final = "070-174 06 58"
WORDS: Final = "Jag vill inte att någon läser mitt kvitter"
PERSONAL: Final = (
    NAME,
    NUMBER,
    "19121212-1212",
    STREET,
    PHONE,
    WORDS,
    f"{NAME}\n\x1b[2J\u2028{NUMBER}",
)
TOKEN: Final = "sesam-oppna-kvitter-token"  # noqa: S105
PASSWORD: Final = "hemligt-kvitter-losen"  # noqa: S105
STATE_KEY: Final = "5ec7e7ca" * 7 + "0a7a817a"
SECRETS: Final = (TOKEN, PASSWORD, STATE_KEY)

_PACKED: Final[Mapping[bytes, Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": gzip.decompress,
    b"\x78": zlib.decompress,
}
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8}))")


def plain(text: str) -> str:
    """Text without case, marks and spaces, so that each of its forms is one."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in apart if char.isalnum())


# What is published for tests, by the digits that every way of writing it has.
_NUMBERS: Final = (
    *("1212121212", "5009072553", "6101182803", "0001252386"),
    *("13116900216", "15076500565", "05073500186"),
)
_SECRET: Final = {plain(each): "a secret" for each in SECRETS}
_SOMEBODY: Final = {
    plain("Kanariefågel"): "a name",
    **dict.fromkeys(_NUMBERS, "a number"),
    plain(STREET): "an address",
    plain(PHONE): "a phone number",
    plain("mitt kvitter"): "somebody's words",
}


def seen(data: bytes | str, *, secrets_only: bool = False) -> set[str]:
    """What can be read in it that must not be there."""
    return sought(data, _SECRET if secrets_only else {**_SOMEBODY, **_SECRET})


def sought(data: bytes | str, needles: Mapping[str, str]) -> set[str]:
    """Which of these can be read in it; each is the plain form of what it stands for."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    found = set()
    for text in readings(raw):
        said = plain(text)
        found |= {kind for needle, kind in needles.items() if needle in said}
    return found


def readings(data: bytes, depth: int = 4) -> Iterator[str]:
    """It as a text, and all that is packed or escaped in it."""
    text = data.decode("utf-8", "replace")
    yield text
    for decoded in (unquote_plus(text), html.unescape(text), _ESCAPED.sub(_char, text)):
        if decoded != text:
            yield decoded
    if depth:
        for inner in inside(data):
            yield from readings(inner, depth - 1)


def _char(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code <= 0x10FFFF else ""


def inside(data: bytes) -> Iterator[bytes]:
    """What is packed in it."""
    for head, unpack in _PACKED.items():
        if data.startswith(head):
            with suppress(OSError, EOFError, zlib.error):
                yield unpack(data)
    for token in _BASE64.findall(data):
        whole = token.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        try:
            yield base64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)
        except binascii.Error:
            continue
