"""What was erased by a decision does not come back: found by the tombstones that it left.

A tombstone names a person by their handle and all else by a hash with the installation key, so that
it can be compared with what arrives and tells nothing to anybody else.
"""

from collections.abc import Collection, Iterable, Iterator

from adapter.sync.identity import identifiers_of, key_of
from adapter.usecases.context import Context
from adapter.values import Erased, Hold, Resource, Route, Why
from mappings.codes.systems import BASE


def is_buried(
    context: Context, buried: Collection[str], handle: str, resources: Iterable[Resource]
) -> bool:
    """Whether a person was erased, or one of these records of theirs."""
    return handle in buried or bool(keys_buried(context, buried, map(keys_of, resources)))


def keys_buried(
    context: Context, buried: Collection[str], records: Iterable[Collection[str]]
) -> set[str]:
    """The first key of each of these records that was erased under any of its keys."""
    if not buried:
        return set()
    return {
        next(iter(keys))
        for keys in records
        if any(context.buried(Erased.RECORD, key) in buried for key in keys)
    }


def keys_of(resource: Resource) -> list[str]:
    """All that a record may go by: servers list its identifiers in orders of their own."""
    kind = resource["resourceType"]
    return [key_of(kind, each) for each in identifiers_of(resource)]


def nameless(context: Context, key: str) -> str:
    """A key for an erased record, which tells its type and nothing else."""
    kind = key.partition("|")[0]
    return f"{kind}|{BASE}/erased|{context.buried(Erased.RECORD, key)}"


def holds_of(route: Route, context: Context, handle: str, keys: Iterable[str]) -> Iterator[Hold]:
    """That records which were erased stand on a server, and stay there."""
    for key in sorted(nameless(context, each) for each in keys):
        yield Hold(route=route.name, person=handle, why=Why.ERASED, since=context.now(), key=key)


def document_hold(route: Route, context: Context, name: str, handle: str = "") -> Hold:
    """That a document waits of which something was erased: nothing of it is remembered."""
    now = context.now()
    return Hold(route=route.name, person=handle, why=Why.ERASED, since=now, document=name)
