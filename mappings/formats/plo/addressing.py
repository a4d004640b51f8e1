"""Who sent a message and who gets it, as they are referred to.

Organisations may be nested: the outermost is the care giver, the innermost the unit. The sender
names what is unique only there, so a message without one is refused.
HIS 80601 MsgHead, ch. 3
"""

from collections.abc import Iterator
from typing import Final

from mappings.errors import DocumentRefused, Issue
from mappings.fhir.values import Identifier, Reference
from mappings.formats import times
from mappings.formats.plo.opening import Message
from mappings.formats.plo.parties import identifiers_of, owner_of, printed
from mappings.formats.plo.reading import issue_at, said
from mappings.record import Accountable, Area
from mappings.tree import Node

_SENDER: Final = "an Organisation with an Ident"


def sending(message: Message) -> Node:
    """The organisation that sent the message."""
    sender = message.info.child("Sender")
    organisation = None if sender is None else sender.child("Organisation")
    if organisation is None:
        raise DocumentRefused([issue_at(sender or message.info, "plo.sender", _SENDER)])
    if owner_of(organisation) is None:
        raise DocumentRefused([_nameless(organisation)])
    return organisation


def _nameless(organisation: Node) -> Issue:
    """Why an organisation can not be told from others: no Ident, or none of a known form."""
    ident = organisation.child("Ident")
    kind = None if ident is None else ident.child("TypeId")
    if kind is None or "V" not in kind.attributes:
        return issue_at(ident or organisation, "plo.sender", _SENDER)
    return issue_at(kind, "plo.sender", _SENDER, attribute="V")


def sender_identifier(organisation: Node) -> Identifier:
    """The identifier that the sender is known by."""
    owner = owner_of(organisation)
    return next(each for each in identifiers_of(organisation, "sender") if each.value == owner)


def organisation_reference(node: Node, owner: str) -> Reference | None:
    """An organisation as it is referred to: its first identifier and its name."""
    found = identifiers_of(node, owner)
    name = (said(node, "OrganisationName")[0] or "").strip() or None
    if not found and name is None:
        return None
    return Reference(type="Organization", identifier=found[0] if found else None, display=name)


def _nested(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.child("Organisation")


def receivers(info: Node, owner: str) -> Iterator[Reference]:
    """Everyone the message is addressed to, units with the organisations around them."""
    for receiver in (*info.all("Receiver"), *info.all("OtherReceiver")):
        for node in _nested(receiver.child("Organisation")):
            found = organisation_reference(node, owner)
            if found is not None:
                yield found
        for name, kind in _PEOPLE.items():
            who = receiver.child(name)
            if who is not None:
                yield _somebody(who, kind, owner)


_PEOPLE = {"Patient": "Patient", "Person": None, "HealthcareProfessional": "Practitioner"}


def _somebody(node: Node, kind: str | None, owner: str) -> Reference:
    found = identifiers_of(node, owner)
    return Reference(type=kind, identifier=found[0] if found else None, display=printed(node))


def accountable(organisation: Node, owner: str, time: times.Time | None) -> Accountable:
    """Who answers for what the message holds, and the time that blocks compare with."""
    chain = [organisation_reference(each, owner) for each in _nested(organisation)]
    return Accountable(
        care_giver=chain[0],
        care_unit=chain[-1],
        comparison_time=None if time is None else time.date_time,
        area=Area.HEALTH,
    )
