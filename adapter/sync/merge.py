"""Three-way merge of one record, in units of meaning, with a base per side.

changed here   changed there   the unit is the owner's        shared
no             no              same                           same
yes            no              goes there, if owned here;     goes there
                               else it is proposed there
no             yes             the same the other way about   goes here
yes            yes, alike      agreed                         agreed
yes            yes, unlike     conflict                       conflict
Where one side ended the record and the other one edited it, nothing merges: that is a conflict.
So is a unit in which the two differed when they met, until they agree on it.
A unit merges whole; what neither copy's unit holds stays, known to us or not.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from adapter.sync import inside, raised
from adapter.sync.fingerprint import sorted_json
from adapter.sync.rights import has_ended, is_owner_only, right_of
from adapter.sync.units import element_of, item_unit, said, split_lists, units
from adapter.values import Base, End, Ref, Resource, Right
from mappings.fhir import elements
from mappings.redacted import Redacted


class Fate(Enum):
    """What becomes of a unit that some side changed."""

    SENT = "sent"  # the other side gets it
    AGREED = "agreed"  # both sides came to say the same
    PROPOSED = "proposed"  # not this side's to change: shown to the owner
    CONFLICT = "conflict"  # both changed it: both versions and the base are kept
    GIVEN = "given"  # somebody decided on a third version: both sides get it


@dataclass(frozen=True, slots=True)
class Verdict(Redacted):
    """The fate of one unit; `source` is the side that changed it (of two: the owner's)."""

    fate: Fate
    source: End


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Redacted):
    """One side's copy of a record.

    `local` has the references of its own server, `carried` those that travel; the two are alike
    place by place. `incomplete`: it names by identifier what could be referred to by now.
    """

    ref: Ref | None
    version: str | None
    local: Resource
    carried: Resource
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions(Redacted):
    """One record as both sides have it, in the form that travels, and what was last agreed."""

    key: str
    kind: str
    owner: End
    base: Base | None
    now: Mapping[End, Resource]
    signed: bool = False
    person: str = ""

    @property
    def split(self) -> frozenset[str]:
        agreed = () if self.base is None else (self.base.here, self.base.there)
        return split_lists(self.kind, (*agreed, *self.now.values()))

    def before(self, end: End) -> Resource:
        """What that side held when the two last agreed; nothing before the first agreement."""
        if self.base is None:
            return {}
        return self.base.here if end is End.HERE else self.base.there

    def agreed(self, end: End, unit: str) -> Resource:
        """What that side held of one unit when the two agreed on it; nothing if they never did."""
        return {} if self.is_unsettled(unit) else said(self.before(end), unit)

    def is_unsettled(self, unit: str) -> bool:
        """Whether the two never agreed on a unit, or on the list that it is an item of now."""
        if self.base is None:
            return True
        names = {unit, element_of(unit)}
        return any(each in names or element_of(each) == unit for each in self.base.unsettled)


def merge(
    versions: Versions,
    rights: Mapping[str, Right],
    decisions: Mapping[str, End | None],
) -> dict[str, Verdict]:
    """What becomes of each unit that changed.

    `decisions` tell for a unit whose version somebody chose; None: neither's.
    """
    changed = {end: set(edits(versions, end)) for end in End}
    if not any(changed.values()):
        return {}
    split = versions.split
    now = {end: units(versions.now[end], split) for end in End}
    before = {end: units(versions.before(end), split) for end in End}
    clash = _clashes(versions, changed, decisions)
    verdicts = {}
    for unit in sorted(changed[End.HERE] | changed[End.THERE]):
        alike = now[End.HERE].get(unit) == now[End.THERE].get(unit)
        by = {end for end in End if unit in changed[end]}
        if alike:
            verdicts[unit] = Verdict(Fate.AGREED, versions.owner)
        elif unit in decisions:
            verdicts[unit] = _decided(versions, decisions[unit])
        elif unit == raised.LABELS and not clash:
            verdicts[unit] = Verdict(Fate.GIVEN, versions.owner)
        elif len(by) == len(End) or clash or versions.is_unsettled(unit):
            verdicts[unit] = Verdict(Fate.CONFLICT, versions.owner)
        else:
            (source,) = by
            is_new = unit not in before[source] and unit in now[source]
            verdicts[unit] = Verdict(_fate(versions, unit, source, rights, is_new=is_new), source)
    return verdicts


def first_meeting(versions: Versions, decisions: Mapping[str, End | None]) -> dict[str, Verdict]:
    """Both sides have it, and nobody remembers an agreement: what differs is in conflict."""
    split = versions.split
    here, there = (units(versions.now[end], split) for end in End)
    chosen = {raised.LABELS: None, **decisions}  # labels rise: nobody needs to decide on that
    return {
        unit: _decided(versions, chosen[unit])
        if unit in chosen
        else Verdict(Fate.CONFLICT, versions.owner)
        for unit in sorted({*here, *there})
        if here.get(unit) != there.get(unit)
    }


def _decided(versions: Versions, take: End | None) -> Verdict:
    return Verdict(Fate.GIVEN, versions.owner) if take is None else Verdict(Fate.SENT, take)


