"""What a command works with: the settings, and everything that `wiring` built for them."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Final

from adapter.config import Settings
from adapter.errors import Stopped
from adapter.logs import Silent
from adapter.ports import (
    Blocks,
    Clock,
    Endpoint,
    Folder,
    Log,
    OrganisationRegister,
    PersonRegister,
    Store,
)
from adapter.usecases.block_sources import NoService
from adapter.values import EndpointSettings, Enrolment, Erased
from mappings.fhir.values import Identifier
from mappings.record import Environment, Source
from mappings.redacted import Redacted

_DIGITS: Final = 32


def _nothing() -> None:
    """A run that holds nothing has nothing to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Redacted):
    """One installation at work. `keep` is called between two people: see `holding`.

    `job` is the entry of the audit that tells of the run; 0: none does.
    """

    settings: Settings
    key: bytes
    installation: str
    store: Store
    servers: Mapping[str, Endpoint]
    folders: Mapping[str, Folder]
    clock: Clock
    stopping: Event = field(default_factory=Event)
    keep: Callable[[], None] = _nothing
    blocks: Blocks = field(default_factory=NoService)
    persons: PersonRegister | None = None
    organisations: OrganisationRegister | None = None
    job: int = 0
    log: Log = field(default_factory=Silent)

    def go_on(self) -> None:
        """Raise Stopped once somebody asked the run to stop; keep what the run holds."""
        if self.stopping.is_set():
            raise Stopped
        self.keep()

    def now(self) -> str:
        """The time as a FHIR instant."""
        return instant(self.clock.now())

    def source(self, endpoint: EndpointSettings) -> Source:
        """How the documents of an endpoint are to be read."""
        return Source(
            key=self.key,
            installation=self.installation,
            system=endpoint.system,
            zone=endpoint.zone,
            environment=Environment(endpoint.environment),
        )

    def handle(self, person: Identifier) -> str:
        """The local name of a person in lists and reports: it tells nothing to anybody else."""
        digest = hmac.digest(
            self.key, f"person\x1f{person.system}\x1f{person.value}".encode(), "sha256"
        )
        return f"p-{digest.hex()[:10]}"

    def buried(self, what: Erased, text: str) -> str:
        """The name of a tombstone: it tells nothing to anybody who has not this key.

        That of a person is their handle, which is such a hash already.
        """
        if what is Erased.PERSON:
            return text
        said = f"erased\x1f{what.value}\x1f{text}".encode()
        return hmac.digest(self.key, said, "sha256").hex()[:_DIGITS]

    def enrolled(self, route: str, **equal: str) -> dict[str, Enrolment]:
        """Who is enrolled on a route today and not suspended, by handle."""
        today = self.clock.now().date().isoformat()
        return {
            each.handle: each
            for each in self.store.enrolments(route, **equal)
            if each.suspended is None
            and each.start <= today
            and (each.end is None or today <= each.end)
        }


def instant(time: datetime) -> str:
    """A FHIR instant: to the millisecond, with offset."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
