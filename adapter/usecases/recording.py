"""After a write: a Provenance on that server, naming the very versions that were written.

It carries our tag, is no change to be carried, and is never sent on.
"""

from collections.abc import Iterable
from typing import Any, cast

from adapter.ports import Endpoint
from adapter.sync.identity import identifiers_of
from adapter.values import Outcome, Resource, Result
from mappings.provenance import provenances_for
from mappings.record import Source


def record_writes(
    server: Endpoint, outcomes: Iterable[Outcome], source: Source, recorded: str
) -> None:
    """Account on a server for what was written there; nothing when nothing was."""
    written = [
        outcome.seen
        for outcome in outcomes
        if outcome.result is Result.DONE and outcome.seen is not None
    ]
    places = {
        identifier.value: f"{seen.ref}/_history/{seen.version}"
        for seen in written
        for identifier in identifiers_of(seen.resource)[:1]
    }

    def place(reference: dict[str, Any]) -> dict[str, Any]:
        value = (reference.get("identifier") or {}).get("value")
        return {"reference": places[value]} if value in places else reference

    for made in provenances_for((seen.resource for seen in written), source, recorded=recorded):
        provenance = cast("Resource", made)
        targets = [place(target) for target in provenance["target"]]
        server.create({**provenance, "target": targets}, if_none_exist=None)
