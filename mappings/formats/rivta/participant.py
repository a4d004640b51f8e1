"""Who vouched for the observations of a GetObservations group, and who else took part.

legalAuthenticator and additionalParticipant of clinicalprocess:healthcond:basic 1.1. A participant
may have been anybody or anything: the codes of the source say how it took part, and only what is no
person has a type that can be told.
"""

from typing import Any, Final

from mappings.account import Section
from mappings.fhir.involved import Participant
from mappings.fhir.values import Address, Concept, ContactPoint, Period, Reference
from mappings.formats import times
from mappings.formats.rivta import partial
from mappings.formats.rivta.answer import CV, II, Shape, text_at
from mappings.formats.rivta.performer import NAMED
from mappings.formats.rivta.values import concept, identifier, named

AUTHENTICATOR: Final[Shape] = {"id": II, "time": partial.SHAPE, "name": {}}
PARTICIPANT: Final[Shape] = {
    "id": II,
    "type": CV,
    "role": CV,
    "time": {"start": {}, "end": {}},
    "person": NAMED,
    "organisation": NAMED,
    "device": {"id": II, "type": CV, "model": {"code": CV, "value": {}}},
    "location": {
        "id": II,
        "name": {},
        "address*": {"use": {}, "part*": {"value": {}, "type": {}}},
        "electronicAddress*": {"use": {}, "value": {}},
    },
}


def verified(group: Section, owner: str, zone: str) -> dict[str, Any]:
    """Take legalAuthenticator: who vouches for the observations in the record, and since when."""
    part = group.child("legalAuthenticator")
    if part is None:
        return {}
    when = part.child("time")
    return {
        "verified_by": named(part, "verified_by", owner, "PractitionerRole"),
        "verified_at": None if when is None else partial.date_time(when, "verified_at", zone),
    }


def participants(group: Section, owner: str, zone: str) -> tuple[Participant, ...]:
    found: list[Participant] = []
    for part in group.children("additionalParticipant"):
        one = _participant(part, owner, zone, at=len(found))
        if one != Participant():
            found.append(one)
    return tuple(found)


def _participant(part: Section, owner: str, zone: str, *, at: int) -> Participant:
    own, device, time = part.child("id"), part.child("device"), part.child("time")
    into = "participants."
    unit, place = part.child("organisation"), part.child("location")
    return Participant(
        type=_concept(part, "type", f"{into}type", at),
        role=_concept(part, "role", f"{into}role", at),
        identifier=None if own is None else identifier(own, f"{into}identifier", owner, at=at),
        actor=_reference(part.child("person"), f"{into}actor", owner, None, at=at),
        on_behalf_of=_reference(unit, f"{into}on_behalf_of", owner, "Organization", at=at),
        location=_reference(place, f"{into}location", owner, "Location", at=at),
        addresses=() if place is None else _addresses(place, at),
        contact_points=() if place is None else _contact_points(place, at),
        device=None if device is None else _device(device, owner, at),
        kinds=() if device is None else _kinds(device, at),
        period=None if time is None else _period(time, zone, at),
    )


def _reference(
    held: Section | None, field: str, owner: str, kind: str | None, *, at: int
) -> Reference | None:
    return None if held is None else named(held, field, owner, kind, at=at)


# -- the place ----------------------------------------------------------------------------------

# Codes of the parts of an address (AddressPartTypeEnum); without one, a part is a line.
_LINES: Final = frozenset({"SAL", "CAR", "POB", ""})
_PARTS: Final = {"ZIP": "postal_code", "CTY": "city", "CEN": "district", "CNT": "country"}
_USES: Final = {"H": "home", "WP": "work", "TMP": "temp"}
_SYSTEMS: Final = {"voice": "phone", "fax": "fax", "data": "email", "sms": "sms"}


def _addresses(place: Section, at: int) -> tuple[Address, ...]:
    found = [_address(part, at) for part in place.children("address")]
    return tuple(each for each in found if each != Address())


def _address(part: Section, at: int) -> Address:
    field = "participants.addresses"
    lines: list[str] = []
    named: dict[str, str] = {}
    for piece in part.children("part"):
        kind = text_at(piece.node, "type")
        into = _PARTS.get(kind)
        if kind not in _LINES and (into is None or into in named):
            # A county or a second town has no element: both are kept as they came.
            piece.keep("value")
            piece.keep("type")
            continue
        value = piece.take("value", field, str.strip, at=at)
        piece.take("type", field, at=at)
        if value is not None and into is not None:
            named[into] = value
        elif value is not None:
            lines.append(value)
    use = _USES.get(text_at(part.node, "use"))
    if use is None:
        part.keep("use")
    else:
        part.take("use", field, at=at)
    return Address(lines=tuple(lines), use=use, **named)  # type: ignore[arg-type]  # all strings


def _contact_points(place: Section, at: int) -> tuple[ContactPoint, ...]:
    field = "participants.contact_points"
    found = []
    for point in place.children("electronicAddress"):
        value = point.take("value", field, str.strip, at=at)
        system = _SYSTEMS.get(text_at(point.node, "use"))
        if system is None:
            point.keep("use")
        else:
            point.take("use", field, at=at)
        if value is not None:
            found.append(ContactPoint(system=system, value=value))
    return tuple(found)


# -- the device ---------------------------------------------------------------------------------


def _device(device: Section, owner: str, at: int) -> Reference | None:
    own, model = device.child("id"), device.child("model")
    known = None if own is None else identifier(own, "participants.device", owner, at=at)
    name = None if model is None else model.take("value", "participants.device", str.strip, at=at)
    if known is None and name is None:
        return None
    return Reference(type="Device", identifier=known, display=name)


def _kinds(device: Section, at: int) -> tuple[Concept, ...]:
    model = device.child("model")
    found = (
        _concept(device, "type", "participants.kinds", at),
        None if model is None else _concept(model, "code", "participants.kinds", at),
    )
    return tuple(each for each in found if each is not None)


def _period(part: Section, zone: str, at: int) -> Period | None:
    field = "participants.period"
    start = times.take(part, "start", field, zone, at=at)
    end = times.take(part, "end", field, zone, at=at)
    if start and end and partial.ends_first(start, end):
        for name in ("start", "end"):
            part.refuse(
                name, field, "a period that ends after it starts", "rivta.time.order", at=at
            )
        return None
    return None if start is None and end is None else partial.between(start, end)


def _concept(part: Section, name: str, field: str, at: int) -> Concept | None:
    held = part.child(name)
    return None if held is None else concept(held, field, at=at)
