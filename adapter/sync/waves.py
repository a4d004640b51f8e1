"""In which order many records are written to one side: what is referred to goes first.

A wave holds what needs nothing that is still to be made, so that its writes may go in any order
and at the same time. Records that refer to one another in a circle are a cycle: they can only be
made at once, or first without and then with their references.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapter.sync.carry import Side, awaited
from adapter.values import Action, Step
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True)
class Task(Redacted):
    """One write of one person's plan, and the server as it is seen for that person.

    `awaits` are the keys that its body refers to and that have no place there yet.
    """

    action: Action
    side: Side
    awaits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wave(Redacted):
    alone: tuple[Task, ...]
    cycles: tuple[tuple[Task, ...], ...] = ()


def task_of(action: Action, side: Side) -> Task:
    return Task(action, side, frozenset(awaited(action.body, side)))


def waves(tasks: Sequence[Task]) -> Iterator[Wave]:
    """The tasks in the order of writing; no record is twice in a wave, for whomever it is sent."""
    while tasks:
        named: dict[str, Task] = {}
        later = [each for each in tasks if named.setdefault(each.action.key, each) is not each]
        yield from _ordered(list(named.values()))
        tasks = later


def _ordered(tasks: Sequence[Task]) -> Iterator[Wave]:
    made = {
        (each.action.person, each.action.key): at
        for at, each in enumerate(tasks)
        if each.action.step is Step.CREATE
    }
    needs = {
        at: {made[person, key] for key in each.awaits if (person, key) in made} - {at}
        for at, each in enumerate(tasks)
        for person in [each.action.person]
    }
    while needs:
        ready = [at for at, others in needs.items() if not others & needs.keys()]
        cycles = [] if ready else list(_cycles(needs))
        for at in (*ready, *(each for cycle in cycles for each in cycle)):
            del needs[at]
        yield Wave(
            tuple(tasks[at] for at in ready),
            tuple(tuple(tasks[at] for at in cycle) for cycle in cycles),
        )


def _cycles(needs: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """Those that need each other and nothing else that is left."""
    reach = {at: _reached(at, needs) for at in needs}
    seen: set[int] = set()
    for at, reached in reach.items():
        if at not in seen and all(at in reach[other] for other in reached):
            seen |= reached
            yield sorted(reached)


def _reached(start: int, needs: Mapping[int, Iterable[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = [start]
    while waiting:
        new = {each for each in needs[waiting.pop()] if each in needs} - reached
        reached |= new
        waiting += new
    return reached
