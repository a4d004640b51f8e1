"""What to do with one record, decided from values alone: its copies and the last agreement.

copies       agreed before?   decision
one          no               create on the other side, if it was never wrong from the start
one          yes              the owner's is missing: keep (absence proves nothing), hold once it is
                              known to be deleted; the other one is missing: hold
two          no               alike: keep, and remember; unlike: conflict in what differs
two          yes              three-way merge: what may cross is sent either way, what is another's
                              to change is proposed, what both changed is a conflict
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from adapter.sync import acceptance, given, raised
from adapter.sync.bodies import Body, Merge, body_for, sound
from adapter.sync.merge import Copy, Fate, Verdict, Versions, edits, first_meeting, merge
from adapter.sync.undecided import why_undecided
from adapter.sync.units import said
from adapter.values import (
    Action,
    Base,
    Disputed,
    End,
    Mode,
    Ref,
    Resolution,
    Resource,
    Right,
    Step,
    Why,
)
from mappings.fhir import lifecycle, transitions
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

# What is referred to comes before what refers to it, so that references can be literal at once.
ORDER: Final = (
    "Condition",
    "Observation",
    "Encounter",
    "DocumentReference",
    "Consent",
    "Goal",
    "ServiceRequest",
    "Task",
    "Appointment",
    "CareTeam",
    "List",
    "CarePlan",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Redacted):
    """What a route says of its two sides: their names, what may be done there, who owns what."""

    names: Mapping[End, str]
    modes: Mapping[End, Mapping[str, Mode]] = field(default_factory=dict)
    rights: Mapping[str, Right] = field(default_factory=dict)

    def mode(self, end: End, kind: str) -> Mode:
        """What may be done with resources of a type at that side."""
        held = self.modes.get(end, {})
        return held.get(kind, held.get("*", Mode.WRITE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Redacted):
    """One record of one person, as far as both sides of a route know it.

    `known` tells where a side has or had it; `deleted` names the sides that say it was deleted.
    `signed`: somebody put their name under it, and only its owner may replace it.
    `decisions` hold whose version of a unit somebody chose, between which two versions.
    `faulty` are the sides where what stands has not the shape of FHIR: nothing of it is a copy.
    `elsewhere` is what other routes last knew of the copy on a side that they share with this one.
    """

    key: str
    type: str
    identifier: Identifier
    person: str
    owner: End
    copies: Mapping[End, Copy]
    known: Mapping[End, Ref]
    base: Base | None
    deleted: frozenset[End] = frozenset()
    faulty: frozenset[End] = frozenset()
    decisions: Mapping[str, Resolution] = field(default_factory=dict)
    elsewhere: Mapping[End, tuple[Resource, ...]] = field(default_factory=dict)
    signed: bool = False

    @property
    def is_out_of_sight(self) -> bool:
        """Whether a side that had it shows it no more, and does not say that it was deleted."""
        return not self.known.keys() <= self.copies.keys() | self.deleted | self.faulty

    @property
    def versions(self) -> Versions:
        now = {end: copy.carried for end, copy in self.copies.items()}
        return Versions(
            key=self.key,
            kind=self.type,
            owner=self.owner,
            base=self.base,
            now=now,
            signed=self.signed,
            person=self.person,
        )


def rank(kind: str) -> int:
    """The place of a type in the order of writing."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def decide(record: Record, terms: Terms) -> list[Action]:
    """The actions for one record, towards either side; one that says `keep` if there is none."""
    if record.faulty:
        held = _action(record, terms, record.owner.other, Step.HOLD)
        return [replace(held, why=Why.INVALID_RESOURCE)]
    agreed = () if record.base is None else (record.base.here, record.base.there)
    why = why_undecided([copy.carried for copy in record.copies.values()], agreed)
    if why is not None:
        return [replace(_action(record, terms, record.owner.other, Step.HOLD), why=why)]
    if len(record.copies) == len(End):
        return _both(record, terms)
    (end,) = record.copies
    return [_alone(record, terms, end)]


def _alone(record: Record, terms: Terms, end: End) -> Action:
    """Only one side has it now."""
    missing = end.other
    plain = _action(record, terms, missing, Step.KEEP)
    if missing in record.known or record.base is not None:
        held = replace(plain, ref=record.known.get(missing))
        if missing is not record.owner:
            return replace(held, step=Step.HOLD, why=Why.CHANGED_BY_OTHER_SIDE)
        return _deleted(record, terms, end) if missing in record.deleted else held
    if end is not record.owner or lifecycle.status_of(record.copies[end].local) == _WRONG:
        return plain  # what was wrong from the start need not go there
    made = replace(
        plain,
        step=Step.CREATE,
        body=acceptance.first_copy(record.copies[end].carried, record.elsewhere.get(end, ())),
        identifier=record.identifier,
        settles=None,
    )
    return _allowed(made, terms.mode(missing, record.type), Mode.APPEND)


_WRONG: Final = "entered-in-error"


