"""What may not cross, as people and registers say it, and the judge of what crossed nevertheless.

    outer block     what a care giver wrote, to everybody but them; inner: what a unit of theirs
                    wrote, to everybody; within a year, or ever
    consent ended   nothing of that person; so it is as long as their identity is protected
    erased          that record, for good

The judge reads what was said and where each write stands in the story: what was said before a
request must have been heard by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mappings.fhir.values import Identifier
from tests.simulation.people import Birth
from tests.simulation.server import TownServer
from tests.simulation.words import made, unit_of, year_of


@dataclass
class Closed:
    """Something may not cross, from one place in the trace until another."""

    person: Identifier
    since: int
    giver: str | None = None  # whose records; None: nothing of that person at all
    unit: str | None = None
    year: int | None = None
    until: int | None = None
    record: int | None = None  # the one record that is meant

    def holds(self, at: int) -> bool:
        return self.since < at and (self.until is None or at < self.until)

    def covers(self, birth: Birth, to: str) -> bool:
        """Whether it keeps a record from a server."""
        if birth.person.identifier != self.person:
            return False
        if self.record is not None:
            return birth.number == self.record
        if self.giver is None:
            return True
        if birth.server != self.giver or self.year not in {None, year_of(birth.number)}:
            return False
        return to != self.giver if self.unit is None else unit_of(birth.number) == self.unit


@dataclass
class Permits:
    """All that was ever said, in the order in which it was."""

    closed: list[Closed] = field(default_factory=list)

    def say(self, closed: Closed) -> Closed:
        self.closed.append(closed)
        return closed

    def is_closed(self, birth: Birth, to: str) -> bool:
        """Whether a record may not go to a server at the end of the story."""
        return any(each.until is None and each.covers(birth, to) for each in self.closed)

    def is_erased(self, number: int) -> bool:
        return any(each.record == number for each in self.closed)

    def is_silent(self, person: Identifier) -> bool:
        """Whether nothing of somebody may cross at the end of the story."""
        return any(
            each.until is None
            and each.giver is None
            and each.record is None
            and each.person == person
            for each in self.closed
        )

    def verdict(self, births: Sequence[Birth], servers: Mapping[str, TownServer]) -> Iterator[str]:
        """What came to a server after somebody had said that it may not."""
        for name, server in servers.items():
            for written in server.log:
                number = made(written.body)
                if written.by_person or written.method == "delete" or number is None:
                    continue
                if any(
                    each.holds(written.at) and each.covers(births[number], name)
                    for each in self.closed
                ):
                    yield f"P11 record {number} came to {name} though it may not cross"
