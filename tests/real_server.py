"""Real servers: started when a test first asks, and one that a test can look into."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest

from adapter.endpoints.fhir_server import FhirServer
from adapter.sandbox.processes import free_port, running
from adapter.values import (
    CARRIED_TYPES,
    EndpointKind,
    EndpointSettings,
    Ref,
    Reply,
    Resource,
    Seen,
    Write,
)
from mappings.fhir.values import Identifier
from tests.medplum.launcher import Absent, medplum, skip_or_fail

# Another server to hold the same promises against: `make test-endpoint URL=…` names it.
GIVEN: Final = os.environ.get("VIKTIGT_TEST_URL")
GIVEN_ID: Final = "given-url"
_GIVEN: Final = [GIVEN_ID] if GIVEN else []
# The region's and the municipality's server.
PAIRS: Final = {
    "sekmet": ("sekmet", "sekmet"),
    "sekmet-medplum": ("sekmet", "medplum"),
    "medplum-sekmet": ("medplum", "sekmet"),
    GIVEN_ID: ("sekmet", GIVEN_ID),
}
KINDS_OF_SERVER: Final = [
    pytest.param(kind, marks=pytest.mark.server) for kind in ("sekmet", "medplum", *_GIVEN)
]
PAIRS_OF_SERVERS: Final = [
    pytest.param(pair, marks=pytest.mark.server)
    for pair in PAIRS
    if GIVEN_ID not in PAIRS[pair] or GIVEN
]
_TYPES = (*CARRIED_TYPES, "Patient", "Organization", "Provenance")


class RealServers:
    """The real servers of a test session, by what they are and whose; gone when it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._urls: dict[tuple[str, str], str] = {}
        self._stack = ExitStack()

    def url(self, kind: str, name: str) -> str:
        """Base URL of a server that runs from now on."""
        if (kind, name) not in self._urls:
            self._urls[kind, name] = self._started(kind, name)
        return self._urls[kind, name]

    def _started(self, kind: str, name: str) -> str:
        if kind == GIVEN_ID:
            return str(GIVEN)
        if kind == "sekmet":
            started = running({name: free_port()}, self._folder)
            return self._stack.enter_context(started)[name]
        try:
            return self._stack.enter_context(medplum())
        except Absent as absent:
            skip_or_fail(absent)

    def close(self) -> None:
        self._stack.close()


class RealServer(FhirServer):
    """The client of a server, as the tests of the one in memory use it."""

    def __init__(self, name: str, url: str) -> None:
        super().__init__(EndpointSettings(name=name, kind=EndpointKind.FHIR, url=url))
        self.url = url
        self.writes = 0

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        seen, is_new = super().create(resource, if_none_exist=if_none_exist)
        self.writes += is_new
        return seen, is_new

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        self.writes += 1
        return super().update(ref, resource, if_match=if_match)

    def delete(self, ref: Ref, *, if_match: str | None = None) -> None:
        self.writes += 1
        super().delete(ref, if_match=if_match)

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        self.writes += len(writes)
        return super().batch(writes)

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        self.writes += len(writes)
        return super().transact(writes)

    def everything(self) -> list[dict[str, Any]]:
        """The latest version of all that is there."""
        return [seen.resource for kind in _TYPES for seen in self.search(kind, [])]

    def clear(self) -> None:
        """Leave nothing of an earlier test."""
        for resource in self.everything():
            self.delete(Ref(resource["resourceType"], resource["id"]))
