"""Whether the audit is still what it was: every entry in its place, to the byte.

Each digest covers the one before it, so an entry that was changed, taken out, put in or moved
breaks the chain there. A chain that was made anew as a whole, or cut at its end, is seen only by
somebody who kept a head elsewhere: every run tells it.
"""

from collections.abc import Iterable, Iterator

from adapter.values import AuditEntry
from adapter.values.audited import ORIGIN, digest_of


def findings(entries: Iterable[AuditEntry], head: str | None = None) -> Iterator[str]:
    """What is wrong, the first break of each kind of trouble first; nothing is quoted."""
    before = ORIGIN
    was = None if head is None or head == f"0:{ORIGIN.hex()}" else head
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            yield f"entry {number} is missing"
            return
        if entry.before != before.hex():
            yield f"entry {number} does not follow the one before it"
            return
        before = digest_of(before, number, entry.at, entry.person, entry.body)
        if entry.digest != before.hex():
            yield f"entry {number} was changed"
            return
        if entry.head == was:
            was = None
    if was is not None:
        yield "the head that was given is not in it: entries were cut off or made anew"
