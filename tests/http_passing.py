"""What passes between a client and a server: a request by what it asks for, and an answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final
from urllib.parse import urlsplit


class Kind(Enum):
    """What a request asks for."""

    MATCH = "match"  # the person
    SEARCH = "search"  # the person's records, and one record by its identifier
    PAGE = "page"  # what follows the first page
    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    PROVENANCE = "provenance"
    METADATA = "metadata"
    BATCH = "batch"


READS: Final = frozenset({Kind.MATCH, Kind.SEARCH, Kind.PAGE, Kind.READ, Kind.METADATA})
WRITES: Final = frozenset(set(Kind) - READS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> Kind:
        steps = urlsplit(self.path).path.strip("/").split("/")[1:]
        if steps == ["metadata"]:
            return Kind.METADATA
        if self.method == "POST":
            return _kind_of_post(steps)
        if self.method == "GET" and "?" in self.path:
            return Kind.PAGE
        return {"GET": Kind.READ, "PUT": Kind.UPDATE, "DELETE": Kind.DELETE}[self.method]


def _kind_of_post(steps: list[str]) -> Kind:
    if not steps:
        return Kind.BATCH
    if steps[-1] == "_search":
        return Kind.MATCH if steps[0] == "Patient" else Kind.SEARCH
    return Kind.PROVENANCE if steps[0] == "Provenance" else Kind.CREATE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, framed honestly when it is sent."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def holding(self, tree: object) -> "Reply":
        return replace(self, body=json.dumps(tree).encode())

    @property
    def tree(self) -> Any:  # noqa: ANN401  JSON
        return json.loads(self.body)


def framed(reply: Reply) -> bytes:
    """The bytes of an honest answer."""
    lines = [f"HTTP/1.1 {reply.status} Answer"]
    headers = {"content-type": "application/fhir+json", **reply.headers}
    headers["content-length"] = str(len(reply.body))
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + reply.body
