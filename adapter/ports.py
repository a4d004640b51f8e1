"""What the use cases need from outside, as protocols; each has an honest twin in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from adapter.values import Ref, Resource, Seen
from mappings.fhir.values import Identifier


class Endpoint(Protocol):
    """One FHIR server.

    Every method raises Unreachable (no answer, 5xx, 429), NotPermitted (401, 403), Refused (the
    server says the resource is wrong) or Changed (409, 412: another version than expected).
    """

    name: str

    def capabilities(self) -> Resource:
        """The CapabilityStatement."""

    def read(self, ref: Ref) -> Seen | None:
        """The resource, or None when the server answers 404 or 410."""

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        """Every match, page by page, by POST _search: a person is never named in a URL."""

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> Seen:
        """Create, unless one with that identifier exists: then that one is returned, unchanged.

        More than one match raises Changed.
        """

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        """Replace the version `if_match`; another version there raises Changed."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, with offset UTC."""