def digest_of(versions: Versions, end: End, unit: str) -> str:
    """What one side says in a unit now, as a digest: a choice between versions names them by it."""
    return digest_in(versions.now[end], unit, versions.split)


def digest_in(resource: Resource, unit: str, split: frozenset[str]) -> str:
    """What a resource says in a unit, as a digest."""
    said = units(resource, split).get(unit)
    return hashlib.sha256(repr(sorted_json(said)).encode()).hexdigest()


def edits(versions: Versions, end: End) -> tuple[str, ...]:
    """The units that one side changed since the last agreement, or that never were agreed on."""
    is_whole = versions.base is None or not versions.base.unsettled
    if is_whole and versions.before(end) == versions.now[end]:  # most records, most of the time
        return ()
    split = versions.split
    before, now = units(versions.before(end), split), units(versions.now[end], split)
    return tuple(
        sorted(
            unit
            for unit in {*before, *now}
            if before.get(unit) != now.get(unit) or versions.is_unsettled(unit)
        )
    )


def _fate(
    versions: Versions, unit: str, source: End, rights: Mapping[str, Right], *, is_new: bool
) -> Fate:
    """Whether a change that one side made may reach the other one."""
    if source is versions.owner:
        return Fate.SENT
    if is_owner_only(versions.before(source), versions.now[source]):
        return Fate.PROPOSED
    right = Right.OWNER if versions.signed else right_of(versions.kind, unit, rights)
    may = right is Right.SHARED or (right is Right.APPEND and is_new)
    return Fate.SENT if may else Fate.PROPOSED


def _clashes(versions: Versions, changed: Mapping[End, set[str]], decisions: Iterable[str]) -> bool:
    """Whether one side ended the record while the other one went on with it, or took off a label.

    What crosses to a side without the label could be passed on from there by anybody.
    """
    now = [versions.now[end] for end in End]
    before = [versions.before(end) for end in End]
    if raised.LABELS not in decisions and raised.fell_on_one(before, now):
        return True
    if not all(changed.values()):
        return False
    ended = {end: has_ended(versions.before(end), versions.now[end]) for end in End}
    return ended[End.HERE] != ended[End.THERE]


def laid_over(
    ground: Copy, source: Resource, taken: Iterable[str], split: frozenset[str]
) -> Resource:
    """What stands at one side, with some units as the other side has them.

    A generated narrative speaks of all units: it goes, since it may tell what no longer holds.
    """
    chosen = frozenset(taken)
    if not chosen:
        return ground.local
    kind = str(source.get("resourceType"))

    def is_taken(name: str) -> bool:
        return name != "resourceType" and elements.unit_of(kind, name) in chosen

    kept = {name: value for name, value in ground.local.items() if not is_taken(name)}
    new = {name: value for name, value in source.items() if is_taken(name) and name not in split}
    if raised.LABELS in chosen:
        new["meta"] = raised.meta(ground.local, source)
    for part in (kept, new):
        if (part.get("text") or {}).get("status") == "generated":
            del part["text"]
    items = {name: _items(ground, source, name, chosen) for name in split}
    lists = {name: [item for item, _ in each] for name, each in items.items()}
    if inside.apart(kind):
        lists[inside.CONTAINED] = _contained(ground, source, chosen, kept, new, items)
    return {
        name: value
        for name, value in (kept | new | lists).items()
        if value or name not in {*lists, "meta"}
    }


def _contained(  # noqa: PLR0913, PLR0917  two copies, and what of each
    ground: Copy,
    source: Resource,
    chosen: frozenset[str],
    kept: Resource,
    new: Resource,
    items: Mapping[str, list[tuple[Any, bool]]],
) -> list[Resource]:
    """What is contained in the merged record: what its parts refer to, each in its own copy."""
    listed = [each for some in items.values() for each in some]
    apart = {inside.CONTAINED, *items}
    parts = [[value for name, value in each.items() if name not in apart] for each in (kept, new)]
    return inside.laid(
        ground.local,
        ground.carried,
        source,
        kept=[*parts[0], *(item for item, is_taken in listed if not is_taken)],
        taken=[*parts[1], *(item for item, is_taken in listed if is_taken)],
        rest_is_taken=inside.CONTAINED in chosen,
    )


def _items(
    ground: Copy, source: Resource, name: str, chosen: frozenset[str]
) -> list[tuple[Any, bool]]:
    """The items of a list with keys: those that stand there, the chosen ones as the source's.

    With each goes whether it is taken from the source.
    """
    theirs = {item_unit(source, name, item): item for item in source.get(name) or ()}
    held = ground.carried.get(name) or ()
    own = [item_unit(ground.carried, name, item) for item in held]
    stay = [
        (theirs[unit], True) if unit in chosen else (item, False)
        for unit, item in zip(own, ground.local.get(name) or (), strict=True)
        if unit not in chosen or unit in theirs
    ]
    more = [item for unit, item in theirs.items() if unit in chosen and unit not in own]
    return stay + [(item, True) for item in more]
