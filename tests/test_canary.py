"""Somebody is planted wherever somebody can be, and secrets are: nobody may see either.

Every command in each of its forms meets whatever can be the case, its log as loud as it can be; the
commands are those that there are. VIKTIGT_CANARY=full tries all of it (make canary), else a sample
in which each command and each of its exit codes is.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import click
import pytest

from adapter.errors import Exit
from tests.canary import planted as canary
from tests.canary.counting import PROPERTY, Count
from tests.canary.desk import Desk, make_desk, secrets_known
from tests.canary.faults import DEFECTS, ENDS, Fault, Point, failing, passed, room
from tests.canary.forms import CASES, MET_BY, NAMES, NOT_HERE, SLOW, USAGE, classes, forms
from tests.canary.planted import PERSONAL, seen
from tests.canary.running import LOGS, LOUD, Said
from tests.canary.servers import ANSWERS, answering
from tests.canary.wire import Sent
from tests.test_help_examples import COMMANDS

FULL: Final = os.environ.get("VIKTIGT_CANARY") == "full"
Record: TypeAlias = Callable[[str, object], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with secrets_known():
        yield make_desk(tmp_path_factory.mktemp("canary") / "desk")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def figures(name: str) -> Count:
    return Count(name)


def sampled(name: str, things: Any, share: int) -> list[Any]:  # noqa: ANN401  any sequence
    """All in a full run; else some, other ones for each command."""
    every = list(things)
    return every if FULL else every[NAMES.index(name) % share :: share]


def clean(said: Said, name: str, form: list[str], figures: Count, sent: list[Sent]) -> None:
    """Nobody is told of, on no way; then it counts as looked at."""
    assert not said.leaks(name, form), (form, said)
    for each in sent:
        assert not seen(each.told), "what everybody on the way sees"
        assert not seen(each.body, secrets_only=True)
    figures.add(said)
    figures.requests += len(sent)


@pytest.mark.slow
def test_no_command_tells_of_anybody_whatever_is_the_case(
    name: str, made: Desk, figures: Count, record_property: Record
) -> None:
    turn = 0
    for case in _cases(name):
        for form, stdin in _tried(made, name, case):
            turn += 1
            desk = made.fresh()
            with CASES[case](desk):
                desk.sent.clear()
                said = desk.run(form, stdin, log=LOGS[turn % len(LOGS)] if FULL else LOUD)
            clean(said, name, form, figures, desk.sent)
            for each in desk.folder.rglob("*"):
                if not each.is_relative_to(desk.folder / "inbox"):
                    assert not seen(each.name), "the name of a file"
    for form in ([*made.line(name)[0], *more.split()] for more in USAGE):
        clean(made.run(form), name, form, figures, [])
    for point, fault in _ends(name, made):
        desk, (form, stdin) = made.fresh(), made.line(name)
        with failing(point, fault):
            said = desk.run(form, stdin)
        clean(said, name, form, figures, desk.sent)
    assert figures.codes >= {int(code) for code in classes(name)}, "an exit code was not met"
    record_property(PROPERTY, figures.told())


def _cases(name: str) -> list[str]:
    """In a sample: what is the case at first, and what exit codes are met by."""
    chosen = {"as it is", *sampled(name, CASES, 6), *MET_BY.get(name, ())}
    return [case for case in CASES if case in chosen]


def _tried(made: Desk, name: str, case: str) -> list[tuple[list[str], str]]:
    first, *more = forms(made, name)
    if FULL:
        return [first, *(() if case in SLOW else more[len(case) % 2 :: 2])]
    return [first, *(more if case in {"as it is", *MET_BY.get(name, ())} else ())]


def _ends(name: str, made: Desk) -> Iterator[tuple[Point, Fault]]:
    """Where a command begins, and all that it can end with; in a full run also further in."""
    line, stdin = made.line(name)
    with passed() as found:
        made.fresh().run(line, stdin)
    begins = [each for each in found if room(each) == "adapter/shell" and each[1][:4] == "run_"]
    for point in (*begins[:1], *(list(found)[len(found) // 2 :: len(found)] if FULL else ())):
        for fault in (*ENDS.values(), *DEFECTS.values()):
            yield point, fault


@pytest.mark.slow
def test_no_command_tells_of_anybody_whatever_servers_answer(
    name: str, made: Desk, figures: Count, record_property: Record
) -> None:
    for form, stdin in forms(made, name)[::2] if FULL else sampled(name, forms(made, name), 3):
        for answer in sampled(name, ANSWERS, 6):
            desk = made.fresh()
            with answering(ANSWERS[answer]) as sent:
                said = desk.run_alone(form, stdin)
            clean(said, name, form, figures, sent)
    record_property(PROPERTY, figures.told())


@pytest.mark.slow
def test_no_command_tells_of_anybody_in_whatever_room_it_fails(
    name: str, made: Desk, figures: Count, record_property: Record
) -> None:
    turn, (form, stdin) = NAMES.index(name), made.line(name)
    with passed() as found:
        made.fresh().run(form, stdin)
    last = {room(each): each for each in found}
    for point in list(found)[turn % 3 :: 3] if FULL else sampled(name, last.values(), 3):
        turn += 1
        desk = made.fresh()
        with failing(point, list(DEFECTS.values())[turn % len(DEFECTS)]):
            said = desk.run(form, stdin)
        clean(said, name, form, figures, desk.sent)
    record_property(PROPERTY, figures.told())


@pytest.mark.parametrize("text", PERSONAL)
def test_somebody_is_seen_in_every_form(text: str) -> None:
    assert seen(text)
    assert canary.plain(text)


def test_every_command_and_every_exit_code_is_looked_at() -> None:
    assert set(NAMES) | NOT_HERE == set(COMMANDS)
    assert all(isinstance(each, click.Command) for each in COMMANDS.values())
    assert {code for name in NAMES for code in classes(name)} == set(Exit)
