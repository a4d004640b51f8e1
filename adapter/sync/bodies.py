"""What a merge leaves at each side, and whether it is still a record.

Each change may be right alone and wrong beside the other one (a condition that has abated, and is
active). Then none of them crosses: together they are one conflict.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from adapter.sync import acceptance, given, inside, raised
from adapter.sync.home import at_home
from adapter.sync.merge import Copy, Fate, Verdict, Versions, laid_over
from adapter.values import End, Resource
from mappings.fhir import checker
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Redacted):
    """A record whose every changed unit has its verdict, and the values that somebody gave.

    `elsewhere` is what other routes last knew of the copy on a side that they share with this one.
    """

    copies: Mapping[End, Copy]
    versions: Versions
    verdicts: Mapping[str, Verdict]
    values: Mapping[str, Resource]
    elsewhere: Mapping[End, tuple[Resource, ...]] = field(default_factory=dict)

    def taken(self, end: End) -> tuple[str, ...]:
        """The units that a side gets as the other one has them."""
        return tuple(
            unit
            for unit, verdict in self.verdicts.items()
            if verdict.fate is Fate.SENT and verdict.source is end.other
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Redacted):
    """What is to stand at a side. `settles`: the units on which the two then agree.

    What was given settles nothing yet: only the next run sees it on both sides.
    """

    body: Resource
    units: tuple[str, ...]
    settles: tuple[str, ...]
    asks_again: bool


def body_for(merge: Merge, end: End) -> Body | None:
    """What a merge makes of one side's copy; None when nothing."""
    copy, versions = merge.copies[end], merge.versions
    taken = merge.taken(end)
    units = (*taken, *given.lacking(versions, end, merge.values))
    again = _outlived(merge, end)
    if not (units or again or (copy.incomplete and end is not versions.owner)):
        return None
    source = given.over(versions, end.other, merge.values)
    body = acceptance.asked_again(laid_over(copy, source, units, versions.split), again)
    body = at_home(_labelled(body, source, merge.verdicts), copy)
    told = tuple(sorted({*units, acceptance.AIM})) if again else units
    return Body(body=body, units=told, settles=taken, asks_again=bool(again))


def sound(merge: Merge) -> Merge:
    """The merge, with what must not stand together in conflict."""
    if not merge.verdicts:
        return merge
    spoilt = {unit for end in End for unit in _spoilt(merge, end)}
    if not spoilt:
        return merge
    conflict = dict.fromkeys(spoilt, Verdict(Fate.CONFLICT, merge.versions.owner))
    values = {unit: value for unit, value in merge.values.items() if unit not in spoilt}
    return sound(replace(merge, verdicts={**merge.verdicts, **conflict}, values=values))


_OPEN: Final = frozenset({Fate.SENT, Fate.GIVEN, Fate.PROPOSED})


def _spoilt(merge: Merge, end: End) -> Iterator[str]:
    """The units that differ, where a side would get a record that is none."""
    made = body_for(merge, end)
    if made is None or not made.units or _is_sound(merge, end, made.body):
        return
    for unit, verdict in merge.verdicts.items():
        if verdict.fate in _OPEN and unit != raised.LABELS:
            yield unit


def _is_sound(merge: Merge, end: End, body: Resource) -> bool:
    """Whether the merge breaks no rule that both copies keep: another's errors are carried on."""
    if inside.collides(body):
        return any(inside.collides(copy.local) for copy in merge.copies.values())
    parts = (merge.copies[end].local, merge.versions.now[end.other])
    return checker.is_valid(body) or not all(map(checker.is_valid, parts))


def _labelled(body: Resource, source: Resource, verdicts: Mapping[str, Verdict]) -> Resource:
    """The body with the labels of both sides, unless somebody decided on them."""
    verdict = verdicts.get(raised.LABELS)
    if verdict is not None and verdict.fate in {Fate.SENT, Fate.GIVEN}:
        return body
    return raised.with_labels(body, source)


def _outlived(merge: Merge, end: End) -> tuple[int, ...]:
    """The acceptances at one side that a change of what was accepted has outlived.

    Where both came to say the same, each has its acceptances in an order of its own. Where one
    gets the words of the other, others may have known that one with the same answer to its own.
    """
    versions, verdict = merge.versions, merge.verdicts.get(acceptance.AIM)
    if versions.base is None or verdict is None or verdict.fate not in _CROSSING:
        return ()
    says = end if verdict.fate is Fate.AGREED else verdict.source
    goal, known = versions.now[says], [merge.elsewhere.get(each, ()) for each in (says, says.other)]
    outlived = acceptance.outlived(versions.before(says), goal, known[0])
    if verdict.fate is Fate.SENT:
        outlived += acceptance.outlived({}, goal, known[1])
    return tuple(sorted(set(outlived)))


_CROSSING: Final = frozenset({Fate.SENT, Fate.AGREED})
