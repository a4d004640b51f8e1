"""What stands twice, as `viktigt conflicts` lists and shows it."""

from typing import Any

from adapter.codec import json_door
from adapter.errors import Exit
from adapter.shell.output import print_json, tell
from adapter.sync.doubles import first
from adapter.usecases import doubles
from adapter.usecases.context import Context
from adapter.usecases.doubles import Double
from adapter.values import End, Seen

_SERVER_OWNED = ("id", "meta")


def double_row(double: Double) -> list[str]:
    kept = ", ".join(f"{each.endpoint}: {each.keep}" for each in double.chosen)
    return [
        double.name,
        double.route.name,
        "stands twice",
        double.person,
        "",
        kept,
        double.since,
    ]


def double_facts(double: Double) -> dict[str, Any]:
    return {
        "key": double.name,
        "record": double.key,
        "route": double.route.name,
        "person": double.person,
        "what": "twice",
        "since": double.since,
        "chosen": {
            each.endpoint: {"keep": str(each.keep), "by": each.by, "at": each.at}
            for each in double.chosen
        },
    }


def show_double(context: Context, double: Double, by: str, *, as_json: bool) -> Exit:
    """Print all that stand there side by side, the one proposed to be kept first."""
    names = {End.HERE: double.route.here.name, End.THERE: double.route.there.name}
    found = {names[end]: stand for end, stand in doubles.standing(context, double, by).items()}
    if as_json:
        sides = {name: _side(stand) for name, stand in found.items()}
        print_json({**double_facts(double), "stand": sides})
        return Exit.OK
    tell(f"{double.name} on {double.route.name}, since {double.since}")
    for name, stand in found.items():
        _print_side(name, stand)
    if not found:
        tell("it does not stand twice any more; run the route")
    return Exit.OK


def _print_side(name: str, stand: tuple[Seen, ...]) -> None:
    tell("")
    tell(f"{name}: proposed to keep {first(stand).ref}")
    elements = {key: None for each in stand for key in each.resource if key not in _SERVER_OWNED}
    for each in stand:
        meta = each.resource.get("meta") or {}
        written = meta.get("lastUpdated", "unknown")
        tell(f"  {each.ref}, version {each.version}, last written {written}")
    for element in elements:
        said = [each.resource.get(element) for each in stand]
        if all(value == said[0] for value in said):
            tell(f"  {element}: {_text(said[0])}")
            continue
        for each, value in zip(stand, said, strict=True):
            tell(f"  {element}, {each.ref}: {_text(value)}")


def _side(stand: tuple[Seen, ...]) -> dict[str, Any]:
    return {
        "proposed": str(first(stand).ref),
        "records": [{"reference": str(each.ref), "resource": each.resource} for each in stand],
    }


def _text(value: object) -> str:
    return "not there" if value is None else json_door.write_json(value).decode()
