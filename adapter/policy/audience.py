"""What of a plan may be given to whom: to the person it is about, to a guardian, or to staff.

The person gets what was approved for them, what they said themself, and, once somebody looked at
it, what nobody has assessed. What is marked NOPATIENT they don't get, unless it is their own words.
A guardian gets what was assessed so, and of what the child said nothing else.
SFS 2014:821 3 kap.; https://terminology.hl7.org/CodeSystem-v3-ActCode.html (NOPATIENT)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapter.policy.labels import approved, labels_of
from adapter.values import Audience, Resource, Told
from mappings.codes.systems import SAID, STATEMENT_MODE
from mappings.fhir import datatypes as dt
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True)
class Given(Redacted):
    """What is given, and how much of the rest nobody has assessed."""

    resources: tuple[Resource, ...]
    not_assessed: int = 0


_OF_OTHERS: Final = frozenset({"contact", "text", "contained", "link", "generalPractitioner"})
_OWN: Final = frozenset({"verbatim", "interpreted", "supported"})


def given(resources: Iterable[Resource], audience: Audience, *, reviewed: bool) -> Given:
    """What of these the audience gets; `reviewed`: somebody looked at what nobody had assessed."""
    if audience is Audience.STAFF:
        return Given(tuple(resources))
    kept: list[Resource] = []
    waiting = 0
    for each in resources:
        told = Told.TRUE if _is_open(each, audience) else approved(labels_of(each)).told
        if told is Told.TRUE or (told is Told.UNKNOWN and reviewed):
            kept.append(_shown(each, audience))
        waiting += told is Told.UNKNOWN and not reviewed
    return Given(tuple(kept), waiting)


def _is_open(resource: Resource, audience: Audience) -> bool:
    """Whether nobody need have assessed it: to a guardian only who the child is."""
    if audience is Audience.GUARDIAN:
        return bool(resource["resourceType"] == "Patient")
    return is_theirs(resource)


def _shown(resource: Resource, audience: Audience) -> Resource:
    """The resource; of a Patient a guardian learns nothing of how to reach others."""
    if audience is not Audience.GUARDIAN or resource["resourceType"] != "Patient":
        return resource
    return {name: value for name, value in resource.items() if name not in _OF_OTHERS}


def is_theirs(resource: Mapping[str, Any]) -> bool:
    """Whether it is who the person is, or what they said themself and nobody reported for them."""
    if resource["resourceType"] == "Patient":
        return True
    said = dt.extension_in(resource, SAID)
    by = (dt.extension_in(said, "by").get("valueCoding") or {}).get("code")
    mode = dt.code_of(resource.get("method"), STATEMENT_MODE)
    return by == "patient" and mode in _OWN
