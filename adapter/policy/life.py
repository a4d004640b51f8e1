"""What a register says of a person's life, and what that means for somebody who is enrolled.

death            nothing more goes; whoever owns the records decides (a server may say it too)
another id       the enrolment follows
another address  of another municipality than when somebody enrolled the person: suspended at once
coming of age    what guardians consented to has ended that day; the young person has not said yet
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from adapter.values import Enrolment, PersonFacts, Told, Why

_UNSAID: Final = frozenset({"_deceasedBoolean", "_deceasedDateTime"})


def event(
    facts: PersonFacts,
    enrolment: Enrolment,
    municipalities: Collection[str],
    of_age: date | None,
    on: date,
) -> Why | None:
    """What happened that stands in the way, by the first that applies; None: nothing.

    `municipalities` are those for whose people the sides of the route answer.
    """
    if facts.deceased:
        return Why.DECEASED
    if has_moved(facts.municipality, enrolment.municipality, municipalities):
        return Why.MOVED
    if of_age is not None and enrolment.start < of_age.isoformat() <= on.isoformat():
        return Why.COME_OF_AGE
    return None


def death_told(patient: Mapping[str, Any]) -> Told:
    """Whether a Patient says that the person has died (deceased[x]).

    Absent it tells nothing; there without a value, nobody can say.
    """
    if patient.get("deceasedDateTime") is not None:
        return Told.TRUE
    said = patient.get("deceasedBoolean")
    if isinstance(said, bool):
        return Told.of(said)
    return Told.ABSENT if said is None and not _UNSAID & patient.keys() else Told.UNKNOWN


def is_dead(patient: Mapping[str, Any]) -> bool:
    """Whether a Patient stops what goes: it says that the person has died, or may say so."""
    return death_told(patient) in {Told.TRUE, Told.UNKNOWN}


def has_moved(now: str | None, known: str | None, municipalities: Collection[str]) -> bool:
    """Whether a person lives elsewhere than was known, or at first than where a side answers.

    Somebody who is enrolled although they live elsewhere stays so: that was known then.
    """
    if now is None:
        return False
    if known is not None:
        return now != known
    return bool(municipalities) and now not in municipalities
