"""Spärr: whether a block keeps somebody from seeing a record (patientdatalagen 2008:355, 4:4, 6:2).

    outer block   hides what a care giver has written from every other care giver
    inner block   hides what a care unit has written from everybody outside that unit
    no period     everything; else what was written within it, its ends included, and whatever may
                  have been: what has no time of writing may have been written at any time
    lift          opens one block for one unit or person, for at most seven days
    lak, upp      the only information types that a block may leave open; a care plan, a goal or
                  what matters to somebody is neither
RIV-TA informationsecurity:authorization:blocking 4.0.4, CheckBlocks
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from adapter.policy.spans import EVER, Span, overlap, span_of
from adapter.values import Accountable, Actor, Block, Grantor, Lift, Told

ZONE: Final = "Europe/Stockholm"
UNSPECIFIED: Final = "unspecified"  # the information type of whatever is not told apart
MAY_BE_EXCEPTED: Final = frozenset({"lak", "upp"})
LONGEST: Final = timedelta(days=7)


def blocking(
    accountable: Accountable,
    actor: Actor,
    blocks: Iterable[Block],
    now: datetime,
    information: str = UNSPECIFIED,
) -> list[Block]:
    """The blocks that keep the actor from seeing what somebody answers for."""
    return [
        block
        for block in blocks
        if _is_in_force(block, now)
        and not _is_excepted(block, information)
        and _hides(block, accountable, actor)
        and not any(applies(lift, actor, now) for lift in block.lifts)
    ]


def is_blocked(
    accountable: Accountable,
    actor: Actor,
    blocks: Iterable[Block],
    now: datetime,
    information: str = UNSPECIFIED,
) -> bool:
    """Whether any block does; of what many answer for, each is asked about on its own."""
    return bool(blocking(accountable, actor, blocks, now, information))


def applies(lift: Lift, actor: Actor, now: datetime) -> bool:
    """Whether a lift is for that actor now; one that is for nobody, or too long, is for none."""
    start = now if lift.start is None else lift.start
    if not start <= now <= lift.end <= start + LONGEST:
        return False
    bound = ((lift.care_unit, actor.care_unit), (lift.employee, actor.employee))
    named = [(meant, actual) for meant, actual in bound if meant is not None]
    return bool(named) and all(same(meant, actual) for meant, actual in named)


def same(one: str | None, other: str | None) -> bool:
    """Whether two ids are one: HSA-ids are written in capitals or not. Unknown is no id."""
    return one is not None and other is not None and _folded(one) == _folded(other)


def flagged(block: Block, minor: Told) -> bool:
    """Whether a person must look at a block, which stands until then.

    A guardian may not block what is written about a child (PDL 4:4 third paragraph), and whether
    the one who set it was a guardian of a minor is for somebody to find out.
    """
    return block.set_by is Grantor.GUARDIAN and minor is not Told.FALSE


def written(accountable: Accountable) -> Span:
    """When it may have been written."""
    if accountable.comparison_time is not None:
        return span_of(accountable.comparison_time, ZONE)
    first = span_of(accountable.not_before, ZONE).first
    return Span(first, span_of(accountable.not_after, ZONE).last)


def _is_in_force(block: Block, now: datetime) -> bool:
    begun = block.since is None or block.since <= now
    return begun and (block.until is None or now <= block.until)


def _is_excepted(block: Block, information: str) -> bool:
    named = information in block.excepted and information in MAY_BE_EXCEPTED
    return named and block.understood


def _hides(block: Block, accountable: Accountable, actor: Actor) -> bool:
    if not block.understood:
        return True
    period = Span(block.start or EVER.first, block.end or EVER.last)
    if not overlap(period, written(accountable)):
        return False
    if block.care_unit is not None:
        theirs = _may_be(block.care_unit, accountable.care_unit)
        giver = _may_be(block.care_giver, accountable.care_giver)
        return theirs and giver and not same(block.care_unit, actor.care_unit)
    theirs = _may_be(block.care_giver, accountable.care_giver)
    return theirs and not same(block.care_giver, actor.care_giver)


def _may_be(blocked: str | None, actual: str | None) -> bool:
    """Whether it is that one's, or may be: what nobody is known to answer for is anybody's."""
    return blocked is None or actual is None or same(blocked, actual)


def _folded(text: str) -> str:
    return text.strip().casefold()
