"""`viktigt recall list | copies | answer`."""

from pathlib import Path
from typing import Any

from adapter import wiring
from adapter.errors import Exit
from adapter.shell.output import print_json, print_table, say
from adapter.shell.people import refuse_person, whose
from adapter.shell.syncing import route_of
from adapter.usecases import recalls

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
    _print("Asked back", _COLUMNS, found)
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
        _print("Copies", _OF_COPIES, found)
    return Exit.OK


def run_recall_answer(config: Path | None, *, name: str, said: str, by: str, why: str) -> Exit:
    for option, value in (("ID", name), ("--by", by), ("--why", why)):
        refuse_person(option, value)
    with wiring.context(wiring.needed(config)) as context:
        recalls.note(context, name, said, by=by, why=why)
    say(f"noted what they said: {said}")
    return Exit.OK


def _print(title: str, columns: tuple[str, ...], found: list[dict[str, Any]]) -> None:
    rows = [[_cell(name, each.get(name)) for name in columns] for each in found]
    print_table(title, list(columns), rows)


def _cell(name: str, value: Any) -> str:  # noqa: ANN401  JSON
    text = "" if value is None else str(value)
    return text if name != "record" else text.partition("|")[0] + "/" + text.rpartition("|")[2]
