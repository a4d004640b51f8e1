"""Which copies were made, which of them are asked back and how far that came, and what was erased.

A copy is the recipient's own record from then on (SFS 2022:913; OSL 2009:400): it can be asked
back, and what is known of the answer is told. Nothing here holds what a record says.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed(Redacted):
    """One copy: of which record and person, at which endpoint, by which route and on which basis.

    `stands` is the version that was made last, as that server named it, `digest` the SHA-256 of
    what was sent. Where `is_known` is False no answer ever said whether it arrived.
    """

    route: str
    endpoint: str
    key: str
    person: str
    basis: str
    digest: str
    at: str
    stands: str | None = None
    is_known: bool = True

    @property
    def reference(self) -> str | None:
        """Where it stands, in whichever version."""
        return None if self.stands is None else self.stands.partition("/_history/")[0]


class Ground(Enum):
    """Why a copy is asked back."""

    BLOCKED = "blocked"
    RESERVED = "reserved"
    NO_CONSENT = "no-consent"
    WRONG_PERSON = "wrong-person"
    ERASED = "erased"


class Standing(Enum):
    """What is known of a copy that is to be withdrawn.

    PLANNED: nobody there was asked by this program, a person has to. UNKNOWN: asked, and no answer
    says whether that arrived. ASKED: a Task stands there. ANSWERED: what they said, or what their
    server says of the record. LIFTED: the reason has gone, and they are told so where a Task stood.
    """

    PLANNED = "planned"
    UNKNOWN = "unknown"
    ASKED = "asked"
    ANSWERED = "answered"
    LIFTED = "lifted"


OPEN: Final = frozenset({Standing.PLANNED, Standing.UNKNOWN, Standing.ASKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Redacted):
    """One copy that is asked back. `key` names an erased record by its tombstone alone.

    `answer` is a code; `by` and `why` are of whoever noted it. `decision` is that of an erasure.
    `task` is where the request stands.
    """

    route: str
    endpoint: str
    key: str
    person: str
    ground: Ground
    since: str
    basis: str
    digest: str
    stands: str | None
    state: Standing = Standing.PLANNED
    task: str | None = None
    answer: str | None = None
    by: str | None = None
    why: str | None = None
    decision: str | None = None
    at: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Erased(Enum):
    """What a tombstone stands for."""

    PERSON = "person"
    RECORD = "record"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone(Redacted):
    """That something was erased, by which decision: `name` is a keyed hash of what named it.

    `scrubbed` is when no byte of it was left in the file of the state.
    """

    name: str
    what: Erased
    decision: str
    at: str
    scrubbed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach(Redacted):
    """What an erasure takes out of the state: all of some people, some records, some documents."""

    persons: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
