"""Writes ⇄ the entries of a batch or transaction Bundle (R4), taken apart without trust.

entry.request    method and url; ifNoneExist, ifMatch: the headers of the same request alone
entry.response   status decides as it would alone; location names what has no resource beside it
An answer is Opaque when it has another number of entries, an entry without a status, or an entry
that speaks of something else than the request in its place: nothing in it is believed then.
See https://hl7.org/fhir/R4/http.html#transaction-response.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from adapter.endpoints import answers
from adapter.endpoints.judging import judged
from adapter.errors import EndpointError, Opaque, TryLater, Unreachable
from adapter.values import Ref, Resource, Seen, Step, Write
from mappings.fhir.values import Identifier

_STATUS: Final = re.compile(r"[1-5]\d\d(?!\d)")
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_TOO_MANY: Final = 429
STAYED: Final = "the server says that it wrote, but the version stayed"


class Entry(NamedTuple):
    """What one entry of an answer says; `ref` is where it stands if no resource came with it."""

    error: EndpointError | None = None
    is_new: bool = True
    seen: Seen | None = None
    ref: Ref | None = None


def bundle_of(kind: str, entries: Sequence[Resource]) -> Resource:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def write_entry(write: Write) -> Resource:
    """A create or an update, on the condition that it has."""
    if write.ref is not None:
        request = {"method": "PUT", "url": str(write.ref)}
        if write.version is not None:
            request["ifMatch"] = f'W/"{write.version}"'
        return {"resource": {**write.body, "id": write.ref.id}, "request": request}
    request = {"method": "POST", "url": write.type}
    if (held := write.identifier) is not None:
        request["ifNoneExist"] = answers.criteria(held.system, held.value)
    place = {} if write.place is None else {"fullUrl": write.place}
    return {**place, "resource": write.body, "request": request}


def look_entry(write: Write) -> Resource:
    """The question what stands where a write would have left something."""
    held = _identifier(write)
    search = f"{write.type}?{answers.criteria(held.system, held.value)}"
    return {"request": {"method": "GET", "url": search if write.ref is None else str(write.ref)}}


def by_identifier(write: Write) -> list[tuple[str, str]]:
    """The search for what a create may have left."""
    held = _identifier(write)
    return [("identifier", f"{held.system}|{held.value}")]


def _identifier(write: Write) -> Identifier:
    return write.identifier or Identifier(system="", value="")  # which nothing has


def written(name: str, answer: Resource | None, writes: Sequence[Write]) -> list[Entry]:
    """What an answer says of each write; raises Opaque."""
    entries = _entries(name, answer, len(writes))
    return [_written(name, write, each) for write, each in zip(writes, entries, strict=True)]


def found(name: str, answer: Resource | None, writes: Sequence[Write]) -> list[list[Seen] | None]:
    """What was found where each write would have left something; None where that is not said."""
    entries = _entries(name, answer, len(writes))
    return [_found(write, each) for write, each in zip(writes, entries, strict=True)]


def _entries(name: str, answer: Resource | None, count: int) -> list[dict[str, Any]]:
    held = (answer or {}).get("entry")
    whole = isinstance(held, list) and all(_status(each) for each in held)
    if not whole or not isinstance(held, list) or len(held) != count:
        raise Opaque(name, "expected the answer to speak of each entry", _OK)
    return held


def _status(entry: object) -> int:
    """The code in `201 Created`; 0 where there is none."""
    response = entry.get("response") if isinstance(entry, dict) else None
    said = response.get("status") if isinstance(response, dict) else None
    match = _STATUS.match(said) if isinstance(said, str) else None
    return int(match[0]) if match else 0


def _written(name: str, write: Write, entry: Mapping[str, Any]) -> Entry:
    status = _status(entry)
    error = judged(name, status, _resource(entry["response"], "outcome"))
    if status == _TOO_MANY:
        return Entry(TryLater(name, 0, status))  # the server says that it did nothing
    if error is not None:
        return Entry(error)
    is_new = status != _OK or write.step is not Step.CREATE
    resource = _resource(entry, "resource")
    if resource is not None and resource.get("resourceType") != "OperationOutcome":
        seen = answers.seen_in(resource)
        if not is_of(write, seen):
            raise Opaque(name, "expected the entries in the order of the request", _OK)
        if is_untouched(write, seen):
            return Entry(Unreachable(name, STAYED, status))
        return Entry(None, is_new, seen, seen.ref)
    location = entry["response"].get("location")
    logical_id = answers.id_in(location, write.type) if isinstance(location, str) else None
    ref = write.ref or (None if logical_id is None else Ref(write.type, logical_id))
    return Entry(None, is_new, None, ref)


def _found(write: Write, entry: Mapping[str, Any]) -> list[Seen] | None:
    status, resource = _status(entry), _resource(entry, "resource")
    if write.ref is not None and status in _GONE:
        return []
    if status != _OK or resource is None:
        return None
    if write.ref is not None:
        seen = answers.seen_in(resource)
        return [seen] if seen.ref == write.ref else None
    if resource.get("resourceType") != "Bundle" or answers.next_link(resource) is not None:
        return None
    if answers.withheld(resource):
        return None
    matches = list(answers.matches(resource, write.type))
    return matches if all(_names(seen, write.identifier) for seen in matches) else None


def _resource(held: Mapping[str, Any], name: str) -> Resource | None:
    found = held.get(name)
    return found if isinstance(found, dict) else None


def is_of(write: Write, seen: Seen) -> bool:
    """Whether a resource can be what this write left, as far as one sees."""
    if write.ref is not None:
        return seen.ref == write.ref
    return seen.ref.type == write.type and _names(seen, write.identifier)


def is_untouched(write: Write, seen: Seen) -> bool:
    """Whether the version that was to be replaced still stands there."""
    return write.ref is not None and write.version is not None and seen.version == write.version


def _names(seen: Seen, identifier: Identifier | None) -> bool:
    """Whether it has this identifier; a server that keeps none says nothing against it."""
    held = list(_identifiers(seen.resource))
    return identifier is None or not held or identifier in held


def _identifiers(resource: Resource) -> Iterator[Identifier]:
    held = resource.get("identifier")
    for each in held if isinstance(held, list) else [held]:
        if isinstance(each, dict) and each.get("system") and each.get("value"):
            yield Identifier(system=str(each["system"]), value=str(each["value"]))
