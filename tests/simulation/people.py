"""What people at each side do: they make records, change them, answer, and delete.

Each change is remembered with what its author saw in that place, directly or through others: only
who saw a change may replace it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapter.values import Ref
from mappings.fhir.values import Identifier
from tests.simulation.chance import Chance
from tests.simulation.faults import FaultyServer
from tests.simulation.town import PEOPLE, Person
from tests.simulation.words import (
    ACCEPTANCE,
    MADE,
    NOTED,
    PLACES,
    UNKNOWN,
    Body,
    Place,
    keys,
    made,
    new_record,
    pointing,
    tags_in,
)


@dataclass(frozen=True)
class Birth:
    """A record that somebody made: for whom, where, of which type."""

    number: int
    person: Person
    server: str
    kind: str


@dataclass(frozen=True)
class Edit:
    """What somebody wrote in one place of a record at one server, and what they had seen there."""

    tag: str
    birth: int
    place: str
    server: str
    saw: frozenset[str]


@dataclass
class Memory:
    """What the people did, as they would tell it."""

    births: list[Birth] = field(default_factory=list)
    edits: dict[str, Edit] = field(default_factory=dict)
    deleted: list[tuple[str, Ref, int]] = field(default_factory=list)
    seen_by_deleter: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    forgotten: set[tuple[str, int]] = field(default_factory=set)
    activities: list[tuple[str, int, int]] = field(default_factory=list)  # server, plan, task
    accepted: set[tuple[int, str]] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)  # records of which a steward chose a version
    overruled: set[str] = field(default_factory=set)  # what the version said that was not chosen
    ended: dict[tuple[str, Identifier], int] = field(default_factory=dict)  # enrolments, and when
    cut_off: list[range] = field(default_factory=list)  # runs that were killed, and when

    def known(self, tag: str) -> frozenset[str]:
        """Who sees these words knows them, and what their author knew."""
        edit = self.edits.get(tag)
        return frozenset() if edit is None else edit.saw | {tag}


class People:
    """Everybody who works at one of the servers."""

    def __init__(
        self,
        chance: Chance,
        servers: Mapping[str, FaultyServer],
        patients: dict[str, dict[Identifier, str]],
        remembered: Callable[[str, Ref], bool],
        *,
        keyed: bool = False,
    ) -> None:
        self.memory = Memory(cut_off=chance.cut_off)
        self._chance = chance
        self._random = chance.of("people")
        self._servers = servers
        self._patients = patients
        self._remembered = remembered
        self._keyed = keyed  # whether records say whose they are

    # -- at the start ---------------------------------------------------------------------------

    def settle_in(self) -> None:
        """A plan for each person somewhere, with what belongs to it."""
        for person in PEOPLE:
            homes = person.lives_at if not person.routes else [self._random.choice(person.lives_at)]
            for server in homes:
                self.plan_for(person, server)

    def plan_for(self, person: Person, server: str) -> None:
        goals = [self._birth(person, server, "Goal") for _ in range(2)]
        said = self._birth(person, server, "Observation")
        tasks = [self._birth(person, server, kind) for kind in ("ServiceRequest", "Appointment")]
        entry = [{"item": {"reference": str(each)}} for each in (*goals, said)]
        self._birth(person, server, "List", entry=entry)
        self._birth(
            person,
            server,
            "CarePlan",
            goal=[{"reference": str(each)} for each in goals],
            activity=[{"reference": {"reference": str(each)}} for each in tasks],
        )

    # -- later ----------------------------------------------------------------------------------

    def something(self, what: str) -> None:
        """Somebody at some server does something, and the name of it says what."""
        self._random = self._chance.of(what)
        server = self._random.choice(list(self._servers))
        deed: Callable[[str], object] = self._random.choices(
            (
                *(self._edit_any, self._note, self._activity, self._goal, self._accept),
                *(self._delete, self._merge_patients),
            ),
            weights=(20, 6, 4, 2, 6, 6, 1),
        )[0]
        deed(server)

    def meanwhile(self, server: str, ref: Ref | None) -> bool:
        """Somebody saves just before a write arrives; most often it is that very record."""
        self._random = self._chance.random
        standing = [each for each in self._records(server) if each["id"] == getattr(ref, "id", "")]
        standing = [each for each in standing if ref is not None and ref.type in str(each)]
        if not standing:
            return False
        return self._edit(server, standing[0])

    def _records(self, server: str, *kinds: str) -> list[Body]:
        return [
            each
            for each in self._servers[server].inner.everything()
            if made(each) is not None and (not kinds or each["resourceType"] in kinds)
        ]

    def _any(self, server: str, *kinds: str) -> Body | None:
        found = self._records(server, *kinds)
        return self._random.choice(found) if found else None

    def _edit_any(self, server: str) -> bool:
        record = self._any(server)
        return record is not None and self._edit(server, record)

    def _edit(self, server: str, record: Body) -> bool:
        places = [each for each in PLACES if each.kind == record["resourceType"]]
        if not places:
            return False
        place = self._random.choice(places)
        self._save(server, place.write(record, self._tag(server, record, place)))
        return True

    def _note(self, server: str) -> None:
        record = self._any(server, *NOTED)
        if record is not None:
            tag = self._tag(server, record, None)
            self._save(server, {**record, "note": [*record.get("note", ()), {"text": tag}]})

    def _activity(self, server: str) -> None:
        """Somebody adds to a plan what is to be done, also to a plan of others."""
        plan = self._any(server, "CarePlan")
        if plan is None:
            return
        subject = plan["subject"]["reference"]
        person = next(each for each in PEOPLE if self._patients[server][each.identifier] == subject)
        task = self._birth(person, server, "ServiceRequest")
        self.memory.activities.append((server, _number(plan), self.memory.births[-1].number))
        item = {"reference": {"reference": str(task)}}
        self._save(server, {**plan, "activity": [*plan.get("activity", ()), item]})

    def _goal(self, server: str) -> None:
        person = self._random.choice(PEOPLE)
        if server in person.lives_at:
            self._birth(person, server, self._random.choice(["Goal", "Observation"]))

    def _accept(self, server: str) -> None:
        goal = self._any(server, "Goal")
        if goal is not None:
            self.accept(server, goal)

    def accept(self, server: str, goal: Body) -> None:
        """The person says yes to the words as they stand there."""
        answer = {
            "url": ACCEPTANCE,
            "extension": [
                {"url": "individual", "valueReference": goal["subject"]},
                {"url": "status", "valueCode": "agree"},
            ],
        }
        others = [each for each in goal["extension"] if each["url"] != ACCEPTANCE]
        self.memory.accepted.add((_number(goal), goal["description"]["text"]))
        self._save(server, {**goal, "extension": [*others, answer]})

    def _delete(self, server: str) -> None:
        own = [
            each
            for each in self._records(server, "Observation", "Appointment", "Goal")
            if self.memory.births[_number(each)].server == server or self._random.random() < 0.2
        ]
        record = self._random.choice(own) if own else None
        if record is not None:
            ref = Ref(record["resourceType"], record["id"])
            self._servers[server].deleted_by_person(ref)
            number = _number(record)
            self.memory.deleted.append((server, ref, number))
            self.memory.seen_by_deleter[server, number] = frozenset(
                tag for _, each in tags_in(record) for tag in self.memory.known(each)
            )
            self._forgotten(server, ref, number)

    def _merge_patients(self, server: str) -> None:
        """Somebody was registered twice there: one patient replaces the other, on every record."""
        person, there = self._random.choice(PEOPLE), self._servers[server]
        old = self._patients[server][person.identifier]
        kept = {"resourceType": "Patient", "identifier": [_identifier(person)]}
        new = self._patients[server][person.identifier] = str(there.saved_by_person(None, kept))
        link = {"other": {"reference": new}, "type": "replaced-by"}
        there.saved_by_person(_ref(old), {**kept, "active": False, "link": [link]})
        for record in self._records(server):
            moved = pointing(record, old, new)
            if moved != record:
                self._save(server, moved)
        self._chance.count("patients-merged")

    def _forgotten(self, server: str, deleted: Ref, number: int) -> None:
        """Copies made by a run that was cut off: nothing tells the next one that they stood there.

        They can come again when deleted, and stay when their owner deletes the record.
        """
        home = self.memory.births[number].server
        copies = [(server, deleted)] if server != home else []
        if server == home:
            copies = [
                (name, Ref(each["resourceType"], each["id"]))
                for name in self._servers
                for each in self._records(name)
                if name != home and _number(each) == number
            ]
        self.memory.forgotten |= {
            (at, number) for at, ref in copies if not self._remembered(at, ref)
        }

    def _tag(self, server: str, record: Body, place: Place | None) -> str:
        number = _number(record)
        tag = f"tag-{number}-{len(self.memory.edits)}"
        before = place.read(record) if place is not None else None
        saw = self.memory.known(before or "")
        name = "note" if place is None else place.name
        self.memory.edits[tag] = Edit(tag, number, name, server, saw)
        return tag

    def _save(self, server: str, record: Body) -> None:
        self._servers[server].saved_by_person(Ref(record["resourceType"], record["id"]), record)

    def _birth(self, person: Person, server: str, kind: str, **more: object) -> Ref:
        number = len(self.memory.births)
        self.memory.births.append(Birth(number, person, server, kind))
        body = new_record(kind, self._patients[server][person.identifier]) | more
        body["extension"] = [
            {"url": MADE, "valueString": str(number)},
            {"url": UNKNOWN, "valueString": "said by one system to itself"},
            *(keys(number, server) if self._keyed else ()),
        ]
        if self._random.random() < 0.8:
            body["identifier"] = [{"system": f"urn:{server}", "value": f"id-{number}"}]
        for place in PLACES:
            if place.kind == kind:
                body = place.write(body, self._tag(server, body, place))
        return self._servers[server].saved_by_person(None, body)


def _number(record: Body) -> int:
    number = made(record)
    assert number is not None
    return number


def _identifier(person: Person) -> Body:
    return {"system": person.identifier.system, "value": person.identifier.value}


def _ref(reference: str) -> Ref:
    kind, _, local = reference.partition("/")
    return Ref(kind, local)
