"""The original documents of somebody: in the quarantine, and in the folders where they settled.

What could not be read says by itself of nobody whose it is: it is mapped as it would be today, and
searched for the numbers of the person as people write them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapter.codec.documents import RawDocument
from adapter.sync.fold import keyed
from adapter.usecases.context import Context
from adapter.usecases.map import map_document
from adapter.usecases.quarantine import Kept, quarantined
from adapter.values import Ingested, Route
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

_CENTURY = 12  # digits of a Swedish number with its century


@dataclass(frozen=True, slots=True, kw_only=True)
class Original(Redacted):
    """A document as it came: where it was dropped, and whether it tells of others too."""

    endpoint: str
    name: str
    sha256: str
    is_shared: bool = False
    is_quarantined: bool = False


def originals(context: Context, held: Iterable[tuple[Route, Ingested]], key: str) -> list[Original]:
    """Those that say something of one record: whoever else they tell of, it can't be cut out."""
    found = [_of(route, document, shared=False) for route, document in held]
    for kept in quarantined(context):
        _, keys = _said(context, kept)
        if key in keys:
            found.append(_quarantined(kept))
    return list(dict.fromkeys(found))


def theirs(
    context: Context,
    held: Iterable[tuple[Route, Ingested]],
    people: frozenset[str],
    numbers: Sequence[Identifier],
    keys: frozenset[str],
) -> list[Original]:
    """Those of some people; one that tells of others too is shared, and left."""
    found = []
    for route, document in held:
        also = {each.person for each in _same(context, route, document)} - people
        found.append(_of(route, document, shared=bool(also)))
    for kept in quarantined(context):
        persons, named = _said(context, kept)
        if persons & people or named & keys or _holds(kept.item.raw, numbers):
            found.append(_quarantined(kept))
    return list(dict.fromkeys(found))


def _same(context: Context, route: Route, document: Ingested) -> list[Ingested]:
    """The same document, once for each person it is about."""
    return context.store.documents(route.name, sha256=document.sha256)


def _of(route: Route, document: Ingested, *, shared: bool) -> Original:
    return Original(
        endpoint=route.here.name,
        name=document.name,
        sha256=document.sha256,
        is_shared=shared,
    )


def _quarantined(kept: Kept) -> Original:
    return Original(
        endpoint=kept.route.here.name,
        name=kept.item.name,
        sha256=kept.item.sha256,
        is_quarantined=True,
    )


def _said(context: Context, kept: Kept) -> tuple[set[str], set[str]]:
    """Of whom and of which records a document in the quarantine tells, as far as it can be read."""
    raw = RawDocument(name=kept.item.name, data=kept.item.raw)
    source = context.source(kept.route.here)
    mapped = map_document(raw, source, format_name=None, recorded=context.now())
    persons = {record.person for record in mapped.records}
    if mapped.envelope.person is not None:
        persons.add(mapped.envelope.person)
    return {context.handle(each) for each in persons}, set(keyed(mapped.resources))


def _holds(raw: bytes, numbers: Iterable[Identifier]) -> bool:
    """Whether the bytes hold a number of the person, also in two bytes for each character."""
    text = raw.replace(b"\0", b"")
    return any(pattern.search(text) for each in numbers for pattern in _spelled(each))


def _spelled(person: Identifier) -> Iterator[re.Pattern[bytes]]:
    """A number as people write it: with or without century, hyphen or space."""
    value = person.value
    if not value.isdigit():
        yield re.compile(re.escape(value.encode()))
        return
    digits = value[2:] if len(value) == _CENTURY else value
    yield re.compile(f"{digits[:6]}[-+ ]?{digits[6:]}".encode())
