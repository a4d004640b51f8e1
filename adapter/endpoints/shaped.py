"""What a server sends, as it may be looked into: of what has no shape of FHIR, only what has."""

from adapter.values import Ref, Resource, Seen
from mappings.fhir.shape import has_shape, without_misshapen


def seen_of(ref: Ref, version: object, resource: Resource) -> Seen:
    """A resource as it stands there, whatever it is."""
    number = version if isinstance(version, str) else None
    if has_shape(resource):
        return Seen(ref=ref, version=number, resource=resource)
    return Seen(ref=ref, version=number, resource=without_misshapen(resource), faulty=True)
