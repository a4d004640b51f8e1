"""What a route carries of one person from one server: the plans, and what belongs to them.

From the care plans along the references; and beside them what the person said matters, what the
person measured, how the person ranks, and what somebody found when following up. A record whose
subject is somebody else is left alone, whatever a search returned.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from adapter.errors import Refused
from adapter.ports import Endpoint
from adapter.sync.carry import literal_ref
from adapter.sync.identity import references_in
from adapter.values import Ref, Resource, Seen
from mappings.codes import systems

_NO_REUSE: Final = frozenset({"NOREUSE", "NORELINK"})


def gather(server: Endpoint, base: str, person: Ref, types: Iterable[str]) -> dict[Ref, Seen]:
    """The records of a person that belong to a plan, or that the person gave themselves."""
    held = {seen.ref: seen for kind in types for seen in _of_person(server, kind, base, person)}
    chosen: dict[Ref, Seen] = {}
    waiting = [seen for seen in held.values() if _starts(seen.resource, base, person)]
    while waiting:
        seen = waiting.pop()
        if seen.ref in chosen or not may_travel(seen.resource):
            continue
        chosen[seen.ref] = seen
        targets = {
            literal_ref(each.get("reference"), base) for each in references_in(seen.resource)
        }
        waiting += [held[ref] for ref in targets if ref in held]
    return chosen | _looking_at(held, chosen, base)


def may_travel(resource: Mapping[str, Any]) -> bool:
    """Whether no label of the record itself stops it from being passed on."""
    labels = (resource.get("meta") or {}).get("security") or ()
    return not any(label.get("code") in _NO_REUSE for label in labels)


def _of_person(server: Endpoint, kind: str, base: str, person: Ref) -> list[Seen]:
    try:
        found = list(server.search(kind, [("patient", str(person))]))
    except Refused:
        return []  # the server holds no such resources, or can't say whose they are
    return [seen for seen in found if _is_about(seen.resource, base, person)]


def _is_about(resource: Resource, base: str, person: Ref) -> bool:
    elements = [resource.get("subject"), resource.get("patient")]
    if resource["resourceType"] == "Appointment":
        elements += [each.get("actor") for each in resource.get("participant") or ()]
    return any(literal_ref((each or {}).get("reference"), base) == person for each in elements)


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
