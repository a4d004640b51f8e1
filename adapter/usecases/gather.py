"""What a route carries of a person from one server: the plans, and what belongs to them.

From the care plans along the references; and beside them what the person said matters, what the
person measured, how the person ranks, and what somebody found when following up. A record whose
subject is somebody else is left alone, whatever a search returned.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from adapter.errors import Refused
from adapter.ports import Endpoint
from adapter.sync.carry import literal_ref
from adapter.sync.identity import identifier_of, references_in
from adapter.usecases import together
from adapter.values import Ref, Resource, Seen
from mappings.codes import systems
from mappings.provenance import is_own

AT_ONCE: Final = 1_000  # persons whose records are read by one search
_EACH: Final = 10  # records of a type that a person may have
_SHORT: Final = 200  # on a page for few people, and for many:
_LONG: Final = 1_000
_NO_SUCH_SEARCH: Final = frozenset({400, 404, 405, 501})
_NO_REUSE: Final = frozenset({"NOREUSE", "NORELINK"})

Records = dict[Ref, Seen]


def gather(server: Endpoint, base: str, person: Ref, types: Iterable[str]) -> Records:
    """The records of a person that belong to a plan, or that the person gave themselves."""
    return belonging(held_of(server, base, [person], types)[person], base, person)


def belonging(held: Mapping[Ref, Seen], base: str, person: Ref) -> Records:
    """What of all that a server holds of a person is carried."""
    chosen: Records = {}
    waiting = [seen for seen in held.values() if _starts(seen.resource, base, person)]
    while waiting:
        seen = waiting.pop()
        if seen.ref in chosen or not may_travel(seen.resource):
            continue
        chosen[seen.ref] = seen
        targets = {
            literal_ref(each.get("reference"), base) for each in references_in(seen.resource)
        }
        waiting += [held[ref] for ref in targets if ref is not None and ref in held]
    chosen |= _looking_at(held, chosen, base)
    return chosen | _twins(held, chosen)


def _twins(held: Mapping[Ref, Seen], chosen: Mapping[Ref, Seen]) -> Records:
    """What has the name of something carried: the same made twice, and nothing refers to it."""
    names = {(seen.ref.type, identifier_of(seen.resource)) for seen in chosen.values()}
    return {
        ref: seen
        for ref, seen in held.items()
        if (found := identifier_of(seen.resource)) is not None
        and (ref.type, found) in names
        and may_travel(seen.resource)
    }


def may_travel(resource: Mapping[str, Any]) -> bool:
    """Whether no label of the record itself stops it from being passed on.

    What this adapter tells of its work stays on the server that it was told to.
    """
    if is_own(resource):
        return False
    labels = (resource.get("meta") or {}).get("security") or ()
    return not any(label.get("code") in _NO_REUSE for label in labels)


def held_of(
    server: Endpoint, base: str, persons: Sequence[Ref], types: Iterable[str]
) -> dict[Ref, Records]:
    """All that a server holds of some people, of some types: person → records."""
    found = (of_type(server, kind, persons, {}) for kind in types)
    return dealt((seen for each in found for seen in each), base, persons)


def dealt(found: Iterable[Seen], base: str, persons: Iterable[Ref]) -> dict[Ref, Records]:
    """Records by the people whom they are about; what is about nobody of them is left alone."""
    held: dict[Ref, Records] = {person: {} for person in persons}
    for seen in found:
        for person in persons_in(seen.resource, base):
            if person in held:
                held[person][seen.ref] = seen
    return held


def of_type(
    server: Endpoint, kind: str, persons: Sequence[Ref], sizes: dict[str, int]
) -> list[Seen]:
    """What a server holds of some people of one type; none where it can't say."""
    try:
        return asked_for(server, kind, persons, sizes)
    except Refused as error:
        if not has_no_such_search(error):
            raise
        return []  # the server holds no such resources, or can't say whose they are


def has_no_such_search(error: Refused) -> bool:
    """Whether a server says that it can't be asked so, of anybody."""
    return error.status in _NO_SUCH_SEARCH


def asked_for(
    server: Endpoint, kind: str, persons: Sequence[Ref], sizes: dict[str, int]
) -> list[Seen]:
    """The same, where a server that can't say raises Refused.

    `sizes` is how many people a search of a type took before, and learns how many it takes now.
    """

    def about(some: Sequence[Ref]) -> list[Seen]:
        count = min(max(_SHORT, len(some) * _EACH), _LONG)
        found = server.search(kind, [*of_persons(kind, some), ("_count", str(count))])
        return list(together.whole(server.name, found))

    parts, sizes[kind] = together.ask(about, persons, sizes.get(kind, AT_ONCE))
    return [seen for part in parts for seen in part]


def of_persons(kind: str, persons: Iterable[Ref]) -> list[tuple[str, str]]:
    """The query for what a server holds of some people: by its own ids for them."""
    if kind == "Patient":
        return [("_id", ",".join(person.id for person in persons))]
    return [("patient", ",".join(map(str, persons)))]


def persons_in(resource: Resource, base: str) -> set[Ref]:
    """Whom a record is about; of an appointment whoever takes part."""
    if resource["resourceType"] == "Patient":
        return {Ref("Patient", str(resource.get("id")))}
    elements = [resource.get("subject"), resource.get("patient")]
    if resource["resourceType"] == "Task":
        elements.append(resource.get("for"))
    if resource["resourceType"] == "Appointment":
        elements += [each.get("actor") for each in resource.get("participant") or ()]
    found = (literal_ref((each or {}).get("reference"), base) for each in elements)
    return {ref for ref in found if ref is not None}


def _starts(resource: Resource, base: str, person: Ref) -> bool:
    """Whether a record is carried for its own sake."""
    kind = resource["resourceType"]
    if kind in {"CarePlan", "List", "Goal"}:
        return _is_ours_to_tell(resource)
    if kind != "Observation":
        return False
    performers = [
        literal_ref(each.get("reference"), base) for each in resource.get("performer", ())
    ]
    return person in performers or _codes(resource, systems.STATEMENT_CATEGORY)


def _is_ours_to_tell(resource: Resource) -> bool:
    """A list of goals and preferences, any plan, any goal; not every List on a server."""
    if resource["resourceType"] != "List":
        return True
    codings = (resource.get("code") or {}).get("coding") or ()
    return any(each.get("code") == "81340-2" for each in codings)


def _codes(resource: Resource, system: str) -> bool:
    return any(
        coding.get("system") == system
        for category in resource.get("category") or ()
        for coding in category.get("coding") or ()
    )


def _looking_at(held: Mapping[Ref, Seen], chosen: Mapping[Ref, Seen], base: str) -> dict[Ref, Seen]:
    """Follow-ups and tasks: what has a carried record as its focus."""
    found = {}
    for seen in held.values():
        focus = seen.resource.get("focus") or []
        targets = focus if isinstance(focus, list) else [focus]
        refs = {literal_ref(each.get("reference"), base) for each in targets}
        if refs & chosen.keys() and may_travel(seen.resource):
            found[seen.ref] = seen
    return found
