"""Consents as people registered them: a list is imported, and nothing of it can be taken back.

value, system   whose consent, as in a list of enrolments
basis           person, guardian, or incapacitated-assessed (then assessor and assessed_on too)
route           which route it is for; none: any; plan_kinds: codes with spaces between; none: any
from, to        its first and last day; from is today where it is not said
decided_by      who registered it
id              under which it is known; one is made where there is none
ended           from which day it has ended; mistaken: yes, where it was registered by mistake
"""

import hmac
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from adapter.codec.csv_door import read_csv
from adapter.errors import ErasedPerson, UnknownPerson
from adapter.usecases.context import Context
from adapter.usecases.enrolment import person_from
from adapter.values import ConsentBasis, ConsentFacts
from mappings.errors import Issue, Severity
from mappings.fhir.values import Identifier
from mappings.tree import Node

_NEEDED: Final = ("value", "basis", "decided_by")
_DAYS: Final = ("from", "to", "assessed_on", "ended")
_ASSESSED: Final = ("assessor", "assessed_on")
_YES: Final = "yes"


def import_consents(context: Context, data: bytes) -> tuple[int, tuple[Issue, ...]]:
    """Register every consent of a list; bad rows are told, the good ones count."""
    table = read_csv(data)
    issues = list(table.issues)
    count = 0
    with context.store.transaction():
        for row in table.root.children:
            cells = {cell.name: cell.text.strip() for cell in row.children if cell.text}
            problems = list(_problems(context, row, cells))
            issues += problems
            if not problems:
                _register(context, cells)
                count += 1
    return count, tuple(issues)


def end_consent(context: Context, name: str, *, day: str | None, mistaken: bool, by: str) -> bool:
    """End a consent from a day on, by default today; False where nothing is there to end."""
    now = context.now()
    return context.store.end_consent(name, day=day or now[:10], mistaken=mistaken, by=by, at=now)


def _register(context: Context, cells: Mapping[str, str]) -> None:
    handle = context.handle(_who(cells))
    now = context.now()
    consent = ConsentFacts(
        id=cells.get("id") or _name(context, handle, cells),
        person=handle,
        basis=ConsentBasis(cells["basis"]),
        start=cells.get("from") or now[:10],
        by=cells["decided_by"],
        at=now,
        route=cells.get("route"),
        plan_kinds=tuple(cells.get("plan_kinds", "").split()),
        end=cells.get("to"),
        assessor=cells.get("assessor"),
        assessed_on=cells.get("assessed_on"),
    )
    context.store.register_consent(consent)
    if "ended" in cells:
        end_consent(
            context,
            consent.id,
            day=cells["ended"],
            mistaken=cells.get("mistaken") == _YES,
            by=consent.by,
        )


def _who(cells: Mapping[str, str]) -> Identifier:
    return person_from(_person(cells))


def _person(cells: Mapping[str, str]) -> str:
    return "|".join(cells[name] for name in ("system", "value") if name in cells)


def _name(context: Context, handle: str, cells: Mapping[str, str]) -> str:
    """The same row has the same id, and the id tells nothing."""
    said = [handle, *(cells.get(each, "") for each in ("basis", "route", "plan_kinds", "from"))]
    digest = hmac.digest(context.key, "\x1f".join(["consent", *said]).encode(), "sha256")
    return f"c-{digest.hex()[:10]}"


def _problems(context: Context, row: Node, cells: Mapping[str, str]) -> Iterator[Issue]:
    assessed = cells.get("basis") == ConsentBasis.INCAPACITATED_ASSESSED.value
    for column in (*_NEEDED, *(_ASSESSED if assessed else ())):
        if column not in cells:
            yield _bad(row, column, "a value")
    if "basis" in cells and cells["basis"] not in {each.value for each in ConsentBasis}:
        yield _bad(row, "basis", f"one of {', '.join(each.value for each in ConsentBasis)}")
    if cells.get("route", "") not in {"", *context.settings.routes}:
        yield _bad(row, "route", "a configured route")
    yield from (_bad(row, each, "a date") for each in _DAYS if not _is_day(cells.get(each)))
    if "value" in cells and not _is_person(cells):
        yield _bad(row, "value", str(UnknownPerson()))
    elif "value" in cells and context.store.tombstones(name=context.handle(_who(cells))):
        yield _bad(row, "value", str(ErasedPerson()))
    if "id" in cells and _would_go_on(context, cells):
        yield _bad(row, "id", "another id: that consent has ended, and none is taken up again")


def _would_go_on(context: Context, cells: Mapping[str, str]) -> bool:
    """Whether the row would register anew what has ended."""
    known = context.store.consents(id=cells["id"])
    return "ended" not in cells and any(each.ended is not None for each in known)


def _is_person(cells: Mapping[str, str]) -> bool:
    try:
        _who(cells)
    except UnknownPerson:
        return False
    return True


def _is_day(text: str | None) -> bool:
    try:
        return text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _bad(row: Node, column: str, expected: str) -> Issue:
    return Issue(
        severity=Severity.ERROR,
        code="value",
        rule="consent.row",
        expected=expected,
        line=row.line,
        path=f"/{row.line}/{column}",
    )
