"""`viktigt conflicts list | show | resolve`."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from adapter import wiring
from adapter.codec import json_door
from adapter.errors import Exit, NotKnown, ValueRefused
from adapter.shell.doubling import double_facts, double_row, show_double
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.people import STDIN, refuse_person
from adapter.shell.syncing import route_of
from adapter.usecases import conflicts, doubles
from adapter.usecases.conflicts import Disagreement, Open
from adapter.usecases.context import Context
from adapter.usecases.doubles import Double
from adapter.usecases.lease import holding
from adapter.usecases.resolving import Decision, resolve
from adapter.values import End


def run_conflicts_list(config: Path | None, route: str | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    if route is not None:
        route_of(settings, route)
    with wiring.context(settings) as context:
        found = conflicts.conflicts(context, route)
        twice = doubles.doubles(context, route)
    if as_json:
        print_json([*(_facts(each) for each in found), *map(double_facts, twice)])
        return Exit.OK
    rows = [
        [
            each.name,
            each.route.name,
            "conflict" if each.proposed_to is None else f"proposed to {each.proposed_to}",
            each.conflict.person,
            ", ".join(each.conflict.units),
            ", ".join(f"{unit}: {made.what}" for unit, made in each.chosen.items()),
            each.conflict.since,
        ]
        for each in found
    ]
    rows += map(double_row, twice)
    print_table("Conflicts", ["key", "route", "what", "person", "units", "chosen", "since"], rows)
    return Exit.OK


def run_conflicts_show(
    config: Path | None, name: str, route: str | None, by: str | None, *, as_json: bool
) -> Exit:
    refuse_person("--by", by)
    with wiring.context(wiring.needed(config)) as context:
        double = _twice(context, name, route)
        if double is not None:
            return _show_double(context, double, by, as_json=as_json)
        return _show(context, _named(context, name, route), by, as_json=as_json)


def _show_double(context: Context, double: Double, by: str | None, *, as_json: bool) -> Exit:
    if by is None:
        return _outline(double_facts(double), "it stands there twice", as_json=as_json)
    conflicts.may_look(double.route, by)
    return show_double(context, double, by, as_json=as_json)


def _show(context: Context, chosen: Open, by: str | None, *, as_json: bool) -> Exit:
    if by is None:
        units = ", ".join(chosen.conflict.units)
        return _outline(_facts(chosen), f"two versions, not agreed: {units}", as_json=as_json)
    conflicts.may_look(chosen.route, by)
    found = conflicts.versions(context, chosen, by)
    shown = conflicts.disagreements(found, chosen.conflict.units)
    ends = _ends(chosen)
    if as_json:
        print_json({**_facts(chosen), "versions": [_versions(each, ends) for each in shown]})
        return Exit.OK
    tell(f"{chosen.name} on {chosen.route.name}, since {chosen.conflict.since}")
    for each in shown:
        tell("")
        tell(each.unit)
        for end in End:
            tell(f"  {end.value} ({ends[end]}): {_text(each.now, end)}")
        for end in End:
            tell(f"  agreed, {end.value}: {_text(each.base, end)}")
    return Exit.OK


def _outline(facts: Mapping[str, Any], what: str, *, as_json: bool) -> Exit:
    """What whoever runs the program may know of it: nothing that anybody said."""
    if as_json:
        print_json(facts)
        return Exit.OK
    tell(f"{facts['key']} on {facts['route']}, since {facts['since']}")
    tell(what)
    say("a steward of either side sees what both say: --by")
    return Exit.OK


def run_conflicts_resolve(  # noqa: PLR0913  the options of the command
    config: Path | None,
    *,
    name: str,
    take: str | None,
    value_from: str | None,
    keep: str | None,
    units: Sequence[str],
    route: str | None,
    by: str,
    why: str,
    as_json: bool,
) -> Exit:
    for option, value in (("--by", by), ("--why", why)):
        refuse_person(option, value)
    if sum(given is not None for given in (take, value_from, keep)) != 1:
        raise click.UsageError("one of --take here or there, --value-from FILE, --keep TYPE/ID")
    if keep is not None:
        refuse_person("--keep", keep)
        return keep_one(config, name, keep, route, by=by, why=why, as_json=as_json)
    decision = Decision(
        take=None if take is None else End(take),
        value=None if value_from is None else _value(value_from),
        units=units,
        by=by,
        why=why,
    )
    with wiring.context(wiring.needed(config)) as context:
        chosen = _named(context, name, route)
        with holding(context, chosen.route.name):
            made = resolve(context, chosen, decision)
    if as_json:
        print_json([{"unit": each.unit, "take": each.what, "at": each.at} for each in made])
    say(
        f"chosen for {', '.join(each.unit for each in made)}: {made[0].what}; "
        f"sent by the next viktigt sync {chosen.route.name}"
    )
    return Exit.OK


def _value(name: str) -> Mapping[str, Any]:
    """The elements of a unit as JSON, from a file or stdin: never from the command line."""
    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    value = json_door.read_json(data)
    if not isinstance(value, dict):
        raise ValueRefused(["expected a JSON object of the elements of the unit"])
    return value


def keep_one(  # noqa: PLR0913  the options of the command
    config: Path | None,
    name: str,
    chosen: str,
    route: str | None,
    *,
    by: str,
    why: str,
    as_json: bool,
) -> Exit:
    with wiring.context(wiring.needed(config)) as context:
        double = _twice(context, name, route)
        if double is None:
            raise NotKnown("nothing of that name stands twice; see viktigt conflicts list")
        with holding(context, double.route.name):
            made = doubles.keep(context, double, chosen, by=by, why=why)
    if as_json:
        print_json({"endpoint": made.endpoint, "keep": str(made.keep), "at": made.at})
    others = len(made.stood) - 1
    say(f"kept: {made.keep}; the next viktigt sync {double.route.name} ends {others} beside it")
    return Exit.OK


def _twice(context: Context, name: str, route: str | None) -> Double | None:
    refuse_person("KEY", name)
    if route is not None:
        route_of(context.settings, route)
    return doubles.named(context, name, route)


def _named(context: Context, name: str, route: str | None) -> Open:
    refuse_person("KEY", name)
    if route is not None:
        route_of(context.settings, route)
    return conflicts.named(context, name, route)


def _ends(chosen: Open) -> dict[End, str]:
    return {End.HERE: chosen.route.here.name, End.THERE: chosen.route.there.name}


def _facts(each: Open) -> dict[str, Any]:
    return {
        "key": each.name,
        "record": each.conflict.key,
        "route": each.route.name,
        "person": each.conflict.person,
        "what": "conflict" if each.proposed_to is None else "proposal",
        "units": list(each.conflict.units),
        "since": each.conflict.since,
        "chosen": {
            unit: {"take": made.what, "by": made.by, "at": made.at}
            for unit, made in each.chosen.items()
        },
    }


def _versions(each: Disagreement, ends: Mapping[End, str]) -> dict[str, Any]:
    return {
        "unit": each.unit,
        **{
            end.value: {
                "endpoint": ends[end],
                "now": each.now.get(end),
                "agreed": each.base.get(end),
            }
            for end in End
        },
    }


def _text(versions: Mapping[End, Any], end: End) -> str:
    if end not in versions:
        return "not there"
    return json_door.write_json(versions[end]).decode() if versions[end] else "says nothing of it"
