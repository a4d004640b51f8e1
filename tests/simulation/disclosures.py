"""The judge of the audit: what servers saw, beside what the audit told, and when.

Whatever took effect at a server has exactly one pair in the audit: about to be done before it was,
and at most one outcome, which does not deny it. Whoever a server told of was asked about by then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapter.values import Audited, Measure, Ref, Stage
from mappings.fhir.values import Identifier
from tests.simulation.faults import Written
from tests.simulation.server import TownServer

_NOBODYS: Final = "Basic"  # by which a server is tried; it speaks of nobody
_WRITES: Final = frozenset({Measure.CREATE, Measure.UPDATE, Measure.DELETE, Measure.MERGE})


@dataclass
class Operation:
    """One write as the audit tells it: by the numbers of its entries."""

    side: str
    names: frozenset[str]
    begun: int
    outcomes: list[tuple[int, Stage]] = field(default_factory=list)
    made: set[str] = field(default_factory=set)
    effects: int = 0

    def is_open(self, at: int) -> bool:
        return self.begun <= at and not any(number <= at for number, _ in self.outcomes)


class Disclosures:
    """All that the audit tells, and all that servers did and told."""

    def __init__(
        self,
        told: Sequence[Audited],
        servers: Mapping[str, TownServer],
        handle: Callable[[Identifier], str],
    ) -> None:
        self._told = told
        self._servers = servers
        self._handle = handle
        self._operations: dict[str, Operation] = {}
        self._by_name: dict[tuple[str, str], list[Operation]] = defaultdict(list)
        self._asked: dict[int, list[tuple[int, Audited]]] = defaultdict(list)
        for number, each in enumerate(told, start=1):
            if each.measure in _WRITES:
                self._take(number, each)
            elif each.stage is Stage.ABOUT_TO:
                self._asked[each.job].append((number, each))

    def _take(self, number: int, each: Audited) -> None:
        if each.stage is not Stage.ABOUT_TO:
            operation = self._operations.get(each.operation)
            if operation is not None:
                operation.outcomes.append((number, each.stage))
                operation.made |= _places(each)
            return
        names = _places(each)
        made = Operation(str(each.side), names, number)
        self._operations[each.operation] = made
        for name in names:
            self._by_name[made.side, name].append(made)

    @property
    def pairs(self) -> int:
        """How many writes the audit tells of."""
        return len(self._operations)

    @property
    def readings(self) -> int:
        """How many questions about somebody the audit tells of."""
        return sum(len(each) for each in self._asked.values())

    def verdict(self) -> Iterator[str]:
        """What is wrong, each with the promise that was broken."""
        for server, seen in self._servers.items():
            for written in seen.log:
                if not written.by_person and written.ref.type != _NOBODYS:
                    yield from self._untold(server, written)
            for at, person, identifiers in seen.shown:
                if not self._is_asked(server, at, person, identifiers):
                    yield f"P12 {server} told of {person}, and the audit did not ask"
        for operation in self._operations.values():
            if operation.effects > 1:
                yield f"P12 what is told once was done {operation.effects} times"
            if len(operation.outcomes) > 1:
                yield f"P12 of one write {len(operation.outcomes)} outcomes are told"

    def _untold(self, server: str, written: Written) -> Iterator[str]:
        names = {str(written.ref), *_keys(written.body)}
        found = [
            each
            for name in names
            for each in self._by_name.get((server, name), ())
            if each.is_open(written.told)
        ]
        if not found:
            yield f"P12 {written.method} {written.ref} at {server} before the audit told of it"
            return
        # An earlier run may have left others open: it is the last one that is being done. Accounts
        # of several people are told of together: the outcome says which is which, if it is known.
        several, ref = written.ref.type == "Provenance", str(written.ref)
        operation = max(
            found,
            key=lambda each: (ref in each.made, several and _may_be(each), each.begun),
        )
        operation.effects += 1
        if Stage.NOT_DISCLOSED in {stage for _, stage in operation.outcomes}:
            yield f"P12 {written.method} {written.ref} at {server} was done, and it is denied"

    def _is_asked(
        self, server: str, at: int, person: str, identifiers: Sequence[Identifier]
    ) -> bool:
        """Whether the run had told, by then, that it asks about that person, or about everybody."""
        job = max(
            (
                number
                for number, each in enumerate(self._told[:at], start=1)
                if each.measure is Measure.JOB
            ),
            default=0,
        )
        known = self._servers[server].inner.versions(Ref("Patient", person))
        held = [each for body in known for each in body.get("identifier") or ()]
        named = [Identifier(system=each["system"], value=each["value"]) for each in held]
        handles = {self._handle(each) for each in (*identifiers, *named)}
        return any(
            each.side == server
            and (each.person is None or each.patient == person or each.person in handles)
            for number, each in self._asked[job]
            if number <= at
        )


def _places(each: Audited) -> frozenset[str]:
    return frozenset(name.partition("/_history")[0] for name in each.what)


def _may_be(operation: Operation) -> bool:
    """Whether it may still be this one that was done: no other was, and it was not denied."""
    denied = Stage.NOT_DISCLOSED in {stage for _, stage in operation.outcomes}
    of_another = any("/" in name for name in operation.made)
    return not operation.effects and not denied and not of_another


def _keys(body: Mapping[str, Any]) -> Iterator[str]:
    """How the audit may name what is not there yet."""
    kind = str(body.get("resourceType"))
    if kind == "Provenance":
        yield kind
    held = body.get("identifier") or ()
    for each in [held] if isinstance(held, Mapping) else held:
        yield f"{kind}|{each.get('system')}|{each.get('value')}"
