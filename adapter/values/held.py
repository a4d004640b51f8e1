"""What stewards say of what waits: what somebody meant, and what may go all the same, once."""

from dataclasses import dataclass
from enum import Enum

from adapter.values.seen import Resource
from mappings.redacted import Redacted


class Meant(Enum):
    """What a person read in a text that nobody coded: a wish, a reservation, or both."""

    WISH = "wish"
    RESERVATION = "reservation"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Redacted):
    """That somebody said what one thing put forward in a document is.

    `matter` is the identifier value of the Task that waited for it, the same in every version of
    the document. `consent` is the reservation as it is checked on every route.
    """

    matter: str
    person: str
    meant: Meant
    by: str
    why: str
    at: str
    consent: Resource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Redacted):
    """That something of a person may go although it waits: in one run, or in one version.

    `what` is a record key, the SHA-256 of a document, or nothing: all of the person, in one run.
    `used` is when a run has made use of it.
    """

    person: str
    what: str
    by: str
    why: str
    at: str
    version: str | None = None
    used: str | None = None
