"""Which records changed since a person came to rest, told from who and which version alone.

A server lists what changed last first. Reading ends with the page that leads back before the
`window`: what was read until the last run, and an overlap for what was written then and seen later.
That needs the order to be what it should be, and as many records as there were: else it goes on to
the end, and whoever has other records than before has changed. Only the clock of the server is
asked (https://hl7.org/fhir/R4/search.html#lastUpdated).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from adapter.values import Held, Page, Seen

_TELLING: Final = 10  # so many in order are no accident


def stamp(seen: Seen) -> str:
    """The version of a resource; a server that was restored may give a number again."""
    meta = seen.resource.get("meta") or {}
    return f"{meta.get('versionId', '')} {meta.get('lastUpdated', '')}".strip()


def stamps(records: Iterable[Seen]) -> dict[str, str]:
    """What is remembered of records: reference → stamp; one without is never the same again."""
    return {str(seen.ref): stamp(seen) or "unknown" for seen in records}


def window(at: str | None, overlap: float) -> datetime | None:
    """From when on changes are to be looked at; None: all of them."""
    time = _time(at)
    return None if time is None else time - timedelta(seconds=overlap)


def earliest(times: Sequence[str | None]) -> str | None:
    """The first of some times; None where one of them is not known."""
    known = {each: time for each in times if each is not None and (time := _time(each)) is not None}
    return min(known, key=known.__getitem__, default=None) if known.keys() >= set(times) else None


class Newest:
    """The pages of one list as they are read: what they hold, and whether that is enough."""

    def __init__(self, since: datetime | None, expected: int) -> None:
        self.records: dict[str, Seen] = {}
        self.gone: set[str] = set()
        self.at: str | None = None
        self.total: int | None = None
        self._since = since
        self._expected = expected
        self._ordered = since is not None
        self._oldest: datetime | None = None
        self._listed = 0

    def take(self, page: Page) -> None:
        """Read one page; time and total are those of the first."""
        if self.at is None:
            self.at, self.total = page.at, page.total
        self.gone |= set(map(str, page.gone))
        self._listed += len(page.seen)
        for seen in page.seen:
            self.records.setdefault(str(seen.ref), seen)
            changed = _time((seen.resource.get("meta") or {}).get("lastUpdated"))
            if changed is None or (self._oldest is not None and changed > self._oldest):
                self._ordered = False
            self._oldest = changed

    @property
    def is_enough(self) -> bool:
        """Whether all that can have changed was read, without all being read."""
        return (
            self._ordered
            and self._listed >= _TELLING
            and self.total in {None, self._expected}
            and _is_before(self._oldest, self._since)
        )


def _is_before(time: datetime | None, since: datetime | None) -> bool:
    return time is not None and since is not None and time < since


def changed(before: Mapping[str, Held], now: Mapping[str, Held]) -> set[str]:
    """Who has a record that is new, or another version of one; nothing is said of what is gone."""
    nothing: Held = {}
    return {
        person
        for person, records in now.items()
        if not records.items() <= before.get(person, nothing).items()
    }


def differing(
    kind: str, persons: Collection[str], before: Mapping[str, Held], now: Mapping[str, Held]
) -> set[str]:
    """Who has other records of a type than before, more or fewer ones too."""
    start = f"{kind}/"
    found = set()
    for person in persons:
        held = before.get(person, {})
        known = {ref: each for ref, each in held.items() if ref.startswith(start)}
        if known != now.get(person, {}):
            found.add(person)
    return found


def _time(instant: object) -> datetime | None:
    """A FHIR instant; None for what is none, or has no offset."""
    try:
        time = datetime.fromisoformat(str(instant))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None
