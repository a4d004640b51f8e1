"""What people at both sides do between the runs, and what they remember of it.

Each change carries a tag of its own and what its author saw in that place: only who saw a change
may replace it. Somebody deletes only what had crossed: what a run that was killed left behind and
nobody remembers is spoken of in docs/guarantees.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from adapter.values import Ref
from mappings.fhir.values import Identifier
from tests.installation import SIDES, Installation
from tests.simulation.words import MADE, NOTED, PLACES, SHARED, Body, Place, made, tags_in


@dataclass(frozen=True)
class Birth:
    """A record that somebody made."""

    number: int
    person: Identifier
    side: str
    kind: str


@dataclass(frozen=True)
class Edit:
    """What somebody wrote in one place of a record, and what they had seen there."""

    tag: str
    number: int
    side: str
    place: str
    saw: frozenset[str]


@dataclass(frozen=True)
class Deletion:
    """What its owner's side deleted, and what had been written there by then."""

    number: int
    ref: Ref
    saw: frozenset[str]


class People:
    """Everybody who works at one of the two sides."""

    def __init__(
        self, random: Random, place: Installation, persons: tuple[Identifier, ...]
    ) -> None:
        self.births: list[Birth] = []
        self.edits: dict[str, Edit] = {}
        self.deletions: list[Deletion] = []
        self.activities: list[tuple[str, int, int]] = []  # side, plan, task
        self.crossed: set[int] = set()
        self._random = random
        self._place = place
        self._persons = persons
        for person in persons:
            place.settle_in(person)
            self._plan_for(person, random.choice(SIDES))

    def do(self, deeds: int) -> None:
        """Some of them do something; somebody surely makes what has to cross."""
        self._goal(self._random.choice(SIDES))
        for _ in range(deeds):
            deed: Callable[[str], object] = self._random.choices(
                (self._edit_any, self._note, self._activity, self._goal, self._delete),
                weights=(8, 2, 2, 1, 2),
            )[0]
            deed(self._random.choice(SIDES))

    def records(self, side: str) -> list[Body]:
        return [each for each in self._place.servers[side].everything() if made(each) is not None]

    def _plan_for(self, person: Identifier, side: str) -> None:
        goals = [self._birth(person, side, "Goal") for _ in range(2)]
        task = self._birth(person, side, "ServiceRequest")
        self._birth(person, side, "Observation")
        self._birth(
            person,
            side,
            "CarePlan",
            goal=[{"reference": str(each)} for each in goals],
            activity=[{"reference": {"reference": str(task)}}],
        )

    def _goal(self, side: str) -> None:
        self._birth(self._random.choice(self._persons), side, "Goal")

    def _edit_any(self, side: str) -> None:
        """Most write what is theirs to write; somebody now and then what is the other side's."""
        found = [
            (each, place)
            for each in self.records(side)
            for place in PLACES
            if place.kind == each["resourceType"]
            and (self._is_theirs(side, each, place) or self._random.random() < 0.1)
        ]
        if found:
            record, place = self._random.choice(found)
            self._save(side, place.write(record, self._tag(side, record, place)))

    def _is_theirs(self, side: str, record: Body, place: Place) -> bool:
        return place.right == SHARED or self.births[number_of(record)].side == side

    def _note(self, side: str) -> None:
        found = [each for each in self.records(side) if each["resourceType"] in NOTED]
        if found:
            record = self._random.choice(found)
            tag = self._tag(side, record, None)
            self._save(side, {**record, "note": [*record.get("note", ()), {"text": tag}]})

    def _activity(self, side: str) -> None:
        """Somebody adds to a plan what is to be done, also to a plan of the other side."""
        plans = [each for each in self.records(side) if each["resourceType"] == "CarePlan"]
        if plans:
            plan = self._random.choice(plans)
            person = self.births[number_of(plan)].person
            item = {"reference": {"reference": str(self._birth(person, side, "ServiceRequest"))}}
            self.activities.append((side, number_of(plan), self.births[-1].number))
            self._save(side, {**plan, "activity": [*plan.get("activity", ()), item]})

    def _delete(self, side: str) -> None:
        """Somebody takes away what their side made, and what no plan names."""
        records = self.records(side)
        named = repr([each for each in records if each["resourceType"] == "CarePlan"])
        found = [
            each
            for each in records
            if each["resourceType"] in {"Goal", "Observation"}
            and self.births[number_of(each)].side == side
            and number_of(each) in self.crossed
            and each["id"] not in named
        ]
        if found:
            record = self._random.choice(found)
            ref = Ref(record["resourceType"], record["id"])
            self._place.servers[side].delete(ref)
            saw = frozenset(known for _, tag in tags_in(record) for known in self._known(tag))
            self.deletions.append(Deletion(number_of(record), ref, saw))

    def _tag(self, side: str, record: Body, place: Place | None) -> str:
        number = number_of(record)
        tag = f"tag-{number}-{len(self.edits)}"
        saw = self._known((place.read(record) if place is not None else None) or "")
        name = "note" if place is None else place.name
        self.edits[tag] = Edit(tag, number, side, name, saw)
        return tag

    def _known(self, tag: str) -> frozenset[str]:
        """Who sees these words knows them, and what their author knew."""
        edit = self.edits.get(tag)
        return frozenset() if edit is None else edit.saw | {tag}

    def _save(self, side: str, record: Body) -> None:
        ref = Ref(record["resourceType"], record["id"])
        self._place.servers[side].update(ref, record, if_match=None)

    def _birth(self, person: Identifier, side: str, kind: str, **more: object) -> Ref:
        number = len(self.births)
        self.births.append(Birth(number, person, side, kind))
        body = _new(kind, str(self._place.patient(side, person))) | more
        body["extension"] = [{"url": MADE, "valueString": str(number)}]
        if self._random.random() < 0.7:
            body["identifier"] = [{"system": f"urn:{side}", "value": f"id-{number}"}]
        for place in PLACES:
            if place.kind == kind:
                body = place.write(body, self._tag(side, body, place))
        return self._place.servers[side].create(body, if_none_exist=None)[0].ref


def number_of(record: Body) -> int:
    number = made(record)
    assert number is not None
    return number


def _new(kind: str, patient: str) -> Body:
    """A record of a type as it is before anybody writes anything in it."""
    subject = {"reference": patient}
    more: dict[str, Body] = {
        "Goal": {"lifecycleStatus": "active", "description": {"text": ""}},
        "CarePlan": {"status": "active", "intent": "plan"},
        "ServiceRequest": {"status": "active", "intent": "plan", "code": {"text": ""}},
        "Observation": {"status": "final", "code": {"text": "?"}, "performer": [subject]},
    }
    return {"resourceType": kind, "subject": subject, **more[kind]}
