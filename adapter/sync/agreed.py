"""What two sides agree on once one of them has answered: the base of the next merge.

settled                 agreed, on each side as it says it: a server may answer with other bytes
changed, still waiting  keeps its base
never agreed            stays unsettled, as long as the two differ in it
"""

from collections.abc import Iterable
from dataclasses import replace

from adapter.sync.merge import Copy, Versions, edits, first_meeting, laid_over
from adapter.sync.units import units
from adapter.values import Base, End, Resource


def agreement(
    versions: Versions, end: End, settled: Iterable[str] | None, answer: Resource
) -> Base | None:
    """The new base once a side has answered, or nothing had to be sent.

    Only what was settled is agreed; what still waits keeps its base. `answer` is that side's copy
    now, in the form that travels; `settled` is None for a first copy. None: there is no agreement.
    """
    other = versions.now[end.other]
    if settled is None:
        return _base(versions, end, answer, other)
    split = versions.split
    chosen = frozenset(settled)
    unsettled = _unsettled(replace(versions, now={end: answer, end.other: other}), chosen)
    if versions.base is None:
        if unsettled and not chosen:
            return None
        return replace(_base(versions, end, answer, other), unsettled=unsettled)
    everything = {*units(versions.before(end), split), *units(answer, split)}
    quiet = everything - set(edits(versions, end))
    made = _base(
        versions,
        end,
        _moved(versions.before(end), answer, chosen | quiet, split),
        _moved(versions.before(end.other), other, chosen, split),
    )
    return replace(made, unsettled=unsettled)


def _unsettled(versions: Versions, chosen: frozenset[str]) -> tuple[str, ...]:
    """Where the two differ, as they always did, and nobody decided."""
    if versions.base is not None and not versions.base.unsettled:
        return ()
    apart = first_meeting(versions, {}).keys() - chosen
    return tuple(sorted(unit for unit in apart if versions.is_unsettled(unit)))


def _moved(base: Resource, now: Resource, taken: Iterable[str], split: frozenset[str]) -> Resource:
    return laid_over(Copy(ref=None, version=None, local=base, carried=base), now, taken, split)


def _base(versions: Versions, end: End, answer: Resource, other: Resource) -> Base:
    here, there = (answer, other) if end is End.HERE else (other, answer)
    return Base(key=versions.key, here=here, there=there, person=versions.person)
