"""Who else took part in an observation, and what it relates to <-> extensions of our own.

R4's Observation has performers, who answer for it, and no other participants; derivedFrom and
hasMember say one kind of relation each. Sources such as RIV-TA GetObservations name participants
and relations with codes of their own, so both are kept as they are coded.
https://hl7.org/fhir/R4/extensibility.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mappings.codes.systems import PARTICIPANT, RELATION
from mappings.fhir import amounts, naming
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import DateTime
from mappings.fhir.values import Address, Concept, ContactPoint, Identifier, Period, Reference
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Redacted):
    """Somebody or something that took part: how, in which role, when, for whom, where, with what.

    `kinds` say what kind of thing it was, such as the type and model of a device; `addresses` and
    `contact_points` are those of the place.
    """

    type: Concept | None = None
    role: Concept | None = None
    identifier: Identifier | None = None
    actor: Reference | None = None
    on_behalf_of: Reference | None = None
    device: Reference | None = None
    location: Reference | None = None
    period: Period | None = None
    kinds: tuple[Concept, ...] = ()
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Redacted):
    """What an observation relates to: how, to which information, of whom, from when."""

    type: Concept | None = None
    target: Reference | None = None
    what: str | None = None
    time: DateTime | None = None
    owner: Reference | None = None


_PARTICIPANT_PARTS: Final = {
    "type": "type').valueCodeableConcept",
    "role": "role').valueCodeableConcept",
    "identifier": "identifier').valueIdentifier",
    "actor": "actor').valueReference",
    "on_behalf_of": "onBehalfOf').valueReference",
    "device": "device').valueReference",
    "location": "location').valueReference",
    "period": "period').valuePeriod",
    "kinds": "kind').valueCodeableConcept",
    "addresses": "address').valueAddress",
    "contact_points": "telecom').valueContactPoint",
}
_RELATION_PARTS: Final = {
    "type": "type').valueCodeableConcept",
    "target": "target').valueReference",
    "what": "what').valueString",
    "time": "time').valueDateTime",
    "owner": "owner').valueReference",
}


def involved_fields(kind: str) -> dict[str, str]:
    """The paths of `participants` and `relations` in one resource type."""
    participant = f"{kind}.extension.where(url='{PARTICIPANT}')[]"
    relation = f"{kind}.extension.where(url='{RELATION}')[]"
    inner = "extension.where(url='"
    return {
        "participants": participant,
        **{
            f"participants.{name}": f"{participant}.{inner}{part}"
            for name, part in _PARTICIPANT_PARTS.items()
        },
        "relations": relation,
        **{
            f"relations.{name}": f"{relation}.{inner}{part}"
            for name, part in _RELATION_PARTS.items()
        },
    }


def participants_out(participants: Iterable[Participant]) -> list[Any]:
    return [_participant_out(each) for each in participants]


def participants_in(resource: object) -> tuple[Participant, ...]:
    return tuple(_participant_in(held) for held in dt.extensions_in(resource, PARTICIPANT))


def relations_out(relations: Iterable[Relation]) -> list[Any]:
    return [_relation_out(each) for each in relations]


def relations_in(resource: object) -> tuple[Relation, ...]:
    return tuple(_relation_in(held) for held in dt.extensions_in(resource, RELATION))


def _participant_out(each: Participant) -> Any:  # noqa: ANN401  an Extension, as JSON
    identifier = None if each.identifier is None else dt.identifier_out(each.identifier)
    addresses = naming.addresses_out(each.addresses, naming.Country.OTHER)
    points = naming.contact_points_out(each.contact_points)
    return _parts(
        PARTICIPANT,
        ("type", "valueCodeableConcept", dt.concept_out(each.type)),
        ("role", "valueCodeableConcept", dt.concept_out(each.role)),
        ("identifier", "valueIdentifier", identifier),
        ("actor", "valueReference", dt.reference_out(each.actor)),
        ("onBehalfOf", "valueReference", dt.reference_out(each.on_behalf_of)),
        ("device", "valueReference", dt.reference_out(each.device)),
        ("location", "valueReference", dt.reference_out(each.location)),
        ("period", "valuePeriod", amounts.period_out(each.period)),
        *(("kind", "valueCodeableConcept", dt.concept_out(kind)) for kind in each.kinds),
        *(("address", "valueAddress", address) for address in addresses),
        *(("telecom", "valueContactPoint", point) for point in points),
    )


def _participant_in(held: Mapping[str, Any]) -> Participant:
    return Participant(
        type=dt.concept_in(_part(held, "type").get("valueCodeableConcept")),
        role=dt.concept_in(_part(held, "role").get("valueCodeableConcept")),
        identifier=dt.identifier_in(_part(held, "identifier").get("valueIdentifier")),
        actor=dt.reference_in(_part(held, "actor").get("valueReference")),
        on_behalf_of=dt.reference_in(_part(held, "onBehalfOf").get("valueReference")),
        device=dt.reference_in(_part(held, "device").get("valueReference")),
        location=dt.reference_in(_part(held, "location").get("valueReference")),
        period=amounts.period_in(_part(held, "period").get("valuePeriod")),
        kinds=dt.concepts_in(
            [part.get("valueCodeableConcept", {}) for part in dt.extensions_in(held, "kind")]
        ),
        addresses=naming.addresses_in(
            [part.get("valueAddress", {}) for part in dt.extensions_in(held, "address")]
        ),
        contact_points=naming.contact_points_in(
            [part.get("valueContactPoint", {}) for part in dt.extensions_in(held, "telecom")]
        ),
    )


def _relation_out(each: Relation) -> Any:  # noqa: ANN401  an Extension, as JSON
    return _parts(
        RELATION,
        ("type", "valueCodeableConcept", dt.concept_out(each.type)),
        ("target", "valueReference", dt.reference_out(each.target)),
        ("what", "valueString", each.what),
        ("time", "valueDateTime", each.time),
        ("owner", "valueReference", dt.reference_out(each.owner)),
    )


def _relation_in(held: Mapping[str, Any]) -> Relation:
    return Relation(
        type=dt.concept_in(_part(held, "type").get("valueCodeableConcept")),
        target=dt.reference_in(_part(held, "target").get("valueReference")),
        what=_part(held, "what").get("valueString"),
        time=_part(held, "time").get("valueDateTime"),
        owner=dt.reference_in(_part(held, "owner").get("valueReference")),
    )


def _parts(url: str, *parts: tuple[str, str, object]) -> Any:  # noqa: ANN401  an Extension
    return dt.complex_extension(
        url, [dt.extension(name, **{kind: value}) for name, kind, value in parts if value]
    )


def _part(held: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dt.extension_in(held, name)
