"""The judge of killed runs: what people did, and what stands on the two real servers.

It knows nothing of how the program decides. What a steward is shown as waiting may differ; nothing
else may, and nobody's words may be gone from where they wrote them.
"""

from collections import defaultdict
from collections.abc import Iterator

from tests.installation import SIDES, Installation
from tests.killing.people import Birth, Edit, People, number_of
from tests.simulation.words import NOTED, PLACES, SHARED, Body, notes
from tests.world import STEWARD


class Judge:
    """Looks at both sides once nothing is to be done any more."""

    def __init__(self, place: Installation, people: People) -> None:
        self._place = place
        self._people = people
        self._standing = {side: _by_number(people.records(side)) for side in SIDES}
        self._deleted = {each.number: each for each in people.deletions}
        told = (("conflicts", "list"), ("status",))
        self._told = "".join(place.run(*each, "--json").stdout for each in told)

    def verdict(self) -> list[str]:
        """What is wrong, each with the promise that was broken."""
        parts = (self._lost(), self._deletions(), self._twice(), self._differences())
        return sorted({each for part in parts for each in part})

    def crossed(self) -> set[int]:
        """What stands on both sides."""
        return self._standing["region"].keys() & self._standing["municipality"].keys()

    def _one(self, side: str, number: int) -> Body | None:
        found = self._standing[side].get(number)
        return found[0] if found else None

    def _lost(self) -> Iterator[str]:
        for edit in self._people.edits.values():
            body = self._one(edit.side, edit.number)
            if body is None:
                if not self._may_be_gone(edit):
                    yield f"P1 {edit.tag} at {edit.side}: the record is gone"
            elif not self._stands(edit, body):
                yield f"P1 {edit.tag} at {edit.side}: {edit.place} was overwritten"
        for side, plan, task in self._people.activities:
            body = self._one(side, plan)
            if body is None or task not in self._tasks(side, body):
                yield f"P1 activity {task} of plan {plan} at {side} is gone"

    def _may_be_gone(self, edit: Edit) -> bool:
        """Whether its owner's side deleted it, and had seen what was written on this one."""
        deletion = self._deleted.get(edit.number)
        if deletion is None:
            return False
        own = self._people.births[edit.number].side == edit.side
        return own or edit.tag in deletion.saw

    def _stands(self, edit: Edit, body: Body) -> bool:
        if edit.place == "note":
            return edit.tag in notes(body)
        read = next(
            each.read
            for each in PLACES
            if (each.kind, each.name) == (body["resourceType"], edit.place)
        )
        last = self._people.edits.get(read(body) or "")
        return read(body) == edit.tag or (last is not None and edit.tag in last.saw)

    def _tasks(self, side: str, plan: Body) -> set[int]:
        named = {each["reference"].get("reference") for each in plan.get("activity") or ()}
        return {
            number
            for number, bodies in self._standing[side].items()
            for body in bodies
            if f"{body['resourceType']}/{body['id']}" in named
        }

    def _deletions(self) -> Iterator[str]:
        for number, deletion in self._deleted.items():
            home = self._people.births[number].side
            if self._one(home, number) is not None:
                yield f"P2 record {number} came back to {home}"
            other = _other(home)
            copy = self._one(other, number)
            if copy is not None and not self._written(other, number) and not self._waits(copy):
                yield f"P2 record {number}, deleted as {deletion.ref}, lives on at {other}"

    def _written(self, side: str, number: int) -> bool:
        """Whether somebody there wrote in it."""
        edits = self._people.edits.values()
        return any((each.side, each.number) == (side, number) for each in edits)

    def _twice(self) -> Iterator[str]:
        for side, standing in self._standing.items():
            for number, bodies in standing.items():
                if len(bodies) > 1:
                    yield f"P3 record {number} stands {len(bodies)} times at {side}"

    def _differences(self) -> Iterator[str]:
        for birth in self._people.births:
            here, there = (self._one(side, birth.number) for side in SIDES)
            if birth.number in self._deleted:
                continue
            if here is None or there is None:
                yield f"P4 record {birth.number} of {birth.side} stands on one side only"
            elif not self._waits(here, there):
                yield from self._unlike(birth, here, there)
            else:
                yield from self._kept(birth, here, there)

    def _waits(self, *bodies: Body) -> bool:
        """Whether a steward is shown it, by the name that either side has for it."""
        names = {each["value"] for body in bodies for each in body.get("identifier") or ()}
        return any(f'"{name}"' in self._told or f"|{name}" in self._told for name in names)

    def _unlike(self, birth: Birth, here: Body, there: Body) -> Iterator[str]:
        for place in PLACES:
            if place.kind == birth.kind and place.read(here) != place.read(there):
                yield f"P4 {place.name} of {birth.number}: {place.read(here)}, {place.read(there)}"
        if birth.kind in NOTED and notes(here) != notes(there):
            yield f"P4 the notes of {birth.number} differ"

    def _kept(self, birth: Birth, here: Body, there: Body) -> Iterator[str]:
        """Both versions of what both may write are shown to whoever decides."""
        for place in PLACES:
            words = {place.read(here), place.read(there)} if place.kind == birth.kind else set()
            if place.right == SHARED and len(words) > 1:
                shown = self._shown(here, there)
                for each in words:
                    if each is not None and each not in shown:
                        yield f"P8 {each} of {birth.number} is shown nowhere"

    def _shown(self, *bodies: Body) -> str:
        names = {each["value"] for body in bodies for each in body.get("identifier") or ()}
        kind = bodies[0]["resourceType"]
        shown = [
            self._place.run("conflicts", "show", f"{kind}/{name}", "--by", STEWARD)
            for name in sorted(names)
        ]
        return "".join(each.stdout for each in shown)


def _other(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]


def _by_number(records: list[Body]) -> dict[int, list[Body]]:
    found = defaultdict(list)
    for each in records:
        found[number_of(each)].append(each)
    return found
