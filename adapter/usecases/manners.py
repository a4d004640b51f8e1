"""How each server is written to: in batches once it was seen to take them with their conditions.

A server that is new, or not seen for a day, is asked before much is sent to it: with a resource
that speaks of nobody (Basic), made, changed and then offered again in a batch on conditions that
don't hold. Only a server that leaves it alone gets batches. The resource is taken away again.
See https://hl7.org/fhir/R4/http.html#transaction, https://hl7.org/fhir/R4/basic.html.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from adapter.endpoints.capabilities import stated
from adapter.errors import Changed, EndpointError
from adapter.ports import Endpoint
from adapter.sync.parts import Manner
from adapter.usecases.context import Context
from adapter.values import EndpointSettings, Mode, Probe, Resource, Seen, Step, Write
from mappings.codes.systems import BASE, TAG
from mappings.fhir.values import Identifier
from mappings.provenance import OWN

MANY: Final = 5  # what is asked before more is sent is about as much
_A_DAY: Final = timedelta(days=1)
_SYSTEM: Final = f"{BASE}/probe"


@dataclass(frozen=True, slots=True)
class Manners:
    """How the servers of a run are written to. What they turn out not to bear is remembered."""

    context: Context

    @contextmanager
    def of(self, end: EndpointSettings, writes: int) -> Iterator[Manner]:
        """The manner of one side, for so many writes."""
        probe = self.seen(end) if writes > MANY else self.known(end)
        manner = _manner(end, probe)
        before = replace(manner)
        try:
            yield manner
        finally:
            if probe is not None and manner != before:
                self.context.store.save_probe(end.name, _learnt(probe, manner))

    def seen(self, end: EndpointSettings) -> Probe | None:
        """What a server was seen to do; asked now, if that is not known from today."""
        known = self.known(end)
        if not self._is_old(known) or not _may_ask(end):
            return known
        try:
            found = seen_of(self.context.servers[end.name], str(end.url), self.context.now())
        except EndpointError:
            return known  # it will show when something is sent
        self.context.store.save_probe(end.name, found)
        return found

    def known(self, end: EndpointSettings) -> Probe | None:
        """What a server was seen to do, at this address."""
        known = self.context.store.probe(end.name)
        return None if known is None or known.url != str(end.url) else known

    def _is_old(self, known: Probe | None) -> bool:
        now = self.context.clock.now()
        return known is None or now - datetime.fromisoformat(known.at) > _A_DAY


def _may_ask(end: EndpointSettings) -> bool:
    """Whether batches are wanted, and a resource that speaks of nobody may be made and deleted."""
    mode = end.modes.get("Basic", end.modes.get("*", Mode.WRITE))
    return end.batch > 1 and mode is Mode.WRITE


def seen_of(server: Endpoint, url: str, at: str) -> Probe:
    """What a server does with a Bundle, by what it states and by trying it."""
    can = stated(server.capabilities())
    found = Probe(at=at, url=url, transactions=can.transaction is True)
    if can.batch is False:
        return found
    name = Identifier(system=_SYSTEM, value=str(uuid.uuid4()))
    old, _ = server.create(_nobody(name, "asked"), if_none_exist=name)
    now = old
    try:
        now = server.update(old.ref, _nobody(name, "asked again"), if_match=old.version)
        return _tried(server, found, name, old)
    finally:
        server.delete(now.ref, if_match=None)


def _tried(server: Endpoint, found: Probe, name: Identifier, old: Seen) -> Probe:
    """Offer again what is there, on the conditions that it is not, and that it is unchanged."""
    body = _nobody(name, "not to be seen")
    try:
        made, changed = server.batch(
            [
                Write(step=Step.CREATE, type="Basic", body=body, identifier=name),
                Write(step=Step.UPDATE, type="Basic", body=body, ref=old.ref, version=old.version),
            ]
        )
    except EndpointError:
        return found
    if made.seen is not None and made.is_new:
        server.delete(made.seen.ref, if_match=None)
    honest = made.error is None and not made.is_new
    return replace(found, creates=honest, updates=honest and isinstance(changed.error, Changed))


def _nobody(name: Identifier, words: str) -> Resource:
    return {
        "resourceType": "Basic",
        "meta": {"tag": [{"system": TAG, "code": OWN}]},
        "identifier": [{"system": name.system, "value": name.value}],
        "code": {"text": words},
    }


def _manner(end: EndpointSettings, probe: Probe | None) -> Manner:
    if probe is None or not probe.creates:
        return Manner(at_once=end.concurrency)
    return Manner(
        entries=min(end.batch, probe.entries or end.batch),
        at_once=end.concurrency,
        updates=probe.updates,
        transactions=probe.transactions,
    )


def _learnt(probe: Probe, manner: Manner) -> Probe:
    """A server takes no more, or nothing of that kind."""
    return replace(
        probe,
        creates=manner.entries > 1,
        entries=manner.entries,
        transactions=manner.transactions,
    )
