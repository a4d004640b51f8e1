"""A person's number is refused where others can see it; names that we made ourselves are not."""

from pathlib import Path

import click
import pytest

from adapter.shell.guard import guarded
from adapter.usecases.enrolment import looks_like_a_person
from cli import main
from tests.test_help_examples import COMMANDS

NUMBERS = ("195009072553", "19500907-2553", "500907-2553", "13116900216")


@pytest.mark.parametrize("text", ["195009072553", "19500907-2553", "13116900216", "p-195009072553"])
def test_a_number_that_may_be_somebodys_is_recognised(text: str) -> None:
    assert looks_like_a_person(text)


@pytest.mark.parametrize("text", ["p-4f1c2a7b90", "p-0123456789", "00148470", "SE2321000016-1003"])
def test_a_handle_or_an_id_is_not_taken_for_a_number(text: str) -> None:
    assert not looks_like_a_person(text)


def _places(command: click.Command) -> list[list[str]]:
    """Every way in which a number can be given to a command: each option, and as an argument."""
    options = [
        name
        for each in command.params
        if isinstance(each, click.Option) and not each.is_flag
        for name in each.opts
    ]
    behind = [[option, "{}"] for option in options] + [[f"{option}={{}}"] for option in options]
    return [["{}"], ["urn:oid:1.2.752.129.2.1.3.1|{}"], ["--no-such={}"], *behind]


WAYS = [(name, place) for name, each in COMMANDS.items() for place in _places(each)]
WAYS += [("", place) for place in _places(main)]


@pytest.mark.parametrize(("name", "place"), WAYS)
def test_a_number_is_refused_by_every_option_of_every_command_and_not_repeated(
    name: str,
    place: list[str],
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in NUMBERS:
        arguments = [*name.split(), *(each.format(number) for each in place)]
        with pytest.raises(SystemExit) as ended:
            guarded(lambda given=arguments: main(given, standalone_mode=False))  # type: ignore[misc]
        said = "".join(capfd.readouterr())
        assert ended.value.code == 2, said
        assert number not in said
    assert not list(tmp_path.iterdir())
