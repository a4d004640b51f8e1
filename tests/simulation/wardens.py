"""Who says what may cross: people set blocks and end them, consent and take that back; some of them
are protected for a time. And the services that the program asks about it.

In one story of four, at any time: between two runs, and in a run after any request, also after one
that failed and will be tried again. All of it is drawn apart from the rest of the story.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any, Final, cast

from adapter.errors import EndpointError, Unreachable
from adapter.ports import Endpoint
from adapter.ports import Store as Remembers
from adapter.usecases.consenting import end_consent, import_consents
from adapter.usecases.erasing import erase, of_record
from adapter.values import Block, Grade, Lift, PersonFacts, Reply, Write
from mappings.fhir.values import Identifier
from tests.simulation.people import Birth, Memory
from tests.simulation.permits import Closed, Permits
from tests.simulation.town import STEWARD, Town
from tests.simulation.words import giver_of, made, span_of, unit_of, year_of

SHARE: Final = 0.25  # of all stories
_AT_REST: Final = 0.5  # how often somebody says something between two runs
_AFTER_READ, _AFTER_WRITE, _AFTER_FAILURE = 0.004, 0.06, 0.6
_SILENT: Final = 0.02  # how often the block service does not answer
_LONG_AGO: Final = ("2026-01-01", "2026-02-01")  # whatever the clock of the installation says
_LIFTED, _LATER = timedelta(days=3), timedelta(days=8)
_DEEDS: Final = (
    *("block-set", "block-ended", "block-lifted", "block-lifted-for-a-unit", "lift-expired"),
    *("protected", "protected-no-more", "consent-ended", "consent-given"),
    "erased",
)
_WHEN: Final = ("between-runs", "mid-run", "mid-retry", "between-plan-and-send")
SAID: Final = frozenset(f"{deed}-{when}" for deed in _DEEDS for when in _WHEN)
_WRITES: Final = frozenset({"create", "update", "delete", "batch", "transact"})
_REQUESTS: Final = _WRITES | {"read", "is_deleted", "search", "standing"}


@dataclass
class Kept:
    """A block as its service keeps it, and since when and what it last closed."""

    block: Block
    closed: Closed
    is_lifted: bool = False


class Wardens:
    """Everybody who says what may cross, the block service and the register of persons."""

    def __init__(self, here: Town, memory: Memory, *, is_live: bool) -> None:
        self.permits = Permits()
        self.is_live = is_live
        self._town = here
        self._chance = here.chance
        self._births = memory.births
        self._stage = ""
        self._number = 0
        self._unheard = ""  # what was said since the last request
        self._kept: list[Kept] = []
        self._protected: dict[Identifier, Closed] = {}
        self._ended: dict[Identifier, Closed] = {}
        self._consents: dict[Identifier, str] = {}
        self._count = 0

    # -- what the program asks ------------------------------------------------------------------

    def of(self, person: Identifier) -> tuple[Block, ...]:
        """The blocks of somebody, if the service answers."""
        if self._happens(_SILENT):
            self._chance.count("block-service-silent")
            raise Unreachable("blocks", "no answer")
        return tuple(each.block for each in self._kept if each.closed.person == person)

    def look_up(self, person: Identifier) -> PersonFacts:
        """What the register says of somebody."""
        grade = Grade.MARKED if person in self._protected else Grade.NONE
        return PersonFacts(person=person, grade=grade)

    def watched(self, server: Endpoint) -> Endpoint:
        """A server as a run sees it."""
        return cast("Endpoint", Watched(server, self))

    # -- when something is said -----------------------------------------------------------------

    def begins(self, stage: str) -> None:
        """A run begins, or what follows no run; the calm has no name."""
        self._stage, self._number, self._unheard = stage, 0, ""
        if stage and self._resumes():
            self._chance.count("resumed-under-a-block")

    def between(self, turn: str) -> None:
        """Between two runs."""
        place = f"{turn} said"
        if self._chance.happens(place, _AT_REST):
            random = self._chance.of(place)
            for _ in range(random.randint(1, 2)):
                self._say(random, "between-runs")

    def asked(self, method: str) -> None:
        """A request arrives: whatever was said before it must have been heard."""
        if self._unheard and method in _WRITES:
            self._chance.count(f"{self._unheard}-between-plan-and-send")
        self._unheard = ""

    def answered(self, method: str, numbers: list[int], *, failed: bool) -> None:
        """A request was answered, or failed."""
        share = _AFTER_WRITE if method in _WRITES else _AFTER_READ
        retried = failed and method in _WRITES | {"standing"}
        if self._happens(_AFTER_FAILURE if retried else share):
            random = self._chance.of(f"{self._stage} said #{self._number}")
            when = "mid-retry" if retried else "mid-run"
            self._unheard = self._say(random, when, numbers)

    def is_anything_closed(self) -> bool:
        """Whether anything may not cross now."""
        return any(each.until is None for each in self.permits.closed)

    def _happens(self, share: float) -> bool:
        if not self._stage:
            return False
        self._number += 1
        return self._chance.happens(f"{self._stage} said #{self._number}", share)

    def _resumes(self) -> bool:
        """Whether an earlier run was cut off in a write about somebody of whom not all may go."""
        handle = self._town.context.handle
        about = {handle(each.person) for each in self.permits.closed if each.until is None}
        waiting = self._town.store.open_intents(self._stage.partition(" ")[2])
        return any(each.person in about for each in waiting)

    # -- what is said ---------------------------------------------------------------------------

    def _say(self, random: Random, when: str, numbers: list[int] | None = None) -> str:
        about = [self._births[each] for each in numbers or ()]
        birth = random.choice(about) if about and random.random() < 0.8 else None
        birth = birth or random.choice([each for each in self._births if each.person.routes])
        says = random.choices(*self._sayings(when))[0]
        said = says(random, birth)
        if said:
            self._chance.count(f"{said}-{when}")
        return said

    def _sayings(self, when: str) -> tuple[Sequence[Callable[[Random, Birth], str]], Sequence[int]]:
        """What may be said then, and how often."""
        says = (
            *(self._block, self._open, self._lift, self._lift_for_a_unit, self._wait),
            *(self._protect, self._unprotect, self._end_consent, self._consent, self._erase),
        )
        again, between = when == "mid-retry", when == "between-runs"
        return says, (20 if again else 7, 3, 4, 1, 4, 1, 3, 1, 3, 3 if between else 0)

    def _here(self) -> int:
        return len(self._chance.trace)

    def _close(self, person: Identifier, **what: Any) -> Closed:  # noqa: ANN401
        return self.permits.say(Closed(person=person, since=self._here(), **what))

    def _block(self, random: Random, birth: Birth) -> str:
        unit = unit_of(birth.number) if random.random() < 0.5 else None
        year = year_of(birth.number) if random.random() < 0.4 else None
        person = birth.person.identifier
        self._count += 1
        start, end = (None, None) if year is None else span_of(year)
        block = Block(
            id=f"b-{self._count}",
            care_giver=giver_of(birth.server),
            care_unit=unit,
            start=start,
            end=end,
        )
        closed = self._close(person, giver=birth.server, unit=unit, year=year)
        self._kept.append(Kept(block, closed))
        return "block-set"

    def _open(self, random: Random, _birth: Birth) -> str:
        """Somebody takes a block back for good."""
        if not self._kept:
            return ""
        kept = self._kept.pop(random.randrange(len(self._kept)))
        if not kept.is_lifted:
            self._reopen(kept.closed)
        return "block-ended"

    def _lift(self, random: Random, _birth: Birth) -> str:
        """A block is out of force for some days."""
        standing = [each for each in self._kept if not each.is_lifted]
        if not standing:
            return ""
        kept = random.choice(standing)
        kept.block = replace(kept.block, since=self._town.true_time() + _LIFTED)
        self._reopen(kept.closed)
        kept.is_lifted = True
        return "block-lifted"

    def _lift_for_a_unit(self, random: Random, birth: Birth) -> str:
        """One unit may look for some days: that lets nothing cross to a whole authority."""
        if not self._kept:
            return ""
        kept, end = random.choice(self._kept), self._town.true_time() + _LIFTED
        lift = Lift(id=kept.block.id, start=None, end=end, care_unit=unit_of(birth.number))
        kept.block = replace(kept.block, lifts=(*kept.block.lifts, lift))
        return "block-lifted-for-a-unit"

    def _wait(self, _random: Random, _birth: Birth) -> str:
        """So many days pass that no lift holds any more."""
        lifted = [each for each in self._kept if each.is_lifted]
        if not lifted:
            return ""
        self._town.passes(_LATER)
        for each in lifted:
            again = replace(each.closed, since=self._here(), until=None)
            each.closed, each.is_lifted = self.permits.say(again), False
        return "lift-expired"

    def _protect(self, _random: Random, birth: Birth) -> str:
        person = birth.person.identifier
        if person in self._protected:
            return ""
        self._protected[person] = self._close(person)
        return "protected"

    def _unprotect(self, random: Random, _birth: Birth) -> str:
        if not self._protected:
            return ""
        person = random.choice(list(self._protected))
        self._reopen(self._protected.pop(person))
        return "protected-no-more"

    def _end_consent(self, _random: Random, birth: Birth) -> str:
        person = birth.person.identifier
        if person in self._ended:
            return ""
        if person not in self._consents:
            self._register(person)
        context = replace(self._town.context, store=cast("Remembers", self._town.store))
        day = _LONG_AGO[1]
        assert end_consent(context, self._consents[person], day=day, mistaken=False, by=STEWARD)
        self._ended[person] = self._close(person)
        return "consent-ended"

    def _consent(self, random: Random, _birth: Birth) -> str:
        if not self._ended:
            return ""
        person = random.choice(list(self._ended))
        self._register(person)
        self._reopen(self._ended.pop(person))
        return "consent-given"

    def _erase(self, random: Random, _birth: Birth) -> str:
        """A record is erased here by a decision: where it stands it stays, and goes nowhere."""
        known = [
            (key, number)
            for name, server in self._town.servers.items()
            for key, ref in sorted(self._town.store.links(name).items())
            for number in map(made, server.inner.versions(ref)[:1])
            if number is not None
        ]
        if not known:
            return ""
        context = replace(self._town.context, store=cast("Remembers", self._town.store))
        key, number = random.choice(known)
        erase(context, of_record(context, key), "decision 1")
        self._close(self._births[number].person.identifier, record=number)
        return "erased"

    def _register(self, person: Identifier) -> None:
        self._count += 1
        name = self._consents[person] = f"c-{self._count}"
        context = replace(self._town.context, store=cast("Remembers", self._town.store))
        rows = (
            "system;value;basis;from;decided_by;id",
            f"{person.system};{person.value};person;{_LONG_AGO[0]};{STEWARD};{name}",
        )
        count, issues = import_consents(context, "\n".join(rows).encode())
        assert (count, issues) == (1, ())

    def _reopen(self, closed: Closed) -> None:
        closed.until = self._here()


class Watched:
    """A server as a run sees it: by the next request somebody may have said something."""

    def __init__(self, inner: Endpoint, wardens: Wardens) -> None:
        self._inner = inner
        self._wardens = wardens

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self._inner, name)
        if name not in _REQUESTS:
            return method

        def request(*given: Any, **more: Any) -> Any:  # noqa: ANN401
            self._wardens.asked(name)
            numbers = [*_numbers(given)]
            try:
                answer = method(*given, **more)
            except EndpointError:
                self._wardens.answered(name, numbers, failed=True)
                raise
            self._wardens.answered(name, numbers, failed=_has_failed(answer))
            return answer

        return request


def _has_failed(answer: object) -> bool:
    """Whether an answer to several says of one of them that it failed."""
    return isinstance(answer, list) and any(
        isinstance(each, Reply) and each.error is not None for each in answer
    )


def _numbers(given: object) -> Iterator[int]:
    """The records that are in a request."""
    if isinstance(given, dict):
        number = made(given)
        if number is not None:
            yield number
    elif isinstance(given, Write):
        yield from _numbers(given.body)
    elif isinstance(given, list | tuple):
        for each in given:
            yield from _numbers(each)
