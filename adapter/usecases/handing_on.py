"""Files that are handed on: for whom each is, on which basis, and until when it is to be kept.

The manifest beside a file says so, and the audit: whoever finds the file can tell what it is for,
and when it should have been gone (GDPR art. 5.1 b and e).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapter.usecases.context import Context
from adapter.values import Audience
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed(Redacted):
    """For whom a file is, on which basis, and until when it is to be kept.

    `recipient` is who gets it, as was said; a person or a guardian by their handle.
    """

    reader: Audience
    expires: date
    basis: tuple[str, ...] = ()
    recipient: str | None = None
    reviewed_by: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The same; what nobody said stands there as null."""
        reviewed = {} if self.reviewed_by is None else {"reviewed_by": self.reviewed_by}
        return {
            "for": self.reader.value,
            "recipient": self.recipient,
            "basis": list(self.basis) or None,
            "expires": self.expires.isoformat(),
            **reviewed,
        }

    @property
    def told(self) -> dict[str, str]:
        """What the audit is told of it."""
        known = {"basis": " ".join(self.basis), "expires": self.expires.isoformat()}
        return {"recipient": self.recipient or "file", **{k: v for k, v in known.items() if v}}


def bases_of(context: Context, persons: Iterable[Identifier]) -> tuple[str, ...]:
    """What the enrolments of these people rest on: why a file about them may be made."""
    handles = {context.handle(each) for each in persons}
    found = [each.basis for each in context.store.enrolments() if each.handle in handles]
    return tuple(dict.fromkeys(sorted(found)))
