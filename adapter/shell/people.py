"""A person is named by prompt, stdin, file or handle: never on a command line, which others see."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from adapter.usecases import audit_log
from adapter.usecases.context import Context
from adapter.usecases.enrolment import looks_like_a_person, person_from
from mappings.fhir.values import Identifier

STDIN = "-"
_BEFORE_A_VALUE = re.compile(r"[=|]")


def refuse_person(option: str, value: str | None) -> None:
    """Refuse an argument that may be a national id, without echoing it."""
    if value is not None and value != STDIN and looks_like_a_person(value):
        raise click.UsageError(
            f"{option}: a person is named by - (stdin), --person-file, or a handle; the number "
            "you typed stays in the history of your shell"
        )


def refuse_people(arguments: Iterable[str]) -> None:
    """Refuse arguments one of which may be a national id, alone or behind `=` or `|`."""
    for each in arguments:
        for part in _BEFORE_A_VALUE.split(each):
            refuse_person("the command line", part)


def ask_person(given: str | None, file: Path | None) -> Identifier:
    """The person, from a file, from stdin, or by asking."""
    refuse_person("--person", given)
    if file is not None:
        return person_from(file.read_text(encoding="utf-8"))
    if given == STDIN:
        return person_from(sys.stdin.readline())
    if given is not None:
        raise click.UsageError("--person: only - is understood here")
    return person_from(click.prompt("Person", hide_input=True, err=True))


def whose(context: Context, person: str | None, file: Path | None) -> tuple[str, Identifier | None]:
    """Who is meant; a handle may be somebody's who is enrolled no more."""
    if person is not None and person != STDIN and audit_log.is_handle(person):
        return person, audit_log.enrolled_as(context, person)
    who = ask_person(person, file)
    return context.handle(who), who
