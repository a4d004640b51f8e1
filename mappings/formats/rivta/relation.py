"""What an observation relates to (RelationType of clinicalprocess:healthcond:basic 1.1).

The code says how; which information it is, of which time and whose, stands beside it as it came.
"""

from typing import Final

from mappings.account import Section
from mappings.fhir.involved import Relation
from mappings.fhir.values import Reference
from mappings.formats.rivta import partial
from mappings.formats.rivta.answer import CV, II, Shape
from mappings.formats.rivta.partial import date_time
from mappings.formats.rivta.values import concept, identifier, unit

SHAPE: Final[Shape] = {
    "code": CV,
    "referredInformation": {
        "id": II,
        "time": partial.SHAPE,
        "type": {},
        "informationOwner": {"id": II},
    },
}


def relations(section: Section, owner: str, zone: str) -> tuple[Relation, ...]:
    found: list[Relation] = []
    for part in section.children("relation"):
        one = _relation(part, owner, zone, len(found))
        if one != Relation():
            found.append(one)
    return tuple(found)


def _relation(part: Section, owner: str, zone: str, at: int) -> Relation:
    code, about = part.child("code"), part.child("referredInformation")
    kind = None if code is None else concept(code, "relations.type", at=at)
    if about is None:
        return Relation(type=kind)
    what = about.take("type", "relations.what", at=at)
    own, when = about.child("id"), about.child("time")
    target = None if own is None else identifier(own, "relations.target", owner, at=at)
    holder = about.child("informationOwner")
    whose = None if holder is None else holder.child("id")
    return Relation(
        type=kind,
        target=None if target is None else Reference(identifier=target),
        what=what,
        time=None if when is None else date_time(when, "relations.time", zone, at=at),
        owner=unit(None if whose is None else identifier(whose, "relations.owner", owner, at=at)),
    )
