"""Who a route carries: one person at a time or a whole list; an end is a date, not a deletion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from adapter.codec.csv_door import read_csv
from adapter.errors import ConfigurationError, ErasedPerson, OldBasis, UnknownPerson
from adapter.usecases.context import Context
from adapter.values import Enrolment
from mappings import national_ids
from mappings.errors import Issue, Severity
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted
from mappings.tree import Node

_HANDLE: Final = re.compile(r"p-[0-9a-f]{10}")
_COLUMNS: Final = ("route", "value", "decided_by")


def person_from(text: str) -> Identifier:
    """A person as typed: a national id of Sweden (12 digits) or Norway (11), or `system|value`.

    Raises UnknownPerson, which does not repeat what was typed.
    """
    found = national_ids.named(text)
    if found is None:
        raise UnknownPerson
    return found


def looks_like_a_person(text: str) -> bool:
    """Whether a command-line argument may be somebody's number: then it must not stand there.

    A handle may happen to have nothing but digits, and tells nothing to anybody else.
    """
    if _HANDLE.fullmatch(text):
        return False
    digits = sum(char.isdigit() for char in text)
    return digits >= 10 and digits >= len(text) - 2  # noqa: PLR2004  the shortest has ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Redacted):
    """The terms of an enrolment, as given; what is not given is taken from route and clock."""

    decided_by: str
    basis: str | None = None
    start: str | None = None
    end: str | None = None
    consent: str | None = None


def enrol(context: Context, route: str, person: Identifier, terms: Terms) -> Enrolment:
    """Enrol a person on a route, or change the terms.

    Whoever was suspended is enrolled anew, on another basis than before; raises OldBasis.
    """
    if route not in context.settings.routes:
        raise ConfigurationError([f"routes.{route}: not configured"])
    if context.store.tombstones(name=context.handle(person)):
        raise ErasedPerson
    if _rests_on_the_old(context, route, person, terms):
        raise OldBasis
    enrolment = enrolment_of(context, route, person, terms)
    context.store.enrol(enrolment)
    return enrolment


def enrolment_of(context: Context, route: str, person: Identifier, terms: Terms) -> Enrolment:
    """What an enrolment on these terms would be from today on."""
    return Enrolment(
        route=route,
        handle=context.handle(person),
        person=person,
        basis=terms.basis or context.settings.routes[route].basis,
        decided_by=terms.decided_by,
        start=terms.start or context.clock.now().date().isoformat(),
        end=terms.end,
        consent=terms.consent,
        municipality=_lives(context, route, person),
    )


def _rests_on_the_old(context: Context, route: str, person: Identifier, terms: Terms) -> bool:
    """Whether an enrolment that was suspended would go on with the basis that it had."""
    known = context.store.enrolments(route, handle=context.handle(person))
    suspended = [each for each in known if each.suspended is not None]
    new = (terms.basis, terms.consent)
    return any(terms.basis is None or new == (each.basis, each.consent) for each in suspended)


def _lives(context: Context, route: str, person: Identifier) -> str | None:
    """Where a register said that somebody lives: whoever enrols them anew knows of it."""
    known = context.store.enrolments(route, handle=context.handle(person))
    return next((each.municipality for each in known), None)


def suspend(context: Context, route: str, handle: str, why: str) -> bool:
    """Stop reading and sending for a person at once; False when nobody has that handle."""
    found = context.store.enrolments(route, handle=handle)
    for enrolment in found:
        context.store.enrol(replace(enrolment, suspended=why))
    return bool(found)


def end(context: Context, route: str, handle: str, day: str | None) -> bool:
    """End an enrolment with a day; False when nobody is enrolled under that handle."""
    last = day or (context.clock.now().date() - timedelta(days=1)).isoformat()
    found = context.store.enrolments(route, handle=handle)
    for enrolment in found:
        context.store.enrol(replace(enrolment, end=last))
    return bool(found)


def import_list(context: Context, data: bytes) -> tuple[int, tuple[Issue, ...]]:
    """Enrol everybody in a table; the bad rows are told, the good ones count."""
    table = read_csv(data)
    issues = list(table.issues)
    count = 0
    with context.store.transaction():
        for row in table.root.children:
            problems = list(_problems(context, row))
            cells = _cells(row)
            if not problems and _rests_on_the_old(
                context, cells["route"], _person(cells), _terms(cells)
            ):
                problems = [_bad(row, "basis", str(OldBasis()))]
            if not problems and context.store.tombstones(name=context.handle(_person(cells))):
                problems = [_bad(row, "value", str(ErasedPerson()))]
            issues += problems
            if not problems:
                enrol(context, cells["route"], _person(cells), _terms(cells))
                count += 1
    return count, tuple(issues)


def _cells(row: Node) -> dict[str, str]:
    return {cell.name: cell.text for cell in row.children if cell.text}


def _person(cells: dict[str, str]) -> Identifier:
    system = cells.get("system")
    return person_from(cells["value"] if system is None else f"{system}|{cells['value']}")


def _terms(cells: dict[str, str]) -> Terms:
    return Terms(
        decided_by=cells["decided_by"],
        basis=cells.get("basis"),
        start=cells.get("from"),
        end=cells.get("to"),
        consent=cells.get("consent"),
    )


def _problems(context: Context, row: Node) -> Iterator[Issue]:
    cells = _cells(row)
    for column in _COLUMNS:
        if column not in cells:
            yield _bad(row, column, "a value")
    if "route" in cells and cells["route"] not in context.settings.routes:
        yield _bad(row, "route", "a configured route")
    if "value" in cells:
        try:
            _person(cells)
        except UnknownPerson as error:
            yield _bad(row, "value", str(error))


def _bad(row: Node, column: str, expected: str) -> Issue:
    return Issue(
        severity=Severity.ERROR,
        code="value",
        rule="enrolment.row",
        expected=expected,
        line=row.line,
        path=f"/{row.line}/{column}",
    )
