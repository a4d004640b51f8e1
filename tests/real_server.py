"""A real server that a test can look into: what it holds, and how often it was written."""

import os
from typing import Any

import pytest

from adapter.endpoints.fhir_server import FhirServer
from adapter.values import CARRIED_TYPES, EndpointKind, EndpointSettings, Ref, Resource, Seen
from mappings.fhir.values import Identifier

# Another server to hold the same promises against: `make test-endpoint URL=…` names it.
GIVEN = os.environ.get("VIKTIGT_TEST_URL")
REAL = [
    pytest.param("real", marks=pytest.mark.server),
    *([pytest.param("given", marks=pytest.mark.server)] if GIVEN else []),
]
_TYPES = (*CARRIED_TYPES, "Patient", "Organization", "Provenance")


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

    def everything(self) -> list[dict[str, Any]]:
        """The latest version of all that is there."""
        return [seen.resource for kind in _TYPES for seen in self.search(kind, [])]

    def clear(self) -> None:
        """Leave nothing of an earlier test."""
        for resource in self.everything():
            self.delete(Ref(resource["resourceType"], resource["id"]))
