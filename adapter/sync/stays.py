"""A notice that somebody is ready for discharge, and the message that takes it back.

PLO sends the taking back as a conversation of its own: what joins the two is the person and the
time of admission. The notice's copy of the stay is then withdrawn; the later message has its own.
Volven 9121 (PLO v1.6): 3 ready for discharge, 4 taken back.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from adapter.values import Resource
from mappings.codes.systems import STAY_EVENT
from mappings.fhir import datatypes as dt
from mappings.fhir import lifecycle

_EVENTS: Final = "urn:oid:2.16.578.1.12.4.1.1.9121"
_READY: Final = (_EVENTS, "3")
_TAKEN_BACK: Final = (_EVENTS, "4")


def taken_back(
    held: Mapping[str, Resource], admissions: Iterable[str]
) -> Iterator[tuple[str, Resource]]:
    """The notices among some records whose admission is named, as withdrawn: key and resource."""
    named = frozenset(admissions)
    for key, resource in held.items():
        start = (resource.get("period") or {}).get("start")
        if resource["resourceType"] == "Encounter" and start in named and _is_notice(resource):
            yield key, lifecycle.withdrawn(resource)


def _is_notice(encounter: Mapping[str, Any]) -> bool:
    """Whether it says ready for discharge, and not itself that this is taken back."""
    events = {
        (coding.get("system"), coding.get("code"))
        for event in dt.extensions_in(encounter, STAY_EVENT)
        for coding in (
            (dt.extension_in(event, "what").get("valueCodeableConcept") or {}).get("coding") or ()
        )
    }
    return _READY in events and _TAKEN_BACK not in events
