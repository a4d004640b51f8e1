"""The resource types that stand for people, staff and units: matched, never made by a transaction.

https://hl7.org/fhir/R4/resourcelist.html (Individuals, Entities)
"""

from collections.abc import Mapping
from typing import Any, Final

PEOPLE: Final = frozenset(
    {"Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization"}
)


def is_about_people(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is one of these, or the Provenance of nothing else."""
    if resource["resourceType"] != "Provenance":
        return resource["resourceType"] in PEOPLE
    targets = resource.get("target") or ()
    return bool(targets) and all(target.get("type") in PEOPLE for target in targets)
