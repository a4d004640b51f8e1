"""Consent to share a plan, and reservations against sharing <-> Consent.

https://hl7.org/fhir/R4/consent.html: scope patient-privacy; the statute or policy it stands on in
policy.uri; a reservation is a provision of type deny with those it is held against.
"""

from dataclasses import dataclass
from enum import Enum

from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record


class Provision(Enum):
    PERMIT = "permit"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whom a provision concerns, and in which role (Consent.provision.actor)."""

    role: Concept
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord(Record):
    """What a person allows or forbids. `policy` is the URI of the statute or policy it rests on."""

    status: Code
    provision: Provision
    policy: Uri
    categories: tuple[Concept, ...] = ()
    given_at: DateTime | None = None
    given_by: tuple[Reference, ...] = ()
    organizations: tuple[Reference, ...] = ()
    period: Period | None = None
    actors: tuple[Actor, ...] = ()
    about: tuple[Reference, ...] = ()
    words: str | None = None
    withdrawn_at: DateTime | None = None
    withdrawn_by: Reference | None = None
    notes: tuple[Note, ...] = ()
