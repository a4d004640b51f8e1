"""What a server sends, as it may be looked into: of what has no shape of FHIR, only what has.

An identifier or a code with characters that nobody sees is left out as well: it names another one
than it seems to, and whoever compares by eye is misled.
"""

import re

from adapter.values import Ref, Resource, Seen
from mappings.fhir.shape import has_shape, without_misshapen
from mappings.fhir.unseen import unseen


def seen_of(ref: Ref, version: object, resource: Resource) -> Seen:
    """A resource as it stands there, whatever it is."""
    number = version if isinstance(version, str) else None
    if has_shape(resource):
        places = unseen(resource)
        if not places:
            return Seen(ref=ref, version=number, resource=resource)
        return Seen(ref=ref, version=number, resource=_without(resource, places), faulty=True)
    return Seen(ref=ref, version=number, resource=without_misshapen(resource), faulty=True)


def _without(resource: Resource, places: list[str]) -> Resource:
    """The elements in which somebody sees what names and codes them."""
    names = {re.split(r"[.\[]", place)[1] for place in places}
    return {name: value for name, value in resource.items() if name not in names}
