"""What time it is for a server, by the Date of its answers.

What we sign for it is dated by its clock: ours may differ, and an assertion lives for less than a
minute. Differences below the resolution of the header are none.
See https://www.rfc-editor.org/rfc/rfc9110.html#field.date.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

NOTICED: Final = 2.0  # seconds
TOO_FAR: Final = 300.0


class TheirClock:
    """How far the clock of a server is before ours; None until it was heard."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.ahead: float | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        date = date_in(headers.get("Date", ""))
        if date is not None:
            self.ahead = (date - self._now()).total_seconds()

    @property
    def is_too_far(self) -> bool:
        return abs(self.ahead or 0.0) > TOO_FAR

    def now(self) -> float:
        """The time there, in seconds since 1970."""
        ahead = self.ahead or 0.0
        return self._now().timestamp() + (ahead if abs(ahead) > NOTICED else 0.0)


def date_in(text: str) -> datetime | None:
    """A date as HTTP writes it, or None."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
