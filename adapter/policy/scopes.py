"""What a route rests on, and what that covers: answers to the questions of basis and kind.

`statute:<reference>` is a statute, named where the route is configured. A kind is the code of a
plan; a record that belongs to several plans needs all of theirs to be covered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from adapter.policy.rule_tables import ANY, Scope, Tables, in_force
from adapter.values import Answer, Purpose, Reason, Told
from mappings.redacted import Redacted

_NOT_NAMED: Final = Answer(Told.ABSENT)
# What stands in the way most, first.
_STRICTEST: Final = (Told.FALSE, Told.ABSENT, Told.UNKNOWN, Told.TRUE)


@dataclass(frozen=True, slots=True)
class Covered(Redacted):
    """Whether a basis covers something, and whether the person must have consented to it."""

    answer: Answer
    needs_consent: bool


def basis_of(
    tables: Tables, basis: str, purpose: Purpose, on: date, *, one_area: bool = True
) -> Answer:
    """Whether that may be the basis; `one_area`: both ends stand under one area of law."""
    name = basis.partition(":")[0]
    for row in in_force(tables.bases, on):
        if row.basis == name:
            if row.one_area and not one_area:
                return Answer(Told.FALSE, Reason.ANOTHER_AREA)
            return Answer(row.carries[purpose], None if row.one_area else row.reason)
    return _NOT_NAMED


def needs_keys(tables: Tables, basis: str, on: date) -> bool:
    """Whether a record without block keys is taken to be blocked, even if no block is known."""
    name = basis.partition(":")[0]
    return any(row.needs_keys for row in in_force(tables.bases, on) if row.basis == name)


def covered(
    tables: Tables, basis: str, kinds: Iterable[str], interventions: Iterable[str], on: date
) -> Covered:
    """Whether a basis covers all kinds of plan that something belongs to, and what it is itself.

    No kind: of a plan that does not say, or a record that stands in none.
    """
    services = list(interventions)
    rows = [_scope(tables, basis, kind, on) for kind in kinds or ("",)]
    answers = [_covered_by(tables, row, services, on) for row in rows]
    return Covered(
        answer=Answer(strictest(answers)),
        needs_consent=any(row is None or row.needs_consent for row in rows),
    )


def intervention_of(tables: Tables, code: str, on: date) -> Told:
    """Whether a kind of social service is among those that may be shared."""
    found = [each.covered for each in in_force(tables.interventions, on) if each.code == code]
    return strictest(found or [Told.ABSENT])


def strictest(answers: Iterable[Told]) -> Told:
    """Of several answers to one question the one that stands in the way most."""
    return min(answers, key=_STRICTEST.index)


def _scope(tables: Tables, basis: str, kind: str, on: date) -> Scope | None:
    """The row of that kind, else the one of any kind."""
    name = basis.partition(":")[0]
    rows = {row.kind: row for row in in_force(tables.scopes, on) if row.basis == name}
    return rows.get(kind) or rows.get(ANY)


def _covered_by(tables: Tables, row: Scope | None, services: Iterable[str], on: date) -> Told:
    if row is None:
        return Told.ABSENT
    if not row.listed_only:
        return row.covered
    return strictest([row.covered, *(intervention_of(tables, each, on) for each in services)])
