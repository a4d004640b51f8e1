"""What to do with one record, decided from values alone: the last agreement and the two sides.

there   known?   changed since the last agreement   decision
none    no                                          create
none    yes                                         hold: somebody at that side removed it
one     yes      neither                            keep
one     yes      its own side only                  update, merged over what stands there
one     yes      the other side only                hold: only its own side writes it
one     yes      both                               conflict: both are left alone
one     no       the two say the same               keep, and remember
one     no       the two differ                     conflict
"""

from dataclasses import dataclass, replace
from typing import Final

from adapter.sync.merge import changed_units, merged
from adapter.values import Action, Base, Ref, Resource, Seen, Step, Why
from mappings.fhir import lifecycle
from mappings.fhir.values import Identifier

# What is referred to comes before what refers to it, so that references can be literal at once.
ORDER: Final = (
    "Condition",
    "Observation",
    "Encounter",
    "DocumentReference",
    "Consent",
    "Goal",
    "ServiceRequest",
    "Task",
    "Appointment",
    "CareTeam",
    "List",
    "CarePlan",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One record as its own side has it now, its references already made to travel."""

    key: str
    type: str
    identifier: Identifier
    body: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The same record on the other side: where, which version, and what it says, neutral."""

    ref: Ref
    seen: Seen | None
    body: Resource | None


def rank(kind: str) -> int:
    """The place of a type in the order of writing."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def decide(
    offer: Offer, standing: Standing | None, base: Base | None, *, side: str, person: str
) -> Action:
    """The action for one record towards `side`."""
    plain = Action(
        step=Step.KEEP, side=side, person=person, key=offer.key, type=offer.type, body=offer.body
    )
    if standing is None:
        return _first(plain, offer)
    if standing.seen is None or standing.body is None:
        return replace(plain, step=Step.HOLD, ref=standing.ref, why=Why.CHANGED_BY_OTHER_SIDE)
    found = replace(plain, ref=standing.ref, version=standing.seen.version)
    if base is None:
        return _unknown(found, offer.body, standing.body)
    return _known(found, offer.body, standing.body, base)


def _first(plain: Action, offer: Offer) -> Action:
    """The other side has never had it. What was wrong from the start need not go there."""
    if lifecycle.status_of(offer.body) == "entered-in-error":
        return plain
    return replace(plain, step=Step.CREATE, identifier=offer.identifier)


def _unknown(found: Action, here: Resource, there: Resource) -> Action:
    """Both sides have it, and nobody remembers an agreement."""
    units = changed_units(there, here)
    return replace(found, step=Step.CONFLICT, units=units) if units else found


def _known(found: Action, here: Resource, there: Resource, base: Base) -> Action:
    ours, theirs = changed_units(base.sent, here), changed_units(base.answered, there)
    if ours and theirs:
        return replace(found, step=Step.CONFLICT, units=tuple(sorted({*ours, *theirs})))
    if theirs:
        return replace(found, step=Step.HOLD, why=Why.CHANGED_BY_OTHER_SIDE, units=theirs)
    if ours:
        return replace(found, step=Step.UPDATE, units=ours, body=merged(there, here, ours))
    return found
