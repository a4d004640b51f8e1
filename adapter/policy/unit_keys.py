"""Whose a named unit is: unit → care unit (vårdenhet) → care giver (vårdgivare), by a register.

    says its unit      the unit itself, and the care unit that it belongs to
    says its giver     that one, and whose the register says that the unit is
    unit not known     nobody can say whose it is: what is blocked of anybody may be this
What a record says and what the register says both count: a block on either keeps it.
PDL 2008:355 4 kap. 4 §, 6 kap. 2 §: a block is on what a care unit, or a care giver, has written.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeAlias

from adapter.errors import Unreachable
from adapter.values import UnitFacts

Units: TypeAlias = Callable[[str], UnitFacts | None]
_Pair: TypeAlias = tuple[str | None, str | None]


def owners(giver: str | None, unit: str, units: Units) -> Iterator[_Pair]:
    """Each care giver and care unit that answers, where a record names a unit."""
    facts = _known(unit, units)
    if facts is None:
        yield from ((giver, unit), (giver, None))
        return
    home = facts.care_unit or unit
    theirs = facts.care_giver or _giver_of(home, units)
    givers = dict.fromkeys(each for each in (giver, theirs) if each is not None)
    yield from product(givers or (None,), dict.fromkeys((unit, home)))


def chain(unit: str, units: Units) -> Iterator[UnitFacts]:
    """What the register knows of a unit, of its care unit and of its care giver.

    Raises Unreachable.
    """
    facts = units(unit)
    if facts is None:
        return
    yield facts
    for name in dict.fromkeys((facts.care_unit, facts.care_giver)):
        above = None if name is None else units(name)
        if above is not None:
            yield above


def _giver_of(home: str, units: Units) -> str | None:
    facts = _known(home, units)
    return None if facts is None else facts.care_giver


def _known(unit: str, units: Units) -> UnitFacts | None:
    """What the register says; a silent one says nothing."""
    try:
        return units(unit)
    except Unreachable:
        return None
