"""The tables of rules, read from TOML: every rule dated, with its source and its own test cases.

    view, transfer   which question is asked in which order, and what each answer means
    bases            what a route may rest on, for which purpose
    scopes           which kinds of plan a basis covers, and whether the person must consent
    interventions    which social services may be shared between care and social services
    labels           what a security label on a record, or a flag of its source, means
    ages             from which age somebody decides alone

Of a rule that changes there are several, one after the other: each date has one.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias, TypeVar

from adapter.values import Condition, Purpose, Question, Reason, Told, Verdict

NAMES: Final = ("view", "transfer", "bases", "scopes", "interventions", "labels", "ages")
ANY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What every rule has: its name, from when to when it is in force, and where it stands."""

    id: str
    source: str
    valid_from: date
    valid_to: date | None
    cases: tuple[Mapping[str, Any], ...]

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Dated):
    """What each answer to one question means, and why, when it does not let pass."""

    purpose: Purpose
    question: Question
    means: Mapping[Told, Verdict]
    reasons: Mapping[Told, Reason]
    asked_if: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Dated):
    """Whether a route may rest on something, for a reader and for a transfer."""

    basis: str
    carries: Mapping[Purpose, Told]
    reason: Reason | None
    one_area: bool
    needs_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Dated):
    """Whether a basis covers a kind of plan (`*`: any, also one that is not named)."""

    basis: str
    kind: str
    covered: Told
    needs_consent: bool
    listed_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention(Dated):
    """Whether a kind of social service is among those that may be shared."""

    code: str
    covered: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Dated):
    """What a security label or a flag means: an answer to one question."""

    system: str
    code: str
    question: Question
    told: Told
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Dated):
    """From how many years on somebody decides alone, where the country's identifiers say so."""

    country: str
    years: int


Asked: TypeAlias = tuple[tuple[Question, Rule | None], ...]
Row: TypeAlias = Rule | Basis | Scope | Intervention | Label | Age
RowOf = TypeVar("RowOf", bound=Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All rules of all times."""

    rules: Mapping[Purpose, Mapping[Question, tuple[Rule, ...]]]
    bases: tuple[Basis, ...]
    scopes: tuple[Scope, ...]
    interventions: tuple[Intervention, ...]
    labels: tuple[Label, ...]
    ages: tuple[Age, ...]
    flag_systems: frozenset[str]
    _asked: dict[tuple[Purpose, date], "Asked"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def asked(self, purpose: Purpose, on: date) -> "Asked":
        """Each question for a purpose in its order, with the rule in force on that day."""
        key = purpose, on
        if key not in self._asked:
            self._asked[key] = tuple(
                (question, next(in_force(rules, on), None))
                for question, rules in self.rules[purpose].items()
            )
        return self._asked[key]

    def every(self) -> Iterator[Row]:
        for questions in self.rules.values():
            for rules in questions.values():
                yield from rules
        yield from self.bases
        yield from self.scopes
        yield from self.interventions
        yield from self.labels
        yield from self.ages


def in_force(rows: Iterable[RowOf], on: date) -> Iterator[RowOf]:
    return (row for row in rows if row.is_in_force(on))


def read(texts: Mapping[str, str]) -> Tables:
    """The tables from the texts of their files, by name."""
    trees = {name: tomllib.loads(texts[name]) for name in NAMES}
    labels = trees["labels"]
    return Tables(
        rules={purpose: _questions(purpose, trees[purpose.value]) for purpose in Purpose},
        bases=tuple(_basis(row) for row in trees["bases"]["rules"]),
        scopes=tuple(_scope(row) for row in trees["scopes"]["rules"]),
        interventions=tuple(_intervention(row) for row in trees["interventions"]["rules"]),
        labels=tuple(_label(row) for row in labels["rules"]),
        ages=tuple(_age(row) for row in trees["ages"]["rules"]),
        flag_systems=frozenset(labels["flag_systems"]),
    )


def _questions(purpose: Purpose, tree: Mapping[str, Any]) -> Mapping[Question, tuple[Rule, ...]]:
    rules = [_rule(purpose, row) for row in tree["rules"]]
    order = [Question(name) for name in tree["order"]]
    return {each: tuple(rule for rule in rules if rule.question is each) for each in order}


def _rule(purpose: Purpose, row: Mapping[str, Any]) -> Rule:
    reason = Reason(row["reason"])
    return Rule(
        **_dated(row),
        purpose=purpose,
        question=Question(row["question"]),
        means={told: Verdict(row[told.value]) for told in Told},
        reasons={told: Reason(row.get(f"reason_{told.value}", reason.value)) for told in Told},
        asked_if=Condition(row["asked_if"]) if "asked_if" in row else None,
    )


def _basis(row: Mapping[str, Any]) -> Basis:
    return Basis(
        **_dated(row),
        basis=row["basis"],
        carries={purpose: Told(row[purpose.value]) for purpose in Purpose},
        reason=_reason(row),
        one_area=row.get("one_area", False),
        needs_keys=row.get("needs_keys", False),
    )


def _scope(row: Mapping[str, Any]) -> Scope:
    return Scope(
        **_dated(row),
        basis=row["basis"],
        kind=row["kind"],
        covered=Told(row["covered"]),
        needs_consent=row["needs_consent"],
        listed_only=row.get("listed_only", False),
    )


def _intervention(row: Mapping[str, Any]) -> Intervention:
    return Intervention(**_dated(row), code=row["code"], covered=Told(row["covered"]))


def _label(row: Mapping[str, Any]) -> Label:
    return Label(
        **_dated(row),
        system=row["system"],
        code=row["code"],
        question=Question(row["question"]),
        told=Told(row["told"]),
        reason=_reason(row),
    )


def _age(row: Mapping[str, Any]) -> Age:
    return Age(**_dated(row), country=row["country"], years=row["years"])


def _reason(row: Mapping[str, Any]) -> Reason | None:
    return Reason(row["reason"]) if "reason" in row else None


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "source": row["source"],
        "valid_from": row["valid_from"],
        "valid_to": row.get("valid_to"),
        "cases": tuple(row["cases"]),
    }
