"""`viktigt recall list | copies | answer`."""

from pathlib import Path
from typing import Any

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, say, tell
from adapter.shell.people import refuse_person, whose
from adapter.shell.syncing import route_of
from adapter.usecases import recalls
from adapter.usecases.conflicts import name_of_key

_COLUMNS = ("id", "route", "at", "person", "record", "stands", "why", "state", "answer", "since")
_OF_COPIES = ("at", "record", "stands", "arrived", "basis", "written", "asked_back")


def run_recall_list(
    config: Path | None, route: str | None, *, everything: bool, as_json: bool
) -> Exit:
    settings = wiring.needed(config)
    if route is not None:
        route_of(settings, route)
    with wiring.context(settings) as context:
        found = [each.as_json() for each in recalls.recalls(context, route, everything=everything)]
    if as_json:
        print_json(found)
        return Exit.OK
    _print(_COLUMNS, found)
    say("a copy is its recipient's record: what stands here is what they were asked and answered")
    return Exit.OK


def run_recall_copies(
    config: Path | None, person: str | None, person_file: Path | None, *, as_json: bool
) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        handle, _ = whose(context, person, person_file)
        found = recalls.copies_of(context, handle)
    if as_json:
        print_json(found)
    else:
        _print(_OF_COPIES, found)
    return Exit.OK


def run_recall_answer(config: Path | None, *, name: str, said: str, by: str, why: str) -> Exit:
    for option, value in (("ID", name), ("--by", by), ("--why", why)):
        refuse_person(option, value)
    with wiring.context(wiring.needed(config)) as context:
        recalls.note(context, name, said, by=by, why=why)
    say(f"noted what they said: {said}")
    return Exit.OK


def _print(columns: tuple[str, ...], found: list[dict[str, Any]]) -> None:
    """A block of lines for each: a table would be wider than a page."""
    for each in found:
        tell("")
        for name in columns:
            if each.get(name) is not None:
                tell(f"{name:<11} {_cell(name, each[name])}")
    say(f"{len(found)} copies")


def _cell(name: str, value: object) -> str:
    return name_of_key(str(value)) if name == "record" else str(value)
