"""The judge of what the adapter wrote: each write by itself, and one after the other."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.simulation.faults import Written
from tests.simulation.people import Birth, Memory
from tests.simulation.server import TownServer
from tests.simulation.town import PEOPLE, ROUTES
from tests.simulation.words import Body, is_agreed, made, tags_in

# A server is tried with the one; the other accounts for what was written, and is told in the audit.
_NO_RECORDS: Final = frozenset({"Basic", "Provenance"})


class Writes:
    """Everything that the adapter ever wrote to any server of a town."""

    def __init__(self, memory: Memory, servers: Mapping[str, TownServer]) -> None:
        self._memory = memory
        self._servers = servers
        self._gone = {(server, number) for server, _, number in memory.deleted}

    def verdict(self) -> Iterator[str]:
        """What is wrong, each with the promise that was broken."""
        yield from self._unnoted()
        yield from self._groundless_deletes()
        yield from self._leaks()
        yield from self._halves()
        yield from self._stale_answers()

    def _by_adapter(self) -> Iterator[tuple[str, Written]]:
        for name, server in self._servers.items():
            for written in server.log:
                if not written.by_person:
                    yield name, written

    def _unnoted(self) -> Iterator[str]:
        for server, written in self._by_adapter():
            if not written.noted and written.ref.type not in _NO_RECORDS:
                yield f"P6 {written.method} {written.ref} at {server} before it was noted"

    def _groundless_deletes(self) -> Iterator[str]:
        for server, written in self._by_adapter():
            number = made(written.body)
            if written.method != "delete" or number is None:
                continue
            home = self._memory.births[number].server
            if (home, number) not in self._gone:
                yield f"P10 record {number} was deleted at {server}, and nobody had deleted it"

    def _leaks(self) -> Iterator[str]:
        for server, written in self._by_adapter():
            number = made(written.body)
            named = {each for each, _ in tags_in(written.body)}
            for each in named if number is None else {*named, number}:
                if server not in self._allowed(self._memory.births[each], written.at):
                    yield f"P11 record {each} came to {server}"
        for server, edge in self._servers.items():
            for _, value in edge.asked:
                if self._is_nobodys(server, value):
                    yield f"P11 {server} was asked about somebody who is not enrolled there"

    def _is_nobodys(self, server: str, value: str) -> bool:
        enrolled = [each for each in PEOPLE if any(server in ROUTES[one] for one in each.routes)]
        return any(
            asked.endswith(f"|{each.identifier.value}")
            for each in PEOPLE
            if each not in enrolled
            for asked in value.split(",")
        )

    def _allowed(self, birth: Birth, at: int) -> set[str]:
        """Where a record might be written at that time."""
        ends = {
            other
            for route, other in ends_of(birth)
            if self._memory.ended.get((route, birth.person.identifier), at + 1) > at
        }
        return {birth.server, *ends}

    def _halves(self) -> Iterator[str]:
        for server, written in self._by_adapter():
            body = written.body
            if body.get("resourceType") != "Goal" or written.method == "delete":
                continue
            if body["description"]["text"] != body["target"][0]["measure"]["text"]:
                yield f"R5 half an aim of {made(body)} was written to {server}"

    def _stale_answers(self) -> Iterator[str]:
        """An answer that had crossed and stayed when the words became others.

        One that was given and outlived before any run saw it can't be told from one to the new
        words: it came like that. What a run carried that was killed, it could not remember.
        """
        carried: dict[int | None, str | None] = {}  # the words to which an answer last crossed
        for server, written in sorted(self._by_adapter(), key=lambda each: each[1].at):
            body, before = written.body, written.before
            if body.get("resourceType") != "Goal" or written.method == "delete":
                continue
            number, words = made(body), _aim(body)
            own = before is not None and self._is_stale(before) and _aim(before) == words
            if self._is_stale(body) and not own and carried.get(number) not in {None, words}:
                yield f"R5 an answer to other words of {number} was written to {server}"
            if not is_agreed(body):
                carried[number] = None
            elif self._is_brought(written):
                carried[number] = words

    def _is_brought(self, written: Written) -> bool:
        """Whether this brought an answer that was not there, by a run that could remember it."""
        before, words = written.before, _aim(written.body)
        stood = before is not None and is_agreed(before) and _aim(before) == words
        return not stood and not any(written.at in each for each in self._memory.cut_off)

    def _is_stale(self, goal: Body) -> bool:
        words = goal["description"]["text"]
        return is_agreed(goal) and (made(goal), words) not in self._memory.accepted


def _aim(goal: Body) -> str:
    return str(goal["description"]["text"])


def ends_of(birth: Birth) -> Iterator[tuple[str, str]]:
    """The routes on which a record might ever leave, and where to."""
    for route in birth.person.routes:
        ends = ROUTES[route]
        if birth.server in ends:
            yield route, next(each for each in ends if each != birth.server)
