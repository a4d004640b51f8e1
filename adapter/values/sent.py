"""Writes that travel together in one Bundle, and what a server answers of each.

See https://hl7.org/fhir/R4/http.html#transaction.
"""

from dataclasses import dataclass

from adapter.values.decided import Step
from adapter.values.seen import Ref, Resource, Seen
from mappings.errors import ViktigtError
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Redacted):
    """One create, update or delete as it is sent.

    `identifier` is the condition of a create, `version` that of the others. `place` is the
    fullUrl by which other entries of the same transaction refer to it.
    """

    step: Step
    type: str
    body: Resource
    ref: Ref | None = None
    version: str | None = None
    identifier: Identifier | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Redacted):
    """What a server says of one write: what stands there now, or why it was not done.

    `error` is what the same request would have raised alone; Unreachable leaves it unknown whether
    it was done. `is_new` is False where a create found what was there and left it alone.
    """

    seen: Seen | None = None
    is_new: bool = True
    error: ViktigtError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe(Redacted):
    """What a server was seen to do with Bundles, when and where.

    `creates`: it looks at ifNoneExist in a batch, `updates`: at ifMatch; without either it is
    written to one by one. `entries` is the largest batch that it takes, as far as that is known.
    """

    at: str
    url: str
    creates: bool = False
    updates: bool = False
    transactions: bool = False
    entries: int | None = None
