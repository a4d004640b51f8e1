"""Characters that nobody sees and that change how text is read: told, wherever a document has any.

They are kept, since the words are the person's; in identifiers and codes they are refused. Marks,
overrides and isolates of direction, and what has no width; joiners, which some scripts need, are
none of them.
https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""

import re
from collections.abc import Iterator
from typing import Final

from mappings.errors import Issue, Severity
from mappings.tree import Node, leaves, place

ALL_SEEN: Final = "an identifier or a code of which somebody sees every character"
_UNSEEN: Final = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# Nearly every document has none of what could stand for one in UTF-8, or be an escape of one.
_PERHAPS: Final = (b"\xd8\x9c", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf", b"&#", b"\\u")


def unseen(data: bytes, root: Node) -> Iterator[Issue]:
    """A warning for each value that has one."""
    if not any(each in data for each in _PERHAPS):
        return
    for leaf in leaves(root):
        if _UNSEEN.search(leaf.value):
            yield Issue(
                severity=Severity.WARNING,
                code="value",
                rule="text.unseen",
                expected="text without characters that can't be seen: it may read otherwise than "
                "it stands there",
                line=leaf.node.line,
                path=place(leaf),
            )
