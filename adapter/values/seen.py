"""What a server holds, and what it says that it can do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mappings.redacted import Redacted

Resource: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Ref(Redacted):
    """A literal reference on one server: `Goal/17`."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Redacted):
    """A resource as one server held it at one moment; `version` is its meta.versionId.

    `faulty`: what stands there has not the shape of FHIR. What has none is left out of `resource`,
    which then tells whose and which it may be, and must never be written back.
    """

    ref: Ref
    version: str | None
    resource: Resource
    faulty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Redacted):
    """One page of a search. `total` is how many match in all, and `at` the server's time then.

    Either is None where the server does not say. `gone` is what a history says was deleted.
    """

    seen: tuple[Seen, ...]
    gone: tuple[Ref, ...] = ()
    total: int | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCapabilities(Redacted):
    """What a CapabilityStatement says of one resource type; None: it does not say.

    `if_match` is whether an update must name the version that it replaces (`versioned-update`).
    """

    create: bool | None = None
    update: bool | None = None
    delete: bool | None = None
    conditional_create: bool | None = None
    conditional_update: bool | None = None
    update_create: bool | None = None
    if_match: bool | None = None
    history_instance: bool | None = None
    history_type: bool | None = None
    last_updated: bool | None = None
    since: bool | None = None
    count: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities(Redacted):
    """What a CapabilityStatement says of a server, in all and by resource type."""

    fhir_version: str | None = None
    transaction: bool | None = None
    batch: bool | None = None
    types: Mapping[str, TypeCapabilities] = field(default_factory=dict)

    def of(self, kind: str) -> TypeCapabilities:
        """What is said of a type: nothing, when the statement does not name it."""
        return self.types.get(kind, TypeCapabilities())
