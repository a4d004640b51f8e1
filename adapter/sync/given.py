"""Words that a person gave for a unit on which the two sides disagree: neither side's own.

They are written to both sides, and hold only between the versions they were given for. A side that
has them already is left alone, so that a run that was cut off between the two goes on.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from adapter.sync import acceptance
from adapter.sync.identity import CARRIED, references_in
from adapter.sync.merge import Copy, Versions, digest_in, digest_of, laid_over
from adapter.sync.units import element_of, said, units
from adapter.values import End, Resolution, Resource
from mappings.fhir import checker, elements


def put_together(kind: str, held: Mapping[str, Mapping[str, Any] | None]) -> Resource:
    """A resource of nothing but some units."""
    made: Resource = {"resourceType": kind}
    for unit, elements_of_it in held.items():
        for name, value in (elements_of_it or {}).items():
            made[name] = value if unit == element_of(unit) else [*made.get(name, ()), *value]
    return made


def wrong(kind: str, unit: str, value: Mapping[str, Any]) -> Iterator[str]:
    """What there is against a value as this very unit, by the names of its elements."""
    if not value:
        yield "expected the elements of the unit"
    for name in sorted(value):
        if elements.unit_of(kind, name) != element_of(unit):
            yield f"{name}: not of this unit"
    made: Resource = {"resourceType": kind, **value}
    if unit != element_of(unit) and said(made, unit) != value:
        yield "expected the one item that is in conflict"
    # A literal reference means something on one server only.
    if any(not _travels(each.get("reference")) for each in references_in(value)):
        yield "a reference to Type/id: expected one as it is shown, or by identifier"


def refused(ground: Resource, unit: str, value: Mapping[str, Any]) -> list[str]:
    """The rules that a record would break with this value in it, and where."""
    whole = Copy(ref=None, version=None, local=ground, carried=ground)
    made: Resource = {"resourceType": ground["resourceType"], **value}
    split = frozenset() if unit == element_of(unit) else frozenset({element_of(unit)})
    found = checker.check(laid_over(whole, made, [unit], split))
    return [f"{each.rule} {each.expression}" for each in found if each.severity.value == "error"]


def asked_again(versions: Versions, unit: str, value: Mapping[str, Any]) -> Resource:
    """The value, its acceptances pending where they were given to other words than these."""
    made: Resource = {"resourceType": versions.kind, **value}
    if unit == acceptance.AIM:
        earlier = [versions.before(versions.owner), *versions.now.values()]
        places = {place for each in earlier for place in acceptance.outlived(each, made)}
        made = acceptance.asked_again(made, tuple(sorted(places)))
    return {name: each for name, each in made.items() if name != "resourceType"}


def holds(versions: Versions, made: Resolution) -> bool:
    """Whether each side says what it said when somebody decided, or by now what was given."""
    then = {End.HERE: made.here, End.THERE: made.there}
    given = None
    if made.value is not None:
        whole: Resource = {"resourceType": versions.kind, **made.value}
        given = digest_in(whole, made.unit, versions.split)
    return all(digest_of(versions, end, made.unit) in {then[end], given} for end in End)


def over(versions: Versions, end: End, values: Mapping[str, Mapping[str, Any]]) -> Resource:
    """What one side says, with the given values in it."""
    now = versions.now[end]
    ground = Copy(ref=None, version=None, local=now, carried=now)
    return laid_over(ground, put_together(versions.kind, values), values, versions.split)


def lacking(versions: Versions, end: End, values: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The units in which one side does not say what was given."""
    if not values:
        return iter(())
    there = units(versions.now[end], versions.split)
    made = units(put_together(versions.kind, values), versions.split)
    return (unit for unit in values if there.get(unit) != made.get(unit))


def _travels(reference: object) -> bool:
    return reference is None or (isinstance(reference, str) and reference.startswith(CARRIED))