def _deleted(record: Record, terms: Terms, end: End) -> Action:
    """The owner deleted it: the copy goes too, unless somebody went on working with the copy."""
    plain = _action(record, terms, end, Step.DELETE)
    changed = () if record.base is None else edits(record.versions, end)
    if changed or record.base is None:
        return replace(plain, step=Step.HOLD, why=Why.DELETED_BY_OWNER, units=changed)
    return _allowed(plain, terms.mode(end, record.type), Mode.WRITE)


def _both(record: Record, terms: Terms) -> list[Action]:
    versions = record.versions
    standing = {
        unit: each for unit, each in record.decisions.items() if given.holds(versions, each)
    }
    chosen = {unit: each.take for unit, each in standing.items()}
    verdicts = (
        first_meeting(versions, chosen)
        if record.base is None
        else merge(versions, terms.rights, chosen)
    )
    values = {
        unit: standing[unit].value or {}
        if unit in standing
        else raised.value(*versions.now.values())
        for unit in _units(verdicts, Fate.GIVEN)
    }
    whole = sound(
        Merge(
            copies=record.copies,
            versions=versions,
            verdicts=verdicts,
            values=values,
            elsewhere=record.elsewhere,
        )
    )
    deciders = {unit: each.by for unit, each in standing.items()}
    actions = [*_updates(record, terms, whole, deciders), *_waiting(record, terms, whole.verdicts)]
    agreed = _units(whole.verdicts, Fate.AGREED)
    if actions and not agreed:
        return actions
    kept = _action(record, terms, record.owner.other, Step.KEEP, settles=agreed)
    return [*actions, kept]


def _updates(
    record: Record, terms: Terms, whole: Merge, deciders: Mapping[str, str]
) -> Iterator[Action]:
    """What is sent to either side."""
    for end in End:
        made = body_for(whole, end)
        if made is not None:
            action = _action(
                *(record, terms, end, Step.UPDATE),
                body=made.body,
                units=made.units,
                settles=made.settles,
            )
            people = {deciders[unit] for unit in made.units if unit in deciders}
            action = replace(
                action, why=_remark(record.copies[end], made), decided_by=tuple(sorted(people))
            )
            yield _allowed(action, terms.mode(end, record.type), Mode.WRITE)


def _remark(copy: Copy, made: Body) -> Why | None:
    """What somebody may want to know of an update that is sent all the same."""
    if made.asks_again:
        return Why.WORDS_CHANGED_SINCE_ACCEPTED
    return Why.UNUSUAL_STATUS if transitions.is_unusual(copy.local, made.body) else None


def _waiting(record: Record, terms: Terms, verdicts: Mapping[str, Verdict]) -> list[Action]:
    """What waits for a person: conflicts, and what is proposed to the owner."""
    conflicts, proposed = _units(verdicts, Fate.CONFLICT), _units(verdicts, Fate.PROPOSED)
    made = []
    if conflicts:
        open_ = _action(record, terms, record.owner.other, Step.CONFLICT, units=conflicts)
        made.append(replace(open_, disputed=tuple(_disputed(record, each) for each in conflicts)))
    if proposed:
        held = _action(record, terms, record.owner.other, Step.HOLD, units=proposed)
        made.append(replace(held, why=Why.CHANGED_BY_OTHER_SIDE))
    return made


def _disputed(record: Record, unit: str) -> Disputed:
    """Both versions of a unit, and what the owner's side held when the two last agreed."""
    now = {end: said(copy.carried, unit) or None for end, copy in record.copies.items()}
    before = record.versions.agreed(record.owner, unit) or None
    return Disputed(unit=unit, here=now[End.HERE], there=now[End.THERE], base=before)


def _units(verdicts: Mapping[str, Verdict], fate: Fate) -> tuple[str, ...]:
    return tuple(unit for unit, verdict in verdicts.items() if verdict.fate is fate)


# Only these need what stood there: the report keeps every action of a run.
_REPLACES: Final = frozenset({Step.UPDATE, Step.DELETE})


def _action(  # noqa: PLR0913  an action is made of its facts
    record: Record,
    terms: Terms,
    end: End,
    step: Step,
    *,
    body: Resource | None = None,
    units: tuple[str, ...] = (),
    settles: tuple[str, ...] | None = (),
) -> Action:
    copy = record.copies.get(end)
    return Action(
        step=step,
        side=terms.names[end],
        person=record.person,
        key=record.key,
        type=record.type,
        body=body,
        ref=None if copy is None else copy.ref,
        version=None if copy is None else copy.version,
        units=units,
        settles=settles,
        before=copy.local if copy is not None and step in _REPLACES else None,
    )


def _allowed(action: Action, mode: Mode, needed: Mode) -> Action:
    """The action, or a hold where the side does not let us do it."""
    if mode is Mode.WRITE or mode is needed:
        return action
    return replace(action, step=Step.HOLD, why=Why.ENDPOINT_MODE)
