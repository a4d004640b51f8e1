"""What goes to a side of somebody whose whereabouts are protected: no place, or it waits.

What a side was told without its places can't come back as the whole: that would take them from
whoever answers for the record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from adapter.errors import Unreachable
from adapter.policy.keys import units_named
from adapter.policy.labels import is_test, labels_of
from adapter.policy.places import known_places
from adapter.policy.protected import Handling
from adapter.policy.redact import redact
from adapter.policy.unit_keys import chain
from adapter.usecases.context import Context
from adapter.usecases.matching import is_protected
from adapter.usecases.registered import Registered
from adapter.values import Action, End, Resource, Step, Why
from mappings.record import Environment
from mappings.redacted import Redacted

_BRINGS: Final = frozenset({Step.CREATE, Step.UPDATE})
_UNITS: Final = frozenset({"Organization", "HealthcareService", "Location", "PractitionerRole"})


@dataclass(frozen=True, slots=True)
class Guarded(Redacted):
    """A person as a run looks at them: what registers say, and where servers say that they are."""

    known: Registered
    handling: Handling
    places: frozenset[str]


def guarded(known: Registered, patients: Iterable[Resource]) -> Guarded:
    """What becomes of the records of somebody, by registers and by what servers hold of them."""
    held = list(patients)
    marked = any(is_protected(each) for each in held)
    handling = Handling.REDACT if marked and known.handling is Handling.OPEN else known.handling
    return Guarded(known, handling, known.places | known_places(*held))


def seen_at(known: Registered, patient: Resource) -> Registered:
    """The same with what the server says that the records would go to."""
    marked = is_protected(patient) and known.handling is Handling.OPEN
    return replace(
        known,
        handling=Handling.REDACT if marked else known.handling,
        places=known.places | known_places(patient),
    )


def may_go(  # noqa: PLR0913, PLR0917  whose record goes where, and which version of it
    context: Context, person: Guarded, action: Action, to: End, owner: End, version: str | None
) -> Action:
    """The action as it may be carried out, or that it waits, by everything in this module."""
    action = without_test_data(context, action)
    action = with_open_units(context, action)
    return without_places(person, action, to, owner, version)


def without_places(
    person: Guarded, action: Action, to: End, owner: End, version: str | None
) -> Action:
    """The action as it may be carried out; `version` is that of the record which it brings."""
    body = action.body
    if action.step not in _BRINGS or body is None:
        return action
    if not person.known.lets(action.key, version):
        return _held(action, Why.PROTECTED_IDENTITY)
    if person.handling is Handling.OPEN:
        return action
    _, system, value = action.key.split("|", 2)
    name = (system, value)
    told = _is_told_no_place(person, action.before, name)
    if action.step is Step.UPDATE and (to is owner or not told):
        return _held(action, Why.PARTLY_TOLD)
    left = redact(body, person.places, name)
    if left is None:
        return _held(action, Why.PROTECTED_IDENTITY)
    return replace(action, body=left)


def document_without_places(
    known: Registered, resources: Sequence[Resource], types: Iterable[str]
) -> tuple[Resource, ...] | None:
    """What a document says without places; None where some of it can't be told so.

    Of the people and units in it nothing is carried; where they are is what nothing else may tell.
    """
    if known.handling is Handling.OPEN:
        return tuple(resources)
    kinds = set(types)
    places = known_places(*(each for each in resources if each["resourceType"] not in kinds))
    left = [redact(each, places) for each in resources if each["resourceType"] in kinds]
    told = tuple(each for each in left if each is not None)
    return told if len(told) == len(left) else None


def _is_told_no_place(
    person: Guarded, standing: Mapping[str, Any] | None, name: tuple[str, str]
) -> bool:
    """Whether nothing stands there that would be lost."""
    return standing is not None and redact(standing, person.places, name) == standing


def _held(action: Action, why: Why) -> Action:
    return replace(action, step=Step.HOLD, why=why)


def without_test_data(context: Context, action: Action) -> Action:
    """In production nothing goes that its source marked as made up for a test."""
    production = context.settings.environment is Environment.PRODUCTION
    if not production or action.step not in _BRINGS or action.body is None:
        return action
    return _held(action, Why.NOT_PRODUCTION) if is_test(labels_of(action.body)) else action


def with_open_units(context: Context, action: Action) -> Action:
    """A record that names a unit which is closed or has moved waits: who follows is not guessed.

    So does one of whose unit the care unit or the care giver is.
    """
    register = context.organisations
    if register is None or action.step not in _BRINGS or action.body is None:
        return action
    try:
        named = sorted({*_units(action.body), *units_named(action.body)})
        found = [facts for name in named for facts in chain(name, register.unit)]
    except Unreachable:
        return _held(action, Why.REGISTER_SILENT)
    gone = any(unit.closed or unit.moved_to for unit in found)
    return _held(action, Why.UNIT_CLOSED_OR_MOVED) if gone else action


def _units(value: Any) -> Iterator[str]:  # noqa: ANN401  JSON
    """The identifiers of the units that a record refers to."""
    if isinstance(value, list):
        for each in value:
            yield from _units(each)
    elif isinstance(value, Mapping):
        named = value.get("identifier")
        if isinstance(named, Mapping) and value.get("type") in _UNITS and named.get("value"):
            yield str(named["value"])
        yield from _units(list(value.values()))
